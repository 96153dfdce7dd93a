package prescribing_test

import (
	"errors"
	"testing"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// TestALegalStatusIsSaidOnce: lines made of the medicine carry it, and so does the repeat of a line from before.
func TestALegalStatusIsSaidOnce(t *testing.T) {
	r := open(t)
	shelf := r.shelf(t)
	before := prescribing.LineOf(shelf[1])
	if before.LegalStatus != organization.NotClassified {
		t.Fatalf("Satchel classifies %s", before.LegalStatus)
	}
	_, lines := r.issued(t, before)
	must(t, r.act(action.WriteFormulary, func(tx *store.Tx) error {
		_, err := prescribing.Classify(tx, shelf[1].ID, organization.ScheduleH1)
		return err
	}))
	r.read(t, func(tx *store.Tx) error {
		item, err := store.Get(tx, prescribing.FormularyItems, shelf[1].ID)
		if got := prescribing.LineOf(item).LegalStatus; got != organization.ScheduleH1 {
			t.Errorf("a new line stands on %q", got)
		}
		old, _ := prescribing.Lines(tx, lines[0].Prescription)
		if old[0].LegalStatus != organization.NotClassified {
			t.Errorf("what was issued changed: %q", old[0].LegalStatus)
		}
		return err
	})
	r.write(t, func(tx *store.Tx) error {
		p, again, err := prescribing.RepeatAll(tx, r.origin(r.meera))
		if len(again) != 1 || again[0].LegalStatus != organization.ScheduleH1 {
			t.Errorf("the repeat: %+v", again)
			return err
		}
		again[0].LegalStatus = organization.NotClassified // the doctor takes it back on the line
		if _, err := prescribing.SaveLine(tx, again[0]); err != nil {
			return err
		}
		now, err := prescribing.Lines(tx, p.ID)
		if now[0].LegalStatus != organization.NotClassified {
			t.Errorf("the line was classified again: %q", now[0].LegalStatus)
		}
		wrong := now[0]
		wrong.LegalStatus = "in-z"
		wantProblem(t, wrong.Validate(), "legalStatus", "error.prescribing.choice_unknown")
		return err
	})
	if got := prescribing.Statuses([]prescribing.MedicationRequest{{}, {LegalStatus: "in-h"}, {LegalStatus: "in-x"}, {LegalStatus: "in-h"}}); len(got) != 2 {
		t.Errorf("statuses %v", got)
	}
	r.MustVerify(t)
}

// TestTheLawLimitsAPrescription: the validity of a medicine's list goes before the practice's, and what was chosen against it is refused.
func TestTheLawLimitsAPrescription(t *testing.T) {
	r := open(t)
	of := func(name string, status organization.LegalStatus) prescribing.MedicationRequest {
		m := cetirizine()
		m.Ingredients, m.LegalStatus = []prescribing.Ingredient{ingredient(name, "10")}, status
		return m
	}
	var today value.PartialDate
	r.read(t, func(tx *store.Tx) (err error) { today, _, err = organization.Today(tx); return err })
	valid := func(lines ...prescribing.MedicationRequest) int {
		p, _ := r.issued(t, lines...)
		return today.DaysUntil(p.ValidUntil)
	}
	if got := valid(of("cetirizine", "")); got != 30 {
		t.Errorf("valid for %d days, not for the practice's 30", got)
	}
	if got := valid(of("metformin", ""), of("atenolol", organization.UKSchedule3)); got != 28 {
		t.Errorf("valid for %d days with a Schedule 3 medicine", got)
	}
	if got := valid(of("omeprazole", organization.UKSchedule5)); got != 30 {
		t.Errorf("valid for %d days with a Schedule 5 medicine", got)
	}
	refused := func(p *prescribing.Prescription, field, key string) {
		t.Helper()
		var e *store.Error
		if err := r.issue(t, p); !errors.As(err, &e) || e.Field != field || e.Key != key {
			t.Errorf("%v, want %s on %s", err, key, field)
		}
	}
	save := func(p *prescribing.Prescription, change func()) {
		t.Helper()
		change()
		r.write(t, func(tx *store.Tx) (err error) { *p, err = prescribing.SaveDraft(tx, *p); return err })
	}
	p, _ := r.draft(t, of("levothyroxine", organization.UKSchedule2))
	save(&p, func() { p.ValidUntil = today.AddDays(29) })
	refused(&p, "validUntil", "error.prescribing.valid_too_long")
	save(&p, func() { p.ValidUntil = today.AddDays(28) })
	must(t, r.issue(t, &p))
	p, _ = r.draft(t, of("salbutamol", organization.USSchedule2))
	save(&p, func() { p.Repeats = 1 })
	refused(&p, "repeats", "error.prescribing.repeats_by_law")
	save(&p, func() { p.Repeats = 0 })
	must(t, r.issue(t, &p))
}
