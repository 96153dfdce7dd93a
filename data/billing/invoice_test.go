package billing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestADraftIsEditedAndIssued(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p, "consult", "dressing")
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		l, err := line(tx, "cream", "2")
		if err != nil {
			return err
		}
		if b, err = billing.AddLine(tx, b.Invoice, l); err != nil {
			return err
		}
		b, err = billing.SetLines(tx, b.Invoice, []billing.ChargeItem{b.Lines[2], b.Lines[0]})
		return err
	})
	if len(b.Lines) != 2 || b.Lines[0].Description != "Emollient cream 50 g" || b.Lines[1].Position != 2 || b.Gross != 2*99_99+500_00 {
		t.Fatalf("%+v", b)
	}
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		b.Payer, b.Note = "Star  Health,\nJaipur ", "for the insurer\r\n"
		if b, err = billing.Change(tx, b.Invoice); err != nil {
			return err
		}
		b, err = billing.Issue(tx, b.Invoice)
		return err
	})
	if b.Number != "T-A/26-27/0001" || b.Status != billing.Issued || b.IssueDate != date("2026-11-23") || b.Payer != "Star  Health,\nJaipur" || b.Note != "for the insurer" {
		t.Errorf("%+v", b.Invoice)
	}
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		got, err := billing.Get(tx, b.ID)
		if err == nil && (got.Invoice != b.Invoice || len(got.Lines) != 2 || got.Lines[0] != b.Lines[0]) {
			t.Errorf("read back %+v", got)
		}
		return err
	})
	if a := d.account(b.ID); a.Status != billing.Issued || a.Balance() != inr(699_98) {
		t.Errorf("%+v", a)
	}
	d.MustVerify(t)
}

func TestWhatIsIssuedNeverChanges(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.issued(p, "consult")
	for _, change := range map[string]func(*store.Tx) error{
		"particulars": func(tx *store.Tx) error { _, err := billing.Change(tx, b.Invoice); return err },
		"lines":       func(tx *store.Tx) error { _, err := billing.SetLines(tx, b.Invoice, nil); return err },
		"a line more": func(tx *store.Tx) error { _, err := billing.AddLine(tx, b.Invoice, b.Lines[0]); return err },
		"discount":    func(tx *store.Tx) error { _, err := billing.DiscountPercent(tx, b.Invoice, value.Whole(5)); return err },
		"issue":       func(tx *store.Tx) error { _, err := billing.Issue(tx, b.Invoice); return err },
		"discard":     func(tx *store.Tx) error { return billing.Discard(tx, b.Invoice) },
	} {
		wantFail(t, d.act(d.Owner, action.Bill, p, change), store.Conflict, "not_draft")
	}
	d.pay(p, billing.Cash, 500_00, b.ID)
	// And where the room itself were wrong, the file refuses, once the practice works for real: what a trial issued may go at its end.
	trial := func(now int) {
		if _, err := d.Vault.Writer().Exec("UPDATE practice SET trial = ?", now); err != nil {
			t.Fatal(err)
		}
	}
	trial(0)
	for _, sql := range []string{
		"UPDATE invoice SET gross = gross + 1", "UPDATE invoice SET status = 'draft', number = ''", "DELETE FROM invoice",
		"UPDATE charge_item SET description = 'x'", "DELETE FROM charge_item", "UPDATE payment SET amount = 1", "DELETE FROM payment",
		"UPDATE allocation SET amount = 1", "DELETE FROM allocation",
	} {
		if _, err := d.Vault.Writer().Exec("PRAGMA foreign_keys=0; " + sql); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	trial(1)
	late := b.Lines[0]
	late.ID, late.Meta = billing.ChargeItemID{}, store.Meta{}
	if err := d.act(d.Owner, action.Bill, p, func(tx *store.Tx) error { return store.Insert(tx, billing.ChargeItems, &late) }); err == nil {
		t.Error("an issued invoice took a further line")
	}
	d.MustVerify(t)
}

func TestAnEmptyDraftIsNotIssued(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p)
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error { _, err := billing.Issue(tx, b.Invoice); return err })
	wantFail(t, err, store.Invalid, "nothing_to_bill")
	d.MustVerify(t)
}

func TestAFreeVisitIsBalancedAtOnce(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p, "consult")
	d.must(d.Doctor, action.Bill, p, func(tx *store.Tx) (err error) {
		if b, err = billing.DiscountPercent(tx, b.Invoice, value.Whole(100)); err != nil {
			return err
		}
		b, err = billing.Issue(tx, b.Invoice)
		return err
	})
	if a := d.account(b.ID); b.Gross != 0 || a.Status != billing.Balanced {
		t.Errorf("%+v", a)
	}
	d.must(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) error {
		note, err := billing.Credit(tx, b.ID, "wrong visit")
		if err == nil && (note.Gross != 0 || len(note.Lines) != 1) {
			t.Errorf("%+v", note)
		}
		return err
	})
	if a := d.account(b.ID); a.Status != billing.Cancelled || a.CreditNotes != 1 {
		t.Errorf("%+v", a)
	}
	err := d.act(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) error { _, err := billing.Credit(tx, b.ID, "twice"); return err })
	wantFail(t, err, store.Conflict, "nothing_to_credit")
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		open, err := billing.OpenInvoices(tx, p)
		if len(open) != 0 {
			t.Errorf("open: %+v", open)
		}
		return err
	})
}

func TestNumbersHaveNoGapWhenTransactionsFail(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	boom := errors.New("the power went")
	for n := 1; n <= 4; n++ {
		b := d.drafted(p, "consult")
		err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error {
			if _, err := billing.Issue(tx, b.Invoice); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		err = d.act(d.Desk, action.TakePayment, p, func(tx *store.Tx) error {
			if _, err := billing.TakePayment(tx, billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: 1}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		i := d.issued(p, "consult")
		taken := d.pay(p, billing.Cash, 500_00, i.ID)
		if want := fmt.Sprintf("T-A/26-27/%04d", n); i.Number != want {
			t.Errorf("invoice %s, want %s", i.Number, want)
		}
		if want := fmt.Sprintf("T-A-R/26-27/%04d", n); taken.Payment.Number != want {
			t.Errorf("receipt %s, want %s", taken.Payment.Number, want)
		}
	}
	d.MustVerify(t)
}

func TestAStaleDraftIsAConflict(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p, "consult")
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		l, err := line(tx, "dressing", "1")
		if err != nil {
			return err
		}
		_, err = billing.AddLine(tx, b.Invoice, l)
		return err
	})
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error { _, err := billing.Issue(tx, b.Invoice); return err })
	wantFail(t, err, store.Conflict, "error.store.conflict")
	d.MustVerify(t)
}

func TestADiscardedDraftCountsNowhere(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p, "consult")
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) error { return billing.Discard(tx, b.Invoice) })
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		list, err := billing.OfPatient(tx, p)
		if len(list) != 0 {
			t.Errorf("%+v", list)
		}
		got, err2 := store.Get(tx, billing.Invoices, b.ID)
		if !got.Retracted || got.Status != billing.EnteredInError {
			t.Errorf("%+v", got)
		}
		return errors.Join(err, err2)
	})
	d.MustVerify(t)
}

func TestAVisitIsBilledOnce(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	visit := d.blank(p)
	appointment := d.appointment(p)
	visit.Appointment = appointment
	var ids []billing.InvoiceID
	for range 2 {
		d.must(d.Desk, action.Arrive, p, func(tx *store.Tx) error {
			b, err := billing.DraftForVisit(tx, visit, "Consult")
			ids = append(ids, b.ID)
			if err == nil && (len(b.Lines) != 1 || b.Gross != 500_00) {
				t.Errorf("%+v", b)
			}
			return err
		})
	}
	if ids[0] != ids[1] {
		t.Error("a second arrival made a second bill")
	}
	err := d.act(d.Desk, action.Arrive, p, func(tx *store.Tx) error { _, err := billing.DraftForVisit(tx, d.blank(p), "no such fee"); return err })
	wantFail(t, err, store.NotFound, "fee_unknown")
	// Issued and credited, the visit can be billed anew, and the new bill says which one it stands in for.
	d.must(d.Doctor, action.Bill, p, func(tx *store.Tx) error {
		b, err := billing.Get(tx, ids[0])
		if err != nil {
			return err
		}
		if _, err = billing.Issue(tx, b.Invoice); err != nil {
			return err
		}
		again := visit
		again.Replaces = ids[0]
		_, err = billing.NewDraft(tx, again)
		wantFail(t, err, store.Conflict, "replaces_uncredited")
		if _, err = billing.Credit(tx, ids[0], "wrong fee"); err != nil {
			return err
		}
		b, err = billing.DraftForVisit(tx, again, "dressing")
		if err == nil && (b.ID == ids[0] || b.Replaces != ids[0]) {
			t.Errorf("%+v", b)
		}
		return err
	})
	d.MustVerify(t)
}

// appointment puts a bare row there for the invoice to point at: what an appointment is belongs to its own room.
func (d *desk) appointment(p billing.PatientID) billing.AppointmentID {
	d.t.Helper()
	id := billing.AppointmentID{1, 15: byte(len(d.t.Name()))}
	_, err := d.Vault.Writer().Exec(`INSERT INTO appointment (id, version, device, sequence, changed, retracted, patient_id, practitioner_id, location_id, date, minute, zone, minutes, status, state)
		VALUES (?, 1, 'A', 1, 1, 0, ?, ?, ?, '2026-11-23', 600, 'Asia/Kolkata', 15, 'arrived', 'arrived')`, id, p, d.who, d.where)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func TestParticularsAreCheckedAllAtOnce(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	with := func(change func(*billing.Invoice)) billing.Invoice { i := d.blank(p); change(&i); return i }
	for name, c := range map[string]struct {
		invoice billing.Invoice
		want    string
	}{
		"nobody anywhere":  {billing.Invoice{Patient: p}, "practitioner location"},
		"no such day":      {with(func(i *billing.Invoice) { i.ServiceDate = value.PartialDate{Year: 2026, Month: 2, Day: 30} }), "serviceDate"},
		"half a day":       {with(func(i *billing.Invoice) { i.ServiceDate = date("2026-02") }), "serviceDate"},
		"control":          {with(func(i *billing.Invoice) { i.Payer = "a\x1b[2J" }), "payer"},
		"invalid UTF-8":    {with(func(i *billing.Invoice) { i.Note = "\xff\xfe" }), "note"},
		"direction forced": {with(func(i *billing.Invoice) { i.Payer, i.Note = "\u202ea", "\u2066b" }), "payer note"},
		"enormous":         {with(func(i *billing.Invoice) { i.Note = strings.Repeat("n", 1_000_000) }), "note"},
		"emoji, kept":      {with(func(i *billing.Invoice) { i.Note = "🩹 תודה" }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error {
				l, err := line(tx, "cream", "1")
				if err != nil {
					return err
				}
				b, err := billing.NewDraft(tx, c.invoice, l)
				if err == nil && b.Note != c.invoice.Note {
					t.Errorf("kept %q", b.Note)
				}
				return err
			})
			if c.want == "" && err != nil {
				t.Fatal(err)
			}
			if got := fields(err); got != c.want {
				t.Errorf("problems of %q, want %q (%v)", got, c.want, err)
			}
		})
	}
	d.MustVerify(t)
}
