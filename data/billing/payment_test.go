package billing_test

import (
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
)

func TestPayingAnInvoice(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	a, b := d.issued(p, "consult"), d.issued(p, "dressing")
	taken := d.pay(p, billing.UPI, 550_00, a.ID, b.ID)
	if len(taken.Allocations) != 2 || taken.Allocations[1].Amount != 50_00 || taken.OnAccount.Minor != 0 || taken.Notice != "" {
		t.Errorf("%+v", taken)
	}
	if got := d.account(a.ID); got.Status != billing.Balanced {
		t.Errorf("%+v", got)
	}
	if got := d.account(b.ID); got.Status != billing.Issued || got.Balance() != inr(100_00) {
		t.Errorf("%+v", got)
	}
	if got := d.balance(p); got.Due() != inr(100_00) {
		t.Errorf("%+v", got)
	}
	taken = d.pay(p, billing.Cash, 500_00, b.ID)
	if taken.OnAccount != inr(400_00) || taken.Notice != billing.NoticeOnAccount {
		t.Errorf("%+v", taken)
	}
	if got := d.balance(p); got.Owed != inr(0) || got.Credit != inr(400_00) || got.Due() != inr(-400_00) {
		t.Errorf("%+v", got)
	}
	d.MustVerify(t)
}

func TestPaidBeforeTheVisit(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	first, second := d.pay(p, billing.Cash, 100_00), d.pay(p, billing.Card, 600_00)
	if first.Notice != "" || first.OnAccount != inr(100_00) {
		t.Errorf("%+v", first)
	}
	i := d.issued(p, "consult")
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		list, err := billing.ApplyCredit(tx, i.ID)
		if err == nil && (len(list) != 2 || list[0].Payment != first.Payment.ID || list[0].Amount != 100_00 || list[1].Amount != 400_00) {
			t.Errorf("%+v", list)
		}
		return err
	})
	if got := d.balance(p); got.Owed.Minor != 0 || got.Credit != inr(200_00) {
		t.Errorf("%+v", got)
	}
	j := d.issued(p, "consult")
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		if _, err := billing.Allocate(tx, second.Payment.ID, j.ID, inr(200_01)); store.CodeOf(err) != store.Conflict {
			t.Errorf("more than is left: %v", err)
		}
		if _, err := billing.Allocate(tx, second.Payment.ID, j.ID, inr(-1)); store.CodeOf(err) != store.Invalid {
			t.Errorf("below zero: %v", err)
		}
		_, err := billing.Allocate(tx, second.Payment.ID, j.ID, inr(200_00))
		return err
	})
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		if _, err := billing.Release(tx, second.Payment.ID, j.ID, inr(200_01)); store.CodeOf(err) != store.Conflict {
			t.Errorf("more than was settled: %v", err)
		}
		_, err := billing.Release(tx, second.Payment.ID, j.ID, inr(50_00))
		return err
	})
	if got := d.balance(p); got.Owed != inr(350_00) || got.Credit != inr(50_00) {
		t.Errorf("%+v", got)
	}
	d.MustVerify(t)
}

func TestACreditNoteFreesWhatWasPaid(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	i := d.issued(p, "consult", "dressing")
	d.pay(p, billing.Cash, 300_00, i.ID)
	last := d.pay(p, billing.UPI, 350_00, i.ID)
	var note billing.Bill
	d.must(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) (err error) {
		if note, err = billing.Credit(tx, i.ID, "dressing not done", billing.CreditLine{Line: i.Lines[1].ID}); err != nil {
			return err
		}
		list, err := billing.AllocationsOf(tx, last.Payment.ID)
		if err == nil && (len(list) != 2 || list[1].Amount != -150_00) {
			t.Errorf("the newest payment is freed first: %+v", list)
		}
		return err
	})
	if note.Number != "T-A-C/26-27/0001" || note.Gross != 150_00 || note.Credits != i.ID || note.Reason != "dressing not done" || note.Lines[0].Credits != i.Lines[1].ID {
		t.Errorf("%+v", note)
	}
	if a := d.account(i.ID); a.Status != billing.Balanced || a.Credited != 150_00 || a.Paid != 500_00 {
		t.Errorf("%+v", a)
	}
	if got := d.balance(p); got.Credit != inr(150_00) || got.Owed.Minor != 0 {
		t.Errorf("%+v", got)
	}
	d.must(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) (err error) {
		note, err = billing.Credit(tx, i.ID, "wrong patient")
		return err
	})
	if a := d.account(i.ID); a.Status != billing.Cancelled || note.Gross != 500_00 || len(note.Lines) != 1 || a.Paid != 0 {
		t.Errorf("%+v %+v", a, note)
	}
	err := d.act(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) error { _, err := billing.Credit(tx, i.ID, "again"); return err })
	wantFail(t, err, store.Conflict, "nothing_to_credit")
	err = d.act(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) error { _, err := billing.Credit(tx, note.ID, "of a credit"); return err })
	wantFail(t, err, store.Conflict, "not_issued")
	if got := d.balance(p); got.Credit != inr(650_00) {
		t.Errorf("%+v", got)
	}
	d.MustVerify(t)
}

// TestCreditsOfALineSumToIt: however a taxed line is credited in parts, net and tax come out to the minor unit.
func TestCreditsOfALineSumToIt(t *testing.T) {
	d := open(t)
	d.registered()
	p := d.register("Meera")
	i := d.issued(p, "cream") // net 99.99, tax 5.00
	var net, tax billing.Minor
	for _, amount := range []int64{1, 3333, 7, 5000, 0} {
		d.must(d.Doctor, action.CreditInvoice, p, func(tx *store.Tx) error {
			part := billing.CreditLine{Line: i.Lines[0].ID, Amount: inr(amount)}
			if amount == 0 {
				part.Amount.Currency = ""
			}
			note, err := billing.Credit(tx, i.ID, "bit by bit", part)
			if err == nil {
				adds(t, note)
				net, tax = net+note.Net, tax+note.Tax
			}
			return err
		})
	}
	if net != i.Net || tax != i.Tax || d.account(i.ID).Status != billing.Cancelled {
		t.Errorf("credited %d + %d of %d + %d", net, tax, i.Net, i.Tax)
	}
	d.MustVerify(t)
}

func TestRefundsComeOutOfCreditAlone(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	i := d.issued(p, "consult")
	first := d.pay(p, billing.Cash, 600_00, i.ID)
	refund := func(amount billing.Minor, from billing.PaymentID, reason string) (billing.Payment, error) {
		var back billing.Payment
		err := d.act(d.Doctor, action.Refund, p, func(tx *store.Tx) (err error) {
			back, err = billing.Refund(tx, billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: amount}, from, reason)
			return err
		})
		return back, err
	}
	_, err := refund(100_01, billing.PaymentID{}, "too much")
	wantFail(t, err, store.Conflict, "refund_too_much")
	_, err = refund(1, billing.PaymentID{}, " ")
	wantFail(t, err, store.Invalid, "reason_missing")
	_, err = refund(-1, billing.PaymentID{}, "below zero")
	wantFail(t, err, store.Invalid, "amount_zero")
	back, err := refund(40_00, first.Payment.ID, "overpaid")
	if err != nil || back.Amount != -40_00 || !back.IsRefund() || back.Number != "T-A-R/26-27/0002" || back.Reason != "overpaid" {
		t.Fatalf("%+v %v", back, err)
	}
	if got := d.balance(p); got.Credit != inr(60_00) {
		t.Errorf("%+v", got)
	}
	// Reversing the payment frees the invoice and pays back the rest.
	d.must(d.Doctor, action.Refund, p, func(tx *store.Tx) (err error) {
		back, err = billing.Reverse(tx, first.Payment.ID, "cash was false")
		return err
	})
	if back.Amount != -560_00 || d.account(i.ID).Status != billing.Issued || d.balance(p).Due() != inr(500_00) {
		t.Errorf("%+v", back)
	}
	err = d.act(d.Doctor, action.Refund, p, func(tx *store.Tx) error { _, err := billing.Reverse(tx, back.ID, "twice"); return err })
	wantFail(t, err, store.Conflict, "refund_of_refund")
	err = d.act(d.Doctor, action.Refund, p, func(tx *store.Tx) error { _, err := billing.Reverse(tx, first.Payment.ID, "twice"); return err })
	wantFail(t, err, store.Conflict, "refund_too_much")
	d.MustVerify(t)
}

func TestPaymentsAreCheckedAllAtOnce(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	good := billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: 100}
	with := func(change func(*billing.Payment)) billing.Payment { g := good; change(&g); return g }
	for name, c := range map[string]struct {
		payment billing.Payment
		want    string
	}{
		"nothing known":    {billing.Payment{Patient: p}, "location method amount"},
		"zero":             {with(func(p *billing.Payment) { p.Amount = 0 }), "amount"},
		"enormous":         {with(func(p *billing.Payment) { p.Amount = 1 << 62 }), "amount"},
		"unknown method":   {with(func(p *billing.Payment) { p.Method = "gold" }), "method"},
		"control":          {with(func(p *billing.Payment) { p.Reference = "\x1b[2J" }), "reference"},
		"invalid UTF-8":    {with(func(p *billing.Payment) { p.Payer = "\xff" }), "payer"},
		"long reference":   {with(func(p *billing.Payment) { p.Reference = strings.Repeat("9", 81) }), "reference"},
		"direction forced": {with(func(p *billing.Payment) { p.Payer = "\u202eabc" }), "payer"},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.act(d.Desk, action.TakePayment, p, func(tx *store.Tx) error { _, err := billing.TakePayment(tx, c.payment); return err })
			wantFail(t, err, store.Invalid, "")
			if got := fields(err); got != c.want {
				t.Errorf("problems of %q, want %q", got, c.want)
			}
		})
	}
	for name, payment := range map[string]billing.Payment{
		"negative":         with(func(p *billing.Payment) { p.Amount = -1 }),
		"foreign currency": with(func(p *billing.Payment) { p.Currency = "USD" }),
	} {
		err := d.act(d.Desk, action.TakePayment, p, func(tx *store.Tx) error { _, err := billing.TakePayment(tx, payment); return err })
		if store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	kept := d.mustTake(with(func(p *billing.Payment) { p.Payer, p.Reference = "🦁 محمد ", "UPI  4711" }))
	if kept.Payment.Payer != "🦁 محمد" || kept.Payment.Reference != "UPI 4711" || kept.Payment.Number != "T-A-R/26-27/0001" {
		t.Errorf("%+v", kept.Payment)
	}
	d.MustVerify(t)
}

func (d *desk) mustTake(p billing.Payment) (taken billing.Taken) {
	d.t.Helper()
	d.must(d.Desk, action.TakePayment, p.Patient, func(tx *store.Tx) (err error) {
		taken, err = billing.TakePayment(tx, p)
		return err
	})
	return taken
}

func TestADraftTakesNoPayment(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	b := d.drafted(p, "consult")
	err := d.act(d.Desk, action.TakePayment, p, func(tx *store.Tx) error {
		_, err := billing.TakePayment(tx, billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: 1}, b.ID)
		return err
	})
	wantFail(t, err, store.Conflict, "not_issued")
	if got := d.balance(p); got.Credit.Minor != 0 {
		t.Errorf("the failed act left %+v", got)
	}
}

func TestWhoOwes(t *testing.T) {
	d := open(t)
	var ids []billing.PatientID
	for _, name := range []string{"Asha", "Bela", "Chitra"} {
		p := d.register(name)
		ids = append(ids, p)
		d.issued(p, "consult")
		d.Clock.Add(24 * 3600e9)
	}
	second := d.issued(ids[0], "dressing")
	d.pay(ids[0], billing.Cash, 100_00, second.ID)
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		debts, err := billing.WhoOwes(tx, 2, 0)
		if err != nil {
			return err
		}
		if debts.Patients != 3 || debts.Owed != inr(1550_00) || len(debts.Debtors) != 2 {
			t.Fatalf("%+v", debts)
		}
		if a := debts.Debtors[0]; a.Patient != ids[0] || a.Owed != inr(550_00) || a.Invoices != 2 || a.Oldest != date("2026-11-23") {
			t.Errorf("%+v", a)
		}
		rest, err := billing.WhoOwes(tx, 2, 2)
		if len(rest.Debtors) != 1 || rest.Debtors[0].Patient != ids[2] {
			t.Errorf("%+v", rest)
		}
		all, err2 := billing.Balances(tx, ids...)
		if len(all) != 3 || all[ids[1]].Owed != inr(500_00) {
			t.Errorf("%+v", all)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	d.MustVerify(t)
}
