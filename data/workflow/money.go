package workflow

import (
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/schedule"
	"satchel/data/store"
)

// Billed is an issued invoice or credit note with its paper.
type Billed struct {
	Bill  billing.Bill
	Paper documents.Document
}

// IssueInvoice gives a draft its number, settles it with what the patient has on account, and freezes its paper.
func IssueInvoice(tx *store.Tx, press documents.Press, draft billing.Invoice) (Billed, error) {
	at, err := here(tx)
	if err != nil {
		return Billed{}, err
	}
	bill, err := at.issueInvoice(tx, draft)
	if err != nil {
		return Billed{}, err
	}
	paper, err := at.paperOfInvoice(tx, press, bill)
	return Billed{bill, paper}, err
}

// issueInvoice issues a draft and settles it with credit on account; its paper is drawn when its payments of the moment are known.
func (p place) issueInvoice(tx *store.Tx, draft billing.Invoice) (billing.Bill, error) {
	bill, err := billing.Issue(tx, draft)
	if err != nil {
		return bill, err
	}
	_, err = billing.ApplyCredit(tx, bill.ID)
	return bill, err
}

func (p place) paperOfInvoice(tx *store.Tx, press documents.Press, bill billing.Bill) (documents.Document, error) {
	facts, err := p.invoice(tx, bill)
	if err != nil {
		return documents.Document{}, err
	}
	kind := documents.Invoice
	if bill.Kind == billing.KindCredit {
		kind = documents.CreditNote
	}
	return documents.Issue(tx, press, kind, facts, documents.Subject{Patient: bill.Patient, Practitioner: bill.Practitioner, Location: bill.Location,
		Type: billing.Invoices.Number, Record: bill.ID.Raw()})
}

// Received is a payment with its receipt.
type Received struct {
	Taken billing.Taken
	Paper documents.Document
}

// TakePayment takes money for invoices, or in advance, freezes the receipt, and lets a patient go whose bill is settled.
func TakePayment(tx *store.Tx, press documents.Press, payment billing.Payment, invoices ...billing.InvoiceID) (Received, error) {
	at, err := here(tx)
	if err != nil {
		return Received{}, err
	}
	taken, paper, err := at.takePayment(tx, press, payment, invoices...)
	if err != nil {
		return Received{}, err
	}
	for _, id := range invoices {
		if err := letGo(tx, id); err != nil {
			return Received{}, err
		}
	}
	return Received{taken, paper}, nil
}

// IssueAndPay issues a draft and takes money for it in one act. The bill's paper is drawn last, so that it shows what was paid. The
// receipt is zero where credit on account paid it all and the payment's amount is nothing.
func IssueAndPay(tx *store.Tx, press documents.Press, draft billing.Invoice, payment billing.Payment) (Billed, Received, error) {
	at, err := here(tx)
	if err != nil {
		return Billed{}, Received{}, err
	}
	bill, err := at.issueInvoice(tx, draft)
	if err != nil {
		return Billed{}, Received{}, err
	}
	var received Received
	if payment.Amount != 0 {
		if received.Taken, received.Paper, err = at.takePayment(tx, press, payment, bill.ID); err != nil {
			return Billed{}, Received{}, err
		}
	}
	paper, err := at.paperOfInvoice(tx, press, bill)
	if err != nil {
		return Billed{}, Received{}, err
	}
	return Billed{bill, paper}, received, letGo(tx, bill.ID)
}

func (p place) takePayment(tx *store.Tx, press documents.Press, payment billing.Payment, invoices ...billing.InvoiceID) (billing.Taken, documents.Document, error) {
	taken, err := billing.TakePayment(tx, payment, invoices...)
	if err != nil {
		return taken, documents.Document{}, err
	}
	paper, err := p.paperOfPayment(tx, press, taken.Payment, taken.Allocations)
	return taken, paper, err
}

func (p place) paperOfPayment(tx *store.Tx, press documents.Press, payment billing.Payment, settled []billing.Allocation) (documents.Document, error) {
	facts, err := p.receipt(tx, payment, settled)
	if err != nil {
		return documents.Document{}, err
	}
	return documents.Issue(tx, press, documents.Receipt, facts, documents.Subject{Patient: payment.Patient, Practitioner: payment.Practitioner,
		Location: payment.Location, Type: billing.Payments.Number, Record: payment.ID.Raw()})
}

// letGo closes the appointment of an invoice on which nothing is left to pay.
func letGo(tx *store.Tx, id billing.InvoiceID) error {
	account, err := billing.AccountOf(tx, id)
	if err != nil || account.Invoice.Appointment.IsZero() || account.Balance().Minor > 0 {
		return err
	}
	a, err := schedule.Get(tx, account.Invoice.Appointment)
	if err != nil || a.State != schedule.ToPay {
		return err
	}
	_, err = schedule.Close(tx, a.ID, a.Version)
	return err
}

// Refund pays credit on account back, with a receipt.
func Refund(tx *store.Tx, press documents.Press, payment billing.Payment, from billing.PaymentID) (Received, error) {
	at, err := here(tx)
	if err != nil {
		return Received{}, err
	}
	paid, err := billing.Refund(tx, payment, from, tx.Reason())
	if err != nil {
		return Received{}, err
	}
	paper, err := at.paperOfPayment(tx, press, paid, nil)
	return Received{billing.Taken{Payment: paid}, paper}, err
}

// CreditInvoice takes an issued invoice back, in whole or in part, by a credit note. What was paid on it becomes credit on account.
func CreditInvoice(tx *store.Tx, press documents.Press, id billing.InvoiceID, parts ...billing.CreditLine) (Billed, error) {
	at, err := here(tx)
	if err != nil {
		return Billed{}, err
	}
	return at.creditInvoice(tx, press, id, parts...)
}

func (p place) creditInvoice(tx *store.Tx, press documents.Press, id billing.InvoiceID, parts ...billing.CreditLine) (Billed, error) {
	note, err := billing.Credit(tx, id, tx.Reason(), parts...)
	if err != nil {
		return Billed{}, err
	}
	paper, err := p.paperOfInvoice(tx, press, note)
	return Billed{note, paper}, err
}

// billsOf returns the bills of a visit that stand: drafts, and issued ones that were not taken back.
func billsOf(tx *store.Tx, e chart.Encounter) ([]billing.Account, error) {
	all, err := billing.OfPatient(tx, e.Patient)
	if err != nil {
		return nil, err
	}
	var list []billing.Account
	for _, a := range all {
		ofVisit := a.Invoice.Encounter == e.ID || !e.Appointment.IsZero() && a.Invoice.Appointment == e.Appointment
		if ofVisit && a.Invoice.Kind == billing.KindInvoice && a.Status != billing.Cancelled && a.Status != billing.EnteredInError {
			list = append(list, a)
		}
	}
	return list, nil
}
