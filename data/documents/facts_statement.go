package documents

import (
	"time"

	"satchel/data/value"
)

// StatementEntry is what a line of a statement tells of.
type StatementEntry string

// The entries. The first two raise what the patient owes, the others lower it.
const (
	EntryInvoice    StatementEntry = "invoice"
	EntryRefund     StatementEntry = "refund" // money paid back to the patient
	EntryPayment    StatementEntry = "payment"
	EntryCreditNote StatementEntry = "credit_note"
)

// CatalogueKey names the word.
func (e StatementEntry) CatalogueKey() string { return "documents.statement.entry." + string(e) }

// Raises reports whether the entry raises what the patient owes.
func (e StatementEntry) Raises() bool { return e == EntryInvoice || e == EntryRefund }

func (e StatementEntry) valid() bool {
	return e.Raises() || e == EntryPayment || e == EntryCreditNote
}

// StatementLine is one entry on the patient's account.
type StatementLine struct {
	Date    value.PartialDate
	Entry   StatementEntry
	Number  string // of the paper
	Of      string // on a credit note: the invoice that it takes back
	Method  string // of a payment or refund, in the page's language
	Payer   string // of an invoice or payment, where that isn't the patient
	Amount  value.Money
	Balance value.Money // owed after it; below zero the practice owes
}

// Ageing is how long what is owed at the end has been owed, by the days since the issue of each invoice. Credit is money that was paid
// and settles nothing yet: what is owed less Credit is the closing balance.
type Ageing struct {
	UpTo30, UpTo60, UpTo90, Over90, Credit value.Money
}

// StatementFacts are what a statement of account says of one patient's account over a period.
type StatementFacts struct {
	Setting    Setting
	Letterhead Letterhead
	Patient    PatientIdentity
	Number     string
	Issued     time.Time
	From, To   value.PartialDate // whole days, both included
	Opening    value.Money       // owed before From; below zero the practice owes
	Lines      []StatementLine   // in order
	Closing    value.Money       // owed at the end of To
	Ageing     Ageing
}

// Validate returns all problems with a statement's facts, by field; a balance that does not follow from the lines is among them.
func (f StatementFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	f.Letterhead.validate(&problems)
	f.Patient.validate(&problems)
	issue(&problems, f.Number, f.Issued)
	period(&problems, f.From, f.To)
	if len(f.Lines) > maxList {
		problems.Add("lines", "error.documents.too_many", "Most", maxList)
		return problems.Err()
	}
	balance := f.Opening
	for i, line := range f.Lines {
		line.validate(&problems, i)
		change := line.Amount
		if !line.Entry.Raises() {
			change = change.Neg()
		}
		sum(&problems, indexed("lines", i, "balance"), line.Balance, balance, change)
		balance = line.Balance
	}
	sum(&problems, "closing", f.Closing, balance)
	a := f.Ageing
	sum(&problems, "ageing", f.Closing, a.UpTo30, a.UpTo60, a.UpTo90, a.Over90, a.Credit.Neg())
	return problems.Err()
}

func (l StatementLine) validate(problems *value.Problems, i int) {
	at := func(part string) string { return indexed("lines", i, part) }
	if !l.Entry.valid() {
		problems.Add(at("entry"), "error.value.invalid")
	}
	if l.Amount.Minor < 0 {
		problems.Add(at("amount"), "error.value.invalid")
	}
	problems.Check(at("amount"), l.Amount.Validate())
	problems.Check(at("date"), l.Date.Validate())
	problems.Required(at("number"), l.Number)
	short(problems, at("number"), l.Number)
	short(problems, at("of"), l.Of)
	short(problems, at("method"), l.Method)
	long(problems, at("payer"), l.Payer)
}

// period checks that two whole days follow one another.
func period(problems *value.Problems, from, to value.PartialDate) {
	for _, end := range []struct {
		field string
		day   value.PartialDate
	}{{"from", from}, {"to", to}} {
		problems.Check(end.field, end.day.Validate())
		if !end.day.IsFull() {
			problems.Add(end.field, "error.value.required")
		}
	}
	if to.Before(from) {
		problems.Check("to", value.ErrIntervalReverse)
	}
}

// noRoll refuses a receipt roll: its paper fades, or the page has columns.
func noRoll(problems *value.Problems, s Setting) {
	if s.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
}
