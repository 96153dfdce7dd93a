package billing_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/store/action"
)

// ledger is what the room should come to, kept the simple way: who holds which money.
type ledger struct {
	patient  billing.PatientID
	invoices []*bill
	payments []*money
}

type bill struct {
	billing.Bill
	credited billing.Minor
}

type money struct {
	id      billing.PaymentID
	amount  billing.Minor
	back    billing.Minor
	settles map[billing.InvoiceID]billing.Minor
}

func (m *money) left() billing.Minor {
	left := m.amount - m.back
	for _, part := range m.settles {
		left -= part
	}
	return left
}

func (l *ledger) paid(i billing.InvoiceID) (sum billing.Minor) {
	for _, m := range l.payments {
		sum += m.settles[i]
	}
	return sum
}

func (l *ledger) balance(b *bill) billing.Minor { return b.Gross - b.credited - l.paid(b.ID) }

func (l *ledger) credit() (sum billing.Minor) {
	for _, m := range l.payments {
		sum += m.left()
	}
	return sum
}

// settle moves money to an invoice, as far as both go.
func (l *ledger) settle(m *money, b *bill, most billing.Minor) {
	m.settles[b.ID] += min(most, m.left(), l.balance(b))
}

// TestNoActMakesMoney runs random acts against the room and the ledger: every minor unit that came in settles an invoice, went out
// again or lies on the account, no invoice takes more than it asks, and room and ledger agree after each act.
func TestNoActMakesMoney(t *testing.T) {
	d := open(t)
	d.registered()
	rapid.Check(t, func(r *rapid.T) {
		l := &ledger{patient: d.register("Meera")}
		// One transaction: the acts see each other's writes, and a hundred runs stay quick.
		d.whole(r, func(tx *store.Tx) error {
			for range rapid.IntRange(1, 15).Draw(r, "acts") {
				act := rapid.SampledFrom([]func(*rapid.T, *desk, *store.Tx) error{l.bill, l.pay, l.payAhead, l.apply, l.release, l.credits, l.refund, l.overdraw, l.reverse}).Draw(r, "act")
				if err := act(r, d, tx); err != nil {
					return err
				}
				if err := l.check(r, tx); err != nil {
					return err
				}
			}
			return nil
		})
	})
	d.MustVerify(t)
}

// whole runs fn over the whole practice. rapid leaves a failed run by a panic, which is let out only after the transaction has ended.
func (d *desk) whole(r *rapid.T, fn func(*store.Tx) error) {
	var left any
	err := d.Update(ctx, d.Owner, action.LoadDemo, func(tx *store.Tx) (err error) {
		defer func() {
			if left = recover(); left != nil {
				err = errors.New("left by a panic")
			}
		}()
		return fn(tx)
	})
	if left != nil {
		panic(left)
	}
	if err != nil {
		r.Fatal(err)
	}
}

func (l *ledger) bill(r *rapid.T, d *desk, tx *store.Tx) error {
	var lines []billing.ChargeItem
	for _, code := range rapid.SliceOfN(rapid.SampledFrom([]string{"consult", "dressing", "cream"}), 1, 3).Draw(r, "fees") {
		one, err := line(tx, code, rapid.SampledFrom([]string{"1", "2", "0.5", "1.333"}).Draw(r, "quantity"))
		if err != nil {
			return err
		}
		lines = append(lines, one)
	}
	b, err := billing.NewDraft(tx, d.blank(l.patient), lines...)
	if err != nil {
		return err
	}
	if b, err = billing.DiscountAmount(tx, b.Invoice, inr(rapid.Int64Range(0, int64(b.Price)).Draw(r, "discount"))); err != nil {
		return err
	}
	b, err = billing.Issue(tx, b.Invoice)
	l.invoices = append(l.invoices, &bill{Bill: b})
	return err
}

func (l *ledger) take(r *rapid.T, d *desk, tx *store.Tx, bills ...*bill) error {
	m := &money{amount: billing.Minor(rapid.Int64Range(1, 120_000).Draw(r, "amount")), settles: map[billing.InvoiceID]billing.Minor{}}
	ids := make([]billing.InvoiceID, len(bills))
	for n, b := range bills {
		ids[n] = b.ID
		l.settle(m, b, m.amount)
	}
	taken, err := billing.TakePayment(tx, billing.Payment{Patient: l.patient, Location: d.where, Method: billing.Cash, Amount: m.amount}, ids...)
	if err == nil && taken.OnAccount != inr(int64(m.left())) {
		r.Fatalf("on account %v, want %d", taken.OnAccount, m.left())
	}
	m.id = taken.Payment.ID
	l.payments = append(l.payments, m)
	return err
}

func (l *ledger) pay(r *rapid.T, d *desk, tx *store.Tx) error {
	if len(l.invoices) == 0 {
		return nil
	}
	return l.take(r, d, tx, rapid.Permutation(l.invoices).Draw(r, "order")...)
}

func (l *ledger) payAhead(r *rapid.T, d *desk, tx *store.Tx) error { return l.take(r, d, tx) }

func (l *ledger) apply(r *rapid.T, d *desk, tx *store.Tx) error {
	if len(l.invoices) == 0 {
		return nil
	}
	b := rapid.SampledFrom(l.invoices).Draw(r, "invoice")
	for _, m := range l.payments {
		l.settle(m, b, m.left())
	}
	_, err := billing.ApplyCredit(tx, b.ID)
	return err
}

func (l *ledger) release(r *rapid.T, d *desk, tx *store.Tx) error {
	for _, m := range l.payments {
		for _, b := range l.invoices {
			if settled := m.settles[b.ID]; settled > 0 {
				part := rapid.Int64Range(1, int64(settled)).Draw(r, "release")
				m.settles[b.ID] -= billing.Minor(part)
				_, err := billing.Release(tx, m.id, b.ID, inr(part))
				return err
			}
		}
	}
	return nil
}

func (l *ledger) credits(r *rapid.T, d *desk, tx *store.Tx) error {
	if len(l.invoices) == 0 {
		return nil
	}
	b := rapid.SampledFrom(l.invoices).Draw(r, "invoice")
	var parts []billing.CreditLine
	if rapid.Bool().Draw(r, "part") {
		one := rapid.SampledFrom(b.Lines).Draw(r, "line")
		parts = append(parts, billing.CreditLine{Line: one.ID, Amount: inr(rapid.Int64Range(1, int64(one.Gross)+1).Draw(r, "credit"))})
	}
	note, err := billing.Credit(tx, b.ID, "agreed", parts...)
	switch store.CodeOf(err) {
	case store.Conflict, store.Invalid: // nothing left, or more than is left; check sees that nothing was written
		if len(parts) == 0 && b.credited < b.Gross {
			r.Fatalf("%d of %d credited, and the rest was refused: %v", b.credited, b.Gross, err)
		}
		return nil
	case "":
	default:
		return err
	}
	adds(r, note)
	if len(parts) > 0 && note.Gross != billing.Minor(parts[0].Amount.Minor) {
		r.Fatalf("credited %d for %v", note.Gross, parts[0].Amount)
	}
	b.credited += note.Gross
	for n := len(l.payments) - 1; n >= 0 && l.balance(b) < 0; n-- {
		m := l.payments[n]
		m.settles[b.ID] -= min(m.settles[b.ID], -l.balance(b))
	}
	return nil
}

func (l *ledger) refund(r *rapid.T, d *desk, tx *store.Tx) error {
	if l.credit() == 0 {
		return nil
	}
	need := billing.Minor(rapid.Int64Range(1, int64(l.credit())).Draw(r, "refund"))
	_, err := billing.Refund(tx, billing.Payment{Patient: l.patient, Location: d.where, Method: billing.Cash, Amount: need}, billing.PaymentID{}, "agreed")
	for _, m := range l.payments {
		part := min(need, m.left())
		m.back += part
		need -= part
	}
	return err
}

func (l *ledger) overdraw(r *rapid.T, d *desk, tx *store.Tx) error {
	more := l.credit() + billing.Minor(rapid.Int64Range(1, 100).Draw(r, "more"))
	_, err := billing.Refund(tx, billing.Payment{Patient: l.patient, Location: d.where, Method: billing.Cash, Amount: more}, billing.PaymentID{}, "agreed")
	if store.CodeOf(err) != store.Conflict {
		r.Fatalf("%d of %d was paid back: %v", more, l.credit(), err)
	}
	return nil
}

func (l *ledger) reverse(r *rapid.T, d *desk, tx *store.Tx) error {
	for _, m := range l.payments {
		if m.back == 0 {
			m.settles = map[billing.InvoiceID]billing.Minor{}
			m.back = m.amount
			_, err := billing.Reverse(tx, m.id, "typed wrongly")
			return err
		}
	}
	return nil
}

func (l *ledger) check(r *rapid.T, tx *store.Tx) error {
	var owed, settled, flow billing.Minor
	for _, m := range l.payments {
		list, err := billing.AllocationsOf(tx, m.id)
		if err != nil {
			return err
		}
		parts := map[billing.InvoiceID]billing.Minor{}
		for _, a := range list {
			parts[a.Invoice] += a.Amount // refunds have no invoice
		}
		for _, b := range l.invoices {
			if parts[b.ID] != m.settles[b.ID] {
				r.Fatalf("a payment of %d settles %d of an invoice; the ledger has %d", m.amount, parts[b.ID], m.settles[b.ID])
			}
		}
		if parts[billing.InvoiceID{}] != m.back {
			r.Fatalf("a payment of %d was paid back by %d; the ledger has %d", m.amount, parts[billing.InvoiceID{}], m.back)
		}
	}
	open := map[billing.InvoiceID]bool{}
	for _, b := range l.invoices {
		a, err := billing.AccountOf(tx, b.ID)
		if err != nil {
			return err
		}
		if a.Credited != b.credited || a.Paid != l.paid(b.ID) || a.Balance().Minor < 0 || a.Paid < 0 || a.Credited > a.Invoice.Gross {
			r.Fatalf("invoice of %d: credited %d, paid %d; the ledger has %d and %d", b.Gross, a.Credited, a.Paid, b.credited, l.paid(b.ID))
		}
		owed, settled = owed+l.balance(b), settled+a.Paid
		open[b.ID] = l.balance(b) > 0
	}
	balance, err := billing.BalanceOf(tx, l.patient)
	if err != nil {
		return err
	}
	payments, err := billing.PaymentsOf(tx, l.patient)
	if err != nil {
		return err
	}
	for _, p := range payments {
		flow += p.Amount
	}
	if balance.Owed.Minor != int64(owed) || balance.Credit.Minor != int64(l.credit()) || int64(flow) != int64(settled)+balance.Credit.Minor {
		r.Fatalf("balance %+v, flow %d, settled %d; the ledger has %d owed and %d credit", balance, flow, settled, owed, l.credit())
	}
	list, err := billing.OpenInvoices(tx, l.patient)
	for _, a := range list {
		if !open[a.Invoice.ID] {
			r.Fatalf("a settled invoice is listed as open: %+v", a)
		}
		delete(open, a.Invoice.ID)
	}
	for _, still := range open {
		if still {
			r.Fatalf("an open invoice is not listed")
		}
	}
	return err
}
