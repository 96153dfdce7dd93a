package prescribing_test

import (
	"testing"

	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/safety"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestAPrescriptionIsWrittenIssuedAndFrozen(t *testing.T) {
	r := open(t)
	p, lines := r.draft(t, cetirizine(), prescribing.MedicationRequest{Brand: "Some syrup", Form: "syrup"})
	if lines[0].Position != 1 || lines[1].Position != 2 || lines[0].Route != prescribing.Oral {
		t.Fatalf("lines %+v", lines)
	}
	err := r.issue(t, &p)
	for _, field := range []string{"dosage.dose", "dosage.frequency", "dosage.duration", "quantity"} {
		wantProblem(t, err, "line[1]."+field, map[string]string{"dosage.dose": "error.prescribing.dose_missing", "dosage.frequency": "error.prescribing.frequency_missing",
			"dosage.duration": "error.prescribing.duration_missing", "quantity": "error.prescribing.quantity_missing"}[field])
	}
	r.write(t, func(tx *store.Tx) error { return prescribing.RemoveLine(tx, lines[1].ID) })
	stale := p
	stale.Version--
	wantError(t, r.issue(t, &stale), store.Conflict, "error.store.conflict")
	must(t, r.issue(t, &p))
	if p.Number != "T-A-P/26-27/0001" || p.Status != prescribing.PrescriptionActive || p.IssuedBy != r.Doctor.User || p.ValidUntil.String() != "2026-12-23" {
		t.Fatalf("issued %+v", p)
	}
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.issued")
	m := lines[0]
	m.Version, m.Quantity = 2, quantity("50", "{tablet}")
	for name, change := range map[string]func(*store.Tx) error{
		"line":    func(tx *store.Tx) error { _, err := prescribing.SaveLine(tx, m); return err },
		"remove":  func(tx *store.Tx) error { return prescribing.RemoveLine(tx, m.ID) },
		"advice":  func(tx *store.Tx) error { _, err := prescribing.SaveDraft(tx, p); return err },
		"discard": func(tx *store.Tx) error { return prescribing.Discard(tx, p.ID) },
		"answer": func(tx *store.Tx) error {
			_, err := prescribing.Answer(tx, p.ID, "x", prescribing.Overridden, "x")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, r.act(action.Prescription, change, r.meera), store.Conflict, "error.prescribing.issued")
		})
	}
	r.read(t, func(tx *store.Tx) error {
		now, err := prescribing.Current(tx, r.meera.ID)
		if len(now) != 1 || now[0].Started.String() != "2026-11-23" || now[0].Ends.String() != "2026-11-27" {
			t.Errorf("current %+v", now)
		}
		return err
	})
	r.Clock.Add(5 * 24 * 3600 * 1e9)
	r.read(t, func(tx *store.Tx) error {
		now, err := prescribing.Current(tx, r.meera.ID)
		if len(now) != 0 {
			t.Errorf("the course is over: %+v", now)
		}
		return err
	})
	r.MustVerify(t)
}

func TestAnEmptyPrescriptionIsNotIssued(t *testing.T) {
	r := open(t)
	p, _ := r.draft(t)
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.no_line")
	r.write(t, func(tx *store.Tx) error { return prescribing.Discard(tx, p.ID) })
	next, _ := r.draft(t)
	if next.ID == p.ID {
		t.Fatal("a discarded draft comes back")
	}
	again, _ := r.draft(t)
	if next.ID != again.ID {
		t.Fatal("a second draft was made")
	}
}

func TestWhoMayPrescribe(t *testing.T) {
	r := open(t)
	err := r.Update(ctx, r.Desk, action.Prescription, func(*store.Tx) error { return nil }, store.About(r.meera.ID))
	wantError(t, err, store.Forbidden, "error.store.forbidden")
	p, _ := r.draft(t, cetirizine())
	err = r.act(action.WriteChart, func(tx *store.Tx) error { _, err := prescribing.Issue(tx, p.ID, p.Version); return err }, r.meera)
	wantError(t, err, store.Forbidden, "error.store.forbidden")
	err = r.act(action.Prescription, func(tx *store.Tx) error { _, err := prescribing.Issue(tx, p.ID, p.Version); return err }, r.ravi)
	wantError(t, err, store.NotFound, "error.store.not_found")
}

func TestVoidRestoresWhatWasRenewed(t *testing.T) {
	r := open(t)
	long := cetirizine()
	long.Dosage.Duration, long.Dosage.Ongoing = value.Quantity{}, true
	first, old := r.issued(t, long)
	var second prescribing.Prescription
	r.write(t, func(tx *store.Tx) (err error) {
		var lines []prescribing.MedicationRequest
		if second, lines, err = prescribing.RepeatAll(tx, r.origin(r.meera)); err != nil {
			return err
		}
		if len(lines) != 1 || lines[0].Replaces != old[0].ID {
			t.Errorf("repeated %+v", lines)
		}
		_, lines, err = prescribing.RepeatAll(tx, r.origin(r.meera)) // a second press adds nothing
		if len(lines) != 1 {
			t.Errorf("repeated twice: %+v", lines)
		}
		return err
	})
	for _, f := range r.findings(t, second) {
		if f.Kind == safety.KindDuplicateIngredient {
			t.Fatalf("a renewal is no duplicate: %+v", f)
		}
	}
	must(t, r.issue(t, &second))
	state := func(want prescribing.RequestStatus, current int) {
		t.Helper()
		r.read(t, func(tx *store.Tx) error {
			m, err := store.Get(tx, prescribing.MedicationRequests, old[0].ID)
			if err != nil {
				return err
			}
			now, err := prescribing.Current(tx, r.meera.ID)
			if m.Status != want || len(now) != current {
				t.Errorf("the first line is %s, %d are taken", m.Status, len(now))
			}
			return err
		})
	}
	state(prescribing.RequestCompleted, 1)
	void := func(tx *store.Tx) error { _, err := prescribing.Void(tx, second.ID); return err }
	wantError(t, r.act(action.Prescription, void, r.meera), store.Invalid, "error.store.reason_missing")
	must(t, r.act(action.VoidDocument, void, r.meera))
	wantError(t, r.act(action.VoidDocument, void, r.meera), store.Conflict, "error.prescribing.not_active")
	state(prescribing.RequestActive, 1)
	r.read(t, func(tx *store.Tx) error {
		list, err := prescribing.History(tx, r.meera.ID, 10)
		if len(list) != 2 || list[0].Status != prescribing.PrescriptionCancelled || list[0].VoidReason != "wrong dose" || list[1].ID != first.ID {
			t.Errorf("history %+v", list)
		}
		return err
	})
	r.MustVerify(t)
}

func TestReplaceMakesADraftOfTheSameLines(t *testing.T) {
	r := open(t)
	p, _ := r.issued(t, cetirizine(), augmentin())
	must(t, r.act(action.VoidDocument, func(tx *store.Tx) error {
		next, err := prescribing.Replace(tx, p.ID)
		if err != nil {
			return err
		}
		lines, err := prescribing.Lines(tx, next.ID)
		if next.Replaces != p.ID || next.Status != prescribing.PrescriptionDraft || next.Number != "" || len(lines) != 2 || lines[1].Brand != "Augmentin 625 Duo" ||
			lines[0].Status != prescribing.RequestDraft {
			t.Errorf("replaced by %+v, %+v", next, lines)
		}
		return err
	}, r.meera))
	r.MustVerify(t)
}

func TestAVisitIsUndoneOntoAnotherPatient(t *testing.T) {
	r := open(t)
	var e chart.Encounter
	var p prescribing.Prescription
	must(t, r.act(action.FinishVisit, func(tx *store.Tx) (err error) {
		if e, err = chart.Start(tx, chart.Encounter{Patient: r.meera.ID, Practitioner: r.who.ID, Location: r.where.ID}); err != nil {
			return err
		}
		if p, err = prescribing.DraftOf(tx, chart.Origin{Patient: r.meera.ID, Encounter: e.ID}); err != nil {
			return err
		}
		m := cetirizine()
		m.Prescription = p.ID
		if _, err = prescribing.SaveLine(tx, m); err != nil {
			return err
		}
		if p, err = prescribing.Issue(tx, p.ID, p.Version); err != nil {
			return err
		}
		e, err = chart.Sign(tx, e.ID, e.Version)
		return err
	}, r.meera))
	must(t, r.act(action.UndoVisit, func(tx *store.Tx) error {
		voided, err := prescribing.VoidEncounter(tx, e.ID)
		if err != nil || len(voided) != 1 {
			t.Errorf("voided %v: %v", voided, err)
			return err
		}
		left, err := prescribing.DraftOf(tx, r.origin(r.meera)) // a draft outside the visit stays
		if err != nil {
			return err
		}
		if _, err = chart.RetractEncounter(tx, e.ID); err != nil {
			return err
		}
		if list, err := prescribing.OfEncounter(tx, e.ID); err != nil || len(list) != 1 || left.Status != prescribing.PrescriptionDraft {
			t.Errorf("of the visit: %+v", list)
		}
		again, err := chart.Reopen(tx, e.ID, r.ravi.ID)
		if err != nil {
			return err
		}
		next, err := prescribing.Copy(tx, voided[0].ID, chart.Origin{Patient: r.ravi.ID, Encounter: again.ID})
		if err != nil {
			return err
		}
		lines, err := prescribing.Lines(tx, next.ID)
		if len(lines) != 1 || lines[0].Patient != r.ravi.ID || next.Encounter != again.ID || !next.Replaces.IsZero() {
			t.Errorf("moved to %+v, %+v", next, lines)
		}
		return err
	}, r.meera, r.ravi))
	r.MustVerify(t)
}

func TestStop(t *testing.T) {
	r := open(t)
	_, lines := r.issued(t, cetirizine())
	stop := func(version int64, reason string) error {
		return r.act(action.Prescription, func(tx *store.Tx) error { _, err := prescribing.Stop(tx, lines[0].ID, version, reason); return err }, r.meera)
	}
	wantProblem(t, stop(2, "  "), "stopReason", "error.value.required")
	wantError(t, stop(1, "drowsy"), store.Conflict, "error.store.conflict")
	must(t, stop(2, "drowsy"))
	wantError(t, stop(3, "again"), store.Conflict, "error.prescribing.not_active")
	r.write(t, func(tx *store.Tx) error {
		_, lines, err := prescribing.RepeatAll(tx, r.origin(r.meera))
		if len(lines) != 0 {
			t.Errorf("what was stopped is repeated: %+v", lines)
		}
		return err
	})
	wantError(t, r.act(action.Prescription, func(tx *store.Tx) error { _, _, err := prescribing.RepeatAll(tx, r.origin(r.ravi)); return err }, r.ravi),
		store.NotFound, "error.prescribing.nothing_to_repeat")
	r.MustVerify(t)
}

func TestADraftOfARetractedVisitIsNotIssued(t *testing.T) {
	r := open(t)
	var p prescribing.Prescription
	must(t, r.act(action.UndoVisit, func(tx *store.Tx) error {
		e, err := chart.Start(tx, chart.Encounter{Patient: r.meera.ID, Practitioner: r.who.ID, Location: r.where.ID})
		if err != nil {
			return err
		}
		if p, err = prescribing.DraftOf(tx, chart.Origin{Patient: r.meera.ID, Encounter: e.ID}); err != nil {
			return err
		}
		m := cetirizine()
		m.Prescription = p.ID
		if _, err = prescribing.SaveLine(tx, m); err != nil {
			return err
		}
		_, err = chart.RetractEncounter(tx, e.ID)
		return err
	}, r.meera))
	wantError(t, r.issue(t, &p), store.Conflict, "error.store.retracted")
}

func TestAnAsNeededMedicineIsCurrentAsLongAsItsPrescription(t *testing.T) {
	r := open(t)
	m := cetirizine()
	m.Dosage = prescribing.Dosage{Dose: quantity("1", "{tablet}"), AsNeeded: true, AsNeededFor: "itching"}
	p, lines := r.issued(t, m)
	r.read(t, func(tx *store.Tx) error {
		kept, err := store.Get(tx, prescribing.MedicationRequests, lines[0].ID)
		if kept.Ends != p.ValidUntil {
			t.Errorf("ends %s, the prescription %s", kept.Ends, p.ValidUntil)
		}
		return err
	})
}
