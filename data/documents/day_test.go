package documents_test

import (
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Each fact is found on its own day, by the practice's clock and not by Greenwich's.
func TestOnDay(t *testing.T) {
	r := open(t)
	day := func(days int) value.PartialDate { return value.DateOf(r.Clock.Now().In(zone(t))).AddDays(days) }
	first := day(0)
	d := r.issued(documents.Prescription, prescription("1"))
	r.Clock.Add(24 * time.Hour)
	r.printed(d.ID, documents.PrintFailed)
	other := r.issued(documents.Prescription, prescription("2"))
	r.printed(d.ID, documents.PrintTaken)
	r.Clock.Add(24 * time.Hour)
	r.must(r.Desk, action.HandOverDocument, r.meera, func(tx *store.Tx) error { _, err := documents.HandOverTo(tx, d.ID, ""); return err })
	want := map[documents.Fact][3][]documents.DocumentID{
		documents.FactIssued:     {{d.ID}, {other.ID}, nil},
		documents.FactPrinted:    {nil, {d.ID}, nil},
		documents.FactHandedOver: {nil, nil, {d.ID}},
	}
	r.must(r.Desk, action.PrintDocument, r.meera, func(tx *store.Tx) error {
		for fact, days := range want {
			for n, ids := range days {
				found, err := documents.OnDay(tx, fact, first.AddDays(n))
				if err != nil {
					return err
				}
				if len(found) != len(ids) || len(ids) == 1 && found[0].ID != ids[0] {
					t.Errorf("%s on day %d: %d documents", fact, n, len(found))
				}
			}
		}
		for _, bad := range []value.PartialDate{{}, {Year: 2026}} {
			if _, err := documents.OnDay(tx, documents.FactIssued, bad); err == nil {
				t.Errorf("documents of %q", bad)
			}
		}
		if _, err := documents.OnDay(tx, "lost", first); err == nil {
			t.Error("an unknown fact was looked for")
		}
		return nil
	})
}

func zone(t *testing.T) *time.Location {
	t.Helper()
	at, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		t.Fatal(err)
	}
	return at
}
