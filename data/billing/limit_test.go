package billing_test

import (
	"testing"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// TestTheDeskIsHeldToItsLimits: 10 % discount (the default), 500.00 paid back.
func TestTheDeskIsHeldToItsLimits(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	percent := func(actor store.Actor, n int64) error {
		b := d.drafted(p, "consult")
		return d.act(actor, action.Bill, p, func(tx *store.Tx) error {
			_, err := billing.DiscountPercent(tx, b.Invoice, value.Whole(n))
			return err
		})
	}
	for _, c := range []struct {
		name string
		err  error
		want bool
	}{
		{"desk 10 %", percent(d.Desk, 10), true},
		{"desk 11 %", percent(d.Desk, 11), false},
		{"doctor 50 %", percent(d.Doctor, 50), true},
		{"owner 100 %", percent(d.Owner, 100), true},
	} {
		if (c.err == nil) != c.want {
			t.Errorf("%s: %v", c.name, c.err)
		}
	}
	wantFail(t, percent(d.Desk, 11), store.Forbidden, "discount_limit")

	b := d.drafted(p, "consult")
	price := func(actor store.Actor, price billing.Minor) error {
		return d.act(actor, action.Bill, p, func(tx *store.Tx) error {
			l, err := line(tx, "consult", "1")
			if err != nil {
				return err
			}
			l.UnitPrice, l.ListPrice = price, price // what a caller says of the list counts for nothing
			changed, err := billing.SetLines(tx, b.Invoice, []billing.ChargeItem{l})
			if err == nil {
				b = changed
			}
			return err
		})
	}
	wantFail(t, price(d.Desk, 449_99), store.Forbidden, "discount_limit")
	if err := price(d.Desk, 450_00); err != nil {
		t.Errorf("a price 10 %% below the list: %v", err)
	}
	if err := price(d.Doctor, 100_00); err != nil {
		t.Errorf("the doctor's price: %v", err)
	}
	// The desk goes on with what the doctor gave, and can't give more.
	d.must(d.Desk, action.Bill, p, func(tx *store.Tx) (err error) {
		l, err := line(tx, "dressing", "1")
		if err != nil {
			return err
		}
		b, err = billing.AddLine(tx, b.Invoice, l)
		return err
	})
	err := d.act(d.Desk, action.Bill, p, func(tx *store.Tx) error {
		_, err := billing.DiscountAmount(tx, b.Invoice, inr(100_00))
		return err
	})
	wantFail(t, err, store.Forbidden, "discount_limit")

	i := d.issued(p, "consult", "consult", "dressing")
	credit := func(actor store.Actor, amount int64) error {
		return d.act(actor, action.CreditInvoice, p, func(tx *store.Tx) error {
			_, err := billing.Credit(tx, i.ID, "agreed", billing.CreditLine{Line: i.Lines[0].ID, Amount: inr(amount)})
			return err
		})
	}
	if err := credit(d.Desk, 400_00); err != nil {
		t.Error(err)
	}
	wantFail(t, credit(d.Desk, 100_01), store.Invalid, "credit_too_much")
	if err := credit(d.Desk, 100_00); err != nil {
		t.Error(err)
	}
	err = d.act(d.Desk, action.CreditInvoice, p, func(tx *store.Tx) error { _, err := billing.Credit(tx, i.ID, "agreed"); return err })
	wantFail(t, err, store.Forbidden, "refund_limit")

	d.pay(p, billing.Cash, 2000_00)
	refund := func(actor store.Actor, amount billing.Minor) error {
		return d.act(actor, action.Refund, p, func(tx *store.Tx) error {
			_, err := billing.Refund(tx, billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: amount}, billing.PaymentID{}, "agreed")
			return err
		})
	}
	if err := refund(d.Desk, 300_00); err != nil {
		t.Error(err)
	}
	wantFail(t, refund(d.Desk, 200_01), store.Forbidden, "refund_limit") // in small steps, too
	if err := refund(d.Desk, 200_00); err != nil {
		t.Error(err)
	}
	if err := refund(d.Doctor, 1500_00); err != nil {
		t.Error(err)
	}
	d.MustVerify(t)
}

func TestAnActIsHeldToItsPatient(t *testing.T) {
	d := open(t)
	meera, asha := d.register("Meera"), d.register("Asha")
	b, other := d.issued(meera, "consult"), d.drafted(meera, "consult")
	for name, fn := range map[string]func(*store.Tx) error{
		"draft":  func(tx *store.Tx) error { _, err := billing.NewDraft(tx, d.blank(meera)); return err },
		"issue":  func(tx *store.Tx) error { _, err := billing.Issue(tx, other.Invoice); return err },
		"credit": func(tx *store.Tx) error { _, err := billing.Credit(tx, b.ID, "x"); return err },
		"take": func(tx *store.Tx) error {
			_, err := billing.TakePayment(tx, billing.Payment{Patient: meera, Location: d.where, Method: billing.Cash, Amount: 1})
			return err
		},
	} {
		if err := d.act(d.Owner, action.Bill, asha, fn); store.CodeOf(err) != store.Forbidden {
			t.Errorf("%s for another patient: %v", name, err)
		}
	}
	err := d.act(d.Owner, action.TakePayment, asha, func(tx *store.Tx) error {
		_, err := billing.TakePayment(tx, billing.Payment{Patient: asha, Location: d.where, Method: billing.Cash, Amount: 1}, b.ID)
		return err
	})
	wantFail(t, err, store.Forbidden, "")
	d.MustVerify(t)
}
