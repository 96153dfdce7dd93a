package safety

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/data/value"
)

// anyName draws names that the list knows, misspelt ones and nonsense.
var anyName = rapid.Custom(func(t *rapid.T) string {
	known := rapid.SampledFrom(Ingredients()).Draw(t, "ingredient")
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		return rapid.StringN(0, 12, 40).Draw(t, "nonsense")
	case 1:
		return rapid.SampledFrom([]string{"penicillin", "sulfa", "NSAIDs", "cephalosporins", "statin", "co-trimoxazole", "Augmentin"}).Draw(t, "class")
	case 2:
		return known.Name + " hydrochloride 500 mg"
	case 3:
		return strings.Replace(known.Name, "i", "", 1)
	}
	return known.Name
})

var anyMedicine = rapid.Custom(func(t *rapid.T) Medicine {
	m := Medicine{Display: anyName.Draw(t, "brand"), ID: rapid.StringMatching(`[1-9]`).Draw(t, "id")}
	m.Ingredients = words(rapid.SliceOfN(anyName, 0, 3).Draw(t, "ingredients")...)
	m.Route = rapid.SampledFrom([]string{"", "oral", "eye drops"}).Draw(t, "route")
	return m
})

var anyAllergy = rapid.Custom(func(t *rapid.T) Allergy {
	return Allergy{
		ID:          rapid.StringMatching(`[1-9]`).Draw(t, "id"),
		Substance:   value.Code{Display: anyName.Draw(t, "substance")},
		Category:    rapid.SampledFrom([]Category{"", CategoryMedication, CategoryFood}).Draw(t, "category"),
		Criticality: rapid.SampledFrom([]Criticality{"", CriticalityLow, CriticalityHigh}).Draw(t, "criticality"),
	}
})

func anyInput(t *rapid.T) Input {
	return Input{
		On:            value.PartialDate{Year: 2026, Month: 7, Day: 27},
		Proposed:      rapid.SliceOfN(anyMedicine, 0, 4).Draw(t, "proposed"),
		Current:       rapid.SliceOfN(anyMedicine, 0, 3).Draw(t, "current"),
		AllergyStatus: AllergyStatus(rapid.IntRange(0, 2).Draw(t, "status")),
		Allergies:     rapid.SliceOfN(anyAllergy, 0, 4).Draw(t, "allergies"),
		Patient: Patient{BirthDate: value.PartialDate{Year: rapid.IntRange(1930, 2026).Draw(t, "born")},
			Pregnancy: Pregnancy(rapid.IntRange(0, 2).Draw(t, "pregnancy"))},
	}
}

func identities(alerts []Alert) map[string]bool {
	ids := map[string]bool{}
	for _, a := range alerts {
		if a.Kind != KindAllergyNotAsked {
			ids[a.ID] = true
		}
	}
	return ids
}

// missingFrom returns the alerts of one set that aren't in the other.
func missingFrom(all, some map[string]bool) []string {
	var list []string
	for id := range some {
		if !all[id] {
			list = append(list, id)
		}
	}
	return list
}

// Knowing more never silences an alert.
func TestMoreNeverSilences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		before := identities(Check(in))
		more := in
		more.Allergies = append(slices.Clone(in.Allergies), anyAllergy.Draw(t, "another"))
		if lost := missingFrom(identities(Check(more)), before); len(lost) > 0 {
			t.Fatalf("another allergy silences %v", lost)
		}
		more = in
		more.Current = append(slices.Clone(in.Current), anyMedicine.Draw(t, "another medicine"))
		if lost := missingFrom(identities(Check(more)), before); len(lost) > 0 {
			t.Fatalf("another medicine silences %v", lost)
		}
		more = in
		more.Proposed = append(slices.Clone(in.Proposed), anyMedicine.Draw(t, "another line"))
		if lost := missingFrom(identities(Check(more)), before); len(lost) > 0 {
			t.Fatalf("another line silences %v", lost)
		}
		for i, a := range in.Allergies {
			if a.Criticality == CriticalityHigh {
				continue
			}
			graver := in
			graver.Allergies = slices.Clone(in.Allergies)
			graver.Allergies[i].Criticality = CriticalityHigh
			after := Check(graver)
			for _, said := range Check(in) {
				if !slices.ContainsFunc(after, func(a Alert) bool { return saysAsMuch(a, said) }) {
					t.Fatalf("a graver allergy silences %s", said.ID)
				}
			}
		}
	})
}

// saysAsMuch reports that one alert tells what another told, at least as gravely. Two notes of one allergy say it once when they are
// equally grave, so the alerts can't be counted.
func saysAsMuch(a, other Alert) bool {
	return a.Kind == other.Kind && a.Line == other.Line && a.Key == other.Key && fmt.Sprint(a.Args) == fmt.Sprint(other.Args) &&
		rank[a.Severity] >= rank[other.Severity]
}

// The order in which things were noted doesn't matter.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		other := in
		other.Allergies = rapid.Permutation(in.Allergies).Draw(t, "allergies, mixed")
		other.Current = rapid.Permutation(in.Current).Draw(t, "current, mixed")
		other.Proposed = rapid.Permutation(in.Proposed).Draw(t, "proposed, mixed")
		one, two := Check(in), Check(other)
		if !maps.Equal(identities(one), identities(two)) || len(one) != len(two) {
			t.Fatalf("%d alerts, then %d", len(one), len(two))
		}
		for i := 1; i < len(one); i++ {
			if rank[one[i-1].Severity] < rank[one[i].Severity] {
				t.Fatal("the gravest isn't first")
			}
		}
	})
}

// A line is checked completely or says that it isn't.
func TestNoLineIsPassedOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		alerts := Check(in)
		for i, m := range in.Proposed {
			known := len(m.Ingredients) > 0
			for _, code := range m.Ingredients {
				known = known && Recognise(code).Complete()
			}
			said := slices.ContainsFunc(alerts, func(a Alert) bool { return a.Line == i && a.Kind == KindLineNotChecked })
			if known == said {
				t.Fatalf("line %d %+v: known %v, said %v", i, m, known, said)
			}
		}
	})
}

// Whoever is allergic to an ingredient is warned of it under each of its names.
func TestEveryNameMeetsItself(t *testing.T) {
	for _, i := range Ingredients() {
		for _, name := range append([]string{i.Name, strings.ToUpper(i.Name), i.Name + " 5mg tablets"}, i.Other...) {
			alerts := Check(Input{Allergies: []Allergy{allergy(i.Name)}, Proposed: []Medicine{line("", name)}})
			if len(alerts) == 0 || alerts[0].Severity != High || alerts[0].Kind != KindAllergy || !alerts[0].MustAnswer {
				t.Errorf("%s as %q: %+v", i.Name, name, alerts)
			}
			if m := Recognise(value.Code{Display: name}); !m.Complete() || !slices.Equal(m.Ingredients, []string{i.Name}) {
				t.Errorf("%q is read as %+v", name, m)
			}
		}
		for _, code := range i.ATC {
			if m := Recognise(atc(code)); !slices.Contains(m.Ingredients, i.Name) {
				t.Errorf("%s is read as %+v", code, m)
			}
		}
	}
}

// Recognise reads any bytes without failing, the same each time.
func FuzzRecognise(f *testing.F) {
	for _, seed := range []string{"amoxicillin + clavulanate", "Penicilin", "\xff", "sodium", "co-trimoxazole 960", "ammmmoxicillin", "पेनिसिलिन", strings.Repeat("a", 50)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		one, two := Recognise(value.Code{Display: text}), Recognise(value.Code{Display: text, System: value.SystemATC, Code: text})
		if !one.Complete() && len(one.Unknown) == 0 && !one.Guessed && len(one.Ingredients)+len(one.Classes) > 0 {
			t.Fatalf("%q: %+v", text, one)
		}
		for _, name := range one.Ingredients {
			if !slices.Contains(two.Ingredients, name) {
				t.Fatalf("%q: %+v, with a code %+v", text, one, two)
			}
		}
	})
}
