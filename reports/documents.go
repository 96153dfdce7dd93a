// Package reports draws the practice's documents. Each document is one file; List names
// them all. The pages are set on the kit in reports/page, frozen, and kept by the record;
// PDF and Preview draw a frozen page for the printer and for the window.
package reports

import (
	"fmt"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// Document is a kind of printable document.
type Document struct {
	Kind documents.Kind
	// Title is the catalogue key of its name.
	Title string
	// Papers are the sizes it is set for, the usual one first.
	Papers []documents.Paper
	// set draws facts of the kind, on another paper than their own where one is named.
	set func(documents.Kind, any, documents.Paper) (*page.Document, error)
}

var (
	sheets = []documents.Paper{documents.PaperA5, documents.PaperA4, documents.PaperLetter}
	large  = []documents.Paper{documents.PaperA4, documents.PaperA5, documents.PaperLetter}
)

// List is every document. A new one is a file with its drawing function and a line here.
var List = []Document{
	{documents.Prescription, "documents.title.prescription", sheets, with(setPrescription)},
	{documents.Invoice, "documents.title.invoice", large, with(setInvoice)},
	{documents.CreditNote, "documents.title.credit_note", large, with(setInvoice)},
	{documents.Receipt, "documents.title.receipt", append([]documents.Paper{documents.PaperRoll80}, sheets...), with(setReceipt)},
	{documents.RecoveryKey, "documents.title.recovery_key", large, with(setRecoveryKey)},
	{documents.Loss, "documents.title.loss", large, with(setLoss)},
	{documents.Successor, "documents.title.successor", large, with(setSuccessor)},

	{documents.VisitSummary, "documents.title.visit-summary", large, with(setVisitSummary)},
	{documents.PatientSummary, "documents.title.patient-summary", large, with(setPatientSummary)},
	{documents.ImmunizationCard, "documents.title.immunization-card", large, with(setImmunizationCard)},
	{documents.VaccinationCertificate, "documents.title.vaccination-certificate", large, with(setVaccinationCertificate)},
	{documents.ResultsTrend, "documents.title.results-trend", large, with(setTrend)},
	{documents.GrowthRecord, "documents.title.growth-chart", large, with(setGrowth)},
	{documents.Statement, "documents.title.statement", large, with(setStatement)},
	{documents.DayEnd, "documents.title.day_end", large, with(setDayEnd)},
	{documents.DayList, "documents.title.day_list", large, with(setDayList)},
	{documents.Downtime, "documents.title.downtime", large, with(setDowntime)},
	{documents.AppointmentSlip, "documents.title.appointment", append([]documents.Paper{documents.PaperRoll80, documents.PaperA6}, sheets...), with(setAppointment)},
	{documents.AuditReport, "documents.title.audit", large, with(setAudit)},
	{documents.Disclosures, "documents.title.disclosures", large, with(setDisclosures)},
	{documents.Ruler, "documents.title.ruler", append([]documents.Paper{documents.PaperRoll80}, large...), with(setRuler)},
	{documents.Letter, documents.LetterTitle(documents.Letter), large, with(setLetter)},
	{documents.Referral, documents.LetterTitle(documents.Referral), large, with(setLetter)},
	{documents.SickNote, documents.LetterTitle(documents.SickNote), large, with(setCertificate)},
	{documents.FitnessCertificate, documents.LetterTitle(documents.FitnessCertificate), large, with(setCertificate)},
	{documents.LaboratoryOrder, documents.LetterTitle(documents.LaboratoryOrder), large, with(setOrder)},
	{documents.ImagingOrder, documents.LetterTitle(documents.ImagingOrder), large, with(setOrder)},
}

// factsOf are facts of one type; see documents.Press.
type factsOf[F any] interface {
	Validate() error
	// On returns the facts set for another paper.
	On(documents.Paper) F
}

// with adapts a drawing function of one type of facts, which it validates first.
func with[F factsOf[F]](set func(documents.Kind, F) (*page.Document, error)) func(documents.Kind, any, documents.Paper) (*page.Document, error) {
	return func(kind documents.Kind, facts any, paper documents.Paper) (*page.Document, error) {
		f, ok := facts.(F)
		if !ok {
			return nil, fmt.Errorf("set %s: facts are %T", kind, facts)
		}
		if paper != "" {
			f = f.On(paper)
		}
		if err := f.Validate(); err != nil {
			return nil, err
		}
		doc, err := set(kind, f)
		if err != nil {
			return nil, problemsOf(err)
		}
		return doc, nil
	}
}

// kindOf finds a document in the list.
func kindOf(kind documents.Kind) (Document, error) {
	for _, d := range List {
		if d.Kind == kind {
			return d, nil
		}
	}
	return Document{}, value.Problem{Field: "kind", Key: "error.value.invalid"}
}
