package workflow_test

import (
	"testing"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
)

func (p *practice) rewrite(actor store.Actor, d documents.Document, reason string) (e chart.Encounter, err error) {
	err = p.Update(ctx, actor, action.VoidDocument, func(tx *store.Tx) (err error) {
		e, err = workflow.RewritePrescription(tx, d.ID, p.who, p.where)
		return err
	}, store.About(d.Patient), store.Because(reason))
	return e, err
}

func TestAPrescriptionIsWrittenAnew(t *testing.T) {
	for name, voidFirst := range map[string]bool{"while it holds": false, "after it was made void": true} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			patient := p.register(t, "Meera")
			done, err := p.finish(p.write(t, p.seen(t, patient.ID)), billing.Cash)
			if err != nil {
				t.Fatal(err)
			}
			old := done.Documents[0]
			if voidFirst {
				p.Must(t, p.Owner, action.VoidDocument, func(tx *store.Tx) error { _, err := workflow.VoidPaper(tx, old.ID); return err },
					store.About(patient.ID), store.Because("Wrong strength"))
			}
			if _, err := p.rewrite(p.Desk, old, "x"); store.CodeOf(err) != store.Forbidden {
				t.Fatalf("the desk wrote a prescription anew: %v", err)
			}
			visit, err := p.rewrite(p.Owner, old, "Wrong strength")
			if err != nil {
				t.Fatal(err)
			}
			if !visit.Appointment.IsZero() || visit.Status != chart.EncounterInProgress {
				t.Errorf("the visit is %+v", visit)
			}
			if _, err := p.rewrite(p.Owner, old, "Again"); store.CodeOf(err) != store.Conflict {
				t.Errorf("a second time: %v", err)
			}
			again, err := p.finish(visit, "")
			if err != nil {
				t.Fatal(err)
			}
			if len(again.Documents) == 0 || again.Documents[0].Kind != documents.Prescription || again.Documents[0].Replaces != old.ID || again.Documents[0].Number == old.Number {
				t.Fatalf("issued %+v", again.Documents)
			}
			p.look(t, p.Owner, action.OpenChart, func(tx *store.Tx) error {
				was, err := store.Get(tx, documents.Documents, old.ID)
				if err != nil || was.Status != documents.EnteredInError || was.VoidReason != "Wrong strength" {
					t.Errorf("the old paper is %+v, %v", was, err)
				}
				rx, err := store.Get(tx, prescribing.Prescriptions, prescribing.PrescriptionID(again.Documents[0].Subject))
				if err != nil || rx.Replaces.Raw() != old.Subject {
					t.Errorf("the new prescription is %+v, %v", rx, err)
				}
				lines, err := prescribing.Lines(tx, rx.ID)
				if err != nil || len(lines) != 1 || lines[0].Display() != "paracetamol" {
					t.Errorf("its lines are %+v, %v", lines, err)
				}
				taken, err := prescribing.Current(tx, patient.ID)
				if err == nil && len(taken) != 1 {
					t.Errorf("taken now: %+v", taken)
				}
				return err
			}, store.About(patient.ID))
			if _, err := p.rewrite(p.Owner, old, "Once more"); store.CodeOf(err) != store.Conflict {
				t.Errorf("a paper that was replaced: %v", err)
			}
		})
	}
}

func TestOnlyAPrescriptionIsRewrittenInAVisit(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	done, err := p.finish(p.write(t, p.seen(t, patient.ID)), billing.Cash)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range done.Documents {
		if d.Kind == documents.Prescription {
			continue
		}
		if _, err := p.rewrite(p.Owner, d, "x"); store.CodeOf(err) != store.Conflict {
			t.Errorf("%s: %v", d.Kind, err)
		}
	}
}
