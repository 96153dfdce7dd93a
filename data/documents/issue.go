package documents

import (
	"errors"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Subject says what a document shows and whom it is about.
type Subject struct {
	Patient      PatientID
	Practitioner organization.PractitionerID // needed on what a doctor signs
	Location     organization.LocationID
	Type         int         // number of the record type: billing.Invoices.Number
	Record       store.RawID // the prescription, invoice or payment
}

// particulars are what the record keeps of the facts beside the pages.
type particulars struct {
	setting Setting
	number  string
	title   string
}

// particularsOf reads the facts of a kind; Invalid where they are another kind's.
func particularsOf(kind Kind, facts any) (particulars, error) {
	switch f := facts.(type) {
	case PrescriptionFacts:
		if kind == Prescription {
			return particulars{f.Setting, f.Number, "documents.title.prescription"}, f.Validate()
		}
	case InvoiceFacts:
		switch {
		case kind == Invoice:
			return particulars{f.Setting, f.Number, f.Title.CatalogueKey()}, f.Validate()
		case kind == CreditNote:
			return particulars{f.Setting, f.Number, "documents.title.credit_note"}, f.Validate()
		}
	case ReceiptFacts:
		switch {
		case kind == Receipt && f.Refund:
			return particulars{f.Setting, f.Number, "documents.title.refund"}, f.Validate()
		case kind == Receipt:
			return particulars{f.Setting, f.Number, "documents.title.receipt"}, f.Validate()
		}
	case clinicalFacts:
		if f.Kind() == kind {
			return particularsOfClinical(f), f.Validate()
		}
	case LetterFacts:
		if kind == Letter || kind == Referral {
			return f.particulars(kind), f.validateToIssue(f.Validate())
		}
	case CertificateFacts:
		if kind.IsCertificate() && kind == f.Kind {
			return f.particulars(kind), f.validateToIssue(f.Validate())
		}
	case OrderFacts:
		if kind.IsOrder() && kind == f.Kind {
			return f.particulars(kind), f.validateToIssue(f.Validate())
		}
	}
	if f, ok := facts.(StatementFacts); ok && kind == Statement {
		return particulars{f.Setting, f.Number, "documents.title.statement"}, f.Validate()
	}
	return particulars{}, store.Fail(store.Invalid, "error.issued.facts_of_other_kind")
}

// Issue draws a document once and keeps its pages. It waits to be printed from then on.
//
// It returns Forbidden unless the actor may release the kind, Unsupported for a kind that is never kept, Invalid with the facts' problems
// or where they are not marked as a trial as the practice is, and Conflict where a current document of the kind has the number.
func Issue(tx *store.Tx, press Press, kind Kind, facts any, s Subject) (Document, error) {
	return put(tx, press, kind, facts, s, DocumentID{})
}

// Reissue issues a document in place of an older one of the same kind and patient, which is superseded, or stays void.
func Reissue(tx *store.Tx, press Press, old DocumentID, kind Kind, facts any, s Subject) (Document, error) {
	d, err := store.Get(tx, Documents, old)
	if err != nil {
		return d, err
	}
	later, err := store.Select(tx, Documents, "replaces_id = ?", old)
	if err != nil {
		return d, err
	}
	if d.Status == Superseded || len(later) > 0 {
		return d, store.Fail(store.Conflict, "error.issued.superseded")
	}
	if d.Kind != kind || d.Patient != s.Patient {
		return d, store.Fail(store.Conflict, "error.issued.replaces_other")
	}
	if d.Status == Current {
		d.Status = Superseded
		if err := store.Update(tx, Documents, &d); err != nil {
			return d, err
		}
		if err := unqueue(tx, d.ID); err != nil {
			return d, err
		}
	}
	return put(tx, press, kind, facts, s, old)
}

func put(tx *store.Tx, press Press, kind Kind, facts any, s Subject, replaces DocumentID) (Document, error) {
	r, known := rules[kind]
	if !known {
		return Document{}, store.Fail(store.Unsupported, "error.issued.never_kept")
	}
	if err := tx.Require(r.release); err != nil {
		return Document{}, err
	}
	if err := about(tx, s.Patient); err != nil {
		return Document{}, err
	}
	p, err := particularsOf(kind, facts)
	if err != nil {
		return Document{}, refusal(err)
	}
	practice, err := organization.Current(tx)
	if err != nil {
		return Document{}, err
	}
	if p.setting.Trial != practice.Trial {
		return Document{}, store.FailField("setting.trial", "error.issued.trial_differs")
	}
	taken, err := store.Select(tx, Documents, "kind = ? AND number = ? AND status = 'current'", string(kind), p.number)
	if err != nil {
		return Document{}, err
	}
	if len(taken) > 0 {
		return Document{}, store.Fail(store.Conflict, "error.issued.number_taken")
	}
	frozen, err := freeze(press, kind, facts)
	if err != nil {
		return Document{}, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return Document{}, err
	}
	d := Document{Kind: kind, Status: Current, Patient: s.Patient, Practitioner: s.Practitioner, Location: s.Location, SubjectType: s.Type, Subject: s.Record,
		Number: p.number, Title: p.title, Issued: tx.Now(), IssueDate: today, IssuedBy: tx.Actor().User, Pages: frozen.Pages, SHA256: frozen.SHA256[:],
		Trial: practice.Trial, Replaces: replaces}
	if err := store.Insert(tx, Documents, &d); err != nil {
		return d, err
	}
	parts, err := keepParts(tx, frozen.Parts)
	if err != nil {
		return d, err
	}
	if err := store.Insert(tx, Contents, &Content{Document: d.ID, Layout: frozen.Layout, Parts: parts}); err != nil {
		return d, err
	}
	return d, queue(tx, d)
}

// freeze has the pages drawn, and takes nobody's word for what came back.
func freeze(press Press, kind Kind, facts any) (Frozen, error) {
	if press == nil {
		return Frozen{}, store.Fail(store.Internal, "error.store.internal")
	}
	frozen, err := press.Set(kind, facts)
	if err != nil {
		return frozen, refusal(err)
	}
	if frozen.Kind != kind || frozen.Pages < 1 || len(frozen.Layout) == 0 || len(frozen.Layout) > MaxLayout || len(frozen.Parts) > MaxParts ||
		PagesHash(frozen.Layout, frozen.Parts...) != frozen.SHA256 {
		return frozen, store.Fail(store.Internal, "error.issued.pages_unusable")
	}
	return frozen, nil
}

// refusal turns the problems of facts, and whatever else a press says, into an Error.
func refusal(err error) error {
	var known *store.Error
	var problems value.Problems
	var one value.Problem
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &problems), errors.As(err, &one):
		return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	return &store.Error{Code: store.Internal, Key: "error.issued.pages_unusable", Err: err}
}

// MarkVoid takes a document back: it stays readable, counts as void, and waits for no printer. Who holds a paper of it must be told.
//
// It returns Forbidden unless the actor may release the kind, and Conflict where it is void or superseded, or where its kind is taken back by a
// credit note or refund.
func MarkVoid(tx *store.Tx, id DocumentID, reason string) (Document, error) {
	d, err := current(tx, id)
	if err != nil {
		return d, err
	}
	if err := about(tx, d.Patient); err != nil {
		return d, err
	}
	r := rules[d.Kind]
	if !r.voidable {
		return d, store.Fail(store.Conflict, "error.issued.credit_instead")
	}
	if err := tx.Require(r.release); err != nil {
		return d, err
	}
	cleaned, err := value.Clean(reason, store.ReasonLength, true)
	if err != nil {
		return d, &store.Error{Code: store.Invalid, Key: "error.store.reason_unusable", Field: "reason", Err: err}
	}
	if cleaned == "" {
		return d, store.FailField("reason", "error.store.reason_missing")
	}
	d.Status, d.VoidReason, d.Voided, d.VoidedBy = EnteredInError, cleaned, tx.Now(), tx.Actor().User
	if err := store.Update(tx, Documents, &d); err != nil {
		return d, err
	}
	return d, unqueue(tx, d.ID)
}

// queue lets a document wait for a printer; unqueue ends that.
func queue(tx *store.Tx, d Document) error {
	return tx.Exec(action.DocumentPrint, `INSERT OR IGNORE INTO print_queue (document_id, issued) VALUES (?, ?)`, d.ID, d.Issued.UnixMilli())
}

func unqueue(tx *store.Tx, id DocumentID) error {
	return tx.Exec(action.DocumentPrint, `DELETE FROM print_queue WHERE document_id = ?`, id)
}
