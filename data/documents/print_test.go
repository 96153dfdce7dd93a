package documents_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
)

func (r *room) printed(id documents.DocumentID, outcome documents.Outcome) (copy int) {
	r.t.Helper()
	r.must(r.Desk, action.PrintDocument, r.meera, func(tx *store.Tx) (err error) {
		if copy, err = documents.NextCopy(tx, id); err != nil {
			return err
		}
		_, err = documents.Printed(tx, id, copy, outcome)
		return err
	})
	return copy
}

func TestIssuedPrintedHandedOverAreThreeFacts(t *testing.T) {
	r := open(t)
	d := r.issued(documents.Prescription, prescription("1"))
	hand := func(recipient string) error {
		return r.act(r.Desk, action.HandOverDocument, r.meera, func(tx *store.Tx) error { _, err := documents.HandOverTo(tx, d.ID, recipient); return err })
	}
	if got := r.item(d.ID); got.Papers != 0 || !got.Waits || got.HandedOver {
		t.Errorf("issued: %+v", got)
	}
	wantFail(t, hand(""), store.Conflict, "not_printed")
	if copy := r.printed(d.ID, documents.PrintFailed); copy != 0 {
		t.Errorf("copy %d", copy)
	}
	if got := r.item(d.ID); got.Papers != 0 || !got.Waits {
		t.Errorf("after a jam: %+v", got)
	}
	if copy := r.printed(d.ID, documents.PrintTaken); copy != 0 {
		t.Errorf("the original says copy %d", copy)
	}
	if got := r.item(d.ID); got.Papers != 1 || got.Waits || got.HandedOver {
		t.Errorf("printed: %+v", got)
	}
	wantFail(t, hand("a\x00"), store.Invalid, "")
	if err := hand(" her mother  "); err != nil {
		t.Fatal(err)
	}
	if got := r.item(d.ID); !got.HandedOver {
		t.Errorf("handed over: %+v", got)
	}
	if copy := r.printed(d.ID, documents.PrintTaken); copy != 1 {
		t.Errorf("the second paper says copy %d", copy)
	}
	if copy := r.printed(d.ID, documents.PrintSaved); copy != 2 {
		t.Errorf("the third says copy %d", copy)
	}
	r.must(r.Desk, action.HandOverDocument, r.meera, func(tx *store.Tx) error {
		given, err := documents.HandOversOf(tx, d.ID)
		if err != nil {
			return err
		}
		if len(given) != 1 || given[0].Recipient != "her mother" {
			t.Errorf("%+v", given)
		}
		return documents.UndoHandOver(tx, given[0].ID)
	})
	if got := r.item(d.ID); got.HandedOver || got.Papers != 3 {
		t.Errorf("%+v", got)
	}
	r.MustVerify(t)
}

func TestItDidNotComeOut(t *testing.T) {
	r := open(t)
	d := r.issued(documents.Invoice, invoice("1"))
	back := func() error {
		return r.act(r.Desk, action.PrintDocument, r.meera, func(tx *store.Tx) error { _, err := documents.DidNotComeOut(tx, d.ID); return err })
	}
	wantFail(t, back(), store.Conflict, "not_printed")
	r.printed(d.ID, documents.PrintTaken)
	if err := back(); err != nil {
		t.Fatal(err)
	}
	if got := r.waiting(); len(got) != 1 {
		t.Errorf("waiting: %v", got)
	}
	if copy := r.printed(d.ID, documents.PrintTaken); copy != 0 {
		t.Errorf("the original again says copy %d", copy)
	}
	if copy := r.printed(d.ID, documents.PrintTaken); copy != 1 {
		t.Errorf("copy %d", copy)
	}
	if err := back(); err != nil { // the copy jammed: the original is out, so nothing waits
		t.Fatal(err)
	}
	if got := r.item(d.ID); got.Waits || got.Papers != 1 {
		t.Errorf("%+v", got)
	}
	r.must(r.Desk, action.HandOverDocument, r.meera, func(tx *store.Tx) error { _, err := documents.HandOverTo(tx, d.ID, ""); return err })
	wantFail(t, back(), store.Conflict, "handed_over")
	r.MustView(t, r.Desk, action.ReadDocument, func(tx *store.Tx) error {
		prints, err := documents.PrintsOf(tx, d.ID)
		if len(prints) != 3 || prints[0].Outcome != documents.PrintFailed || prints[0].Version != 2 || prints[1].Outcome != documents.PrintTaken {
			t.Errorf("%+v", prints)
		}
		return err
	}, store.About(r.meera))
	r.MustVerify(t)
}

// What a printer's queue holds is no original that waits, and none that is known to be out: whoever hands it over has seen it.
func TestSentIsNotPrinted(t *testing.T) {
	r := open(t)
	d, other := r.issued(documents.Prescription, prescription("1")), r.issued(documents.Invoice, invoice("1"))
	settle := func(act action.Action, fn func(*store.Tx) error) error { return r.act(r.Desk, act, r.meera, fn) }
	came := func(id documents.DocumentID) error {
		return settle(action.PrintDocument, func(tx *store.Tx) error { _, err := documents.CameOut(tx, id); return err })
	}
	wantFail(t, came(d.ID), store.Conflict, "not_sent")
	for _, id := range []documents.DocumentID{d.ID, other.ID} {
		if copy := r.printed(id, documents.PrintSent); copy != 0 {
			t.Errorf("copy %d", copy)
		}
		if got := r.item(id); !got.Sent || got.Waits || got.Papers != 1 {
			t.Errorf("%+v", got)
		}
	}
	if copy := r.printed(d.ID, documents.PrintFailed); copy != 1 { // the original may still come out, so this one says that it is a copy
		t.Errorf("copy %d", copy)
	}
	if err := came(d.ID); err != nil {
		t.Fatal(err)
	}
	if got := r.item(d.ID); got.Sent || got.Papers != 1 {
		t.Errorf("%+v", got)
	}
	if err := settle(action.HandOverDocument, func(tx *store.Tx) error { _, err := documents.HandOverTo(tx, other.ID, ""); return err }); err != nil {
		t.Fatal(err)
	}
	if got := r.item(other.ID); got.Sent || got.Papers != 1 || !got.HandedOver {
		t.Errorf("%+v", got)
	}
	r.MustVerify(t)
}

func TestToPrintHoldsTodaysFirst(t *testing.T) {
	r := open(t)
	a, b := r.issued(documents.Invoice, invoice("1")), r.issued(documents.Invoice, invoice("2"))
	r.Clock.Add(24 * time.Hour)
	r.issued(documents.Invoice, invoice("3"))
	if got := strings.Join(r.waiting(), " "); got != "3 1 2" {
		t.Errorf("waiting: %s", got)
	}
	r.printed(a.ID, documents.PrintShown)
	r.printed(b.ID, documents.PrintWaived)
	if got := strings.Join(r.waiting(), " "); got != "3" {
		t.Errorf("waiting: %s", got)
	}
	if copy := r.printed(a.ID, documents.PrintTaken); copy != 1 {
		t.Errorf("after a copy by hand the printer's says copy %d", copy)
	}
	if copy := r.printed(b.ID, documents.PrintTaken); copy != 0 {
		t.Errorf("a waived original says copy %d", copy)
	}
	r.MustVerify(t)
}

func TestNothingIsPrintedThatNoLongerHolds(t *testing.T) {
	r := open(t)
	d := r.issued(documents.Prescription, prescription("1"))
	r.must(r.Doctor, action.VoidDocument, r.meera, func(tx *store.Tx) error { _, err := documents.MarkVoid(tx, d.ID, "wrong dose"); return err })
	err := r.act(r.Desk, action.PrintDocument, r.meera, func(tx *store.Tx) error { _, err := documents.NextCopy(tx, d.ID); return err })
	wantFail(t, err, store.Conflict, "void")
	// A paper that left the printer meanwhile is a fact, and kept.
	r.must(r.Desk, action.PrintDocument, r.meera, func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, 0, documents.PrintTaken); return err })
	if got := r.item(d.ID); got.Papers != 1 {
		t.Errorf("%+v", got)
	}
	for name, fn := range map[string]func(*store.Tx) error{
		"an unknown outcome": func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, 0, "maybe"); return err },
		"no outcome":         func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, 0, ""); return err },
		"a copy too far":     func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, 2, documents.PrintTaken); return err },
		"a negative copy":    func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, -1, documents.PrintTaken); return err },
	} {
		if err := r.act(r.Desk, action.PrintDocument, r.meera, fn); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	err = r.View(ctx, r.Desk, action.ReadSchedule, func(tx *store.Tx) error { _, err := documents.Printed(tx, d.ID, 1, documents.PrintTaken); return err })
	wantFail(t, err, store.Forbidden, "")
	r.MustVerify(t)
}

func TestAFailedActLeavesNoDocument(t *testing.T) {
	r := open(t)
	boom := errors.New("the power went")
	err := r.act(r.Doctor, action.FinishVisit, r.meera, func(tx *store.Tx) error {
		if _, err := documents.Issue(tx, press{}, documents.Prescription, prescription("1"), r.subject(r.meera)); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) || len(r.waiting()) != 0 {
		t.Errorf("%v, waiting %v", err, r.waiting())
	}
	r.MustVerify(t)
}

func TestEveryCodeHasAWord(t *testing.T) {
	for _, k := range []interface{ CatalogueKey() string }{documents.Current, documents.Superseded, documents.EnteredInError,
		documents.PrintTaken, documents.PrintSaved, documents.PrintShown, documents.PrintFailed, documents.PrintWaived,
		assets.Key("documents.title.prescription"), assets.Key("documents.title.invoice"), assets.Key("documents.title.tax_invoice"),
		assets.Key("documents.title.credit_note"), assets.Key("documents.title.receipt"), assets.Key("documents.title.refund")} {
		if text := assets.Text(assets.English, k.CatalogueKey()); text == "" || strings.Contains(text, "⟦") {
			t.Errorf("%s: %q", k.CatalogueKey(), text)
		}
	}
}
