package billing

import (
	"strings"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Account is an invoice and what has become of it since.
type Account struct {
	Invoice     Invoice
	Status      Status // with balanced and cancelled, which no record holds
	CreditNotes int    // how many
	Credited    Minor  // by them
	Paid        Minor  // by payments allocated to it
}

// balance is what is left to pay.
func (a Account) balance() Minor {
	if a.Invoice.Kind != KindInvoice || a.Invoice.Status != Issued {
		return 0
	}
	return a.Invoice.Gross - a.Credited - a.Paid
}

// Balance is what is left to pay; nothing on a draft or a credit note.
func (a Account) Balance() value.Money { return a.balance().In(a.Invoice.Currency) }

// AccountOf returns an invoice and what has become of it.
func AccountOf(tx *store.Tx, id InvoiceID) (Account, error) {
	i, err := store.Get(tx, Invoices, id)
	if err != nil {
		return Account{}, err
	}
	return accountOf(tx, i)
}

// OfPatient returns every bill and credit note of a patient that was not given up, newest service first.
func OfPatient(tx *store.Tx, patient PatientID) ([]Account, error) {
	return accounts(tx, "patient_id = ? AND retracted = 0 ORDER BY service_date DESC, id DESC", patient)
}

// OpenInvoices returns the invoices of a patient on which something is still to be paid, oldest first.
func OpenInvoices(tx *store.Tx, patient PatientID) ([]Account, error) {
	return accounts(tx, "id IN (SELECT invoice_id FROM open_invoice WHERE patient_id = ?) ORDER BY issue_date, id", patient)
}

// OfDay returns the bills of a day: what was issued on it, and the drafts of its services.
func OfDay(tx *store.Tx, date value.PartialDate) ([]Account, error) {
	if err := fullDate(date); err != nil {
		return nil, err
	}
	return accounts(tx, "id IN (SELECT id FROM invoice WHERE issue_date = ? UNION SELECT id FROM invoice WHERE status = 'draft' AND service_date = ?) AND retracted = 0 ORDER BY id", date, date)
}

func accounts(tx *store.Tx, where string, args ...any) ([]Account, error) {
	list, err := store.Select(tx, Invoices, where, args...)
	if err != nil {
		return nil, err
	}
	return accountsOf(tx, list)
}

func accountOf(tx *store.Tx, i Invoice) (Account, error) {
	list, err := accountsOf(tx, []Invoice{i})
	if err != nil {
		return Account{}, err
	}
	return list[0], nil
}

// batch is how many ids one query takes; SQLite allows 32,766 arguments.
const batch = 500

// accountsOf adds up credits and payments of the invoices, in their order.
func accountsOf(tx *store.Tx, invoices []Invoice) ([]Account, error) {
	list := make([]Account, len(invoices))
	place := make(map[InvoiceID]int, len(invoices))
	for n, i := range invoices {
		list[n] = Account{Invoice: i, Status: i.Status}
		place[i.ID] = n
	}
	for start := 0; start < len(invoices); start += batch {
		part := invoices[start:min(start+batch, len(invoices))]
		args := make([]any, len(part))
		for n, i := range part {
			args[n] = i.ID
		}
		rows, err := tx.Query(action.BillingRead, `SELECT i.id,
				(SELECT count(*) FROM invoice c WHERE c.credits_id = i.id),
				coalesce((SELECT sum(c.gross) FROM invoice c WHERE c.credits_id = i.id), 0),
				coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.invoice_id = i.id), 0)
			FROM invoice i WHERE i.status = 'issued' AND i.id IN (?`+strings.Repeat(", ?", len(part)-1)+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id InvoiceID
			var notes int
			var credited, paid Minor
			if err := rows.Scan(&id, &notes, &credited, &paid); err != nil {
				rows.Close()
				return nil, store.FromVault("scan account", err)
			}
			a := &list[place[id]]
			a.CreditNotes, a.Credited, a.Paid = notes, credited, paid
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return nil, store.FromVault("read accounts", err)
		}
	}
	for n := range list {
		list[n].Status = list[n].status()
	}
	return list, nil
}

func (a Account) status() Status {
	switch {
	case a.Invoice.Kind != KindInvoice || a.Invoice.Status != Issued:
		return a.Invoice.Status
	case a.CreditNotes > 0 && a.Credited == a.Invoice.Gross:
		return Cancelled
	case a.balance() == 0:
		return Balanced
	}
	return Issued
}

// ClearDerived empties what this room derives from records that are being cleared; see store.ClearTrial.
func ClearDerived(tx *store.Tx) error {
	return tx.Exec(action.BillingWrite, `DELETE FROM open_invoice`)
}
