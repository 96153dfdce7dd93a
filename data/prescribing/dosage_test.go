package prescribing_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/data/prescribing"
	"satchel/data/value"
)

func pattern(morning, noon, evening, night string) prescribing.Pattern {
	var p prescribing.Pattern
	for i, into := range []*value.Decimal{&p.Morning, &p.Noon, &p.Evening, &p.Night} {
		if text := []string{morning, noon, evening, night}[i]; text != "" {
			*into = value.MustDecimal(text)
		}
	}
	return p
}

func TestTheWordsOfADosage(t *testing.T) {
	tablet, day := quantity("1", "{tablet}"), value.PartialDate{Year: 2026, Month: 11, Day: 30}
	for _, c := range []struct {
		want string
		m    prescribing.MedicationRequest
	}{
		{"Take 1 tablet three times daily after food for 5 days.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Frequency: 3, PeriodUnit: "d", Meal: prescribing.AfterMeal, Duration: days("5")}}},
		{"Take 1 tablet in the morning and at night for 1 week.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Pattern: pattern("1", "0", "", "1"), Duration: quantity("1", "wk")}}},
		{"Take 2 tablets in the morning, 1 tablet at noon and half a tablet at night for 1 month.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Pattern: pattern("2", "1", "", "0.5"), Duration: quantity("1", "mo")}}},
		{"Take 10 mL in the morning, at noon, in the evening and at night for 3 days.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: quantity("5", "mL"), Pattern: pattern("2", "2", "2", "2"), Duration: days("3")}}},
		{"Take half a tablet once daily and continue.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: quantity("0.50", "{tablet}"), Frequency: 1, PeriodUnit: "d", Ongoing: true}}},
		{"Take one and a half tablets every 8 hours until 30 Nov 2026.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: quantity("1.5", "{tablet}"), Frequency: 1, Period: 8, PeriodUnit: "h", Until: day}}},
		{"Take 2.5 mL twice daily for 5 days.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: quantity("2.50", "mL"), Frequency: 2, PeriodUnit: "d", Duration: days("5")}}},
		{"Take 1 tablet every 6 hours as needed for pain. No more than 4 tablets in 24 hours.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Frequency: 1, Period: 6, PeriodUnit: "h", AsNeeded: true, AsNeededFor: "pain", Maximum: quantity("4", "{tablet}")}}},
		{"Inhale 2 puffs as needed for wheeze.", prescribing.MedicationRequest{Route: prescribing.Inhalation,
			Dosage: prescribing.Dosage{Dose: quantity("2", "{puff}"), AsNeeded: true, AsNeededFor: "wheeze"}}},
		{"Put 1 drop in the left eye four times daily for 7 days.", prescribing.MedicationRequest{Route: prescribing.Ophthalmic, Site: prescribing.LeftSide,
			Dosage: prescribing.Dosage{Dose: quantity("1", "{drop}"), Frequency: 4, PeriodUnit: "d", Duration: days("7")}}},
		{"Apply to the affected skin twice daily for 2 weeks.", prescribing.MedicationRequest{Route: prescribing.Topical,
			Dosage: prescribing.Dosage{Dose: quantity("1", "{application}"), Frequency: 2, PeriodUnit: "d", Duration: quantity("2", "wk")}}},
		{"Inject 60,000 units into a muscle once only.", prescribing.MedicationRequest{Route: prescribing.Intramuscular,
			Dosage: prescribing.Dosage{Dose: quantity("60000", "[iU]"), Once: true}}},
		{"Take 100 mcg every other day for 30 days.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: quantity("100", "ug"), Frequency: 1, Period: 2, PeriodUnit: "d", Duration: days("30")}}},
		{"Take 1 tablet once a week for 3 months.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Frequency: 1, PeriodUnit: "wk", Duration: quantity("3", "mo")}}},
		{"Take 1 tablet 3 times a week and continue.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Frequency: 3, PeriodUnit: "wk", Ongoing: true}}},
		{"Take 1 tablet 5 times every 2 days.", prescribing.MedicationRequest{Route: prescribing.Oral,
			Dosage: prescribing.Dosage{Dose: tablet, Frequency: 5, Period: 2, PeriodUnit: "d"}}},
		{"Use.", prescribing.MedicationRequest{}},
	} {
		if got := strings.ReplaceAll(prescribing.DosageText("en", c.m), "\u00a0", " "); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

func TestTheNameOfAMedicine(t *testing.T) {
	plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
	if got, want := plain(prescribing.MedicationText("en", augmentin())), "Augmentin 625 Duo (amoxicillin 500 mg + clavulanic acid 125 mg) tablet"; got != want {
		t.Errorf("got %q", got)
	}
	syrup := prescribing.MedicationRequest{Ingredients: []prescribing.Ingredient{{Name: "paracetamol", Strength: quantity("250.0", "mg"), Per: quantity("5", "mL")}}, Form: "oral-suspension"}
	if got, want := plain(prescribing.MedicationText("en", syrup)), "paracetamol 250 mg per 5 mL oral suspension"; got != want {
		t.Errorf("got %q", got)
	}
}

// dosages draws any dosage that a line can hold.
func dosages(t *rapid.T) prescribing.MedicationRequest {
	p := prescribing.Products[rapid.IntRange(0, len(prescribing.Products)-1).Draw(t, "form")]
	number := func(name string) value.Decimal {
		d, err := value.NewDecimal(rapid.Int64Range(1, 99_999).Draw(t, name), rapid.IntRange(0, 3).Draw(t, name+" scale"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	m := prescribing.MedicationRequest{Form: p.Form, Route: p.Route}
	m.Dosage.Dose = value.Quantity{Value: number("dose"), Unit: rapid.SampledFrom(p.Dose).Draw(t, "unit")}
	switch rapid.IntRange(0, 2).Draw(t, "timing") {
	case 0:
		m.Dosage.Pattern = pattern(rapid.SampledFrom([]string{"0", "1", "0.5", ".5", "2.0"}).Draw(t, "morning"), "1", "", rapid.SampledFrom([]string{"0", "1", "1.50"}).Draw(t, "night"))
	case 1:
		m.Dosage.Frequency, m.Dosage.Period = rapid.IntRange(1, 24).Draw(t, "times"), rapid.IntRange(0, 366).Draw(t, "period")
		m.Dosage.PeriodUnit = rapid.SampledFrom([]string{"h", "d", "wk", "mo"}).Draw(t, "in")
	default:
		m.Dosage.Once = true
	}
	m.Dosage.Duration = value.Quantity{Value: number("duration"), Unit: rapid.SampledFrom([]string{"d", "wk", "mo"}).Draw(t, "long")}
	m.Dosage.Maximum = m.Dosage.Dose
	return m
}

// TestNoDosageReadsDangerously holds every generated sentence against the rules for numbers and abbreviations.
func TestNoDosageReadsDangerously(t *testing.T) {
	dangers := map[string]*regexp.Regexp{
		"trailing zero":      regexp.MustCompile(`\.[0-9]*0(?:[^0-9]|$)`),
		"no leading zero":    regexp.MustCompile(`(?:^|[^0-9])\.[0-9]`),
		"thousands together": regexp.MustCompile(`(?:^|[^0-9.])[0-9]{4}`),
		"no space":           regexp.MustCompile(`[0-9](?:[a-zA-Z])`),
		"a missing key":      regexp.MustCompile(`⟦|%!|<no value>`),
		"a code":             regexp.MustCompile(`[{}\[\]]`),
	}
	rapid.Check(t, func(t *rapid.T) {
		m := dosages(t)
		text := prescribing.DosageText("en", m)
		for danger, pattern := range dangers {
			if pattern.MatchString(text) {
				t.Fatalf("%s: %s", danger, text)
			}
		}
		if found := prescribing.FindDiscouraged(strings.ReplaceAll(text, "\u00a0", " ")); len(found) > 0 {
			t.Fatalf("%v: %s", found, text)
		}
	})
}

func TestDiscouragedTexts(t *testing.T) {
	for _, text := range []string{"10 U", "10U at night", "5 IU", "take QD", "q.d.", "1 tab OD", "QOD", "MS 10 mg", "MgSO4", "5 cc", "5cc", "50 ug", "50 µg", "50 μg", "at HS", "hs",
		"D/C if rash", "give SC", "OS", "OU", "AU", "> 3 days", "@ night", "1.0 mg", ".5 mg", "1 tsp", "2 teaspoons", "a tablespoonful", "500mg", "5mL"} {
		if len(prescribing.FindDiscouraged(text)) == 0 {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{"", "as needed for pain", "Ms Rao", "us", "mix it with 5 mL", "0.5 mg", "10 mg", "1,000 units", "for odd days", "ad lib", "half a tablet",
		"दिन में दो बार", "take as before", "so that it heals", "unit", "100 mcg", "version 2.05", "Take it, then rest."} {
		if found := prescribing.FindDiscouraged(text); len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
	}
}

func TestTheQuantityIsComputedWhereItCanBe(t *testing.T) {
	mg500 := []prescribing.Ingredient{ingredient("amoxicillin", "500")}
	d := func(dose value.Quantity, frequency, period int, unit string, duration value.Quantity) prescribing.Dosage {
		return prescribing.Dosage{Dose: dose, Frequency: frequency, Period: period, PeriodUnit: unit, Duration: duration}
	}
	tablet := quantity("1", "{tablet}")
	for name, c := range map[string]struct {
		form  prescribing.Form
		parts []prescribing.Ingredient
		d     prescribing.Dosage
		want  string
		exact bool
	}{
		"three times":         {"tablet", nil, d(tablet, 3, 0, "d", days("5")), "15 {tablet}", true},
		"two weeks":           {"tablet", nil, d(tablet, 2, 1, "d", quantity("2", "wk")), "28 {tablet}", true},
		"a month is about":    {"tablet", nil, d(tablet, 1, 1, "d", quantity("1", "mo")), "30 {tablet}", false},
		"pattern":             {"tablet", nil, prescribing.Dosage{Dose: tablet, Pattern: pattern("1", "0", "", "1"), Duration: days("5")}, "10 {tablet}", true},
		"halves round up":     {"tablet", nil, prescribing.Dosage{Dose: tablet, Pattern: pattern("0.5", "", "", ""), Duration: days("5")}, "3 {tablet}", true},
		"every 8 hours":       {"tablet", nil, d(tablet, 1, 8, "h", days("5")), "15 {tablet}", true},
		"every 7 hours":       {"tablet", nil, d(tablet, 1, 7, "h", days("5")), "18 {tablet}", false},
		"every other day":     {"tablet", nil, d(tablet, 1, 2, "d", days("10")), "5 {tablet}", true},
		"weekly, broken":      {"tablet", nil, d(tablet, 1, 1, "wk", days("10")), "2 {tablet}", false},
		"once":                {"tablet", nil, prescribing.Dosage{Dose: tablet, Once: true}, "1 {tablet}", true},
		"millilitres":         {"syrup", nil, d(quantity("2.5", "mL"), 3, 0, "d", days("5")), "37.5 mL", true},
		"mg counted out":      {"capsule", mg500, d(quantity("1", "g"), 3, 0, "d", days("5")), "30 {capsule}", true},
		"mg that don't fit":   {"capsule", mg500, d(quantity("0.333", "g"), 3, 0, "d", days("5")), "", false},
		"as needed":           {"tablet", nil, prescribing.Dosage{Dose: tablet, Frequency: 3, PeriodUnit: "d", AsNeeded: true, Duration: days("5")}, "", false},
		"ongoing":             {"tablet", nil, prescribing.Dosage{Dose: tablet, Frequency: 1, PeriodUnit: "d", Ongoing: true}, "", false},
		"drops have no count": {"eye-drops", nil, d(quantity("1", "{drop}"), 3, 0, "d", days("5")), "", false},
		"no form":             {"", nil, d(tablet, 3, 0, "d", days("5")), "", false},
	} {
		got, exact := prescribing.ComputeQuantity(c.form, c.parts, c.d)
		text := strings.TrimSpace(got.Value.Safe() + " " + got.Unit)
		if text != c.want || exact != c.exact {
			t.Errorf("%s: %q, exact %v; want %q, %v", name, text, exact, c.want, c.exact)
		}
	}
	rapid.Check(t, func(t *rapid.T) { // whatever a line holds, nothing panics and nothing is negative
		m := dosages(t)
		if q, _ := prescribing.ComputeQuantity(m.Form, nil, m.Dosage); q.Value.Sign() < 0 {
			t.Fatalf("%v", q)
		}
	})
}
