package prescribing

import (
	"time"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// PrescriptionID names one prescription.
type PrescriptionID = store.ID[Prescription]

// PrescriptionStatus is a code of FHIR R4's value set request-status, as far as a prescription needs it.
type PrescriptionStatus string

// The states of a prescription.
const (
	PrescriptionDraft     PrescriptionStatus = "draft"
	PrescriptionActive    PrescriptionStatus = "active"    // issued
	PrescriptionCancelled PrescriptionStatus = "cancelled" // void, with a reason
	PrescriptionError     PrescriptionStatus = "entered-in-error"
)

// Prescription is one sheet of paper: a group of lines under one number (FHIR R4 MedicationRequest.groupIdentifier).
type Prescription struct {
	ID PrescriptionID `db:"id"`
	store.Meta
	chart.Origin
	Number     string             `db:"number"` // allotted at issue
	Status     PrescriptionStatus `db:"status"`
	Issued     time.Time          `db:"issued"`
	IssuedBy   store.UserID       `db:"issued_by"`
	ValidUntil value.PartialDate  `db:"valid_until"` // the last day on which a pharmacy may dispense; zero: the practice's usual time from issue
	Repeats    int                `db:"repeats"`     // how often more it may be dispensed
	Advice     string             `db:"advice"`      // to the patient, under the lines
	Voided     time.Time          `db:"voided"`
	VoidReason string             `db:"void_reason"`
	Replaces   PrescriptionID     `db:"replaces_id"` // the void one that this one stands for
}

// Prescriptions is the record type of prescriptions.
var Prescriptions = store.NewTable[Prescription](store.Spec{Number: 61, Name: "RequestGroup", Table: "prescription", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.Prescribe, Chart: true})

func (p *Prescription) clean(problems *value.Problems) {
	problems.Text("advice", &p.Advice, AdviceLength, true)
}

// Validate returns all problems at once.
func (p Prescription) Validate() error {
	var problems value.Problems
	p.CheckOrigin(&problems)
	oneOf(&problems, "status", p.Status, []PrescriptionStatus{PrescriptionDraft, PrescriptionActive, PrescriptionCancelled, PrescriptionError})
	p.clean(&problems)
	problems.Check("validUntil", p.ValidUntil.Validate())
	if !p.ValidUntil.IsZero() && !p.ValidUntil.IsFull() {
		problems.Check("validUntil", value.ErrDatePartial)
	}
	if p.Repeats < 0 || p.Repeats > MaxRepeats {
		problems.Add("repeats", "error.prescribing.repeats_range", "Max", MaxRepeats)
	}
	if p.Status == PrescriptionActive && (p.Number == "" || p.Issued.IsZero() || p.IssuedBy.IsZero()) {
		problems.Add("number", "error.value.required")
	}
	return problems.Err()
}

// DraftOf returns the draft of a visit, or of a patient outside visits, and makes it where there is none.
func DraftOf(tx *store.Tx, from chart.Origin) (Prescription, error) {
	drafts, err := store.Select(tx, Prescriptions, "patient_id = ? AND encounter_id IS ? AND status = ? AND retracted = 0 ORDER BY id LIMIT 1",
		from.Patient, from.Encounter, PrescriptionDraft)
	if err != nil {
		return Prescription{}, err
	}
	if len(drafts) > 0 {
		return drafts[0], nil
	}
	if err := from.Settle(tx); err != nil {
		return Prescription{}, err
	}
	p := Prescription{Origin: from, Status: PrescriptionDraft}
	err = store.Insert(tx, Prescriptions, &p)
	return p, err
}

// SaveDraft keeps advice, repeats and validity of a draft.
func SaveDraft(tx *store.Tx, p Prescription) (Prescription, error) {
	kept, err := draft(tx, p.ID)
	if err != nil {
		return p, err
	}
	kept.Version, kept.Advice, kept.Repeats, kept.ValidUntil = p.Version, p.Advice, p.Repeats, p.ValidUntil
	var ignored value.Problems // Validate returns them
	kept.clean(&ignored)
	if err := store.Update(tx, Prescriptions, &kept); err != nil {
		return p, err
	}
	return kept, nil
}

// Discard gives a draft up, with its lines: both stay readable as entered in error.
func Discard(tx *store.Tx, id PrescriptionID) error {
	p, err := draft(tx, id)
	if err != nil {
		return err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return err
	}
	for i := range lines {
		if err := store.Retract(tx, MedicationRequests, &lines[i]); err != nil {
			return err
		}
	}
	p.Status = PrescriptionError
	return store.Retract(tx, Prescriptions, &p)
}

// draft reads a prescription that can still be written.
func draft(tx *store.Tx, id PrescriptionID) (Prescription, error) {
	p, err := store.Get(tx, Prescriptions, id)
	switch {
	case err != nil:
		return p, err
	case p.Retracted:
		return p, store.Fail(store.Conflict, "error.store.retracted")
	case p.Status != PrescriptionDraft:
		return p, store.Fail(store.Conflict, "error.prescribing.issued")
	}
	return p, nil
}

// History returns the prescriptions of a patient that were issued, void ones included, newest first.
func History(tx *store.Tx, patient patients.ID, limit int) ([]Prescription, error) {
	return store.Select(tx, Prescriptions, "patient_id = ? AND issued IS NOT NULL AND retracted = 0 ORDER BY issued DESC, id DESC LIMIT ?", patient, limit)
}

// OfEncounter returns the prescriptions of a visit, drafts and void ones included, in the order in which they were made.
func OfEncounter(tx *store.Tx, encounter chart.EncounterID) ([]Prescription, error) {
	return store.Select(tx, Prescriptions, "encounter_id = ? AND retracted = 0 ORDER BY id", encounter)
}
