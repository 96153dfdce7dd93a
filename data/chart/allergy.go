package chart

import (
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// AllergyID names one allergy or intolerance.
type AllergyID = store.ID[AllergyIntolerance]

// AllergyCategory is a code of FHIR R4's value set allergy-intolerance-category.
type AllergyCategory string

// What the substance is.
const (
	MedicationAllergy  AllergyCategory = "medication"
	FoodAllergy        AllergyCategory = "food"
	EnvironmentAllergy AllergyCategory = "environment"
	BiologicAllergy    AllergyCategory = "biologic"
)

// AllergyType is a code of FHIR R4's value set allergy-intolerance-type; "" is not known, which is the rule at a desk.
type AllergyType string

// Whether the immune system is behind it.
const (
	Allergy     AllergyType = "allergy"
	Intolerance AllergyType = "intolerance"
)

// Criticality is a code of FHIR R4's value set allergy-intolerance-criticality: what the next exposure could do.
type Criticality string

// How bad the next exposure could be.
const (
	CriticalityLow     Criticality = "low"
	CriticalityHigh    Criticality = "high" // life-threatening
	CriticalityUnknown Criticality = "unable-to-assess"
)

// Severity is a code of FHIR R4's value set reaction-event-severity: how bad it was; "" is not known.
type Severity string

// How bad the reaction was.
const (
	Mild     Severity = "mild"
	Moderate Severity = "moderate"
	Severe   Severity = "severe"
)

// AllergyIntolerance is one substance that the patient must not meet, or not lightly (FHIR R4 AllergyIntolerance). Every role reads
// it; who writes the chart changes it.
type AllergyIntolerance struct {
	ID AllergyID `db:"id"`
	store.Meta
	Origin
	// Substance holds the words always ("penicillin"), and a code where a list offered it. Safety checks find the
	// ingredient or the class by either.
	Substance          value.Code         `db:"substance,json"`
	Type               AllergyType        `db:"type"`
	Category           AllergyCategory    `db:"category"`
	Criticality        Criticality        `db:"criticality"`
	ClinicalStatus     ClinicalStatus     `db:"clinical_status"`
	VerificationStatus VerificationStatus `db:"verification_status"`
	Reaction           string             `db:"reaction"` // what happened: "rash after two days"
	Severity           Severity           `db:"severity"`
	Onset              value.PartialDate  `db:"onset"`
	Note               string             `db:"note"` // why it was made inactive, among others
}

// AllergyIntolerances is the record type of allergies. It is no chart table, so that the desk can see it; the room itself holds writes to the
// patients that the transaction is about.
var AllergyIntolerances = store.NewTable[AllergyIntolerance](store.Spec{Number: 44, Name: "AllergyIntolerance", Table: "allergy_intolerance", Schema: 1, Trial: true,
	Read: action.AllergyRead, Write: action.ChartWrite})

func (a *AllergyIntolerance) clean(problems *value.Problems) {
	problems.Text("substance.display", &a.Substance.Display, NameLength, false)
	problems.Text("reaction", &a.Reaction, ReasonLength, false)
	problems.Text("note", &a.Note, CommentLimit, true)
}

// Validate returns all problems at once.
func (a AllergyIntolerance) Validate() error {
	var problems value.Problems
	a.CheckOrigin(&problems)
	a.clean(&problems)
	problems.Required("substance.display", a.Substance.Display)
	problems.Check("substance", value.Code{System: a.Substance.System, Code: a.Substance.Code, Version: a.Substance.Version}.Validate())
	oneOf(&problems, "type", a.Type, []AllergyType{"", Allergy, Intolerance})
	oneOf(&problems, "category", a.Category, []AllergyCategory{MedicationAllergy, FoodAllergy, EnvironmentAllergy, BiologicAllergy})
	oneOf(&problems, "criticality", a.Criticality, []Criticality{CriticalityLow, CriticalityHigh, CriticalityUnknown})
	oneOf(&problems, "clinicalStatus", a.ClinicalStatus, clinicalStatuses)
	oneOf(&problems, "verificationStatus", a.VerificationStatus, []VerificationStatus{Unconfirmed, Confirmed, Refuted})
	oneOf(&problems, "severity", a.Severity, []Severity{"", Mild, Moderate, Severe})
	problems.Check("onset", a.Onset.Validate())
	return problems.Err()
}

// AddAllergy keeps a new allergy. Empty codes become a medication, of unknown criticality, active and unconfirmed, as somebody tells it.
func AddAllergy(tx *store.Tx, a AllergyIntolerance) (AllergyIntolerance, error) {
	a.ID, a.Meta = AllergyID{}, store.Meta{}
	if a.Category == "" {
		a.Category = MedicationAllergy
	}
	if a.Criticality == "" {
		a.Criticality = CriticalityUnknown
	}
	if a.ClinicalStatus == "" {
		a.ClinicalStatus = Active
	}
	if a.VerificationStatus == "" {
		a.VerificationStatus = Unconfirmed
	}
	if err := a.Settle(tx); err != nil {
		return a, err
	}
	if err := a.checkDates(tx); err != nil {
		return a, err
	}
	err := store.Insert(tx, AllergyIntolerances, &a)
	return a, err
}

// ChangeAllergy keeps a changed allergy; one that is over is made inactive, resolved or refuted, with a Note that says why.
func ChangeAllergy(tx *store.Tx, a AllergyIntolerance) (AllergyIntolerance, error) {
	old, err := store.Get(tx, AllergyIntolerances, a.ID)
	switch {
	case err != nil:
		return a, err
	case !tx.IsAbout(old.Patient):
		return a, store.Fail(store.Forbidden, "error.store.chart_not_opened")
	case old.Retracted:
		return a, store.Fail(store.Conflict, "error.store.retracted")
	}
	a.Origin, a.Retracted = old.Origin, false
	if old.counts() && !a.counts() && a.Note == "" {
		return a, store.FailField("note", "error.chart.allergy_why")
	}
	if err := a.checkDates(tx); err != nil {
		return a, err
	}
	err = store.Update(tx, AllergyIntolerances, &a)
	return a, err
}

// RetractAllergy marks an allergy as entered in error: it was never so, or is somebody else's.
func RetractAllergy(tx *store.Tx, id AllergyID) error {
	a, err := store.Get(tx, AllergyIntolerances, id)
	if err != nil {
		return err
	}
	if !tx.IsAbout(a.Patient) {
		return store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	return store.Retract(tx, AllergyIntolerances, &a)
}

func (a *AllergyIntolerance) checkDates(tx *store.Tx) error {
	var problems value.Problems
	a.clean(&problems)
	problems = nil // Validate returns them
	problems.Check("", a.Validate())
	if err := checkDay(tx, a.Patient, &problems, "onset", a.Onset); err != nil {
		return err
	}
	if problems != nil {
		return invalid(problems)
	}
	return nil
}

// counts reports whether the allergy is one to act on today.
func (a AllergyIntolerance) counts() bool {
	return !a.Retracted && a.ClinicalStatus == Active && a.VerificationStatus != Refuted
}
