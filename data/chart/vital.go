package chart

import (
	"satchel/data/value"
)

// LOINC codes of the vital signs (FHIR R4, "Vital Signs Profile", table of codes).
const (
	BloodPressure    = "85354-9" // panel of the next two
	Systolic         = "8480-6"
	Diastolic        = "8462-4"
	HeartRate        = "8867-4"
	RespiratoryRate  = "9279-1"
	BodyTemperature  = "8310-5"
	OxygenSaturation = "2708-6"
	BodyWeight       = "29463-7"
	BodyHeight       = "8302-2"
	BodyMassIndex    = "39156-5" // never stored: it follows from weight and height
)

// Vital is one vital sign: how it is measured and what is plausible.
//
// Both limits are our own, and about typing, not about health: what lies outside the hard limits does not occur in a practice (just
// beyond the extremes on record, such as 635 kg and 272 cm) and is refused; what lies outside the soft limits is rare at that age, and
// is kept after a second look. The soft limits were set well outside the normal ranges by age of the American Heart
// Association's Pediatric Advanced Life Support (2020), so that a merely abnormal value raises no question.
type Vital struct {
	Code  string   // LOINC
	Field string   // in forms and in the catalogue: chart.vital.<Field>
	Units []string // UCUM; the first is the usual one
	Hard  Limits   // in Units[0]
	Soft  []AgeLimits
}

// Limits are the lowest and the highest plausible value, both included.
type Limits struct{ Low, High value.Decimal }

// AgeLimits hold from an age on, in completed months, up to that of the next.
type AgeLimits struct {
	FromMonths int
	Limits
}

// CatalogueKey names the vital sign in sentences.
func (v Vital) CatalogueKey() string { return "chart.vital." + v.Field }

// Vitals lists the vital signs in the order of the form. Blood pressure stands there as its two components.
var Vitals = []Vital{
	{Code: Systolic, Field: "systolic", Units: []string{"mm[Hg]"}, Hard: limits("30", "320"),
		Soft: byAge("50", "120", "65", "130", "75", "145", "85", "190", "85", "200")},
	{Code: Diastolic, Field: "diastolic", Units: []string{"mm[Hg]"}, Hard: limits("10", "220"),
		Soft: byAge("25", "80", "35", "85", "40", "95", "45", "115", "45", "120")},
	{Code: HeartRate, Field: "pulse", Units: []string{"/min"}, Hard: limits("10", "350"),
		Soft: byAge("80", "220", "70", "190", "55", "160", "40", "150", "40", "150")},
	{Code: RespiratoryRate, Field: "respiration", Units: []string{"/min"}, Hard: limits("2", "120"),
		Soft: byAge("20", "70", "15", "50", "12", "40", "8", "35", "8", "35")},
	{Code: BodyTemperature, Field: "temperature", Units: []string{"Cel", "[degF]"}, Hard: limits("25", "45"),
		Soft: byAge("35", "41", "35", "41", "35", "41", "35", "41", "35", "41")},
	{Code: OxygenSaturation, Field: "saturation", Units: []string{"%"}, Hard: limits("30", "100"),
		Soft: byAge("90", "100", "90", "100", "90", "100", "90", "100", "88", "100")},
	{Code: BodyWeight, Field: "weight", Units: []string{"kg"}, Hard: limits("0.3", "650"),
		Soft: byAge("1.5", "13", "6", "28", "11", "80", "22", "140", "30", "180")},
	{Code: BodyHeight, Field: "height", Units: []string{"cm"}, Hard: limits("20", "275"),
		Soft: byAge("38", "85", "65", "125", "90", "175", "120", "205", "135", "205")},
	{Code: HeadCircumference, Field: "head", Units: []string{"cm"}, Hard: limits("15", "80"),
		Soft: byAge("25", "52", "40", "57", "44", "60", "47", "64", "48", "66")},
}

// byAge gives low and high for under 1 year, 1 to 4, 5 to 11, 12 to 17, and from 18 years on.
func byAge(pairs ...string) []AgeLimits {
	var list []AgeLimits
	for i, from := range []int{0, 12, 60, 144, 216} {
		list = append(list, AgeLimits{from, limits(pairs[2*i], pairs[2*i+1])})
	}
	return list
}

func limits(low, high string) Limits {
	return Limits{value.MustDecimal(low), value.MustDecimal(high)}
}

func (l Limits) contain(d value.Decimal) bool { return d.Cmp(l.Low) >= 0 && d.Cmp(l.High) <= 0 }

// VitalOf returns the vital sign with a LOINC code.
func VitalOf(code string) (Vital, bool) {
	for _, v := range Vitals {
		if v.Code == code {
			return v, true
		}
	}
	return Vital{}, false
}

// base expresses q in the vital sign's first unit.
func (v Vital) base(q value.Quantity) (value.Decimal, error) {
	if q.Unit == v.Units[0] {
		return q.Value, nil
	}
	if q.Unit == "[degF]" && v.Code == BodyTemperature {
		above, err := q.Value.Sub(value.Whole(32))
		if err != nil {
			return value.Decimal{}, err
		}
		fifths, err := above.Mul(value.Whole(5))
		if err != nil {
			return value.Decimal{}, err
		}
		return fifths.Quo(value.Whole(9), 2)
	}
	return value.Decimal{}, value.ErrUnitMismatch
}

// checkPossible records a problem for each vital sign with a unit that it isn't measured in, or that nobody has.
func (o Observation) checkPossible(problems *value.Problems) {
	for _, m := range o.measured() {
		if m.quantity.Validate() != nil || m.quantity.IsZero() {
			continue // told already
		}
		d, err := m.vital.base(m.quantity)
		switch {
		case err != nil:
			problems.Check(m.vital.Field, err)
		case !m.vital.Hard.contain(d):
			problems.Add(m.vital.Field, "error.chart.impossible", "What", m.vital,
				"Low", m.vital.Hard.Low.Safe(), "High", m.vital.Hard.High.Safe(), "Unit", value.UnitLabel(m.vital.Units[0]))
		}
	}
	if o.Code == BloodPressure {
		systolic, diastolic := o.Component(Systolic), o.Component(Diastolic)
		if systolic.IsZero() {
			problems.Add("systolic", "error.value.required")
		}
		if !systolic.IsZero() && !diastolic.IsZero() && diastolic.Value.Cmp(systolic.Value) >= 0 {
			problems.Add("diastolic", "error.chart.pressure_reversed")
		}
	}
}

// measurement is one number of an observation whose limits are known.
type measurement struct {
	vital    Vital
	quantity value.Quantity
}

func (o Observation) measured() []measurement {
	var list []measurement
	if v, known := VitalOf(o.Code); known {
		list = append(list, measurement{v, o.Quantity()})
	}
	for _, c := range o.Components {
		if v, known := VitalOf(c.Code); known {
			list = append(list, measurement{v, c.Value})
		}
	}
	return list
}

// Unusual returns a warning for each number that is rare at the patient's age; an unknown or partly known birth date is given the
// benefit of every age that it allows. Keys are chart.warning.unusual, with What, Low, High and Unit.
func (o Observation) Unusual(born, at value.PartialDate) value.Problems {
	youngest, oldest := born.AgeRange(at)
	if born.IsZero() {
		oldest = value.AgeSpan{Years: 150}
	}
	var warnings value.Problems
	for _, m := range o.measured() {
		d, err := m.vital.base(m.quantity)
		if err != nil {
			continue
		}
		l := m.vital.softLimits(months(youngest), months(oldest))
		if !l.contain(d) {
			warnings.Add(m.vital.Field, "chart.warning.unusual", "What", m.vital,
				"Low", l.Low.Safe(), "High", l.High.Safe(), "Unit", value.UnitLabel(m.vital.Units[0]))
		}
	}
	return warnings
}

func months(a value.AgeSpan) int { return a.Years*12 + a.Months }

// softLimits joins the limits of every age group between two ages, in months.
func (v Vital) softLimits(youngest, oldest int) Limits {
	var joined Limits
	for i, group := range v.Soft {
		last := i == len(v.Soft)-1
		if group.FromMonths > oldest || !last && v.Soft[i+1].FromMonths <= youngest {
			continue
		}
		if !joined.Low.IsSet() || group.Low.Cmp(joined.Low) < 0 {
			joined.Low = group.Low
		}
		if !joined.High.IsSet() || group.High.Cmp(joined.High) > 0 {
			joined.High = group.High
		}
	}
	return joined
}
