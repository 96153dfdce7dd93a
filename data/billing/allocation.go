package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Allocation says which part of a payment settles an invoice, or went into a refund. It never changes: taking it back is
// another one below zero.
type Allocation struct {
	ID AllocationID `db:"id"`
	store.Meta
	Payment PaymentID         `db:"payment_id"` // money that came in
	Invoice InvoiceID         `db:"invoice_id"` // what it settles,
	Refund  PaymentID         `db:"refund_id"`  // or the refund that it went into; never both
	Amount  Minor             `db:"amount"`     // in the payment's currency; below zero: taken back from the invoice
	Date    value.PartialDate `db:"date"`       // the practice's civil date
}

// Allocations is the record type of allocations.
var Allocations = store.NewTable[Allocation](store.Spec{Number: 75, Name: "Allocation", Table: "allocation", Schema: 1, Trial: true, Read: action.BillingRead, Write: action.BillingWrite})

// Validate returns all problems at once.
func (a Allocation) Validate() error {
	var problems value.Problems
	if a.Payment.IsZero() {
		problems.Add("payment", "error.value.required")
	}
	if a.Invoice.IsZero() == a.Refund.IsZero() {
		problems.Add("invoice", "error.value.required")
	}
	if a.Amount == 0 || !a.Refund.IsZero() && a.Amount < 0 {
		problems.Add("amount", "error.billing.amount_zero")
	}
	wholeDate(&problems, "date", a.Date)
	return problems.Err()
}

// Allocate settles an invoice with money that was paid before: at most what is left of both.
func Allocate(tx *store.Tx, payment PaymentID, invoice InvoiceID, amount value.Money) (Allocation, error) {
	p, i, part, err := pair(tx, payment, invoice, amount)
	if err != nil {
		return Allocation{}, err
	}
	left, err := leftOfPayment(tx, payment)
	if err != nil {
		return Allocation{}, err
	}
	account, err := accountOf(tx, i)
	if err != nil {
		return Allocation{}, err
	}
	if part > left || part > account.balance() {
		return Allocation{}, store.Fail(store.Conflict, "error.billing.allocate_too_much")
	}
	return allocate(tx, p, i, part)
}

// Release takes money back off an invoice: it becomes credit on the patient's account, and the invoice is open again.
func Release(tx *store.Tx, payment PaymentID, invoice InvoiceID, amount value.Money) (Allocation, error) {
	p, i, part, err := pair(tx, payment, invoice, amount)
	if err != nil {
		return Allocation{}, err
	}
	settled, err := settledBy(tx, payment)
	if err != nil {
		return Allocation{}, err
	}
	for _, s := range settled {
		if s.invoice == invoice && part <= s.left {
			return allocate(tx, p, i, -part)
		}
	}
	return Allocation{}, store.Fail(store.Conflict, "error.billing.allocate_too_much")
}

// ApplyCredit settles an issued invoice from the patient's credit, oldest first, as far as either goes.
func ApplyCredit(tx *store.Tx, invoice InvoiceID) ([]Allocation, error) {
	i, err := issued(tx, invoice)
	if err != nil {
		return nil, err
	}
	account, err := accountOf(tx, i)
	if err != nil {
		return nil, err
	}
	sources, err := creditOf(tx, i.Patient)
	if err != nil {
		return nil, err
	}
	var list []Allocation
	need := account.balance()
	for _, s := range sources {
		part := min(need, s.left)
		if part <= 0 {
			continue
		}
		p, err := store.Get(tx, Payments, s.payment)
		if err != nil {
			return nil, err
		}
		a, err := allocate(tx, p, i, part)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
		need -= part
	}
	return list, nil
}

// pair reads a payment and an issued invoice that may meet, and checks the amount.
func pair(tx *store.Tx, payment PaymentID, invoice InvoiceID, amount value.Money) (Payment, Invoice, Minor, error) {
	i, err := issued(tx, invoice)
	if err != nil {
		return Payment{}, i, 0, err
	}
	p, err := store.Get(tx, Payments, payment)
	if err != nil {
		return p, i, 0, err
	}
	switch {
	case amount.Minor <= 0:
		return p, i, 0, store.FailField("amount", "error.billing.amount_zero")
	case p.Currency != i.Currency || amount.Currency != i.Currency:
		return p, i, 0, store.FailField("amount", "error.billing.other_currency")
	case p.IsRefund():
		return p, i, 0, store.Fail(store.Conflict, "error.billing.refund_of_refund")
	case p.Patient != i.Patient:
		return p, i, 0, store.Fail(store.Conflict, "error.billing.other_patient")
	}
	return p, i, Minor(amount.Minor), nil
}

// allocate writes an allocation, below zero for a release, and keeps the list of open invoices.
func allocate(tx *store.Tx, p Payment, i Invoice, amount Minor) (Allocation, error) {
	if p.Patient != i.Patient {
		return Allocation{}, store.Fail(store.Conflict, "error.billing.other_patient")
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return Allocation{}, err
	}
	a := Allocation{Payment: p.ID, Invoice: i.ID, Amount: amount, Date: today}
	if err := store.Insert(tx, Allocations, &a); err != nil {
		return a, err
	}
	return a, reopen(tx, i)
}

// releaseSurplus takes off an invoice what was paid beyond what is still asked after a credit, newest payment first.
func releaseSurplus(tx *store.Tx, i Invoice) error {
	account, err := accountOf(tx, i)
	if err != nil {
		return err
	}
	surplus := -account.balance()
	if surplus > 0 {
		payers, err := shares(tx, `SELECT payment_id, invoice_id, sum(amount) FROM allocation WHERE invoice_id = ? GROUP BY payment_id HAVING sum(amount) > 0 ORDER BY payment_id DESC`, i.ID)
		if err != nil {
			return err
		}
		for _, s := range payers {
			part := min(surplus, s.left)
			if part <= 0 {
				break
			}
			p, err := store.Get(tx, Payments, s.payment)
			if err != nil {
				return err
			}
			if _, err := allocate(tx, p, i, -part); err != nil {
				return err
			}
			surplus -= part
		}
	}
	return reopen(tx, i)
}

// share is an amount between a payment and an invoice, or what is left of a payment.
type share struct {
	payment PaymentID
	invoice InvoiceID
	left    Minor
}

// settledBy returns which invoices a payment settles, and with how much.
func settledBy(tx *store.Tx, payment PaymentID) ([]share, error) {
	return shares(tx, `SELECT payment_id, invoice_id, sum(amount) FROM allocation WHERE payment_id = ? AND invoice_id IS NOT NULL
		GROUP BY invoice_id HAVING sum(amount) > 0 ORDER BY invoice_id`, payment)
}

// creditOf returns the payments of a patient of which something is left, oldest first.
func creditOf(tx *store.Tx, patient PatientID) ([]share, error) {
	return shares(tx, `SELECT * FROM (SELECT p.id, NULL, p.amount - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.payment_id = p.id), 0) AS rest
		FROM payment p WHERE p.patient_id = ? AND p.amount > 0) WHERE rest > 0 ORDER BY 1`, patient)
}

// leftOfPayment is what no invoice and no refund has taken of a payment.
func leftOfPayment(tx *store.Tx, payment PaymentID) (Minor, error) {
	var left Minor
	err := tx.QueryRow(action.BillingRead, `SELECT p.amount - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.payment_id = p.id), 0) FROM payment p WHERE p.id = ?`,
		[]any{payment}, &left)
	return left, err
}

func shares(tx *store.Tx, query string, args ...any) ([]share, error) {
	rows, err := tx.Query(action.BillingRead, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []share
	for rows.Next() {
		var s share
		if err := rows.Scan(&s.payment, &s.invoice, &s.left); err != nil {
			return nil, store.FromVault("scan share", err)
		}
		list = append(list, s)
	}
	return list, store.FromVault("read shares", rows.Err())
}

// AllocationsOf returns what a payment settled and what was taken back since, in order.
func AllocationsOf(tx *store.Tx, payment PaymentID) ([]Allocation, error) {
	return store.Select(tx, Allocations, "payment_id = ? ORDER BY id", payment)
}
