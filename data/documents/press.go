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
	// Parts are what Layout draws by their place in this list, because other documents draw it too, as a logo: the record keeps each
	// once. It may be empty.
	Parts [][]byte
	// SHA256 is PagesHash of Layout and Parts.
	SHA256 [sha256.Size]byte
	// Pages is how many sheets it has.
	Pages int
}

// PagesHash is the hash over the pages of a document: SHA-256 of the layout with the SHA-256 of each part behind it. Without parts it is the
// plain SHA-256 of the layout, which is what documents have that are older than parts.
func PagesHash(layout []byte, parts ...[]byte) [sha256.Size]byte {
	var sums []byte
	for _, part := range parts {
		sum := sha256.Sum256(part)
		sums = append(sums, sum[:]...)
	}
	return pagesHash(layout, sums)
}

func pagesHash(layout, sums []byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(layout)
	h.Write(sums)
	h.Sum(sum[:0])
	return sum
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
