package billing

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
)

// Issue gives a draft its number and makes it an invoice that never changes again. Tax rates are those of the service date.
//
// It returns Invalid for a draft without lines, and Conflict where the draft was issued or changed meanwhile. A failed transaction takes no
// number.
func Issue(tx *store.Tx, i Invoice) (Bill, error) {
	i, err := draft(tx, i)
	if err != nil {
		return Bill{}, err
	}
	lines, err := linesOf(tx, i.ID)
	if err != nil {
		return Bill{}, err
	}
	if len(lines) == 0 {
		return Bill{}, store.FailField("lines", "error.billing.nothing_to_bill")
	}
	before := lines
	if lines, err = priced(tx, &i, before, lines); err != nil {
		return Bill{}, err
	}
	if err := writeLines(tx, before, lines); err != nil {
		return Bill{}, err
	}
	if err := stamp(tx, &i, organization.SeriesInvoice); err != nil {
		return Bill{}, err
	}
	if err := store.Update(tx, Invoices, &i); err != nil {
		return Bill{}, err
	}
	return Bill{i, lines}, reopen(tx, i)
}

// stamp writes number, instant and date of issue.
func stamp(tx *store.Tx, i *Invoice, series organization.Series) error {
	today, _, err := organization.Today(tx)
	if err != nil {
		return err
	}
	number, err := organization.NextNumber(tx, series)
	if err != nil {
		return err
	}
	i.Status, i.Number, i.Issued, i.IssueDate = Issued, number, tx.Now(), today
	return nil
}

// reopen writes whether something is still to be paid on an issued invoice into the list of open ones. Whatever changes a
// balance ends with it.
func reopen(tx *store.Tx, i Invoice) error {
	account, err := accountOf(tx, i)
	if err != nil {
		return err
	}
	if account.balance() > 0 {
		return tx.Exec(action.BillingWrite, `INSERT OR IGNORE INTO open_invoice (invoice_id, patient_id) VALUES (?, ?)`, i.ID, i.Patient)
	}
	return tx.Exec(action.BillingWrite, `DELETE FROM open_invoice WHERE invoice_id = ?`, i.ID)
}
