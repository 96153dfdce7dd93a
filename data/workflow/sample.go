package workflow

import (
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
)

// SampleBill is a bill that nobody owes, to show a letterhead before it is kept: practice as it would be, logo nil where there is none. It is
// marked as a trial, names nobody, and is kept nowhere.
func SampleBill(tx *store.Tx, practice organization.Practice, logo []byte, paper documents.Paper) (documents.InvoiceFacts, error) {
	today, _, err := organization.Today(tx)
	if err != nil {
		return documents.InvoiceFacts{}, err
	}
	practice.Logo, practice.Trial = organization.LogoID{}, true
	p := place{practice: practice, today: today}
	if err := p.read(tx); err != nil {
		return documents.InvoiceFacts{}, err
	}
	p.logo = logo
	setting := p.setting().On(paper)
	amount := value.Money{Currency: practice.Currency}
	f := documents.InvoiceFacts{Setting: setting, Letterhead: p.letterhead(), Title: documents.TitleInvoice, Number: p.text("workflow.sample.number"), Issued: tx.Now(),
		ServiceDate: today, Patient: documents.PatientIdentity{Name: value.HumanName{Text: p.text("workflow.sample.patient")}, Number: p.text("workflow.sample.number"), Sex: value.GenderUnknown},
		Lines:  []documents.InvoiceLine{{Description: p.text("workflow.sample.line"), Quantity: value.Whole(1), UnitPrice: amount, Exempt: true, Amount: amount}},
		Exempt: amount, Taxable: amount, Total: amount, Balance: amount}
	list, err := organization.ActivePractitioners(tx)
	if err != nil || len(list) == 0 {
		return f, err
	}
	f.Practitioner = p.head(list[0])
	return f, nil
}
