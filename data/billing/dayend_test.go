package billing_test

import (
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func (d *desk) closeDay(end billing.DayEnd) (billing.DayEnd, error) {
	err := d.Update(ctx, d.Desk, action.DayEnd, func(tx *store.Tx) (err error) {
		anchor := d.Anchors()[0]
		end.AnchorDevice, end.AnchorSequence, end.AnchorHead = anchor.Device, anchor.Sequence, anchor.Head
		end, err = billing.CloseDay(tx, end)
		return err
	})
	return end, err
}

func TestTheDayIsCountedAndClosed(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	i := d.issued(p, "consult", "dressing")
	d.pay(p, billing.Cash, 400_00, i.ID)
	d.pay(p, billing.UPI, 300_00, i.ID)
	d.must(d.Desk, action.Refund, p, func(tx *store.Tx) error {
		_, err := billing.Refund(tx, billing.Payment{Patient: p, Location: d.where, Method: billing.Cash, Amount: 50_00}, billing.PaymentID{}, "overpaid")
		return err
	})
	today := date("2026-11-23")
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		totals, err := billing.Totals(tx, today, d.where)
		if err != nil {
			return err
		}
		if len(totals.Methods) != 2 || totals.Received != inr(700_00) || totals.Refunded != inr(50_00) || totals.Cash != inr(350_00) || totals.Invoiced != inr(650_00) || totals.Invoices != 1 {
			t.Errorf("%+v", totals)
		}
		if m := totals.Methods[0]; m.Method != billing.Cash || m.Payments != 1 || m.Refunds != 1 || m.FirstReceipt != "T-A-R/26-27/0001" || m.LastReceipt != "T-A-R/26-27/0003" {
			t.Errorf("%+v", m)
		}
		all, err := billing.Totals(tx, today, organization.LocationID{})
		if all.Received != totals.Received {
			t.Errorf("at all places: %+v", all)
		}
		other, err2 := billing.Totals(tx, date("2026-11-22"), d.where)
		if other.Received.Minor != 0 || len(other.Methods) != 0 || other.Invoices != 0 {
			t.Errorf("the day before: %+v", other)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	end := billing.DayEnd{Date: today, Location: d.where, OpeningCash: 1000_00, Counted: 1340_00}
	_, err := d.closeDay(end)
	wantFail(t, err, store.Invalid, "")
	if got := fields(err); got != "note" {
		t.Errorf("problems of %q", got)
	}
	end.Note = "ten rupees short, a coin rolled away"
	first, err := d.closeDay(end)
	if err != nil || first.Expected != 1350_00 || first.Difference() != inr(-10_00) || first.ClosedBy != d.Desk.User {
		t.Fatalf("%+v %v", first, err)
	}
	_, err = d.closeDay(end)
	wantFail(t, err, store.Conflict, "day_closed")
	d.pay(p, billing.Cash, 100_00)
	again := end
	again.Counted, again.Replaces, again.Note = 1450_00, first.ID, ""
	second, err := d.closeDay(again)
	if err != nil || second.Expected != 1450_00 {
		t.Fatalf("%+v %v", second, err)
	}
	_, err = d.closeDay(again)
	wantFail(t, err, store.Conflict, "day_closed")
	tomorrow := billing.DayEnd{Date: date("2026-11-24"), Location: d.where}
	_, err = d.closeDay(tomorrow)
	wantFail(t, err, store.Invalid, "day_not_begun")
	d.Clock.Add(24 * time.Hour)
	d.MustView(t, d.Desk, action.ReadBilling, func(tx *store.Tx) error {
		stands, found, err := billing.DayEndOf(tx, today, d.where)
		if !found || stands.ID != second.ID || stands.Totals.Cash != inr(450_00) || stands.Anchor().Sequence == 0 {
			t.Errorf("%v %+v", found, stands)
		}
		last, found, err2 := billing.LastDayEnd(tx, date("2026-11-24"), d.where)
		if !found || last.ID != second.ID {
			t.Errorf("%v %+v", found, last)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	d.MustVerify(t)
}

func TestADayEndChecksItsInput(t *testing.T) {
	d := open(t)
	today := date("2026-11-23")
	for name, c := range map[string]struct {
		end  billing.DayEnd
		want string
	}{
		"no date":        {billing.DayEnd{Location: d.where}, "date"},
		"half a date":    {billing.DayEnd{Location: d.where, Date: date("2026-11")}, "date"},
		"no such day":    {billing.DayEnd{Location: d.where, Date: value.PartialDate{Year: 2026, Month: 2, Day: 30}}, "date"},
		"nowhere":        {billing.DayEnd{Date: today}, "location"},
		"negative count": {billing.DayEnd{Date: today, Location: d.where, Counted: -1, Note: "x"}, "counted"},
		"too much":       {billing.DayEnd{Date: today, Location: d.where, OpeningCash: 1 << 60, Note: "x"}, "openingCash"},
	} {
		_, err := d.closeDay(c.end)
		wantFail(t, err, store.Invalid, "")
		if got := fields(err); got != c.want {
			t.Errorf("%s: problems of %q, want %q", name, got, c.want)
		}
	}
	err := d.Update(ctx, d.Desk, action.DayEnd, func(tx *store.Tx) error {
		_, err := billing.CloseDay(tx, billing.DayEnd{Date: today, Location: d.where})
		return err
	})
	wantFail(t, err, store.Invalid, "")
	if got := fields(err); got != "anchor" {
		t.Errorf("without an anchor: problems of %q", got)
	}
	d.MustVerify(t)
}
