package billing

import (
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// ReferenceLength is the longest reference of a payment, in characters.
const ReferenceLength = 80

// Method is how money changed hands.
type Method string

// The methods.
const (
	Cash     Method = "cash"
	Card     Method = "card"
	UPI      Method = "upi"
	Transfer Method = "transfer"
	Cheque   Method = "cheque"
	Other    Method = "other"
)

// Methods lists the methods in the order in which a screen offers them.
var Methods = []Method{Cash, UPI, Card, Transfer, Cheque, Other}

func (m Method) valid() bool {
	for _, known := range Methods {
		if m == known {
			return true
		}
	}
	return false
}

// CatalogueKey names the word. It is no table of the catalogue, where "other" would be a plural form; so with TaxKind's "zero".
func (m Method) CatalogueKey() string { return "billing.method_" + string(m) }

// Payment is money that came in, or with an amount below zero money paid back. It never changes: what was typed wrongly is
// reversed and taken again.
type Payment struct {
	ID PaymentID `db:"id"`
	store.Meta
	Patient      PatientID                   `db:"patient_id"`      // whose account it is
	Location     organization.LocationID     `db:"location_id"`     // in whose drawer cash lies
	Practitioner organization.PractitionerID `db:"practitioner_id"` // for whose services, where known
	Number       string                      `db:"number"`          // of the receipt; gapless, refunds included
	Method       Method                      `db:"method"`
	Amount       Minor                       `db:"amount"`      // above zero: came in; below: paid back
	Currency     string                      `db:"currency"`    // ISO 4217, the practice's
	Reference    string                      `db:"reference"`   // of the method: the transaction's or the cheque's number
	Payer        string                      `db:"payer"`       // name as printed; "" is the patient
	Reason       string                      `db:"reason"`      // of a refund
	Received     time.Time                   `db:"received"`    // UTC
	Date         value.PartialDate           `db:"date"`        // the practice's civil date; the day-end counts by it
	ReceivedBy   store.UserID                `db:"received_by"` // who took or paid it
}

// Payments is the record type of payments.
var Payments = store.NewTable[Payment](store.Spec{Number: 74, Name: "Payment", Table: "payment", Schema: 1, Trial: true, Read: action.BillingRead, Write: action.BillingWrite})

// Clean trims the texts.
func (p *Payment) Clean() error {
	var problems value.Problems
	problems.Text("reference", &p.Reference, ReferenceLength, false)
	problems.Text("payer", &p.Payer, PayerLength, true)
	return problems.Err()
}

// Validate returns all problems at once.
func (p Payment) Validate() error {
	var problems value.Problems
	required := func(field string, missing bool) {
		if missing {
			problems.Add(field, "error.value.required")
		}
	}
	required("patient", p.Patient.IsZero())
	required("location", p.Location.IsZero())
	required("number", p.Number == "")
	required("received", p.Received.IsZero())
	required("receivedBy", p.ReceivedBy.IsZero())
	wholeDate(&problems, "date", p.Date)
	if !p.Method.valid() {
		problems.Add("method", "error.billing.choice_unknown")
	}
	if _, err := value.Exponent(p.Currency); err != nil {
		problems.Check("currency", err)
	}
	switch {
	case p.Amount == 0:
		problems.Add("amount", "error.billing.amount_zero")
	case p.Amount > MaxAmount || p.Amount < -MaxAmount:
		problems.Check("amount", value.ErrMoneyTooBig)
	}
	required("reason", p.Amount < 0 && p.Reason == "")
	problems.Text("reference", &p.Reference, ReferenceLength, false)
	problems.Text("payer", &p.Payer, PayerLength, true)
	problems.Text("reason", &p.Reason, store.ReasonLength, true)
	return problems.Err()
}

// Money is the amount with its currency.
func (p Payment) Money() value.Money { return p.Amount.In(p.Currency) }

// IsRefund reports that money was paid back.
func (p Payment) IsRefund() bool { return p.Amount < 0 }

// Taken is a payment and what it settled.
type Taken struct {
	Payment     Payment
	Allocations []Allocation
	OnAccount   value.Money // what was more than the invoices asked, or paid in advance: credit of the patient
	// Notice is the catalogue key of what the desk should hear, "" for nothing: "billing.notice_on_account".
	Notice string
}

// NoticeOnAccount says that part of a payment for invoices stayed as credit on the account.
const NoticeOnAccount = "billing.notice_on_account"

// TakePayment takes money, above zero, in the practice's currency, and settles the invoices in the given order; without invoices it is an
// advance. The caller names patient, location, method, amount, and where they are known reference, payer and practitioner.
func TakePayment(tx *store.Tx, p Payment, invoices ...InvoiceID) (Taken, error) {
	if p.Amount < 0 {
		return Taken{}, store.FailField("amount", "error.billing.amount_negative")
	}
	p.Reason = ""
	p, err := keep(tx, p)
	if err != nil {
		return Taken{}, err
	}
	taken := Taken{Payment: p}
	left := p.Amount
	for _, id := range invoices {
		i, err := issued(tx, id)
		if err != nil {
			return Taken{}, err
		}
		account, err := accountOf(tx, i)
		if err != nil {
			return Taken{}, err
		}
		part := min(left, account.balance())
		if part <= 0 {
			continue
		}
		a, err := allocate(tx, p, i, part)
		if err != nil {
			return Taken{}, err
		}
		taken.Allocations = append(taken.Allocations, a)
		left -= part
	}
	taken.OnAccount = left.In(p.Currency)
	if left > 0 && len(invoices) > 0 {
		taken.Notice = NoticeOnAccount
	}
	return taken, nil
}

// keep numbers and inserts a payment.
func keep(tx *store.Tx, p Payment) (Payment, error) {
	if err := about(tx, p.Patient); err != nil {
		return p, err
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return p, err
	}
	if p.Currency != "" && p.Currency != practice.Currency {
		return p, store.FailField("amount", "error.billing.other_currency")
	}
	if err := p.Clean(); err != nil {
		return p, invalid(err)
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return p, err
	}
	p.ID, p.Meta = PaymentID{}, store.Meta{}
	p.Currency, p.Received, p.Date, p.ReceivedBy = practice.Currency, tx.Now(), today, tx.Actor().User
	p.Number = "?" // so that every problem of the input is told before a number is taken
	if err := p.Validate(); err != nil {
		return p, invalid(err)
	}
	if p.Number, err = organization.NextNumber(tx, organization.SeriesReceipt); err != nil {
		return p, err
	}
	err = store.Insert(tx, Payments, &p)
	return p, err
}

// PaymentsOf returns the payments and refunds of a patient, newest first.
func PaymentsOf(tx *store.Tx, patient PatientID) ([]Payment, error) {
	return store.Select(tx, Payments, "patient_id = ? ORDER BY id DESC", patient)
}

// PaymentsOn returns the payments and refunds of a day, in order.
func PaymentsOn(tx *store.Tx, date value.PartialDate) ([]Payment, error) {
	return store.Select(tx, Payments, "date = ? ORDER BY id", date)
}
