package visit

import (
	"strings"
	"testing"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/uitest"
)

// speaks gives a patient a language.
func speaks(t testing.TB, k *uitest.Kit, p patients.Patient, language string) {
	t.Helper()
	k.Update(k.Desk, action.CorrectPatient, func(tx *store.Tx) error {
		now, err := store.Get(tx, patients.Patients, p.ID)
		if err != nil {
			return err
		}
		now.Language = language
		_, err = patients.Correct(tx, now)
		return err
	}, store.About(p.ID))
}

// TestModelThePracticesOwnLanguageIsReadHere: in a practice that prints in Hindi the last look offers the sentences of the chemist's line, for
// a patient of that language, of none and of English.
func TestModelThePracticesOwnLanguageIsReadHere(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		own, err := organization.Current(tx)
		if err != nil {
			return err
		}
		own.Language = "hi"
		k.Owner.Settings, err = organization.Save(tx, own)
		return err
	})
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	prescribed(t, m, "crocin")
	look := func() telling {
		t.Helper()
		r, err := m.Ready(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return r.Telling
	}
	for _, language := range []string{"", "hi", "en"} {
		speaks(t, k, meera, language)
		if got := look(); got.Language != "hi" || !got.Own || len(got.Waits) != 1 {
			t.Errorf("patient %q: %+v", language, got)
		}
	}
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Press("Ctrl+Enter")
	if words := k.Dialog(); !strings.Contains(words, "prints in English, until you have accepted") {
		t.Errorf("the last look says:\n%s", words)
	}
	k.Press("Esc")
	if err := m.AcceptTold(ctx, look()); err != nil {
		t.Fatal(err)
	}
	k.Press("Ctrl+Enter")
	if words := k.Dialog(); !strings.Contains(words, "How to take each medicine is said in Hindi") {
		t.Errorf("the last look says:\n%s", words)
	}
	k.Press("Esc")
	speaks(t, k, meera, "ar")
	if got := look(); got.Language != "ar" || got.Own || len(got.Waits) != 1 {
		t.Errorf("a patient who reads Arabic: %+v", got)
	}
}

func TestModelTellsThePatientOnceItIsAccepted(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	m := begin(t, k.Owner, meera.ID)
	prescribed(t, m, "crocin")
	prescribed(t, m, "mox")
	look := func() telling {
		t.Helper()
		r, err := m.Ready(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return r.Telling
	}
	if got := look(); got.Language != "" {
		t.Errorf("without a language %+v", got)
	}
	speaks(t, k, meera, "bn")
	if got := look(); got.Language != "bn" || got.Known || len(got.Waits) != 0 {
		t.Errorf("in Bengali %+v", got)
	}
	speaks(t, k, meera, "ar")
	waits := look()
	if !waits.Known || waits.Told != 0 || len(waits.Waits) != 2 || len(waits.Open) < 5 {
		t.Fatalf("in Arabic %d told, %d wait, open %v", waits.Told, len(waits.Waits), waits.Open)
	}
	for i, sentence := range m.Drawn(waits) {
		if sentence.Picture == nil || sentence.Text == "" || !strings.HasPrefix(sentence.Here, "Take 1") || !strings.Contains(waits.Waits[i].Medicine, "mg") {
			t.Errorf("drawn %q, %q, of %q", sentence.Text, sentence.Here, waits.Waits[i].Medicine)
		}
	}
	forms := m.OtherForms(waits)
	if len(forms) < 2 || strings.Count(forms[0].Here, "·") < 3 {
		t.Errorf("%d other forms, the first %q", len(forms), forms[0].Here)
	}
	if err := (&visitModel{session: k.Desk, patient: meera.ID}).AcceptTold(ctx, waits); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk accepts: %v", err)
	}
	if err := m.AcceptTold(ctx, waits); err != nil {
		t.Fatal(err)
	}
	if got := look(); got.Told != 2 || len(got.Waits) != 0 || len(got.Open) != 0 {
		t.Errorf("accepted: %d told, %d wait, open %v", got.Told, len(got.Waits), got.Open)
	}
	prescribed(t, m, "cetzine 10 mg tab 1-0-1 7d")
	if got := look(); got.Told != 2 || len(got.Waits) != 1 {
		t.Errorf("with one more: %d told, %d wait", got.Told, len(got.Waits))
	}
	finished(t, m, "")
}

// TestTheLastLookSaysHowThePatientIsTold reads and accepts from the last look, by keyboard, and finishes.
func TestTheLastLookSaysHowThePatientIsTold(t *testing.T) {
	k := uitest.Open(t)
	furnish(t, k)
	meera := register(t, k, "Meera", "Sharma")
	speaks(t, k, meera, "hi")
	m := begin(t, k.Owner, meera.ID)
	prescribed(t, m, "crocin")
	prescribed(t, m, "mox")
	f := window(k, k.Owner)
	f.Go(frame.Target{Place: frame.Visit, Patient: meera.ID.Raw(), Record: m.encounter.Raw()})
	k.Press("Ctrl+Enter")
	k.Picture("told-waits")
	if words := k.Dialog(); !strings.Contains(words, "2 instructions in Hindi wait for you") || !strings.Contains(words, "Read and accept") {
		t.Fatalf("the last look says:\n%s", words)
	}
	reach(t, k, "Read and accept")
	k.Press("Enter")
	k.Picture("told-read")
	if words := strings.ReplaceAll(k.Dialog(), "\u00a0", " "); !strings.Contains(words, "Take 1 tablet 3 times a day.") || !strings.Contains(words, "No native reader") {
		t.Fatalf("what is read says:\n%s", words)
	}
	k.Press("Esc") // not now: nothing is kept, and the last look is there again
	if words := k.Dialog(); !strings.Contains(words, "2 instructions in Hindi wait for you") {
		t.Fatalf("after not now:\n%s", words)
	}
	reach(t, k, "Read and accept")
	k.Press("Enter", "Enter")
	k.Picture("told-accepted")
	if words := k.Dialog(); !strings.Contains(words, "The patient is told in Hindi too") || strings.Contains(words, "wait for you") {
		t.Fatalf("after accepting:\n%s", words)
	}
	k.Press("Enter")
	if f.At().Place != frame.Today {
		t.Errorf("at %s", f.At().Place)
	}
}

// reach tabs to a button of the dialog.
func reach(t testing.TB, k *uitest.Kit, label string) {
	t.Helper()
	for range 12 {
		if button, ok := k.Focused().(*kit.Button); ok && button.Label() == label {
			return
		}
		k.Press("Tab")
	}
	t.Fatalf("no Tab leads to %q", label)
}
