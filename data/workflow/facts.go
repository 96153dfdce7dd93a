package workflow

import (
	"strings"

	"satchel/assets"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func (p place) text(key string, args ...any) string {
	return assets.Text(p.practice.Language, key, args...)
}

func (p place) setting() documents.Setting {
	return documents.Setting{Language: p.practice.Language, Paper: documents.Paper(p.practice.Paper), PadBand: p.practice.LetterheadBandMM,
		Zone: p.practice.Zone, Number: p.practice.Amounts(), Trial: p.practice.Trial}
}

func (p place) letterhead() documents.Letterhead {
	head := documents.Letterhead{Practice: p.practice.Name, Address: lines(p.practice.Address), Phone: p.practice.Phone, Email: p.practice.Email,
		Registration: p.practice.Registration}
	if p.practice.TaxNumber != "" {
		head.TaxID = p.text("workflow.paper.tax_number", "Number", p.practice.TaxNumber)
	}
	return head
}

func (p place) practitioner(tx *store.Tx, id organization.PractitionerID) (documents.Practitioner, error) {
	if id.IsZero() {
		return documents.Practitioner{}, nil
	}
	who, err := store.Get(tx, organization.Practitioners, id)
	if err != nil {
		return documents.Practitioner{}, err
	}
	signs := documents.Practitioner{Name: who.Name, Qualification: who.Qualification}
	if who.Registration != "" {
		signs.Registration = p.text("workflow.paper.registration", "Number", who.Registration)
	}
	return signs, nil
}

func (p place) relation(patient patients.Patient) string {
	if patient.Relation == "" {
		return ""
	}
	return p.text(patient.Relation.CatalogueKey(), "Name", patient.RelationName)
}

func lines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func addressLines(p patients.Patient) []string {
	list := lines(p.Address)
	last := strings.TrimSpace(strings.Join([]string{p.Locality, p.PostalCode}, " "))
	if p.Region != "" {
		last = strings.TrimPrefix(last+", "+p.Region, ", ")
	}
	if last != "" {
		list = append(list, last)
	}
	return list
}

// childAge is the age in years below which a prescription carries a weight, where one was taken.
const childAge = 18

// prescription gathers what the paper of an issued prescription says.
func (p place) prescription(tx *store.Tx, rx prescribing.Prescription) (documents.PrescriptionFacts, error) {
	f := documents.PrescriptionFacts{Setting: p.setting(), Letterhead: p.letterhead(), Number: rx.Number, Issued: rx.Issued, ValidUntil: rx.ValidUntil, Advice: rx.Advice}
	var err error
	if f.Prescriber, err = p.practitioner(tx, rx.Practitioner); err != nil {
		return f, err
	}
	if f.Patient, err = p.identity(tx, rx.Patient); err != nil {
		return f, err
	}
	if err := p.weigh(tx, rx.Patient, &f.Patient); err != nil {
		return f, err
	}
	if f.Allergies, err = allergies(tx, rx.Patient); err != nil {
		return f, err
	}
	list, err := prescribing.Lines(tx, rx.ID)
	if err != nil {
		return f, err
	}
	tells, err := p.teller(tx, rx.Patient)
	if err != nil {
		return f, err
	}
	for _, m := range list {
		item := p.item(m, rx.Repeats)
		item.Told = tells(m)
		f.Items = append(f.Items, item)
	}
	if !rx.Replaces.IsZero() {
		old, err := store.Get(tx, prescribing.Prescriptions, rx.Replaces)
		if err != nil {
			return f, err
		}
		f.Replaces = &documents.Reference{Number: old.Number, Date: p.day(old.Issued), Reason: old.VoidReason}
	}
	return f, p.visit(tx, rx.Encounter, &f)
}

// visit adds the visit's diagnosis and day to come again.
func (p place) visit(tx *store.Tx, id chart.EncounterID, f *documents.PrescriptionFacts) error {
	if id.IsZero() {
		return nil
	}
	e, err := store.Get(tx, chart.Encounters, id)
	if err != nil {
		return err
	}
	diagnoses, err := chart.Diagnoses(tx, e)
	if err != nil {
		return err
	}
	var names []string
	for _, d := range diagnoses {
		name := d.Code.Display
		if d.Code.IsCoded() {
			name += " (" + d.Code.Code + ")"
		}
		names = append(names, name)
	}
	f.Diagnosis = strings.Join(names, "; ")
	if !e.FollowUp.IsZero() {
		key, args := e.FollowUp.Label()
		f.Review = p.text(key, args...)
	}
	return nil
}

// weigh adds the newest weight of a child.
func (p place) weigh(tx *store.Tx, id patients.ID, who *documents.PatientIdentity) error {
	if who.BirthDate.IsZero() || who.BirthDate.Age(p.today).Years >= childAge {
		return nil
	}
	weights, err := chart.Series(tx, id, chart.BodyWeight, 1)
	if err != nil || len(weights) == 0 {
		return err
	}
	who.Weight, who.WeightDate = value.Quantity{Value: weights[0].Value, Unit: weights[0].Unit}, p.day(weights[0].Effective)
	return nil
}

func allergies(tx *store.Tx, id patients.ID) (documents.AllergyStatus, error) {
	known, err := chart.Allergies(tx, id)
	if err != nil {
		return documents.AllergyStatus{}, err
	}
	switch known.State {
	case chart.AllergyNoneKnown:
		return documents.AllergyStatus{State: documents.AllergyNoneKnown}, nil
	case chart.AllergySome:
		status := documents.AllergyStatus{State: documents.AllergyListed}
		for _, a := range known.Items {
			status.Allergies = append(status.Allergies, documents.Allergy{Substance: a.Substance.Display, Reaction: a.Reaction, HighRisk: a.Criticality == chart.CriticalityHigh})
		}
		return status, nil
	}
	return documents.AllergyStatus{State: documents.AllergyNotAsked}, nil
}

// item is one medicine. Its directions are one sentence, made from the structured dose; the page's parts for dose, frequency and
// duration stay empty beside it.
func (p place) item(m prescribing.MedicationRequest, repeats int) documents.PrescriptionItem {
	lang := p.practice.Language
	item := documents.PrescriptionItem{Brand: m.Brand, Form: prescribing.FormText(lang, m.Form), Dose: prescribing.DosageText(lang, m), Repeats: repeats,
		Indication: m.Indication, Instructions: m.Instructions, Quantity: m.Quantity.Value, QuantityUnit: prescribing.UnitText(lang, m.Quantity)}
	if m.Indication != "" { // the page goes on: "... for 5 days. For fever"
		item.Dose = strings.TrimSuffix(item.Dose, ".")
	}
	if m.Brand != "" {
		item.Substitution = documents.SubstitutionNotAllowed
		if m.Substitution {
			item.Substitution = documents.SubstitutionAllowed
		}
	}
	for _, i := range m.Ingredients {
		item.Ingredients = append(item.Ingredients, documents.Ingredient{Name: i.Name, Strength: i.Strength, Per: i.Per})
	}
	return item
}

// invoice gathers what the paper of an issued invoice or credit note says, as things stand at its issue.
func (p place) invoice(tx *store.Tx, b billing.Bill) (documents.InvoiceFacts, error) {
	f := documents.InvoiceFacts{Setting: p.setting(), Letterhead: p.letterhead(), Title: documents.TitleInvoice, Number: b.Number, Issued: b.Issued,
		ServiceDate: b.ServiceDate, Note: b.Note, Total: b.Total()}
	if p.practice.TaxNumber != "" {
		f.Title = documents.TitleTaxInvoice
	}
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
	exempt, taxable := billing.Minor(0), billing.Minor(0)
	for _, l := range b.Lines {
		line := documents.InvoiceLine{Code: l.Code, Description: l.Description, Quantity: l.Quantity, UnitPrice: l.UnitPrice.In(b.Currency),
			Discount: l.Discount.In(b.Currency), TaxName: l.TaxName, TaxRate: l.TaxPercent, Exempt: l.TaxKind != billing.TaxRated, Amount: l.Net.In(b.Currency)}
		if line.Exempt {
			line.TaxRate = value.Decimal{}
			exempt += l.Net
		} else {
			taxable += l.Net
		}
		f.Lines = append(f.Lines, line)
	}
	f.Exempt, f.Taxable = exempt.In(b.Currency), taxable.In(b.Currency)
	for _, t := range b.Taxes() {
		if t.Kind == billing.TaxRated {
			f.Taxes = append(f.Taxes, documents.TaxAmount{Name: t.Name, Rate: t.Percent, Amount: t.Tax})
		}
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
