package billing

import (
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// DayPapers are the invoices or credit notes of a closed day: how many, what they come to, and the first and the last number.
type DayPapers struct {
	Count       int
	Total       value.Money
	First, Last string
}

// PapersOf returns the invoices and credit notes of a closed day that were issued before it was counted.
func PapersOf(tx *store.Tx, d DayEnd) (invoices, credits DayPapers, err error) {
	list, err := store.Select(tx, Invoices, "issue_date = ? AND location_id = ? AND status = 'issued' AND issued <= ? AND retracted = 0 ORDER BY id", d.Date, d.Location, d.Closed.UnixMilli())
	if err != nil {
		return invoices, credits, err
	}
	invoices.Total.Currency, credits.Total.Currency = d.Currency, d.Currency
	for _, i := range list {
		papers := &invoices
		if i.Kind == KindCredit {
			papers = &credits
		}
		if papers.Count++; papers.Count == 1 {
			papers.First = i.Number
		}
		papers.Last = i.Number
		papers.Total.Minor += int64(i.Gross)
	}
	return invoices, credits, nil
}

// CountsOf returns how many times a day was counted at the place of d, up to d.
func CountsOf(tx *store.Tx, d DayEnd) (int, error) {
	var n int
	err := tx.QueryRow(action.BillingRead, `SELECT count(*) FROM day_end WHERE date = ? AND location_id = ? AND id <= ?`, []any{d.Date, d.Location, d.ID}, &n)
	return n, err
}

// MovedSince reports that money was taken, paid back, billed or credited on a closed day after it was counted.
func MovedSince(tx *store.Tx, d DayEnd) (bool, error) {
	now, err := Totals(tx, d.Date, d.Location)
	then := d.Totals
	return now.Received != then.Received || now.Refunded != then.Refunded || now.Cash != then.Cash || now.Invoices != then.Invoices || now.CreditNotes != then.CreditNotes, err
}
