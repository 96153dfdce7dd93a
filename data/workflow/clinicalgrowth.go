package workflow

import (
	"math"
	"slices"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// growthLast is the age in completed days up to which a growth chart shows measurements: 19 years.
const growthLast = 6939

// growthPoints bounds how many measurements of one sign are read; a child who is weighed every week for 19 years has about as many.
const growthPoints = 990

// curveMonths is the age in months at which the WHO's standards end.
const curveMonths = 60

// grown is what was measured of a child on one day of its life.
type grown struct {
	day                  int
	weight, length, head value.Decimal // kg, cm, cm
}

// growth gathers a child's measurements, and the WHO's curves for them.
func (p place) growth(tx *store.Tx, id patients.ID, c documents.Clinical) (documents.GrowthFacts, error) {
	f := documents.GrowthFacts{Clinical: c}
	if !c.Patient.BirthDate.IsFull() {
		return f, store.FailField("patient.birthDate", "error.documents.birth_day_needed")
	}
	days, err := p.measuredDays(tx, id, c.Patient.BirthDate)
	if err != nil {
		return f, err
	}
	if len(days) == 0 {
		return f, store.Fail(store.Invalid, "error.documents.nothing_measured")
	}
	for _, d := range days {
		f.Rows = append(f.Rows, documents.GrowthRow{Date: c.Patient.BirthDate.AddDays(d.day)})
	}
	if f.Gap, err = growthGap(c.Patient.Sex, days[0].day); err != nil {
		return f, err
	}
	for _, measure := range chart.GrowthMeasures {
		if err := growthChart(&f, measure, days); err != nil {
			return f, err
		}
	}
	return f, nil
}

// growthGap says why there are no curves for a child of this sex whose first measurement is from that day.
func growthGap(sex value.AdministrativeGender, first int) (documents.GrowthGap, error) {
	_, any, err := chart.GrowthStandardOf(chart.GrowthWeight, value.GenderFemale)
	if err != nil {
		return "", store.FromVault("read growth standard", err)
	}
	_, found, err := chart.GrowthStandardOf(chart.GrowthWeight, sex)
	switch {
	case err != nil:
		return "", store.FromVault("read growth standard", err)
	case !any:
		return documents.GrowthNoTables, nil
	case !found:
		return documents.GrowthNoSex, nil
	case first > chart.GrowthLastDay:
		return documents.GrowthTooOld, nil
	}
	return documents.GrowthCurvesShown, nil
}

// measuredDays reads what was measured day by day, the oldest first; of several values of a day the latest counts.
func (p place) measuredDays(tx *store.Tx, id patients.ID, born value.PartialDate) ([]grown, error) {
	byDay := map[int]*grown{}
	for _, sign := range []struct {
		code, unit string
		put        func(*grown, value.Decimal)
	}{
		{chart.BodyWeight, "kg", func(g *grown, v value.Decimal) { g.weight = v }},
		{chart.BodyHeight, "cm", func(g *grown, v value.Decimal) { g.length = v }},
		{chart.HeadCircumference, "cm", func(g *grown, v value.Decimal) { g.head = v }},
	} {
		series, err := chart.Series(tx, id, sign.code, growthPoints)
		if err != nil {
			return nil, err
		}
		for _, o := range slices.Backward(series) {
			q, err := o.Quantity().Convert(sign.unit)
			day := born.DaysUntil(p.day(o.Effective))
			if err != nil || !q.Value.IsSet() || q.Value.Sign() <= 0 || day < 0 || day > growthLast {
				continue
			}
			if byDay[day] == nil {
				byDay[day] = &grown{day: day}
			}
			sign.put(byDay[day], q.Value)
		}
	}
	days := make([]grown, 0, len(byDay))
	for _, g := range byDay {
		days = append(days, *g)
	}
	slices.SortFunc(days, func(a, b grown) int { return a.day - b.day })
	return days[max(len(days)-growthPoints, 0):], nil
}

// of is the value of a measure on the day; unset where it was not taken. The mass index needs weight and length of the same day.
func (g grown) of(measure chart.GrowthMeasure) value.Decimal {
	switch measure {
	case chart.GrowthWeight:
		return g.weight
	case chart.GrowthLength:
		return g.length
	case chart.GrowthHead:
		return g.head
	}
	weight, length := chart.Observation{Value: g.weight, Unit: "kg"}, chart.Observation{Value: g.length, Unit: "cm"}
	return chart.MassIndex(weight, length, value.PartialDate{}).Value
}

// growthUnits are the units of the measures, as written.
var growthUnits = map[chart.GrowthMeasure]string{chart.GrowthWeight: "kg", chart.GrowthLength: "cm", chart.GrowthMassIndex: "kg/m²", chart.GrowthHead: "cm"}

// growthChart adds the plot of a measure and its column of values; nothing where it was never taken.
func growthChart(f *documents.GrowthFacts, measure chart.GrowthMeasure, days []grown) error {
	c := documents.GrowthChart{Measure: string(measure), Unit: growthUnits[measure]}
	standard, _, err := chart.GrowthStandardOf(measure, f.Patient.Sex)
	if err != nil {
		return store.FromVault("read growth standard", err)
	}
	column := make([]documents.GrowthValue, len(days))
	for i, g := range days {
		v := g.of(measure)
		if !v.IsSet() {
			continue
		}
		c.Points = append(c.Points, documents.GrowthPoint{Day: g.day, Value: v})
		column[i].Value = v
		if z, scored := standard.Score(g.day, v); scored && f.Gap == documents.GrowthCurvesShown && math.Abs(z) < 100 {
			if column[i].Score, err = value.NewDecimal(int64(math.Round(z*10)), 1); err != nil {
				return store.FromVault("write score", err)
			}
		}
	}
	if len(c.Points) == 0 {
		return nil
	}
	if f.Gap == documents.GrowthCurvesShown {
		for deviations := -3; deviations <= 3; deviations++ {
			curve := documents.GrowthCurve{Deviations: deviations}
			for month := range curveMonths + 1 {
				day := month * 487 / 16 // 30.4375 days each, as the WHO counts
				v, err := value.NewDecimal(int64(math.Round(standard.At(day, float64(deviations))*1000)), 3)
				if err != nil {
					return store.FromVault("write curve", err)
				}
				curve.Points = append(curve.Points, documents.GrowthPoint{Day: day, Value: v})
			}
			c.Curves = append(c.Curves, curve)
		}
	}
	f.Charts = append(f.Charts, c)
	for i := range f.Rows {
		f.Rows[i].Values = append(f.Rows[i].Values, column[i])
	}
	return nil
}
