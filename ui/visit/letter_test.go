package visit

import (
	"testing"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
)

// A letter begins with what the record has, so what is typed is saved before it is begun.
func TestALetterIsWrittenFromTheVisit(t *testing.T) {
	k, f, meera := visiting(t)
	k.Press("F2")
	k.Type("Cough for a week")
	at := f.At()
	k.Press("Ctrl+E")
	if f.At() != (frame.Target{Place: frame.Letter, Patient: meera.ID.Raw(), Record: at.Record}) {
		t.Fatalf("at %+v", f.At())
	}
	k.View(k.Owner, action.OpenChart, func(tx *store.Tx) error {
		e, err := store.Get(tx, chart.Encounters, chart.EncounterID(at.Record))
		if e.Note != "Cough for a week" {
			t.Errorf("the record has %q", e.Note)
		}
		return err
	}, store.About(meera.ID))
	k.Press("Esc")
	k.Press("Ctrl+Enter", "Enter") // signed
	f.Go(at)
	k.Press("Ctrl+E")
	if f.At().Place != frame.Letter {
		t.Errorf("from the signed visit: at %+v", f.At())
	}
}
