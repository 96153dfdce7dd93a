package workflow

import (
	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// IssueStatement freezes a patient's statement of account from one day to another, both included, under a number of its own.
//
// It returns Invalid where the days are not whole, stand the wrong way round or lie in the future, and where there are more entries than a
// statement takes.
func IssueStatement(tx *store.Tx, press documents.Press, patient patients.ID, from, to value.PartialDate) (documents.Document, error) {
	at, err := here(tx)
	if err != nil {
		return documents.Document{}, err
	}
	account, err := billing.StatementOf(tx, patient, from, to)
	if err != nil {
		return documents.Document{}, err
	}
	place, err := organization.MainLocation(tx)
	if err != nil {
		return documents.Document{}, err
	}
	facts, err := at.statement(tx, patient, account)
	if err != nil {
		return documents.Document{}, err
	}
	return documents.Issue(tx, press, documents.Statement, facts, documents.Subject{Patient: patient, Location: place.ID, Type: patients.Patients.Number, Record: patient.Raw()})
}

func (p place) statement(tx *store.Tx, patient patients.ID, account billing.Statement) (documents.StatementFacts, error) {
	a := account.Ageing
	f := documents.StatementFacts{Setting: p.setting(), Letterhead: p.letterhead(), Issued: tx.Now(), From: account.From, To: account.To, Opening: account.Opening,
		Closing: account.Closing, Ageing: documents.Ageing(a)}
	var err error
	if f.Patient, err = p.identity(tx, patient); err != nil {
		return f, err
	}
	for _, e := range account.Entries {
		f.Lines = append(f.Lines, p.statementLine(e))
	}
	if f.Number, err = organization.NextNumber(tx, organization.SeriesStatement); err != nil {
		return f, err
	}
	return f, nil
}

func (p place) statementLine(e billing.Entry) documents.StatementLine {
	line := documents.StatementLine{Date: e.Date(), Entry: documents.EntryInvoice, Amount: e.Change, Balance: e.Balance}
	payer := ""
	switch {
	case e.Payment.ID.IsZero() && e.Invoice.Kind == billing.KindCredit:
		line.Entry, line.Number, line.Of, line.Amount = documents.EntryCreditNote, e.Invoice.Number, e.Of, e.Change.Neg()
	case e.Payment.ID.IsZero():
		line.Number, payer = e.Invoice.Number, e.Invoice.Payer
	default:
		line.Number, line.Method, payer = e.Payment.Number, p.text(e.Payment.Method.CatalogueKey()), e.Payment.Payer
		line.Entry = documents.EntryRefund
		if !e.Payment.IsRefund() {
			line.Entry, line.Amount = documents.EntryPayment, e.Change.Neg()
		}
	}
	if named := lines(payer); len(named) > 0 {
		line.Payer = named[0] // its address stands on the paper itself
	}
	return line
}
