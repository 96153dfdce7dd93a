package documents

import (
	"time"

	"satchel/data/value"
)

// DayEndMethod is what one way of paying brought on a day.
type DayEndMethod struct {
	Method   string // in the page's language: "UPI", "cash"
	Payments int
	Received value.Money
	Refunds  int
	Refunded value.Money // above zero
	First    string      // numbers of the first and the last receipt
	Last     string
}

// DayEndPapers is how many papers of one kind a day brought, and which.
type DayEndPapers struct {
	Count       int
	Total       value.Money
	First, Last string // numbers
}

// DayEndFacts are what the page of a closed day says: the day as it stood when it was counted. It names no patient.
type DayEndFacts struct {
	Setting  Setting
	Practice string
	Place    string // the location
	Date     value.PartialDate
	Closed   time.Time
	ClosedBy string
	Counts   int // how many times the day was counted; this page is the newest

	Opening    value.Money // in the drawer before the first patient
	Cash       value.Money // what the day brought in cash, less what was paid back
	Expected   value.Money
	Counted    value.Money
	Difference value.Money // counted less expected: below zero, cash is missing
	Note       string      // why it differs

	Methods            []DayEndMethod
	Received, Refunded value.Money
	Invoices           DayEndPapers
	CreditNotes        DayEndPapers

	// Later says that money of this day was taken or paid back after the count.
	Later bool
	// Code is the audit anchor's; see store.AnchorCode.
	Code string
}

// Validate returns all problems with a day-end's facts, by field; sums that differ are among them.
func (f DayEndFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	problems.Required("practice", f.Practice)
	short(&problems, "practice", f.Practice)
	short(&problems, "place", f.Place)
	period(&problems, f.Date, f.Date)
	if f.Closed.IsZero() {
		problems.Add("closed", "error.value.required")
	}
	short(&problems, "closedBy", f.ClosedBy)
	if f.Counts < 1 {
		problems.Add("counts", "error.value.required")
	}
	sum(&problems, "expected", f.Expected, f.Opening, f.Cash)
	sum(&problems, "difference", f.Difference, f.Counted, f.Expected.Neg())
	long(&problems, "note", f.Note)
	if f.Difference.Minor != 0 {
		problems.Required("note", f.Note)
	}
	problems.Required("code", f.Code)
	short(&problems, "code", f.Code)
	if len(f.Methods) > maxLines {
		problems.Add("methods", "error.documents.too_many", "Most", maxLines)
		return problems.Err()
	}
	received, refunded := []value.Money{}, []value.Money{}
	for i, m := range f.Methods {
		problems.Required(indexed("methods", i, "method"), m.Method)
		short(&problems, indexed("methods", i, "method"), m.Method)
		short(&problems, indexed("methods", i, "first"), m.First)
		short(&problems, indexed("methods", i, "last"), m.Last)
		received, refunded = append(received, m.Received), append(refunded, m.Refunded)
	}
	sum(&problems, "received", f.Received, received...)
	sum(&problems, "refunded", f.Refunded, refunded...)
	f.Invoices.validate(&problems, "invoices")
	f.CreditNotes.validate(&problems, "creditNotes")
	return problems.Err()
}

func (p DayEndPapers) validate(problems *value.Problems, field string) {
	short(problems, field+".first", p.First)
	short(problems, field+".last", p.Last)
	problems.Check(field+".total", p.Total.Validate())
	if p.Count < 0 || p.Count > 0 && (p.First == "" || p.Last == "") {
		problems.Add(field, "error.value.invalid")
	}
}
