package documents

import (
	"crypto/sha256"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// The identities that documents speak of.
type (
	DocumentID   = store.ID[Document]
	PrintEventID = store.ID[PrintEvent]
	HandOverID   = store.ID[HandOver]
	PatientID    = patients.ID
)

// Status is FHIR R4 DocumentReference.status.
type Status string

// The statuses.
const (
	Current        Status = "current"
	Superseded     Status = "superseded"       // reissued: the new document names it in Replaces
	EnteredInError Status = "entered-in-error" // void
)

// CatalogueKey names the word.
func (s Status) CatalogueKey() string { return "issued.status." + string(s) }

// MaxLayout bounds the stored pages of one document, in bytes; a full page with a photograph takes a few hundred thousand.
const MaxLayout = 8 << 20

// rule says what the practice asks of a kind of document.
type rule struct {
	// release is the capability that issuing it takes.
	release action.Capability
	// voidable kinds are taken back by marking them void; money is taken back by a credit note or a refund, which are documents
	// of their own.
	voidable bool
}

// rules lists the kinds that the record keeps. The recovery key's page is not among them: it would lie in the file that it opens. Nor
// are the pages for a lost computer and for a successor, which are about the file and are made anew when it changes.
//
// A statement of account is kept, under a number of its own: somebody pays by it, and asks about it next year. The sheets with which
// the practice works are not: the day's list, the downtime sheet and the appointment slip are out of date with the next booking, the
// day-end and the audit report are drawn anew from records that never change, and what is told of disclosures is one more reading of
// the audit chain. Drawing any of them is audited, about every patient that it names.
var rules = map[Kind]rule{
	Prescription: {release: action.Prescribe, voidable: true},
	Invoice:      {release: action.BillingWrite},
	CreditNote:   {release: action.BillingWrite},
	Receipt:      {release: action.BillingWrite},

	VisitSummary:           {release: action.Prescribe, voidable: true},
	PatientSummary:         {release: action.Prescribe, voidable: true},
	ImmunizationCard:       {release: action.Prescribe, voidable: true},
	VaccinationCertificate: {release: action.Prescribe, voidable: true},
	ResultsTrend:           {release: action.Prescribe, voidable: true},
	GrowthRecord:           {release: action.Prescribe, voidable: true},
	// Not voidable: it says how the account stood, and a later one says how it stands.
	Statement:          {release: action.BillingWrite},
	Letter:             {release: action.Prescribe, voidable: true},
	Referral:           {release: action.Prescribe, voidable: true},
	SickNote:           {release: action.Prescribe, voidable: true},
	FitnessCertificate: {release: action.Prescribe, voidable: true},
	LaboratoryOrder:    {release: action.Prescribe, voidable: true},
	ImagingOrder:       {release: action.Prescribe, voidable: true},
}

// Voidable reports that documents of the kind are taken back by marking them void; see MarkVoid.
func (k Kind) Voidable() bool { return rules[k].voidable }

// Document is one issued document about a patient (FHIR R4 DocumentReference). What it says lies frozen in its Content; of the
// document itself only the status changes, and whatever goes with it.
type Document struct {
	ID DocumentID `db:"id"`
	store.Meta
	Kind         Kind                        `db:"kind"`
	Status       Status                      `db:"status"`
	Patient      PatientID                   `db:"patient_id"`
	Practitioner organization.PractitionerID `db:"practitioner_id"` // who answers for it; zero on money
	Location     organization.LocationID     `db:"location_id"`
	SubjectType  int                         `db:"subject_type"` // number of the record type that it shows,
	Subject      store.RawID                 `db:"subject_id"`   // and which record
	Number       string                      `db:"number"`       // as printed
	Title        string                      `db:"title"`        // key of the catalogue
	Issued       time.Time                   `db:"issued"`       // UTC
	IssueDate    value.PartialDate           `db:"issue_date"`   // the practice's civil date
	IssuedBy     store.UserID                `db:"issued_by"`
	Pages        int                         `db:"pages"`
	SHA256       []byte                      `db:"sha256"` // Frozen.SHA256
	Trial        bool                        `db:"trial"`  // says on every page that it is not real
	Replaces     DocumentID                  `db:"replaces_id"`
	VoidReason   string                      `db:"void_reason"` // with EnteredInError, as the next two
	Voided       time.Time                   `db:"voided"`      // UTC
	VoidedBy     store.UserID                `db:"voided_by"`
}

// Documents is the record type. A kind's own capability is asked for by Issue.
var Documents = store.NewTable[Document](store.Spec{Number: 80, Name: "DocumentReference", Table: "document", Schema: 1, Trial: true, Read: action.DocumentRead, Write: action.DocumentPrint})

// Content is the pages of a document, as drawn when it was issued. It never changes.
type Content struct {
	ID store.ID[Content] `db:"id"`
	store.Meta
	Document DocumentID `db:"document_id"`
	Layout   []byte     `db:"layout"` // Frozen.Layout
	Parts    []byte     `db:"parts"`  // the SHA-256 of each of Frozen.Parts, one behind the other
}

// Contents is the record type of frozen pages.
var Contents = store.NewTable[Content](store.Spec{Number: 81, Name: "DocumentContent", Table: "document_content", Schema: 1, Trial: true, Read: action.DocumentRead, Write: action.DocumentPrint})

// Records lists the record types of this room.
func Records() []store.Record {
	return []store.Record{Documents, Contents, Parts, PrintEvents, HandOvers, LetterTemplates, Letters}
}

// Validate returns all problems at once.
func (d Document) Validate() error {
	var problems value.Problems
	required := func(field string, missing bool) {
		if missing {
			problems.Add(field, "error.value.required")
		}
	}
	if _, known := rules[d.Kind]; !known {
		problems.Add("kind", "error.issued.never_kept")
	}
	required("patient", d.Patient.IsZero())
	required("location", d.Location.IsZero())
	required("subject", d.Subject.IsZero() || d.SubjectType <= 0)
	required("practitioner", rules[d.Kind].release == action.Prescribe && d.Practitioner.IsZero())
	problems.Required("number", d.Number)
	short(&problems, "number", d.Number)
	problems.Required("title", d.Title)
	required("issued", d.Issued.IsZero() || d.IssuedBy.IsZero())
	problems.Check("issueDate", d.IssueDate.Validate())
	required("issueDate", !d.IssueDate.IsFull())
	if d.Pages < 1 || len(d.SHA256) != sha256.Size {
		problems.Add("pages", "error.issued.pages_unusable")
	}
	switch d.Status {
	case Current, Superseded:
		if d.VoidReason != "" || !d.Voided.IsZero() || !d.VoidedBy.IsZero() {
			problems.Add("status", "error.issued.status_unknown")
		}
	case EnteredInError:
		required("voidReason", d.VoidReason == "")
		required("voided", d.Voided.IsZero() || d.VoidedBy.IsZero())
	default:
		problems.Add("status", "error.issued.status_unknown")
	}
	return problems.Err()
}

// about refuses to touch a patient's document in a transaction that doesn't name the patient.
func about(tx *store.Tx, patient PatientID) error {
	if !tx.IsAbout(patient) {
		return store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	return nil
}

// current returns a document that holds; Conflict where it is void or was reissued.
func current(tx *store.Tx, id DocumentID) (Document, error) {
	d, err := store.Get(tx, Documents, id)
	if err != nil {
		return d, err
	}
	switch d.Status {
	case EnteredInError:
		return d, store.Fail(store.Conflict, "error.issued.void")
	case Superseded:
		return d, store.Fail(store.Conflict, "error.issued.superseded")
	}
	return d, nil
}
