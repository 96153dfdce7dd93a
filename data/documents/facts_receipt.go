package documents

import (
	"time"

	"satchel/data/value"
)

// Allocation is what part of a payment settles.
type Allocation struct {
	Number string // of the invoice
	Date   value.PartialDate
	Amount value.Money
}

// ReceiptFacts are what a receipt says of one Payment.
type ReceiptFacts struct {
	Setting    Setting
	Letterhead Letterhead
	Patient    PatientIdentity
	Number     string
	Issued     time.Time
	// Payer is empty where the patient pays.
	Payer     value.HumanName
	Amount    value.Money // above zero, also when money goes back
	Refund    bool        // the practice pays the patient
	Method    string      // in the page's language: "UPI", "cash"
	Reference string      // of the method: a transaction number
	// Pays is empty for money paid in advance.
	Pays []Allocation
	// Balance is what is still owed afterwards; below zero it is credit.
	Balance    value.Money
	ReceivedBy string
	// Practitioner is whose fee is paid, where one is known: in India a money receipt bears the registration number.
	Practitioner Practitioner
	Void         *Void
}

// Validate returns all problems with a receipt's facts, by field.
func (f ReceiptFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	f.Letterhead.validate(&problems)
	f.Patient.validate(&problems)
	issue(&problems, f.Number, f.Issued)
	if !f.Payer.IsZero() {
		problems.Check("payer", f.Payer.Validate())
	}
	if f.Amount.Minor <= 0 {
		problems.Add("amount", "error.documents.amount_missing")
	}
	problems.Check("amount", f.Amount.Validate())
	problems.Required("method", f.Method)
	short(&problems, "method", f.Method)
	short(&problems, "reference", f.Reference)
	short(&problems, "receivedBy", f.ReceivedBy)
	if !f.Practitioner.Name.IsZero() {
		f.Practitioner.validate(&problems, "practitioner")
	}
	if len(f.Pays) > maxList {
		problems.Add("pays", "error.documents.too_many", "Most", maxList)
		return problems.Err()
	}
	total := value.Money{Currency: f.Amount.Currency}
	for i, part := range f.Pays {
		problems.Required(indexed("pays", i, "number"), part.Number)
		short(&problems, indexed("pays", i, "number"), part.Number)
		problems.Check(indexed("pays", i, "date"), part.Date.Validate())
		sum, err := total.Add(part.Amount)
		problems.Check(indexed("pays", i, "amount"), err)
		if err == nil {
			total = sum
		}
	}
	// The rest of a payment may stay as credit; more than was paid can't be settled.
	if total.Minor > f.Amount.Minor {
		problems.Add("pays", "error.documents.sums_differ")
	}
	if _, err := f.Balance.Cmp(f.Amount); err != nil {
		problems.Check("balance", err)
	}
	f.Void.validate(&problems)
	return problems.Err()
}
