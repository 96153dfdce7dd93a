package billing

import (
	"cmp"
	"slices"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Entry is one thing that changed what a patient owes: an issued invoice or credit note, or a payment or refund; the other is zero.
type Entry struct {
	Invoice Invoice
	Payment Payment
	Of      string      // on a credit note: the number of the invoice that it takes back
	Change  value.Money // above zero: the patient owes more
	Balance value.Money // owed after it; below zero the practice owes
}

// Date is the civil date on which the entry counts.
func (e Entry) Date() value.PartialDate {
	if e.Payment.ID.IsZero() {
		return e.Invoice.IssueDate
	}
	return e.Payment.Date
}

func (e Entry) instant() time.Time {
	if e.Payment.ID.IsZero() {
		return e.Invoice.Issued
	}
	return e.Payment.Received
}

// Statement is a patient's account over a period: every entry with the balance after it.
type Statement struct {
	From, To value.PartialDate
	Opening  value.Money // owed before From
	Entries  []Entry     // in order
	Closing  value.Money // owed at the end of To
	Ageing   Ageing
}

// Ageing parts what is owed at a day by how long ago its invoices were issued. Credit is money that settled nothing by then: the four
// others less Credit are what is owed.
type Ageing struct {
	UpTo30, UpTo60, UpTo90, Over90, Credit value.Money
}

// StatementOf returns the account of a patient from one day to another, both included. Invalid where the days are not whole, stand the wrong
// way round or lie in the future.
func StatementOf(tx *store.Tx, patient PatientID, from, to value.PartialDate) (Statement, error) {
	if err := checkPeriod(tx, from, to); err != nil {
		return Statement{}, err
	}
	if err := about(tx, patient); err != nil {
		return Statement{}, err
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return Statement{}, err
	}
	entries, err := entriesOf(tx, patient)
	if err != nil {
		return Statement{}, err
	}
	balance := value.Money{Currency: practice.Currency}
	s := Statement{From: from, To: to, Opening: balance}
	for _, e := range entries {
		if to.Before(e.Date()) {
			break
		}
		if balance, err = balance.Add(e.Change); err != nil {
			return s, err
		}
		if e.Date().Before(from) {
			s.Opening = balance
			continue
		}
		e.Balance = balance
		s.Entries = append(s.Entries, e)
	}
	s.Closing = balance
	s.Ageing, err = ageingOf(tx, patient, to, balance)
	return s, err
}

func checkPeriod(tx *store.Tx, from, to value.PartialDate) error {
	if err := fullDate(from); err != nil {
		return err
	}
	if err := fullDate(to); err != nil {
		return err
	}
	today, _, err := organization.Today(tx)
	switch {
	case err != nil:
		return err
	case to.Before(from):
		return store.FailField("to", "error.billing.period_reverse")
	case today.Before(to):
		return store.FailField("to", "error.billing.day_not_begun")
	}
	return nil
}

// entriesOf returns all entries of an account, by their days and then by their instants.
func entriesOf(tx *store.Tx, patient PatientID) ([]Entry, error) {
	invoices, err := store.Select(tx, Invoices, "patient_id = ? AND status = 'issued' AND retracted = 0 ORDER BY id", patient)
	if err != nil {
		return nil, err
	}
	payments, err := store.Select(tx, Payments, "patient_id = ? AND retracted = 0 ORDER BY id", patient)
	if err != nil {
		return nil, err
	}
	numbers := make(map[InvoiceID]string, len(invoices))
	entries := make([]Entry, 0, len(invoices)+len(payments))
	for _, i := range invoices {
		numbers[i.ID] = i.Number
	}
	for _, i := range invoices {
		e := Entry{Invoice: i, Of: numbers[i.Credits], Change: i.Total()}
		if i.Kind == KindCredit {
			e.Change = e.Change.Neg()
		}
		entries = append(entries, e)
	}
	for _, p := range payments {
		entries = append(entries, Entry{Payment: p, Change: p.Money().Neg()})
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Date().String(), b.Date().String()), a.instant().Compare(b.instant()))
	})
	return entries, nil
}

// ageingOf reads what stood open at the end of a day, by the age of its invoices. What is owed is the balance of that day.
func ageingOf(tx *store.Tx, patient PatientID, at value.PartialDate, owed value.Money) (Ageing, error) {
	nothing := value.Money{Currency: owed.Currency}
	a := Ageing{UpTo30: nothing, UpTo60: nothing, UpTo90: nothing, Over90: nothing, Credit: nothing}
	rows, err := tx.Query(action.BillingRead, `SELECT i.issue_date, i.gross - coalesce((SELECT sum(c.gross) FROM invoice c WHERE c.credits_id = i.id AND c.issue_date <= ?), 0)
			- coalesce((SELECT sum(p.amount) FROM allocation p WHERE p.invoice_id = i.id AND p.date <= ?), 0)
		FROM invoice i WHERE i.patient_id = ? AND i.kind = 'invoice' AND i.status = 'issued' AND i.issue_date <= ?`, at, at, patient, at)
	if err != nil {
		return a, err
	}
	defer rows.Close()
	open := int64(0)
	for rows.Next() {
		var issued value.PartialDate
		var left Minor
		if err := rows.Scan(&issued, &left); err != nil {
			return a, store.FromVault("scan ageing", err)
		}
		bucket := &a.Over90
		switch {
		case !issued.Before(at.AddDays(-30)):
			bucket = &a.UpTo30
		case !issued.Before(at.AddDays(-60)):
			bucket = &a.UpTo60
		case !issued.Before(at.AddDays(-90)):
			bucket = &a.UpTo90
		}
		bucket.Minor += int64(left)
		open += int64(left)
	}
	a.Credit.Minor = open - owed.Minor
	return a, store.FromVault("read ageing", rows.Err())
}
