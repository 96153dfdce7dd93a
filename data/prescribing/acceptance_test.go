package prescribing_test

import (
	"slices"
	"testing"

	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// openOf are the phrases of an instruction that may not be printed.
func (r *room) openOf(t *testing.T, i prescribing.Instruction) []string {
	t.Helper()
	var open []string
	must(t, r.View(ctx, r.Desk, action.ReadPractice, func(tx *store.Tx) error {
		accepted, err := prescribing.Acceptances(tx, i.Language)
		open = prescribing.OpenPhrases(i.Language, i.Phrases, accepted)
		return err
	}))
	return open
}

func TestASentenceIsPrintedOnceADoctorHasAcceptedIt(t *testing.T) {
	r := open(t)
	line := augmentin()
	line.Route = prescribing.Oral
	line.Dosage = prescribing.Dosage{Dose: quantity("1", "{tablet}"), Frequency: 2, PeriodUnit: "d", Duration: days("5")}
	hindi, ok := prescribing.Instruct("hi-IN", line, value.Indian)
	if !ok || hindi.Language != "hi" || len(hindi.Phrases) < 4 {
		t.Fatalf("%+v", hindi)
	}
	english, _ := prescribing.Instruct("en", line, value.Indian)
	if open := r.openOf(t, english); len(open) != 0 {
		t.Errorf("English waits for %v", open)
	}
	if open := r.openOf(t, hindi); !slices.Equal(open, hindi.Phrases) {
		t.Errorf("before anybody accepted anything %v are open of %v", open, hindi.Phrases)
	}
	accept := func(keys ...string) error {
		return r.act(action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, "hi", keys) })
	}
	must(t, accept(hindi.Phrases[1:]...))
	if open := r.openOf(t, hindi); !slices.Equal(open, hindi.Phrases[:1]) {
		t.Errorf("open %v", open)
	}
	must(t, accept(append(hindi.Phrases, hindi.Phrases[0])...)) // again, and one twice
	if open := r.openOf(t, hindi); len(open) != 0 {
		t.Errorf("open %v", open)
	}
	must(t, r.View(ctx, r.Desk, action.ReadPractice, func(tx *store.Tx) error {
		accepted, err := prescribing.Acceptances(tx, "hi")
		for key, a := range accepted {
			if a.Version != 1 || a.AcceptedBy != r.Doctor.User || a.Accepted.IsZero() || a.Wordings[0].Text == "" || a.Phrase != key {
				t.Errorf("%+v", a)
			}
		}
		if len(accepted) != len(hindi.Phrases) {
			t.Errorf("%d acceptances of %d phrases", len(accepted), len(hindi.Phrases))
		}
		return err
	}))
	must(t, r.act(action.AcceptPhrases, func(tx *store.Tx) error {
		return prescribing.WithdrawPhrases(tx, "hi", append(hindi.Phrases[:2:2], "sentence.none"))
	}))
	if open := r.openOf(t, hindi); !slices.Equal(open, hindi.Phrases[:2]) {
		t.Errorf("after two were taken back %v are open", open)
	}
	must(t, accept(hindi.Phrases...))
	if open := r.openOf(t, hindi); len(open) != 0 {
		t.Errorf("open %v", open)
	}

	wantError(t, accept("sentence.none"), store.NotFound, "error.prescribing.phrase_unknown")
	wantError(t, r.act(action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, "bn", hindi.Phrases) }), store.NotFound, "error.prescribing.phrase_unknown")
	wantError(t, r.Update(ctx, r.Desk, action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, "hi", hindi.Phrases) }), store.Forbidden, "error.store.forbidden")
}

// TestAChangedSentenceIsAskedForAnew plays a later version of Satchel with another wording.
func TestAChangedSentenceIsAskedForAnew(t *testing.T) {
	r := open(t)
	must(t, r.act(action.AcceptPhrases, func(tx *store.Tx) error {
		return prescribing.AcceptPhrases(tx, "sw", []string{"sentence.take", "dose.tablet"})
	}))
	must(t, r.act(action.AcceptPhrases, func(tx *store.Tx) error {
		accepted, err := prescribing.Acceptances(tx, "sw")
		if err != nil {
			return err
		}
		of := accepted["sentence.take"]
		of.Hash = "of an older wording"
		return store.Update(tx, prescribing.PhraseAcceptances, &of)
	}))
	i := prescribing.Instruction{Language: "sw", Phrases: []string{"dose.tablet", "sentence.take"}}
	if open := r.openOf(t, i); !slices.Equal(open, []string{"sentence.take"}) {
		t.Errorf("open %v", open)
	}
	must(t, r.act(action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, "sw", i.Phrases) }))
	if open := r.openOf(t, i); len(open) != 0 {
		t.Errorf("open %v", open)
	}
	must(t, r.View(ctx, r.Desk, action.ReadPractice, func(tx *store.Tx) error { // what was accepted before stays readable
		accepted, err := prescribing.Acceptances(tx, "sw")
		if err != nil {
			return err
		}
		states, err := store.History(tx, prescribing.PhraseAcceptances, accepted["sentence.take"].ID)
		if err == nil && len(states) != 3 {
			t.Errorf("%d states in the history", len(states))
		}
		return err
	}))
}
