// Package chart is the clinical record of a patient: encounters and their notes, observations, conditions, allergies and the
// medicines that are taken from elsewhere.
//
// What a signed encounter holds never changes: it is amended by an [Addendum], or retracted as a whole. What stands outside an
// encounter (the problem list, the allergies) changes over the years and keeps its history.
package chart

import (
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// Limits of texts, in characters.
const (
	ReasonLength = 500     // why the patient came, a reaction, a dosage in words
	NameLength   = 200     // of a substance, a medicine, a test
	CommentLimit = 2_000   // a remark on one entry
	PlanLength   = 20_000  //
	NoteLength   = 100_000 // the median note has about 4,000
)

// Origin says whose entry it is and where it comes from. It never changes.
type Origin struct {
	Patient      patients.ID                 `db:"patient_id"`
	Encounter    EncounterID                 `db:"encounter_id"`    // in which it was recorded; zero: outside a visit
	Practitioner organization.PractitionerID `db:"practitioner_id"` // who answers for it; zero: that of the encounter
	Location     organization.LocationID     `db:"location_id"`     // where; zero: that of the encounter
}

// CheckOrigin records a problem for each part that is missing; only the encounter may be.
func (o Origin) CheckOrigin(problems *value.Problems) {
	for _, part := range []struct {
		field   string
		missing bool
	}{{"patient", o.Patient.IsZero()}, {"practitioner", o.Practitioner.IsZero()}, {"location", o.Location.IsZero()}} {
		if part.missing {
			problems.Add(part.field, "error.value.required")
		}
	}
}

// Settle completes a new entry's origin from its encounter, which must be open and of the same patient. It returns Forbidden for
// a patient whom the transaction is not about, which the kernel does not see to where a table is no chart table.
func (o *Origin) Settle(tx *store.Tx) error {
	if !tx.IsAbout(o.Patient) {
		return store.Fail(store.Forbidden, "error.store.chart_not_opened")
	}
	if o.Encounter.IsZero() {
		return nil
	}
	e, err := open(tx, o.Encounter)
	if err != nil {
		return err
	}
	if e.Patient != o.Patient {
		return store.FailField("encounter", "error.chart.other_patient")
	}
	if o.Practitioner.IsZero() {
		o.Practitioner = e.Practitioner
	}
	if o.Location.IsZero() {
		o.Location = e.Location
	}
	return nil
}

// Records lists the record types of the room.
func Records() []store.Record {
	return []store.Record{Encounters, Addenda, Observations, Conditions, AllergyIntolerances, AllergyReviews, MedicationStatements, Immunizations}
}

// oneOf records a problem unless code is among known.
func oneOf[C ~string](problems *value.Problems, field string, code C, known []C) {
	for _, k := range known {
		if k == code {
			return
		}
	}
	problems.Add(field, "error.chart.choice_unknown")
}

// invalid makes the error of a form from what Validate found, or of a single problem.
func invalid(err error) error {
	if err == nil {
		return nil
	}
	return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
}
