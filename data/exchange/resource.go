package exchange

// The resources of FHIR R4 that a patient summary holds, as far as the record fills them. Each names its type, and has an id.
type resource interface{ kind() string }

type head struct {
	ResourceType string     `json:"resourceType"`
	ID           string     `json:"id,omitempty"`
	Text         *narrative `json:"text,omitempty"`
}

func (h head) kind() string { return h.ResourceType }

type bundle struct {
	head
	Identifier identifier `json:"identifier"`
	Type       string     `json:"type"`
	Timestamp  string     `json:"timestamp"`
	Entry      []entry    `json:"entry"`
}

type entry struct {
	FullURL  string   `json:"fullUrl"`
	Resource resource `json:"resource"`
}

type composition struct {
	head
	Language   string           `json:"language,omitempty"`
	Identifier identifier       `json:"identifier"`
	Status     string           `json:"status"`
	Type       *codeableConcept `json:"type"`
	Subject    reference        `json:"subject"`
	Date       string           `json:"date"`
	Author     []reference      `json:"author"`
	Title      string           `json:"title"`
	Custodian  *reference       `json:"custodian,omitempty"`
	Section    []section        `json:"section"`
}

type section struct {
	Title       string           `json:"title"`
	Code        *codeableConcept `json:"code"`
	Text        narrative        `json:"text"`
	Entry       []reference      `json:"entry,omitempty"`
	EmptyReason *codeableConcept `json:"emptyReason,omitempty"`
}

type patient struct {
	head
	Identifier       []identifier    `json:"identifier,omitempty"`
	Active           bool            `json:"active"`
	Name             []humanName     `json:"name"`
	Telecom          []contactPoint  `json:"telecom,omitempty"`
	Gender           string          `json:"gender,omitempty"`
	BirthDate        string          `json:"birthDate,omitempty"`
	BirthDateAbsent  *absent         `json:"_birthDate,omitempty"`
	DeceasedBoolean  bool            `json:"deceasedBoolean,omitempty"`
	DeceasedDateTime string          `json:"deceasedDateTime,omitempty"`
	Address          []address       `json:"address,omitempty"`
	Communication    []communication `json:"communication,omitempty"`
	Generalist       []reference     `json:"generalPractitioner,omitempty"`
}

type communication struct {
	Language *codeableConcept `json:"language"`
}

type practitioner struct {
	head
	Identifier    []identifier    `json:"identifier,omitempty"`
	Name          []humanName     `json:"name"`
	Telecom       []contactPoint  `json:"telecom,omitempty"`
	Qualification []qualification `json:"qualification,omitempty"`
}

type qualification struct {
	Code *codeableConcept `json:"code"`
}

type organizationResource struct {
	head
	Name    string         `json:"name"`
	Telecom []contactPoint `json:"telecom,omitempty"`
	Address []address      `json:"address,omitempty"`
}

type condition struct {
	head
	ClinicalStatus     *codeableConcept   `json:"clinicalStatus,omitempty"`
	VerificationStatus *codeableConcept   `json:"verificationStatus,omitempty"`
	Category           []*codeableConcept `json:"category,omitempty"`
	Code               *codeableConcept   `json:"code"`
	Subject            reference          `json:"subject"`
	OnsetDateTime      string             `json:"onsetDateTime,omitempty"`
	AbatementDateTime  string             `json:"abatementDateTime,omitempty"`
	RecordedDate       string             `json:"recordedDate,omitempty"`
	Note               []annotation       `json:"note,omitempty"`
}

type allergyIntolerance struct {
	head
	ClinicalStatus     *codeableConcept `json:"clinicalStatus,omitempty"`
	VerificationStatus *codeableConcept `json:"verificationStatus,omitempty"`
	Type               string           `json:"type,omitempty"`
	Category           []string         `json:"category,omitempty"`
	Criticality        string           `json:"criticality,omitempty"`
	Code               *codeableConcept `json:"code"`
	Patient            reference        `json:"patient"`
	OnsetDateTime      string           `json:"onsetDateTime,omitempty"`
	RecordedDate       string           `json:"recordedDate,omitempty"`
	Note               []annotation     `json:"note,omitempty"`
	Reaction           []reaction       `json:"reaction,omitempty"`
}

type reaction struct {
	Manifestation []*codeableConcept `json:"manifestation"`
	Severity      string             `json:"severity,omitempty"`
}

type medicationStatement struct {
	head
	Status          string           `json:"status"`
	Medication      *codeableConcept `json:"medicationCodeableConcept"`
	Subject         reference        `json:"subject"`
	EffectivePeriod *period          `json:"effectivePeriod,omitempty"`
	EffectiveAbsent *absent          `json:"_effectiveDateTime,omitempty"`
	DateAsserted    string           `json:"dateAsserted,omitempty"`
	Note            []annotation     `json:"note,omitempty"`
	Dosage          []dosage         `json:"dosage,omitempty"`
}

type medicationRequest struct {
	head
	Status            string           `json:"status"`
	Intent            string           `json:"intent"`
	Medication        *codeableConcept `json:"medicationCodeableConcept"`
	Subject           reference        `json:"subject"`
	AuthoredOn        string           `json:"authoredOn,omitempty"`
	Requester         *reference       `json:"requester,omitempty"`
	DosageInstruction []dosage         `json:"dosageInstruction,omitempty"`
}

type immunization struct {
	head
	Status             string                  `json:"status"`
	VaccineCode        *codeableConcept        `json:"vaccineCode"`
	Patient            reference               `json:"patient"`
	OccurrenceDateTime string                  `json:"occurrenceDateTime,omitempty"`
	OccurrenceString   string                  `json:"occurrenceString,omitempty"` // where no day is known
	Recorded           string                  `json:"recorded,omitempty"`
	PrimarySource      bool                    `json:"primarySource"`
	ReportOrigin       *codeableConcept        `json:"reportOrigin,omitempty"`
	LotNumber          string                  `json:"lotNumber,omitempty"`
	ExpirationDate     string                  `json:"expirationDate,omitempty"`
	Site               *codeableConcept        `json:"site,omitempty"`
	Route              *codeableConcept        `json:"route,omitempty"`
	Performer          []immunizationPerformer `json:"performer,omitempty"`
	Note               []annotation            `json:"note,omitempty"`
	ProtocolApplied    []protocolApplied       `json:"protocolApplied,omitempty"`
}

type immunizationPerformer struct {
	Actor reference `json:"actor"`
}

type protocolApplied struct {
	DoseNumber int `json:"doseNumberPositiveInt"`
}

type dosage struct {
	Text string `json:"text"`
}

type observation struct {
	head
	Status            string             `json:"status"`
	Category          []*codeableConcept `json:"category"`
	Code              *codeableConcept   `json:"code"`
	Subject           reference          `json:"subject"`
	EffectiveDateTime string             `json:"effectiveDateTime"`
	Performer         []reference        `json:"performer,omitempty"`
	ValueQuantity     *quantity          `json:"valueQuantity,omitempty"`
	ValueString       string             `json:"valueString,omitempty"`
	Component         []component        `json:"component,omitempty"`
}

type component struct {
	Code          *codeableConcept `json:"code"`
	ValueQuantity *quantity        `json:"valueQuantity,omitempty"`
}
