package chart

import (
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// EncounterID names one visit.
type EncounterID = store.ID[Encounter]

// EncounterStatus is a code of FHIR R4's value set encounter-status, as far as a practice needs it.
type EncounterStatus string

// The states of a visit.
const (
	EncounterInProgress EncounterStatus = "in-progress" // being written
	EncounterFinished   EncounterStatus = "finished"    // signed
	EncounterError      EncounterStatus = "entered-in-error"
)

// EncounterClass is a code of HL7 v3 ActCode, which FHIR R4 takes for Encounter.class.
type EncounterClass string

// How a visit took place.
const (
	Ambulatory EncounterClass = "AMB" // the patient came
	HomeHealth EncounterClass = "HH"  // the doctor went
	Virtual    EncounterClass = "VR"  // by telephone or video
)

var encounterClasses = []EncounterClass{Ambulatory, HomeHealth, Virtual}

// Encounter is one visit with its note (FHIR R4 Encounter, and the Composition that is its note).
type Encounter struct {
	ID EncounterID `db:"id"`
	store.Meta
	Patient      patients.ID                    `db:"patient_id"`
	Practitioner organization.PractitionerID    `db:"practitioner_id"` // who sees the patient
	Location     organization.LocationID        `db:"location_id"`
	Appointment  store.ID[schedule.Appointment] `db:"appointment_id"` // zero: none was made
	Class        EncounterClass                 `db:"class"`          // zero at Start: Ambulatory
	Status       EncounterStatus                `db:"status"`
	Started      time.Time                      `db:"started"`
	Finished     time.Time                      `db:"finished"`
	Reason       string                         `db:"reason"`    // why the patient came, in the patient's or the desk's words
	Note         string                         `db:"note"`      // history, examination, assessment
	Plan         string                         `db:"plan"`      // what was agreed
	FollowUp     value.PartialDate              `db:"follow_up"` // the day to come again; zero: not needed
	Signed       time.Time                      `db:"signed"`
	SignedBy     store.UserID                   `db:"signed_by"`
	Replaces     EncounterID                    `db:"replaces_id"` // the retracted visit that this one was reopened from
}

// Encounters is the record type of visits.
var Encounters = store.NewTable[Encounter](store.Spec{Number: 40, Name: "Encounter", Table: "encounter", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

// clean trims the texts in place.
func (e *Encounter) clean(problems *value.Problems) {
	problems.Text("reason", &e.Reason, ReasonLength, false)
	problems.Text("note", &e.Note, NoteLength, true)
	problems.Text("plan", &e.Plan, PlanLength, true)
}

// Validate returns all problems at once.
func (e Encounter) Validate() error {
	var problems value.Problems
	Origin{Patient: e.Patient, Practitioner: e.Practitioner, Location: e.Location}.CheckOrigin(&problems)
	oneOf(&problems, "class", e.Class, encounterClasses)
	oneOf(&problems, "status", e.Status, []EncounterStatus{EncounterInProgress, EncounterFinished, EncounterError})
	e.clean(&problems)
	if e.Started.IsZero() {
		problems.Add("started", "error.value.required")
	}
	if !e.Finished.IsZero() && e.Finished.Before(e.Started) {
		problems.Check("finished", value.ErrIntervalReverse)
	}
	if e.Status == EncounterFinished && (e.Finished.IsZero() || e.Signed.IsZero() || e.SignedBy.IsZero()) {
		problems.Add("signed", "error.value.required")
	}
	problems.Check("followUp", e.FollowUp.Validate())
	if !e.FollowUp.IsZero() && !e.FollowUp.IsFull() {
		problems.Check("followUp", value.ErrDatePartial)
	}
	return problems.Err()
}

// Start opens a visit. Of e it takes whose, by whom, where, the appointment, the class and the reason; the rest is written by
// Save. An appointment has one visit: a second Start for it returns Conflict.
func Start(tx *store.Tx, e Encounter) (Encounter, error) {
	if !e.Appointment.IsZero() {
		earlier, err := store.Select(tx, Encounters, "appointment_id = ? AND retracted = 0 LIMIT 1", e.Appointment)
		if err != nil {
			return e, err
		}
		if len(earlier) > 0 {
			return e, store.Fail(store.Conflict, "error.chart.appointment_seen")
		}
	}
	started := Encounter{Patient: e.Patient, Practitioner: e.Practitioner, Location: e.Location, Appointment: e.Appointment, Class: e.Class,
		Reason: e.Reason, Status: EncounterInProgress, Started: tx.Now()}
	if started.Class == "" {
		started.Class = Ambulatory
	}
	var ignored value.Problems // Validate returns them
	started.clean(&ignored)
	err := store.Insert(tx, Encounters, &started)
	return started, err
}

// Save keeps what was written in an open visit: reason, note, plan, follow-up and class. It returns Conflict where somebody saved
// it after e was read, and for a visit that is signed or retracted.
func Save(tx *store.Tx, e Encounter) (Encounter, error) {
	kept, err := open(tx, e.ID)
	if err != nil {
		return e, err
	}
	kept.Version = e.Version
	kept.Reason, kept.Note, kept.Plan, kept.FollowUp, kept.Class = e.Reason, e.Note, e.Plan, e.FollowUp, e.Class
	var problems value.Problems
	kept.clean(&problems)
	day, err := localDay(tx, kept.Started)
	if err != nil {
		return e, err
	}
	if kept.FollowUp.Before(day) {
		problems.Add("followUp", "error.chart.follow_up_past")
		return e, invalid(problems)
	}
	if err := store.Update(tx, Encounters, &kept); err != nil {
		return e, err
	}
	return kept, nil
}

// Sign closes a visit for good. version is the one that was read, so that nobody signs what they haven't seen.
func Sign(tx *store.Tx, id EncounterID, version int64) (Encounter, error) {
	if err := tx.Require(action.Prescribe); err != nil {
		return Encounter{}, err
	}
	e, err := open(tx, id)
	if err != nil {
		return e, err
	}
	e.Version = version
	e.Status, e.Finished, e.Signed, e.SignedBy = EncounterFinished, tx.Now(), tx.Now(), tx.Actor().User
	err = store.Update(tx, Encounters, &e)
	return e, err
}

// open reads a visit that can still be written.
func open(tx *store.Tx, id EncounterID) (Encounter, error) {
	e, err := store.Get(tx, Encounters, id)
	switch {
	case err != nil:
		return e, err
	case e.Retracted:
		return e, store.Fail(store.Conflict, "error.store.retracted")
	case e.Status != EncounterInProgress:
		return e, store.Fail(store.Conflict, "error.store.signed")
	}
	return e, nil
}

// localDay is the practice's civil date at an instant.
func localDay(tx *store.Tx, at time.Time) (value.PartialDate, error) {
	_, zone, err := organization.Today(tx)
	if err != nil {
		return value.PartialDate{}, err
	}
	return value.DateOf(at.In(zone)), nil
}
