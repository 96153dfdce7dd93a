package documents

import (
	"strings"
	"time"

	"satchel/data/value"
)

// InvoiceTitle is what the region calls the document.
type InvoiceTitle string

// The titles. Only a practice that is registered for the tax writes a tax invoice; in India it writes a bill of supply where nothing on it
// is taxed (CGST Rules 2017, rule 49), and both in one where some of it is (rule 46A).
const (
	TitleInvoice      InvoiceTitle = "invoice"
	TitleTaxInvoice   InvoiceTitle = "tax-invoice"
	TitleBillOfSupply InvoiceTitle = "bill-of-supply"
	TitleInvoiceBill  InvoiceTitle = "invoice-cum-bill-of-supply"
)

// CatalogueKey names the title.
func (t InvoiceTitle) CatalogueKey() string {
	switch t {
	case TitleTaxInvoice:
		return "documents.title.tax_invoice"
	case TitleBillOfSupply:
		return "documents.title.bill_of_supply"
	case TitleInvoiceBill:
		return "documents.title.invoice_bill"
	}
	return "documents.title.invoice"
}

// valid reports whether the title is one of the four.
func (t InvoiceTitle) valid() bool {
	return t == TitleInvoice || t.CatalogueKey() != TitleInvoice.CatalogueKey()
}

// Buyer is who pays, where that isn't the patient alone.
type Buyer struct {
	Name    value.HumanName
	Address []string
	TaxID   string // with its label
}

// InvoiceLine is one ChargeItem. Amounts are in the invoice's currency.
type InvoiceLine struct {
	Code        string // HSN/SAC, CPT or the practice's own
	Description string
	Detail      string
	Quantity    value.Decimal
	Unit        string
	UnitPrice   value.Money
	Discount    value.Money // taken off Quantity times UnitPrice
	// TaxName and TaxRate (per cent) describe the tax; Exempt supplies have none.
	TaxName string
	TaxRate value.Decimal
	Exempt  bool
	// Amount is what the line costs after discount, before tax.
	Amount value.Money
	// IncludedTax is what of Amount is tax, where UnitPrice and Discount hold it; zero where the tax comes on top.
	IncludedTax value.Money
}

// net is the line without its tax.
func (l InvoiceLine) net() (value.Money, error) {
	if l.IncludedTax.IsZero() {
		return l.Amount, nil
	}
	return l.Amount.Sub(l.IncludedTax)
}

// TaxAmount is one tax over all lines of a rate.
type TaxAmount struct {
	Name   string // "CGST"
	Rate   value.Decimal
	Amount value.Money
	// Base is what the tax is charged on; unset where it is not shown. Parts of one tax share it.
	Base value.Money
}

// PaymentLine is one payment that counts towards the invoice.
type PaymentLine struct {
	Date   value.PartialDate
	Method string
	Amount value.Money
}

// InvoiceFacts are what an invoice or a credit note says. On a credit note the amounts are
// positive too: they are what is taken back.
type InvoiceFacts struct {
	Setting    Setting
	Letterhead Letterhead
	// Practitioner may be left empty.
	Practitioner  Practitioner
	Patient       PatientIdentity
	Buyer         *Buyer
	Title         InvoiceTitle
	Number        string // gapless; at most 16 characters where the law says so
	Issued        time.Time
	ServiceDate   value.PartialDate
	DueDate       value.PartialDate
	PlaceOfSupply string
	Lines         []InvoiceLine
	// Exempt and Taxable are the sums of the lines of each sort.
	Exempt, Taxable value.Money
	Taxes           []TaxAmount
	// Rounding is added to reach the total: cash rounding.
	Rounding value.Money
	Total    value.Money
	Payments []PaymentLine
	Balance  value.Money // Total less Payments
	Note     string
	// ExemptReason is the law by which supplies are exempt, in the page's language; optional.
	ExemptReason string
	// PaymentLink is drawn as a QR code beside PaymentText.
	PaymentLink string
	PaymentText string
	// Credits is the invoice that a credit note takes back, and why.
	Credits *Reference
	Void    *Void
}

// Validate returns all problems with an invoice's facts, by field; amounts that don't add
// up are among them.
func (f InvoiceFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	if f.Setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
	f.Letterhead.validate(&problems)
	if !f.Practitioner.Name.IsZero() {
		f.Practitioner.validate(&problems, "practitioner")
	}
	f.Patient.validate(&problems)
	if f.Buyer != nil {
		problems.Check("buyer.name", f.Buyer.Name.Validate())
		lines(&problems, "buyer.address", f.Buyer.Address)
		short(&problems, "buyer.taxId", f.Buyer.TaxID)
	}
	issue(&problems, f.Number, f.Issued)
	if !f.Title.valid() {
		problems.Add("title", "error.value.invalid")
	}
	problems.Check("serviceDate", f.ServiceDate.Validate())
	problems.Check("dueDate", f.DueDate.Validate())
	short(&problems, "placeOfSupply", f.PlaceOfSupply)
	f.validateLines(&problems)
	f.validateSums(&problems)
	long(&problems, "note", f.Note)
	long(&problems, "exemptReason", f.ExemptReason)
	long(&problems, "paymentText", f.PaymentText)
	if len(f.PaymentLink) > maxVerify {
		problems.Add("paymentLink", "error.documents.too_many", "Most", maxVerify)
	}
	f.Credits.validate(&problems, "credits")
	f.Void.validate(&problems)
	return problems.Err()
}

func (f InvoiceFacts) validateLines(problems *value.Problems) {
	if len(f.Lines) == 0 {
		problems.Add("lines", "error.documents.items_missing")
	}
	if len(f.Lines) > maxList || len(f.Taxes) > maxLines || len(f.Payments) > maxList {
		problems.Add("lines", "error.documents.too_many", "Most", maxList)
		return
	}
	for i, line := range f.Lines {
		at := func(part string) string { return indexed("lines", i, part) }
		problems.Required(at("description"), line.Description)
		short(problems, at("description"), line.Description)
		long(problems, at("detail"), line.Detail)
		short(problems, at("code"), line.Code)
		short(problems, at("unit"), line.Unit)
		short(problems, at("taxName"), line.TaxName)
		if line.Exempt && line.TaxRate.Sign() != 0 {
			problems.Add(at("taxRate"), "error.documents.exempt_taxed")
		}
		expected, err := line.UnitPrice.MulDecimal(line.Quantity)
		if err == nil {
			expected, err = expected.Sub(line.Discount)
		}
		problems.Check(at("amount"), err)
		if err == nil && expected.Minor != line.Amount.Minor {
			problems.Add(at("amount"), "error.documents.sums_differ")
		}
	}
	for i, tax := range f.Taxes {
		problems.Required(indexed("taxes", i, "name"), tax.Name)
		short(problems, indexed("taxes", i, "name"), tax.Name)
	}
	for i, payment := range f.Payments {
		short(problems, indexed("payments", i, "method"), payment.Method)
		problems.Check(indexed("payments", i, "date"), payment.Date.Validate())
	}
}

// validateSums checks that the page's amounts are of one currency and add up.
func (f InvoiceFacts) validateSums(problems *value.Problems) {
	if strings.TrimSpace(f.Total.Currency) == "" {
		problems.Add("total", "error.value.required")
		return
	}
	problems.Check("total", f.Total.Validate())
	var exempt, taxable []value.Money
	for _, line := range f.Lines {
		if line.Exempt || line.TaxRate.Sign() == 0 {
			exempt = append(exempt, line.Amount)
		} else {
			net, err := line.net()
			problems.Check("taxable", err)
			taxable = append(taxable, net)
		}
	}
	sum(problems, "exempt", f.Exempt, exempt...)
	sum(problems, "taxable", f.Taxable, taxable...)
	parts := []value.Money{f.Exempt, f.Taxable, f.Rounding}
	for _, tax := range f.Taxes {
		parts = append(parts, tax.Amount)
	}
	sum(problems, "total", f.Total, parts...)
	parts = []value.Money{f.Total}
	for _, payment := range f.Payments {
		parts = append(parts, payment.Amount.Neg())
	}
	sum(problems, "balance", f.Balance, parts...)
}

func sum(problems *value.Problems, field string, stated value.Money, parts ...value.Money) {
	total, err := value.Sum(parts...)
	if err != nil {
		problems.Check(field, err)
		return
	}
	order, err := total.Cmp(stated)
	if err != nil {
		problems.Check(field, err)
		return
	}
	if order != 0 {
		problems.Add(field, "error.documents.sums_differ")
	}
}
