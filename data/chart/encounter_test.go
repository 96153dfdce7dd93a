package chart_test

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func (r *room) sign(t testing.TB, p patients.Patient, e chart.Encounter) chart.Encounter {
	t.Helper()
	must(t, r.act(action.FinishVisit, func(tx *store.Tx) (err error) {
		e, err = chart.Sign(tx, e.ID, e.Version)
		return err
	}, p))
	return e
}

func TestAVisitIsWrittenSignedAndAmended(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	if e.Reason != "fever for two days" || e.Class != chart.Ambulatory || e.Status != chart.EncounterInProgress || !e.Started.Equal(r.Clock.Now()) {
		t.Fatalf("started %+v", e)
	}
	stale := e
	e.Note, e.Plan, e.FollowUp = "Throat red.\r\n\tNo rash.  ", "Rest", value.PartialDate{Year: 2026, Month: 11, Day: 30}
	save := func(e *chart.Encounter) error {
		return r.write(t, func(tx *store.Tx) (err error) { *e, err = chart.Save(tx, *e); return err }, r.meera)
	}
	must(t, save(&e))
	if e.Note != "Throat red.\n No rash." || e.Version != 2 {
		t.Fatalf("saved %q version %d", e.Note, e.Version)
	}
	stale.Note = "lost"
	wantCode(t, save(&stale), store.Conflict, "error.store.conflict")

	amend := func(text string) error {
		return r.act(action.AmendVisit, func(tx *store.Tx) error {
			_, err := chart.Amend(tx, chart.Addendum{Origin: chart.Origin{Encounter: e.ID}, Text: text})
			return err
		}, r.meera)
	}
	wantCode(t, amend("too early"), store.Conflict, "error.chart.not_signed")
	wantCode(t, r.act(action.FinishVisit, func(tx *store.Tx) error { _, err := chart.Sign(tx, e.ID, e.Version-1); return err }, r.meera), store.Conflict, "error.store.conflict")
	e = r.sign(t, r.meera, e)
	if e.Status != chart.EncounterFinished || e.SignedBy != r.Doctor.User || !e.Finished.Equal(r.Clock.Now()) {
		t.Fatalf("signed %+v", e)
	}

	e.Note = "rewritten"
	wantCode(t, save(&e), store.Conflict, "error.store.signed")
	wantCode(t, r.act(action.FinishVisit, func(tx *store.Tx) error { _, err := chart.Sign(tx, e.ID, e.Version); return err }, r.meera), store.Conflict, "error.store.signed")
	wantCode(t, r.write(t, func(tx *store.Tx) error {
		_, _, err := chart.SaveVitals(tx, e.ID, []chart.Observation{pulse("80")})
		return err
	}, r.meera), store.Conflict, "error.store.signed")
	must(t, amend("Culture came back: negative."))
	wantProblem(t, amend(" "), "text", "error.value.required")

	r.read(t, r.meera, func(tx *store.Tx) error {
		line, err := chart.Timeline(tx, r.meera.ID, 10, chart.Cursor{})
		if err != nil {
			return err
		}
		if len(line) != 1 || line[0].Note != "Throat red.\n No rash." || len(line[0].Addenda) != 1 || line[0].Addenda[0].SignedBy != r.Doctor.User {
			t.Errorf("timeline %+v", line)
		}
		return nil
	})
	r.MustVerify(t)
}

func TestOnlyThoseWhoMaySignSign(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	wantCode(t, r.act(action.WriteChart, func(tx *store.Tx) error { _, err := chart.Sign(tx, e.ID, e.Version); return err }, r.meera), store.Forbidden, "error.store.forbidden")
	if err := r.View(ctx, r.Desk, action.OpenChart, func(*store.Tx) error { return nil }, store.About(r.meera.ID)); store.CodeOf(err) != store.Forbidden {
		t.Fatalf("the desk opened a chart: %v", err)
	}
	wantCode(t, r.write(t, func(tx *store.Tx) error { _, err := chart.Save(tx, e); return err }, r.tara), store.NotFound, "error.store.not_found")
}

func TestAnAppointmentHasOneVisit(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	// The appointment itself is another room's; one visit with an id that nobody made is refused by the file.
	err := r.write(t, func(tx *store.Tx) error {
		_, err := chart.Start(tx, chart.Encounter{Patient: r.meera.ID, Practitioner: r.who.ID, Location: r.where.ID, Appointment: [16]byte{1}})
		return err
	}, r.meera)
	if store.CodeOf(err) != store.Internal {
		t.Fatalf("an appointment that doesn't exist: %v", err)
	}
	if !e.Appointment.IsZero() {
		t.Fatal("an appointment out of nothing")
	}
}

func TestTheFollowUpLiesAhead(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	e.FollowUp = value.PartialDate{Year: 2026, Month: 11, Day: 22}
	err := r.write(t, func(tx *store.Tx) error { _, err := chart.Save(tx, e); return err }, r.meera)
	wantProblem(t, err, "followUp", "error.chart.follow_up_past")
	e.FollowUp = value.PartialDate{Year: 2026, Month: 12}
	err = r.write(t, func(tx *store.Tx) error { _, err := chart.Save(tx, e); return err }, r.meera)
	wantProblem(t, err, "followUp", value.ErrDatePartial.Key)
}

func TestAVisitOfTheWrongPatientGoesToTheRightOne(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	e.Note = "Croup."
	in := chart.Origin{Patient: r.meera.ID, Encounter: e.ID}
	must(t, r.write(t, func(tx *store.Tx) (err error) {
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		kept, _, err := chart.SaveVitals(tx, e.ID, []chart.Observation{pulse("120"), weight("6.1")})
		if err != nil {
			return err
		}
		if err := chart.RetractObservation(tx, kept[1].ID); err != nil { // a slip, before the mistake was noticed
			return err
		}
		if _, err := chart.AddCondition(tx, chart.Condition{Origin: in, Category: chart.EncounterDiagnosis, Code: value.Code{Display: "Croup"}}); err != nil {
			return err
		}
		if _, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: in, Substance: value.Code{Display: "Egg"}, Category: chart.FoodAllergy}); err != nil {
			return err
		}
		_, err = chart.AddMedication(tx, chart.MedicationStatement{Origin: in, Medication: "Vitamin D drops"})
		return err
	}, r.meera))
	e = r.sign(t, r.meera, e)

	reopen := func(tx *store.Tx) error { _, err := chart.Reopen(tx, e.ID, r.tara.ID); return err }
	wantCode(t, r.act(action.UndoVisit, reopen, r.meera, r.tara), store.Conflict, "error.chart.not_retracted")
	wantCode(t, r.act(action.UndoVisit, func(tx *store.Tx) error {
		if _, err := chart.RetractEncounter(tx, e.ID); err != nil {
			return err
		}
		return reopen(tx)
	}, r.meera), store.Forbidden, "error.store.chart_not_opened")
	must(t, r.act(action.UndoVisit, func(tx *store.Tx) error {
		if _, err := chart.RetractEncounter(tx, e.ID); err != nil {
			return err
		}
		return reopen(tx)
	}, r.meera, r.tara))
	wantCode(t, r.act(action.UndoVisit, func(tx *store.Tx) error { _, err := chart.RetractEncounter(tx, e.ID); return err }, r.meera), store.Conflict, "error.store.retracted")

	r.read(t, r.meera, func(tx *store.Tx) error {
		s, err := chart.Summarize(tx, r.meera.ID)
		if err != nil {
			return err
		}
		if len(s.Encounters)+len(s.Vitals)+len(s.Problems)+len(s.Medications)+len(s.Allergies.Items) != 0 || s.Allergies.State != chart.AllergyUnknown {
			t.Errorf("something stays on the wrong patient: %+v", s)
		}
		gone, err := chart.Retracted(tx, r.meera.ID, 10)
		if err != nil {
			return err
		}
		if len(gone) != 1 || gone[0].Note != "Croup." || gone[0].Status != chart.EncounterError || len(gone[0].Diagnoses) != 1 {
			t.Errorf("the retracted visit isn't readable: %+v", gone)
		}
		return nil
	})
	r.read(t, r.tara, func(tx *store.Tx) error {
		s, err := chart.Summarize(tx, r.tara.ID)
		if err != nil {
			return err
		}
		if len(s.Encounters) != 1 || s.Encounters[0].Status != chart.EncounterInProgress || s.Encounters[0].Note != "Croup." || s.Encounters[0].Replaces != e.ID ||
			len(s.Encounters[0].Diagnoses) != 1 || len(s.Allergies.Items) != 1 || len(s.Medications) != 1 {
			t.Errorf("the right patient got %+v", s)
		}
		if len(s.Vitals[chart.HeartRate]) != 1 || len(s.Vitals[chart.BodyWeight]) != 0 {
			t.Errorf("vitals %+v", s.Vitals)
		}
		return nil
	})
	r.MustVerify(t)
}

func TestTheTimelinePages(t *testing.T) {
	r := open(t)
	for range 7 {
		r.start(t, r.meera)
	}
	r.read(t, r.meera, func(tx *store.Tx) error {
		seen := map[chart.EncounterID]bool{}
		var cursor chart.Cursor
		for pages := 0; ; pages++ {
			page, err := chart.Timeline(tx, r.meera.ID, 3, cursor)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				if pages != 3 || len(seen) != 7 {
					t.Errorf("%d pages, %d visits", pages, len(seen))
				}
				return nil
			}
			for _, e := range page {
				if seen[e.ID] {
					t.Errorf("twice: %s", e.ID)
				}
				seen[e.ID] = true
			}
			cursor = page[len(page)-1].Cursor()
		}
	})
}

func TestBadInputOfAVisit(t *testing.T) {
	r := open(t)
	e := r.start(t, r.meera)
	for name, c := range map[string]struct {
		change     func(*chart.Encounter)
		field, key string
	}{
		"enormous":      {func(e *chart.Encounter) { e.Note = strings.Repeat("x", chart.NoteLength+1) }, "note", value.ErrTextLong.Key},
		"control":       {func(e *chart.Encounter) { e.Plan = "a\x00b" }, "plan", value.ErrTextControl.Key},
		"invalid UTF-8": {func(e *chart.Encounter) { e.Reason = "a\xff" }, "reason", value.ErrTextEncoding.Key},
		"bidi override": {func(e *chart.Encounter) { e.Note = "a\u202eb" }, "note", value.ErrTextDirection.Key},
		"class":         {func(e *chart.Encounter) { e.Class = "IMP" }, "class", "error.chart.choice_unknown"},
		"no such day":   {func(e *chart.Encounter) { e.FollowUp = value.PartialDate{Year: 2027, Month: 2, Day: 30} }, "followUp", value.ErrDateImpossible.Key},
	} {
		t.Run(name, func(t *testing.T) {
			bad := e
			c.change(&bad)
			err := r.write(t, func(tx *store.Tx) error { _, err := chart.Save(tx, bad); return err }, r.meera)
			wantProblem(t, err, c.field, c.key)
		})
	}
	e.Note = "😀 ابن سينا 500 mg தமிழ்"
	must(t, r.write(t, func(tx *store.Tx) error {
		kept, err := chart.Save(tx, e)
		if kept.Note != e.Note {
			t.Errorf("kept %q", kept.Note)
		}
		return err
	}, r.meera))
	err := r.write(t, func(tx *store.Tx) error { _, err := chart.Start(tx, chart.Encounter{Patient: r.meera.ID}); return err }, r.meera)
	wantProblem(t, err, "practitioner", "error.value.required")
	wantProblem(t, err, "location", "error.value.required")
	r.MustVerify(t)
}
