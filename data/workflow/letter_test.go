package workflow_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// writing begins a letter of a kind about a patient.
func (p *practice) writing(t testing.TB, kind documents.Kind, patient patients.ID, visit chart.EncounterID) workflow.Writing {
	t.Helper()
	var w workflow.Writing
	err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) (err error) {
		w.WrittenLetter, err = workflow.BeginLetter(tx, kind, documents.WrittenLetter{Patient: patient, Encounter: visit, Practitioner: p.who, Location: p.where})
		return err
	}, store.About(patient))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (p *practice) issueLetter(w workflow.Writing) (letter documents.WrittenLetter, paper documents.Document, err error) {
	err = p.Update(ctx, p.Owner, action.WriteLetter, func(tx *store.Tx) (err error) {
		letter, paper, err = workflow.IssueLetter(tx, p.Press(), w)
		return err
	}, store.About(w.Patient))
	return letter, paper, err
}

func (p *practice) fillTemplate(t testing.TB, body string, w workflow.Writing) (text string) {
	t.Helper()
	err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) (err error) {
		text, err = workflow.FillTemplate(tx, body, w.WrittenLetter)
		return err
	}, store.About(w.Patient))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (p *practice) frozen(t testing.TB, d documents.Document) (content string) {
	t.Helper()
	err := p.View(ctx, p.Owner, action.ReadDocument, func(tx *store.Tx) error {
		_, frozen, err := documents.FrozenOf(tx, d.ID)
		content = string(frozen.Layout)
		return err
	}, store.About(d.Patient))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestALetterFromTheFirstWordToItsSuccessor(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	e := p.seen(t, meera.ID)
	p.Must(t, p.Owner, action.WriteChart, func(tx *store.Tx) error {
		origin := chart.Origin{Patient: meera.ID, Encounter: e.ID}
		e.Note = "Cough {3 days}.\n# chest clear"
		var err error
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		if _, err = chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: origin, Substance: value.Code{Display: "penicillin"}, Reaction: "rash", Criticality: chart.CriticalityHigh}); err != nil {
			return err
		}
		_, err = chart.AddMedication(tx, chart.MedicationStatement{Origin: origin, Medication: "Glycomet", Dosage: "500 mg at night", Ingredients: []chart.Ingredient{{Name: "Metformin hydrochloride"}}})
		return err
	}, store.About(meera.ID))

	w := p.writing(t, documents.Referral, meera.ID, e.ID)
	w.Body = p.fillTemplate(t, "Dear {?colleague},\n\n{patient.name}\n{visit.note}\n{medicines}\n{allergies}\n{visit.plan}\n{problems}", w)
	want := "Dear {?colleague},\n\nMeera\nCough {{3 days}}.\n\\# chest clear\n- Glycomet: 500 mg at night\n- penicillin (rash)\n{?plan of the visit}\n{?known problems}"
	if w.Body != want {
		t.Errorf("filled in:\n%s\nwant\n%s", w.Body, want)
	}
	var gaps value.Problems
	if _, _, err := p.issueLetter(w); !errors.As(err, &gaps) || gaps[0].Key != "error.letter.gaps_left" || gaps[0].Field != "body" {
		t.Errorf("issued with gaps: %v", err)
	}
	w.Body = "Dear Dr Shah,\nplease see {patient.name}. {{x}}"
	letter, paper, err := p.issueLetter(w)
	if err != nil {
		t.Fatal(err)
	}
	if letter.Body != "Dear Dr Shah,\nplease see Meera. {{x}}" || letter.Number != "T-A-L/26-27/0001" || paper.Number != letter.Number || paper.Title != "documents.title.referral" {
		t.Errorf("letter %+v, paper %+v", letter, paper)
	}
	var facts documents.LetterFacts
	if err := json.Unmarshal([]byte(p.frozen(t, paper)), &facts); err != nil {
		t.Fatal(err)
	}
	if facts.Allergies.State != documents.AllergyListed || facts.Preview || facts.Body[0].Text() != "Dear Dr Shah,\nplease see Meera. {x}" || !facts.Setting.Trial {
		t.Errorf("facts %+v", facts)
	}

	// Written anew: with a reason, from what the first was written from.
	err = p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) (err error) {
		w.WrittenLetter, err = documents.LetterOf(tx, paper)
		return err
	}, store.About(meera.ID))
	if err != nil || w.Body != letter.Body {
		t.Fatalf("%v, %+v", err, w)
	}
	w.Replaces = paper.ID
	if _, _, err := p.issueLetter(w); store.CodeOf(err) != store.Invalid || !strings.Contains(err.Error(), "reason_missing") {
		t.Errorf("replaced without a reason: %v", err)
	}
	w.Because = "The colleague was the wrong one."
	_, second, err := p.issueLetter(w)
	if err != nil || second.Replaces != paper.ID || second.Number != "T-A-L/26-27/0002" {
		t.Fatalf("%v, %+v", err, second)
	}
	if content := p.frozen(t, second); !strings.Contains(content, w.Because) || !strings.Contains(content, paper.Number) {
		t.Error("the new paper does not say what it replaces")
	}
	if _, _, err := p.issueLetter(w); store.CodeOf(err) != store.Conflict {
		t.Errorf("replaced twice: %v", err)
	}

	// The desk prints papers, and neither writes nor reads what they were written from.
	if err := p.Update(ctx, p.Desk, action.WriteLetter, func(*store.Tx) error { return nil }, store.About(meera.ID)); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk writes: %v", err)
	}
	if err := p.View(ctx, p.Desk, action.ReadDocument, func(tx *store.Tx) error { _, err := documents.LetterOf(tx, second); return err }, store.About(meera.ID)); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk reads a letter: %v", err)
	}
	p.MustVerify(t)
}

func TestCertificatesAreChecked(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	w := p.writing(t, documents.SickNote, meera.ID, chart.EncounterID{})
	if f := w.Details.Fitness; f.Finding != documents.Unfit || !f.Examined.IsFull() || f.From != f.Examined || !f.To.IsZero() {
		t.Errorf("begun %+v", f)
	}
	problems := func(w workflow.Writing) map[string]string {
		t.Helper()
		_, _, err := p.issueLetter(w)
		var list value.Problems
		if err != nil && !errors.As(err, &list) {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, one := range list {
			found[one.Field] = one.Key
		}
		return found
	}
	// The test practice is in India: 1.3.3 and 1.4.1 of the regulations of 2002.
	if got := problems(w); got["to"] != "error.value.required" || got["identification"] != "error.value.required" {
		t.Errorf("problems %v", got)
	}
	f := &w.Details.Fitness
	f.To, f.Identification = f.From.AddDays(-1), "Scar on the left hand"
	if got := problems(w); got["to"] != "error.value.interval_reverse" && got["to"] == "" {
		t.Errorf("problems %v", got)
	}
	f.To = f.From.AddDays(400)
	if got := problems(w); got["to"] != "error.letter.too_many_days" {
		t.Errorf("problems %v", got)
	}
	f.To, f.Finding, f.DiagnosisAgreed, f.Examined = f.From.AddDays(6), documents.Restricted, true, f.From.AddDays(1)
	if got := problems(w); got["restrictions"] == "" || got["diagnosis"] == "" || got["examined"] == "" || got["to"] != "" {
		t.Errorf("problems %v", got)
	}
	f.Finding, f.DiagnosisAgreed, f.Examined, f.Diagnosis = documents.Unfit, false, f.From, "a secret"
	letter, paper, err := p.issueLetter(w)
	if err != nil {
		t.Fatal(err)
	}
	if letter.Number != "T-A-M/26-27/0001" || letter.Details.Fitness.Days() != 7 || paper.Kind != documents.SickNote {
		t.Errorf("%+v", letter)
	}
	fit := p.writing(t, documents.FitnessCertificate, meera.ID, chart.EncounterID{})
	fit.Details.Fitness.ValidUntil, fit.Details.Fitness.Identification = fit.Details.Fitness.Examined.AddDays(-1), "Scar"
	if got := problems(fit); got["purpose"] == "" || got["validUntil"] != "error.letter.valid_until_past" {
		t.Errorf("problems %v", got)
	}
	p.MustVerify(t)
}

// What the chart settles is answered; what it does not know stays blank.
func TestOrdersKnowWhatTheChartKnows(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	w := p.writing(t, documents.ImagingOrder, meera.ID, chart.EncounterID{})
	if len(w.Details.Order.Answers) != 0 {
		t.Errorf("answers out of nothing: %v", w.Details.Order.Answers)
	}
	e := p.seen(t, meera.ID)
	p.Must(t, p.Owner, action.WriteChart, func(tx *store.Tx) error {
		origin := chart.Origin{Patient: meera.ID, Encounter: e.ID}
		if _, err := chart.RecordPregnancy(tx, origin, chart.NotPregnant); err != nil {
			return err
		}
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin, Medication: "Glycomet", Ingredients: []chart.Ingredient{{Name: "Metformin hydrochloride"}}})
		return err
	}, store.About(meera.ID))
	w = p.writing(t, documents.ImagingOrder, meera.ID, e.ID)
	if a := w.Details.Order.Answers; len(a) != 2 || a[documents.AskPregnant] != documents.No || a[documents.AskMetformin] != documents.Yes {
		t.Errorf("answers %v", a)
	}
	if _, _, err := p.issueLetter(w); store.CodeOf(err) != store.Invalid {
		t.Errorf("an empty order: %v", err)
	}
	w.Details.Order.Tests, w.Details.Order.Question = []string{"Chest X-ray"}, "Pneumonia?"
	letter, _, err := p.issueLetter(w)
	if err != nil || letter.Number != "T-A-O/26-27/0001" {
		t.Fatalf("%v %+v", err, letter)
	}

	// Undoing the visit takes the paper back with it.
	var voided documents.Status
	p.Must(t, p.Owner, action.FinishVisit, func(tx *store.Tx) error {
		now, err := store.Get(tx, chart.Encounters, e.ID)
		if err != nil {
			return err
		}
		_, err = workflow.FinishVisit(tx, p.Press(), workflow.Finish{Encounter: now.ID, Version: now.Version})
		return err
	}, store.About(meera.ID))
	p.Must(t, p.Owner, action.UndoVisit, func(tx *store.Tx) error {
		if _, err := workflow.UndoVisit(tx, p.Press(), e.ID, patients.ID{}); err != nil {
			return err
		}
		papers, err := documents.OfSubject(tx, letter.ID.Raw())
		if err == nil && len(papers) == 1 {
			voided = papers[0].Status
		}
		return err
	}, store.About(meera.ID), store.Because("wrong patient"))
	if voided != documents.EnteredInError {
		t.Errorf("the paper of a visit that was undone is %q", voided)
	}
	p.MustVerify(t)
}

// A preview keeps nothing, and its facts can never be issued.
func TestPreviewsKeepNothing(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	for _, kind := range documents.LetterKinds {
		w := p.writing(t, kind, meera.ID, chart.EncounterID{})
		w.Body = "Dear {?colleague}, {patient.name} {visit.note}"
		if kind.IsOrder() {
			w.Body = ""
		}
		err := p.View(ctx, p.Owner, action.OpenChart, func(tx *store.Tx) error {
			frozen, err := workflow.PreviewLetter(tx, p.Press(), w)
			if err == nil && (frozen.Kind != kind || !strings.Contains(string(frozen.Layout), `"Preview":true`)) {
				t.Errorf("%s: %s", kind, frozen.Layout)
			}
			return err
		}, store.About(meera.ID))
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	p.Must(t, p.Owner, action.WriteLetter, func(tx *store.Tx) error {
		facts := documents.LetterFacts{Written: documents.Written{Preview: true}}
		_, err := documents.Issue(tx, p.Press(), documents.Letter, facts, documents.Subject{Patient: meera.ID})
		if store.CodeOf(err) != store.Invalid {
			t.Errorf("a preview was issued: %v", err)
		}
		papers, err := documents.OfPatient(tx, meera.ID, 0)
		if len(papers) != 0 {
			t.Errorf("%d papers", len(papers))
		}
		return err
	}, store.About(meera.ID))
}

func TestTemplates(t *testing.T) {
	p := open(t)
	var all []documents.LetterTemplate
	read := func() {
		p.Must(t, p.Owner, action.WriteTemplate, func(tx *store.Tx) (err error) {
			all, err = documents.AllLetterTemplates(tx, "en")
			return err
		})
	}
	save := func(template documents.LetterTemplate) (kept documents.LetterTemplate, err error) {
		err = p.Update(ctx, p.Owner, action.WriteTemplate, func(tx *store.Tx) (err error) {
			kept, err = documents.SaveLetterTemplate(tx, "en", template)
			return err
		})
		return kept, err
	}
	read()
	built := len(all)
	for _, one := range all {
		if err := one.Validate(); err != nil || one.BuiltIn == "" || strings.Contains(one.Name+one.Heading+one.Body, "⟦") {
			t.Errorf("%s: %v", one.BuiltIn, err)
		}
		if text, err := template.Parse(one.Body); err != nil || len(text.Blocks()) == 0 {
			t.Errorf("%s: %v", one.BuiltIn, err)
		}
		err := p.View(ctx, p.Owner, action.WriteTemplate, func(tx *store.Tx) error {
			frozen, err := workflow.PreviewTemplate(tx, p.Press(), one, p.who)
			if strings.Contains(string(frozen.Layout), "⟦") {
				t.Errorf("%s: %s", one.BuiltIn, frozen.Layout)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", one.BuiltIn, err)
		}
	}
	changed := all[0]
	changed.Body = "Dear colleague, {patient.name}"
	kept, err := save(changed)
	if err != nil || kept.ID.IsZero() {
		t.Fatalf("%v %+v", err, kept)
	}
	if read(); len(all) != built {
		t.Errorf("%d templates, want %d: the changed one stands for the built-in one", len(all), built)
	}
	if _, err := save(documents.LetterTemplate{Kind: documents.Letter, Name: " " + strings.ToUpper(changed.Name), Body: "x", Active: true}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a name twice: %v", err)
	}
	_, err = save(documents.LetterTemplate{Kind: documents.Letter, Name: "Mine", Body: "Dear {patient.nam}", Active: true})
	var problems value.Problems
	if !errors.As(err, &problems) || problems[0].Key != "error.letter.field_mistyped" {
		t.Errorf("a mistyped field: %v", err)
	}
	kept.Active = false
	if kept, err = save(kept); err != nil {
		t.Fatal(err)
	}
	if read(); all[len(all)-1].ID != kept.ID {
		t.Error("the retired one is not last")
	}
	again, _ := documents.BuiltInTemplate("en", kept.BuiltIn)
	kept.Body, kept.Active = again.Body, true
	if kept, err = save(kept); err != nil || kept.Body != again.Body {
		t.Errorf("%v %+v", err, kept)
	}
	err = p.View(ctx, p.Owner, action.ReadPractice, func(tx *store.Tx) error {
		states, err := store.History(tx, documents.LetterTemplates, kept.ID)
		if err == nil && len(states) != 3 {
			t.Errorf("%d states in the history", len(states))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := p.Update(ctx, p.Desk, action.WriteTemplate, func(*store.Tx) error { return nil }); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	p.MustVerify(t)
}
