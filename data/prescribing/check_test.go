package prescribing_test

import (
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/safety"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// allergic makes Meera allergic to something.
func (r *room) allergic(t testing.TB, substance string) {
	t.Helper()
	must(t, r.act(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: r.origin(r.meera), Substance: value.Code{Display: substance}, Reaction: "swollen face"})
		return err
	}, r.meera))
}

func (r *room) findings(t testing.TB, p prescribing.Prescription) (list []prescribing.Finding) {
	t.Helper()
	r.read(t, func(tx *store.Tx) (err error) {
		list, err = prescribing.Check(tx, p.ID)
		return err
	})
	return list
}

func TestAugmentinMeetsAPenicillinAllergy(t *testing.T) {
	r := open(t)
	r.allergic(t, "penicillin")
	p, _ := r.draft(t, augmentin())
	found := r.findings(t, p)
	if len(found) != 1 || found[0].Kind != safety.KindAllergy || !found[0].Open() {
		t.Fatalf("findings %+v", found)
	}
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.alerts_open")
	answer := func(alert string, decision prescribing.Decision, reason string) error {
		return r.act(action.Prescription, func(tx *store.Tx) error {
			_, err := prescribing.Answer(tx, p.ID, alert, decision, reason)
			return err
		}, r.meera)
	}
	wantError(t, answer(found[0].ID, prescribing.Acknowledged, ""), store.Invalid, "error.prescribing.override_reason")
	wantProblem(t, answer(found[0].ID, prescribing.Overridden, " \n "), "reason", "error.prescribing.override_reason")
	wantProblem(t, answer(found[0].ID, prescribing.Overridden, strings.Repeat("x", 5000)), "reason", value.ErrTextLong.Key)
	wantProblem(t, answer(found[0].ID, "shrugged", "x"), "decision", "error.prescribing.choice_unknown")
	wantError(t, answer("no such alert", prescribing.Overridden, "x"), store.Conflict, "error.prescribing.alert_gone")
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.alerts_open")
	must(t, answer(found[0].ID, prescribing.Overridden, "took it last year"))
	must(t, answer(found[0].ID, prescribing.Overridden, "took it in March without trouble"))

	// The answer belongs to what was said: another line with the same allergy asks again.
	r.write(t, func(tx *store.Tx) error {
		_, err := prescribing.SaveLine(tx, prescribing.MedicationRequest{Prescription: p.ID, Ingredients: []prescribing.Ingredient{ingredient("ampicillin", "500")}, Form: "capsule",
			Dosage: prescribing.Dosage{Dose: quantity("1", "{capsule}"), Frequency: 4, PeriodUnit: "d", Duration: days("5")}, Quantity: quantity("20", "{capsule}")})
		return err
	})
	err := r.issue(t, &p)
	wantError(t, err, store.Conflict, "error.prescribing.alerts_open")
	r.write(t, func(tx *store.Tx) error {
		list, err := prescribing.Lines(tx, p.ID)
		if err != nil {
			return err
		}
		return prescribing.RemoveLine(tx, list[1].ID)
	})
	must(t, r.issue(t, &p))
	r.read(t, func(tx *store.Tx) error {
		all, err := store.Select(tx, prescribing.SafetyResponses, "prescription_id = ? AND retracted = 0", p.ID)
		if len(all) != 1 || all[0].Reason != "took it in March without trouble" || all[0].AnsweredBy != r.Doctor.User || !strings.Contains(all[0].Shown, "Augmentin 625 Duo") {
			t.Errorf("answers %+v", all)
		}
		return err
	})
	r.MustVerify(t)
}

func TestTheGuardReadsTheRecordItself(t *testing.T) {
	r := open(t)
	p, _ := r.draft(t, augmentin())
	if found := r.findings(t, p); len(found) != 1 || found[0].Kind != safety.KindAllergyNotAsked || found[0].Open() {
		t.Fatalf("findings %+v", found)
	}
	r.allergic(t, "amoxycillin") // told while the draft was open
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.alerts_open")
}

func TestALineWithoutIngredientsIsAcknowledged(t *testing.T) {
	r := open(t)
	m := cetirizine()
	m.Brand, m.Ingredients = "Auntie's cold remedy", nil
	p, _ := r.draft(t, m)
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.alerts_open")
	r.write(t, func(tx *store.Tx) error {
		found, err := prescribing.Check(tx, p.ID)
		if err != nil {
			return err
		}
		for _, f := range found {
			if f.Kind == safety.KindLineNotChecked {
				_, err = prescribing.Answer(tx, p.ID, f.ID, prescribing.Acknowledged, "")
			}
		}
		return err
	})
	// Seen is enough while there is nothing that the line could meet. Once there is, a reason is asked for.
	r.allergic(t, "penicillin")
	wantError(t, r.issue(t, &p), store.Conflict, "error.prescribing.alerts_open")
	r.write(t, func(tx *store.Tx) error {
		found, err := prescribing.Check(tx, p.ID)
		if err != nil {
			return err
		}
		_, err = prescribing.Answer(tx, p.ID, found[0].ID, prescribing.Overridden, "honey and ginger")
		return err
	})
	must(t, r.issue(t, &p))
	r.MustVerify(t)
}

func TestNothingSpeaksAgainstAHarmlessLine(t *testing.T) {
	r := open(t)
	must(t, r.act(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: r.origin(r.meera), NoneKnown: true})
		return err
	}, r.meera))
	p, _ := r.draft(t, cetirizine(), augmentin())
	if found := r.findings(t, p); len(found) != 0 {
		t.Fatalf("findings %+v", found)
	}
}

func TestDuplicatesMeetWhatIsTakenHereAndElsewhere(t *testing.T) {
	r := open(t)
	long := cetirizine()
	long.Dosage.Duration, long.Dosage.Ongoing = value.Quantity{}, true
	r.issued(t, long)
	must(t, r.act(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: r.origin(r.meera), Medication: "Ecosprin", Ingredients: []prescribing.Ingredient{ingredient("aspirin", "75")}})
		return err
	}, r.meera))
	aspirin := cetirizine()
	aspirin.Ingredients = []prescribing.Ingredient{ingredient("acetylsalicylic acid", "75")}
	p, _ := r.draft(t, cetirizine(), aspirin)
	duplicates := 0
	for _, f := range r.findings(t, p) {
		if f.Kind == safety.KindDuplicateIngredient {
			duplicates++
		}
	}
	if duplicates != 2 {
		t.Fatalf("%d duplicates: %+v", duplicates, r.findings(t, p))
	}
	r.read(t, func(tx *store.Tx) error {
		beside, err := prescribing.CheckLine(tx, p.ID, augmentin())
		if len(beside) != 1 || beside[0].Kind != safety.KindAllergyNotAsked {
			t.Errorf("beside a harmless line: %+v", beside)
		}
		return err
	})
}

func TestPregnancyIsSeen(t *testing.T) {
	r := open(t)
	m := cetirizine()
	m.Ingredients = []prescribing.Ingredient{ingredient("enalapril", "5")}
	p, _ := r.draft(t, m)
	must(t, r.act(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.RecordPregnancy(tx, r.origin(r.meera), chart.Pregnant)
		return err
	}, r.meera))
	found := r.findings(t, p)
	if len(found) == 0 || found[0].Kind != safety.KindPregnancy || !found[0].Open() {
		t.Fatalf("findings %+v", found)
	}
	r.Clock.Add(301 * 24 * 3600 * 1e9)
	r.read(t, func(tx *store.Tx) error {
		if answer, err := chart.PregnancyOf(tx, r.meera.ID); err != nil || answer != "" {
			t.Errorf("still %q after 301 days (%v)", answer, err)
		}
		return nil
	})
}
