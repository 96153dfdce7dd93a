package billing

import (
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of an invoice's texts, in characters.
const (
	PayerLength = 400 // name and address, over several lines
	NoteLength  = 1000
)

// InvoiceKind tells an invoice from the credit note that takes it back.
type InvoiceKind string

// The kinds.
const (
	KindInvoice InvoiceKind = "invoice"
	KindCredit  InvoiceKind = "credit"
)

// Status is FHIR R4 Invoice.status.
type Status string

// The statuses. A record holds draft, issued or entered-in-error alone; balanced and cancelled follow from payments and
// credit notes, and are told by Account.Status, so that an issued invoice need never be written again.
const (
	Draft          Status = "draft"
	Issued         Status = "issued"
	Balanced       Status = "balanced"         // issued, and nothing is left to pay
	Cancelled      Status = "cancelled"        // issued, and credited in full
	EnteredInError Status = "entered-in-error" // a draft that was given up
)

// CatalogueKey names the word.
func (k InvoiceKind) CatalogueKey() string { return "billing.kind." + string(k) }

// CatalogueKey names the word.
func (s Status) CatalogueKey() string { return "billing.status." + string(s) }

// Invoice is a bill, or with KindCredit a credit note (FHIR R4 Invoice). A draft may change; what is issued never does.
// Amounts are in minor units of Currency and are the sums of the lines; on a credit note they are what is taken back.
type Invoice struct {
	ID InvoiceID `db:"id"`
	store.Meta
	Kind         InvoiceKind                 `db:"kind"`
	Status       Status                      `db:"status"`
	Patient      PatientID                   `db:"patient_id"`
	Encounter    EncounterID                 `db:"encounter_id"`    // what is billed, where it was a visit
	Appointment  AppointmentID               `db:"appointment_id"`  //
	Practitioner organization.PractitionerID `db:"practitioner_id"` // who treated
	Location     organization.LocationID     `db:"location_id"`     // where
	Number       string                      `db:"number"`          // gapless in its series, allotted at issue
	Issued       time.Time                   `db:"issued"`          // UTC
	IssueDate    value.PartialDate           `db:"issue_date"`      // the practice's civil date
	ServiceDate  value.PartialDate           `db:"service_date"`    // decides the tax rates
	Payer        string                      `db:"payer"`           // name and address as printed; "" is the patient
	Currency     string                      `db:"currency"`        // ISO 4217, the practice's
	Note         string                      `db:"note"`            // printed under the lines
	Reason       string                      `db:"reason"`          // on a credit note: why
	Credits      InvoiceID                   `db:"credits_id"`      // on a credit note: the invoice taken back
	Replaces     InvoiceID                   `db:"replaces_id"`     // the credited invoice that this one stands in for
	Price        Minor                       `db:"price"`           // before discount
	Discount     Minor                       `db:"discount"`        //
	Net          Minor                       `db:"net"`             // FHIR totalNet
	Tax          Minor                       `db:"tax"`             //
	Gross        Minor                       `db:"gross"`           // FHIR totalGross: what is to be paid
	SupplyState  string                      `db:"supply_state"`    // India: code of the state where it is supplied; "" is the practice's own
}

// Invoices is the record type of invoices and credit notes.
var Invoices = store.NewTable[Invoice](store.Spec{Number: 72, Name: "Invoice", Table: "invoice", Schema: 1, Trial: true, Read: action.BillingRead, Write: action.BillingWrite})

// Bill is an invoice or credit note with its lines in order.
type Bill struct {
	Invoice
	Lines []ChargeItem
}

// Clean trims the texts.
func (i *Invoice) Clean() error {
	var problems value.Problems
	problems.Text("payer", &i.Payer, PayerLength, true)
	problems.Text("note", &i.Note, NoteLength, true)
	problems.Text("reason", &i.Reason, store.ReasonLength, true)
	return problems.Err()
}

// Validate returns all problems at once.
func (i Invoice) Validate() error {
	var problems value.Problems
	required := func(field string, missing bool) {
		if missing {
			problems.Add(field, "error.value.required")
		}
	}
	required("patient", i.Patient.IsZero())
	required("practitioner", i.Practitioner.IsZero())
	required("location", i.Location.IsZero())
	if _, err := value.Exponent(i.Currency); err != nil {
		problems.Check("currency", err)
	}
	wholeDate(&problems, "serviceDate", i.ServiceDate)
	problems.Text("payer", &i.Payer, PayerLength, true)
	problems.Text("note", &i.Note, NoteLength, true)
	problems.Text("reason", &i.Reason, store.ReasonLength, true)
	if i.SupplyState != "" && !IsState(i.SupplyState) {
		problems.Add("supplyState", "error.billing.choice_unknown")
	}
	switch i.Kind {
	case KindInvoice:
		if !i.Credits.IsZero() {
			problems.Add("credits", "error.billing.choice_unknown")
		}
	case KindCredit:
		required("credits", i.Credits.IsZero())
		required("reason", i.Reason == "")
	default:
		problems.Add("kind", "error.billing.choice_unknown")
	}
	switch i.Status {
	case Draft, EnteredInError:
		if i.Number != "" || !i.Issued.IsZero() || !i.IssueDate.IsZero() {
			problems.Add("number", "error.billing.draft_numbered")
		}
	case Issued:
		required("number", i.Number == "")
		required("issued", i.Issued.IsZero())
		wholeDate(&problems, "issueDate", i.IssueDate)
	default:
		problems.Add("status", "error.billing.choice_unknown")
	}
	if i.Gross < 0 {
		problems.Add("gross", "error.billing.amount_negative")
	}
	// Prices that hold their tax lie between net and gross; line by line they are held exactly.
	if p := i.Price - i.Discount; p < i.Net || p > i.Gross || i.Gross != i.Net+i.Tax {
		problems.Add("gross", "error.billing.sums_differ")
	}
	return problems.Err()
}

// total sums the lines into the invoice.
func (i *Invoice) total(lines []ChargeItem) {
	i.Price, i.Discount, i.Net, i.Tax, i.Gross = 0, 0, 0, 0, 0
	for _, l := range lines {
		i.Price += l.Price
		i.Discount += l.Discount
		i.Net += l.Net
		i.Tax += l.Tax
		i.Gross += l.Gross
	}
}

// Total is what is to be paid, or on a credit note what is taken back.
func (i Invoice) Total() value.Money { return i.Gross.In(i.Currency) }

// TaxTotal is one tax over the lines of a bill.
type TaxTotal struct {
	Name    string
	Kind    TaxKind
	Percent value.Decimal // with TaxRated alone
	Net     value.Money   // what it is charged on
	Tax     value.Money
}

// Taxes sums the lines by tax, in the order in which the taxes appear.
func (b Bill) Taxes() []TaxTotal {
	var list []TaxTotal
	place := map[string]int{}
	for _, l := range b.Lines {
		if l.TaxKind == "" {
			continue
		}
		key := l.TaxName + "\x00" + l.TaxPercent.String()
		at, known := place[key]
		if !known {
			at = len(list)
			place[key] = at
			list = append(list, TaxTotal{Name: l.TaxName, Kind: l.TaxKind, Percent: l.TaxPercent, Net: value.Money{Currency: b.Currency}, Tax: value.Money{Currency: b.Currency}})
		}
		list[at].Net.Minor += int64(l.Net)
		list[at].Tax.Minor += int64(l.Tax)
	}
	return list
}

// Get returns an invoice or credit note with its lines.
func Get(tx *store.Tx, id InvoiceID) (Bill, error) {
	i, err := store.Get(tx, Invoices, id)
	if err != nil {
		return Bill{}, err
	}
	lines, err := linesOf(tx, id)
	return Bill{i, lines}, err
}

func linesOf(tx *store.Tx, id InvoiceID) ([]ChargeItem, error) {
	return store.Select(tx, ChargeItems, "invoice_id = ? AND retracted = 0 ORDER BY position, id", id)
}

// issued returns an issued invoice; Conflict where it is a draft, a credit note or was given up.
func issued(tx *store.Tx, id InvoiceID) (Invoice, error) {
	i, err := store.Get(tx, Invoices, id)
	if err != nil {
		return i, err
	}
	if i.Kind != KindInvoice || i.Status != Issued {
		return i, store.Fail(store.Conflict, "error.billing.not_issued")
	}
	return i, about(tx, i.Patient)
}

// draft returns a draft at the version that the caller saw; Conflict where it is issued, given up or has changed since.
func draft(tx *store.Tx, seen Invoice) (Invoice, error) {
	i, err := store.Get(tx, Invoices, seen.ID)
	if err != nil {
		return i, err
	}
	if err := about(tx, i.Patient); err != nil {
		return i, err
	}
	if i.Status != Draft {
		return i, store.Fail(store.Conflict, "error.billing.not_draft")
	}
	if i.Version != seen.Version {
		return i, store.Fail(store.Conflict, "error.store.conflict", "Record", Invoices.Name)
	}
	return i, nil
}
