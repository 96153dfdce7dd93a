package chart_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/value"
)

func startOf(year, month int) time.Time {
	return time.Date(year, time.Month(month), 1, 8, 0, 0, 0, time.UTC)
}

func (r *room) allergies(t testing.TB) (list chart.AllergyList) {
	t.Helper()
	r.read(t, r.meera, func(tx *store.Tx) (err error) {
		list, err = chart.Allergies(tx, r.meera.ID)
		return err
	})
	return list
}

func (r *room) review(t testing.TB, noneKnown bool) error {
	return r.write(t, func(tx *store.Tx) error {
		_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: r.origin(r.meera), NoneKnown: noneKnown})
		return err
	}, r.meera)
}

func (r *room) addAllergy(t testing.TB, substance string) (a chart.AllergyIntolerance) {
	t.Helper()
	must(t, r.write(t, func(tx *store.Tx) (err error) {
		a, err = chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: r.origin(r.meera), Substance: value.Code{Display: substance}})
		return err
	}, r.meera))
	return a
}

func (r *room) changeAllergy(t testing.TB, a *chart.AllergyIntolerance) error {
	return r.write(t, func(tx *store.Tx) (err error) {
		*a, err = chart.ChangeAllergy(tx, *a)
		return err
	}, r.meera)
}

func TestAllergiesHaveThreeStates(t *testing.T) {
	r := open(t)
	want := func(state chart.AllergyState, items, past int) {
		t.Helper()
		if got := r.allergies(t); got.State != state || len(got.Items) != items || len(got.Past) != past {
			t.Fatalf("%s, %d items, %d past; want %s, %d, %d", got.State, len(got.Items), len(got.Past), state, items, past)
		}
	}
	want(chart.AllergyUnknown, 0, 0)
	must(t, r.review(t, true))
	want(chart.AllergyNoneKnown, 0, 0)
	if got := r.allergies(t); got.ReviewedBy != r.Doctor.User || !got.Reviewed.Equal(r.Clock.Now()) {
		t.Fatalf("reviewed %v by %v", got.Reviewed, got.ReviewedBy)
	}
	slip := r.addAllergy(t, "Latex")
	want(chart.AllergySome, 1, 0)
	must(t, r.write(t, func(tx *store.Tx) error { return chart.RetractAllergy(tx, slip.ID) }, r.meera))
	want(chart.AllergyNoneKnown, 0, 0) // it was never so: what was asked before still holds
	penicillin := r.addAllergy(t, "  Penicillin ")
	if penicillin.Substance.Display != "Penicillin" || penicillin.Criticality != chart.CriticalityUnknown {
		t.Fatalf("kept %+v", penicillin)
	}
	wantCode(t, r.review(t, true), store.Conflict, "error.chart.allergies_listed")
	must(t, r.review(t, false))
	want(chart.AllergySome, 1, 0)
	penicillin.ClinicalStatus = chart.Resolved
	wantCode(t, r.changeAllergy(t, &penicillin), store.Invalid, "error.chart.allergy_why")
	penicillin.Note = "Tolerated amoxicillin."
	must(t, r.changeAllergy(t, &penicillin))
	want(chart.AllergyUnknown, 0, 1)
	must(t, r.review(t, true))
	want(chart.AllergyNoneKnown, 0, 1)
	dust := r.addAllergy(t, "House dust")
	dust.VerificationStatus, dust.Note = chart.Refuted, "skin test"
	must(t, r.changeAllergy(t, &dust))
	want(chart.AllergyUnknown, 0, 2) // "none" was said before it was known
	r.MustVerify(t)
}

func TestTheDeskReadsAllergiesAndChangesNone(t *testing.T) {
	r := open(t)
	a := r.addAllergy(t, "Penicillin")
	r.MustView(t, r.Desk, "open_patient", func(tx *store.Tx) error {
		list, err := chart.Allergies(tx, r.meera.ID)
		if len(list.Items) != 1 {
			t.Errorf("the desk sees %+v", list)
		}
		return err
	}, store.About(r.meera.ID))
	// The room itself holds allergies to the patient, since their table is no chart table.
	wantCode(t, r.write(t, func(tx *store.Tx) error { return chart.RetractAllergy(tx, a.ID) }, r.tara), store.Forbidden, "error.store.chart_not_opened")
	wantCode(t, r.write(t, func(tx *store.Tx) error { _, err := chart.ChangeAllergy(tx, a); return err }, r.tara), store.Forbidden, "error.store.chart_not_opened")
	wantCode(t, r.write(t, func(tx *store.Tx) error { _, err := chart.AddAllergy(tx, a); return err }, r.tara), store.Forbidden, "error.store.chart_not_opened")
}

// TestTheAllergyStateNeverContradictsTheItems runs random lives of a list.
func TestTheAllergyStateNeverContradictsTheItems(t *testing.T) {
	r := open(t)
	var last []chart.AllergyIntolerance
	rapid.Check(t, func(t *rapid.T) {
		var items []chart.AllergyIntolerance
		p := r.meera
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 3), 1, 6).Draw(t, "steps") {
			at := rapid.IntRange(0, 5).Draw(t, "at")
			err := r.act("write_chart", func(tx *store.Tx) error {
				switch {
				case step == 0:
					a, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: r.origin(p), Substance: value.Code{Display: "Dust"}})
					items = append(items, a)
					return err
				case step == 1:
					_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: r.origin(p), NoneKnown: true})
					if store.CodeOf(err) == store.Conflict {
						return nil
					}
					return err
				case at >= len(items):
					return nil
				case step == 2:
					return chart.RetractAllergy(tx, items[at].ID)
				}
				a, err := store.Get(tx, chart.AllergyIntolerances, items[at].ID)
				if err != nil || a.Retracted {
					return err
				}
				a.ClinicalStatus, a.Note = chart.Resolved, "gone"
				_, err = chart.ChangeAllergy(tx, a)
				return err
			}, p)
			if err != nil {
				t.Fatal(err)
			}
			err = r.View(ctx, r.Doctor, "open_chart", func(tx *store.Tx) error {
				list, err := chart.Allergies(tx, p.ID)
				if err != nil {
					return err
				}
				if (list.State == chart.AllergySome) != (len(list.Items) > 0) || list.State == chart.AllergyNoneKnown && list.Reviewed.IsZero() {
					t.Fatalf("%s with %d items", list.State, len(list.Items))
				}
				if list.State == chart.AllergyNoneKnown {
					for _, a := range list.Past {
						if a.Changed.Time().After(list.Reviewed) {
							t.Fatalf("none known, though one was closed after the patient was asked")
						}
					}
				}
				last = list.Items
				return nil
			}, store.About(p.ID))
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, a := range last { // the next life begins without items
			if err := r.act("write_chart", func(tx *store.Tx) error { return chart.RetractAllergy(tx, a.ID) }, p); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAProblemLivesOnAndADiagnosisIsFrozen(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	add := func(c chart.Condition) (chart.Condition, error) {
		err := r.write(t, func(tx *store.Tx) (err error) { c, err = chart.AddCondition(tx, c); return err }, r.meera)
		return c, err
	}
	change := func(c chart.Condition) error {
		return r.write(t, func(tx *store.Tx) error { _, err := chart.ChangeCondition(tx, c); return err }, r.meera)
	}
	problem, err := add(chart.Condition{Origin: r.origin(r.meera), Code: value.Code{Display: "Asthma", System: value.SystemICD10, Code: "J45.9"}, Onset: value.PartialDate{Year: 2019}})
	must(t, err)
	diagnosis, err := add(chart.Condition{Origin: chart.Origin{Patient: r.meera.ID, Encounter: e.ID}, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Acute pharyngitis"}})
	must(t, err)
	if diagnosis.Practitioner != r.who.ID || diagnosis.Location != r.where.ID {
		t.Fatalf("origin %+v", diagnosis.Origin)
	}
	diagnosis.Note = "left side"
	must(t, change(diagnosis))
	r.sign(t, r.meera, e)
	diagnosis.Version++
	diagnosis.Note = "right side"
	wantCode(t, change(diagnosis), store.Conflict, "error.store.signed")
	_, err = add(chart.Condition{Origin: chart.Origin{Patient: r.meera.ID, Encounter: e.ID}, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Late"}})
	wantCode(t, err, store.Conflict, "error.store.signed")

	problem.ClinicalStatus, problem.Abatement = chart.Resolved, value.PartialDate{Year: 2026, Month: 1}
	must(t, change(problem))
	wantCode(t, change(problem), store.Conflict, "error.store.conflict")
	r.read(t, r.meera, func(tx *store.Tx) error {
		list, err := chart.Problems(tx, r.meera.ID)
		if len(list) != 1 || list[0].ClinicalStatus != chart.Resolved {
			t.Errorf("problems %+v", list)
		}
		return err
	})
	r.MustVerify(t)
}

func TestBadInputOfTheLists(t *testing.T) {
	r := open(t)
	long := strings.Repeat("x", 5000)
	condition := func(c chart.Condition) func(*store.Tx) error {
		c.Origin = r.origin(r.meera)
		return func(tx *store.Tx) error { _, err := chart.AddCondition(tx, c); return err }
	}
	allergy := func(a chart.AllergyIntolerance) func(*store.Tx) error {
		a.Origin = r.origin(r.meera)
		return func(tx *store.Tx) error { _, err := chart.AddAllergy(tx, a); return err }
	}
	medicine := func(m chart.MedicationStatement) func(*store.Tx) error {
		m.Origin = r.origin(r.meera)
		return func(tx *store.Tx) error { _, err := chart.AddMedication(tx, m); return err }
	}
	words := func(s string) value.Code { return value.Code{Display: s} }
	iron := chart.Ingredient{Name: "iron", Strength: value.Quantity{Value: value.MustDecimal("60"), Unit: "mg"}}
	for name, c := range map[string]struct {
		write      func(*store.Tx) error
		field, key string
	}{
		"condition without words":    {condition(chart.Condition{}), "code.display", "error.value.required"},
		"condition too long":         {condition(chart.Condition{Code: words(long)}), "code.display", value.ErrTextLong.Key},
		"condition invalid UTF-8":    {condition(chart.Condition{Code: words("\xff")}), "code.display", value.ErrTextEncoding.Key},
		"condition half a code":      {condition(chart.Condition{Code: value.Code{Display: "x", Code: "J45"}}), "code.code", "error.value.code_incomplete"},
		"condition no ICD-10":        {condition(chart.Condition{Code: value.Code{Display: "x", System: value.SystemICD10, Code: "asthma"}}), "code", "error.chart.icd10_unclear"},
		"condition in the future":    {condition(chart.Condition{Code: words("x"), Onset: value.PartialDate{Year: 2027}}), "onset", value.ErrDateFuture.Key},
		"condition before birth":     {condition(chart.Condition{Code: words("x"), Onset: value.PartialDate{Year: 1984}}), "onset", "error.chart.before_birth"},
		"condition impossible day":   {condition(chart.Condition{Code: words("x"), Onset: value.PartialDate{Year: 2025, Month: 13}}), "onset", value.ErrDateImpossible.Key},
		"condition active and ended": {condition(chart.Condition{Code: words("x"), Abatement: value.PartialDate{Year: 2025}}), "abatement", "error.chart.active_ended"},
		"condition ended before": {condition(chart.Condition{Code: words("x"), ClinicalStatus: chart.Resolved, Onset: value.PartialDate{Year: 2025},
			Abatement: value.PartialDate{Year: 2024}}), "abatement", value.ErrIntervalReverse.Key},
		"condition status":             {condition(chart.Condition{Code: words("x"), ClinicalStatus: "better"}), "clinicalStatus", "error.chart.choice_unknown"},
		"diagnosis without a visit":    {condition(chart.Condition{Code: words("x"), Category: chart.EncounterDiagnosis}), "encounter", "error.value.required"},
		"allergy without words":        {allergy(chart.AllergyIntolerance{}), "substance.display", "error.value.required"},
		"allergy control character":    {allergy(chart.AllergyIntolerance{Substance: words("a\x07")}), "substance.display", value.ErrTextControl.Key},
		"allergy criticality":          {allergy(chart.AllergyIntolerance{Substance: words("x"), Criticality: "deadly"}), "criticality", "error.chart.choice_unknown"},
		"allergy provisional":          {allergy(chart.AllergyIntolerance{Substance: words("x"), VerificationStatus: chart.Provisional}), "verificationStatus", "error.chart.choice_unknown"},
		"allergy reaction too long":    {allergy(chart.AllergyIntolerance{Substance: words("x"), Reaction: long}), "reaction", value.ErrTextLong.Key},
		"allergy before birth":         {allergy(chart.AllergyIntolerance{Substance: words("x"), Onset: value.PartialDate{Year: 1980}}), "onset", "error.chart.before_birth"},
		"medicine without name":        {medicine(chart.MedicationStatement{}), "medication", "error.value.required"},
		"medicine reversed override":   {medicine(chart.MedicationStatement{Medication: "a\u202e"}), "medication", value.ErrTextDirection.Key},
		"medicine source":              {medicine(chart.MedicationStatement{Medication: "x", Source: "rumour"}), "source", "error.chart.choice_unknown"},
		"medicine taken and stopped":   {medicine(chart.MedicationStatement{Medication: "x", Stopped: value.PartialDate{Year: 2025}}), "stopped", "error.chart.active_ended"},
		"medicine same ingredient":     {medicine(chart.MedicationStatement{Medication: "x", Ingredients: []chart.Ingredient{iron, iron}}), "ingredients", "error.chart.ingredient_twice"},
		"medicine nameless ingredient": {medicine(chart.MedicationStatement{Medication: "x", Ingredients: []chart.Ingredient{{}}}), "ingredients.name", "error.value.required"},
		"medicine negative strength": {medicine(chart.MedicationStatement{Medication: "x", Ingredients: []chart.Ingredient{{Name: "x",
			Strength: value.Quantity{Value: value.MustDecimal("-1"), Unit: "mg"}}}}), "ingredients.strength", "error.chart.not_positive"},
		"medicine too many ingredients": {medicine(chart.MedicationStatement{Medication: "x", Ingredients: make([]chart.Ingredient, 41)}), "ingredients", "error.chart.too_many"},
	} {
		t.Run(name, func(t *testing.T) { wantProblem(t, r.write(t, c.write, r.meera), c.field, c.key) })
	}
	for _, text := range []string{"😀", "ابن سينا", "Über-Süß", "தமிழ்", "a  b"} {
		must(t, r.write(t, func(tx *store.Tx) error {
			a, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: r.origin(r.meera), Substance: words(text)})
			if want := strings.Join(strings.Fields(text), " "); a.Substance.Display != want {
				t.Errorf("kept %q of %q", a.Substance.Display, text)
			}
			return err
		}, r.meera))
	}
	r.MustVerify(t)
}

func TestMedicinesFromElsewhere(t *testing.T) {
	r := open(t)
	var m chart.MedicationStatement
	must(t, r.write(t, func(tx *store.Tx) (err error) {
		m, err = chart.AddMedication(tx, chart.MedicationStatement{Origin: r.origin(r.meera), Medication: "Livogen", Dosage: "one at night",
			Ingredients: []chart.Ingredient{{Name: " ferrous  fumarate "}}})
		return err
	}, r.meera))
	if m.Status != chart.Taking || m.Source != chart.FromPatient || m.Ingredients[0].Name != "ferrous fumarate" {
		t.Fatalf("kept %+v", m)
	}
	m.Status, m.Stopped, m.Note = chart.Stopped, value.PartialDate{Year: 2026, Month: 11}, "nausea"
	must(t, r.write(t, func(tx *store.Tx) error { _, err := chart.ChangeMedication(tx, m); return err }, r.meera))
	r.read(t, r.meera, func(tx *store.Tx) error {
		list, err := chart.Medications(tx, r.meera.ID)
		if len(list) != 1 || list[0].Status != chart.Stopped || list[0].Ingredients[0].Name != "ferrous fumarate" {
			t.Errorf("list %+v", list)
		}
		return err
	})
	r.MustVerify(t)
}
