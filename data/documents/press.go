package documents

import "crypto/sha256"

// Kind is a kind of printable document.
type Kind string

// The kinds. The value is stored: it never changes its meaning.
const (
	Prescription           Kind = "prescription"
	Invoice                Kind = "invoice"
	CreditNote             Kind = "credit-note"
	Receipt                Kind = "receipt"
	RecoveryKey            Kind = "recovery-key"
	Loss                   Kind = "loss"
	Successor              Kind = "successor"
	VisitSummary           Kind = "visit-summary"
	PatientSummary         Kind = "patient-summary"
	ImmunizationCard       Kind = "immunization-card"
	VaccinationCertificate Kind = "vaccination-certificate"
	ResultsTrend           Kind = "results-trend"
	GrowthRecord           Kind = "growth-chart"
	Statement              Kind = "statement"
	DayEnd                 Kind = "day-end"
	DayList                Kind = "day-list"
	Downtime               Kind = "downtime"
	AppointmentSlip        Kind = "appointment-slip"
	AuditReport            Kind = "audit-report"
	Disclosures            Kind = "disclosures"
	Ruler                  Kind = "ruler" // of a printer; see RulerFacts
	Letter                 Kind = "letter"
	Referral               Kind = "referral"
	SickNote               Kind = "sick-note"
	FitnessCertificate     Kind = "fitness-certificate"
	LaboratoryOrder        Kind = "laboratory-order"
	ImagingOrder           Kind = "imaging-order"
)

// Frozen is an issued document: its pages as drawn, which never change again.
type Frozen struct {
	Kind Kind
	// Layout is the encoded display list. It names the fonts that it was set in.
	Layout []byte
	// SHA256 is the hash of Layout.
	SHA256 [sha256.Size]byte
	// Pages is how many sheets it has.
	Pages int
}

// Press sets the pages of a document. The facts are those of the kind, as a value:
// PrescriptionFacts, InvoiceFacts for invoices and credit notes, ReceiptFacts,
// VisitSummaryFacts, PatientSummaryFacts, ImmunizationCardFacts,
// VaccinationCertificateFacts, TrendFacts, GrowthFacts, RecoveryKeyFacts, LossFacts,
// SuccessorFacts, StatementFacts, DayEndFacts, DayListFacts, DowntimeFacts,
// AppointmentFacts, AuditFacts, DisclosureFacts, RulerFacts, LetterFacts,
// CertificateFacts, OrderFacts.
//
// Set returns value.Problems where facts are missing or contradict each other, with the
// facts' own fields, also for a text that the page can't print. The same facts give the
// same bytes.
type Press interface {
	Set(kind Kind, facts any) (Frozen, error)
}
