package chart

import (
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// StatementID names one medicine that the patient takes.
type StatementID = store.ID[MedicationStatement]

// MaxIngredients bounds a medicine: the longest multivitamins on the market have about thirty.
const MaxIngredients = 40

// Ingredient is one active substance of a medicine (FHIR R4 Medication.ingredient). Safety checks look at ingredients and nothing else.
type Ingredient struct {
	Name     string         `json:"name"`              // international nonproprietary name, in the practice's language: "amoxicillin"
	Code     value.Code     `json:"code,omitzero"`     // ATC or another system, where one was chosen
	Strength value.Quantity `json:"strength,omitzero"` // in Per; zero: unknown
	Per      value.Quantity `json:"per,omitzero"`      // "250 mg per 5 mL"; zero: per unit of the form, a tablet
}

// Validate returns all problems at once.
func (i Ingredient) Validate() error {
	var problems value.Problems
	problems.Text("name", &i.Name, NameLength, false)
	problems.Required("name", i.Name)
	problems.Check("code", i.Code.Validate())
	problems.Check("strength", i.Strength.Validate())
	problems.Check("per", i.Per.Validate())
	for _, part := range []struct {
		field string
		value.Quantity
	}{{"strength", i.Strength}, {"per", i.Per}} {
		if part.Value.IsSet() && part.Value.Sign() <= 0 {
			problems.Add(part.field, "error.chart.not_positive")
		}
	}
	if i.Strength.IsZero() && !i.Per.IsZero() {
		problems.Add("strength", "error.value.required")
	}
	return problems.Err()
}

// CleanIngredients trims the names in place, in a copy of the list.
func CleanIngredients(list []Ingredient) []Ingredient {
	cleaned := append([]Ingredient(nil), list...)
	var ignored value.Problems // Validate returns them
	for i := range cleaned {
		ignored.Text("name", &cleaned[i].Name, NameLength, false)
	}
	return cleaned
}

// ValidateIngredients returns the problems of a medicine's list, the same substance twice included.
func ValidateIngredients(list []Ingredient) error {
	var problems value.Problems
	if len(list) > MaxIngredients {
		problems.Add("ingredients", "error.chart.too_many", "Max", MaxIngredients)
		return problems.Err()
	}
	seen := map[string]bool{}
	for _, i := range list {
		problems.Check("ingredients", i.Validate())
		key := value.SearchKey(i.Name)
		if key != "" && seen[key] {
			problems.Add("ingredients", "error.chart.ingredient_twice")
		}
		seen[key] = true
	}
	return problems.Err()
}

// StatementStatus is a code of FHIR R4's value set medication-statement-status, as far as a practice needs it.
type StatementStatus string

// Whether it is taken.
const (
	Taking  StatementStatus = "active"
	Stopped StatementStatus = "stopped"
	OnHold  StatementStatus = "on-hold"
	Unclear StatementStatus = "unknown"
)

// StatementSource says who told it.
type StatementSource string

// Who told what the patient takes.
const (
	FromPatient   StatementSource = "patient"
	FromRelative  StatementSource = "related-person"
	FromColleague StatementSource = "practitioner" // a letter, another prescription
)

// MedicationStatement is a medicine that the patient takes and that was not prescribed here (FHIR R4 MedicationStatement).
type MedicationStatement struct {
	ID StatementID `db:"id"`
	store.Meta
	Origin
	Status      StatementStatus   `db:"status"`
	Medication  string            `db:"medication"`       // brand or generic name, as told
	Ingredients []Ingredient      `db:"ingredients,json"` // empty: told in words alone, and no check will run on it
	Dosage      string            `db:"dosage"`           // in words, as told
	Source      StatementSource   `db:"source"`
	Started     value.PartialDate `db:"started"`
	Stopped     value.PartialDate `db:"stopped"`
	Note        string            `db:"note"` // why it was stopped, among others
}

// MedicationStatements is the record type of medicines from elsewhere.
var MedicationStatements = store.NewTable[MedicationStatement](store.Spec{Number: 46, Name: "MedicationStatement", Table: "medication_statement", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

func (m *MedicationStatement) clean(problems *value.Problems) {
	problems.Text("medication", &m.Medication, NameLength, false)
	problems.Text("dosage", &m.Dosage, ReasonLength, false)
	problems.Text("note", &m.Note, CommentLimit, true)
}

// Validate returns all problems at once.
func (m MedicationStatement) Validate() error {
	var problems value.Problems
	m.CheckOrigin(&problems)
	m.clean(&problems)
	problems.Required("medication", m.Medication)
	problems.Check("", ValidateIngredients(m.Ingredients))
	oneOf(&problems, "status", m.Status, []StatementStatus{Taking, Stopped, OnHold, Unclear})
	oneOf(&problems, "source", m.Source, []StatementSource{FromPatient, FromRelative, FromColleague})
	problems.Check("started", m.Started.Validate())
	problems.Check("stopped", m.Stopped.Validate())
	if m.Stopped.Before(m.Started) {
		problems.Check("stopped", value.ErrIntervalReverse)
	}
	if m.Status == Taking && !m.Stopped.IsZero() {
		problems.Add("stopped", "error.chart.active_ended")
	}
	return problems.Err()
}

// AddMedication keeps a medicine that the patient takes. Empty codes become active, told by the patient.
func AddMedication(tx *store.Tx, m MedicationStatement) (MedicationStatement, error) {
	m.ID, m.Meta = StatementID{}, store.Meta{}
	if m.Status == "" {
		m.Status = Taking
	}
	if m.Source == "" {
		m.Source = FromPatient
	}
	if err := m.Settle(tx); err != nil {
		return m, err
	}
	if err := m.checkDates(tx); err != nil {
		return m, err
	}
	err := store.Insert(tx, MedicationStatements, &m)
	return m, err
}

// ChangeMedication keeps a changed one: stopped, another dose, ingredients found out.
func ChangeMedication(tx *store.Tx, m MedicationStatement) (MedicationStatement, error) {
	old, err := store.Get(tx, MedicationStatements, m.ID)
	if err != nil {
		return m, err
	}
	if old.Retracted {
		return m, store.Fail(store.Conflict, "error.store.retracted")
	}
	m.Origin, m.Retracted = old.Origin, false
	if err := m.checkDates(tx); err != nil {
		return m, err
	}
	err = store.Update(tx, MedicationStatements, &m)
	return m, err
}

// RetractMedication marks one as entered in error.
func RetractMedication(tx *store.Tx, id StatementID) error {
	return retract(tx, MedicationStatements, id)
}

// Medications returns what the patient takes from elsewhere: what is taken first, then what is stopped, each newest first.
func Medications(tx *store.Tx, patient patients.ID) ([]MedicationStatement, error) {
	return store.Select(tx, MedicationStatements, "patient_id = ? AND retracted = 0 ORDER BY status, id DESC", patient)
}

func (m *MedicationStatement) checkDates(tx *store.Tx) error {
	var problems value.Problems
	m.clean(&problems)
	m.Ingredients = CleanIngredients(m.Ingredients)
	problems = nil // Validate returns them
	problems.Check("", m.Validate())
	if err := checkDay(tx, m.Patient, &problems, "started", m.Started); err != nil {
		return err
	}
	if err := checkDay(tx, m.Patient, &problems, "stopped", m.Stopped); err != nil {
		return err
	}
	if problems != nil {
		return invalid(problems)
	}
	return nil
}
