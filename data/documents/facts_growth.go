package documents

import "satchel/data/value"

// GrowthGap says why a growth chart has no reference curves. The value ends a key of the catalogue.
type GrowthGap string

// The reasons.
const (
	GrowthCurvesShown GrowthGap = ""
	GrowthNoSex       GrowthGap = "no_sex"  // the standards are for girls and for boys
	GrowthTooOld      GrowthGap = "too_old" // every measurement is from after five years
	GrowthNoTables    GrowthGap = "no_tables"
)

// GrowthPoint is a value at an age.
type GrowthPoint struct {
	Day   int // completed days since birth
	Value value.Decimal
}

// GrowthCurve is the reference of so many standard deviations from the median.
type GrowthCurve struct {
	Deviations int // -3 to 3
	Points     []GrowthPoint
}

// GrowthChart is one measure over age.
type GrowthChart struct {
	Measure string // ends a key of the catalogue: "weight", "length", "mass-index", "head"
	Unit    string // as written
	Curves  []GrowthCurve
	Points  []GrowthPoint // the child's own
}

// GrowthValue is one measured value with its z-score; Score is unset where the standard gives none.
type GrowthValue struct{ Value, Score value.Decimal }

// GrowthRow is what was measured on one day. Values stand in the order of Charts; unset ones were not taken.
type GrowthRow struct {
	Date   value.PartialDate
	Values []GrowthValue
}

// GrowthFacts are a child's measurements against the WHO's standards. The birth date is known to the day.
type GrowthFacts struct {
	Clinical
	Charts []GrowthChart
	Rows   []GrowthRow // the oldest first
	Gap    GrowthGap
}

// Kind implements clinicalFacts.
func (GrowthFacts) Kind() Kind { return GrowthRecord }

// GrowthMeasureNames are the measures that a chart may show.
var GrowthMeasureNames = []string{"weight", "length", "mass-index", "head"}

const maxGrowthDay = 19 * 366 // a growth chart ends with growth

// Validate returns all problems with the facts, by field.
func (f GrowthFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	if !f.Patient.BirthDate.IsFull() {
		problems.Add("patient.birthDate", "error.documents.birth_day_needed")
	}
	switch f.Gap {
	case GrowthCurvesShown, GrowthNoSex, GrowthTooOld, GrowthNoTables:
	default:
		problems.Add("gap", "error.value.invalid")
	}
	if len(f.Charts) == 0 || len(f.Rows) == 0 {
		problems.Add("charts", "error.documents.nothing_measured")
	}
	if len(f.Charts) > len(GrowthMeasureNames) {
		problems.Add("charts", "error.documents.too_many", "Most", len(GrowthMeasureNames))
		return problems.Err()
	}
	for i, c := range f.Charts {
		c.validate(&problems, indexed("charts", i, "points"), f.Gap)
	}
	if !few(&problems, "rows", f.Rows) {
		return problems.Err()
	}
	for i, r := range f.Rows {
		problems.Check("rows", r.Date.Validate())
		if !r.Date.IsFull() || len(r.Values) != len(f.Charts) || i > 0 && r.Date.Before(f.Rows[i-1].Date) || r.Date.Before(f.Patient.BirthDate) {
			problems.Add("rows", "error.value.invalid")
			break
		}
	}
	return problems.Err()
}

func (c GrowthChart) validate(problems *value.Problems, field string, gap GrowthGap) {
	known := false
	for _, name := range GrowthMeasureNames {
		known = known || name == c.Measure
	}
	if !known || gap != GrowthCurvesShown && len(c.Curves) > 0 || len(c.Curves) > 7 {
		problems.Add(field, "error.value.invalid")
	}
	short(problems, field, c.Unit)
	lists := [][]GrowthPoint{c.Points}
	for _, curve := range c.Curves {
		if curve.Deviations < -3 || curve.Deviations > 3 {
			problems.Add(field, "error.value.invalid")
		}
		lists = append(lists, curve.Points)
	}
	for _, list := range lists {
		if !few(problems, field, list) {
			continue
		}
		for i, p := range list {
			if p.Day < 0 || p.Day > maxGrowthDay || p.Value.Sign() <= 0 || i > 0 && p.Day < list[i-1].Day {
				problems.Add(field, "error.value.invalid")
				return
			}
			plottable(problems, field, p.Value)
		}
	}
}
