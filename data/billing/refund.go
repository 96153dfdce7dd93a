package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
)

// Refund pays credit on a patient's account back: amount, above zero, out of the payment from, or out of the oldest credit where from is zero.
// Money that settles an invoice is credit only after Credit or Release.
//
// It returns Conflict for more than there is, and Forbidden beyond the actor's limit for a patient and day.
func Refund(tx *store.Tx, p Payment, from PaymentID, reason string) (Payment, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return p, err
	}
	if p.Amount <= 0 {
		return p, store.FailField("amount", "error.billing.amount_zero")
	}
	if err := about(tx, p.Patient); err != nil {
		return p, err
	}
	sources, err := creditOf(tx, p.Patient)
	if err != nil {
		return p, err
	}
	total := Minor(0)
	for n := range sources {
		if !from.IsZero() && sources[n].payment != from {
			sources[n].left = 0
		}
		total += sources[n].left
	}
	if p.Amount > total {
		return p, store.Fail(store.Conflict, "error.billing.refund_too_much")
	}
	if err := mayRefund(tx, p.Patient, p.Amount); err != nil {
		return p, err
	}
	need := p.Amount
	p.Amount, p.Reason = -need, reason
	if p, err = keep(tx, p); err != nil {
		return p, err
	}
	for _, s := range sources {
		part := min(need, s.left)
		if part <= 0 {
			continue
		}
		a := Allocation{Payment: s.payment, Refund: p.ID, Amount: part, Date: p.Date}
		if err := store.Insert(tx, Allocations, &a); err != nil {
			return p, err
		}
		need -= part
	}
	return p, nil
}

// mayRefund holds a refund to the actor's limit, together with what the patient got back on the same day.
func mayRefund(tx *store.Tx, patient PatientID, amount Minor) error {
	practice, err := organization.Current(tx)
	if err != nil {
		return err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return err
	}
	var before Minor
	err = tx.QueryRow(action.BillingRead, `SELECT coalesce(-sum(amount), 0) FROM payment WHERE patient_id = ? AND date = ? AND amount < 0`, []any{patient, today}, &before)
	if err != nil {
		return err
	}
	return mayGiveBack(tx, practice, before, amount)
}

// Reverse undoes a payment that was typed wrongly, bounced, or given back in full: it is taken off every invoice that it settled, and what is
// left of it is paid back by its own method.
func Reverse(tx *store.Tx, id PaymentID, reason string) (Payment, error) {
	p, err := store.Get(tx, Payments, id)
	if err != nil {
		return p, err
	}
	if p.IsRefund() {
		return p, store.Fail(store.Conflict, "error.billing.refund_of_refund")
	}
	settled, err := settledBy(tx, id)
	if err != nil {
		return p, err
	}
	for _, s := range settled {
		if _, err := Release(tx, id, s.invoice, s.left.In(p.Currency)); err != nil {
			return p, err
		}
	}
	left, err := leftOfPayment(tx, id)
	if err != nil {
		return p, err
	}
	if left == 0 {
		return p, store.Fail(store.Conflict, "error.billing.refund_too_much")
	}
	back := Payment{Patient: p.Patient, Location: p.Location, Practitioner: p.Practitioner, Method: p.Method, Reference: p.Reference, Payer: p.Payer, Amount: left}
	return Refund(tx, back, id, reason)
}
