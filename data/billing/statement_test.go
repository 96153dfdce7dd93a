package billing_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func (d *desk) statement(p billing.PatientID, from, to string) billing.Statement {
	d.t.Helper()
	var s billing.Statement
	d.must(d.Desk, action.IssueStatement, p, func(tx *store.Tx) (err error) {
		s, err = billing.StatementOf(tx, p, date(from), date(to))
		return err
	})
	return s
}

func (d *desk) today() (day value.PartialDate) {
	d.t.Helper()
	err := d.View(ctx, d.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		day, _, err = organization.Today(tx)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return day
}

// A statement follows an account through a bill, part payments, a credit note and money paid back, and ends where the account stands.
func TestStatement(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	first := d.today()
	bill := d.issued(p, "consult") // 500.00
	d.pay(p, billing.Cash, 200_00, bill.ID)
	d.Clock.Add(45 * 24 * time.Hour)
	second := d.issued(p, "dressing") // 150.00
	d.must(d.Owner, action.CreditInvoice, p, func(tx *store.Tx) error {
		_, err := billing.Credit(tx, bill.ID, "not done")
		return err
	})
	d.pay(p, billing.UPI, 50_00, second.ID)
	last := d.today()

	s := d.statement(p, first.String(), last.String())
	if s.Opening != inr(0) || s.Closing != d.balance(p).Due() || len(s.Entries) != 5 {
		t.Fatalf("%+v", s)
	}
	for n, want := range []int64{500_00, 300_00, 450_00, -50_00, -100_00} {
		if got := s.Entries[n].Balance; got != inr(want) {
			t.Errorf("entry %d: balance %v, want %d", n, got, want)
		}
	}
	if of := s.Entries[3].Of; of != bill.Number {
		t.Errorf("the credit note takes back %q, not %q", of, bill.Number)
	}
	// The second bill is open with 100.00; what was paid for the first is credit.
	if a := s.Ageing; a.UpTo30 != inr(100_00) || a.UpTo60 != inr(0) || a.Credit != inr(200_00) {
		t.Errorf("%+v", a)
	}
	early := d.statement(p, first.String(), first.AddDays(44).String())
	if early.Closing != inr(300_00) || early.Ageing.UpTo60 != inr(300_00) || early.Ageing.Credit != inr(0) {
		t.Errorf("as things stood then: %+v", early)
	}
	late := d.statement(p, last.String(), last.String())
	if late.Opening != inr(300_00) || late.Closing != s.Closing || len(late.Entries) != 3 {
		t.Errorf("%+v", late)
	}
}

func TestStatementRefusesAPeriod(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	today := d.today()
	err := d.View(ctx, d.Desk, action.IssueStatement, func(tx *store.Tx) error {
		for _, days := range [][2]value.PartialDate{{today, today.AddDays(-1)}, {today, today.AddDays(1)}, {{Year: 2026}, today}, {today, {}}} {
			if _, err := billing.StatementOf(tx, p, days[0], days[1]); store.CodeOf(err) != store.Invalid {
				t.Errorf("%v: %v", days, err)
			}
		}
		return nil
	}, store.About(p))
	if err != nil {
		t.Fatal(err)
	}
	other := d.register("Sunita")
	err = d.View(ctx, d.Desk, action.IssueStatement, func(tx *store.Tx) error {
		_, err := billing.StatementOf(tx, other, today, today)
		return err
	}, store.About(p))
	if store.CodeOf(err) != store.Forbidden {
		t.Errorf("of a patient whom the act does not name: %v", err)
	}
}

// Whatever was billed, paid, credited and paid back: a statement ends at the balance of the account, its ageing adds up to it, and
// two statements that follow one another meet.
func TestStatementEndsWhereTheAccountStands(t *testing.T) {
	d := open(t)
	rapid.Check(t, func(r *rapid.T) {
		l := &ledger{patient: d.register("Meera")}
		var middle value.PartialDate
		first := d.today()
		d.whole(r, func(tx *store.Tx) error {
			middle = value.DateOf(tx.Now())
			for range rapid.IntRange(0, 8).Draw(r, "acts") {
				act := rapid.SampledFrom([]func(*rapid.T, *desk, *store.Tx) error{l.bill, l.pay, l.payAhead, l.apply, l.release, l.credits, l.refund, l.reverse}).Draw(r, "act")
				if err := act(r, d, tx); err != nil {
					return err
				}
			}
			balance, err := billing.BalanceOf(tx, l.patient)
			if err != nil {
				return err
			}
			s, err := billing.StatementOf(tx, l.patient, first.AddDays(-400), d.today())
			if err != nil {
				return err
			}
			a := s.Ageing
			open, err := value.Sum(a.UpTo30, a.UpTo60, a.UpTo90, a.Over90)
			if s.Closing != balance.Due() || open != balance.Owed || a.Credit != balance.Credit {
				r.Fatalf("statement %v open %v credit %v, account %+v", s.Closing, open, a.Credit, balance)
			}
			before, err2 := billing.StatementOf(tx, l.patient, first.AddDays(-400), middle.AddDays(-1))
			after, err3 := billing.StatementOf(tx, l.patient, middle, d.today())
			if before.Closing != after.Opening || after.Closing != s.Closing {
				r.Fatalf("%v ends, %v begins", before.Closing, after.Opening)
			}
			return firstOf(err, err2, err3)
		})
	})
}

func firstOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestDayEndPapers(t *testing.T) {
	d := open(t)
	p := d.register("Meera")
	first, second := d.issued(p, "consult"), d.issued(p, "dressing")
	d.pay(p, billing.Cash, 500_00, first.ID)
	var end billing.DayEnd
	close := func(counted billing.Minor, replaces billing.DayEndID) {
		d.MustUpdate(t, d.Desk, action.DayEnd, func(tx *store.Tx) (err error) {
			end, err = billing.CloseDay(tx, billing.DayEnd{Date: d.today(), Location: d.where, Counted: counted, Replaces: replaces, AnchorDevice: "A", AnchorSequence: 1, AnchorHead: []byte{1}})
			return err
		})
	}
	close(500_00, billing.DayEndID{})
	d.Clock.Add(time.Second)
	d.issued(p, "consult")
	read := func() (invoices, credits billing.DayPapers, counts int, moved bool) {
		err := d.View(ctx, d.Desk, action.PrintDayEnd, func(tx *store.Tx) (err error) {
			if invoices, credits, err = billing.PapersOf(tx, end); err != nil {
				return err
			}
			if counts, err = billing.CountsOf(tx, end); err != nil {
				return err
			}
			moved, err = billing.MovedSince(tx, end)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	invoices, credits, counts, moved := read()
	if want := (billing.DayPapers{Count: 2, Total: inr(650_00), First: first.Number, Last: second.Number}); invoices != want || credits.Count != 0 || counts != 1 || !moved {
		t.Errorf("%+v %+v, count %d, moved %v", invoices, credits, counts, moved)
	}
	close(500_00, end.ID)
	if invoices, _, counts, moved = read(); invoices.Count != 3 || counts != 2 || moved {
		t.Errorf("%+v, count %d, moved %v", invoices, counts, moved)
	}
}
