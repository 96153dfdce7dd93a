package chart

import (
	"regexp"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// ConditionID names one problem or diagnosis.
type ConditionID = store.ID[Condition]

// ConditionCategory is a code of FHIR R4's value set condition-category.
type ConditionCategory string

// Where a condition stands.
const (
	ProblemListItem    ConditionCategory = "problem-list-item"   // outlives the visit
	EncounterDiagnosis ConditionCategory = "encounter-diagnosis" // what this visit was for
)

// ClinicalStatus is a code of FHIR R4's value sets condition-clinical and allergyintolerance-clinical.
type ClinicalStatus string

// Whether it matters today.
const (
	Active   ClinicalStatus = "active"
	Inactive ClinicalStatus = "inactive"
	Resolved ClinicalStatus = "resolved"
)

var clinicalStatuses = []ClinicalStatus{Active, Inactive, Resolved}

// VerificationStatus is a code of FHIR R4's value sets condition-ver-status and allergyintolerance-verification.
type VerificationStatus string

// How sure it is. An allergy is unconfirmed, confirmed or refuted only.
const (
	Unconfirmed  VerificationStatus = "unconfirmed"
	Provisional  VerificationStatus = "provisional"
	Differential VerificationStatus = "differential"
	Confirmed    VerificationStatus = "confirmed"
	Refuted      VerificationStatus = "refuted"
)

// Condition is a problem or a diagnosis (FHIR R4 Condition).
type Condition struct {
	ID ConditionID `db:"id"`
	store.Meta
	Origin
	Category           ConditionCategory  `db:"category"`
	Code               value.Code         `db:"code,json"` // words always, a code of ICD-10 or another system where one was chosen
	ClinicalStatus     ClinicalStatus     `db:"clinical_status"`
	VerificationStatus VerificationStatus `db:"verification_status"`
	Onset              value.PartialDate  `db:"onset"`
	Abatement          value.PartialDate  `db:"abatement"` // when it resolved or went quiet
	Note               string             `db:"note"`
}

// Conditions is the record type of problems and diagnoses.
var Conditions = store.NewTable[Condition](store.Spec{Number: 43, Name: "Condition", Table: "condition", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

// icd10 is the form of an ICD-10 category or subcategory with the extensions of its national versions (WHO, ICD-10 volume 2, section 2.4.1).
var icd10 = regexp.MustCompile(`^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$`)

func (c *Condition) clean(problems *value.Problems) {
	problems.Text("code.display", &c.Code.Display, NameLength, false)
	problems.Text("note", &c.Note, CommentLimit, true)
}

// Validate returns all problems at once.
func (c Condition) Validate() error {
	var problems value.Problems
	c.CheckOrigin(&problems)
	oneOf(&problems, "category", c.Category, []ConditionCategory{ProblemListItem, EncounterDiagnosis})
	oneOf(&problems, "clinicalStatus", c.ClinicalStatus, clinicalStatuses)
	oneOf(&problems, "verificationStatus", c.VerificationStatus, []VerificationStatus{Unconfirmed, Provisional, Differential, Confirmed, Refuted})
	c.clean(&problems)
	problems.Required("code.display", c.Code.Display)
	problems.Check("code", value.Code{System: c.Code.System, Code: c.Code.Code, Version: c.Code.Version}.Validate())
	if c.Code.System == value.SystemICD10 && !icd10.MatchString(c.Code.Code) {
		problems.Add("code", "error.chart.icd10_unclear")
	}
	if c.Category == EncounterDiagnosis && c.Encounter.IsZero() {
		problems.Add("encounter", "error.value.required")
	}
	problems.Check("onset", c.Onset.Validate())
	problems.Check("abatement", c.Abatement.Validate())
	if c.Abatement.Before(c.Onset) {
		problems.Check("abatement", value.ErrIntervalReverse)
	}
	if c.ClinicalStatus == Active && !c.Abatement.IsZero() {
		problems.Add("abatement", "error.chart.active_ended")
	}
	return problems.Err()
}

// AddCondition keeps a new problem or diagnosis. Empty statuses become active and confirmed, an empty category an item of the problem list.
func AddCondition(tx *store.Tx, c Condition) (Condition, error) {
	c.ID, c.Meta = ConditionID{}, store.Meta{}
	if c.Category == "" {
		c.Category = ProblemListItem
	}
	if c.ClinicalStatus == "" {
		c.ClinicalStatus = Active
	}
	if c.VerificationStatus == "" {
		c.VerificationStatus = Confirmed
	}
	if err := c.Settle(tx); err != nil {
		return c, err
	}
	if err := c.checkDates(tx); err != nil {
		return c, err
	}
	err := store.Insert(tx, Conditions, &c)
	return c, err
}

// ChangeCondition keeps a changed problem: its words, code, statuses, dates and note. It returns Conflict for a stale version, for a
// retracted condition, and for a diagnosis whose visit is signed.
func ChangeCondition(tx *store.Tx, c Condition) (Condition, error) {
	old, err := store.Get(tx, Conditions, c.ID)
	if err != nil {
		return c, err
	}
	if old.Retracted {
		return c, store.Fail(store.Conflict, "error.store.retracted")
	}
	if old.Category == EncounterDiagnosis {
		if _, err := open(tx, old.Encounter); err != nil {
			return c, err
		}
	}
	c.Origin, c.Category, c.Retracted = old.Origin, old.Category, false
	if err := c.checkDates(tx); err != nil {
		return c, err
	}
	err = store.Update(tx, Conditions, &c)
	return c, err
}

// RetractCondition marks a condition as entered in error.
func RetractCondition(tx *store.Tx, id ConditionID) error { return retract(tx, Conditions, id) }

// checkDates cleans the texts and compares the dates with today and with the patient's birth, together with Validate.
func (c *Condition) checkDates(tx *store.Tx) error {
	var problems value.Problems
	c.clean(&problems)
	problems = nil // Validate returns them
	problems.Check("", c.Validate())
	if err := checkDay(tx, c.Patient, &problems, "onset", c.Onset); err != nil {
		return err
	}
	if err := checkDay(tx, c.Patient, &problems, "abatement", c.Abatement); err != nil {
		return err
	}
	if problems != nil {
		return invalid(problems)
	}
	return nil
}

// checkDay records a problem where a day lies certainly after today or before the patient was born.
func checkDay(tx *store.Tx, patient patients.ID, problems *value.Problems, field string, day value.PartialDate) error {
	if day.IsZero() || day.Validate() != nil {
		return nil
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return err
	}
	notFuture(problems, field, day, today)
	p, err := store.Get(tx, patients.Patients, patient)
	if err != nil {
		return err
	}
	if day.Before(p.BirthDate) {
		problems.Add(field, "error.chart.before_birth")
	}
	return nil
}

// Problems returns the problem list: what is active first, then the rest, each newest first.
func Problems(tx *store.Tx, patient patients.ID) ([]Condition, error) {
	return store.Select(tx, Conditions, "patient_id = ? AND category = ? AND retracted = 0 ORDER BY clinical_status, id DESC", patient, ProblemListItem)
}
