package billing

import (
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// MethodTotal is what one method brought on a day.
type MethodTotal struct {
	Method       Method      `json:"method"`
	Received     value.Money `json:"received"`
	Payments     int         `json:"payments"`
	Refunded     value.Money `json:"refunded"` // above zero
	Refunds      int         `json:"refunds"`
	FirstReceipt string      `json:"first"` // numbers of the day's first and last receipt of this method
	LastReceipt  string      `json:"last"`
}

// DayTotals is what a day came to at one place.
type DayTotals struct {
	Date        value.PartialDate `json:"date"`
	Methods     []MethodTotal     `json:"methods"` // those that were used, in the order of Methods
	Received    value.Money       `json:"received"`
	Refunded    value.Money       `json:"refunded"` // above zero
	Invoiced    value.Money       `json:"invoiced"`
	Invoices    int               `json:"invoices"`
	Credited    value.Money       `json:"credited"` // above zero
	CreditNotes int               `json:"creditNotes"`
	Cash        value.Money       `json:"cash"` // received less refunded in cash: what the drawer gained
}

// Totals adds a day up for one place, or for all where location is zero.
func Totals(tx *store.Tx, date value.PartialDate, location organization.LocationID) (DayTotals, error) {
	if err := fullDate(date); err != nil {
		return DayTotals{}, err
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return DayTotals{}, err
	}
	nothing := value.Money{Currency: practice.Currency}
	t := DayTotals{Date: date, Received: nothing, Refunded: nothing, Invoiced: nothing, Credited: nothing, Cash: nothing}
	payments, err := store.Select(tx, Payments, "date = ? AND (? IS NULL OR location_id = ?) ORDER BY id", date, location, location)
	if err != nil {
		return t, err
	}
	for _, m := range Methods {
		if total := ofMethod(payments, m, nothing); total.Payments+total.Refunds > 0 {
			t.Methods = append(t.Methods, total)
			t.Received.Minor += total.Received.Minor
			t.Refunded.Minor += total.Refunded.Minor
			if m == Cash {
				t.Cash.Minor = total.Received.Minor - total.Refunded.Minor
			}
		}
	}
	const billed = `SELECT count(*), coalesce(sum(gross), 0) FROM invoice WHERE issue_date = ? AND (? IS NULL OR location_id = ?) AND kind = ?`
	for _, k := range []struct {
		kind  InvoiceKind
		count *int
		sum   *int64
	}{{KindInvoice, &t.Invoices, &t.Invoiced.Minor}, {KindCredit, &t.CreditNotes, &t.Credited.Minor}} {
		if err := tx.QueryRow(action.BillingRead, billed, []any{date, location, location, string(k.kind)}, k.count, k.sum); err != nil {
			return t, err
		}
	}
	return t, nil
}

// ofMethod adds up the payments of one method.
func ofMethod(payments []Payment, m Method, nothing value.Money) MethodTotal {
	total := MethodTotal{Method: m, Received: nothing, Refunded: nothing}
	for _, p := range payments {
		if p.Method != m {
			continue
		}
		if total.FirstReceipt == "" {
			total.FirstReceipt = p.Number
		}
		total.LastReceipt = p.Number
		if p.IsRefund() {
			total.Refunds++
			total.Refunded.Minor -= int64(p.Amount)
		} else {
			total.Payments++
			total.Received.Minor += int64(p.Amount)
		}
	}
	return total
}

// DayEnd is the counted end of a day at one place. It never changes: counting again makes another one that replaces it.
type DayEnd struct {
	ID DayEndID `db:"id"`
	store.Meta
	Date        value.PartialDate       `db:"date"`
	Location    organization.LocationID `db:"location_id"`
	Replaces    DayEndID                `db:"replaces_id"` // an earlier count of the same day
	Closed      time.Time               `db:"closed"`      // UTC
	ClosedBy    store.UserID            `db:"closed_by"`
	Currency    string                  `db:"currency"`
	OpeningCash Minor                   `db:"opening_cash"`  // in the drawer before the first patient
	Expected    Minor                   `db:"expected_cash"` // OpeningCash and what the day brought in cash
	Counted     Minor                   `db:"counted_cash"`  // what a person counted
	Note        string                  `db:"note"`          // why the count differs; needed where it does
	Totals      DayTotals               `db:"totals,json"`   // as they stood at closing
	// The newest audit event that the caller saw, which the printed day-end bears: a chain cut off later no longer holds it.
	AnchorDevice   string `db:"anchor_device"`
	AnchorSequence int64  `db:"anchor_sequence"`
	AnchorHead     []byte `db:"anchor_head"`
}

// DayEnds is the record type of day-ends.
var DayEnds = store.NewTable[DayEnd](store.Spec{Number: 76, Name: "DayEnd", Table: "day_end", Schema: 1, Trial: true, Read: action.BillingRead, Write: action.BillingWrite})

// Difference is counted less expected: below zero, cash is missing.
func (d DayEnd) Difference() value.Money { return (d.Counted - d.Expected).In(d.Currency) }

// Anchor is the audit anchor that the day-end bears.
func (d DayEnd) Anchor() store.Anchor {
	return store.Anchor{Device: d.AnchorDevice, Sequence: d.AnchorSequence, Head: d.AnchorHead}
}

// Validate returns all problems at once.
func (d DayEnd) Validate() error {
	var problems value.Problems
	wholeDate(&problems, "date", d.Date)
	if d.Location.IsZero() {
		problems.Add("location", "error.value.required")
	}
	checkAmount(&problems, "openingCash", d.OpeningCash)
	checkAmount(&problems, "counted", d.Counted)
	problems.Text("note", &d.Note, NoteLength, true)
	if d.Counted != d.Expected && d.Note == "" {
		problems.Add("note", "error.billing.difference_unexplained")
	}
	if d.AnchorDevice == "" || d.AnchorSequence <= 0 || len(d.AnchorHead) == 0 {
		problems.Add("anchor", "error.value.required")
	}
	return problems.Err()
}

// CloseDay keeps the day-end. The caller gives date, location, opening cash, counted cash, note and the audit anchor; the room
// adds the totals. A day that was counted before is counted again by naming the last count in Replaces.
func CloseDay(tx *store.Tx, d DayEnd) (DayEnd, error) {
	if err := fullDate(d.Date); err != nil {
		return d, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return d, err
	}
	if today.Before(d.Date) {
		return d, store.FailField("date", "error.billing.day_not_begun")
	}
	last, found, err := DayEndOf(tx, d.Date, d.Location)
	if err != nil {
		return d, err
	}
	if found && d.Replaces != last.ID || !found && !d.Replaces.IsZero() {
		return d, store.Fail(store.Conflict, "error.billing.day_closed")
	}
	note, err := value.Clean(d.Note, NoteLength, true)
	if err != nil {
		return d, &store.Error{Code: store.Invalid, Key: "error.store.problems", Field: "note", Err: err}
	}
	if d.Totals, err = Totals(tx, d.Date, d.Location); err != nil {
		return d, err
	}
	d.ID, d.Meta, d.Note = DayEndID{}, store.Meta{}, note
	d.Closed, d.ClosedBy, d.Currency = tx.Now(), tx.Actor().User, d.Totals.Cash.Currency
	d.Expected = d.OpeningCash + Minor(d.Totals.Cash.Minor)
	err = store.Insert(tx, DayEnds, &d)
	return d, err
}

// DayEndOf returns the count of a day that stands, and whether there is one.
func DayEndOf(tx *store.Tx, date value.PartialDate, location organization.LocationID) (DayEnd, bool, error) {
	list, err := store.Select(tx, DayEnds, "date = ? AND location_id = ? ORDER BY id DESC LIMIT 1", date, location)
	if err != nil || len(list) == 0 {
		return DayEnd{}, false, err
	}
	return list[0], true, nil
}

// LastDayEnd returns the newest count at a place before a day: what it counted is the next day's opening cash, unless somebody
// took it to the bank.
func LastDayEnd(tx *store.Tx, before value.PartialDate, location organization.LocationID) (DayEnd, bool, error) {
	list, err := store.Select(tx, DayEnds, "date < ? AND location_id = ? ORDER BY date DESC, id DESC LIMIT 1", before, location)
	if err != nil || len(list) == 0 {
		return DayEnd{}, false, err
	}
	return list[0], true, nil
}
