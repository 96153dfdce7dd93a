package workflow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// speaks registers a patient with a language.
func (p *practice) speaks(t testing.TB, name, language string) patients.Patient {
	t.Helper()
	var made patients.Patient
	p.Must(t, p.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		made, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1990}, Language: language})
		return err
	})
	return made
}

// told finishes a visit and returns what its prescription tells the patient.
func (p *practice) told(t testing.TB, e chart.Encounter) documents.Told {
	t.Helper()
	done, err := p.finish(e, "")
	if err != nil {
		t.Fatal(err)
	}
	var facts documents.PrescriptionFacts
	err = p.View(ctx, p.Owner, action.ReadDocument, func(tx *store.Tx) error {
		_, frozen, err := documents.FrozenOf(tx, done.Documents[0].ID)
		if err != nil {
			return err
		}
		return json.Unmarshal(frozen.Layout, &facts)
	}, store.About(e.Patient))
	if err != nil || len(facts.Items) != 1 {
		t.Fatal(facts, err)
	}
	if got := strings.ReplaceAll(facts.Items[0].Dose, "\u00a0", " "); got != "Take 1 tablet in the morning and at night for 5 days." {
		t.Errorf("the chemist reads %q", got)
	}
	return facts.Items[0].Told
}

// TestAPatientIsToldInTheirLanguageOnceItIsAccepted: until then, and in a language that Satchel doesn't know, the prescription is
// issued all the same.
func TestAPatientIsToldInTheirLanguageOnceItIsAccepted(t *testing.T) {
	p := open(t)
	visit := func(name, language string) chart.Encounter {
		return p.write(t, p.seen(t, p.speaks(t, name, language).ID))
	}
	for _, language := range []string{"hi", "bn", "en-IN", ""} {
		if told := p.told(t, visit("Meera "+language, language)); len(told.Spans) != 0 {
			t.Errorf("%q: told %q", language, told.Text())
		}
	}
	e := visit("Meera Sharma", "hi")
	p.Must(t, p.Owner, action.AcceptPhrases, func(tx *store.Tx) error {
		for _, phrase := range prescribing.Phrases("hi") {
			if phrase.Key != "dose.drop" { // which this prescription doesn't need
				if err := prescribing.AcceptPhrases(tx, "hi", []string{phrase.Key}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	told := p.told(t, e)
	if got := strings.ReplaceAll(told.Text(), "\u00a0", " "); told.Language != "hi" || got != "सुबह और रात को 1 गोली लें। ऐसा 5 दिन तक करें।" {
		t.Errorf("told %s %q", told.Language, got)
	}
	p.MustVerify(t)
}

func TestToldIn(t *testing.T) {
	for _, c := range []struct{ practice, patient, want string }{
		{"en", "hi", "hi"}, {"en", "", ""}, {"en", "en", ""}, {"en-IN", "en-GB", ""}, {"fr", "en", "fr"}, {"hi", "en-IN", "hi"}, {"hi", "", "hi"}, {"hi", "hi", "hi"}, {"en", "pt-BR", "pt-BR"},
	} {
		if got := workflow.ToldIn(c.practice, c.patient); got != c.want {
			t.Errorf("practice %s, patient %q: %q, want %q", c.practice, c.patient, got, c.want)
		}
	}
}
