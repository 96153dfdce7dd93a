package chart_test

import (
	"testing"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

func vital(code, number, unit string) chart.Observation {
	return chart.Observation{Code: code, Value: value.MustDecimal(number), Unit: unit}
}

func pulse(n string) chart.Observation  { return vital(chart.HeartRate, n, "/min") }
func weight(n string) chart.Observation { return vital(chart.BodyWeight, n, "kg") }

func pressure(systolic, diastolic string) chart.Observation {
	o := chart.Observation{Code: chart.BloodPressure}
	for _, c := range [][2]string{{chart.Systolic, systolic}, {chart.Diastolic, diastolic}} {
		if c[1] != "" {
			o.Components = append(o.Components, chart.Component{Code: c[0], Value: value.Quantity{Value: value.MustDecimal(c[1]), Unit: "mm[Hg]"}})
		}
	}
	return o
}

func (r *room) vitals(t testing.TB, p patients.Patient, e chart.Encounter, list ...chart.Observation) (kept []chart.Observation, warnings value.Problems, err error) {
	err = r.write(t, func(tx *store.Tx) error {
		kept, warnings, err = chart.SaveVitals(tx, e.ID, list)
		return err
	}, p)
	return kept, warnings, err
}

func TestVitalsAreKeptChangedAndEmptied(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	kept, warnings, err := r.vitals(t, r.meera, e, pressure("128", "82"), pulse("72"), weight("61.50"), vital(chart.BodyTemperature, "98.6", "[degF]"),
		chart.Observation{Code: chart.BodyHeight})
	must(t, err)
	if len(kept) != 4 || len(warnings) != 0 {
		t.Fatalf("kept %d, warnings %v", len(kept), warnings)
	}
	if kept[2].Value.String() != "61.50" || kept[0].Component(chart.Diastolic).Value.String() != "82" || kept[0].Practitioner != r.who.ID {
		t.Fatalf("digits changed: %+v", kept)
	}
	stale := kept[1]
	kept[1].Value, kept[3].Value = value.MustDecimal("76"), value.Decimal{}
	kept, _, err = r.vitals(t, r.meera, e, kept...)
	must(t, err)
	if len(kept) != 3 || kept[1].Value.String() != "76" || kept[1].Version != 2 {
		t.Fatalf("changed: %+v", kept)
	}
	stale.Value = value.MustDecimal("90")
	_, _, err = r.vitals(t, r.meera, e, stale)
	wantCode(t, err, store.Conflict, "error.store.conflict")
	_, _, err = r.vitals(t, r.meera, e, pulse("90"))
	wantCode(t, err, store.Conflict, "error.store.conflict")
	r.read(t, r.meera, func(tx *store.Tx) error {
		last, err := chart.LastVitals(tx, r.meera.ID, 5)
		if len(last) != 3 || last[chart.HeartRate][0].Value.String() != "76" {
			t.Errorf("last %+v", last)
		}
		return err
	})
	r.MustVerify(t)
}

func TestImpossibleVitalsAreRefusedAllAtOnce(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	_, _, err := r.vitals(t, r.meera, e, pulse("720"), weight("-5"), pressure("80", "120"), vital(chart.BodyHeight, "5.6", "[ft_i]"))
	for field, key := range map[string]string{"pulse": "error.chart.impossible", "weight": "error.chart.impossible", "diastolic": "error.chart.pressure_reversed",
		"height": value.ErrUnitMismatch.Key} {
		wantProblem(t, err, field, key)
	}
	for _, c := range []struct {
		o          chart.Observation
		field, key string
	}{
		{vital(chart.BodyTemperature, "986", "[degF]"), "temperature", "error.chart.impossible"},
		{vital(chart.BodyTemperature, "98.6", "Cel"), "temperature", "error.chart.impossible"},
		{chart.Observation{Code: chart.HeartRate, Value: value.MustDecimal("72")}, "pulse", value.ErrUnitUnclear.Key},
		{vital("1-8", "3", "mg"), "value", "error.chart.choice_unknown"},
		{vital(chart.Systolic, "120", "mm[Hg]"), "systolic", "error.chart.choice_unknown"},
		{pressure("", "80"), "systolic", "error.value.required"},
	} {
		_, _, err := r.vitals(t, r.meera, e, c.o)
		wantProblem(t, err, c.field, c.key)
	}
	r.read(t, r.meera, func(tx *store.Tx) error {
		if last, err := chart.LastVitals(tx, r.meera.ID, 5); err != nil || len(last) != 0 {
			t.Errorf("something was kept: %v %v", last, err)
		}
		return nil
	})
	if _, _, err := r.vitals(t, r.meera, e, pressure("110", "")); err != nil {
		t.Fatalf("a pressure by palpation: %v", err)
	}
}

func TestUnusualVitalsWarnByAge(t *testing.T) {
	day := func(s string) value.PartialDate {
		d, err := value.ParseISO(s)
		must(t, err)
		return d
	}
	today := day("2026-11-23")
	for _, c := range []struct {
		born string
		o    chart.Observation
		warn bool
	}{
		{"2026-08-20", pulse("150"), false},
		{"1985-03-02", pulse("155"), true},
		{"1985-03-02", weight("6.1"), true},
		{"2026-08-20", weight("6.1"), false},
		{"2026-08-20", weight("61"), true},
		{"2014-11-24", weight("90"), true},  // eleven, by a day
		{"2014-11-23", weight("90"), false}, // twelve today
		{"2014", weight("90"), false},       // eleven or twelve
		{"", weight("6.1"), false},          // who knows
		{"", weight("300"), true},
		{"1985", pressure("210", "90"), true},
		{"1985", vital(chart.BodyTemperature, "107", "[degF]"), true},
		{"1985", vital(chart.BodyTemperature, "99.5", "[degF]"), false},
	} {
		if got := c.o.Unusual(day(c.born), today); (len(got) > 0) != c.warn {
			t.Errorf("born %s, %s %s: warnings %v", c.born, c.o.Code, c.o.Quantity(), got)
		}
	}
}

func TestTheLimitsAreInOrder(t *testing.T) {
	for _, v := range chart.Vitals {
		before := -1
		for _, s := range v.Soft {
			if s.FromMonths <= before || s.Low.Cmp(s.High) >= 0 || s.Low.Cmp(v.Hard.Low) < 0 || s.High.Cmp(v.Hard.High) > 0 {
				t.Errorf("%s from %d months: %s to %s", v.Field, s.FromMonths, s.Low, s.High)
			}
			before = s.FromMonths
		}
	}
}

func TestAWeightThatJumpsAsksForASecondLook(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	_, _, err := r.vitals(t, r.meera, e, weight("61"))
	must(t, err)
	r.Clock.Add(30 * 24 * 3600 * 1e9)
	second := r.start(t, r.meera)
	kept, warnings, err := r.vitals(t, r.meera, second, weight("134"))
	must(t, err)
	wantProblem(t, warnings, "weight", "chart.warning.weight_jump")
	kept[0].Value = value.MustDecimal("60")
	_, warnings, err = r.vitals(t, r.meera, second, kept...)
	must(t, err)
	if len(warnings) != 0 {
		t.Fatalf("warnings %v", warnings)
	}
}

func TestMassIndex(t *testing.T) {
	adult := value.PartialDate{Year: 1985}
	for _, c := range []struct {
		weight, height, want string
	}{{"61.5", "162", "23.4"}, {"80", "180", "24.7"}, {"0", "180", "0.0"}} {
		got := chart.MassIndex(weight(c.weight), vital(chart.BodyHeight, c.height, "cm"), adult)
		if got.Value.String() != c.want || got.Unit != "kg/m2" {
			t.Errorf("%s kg, %s cm: %s", c.weight, c.height, got.Value)
		}
	}
	if got := chart.MassIndex(weight("60"), vital(chart.BodyHeight, "0", "cm"), adult); !got.IsZero() {
		t.Errorf("of no height: %s", got)
	}
	child, tall, heavy := value.PartialDate{Year: 2020}, vital(chart.BodyHeight, "100", "cm"), weight("16")
	tall.Effective, heavy.Effective = startOf(2026, 1), startOf(2026, 6)
	if got := chart.MassIndex(heavy, tall, child); !got.IsZero() {
		t.Errorf("of a child that has grown: %s", got)
	}
}

func TestResultsInWords(t *testing.T) {
	r := open(t)
	record := func(o chart.Observation) error {
		return r.write(t, func(tx *store.Tx) error { _, err := chart.Record(tx, o); return err }, r.meera)
	}
	o := chart.Observation{Origin: r.origin(r.meera), Category: chart.Laboratory, Text: "Malaria rapid test", ValueText: "negative"}
	must(t, record(o))
	o.ValueText = ""
	wantProblem(t, record(o), "value", "error.value.required")
	o.ValueText, o.Text = "x", ""
	wantProblem(t, record(o), "text", "error.value.required")
	o.Code = "not loinc"
	wantProblem(t, record(o), "code", "error.chart.loinc_unclear")
	o.Code, o.Effective = "", r.Clock.Now().AddDate(0, 0, 2)
	wantCode(t, record(o), store.Invalid, value.ErrDateFuture.Key)
	r.MustVerify(t)
}
