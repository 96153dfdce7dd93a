package workflow

import (
	"strings"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// invoice gathers what the paper of an issued invoice or credit note says, as things stand at its issue.
func (p place) invoice(tx *store.Tx, b billing.Bill) (documents.InvoiceFacts, error) {
	f := documents.InvoiceFacts{Setting: p.setting(), Letterhead: p.letterhead(), Title: p.title(b), Number: b.Number, Issued: b.Issued,
		ServiceDate: b.ServiceDate, Note: b.Note, Total: b.Total(), PlaceOfSupply: p.placeOfSupply(b)}
	var err error
	if f.Practitioner, err = p.practitioner(tx, b.Practitioner); err != nil {
		return f, err
	}
	if f.Patient, err = p.identity(tx, b.Patient); err != nil {
		return f, err
	}
	if payer := lines(b.Payer); len(payer) > 0 {
		f.Buyer = &documents.Buyer{Name: value.HumanName{Text: payer[0]}, Address: payer[1:]}
	}
	exempt, taxable, freed := billing.Minor(0), billing.Minor(0), false
	for _, l := range b.Lines {
		line := documents.InvoiceLine{Code: l.Code, Description: l.Description, Quantity: l.Quantity, UnitPrice: l.UnitPrice.In(b.Currency),
			Discount: l.Discount.In(b.Currency), TaxName: p.taxName(l.TaxName, l.TaxPercent), TaxRate: l.TaxPercent, Exempt: l.TaxKind != billing.TaxRated,
			Amount: (l.Price - l.Discount).In(b.Currency)}
		freed = freed || l.TaxKind == billing.TaxExempt
		if line.Exempt {
			line.TaxRate = value.Decimal{}
			exempt += l.Net
		} else {
			taxable += l.Net
		}
		if !line.Exempt && l.Inclusive {
			line.IncludedTax = l.Tax.In(b.Currency)
		}
		f.Lines = append(f.Lines, line)
	}
	f.Exempt, f.Taxable = exempt.In(b.Currency), taxable.In(b.Currency)
	if f.Taxes, err = p.taxes(b); err != nil {
		return f, err
	}
	if freed {
		f.ExemptReason = p.exemptReason()
	}
	if b.Kind == billing.KindCredit {
		old, err := store.Get(tx, billing.Invoices, b.Credits)
		if err != nil {
			return f, err
		}
		f.Credits = &documents.Reference{Number: old.Number, Date: old.IssueDate, Reason: b.Reason}
		f.Balance = f.Total
		return f, nil
	}
	return f, p.payments(tx, b, &f)
}

// title is what the law of the practice's country calls the bill.
func (p place) title(b billing.Bill) documents.InvoiceTitle {
	if p.practice.TaxNumber == "" {
		return documents.TitleInvoice
	}
	rated, other := false, false
	for _, l := range b.Lines {
		if l.TaxKind == billing.TaxRated || l.TaxKind == billing.TaxZero {
			rated = true
		} else {
			other = true
		}
	}
	switch organization.JurisdictionOf(p.practice.Country) {
	case organization.India:
		switch {
		case !rated:
			return documents.TitleBillOfSupply
		case other:
			return documents.TitleInvoiceBill
		}
		return documents.TitleTaxInvoice
	case organization.EuropeanUnion, organization.UnitedKingdom, organization.UnitedStates:
		return documents.TitleInvoice // their laws name no title
	}
	return documents.TitleTaxInvoice
}

// indianState is the code of the practice's state; "" where it charges no GST.
func (p place) indianState() string {
	if organization.JurisdictionOf(p.practice.Country) != organization.India {
		return ""
	}
	return billing.StateOf(p.practice.TaxNumber)
}

// placeOfSupply is the state with its code, on an Indian bill of a registered practice.
func (p place) placeOfSupply(b billing.Bill) string {
	own := p.indianState()
	if own == "" {
		return ""
	}
	if b.SupplyState != "" {
		own = b.SupplyState
	}
	return p.text("workflow.paper.state", "Code", own, "State", p.text(billing.StateKey(own)))
}

// taxes are the taxes of a bill, each with what it is charged on; in India parted between the Union and the state.
func (p place) taxes(b billing.Bill) ([]documents.TaxAmount, error) {
	var list []documents.TaxAmount
	own := p.indianState()
	for _, t := range b.Taxes() {
		if t.Kind != billing.TaxRated {
			continue
		}
		if own == "" {
			list = append(list, documents.TaxAmount{Name: p.taxName(t.Name, t.Percent), Rate: t.Percent, Amount: t.Tax, Base: t.Net})
			continue
		}
		parts, err := billing.SplitGST(own, b.SupplyState, t)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			list = append(list, documents.TaxAmount{Name: part.Name, Rate: part.Percent, Amount: part.Tax, Base: t.Net})
		}
	}
	return list, nil
}

// taxName is the name of a tax without its rate, which the page writes itself: "GST" of "GST 18%".
func (p place) taxName(name string, percent value.Decimal) string {
	if !percent.IsSet() {
		return name
	}
	short := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), "%"))
	short = strings.TrimSpace(strings.TrimSuffix(short, percent.Safe()))
	if short == "" {
		return name
	}
	return short
}

// exemptReason is the law by which care is exempt; "" where none is known.
func (p place) exemptReason() string {
	switch j := organization.JurisdictionOf(p.practice.Country); j {
	case organization.India, organization.EuropeanUnion, organization.UnitedKingdom:
		return p.text("workflow.paper.exempt_" + string(j))
	}
	return ""
}

// payments adds what had been paid by then.
func (p place) payments(tx *store.Tx, b billing.Bill, f *documents.InvoiceFacts) error {
	account, err := billing.AccountOf(tx, b.ID)
	if err != nil {
		return err
	}
	f.Balance = account.Balance()
	paid, err := store.Select(tx, billing.Allocations, "invoice_id = ? ORDER BY id", b.ID)
	if err != nil {
		return err
	}
	for _, a := range paid {
		payment, err := store.Get(tx, billing.Payments, a.Payment)
		if err != nil {
			return err
		}
		f.Payments = append(f.Payments, documents.PaymentLine{Date: a.Date, Method: p.text(payment.Method.CatalogueKey()), Amount: a.Amount.In(b.Currency)})
	}
	return nil
}

// receipt gathers what the paper of a payment or refund says.
func (p place) receipt(tx *store.Tx, payment billing.Payment, settled []billing.Allocation) (documents.ReceiptFacts, error) {
	amount := payment.Money()
	if payment.IsRefund() {
		amount = amount.Neg()
	}
	f := documents.ReceiptFacts{Setting: p.setting(), Letterhead: p.letterhead(), Number: payment.Number, Issued: payment.Received, Amount: amount,
		Refund: payment.IsRefund(), Method: p.text(payment.Method.CatalogueKey()), Reference: payment.Reference}
	if payment.Payer != "" {
		f.Payer = value.HumanName{Text: lines(payment.Payer)[0]}
	}
	var err error
	if f.Patient, err = p.identity(tx, payment.Patient); err != nil {
		return f, err
	}
	if f.Practitioner, err = p.practitioner(tx, payment.Practitioner); err != nil {
		return f, err
	}
	f.Practitioner.Signature = nil // the receipt is the desk's to sign
	for _, a := range settled {
		if a.Invoice.IsZero() {
			continue
		}
		invoice, err := store.Get(tx, billing.Invoices, a.Invoice)
		if err != nil {
			return f, err
		}
		f.Pays = append(f.Pays, documents.Allocation{Number: invoice.Number, Date: invoice.IssueDate, Amount: a.Amount.In(payment.Currency)})
	}
	balance, err := billing.BalanceOf(tx, payment.Patient)
	if err != nil {
		return f, err
	}
	f.Balance = balance.Due()
	if tx.Grant(action.PracticeRead) != action.Denied {
		user, err := organization.UserOf(tx, payment.ReceivedBy)
		if err != nil {
			return f, err
		}
		f.ReceivedBy = user.Name()
	}
	return f, nil
}
