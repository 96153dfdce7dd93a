// Package billing is the money of the practice: the fee list and taxes, invoices and credit notes, payments and what they
// settle, who owes, and the day-end.
//
// Every amount is whole minor units. An invoice, a credit note, a payment and an allocation never change once they stand:
// each correction is a new record. So what is owed always follows from adding records up:
//
//	balance of an invoice = issued - credited - allocated
//	credit on account     = paid in - allocated (to invoices and to refunds)
package billing

import (
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/value"
)

// The identities that billing speaks of.
type (
	FeeID        = store.ID[Fee]
	TaxRateID    = store.ID[TaxRate]
	InvoiceID    = store.ID[Invoice]
	ChargeItemID = store.ID[ChargeItem]
	PaymentID    = store.ID[Payment]
	AllocationID = store.ID[Allocation]
	DayEndID     = store.ID[DayEnd]

	PatientID     = store.ID[patients.Patient]
	EncounterID   = store.ID[chart.Encounter]
	AppointmentID = store.ID[schedule.Appointment]
)

// Records lists the record types of this room.
func Records() []store.Record {
	return []store.Record{Fees, TaxRates, Invoices, ChargeItems, Payments, Allocations, DayEnds}
}

// Minor is an amount as a column keeps it: whole minor units (paise, cents) of the record's currency.
type Minor int64

// In is the amount with its currency.
func (m Minor) In(currency string) value.Money {
	return value.Money{Minor: int64(m), Currency: currency}
}

// about refuses to write for a patient whom the transaction does not name: its audit event would tell of somebody else.
func about(tx *store.Tx, patient PatientID) error {
	if !tx.IsAbout(patient) {
		return store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	return nil
}

// amountIn checks an amount that a caller gave against the practice's currency.
func amountIn(amount value.Money, practice organization.Practice) (Minor, error) {
	if err := amount.Validate(); err != nil {
		return 0, &store.Error{Code: store.Invalid, Key: "error.store.problems", Field: "amount", Err: err}
	}
	if amount.Currency != practice.Currency {
		return 0, store.FailField("amount", "error.billing.other_currency")
	}
	return Minor(amount.Minor), nil
}

// invalid wraps the problems of an input.
func invalid(err error) error {
	if err == nil {
		return nil
	}
	return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
}

// cleanReason trims a reason and refuses an empty one.
func cleanReason(reason string) (string, error) {
	cleaned, err := value.Clean(reason, store.ReasonLength, true)
	if err != nil {
		return "", &store.Error{Code: store.Invalid, Key: "error.store.reason_unusable", Field: "reason", Err: err}
	}
	if cleaned == "" {
		return "", store.FailField("reason", "error.store.reason_missing")
	}
	return cleaned, nil
}
