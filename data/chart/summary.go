package chart

import (
	"strings"
	"time"

	"satchel/data/patients"
	"satchel/data/store"
)

// How much of each the summary shows.
const (
	SummaryEncounters = 5
	SummaryVitals     = 12 // of each vital sign: the newest number, and a sparkline
)

// Summary is what a doctor looks at before the patient sits down. What was prescribed here is joined by package views.
type Summary struct {
	Allergies   AllergyList
	Problems    []Condition
	Medications []MedicationStatement
	// Vitals holds the newest observations of each vital sign by LOINC code, newest first.
	Vitals     map[string][]Observation
	Encounters []TimelineEntry // the newest, an open one included
}

// Summarize reads the summary of one patient's chart.
func Summarize(tx *store.Tx, patient patients.ID) (Summary, error) {
	var s Summary
	var err error
	if s.Allergies, err = Allergies(tx, patient); err != nil {
		return s, err
	}
	if s.Problems, err = Problems(tx, patient); err != nil {
		return s, err
	}
	if s.Medications, err = Medications(tx, patient); err != nil {
		return s, err
	}
	if s.Vitals, err = LastVitals(tx, patient, SummaryVitals); err != nil {
		return s, err
	}
	s.Encounters, err = Timeline(tx, patient, SummaryEncounters, Cursor{})
	return s, err
}

// LastVitals returns the newest observations of each vital sign that was ever taken, newest first, limit of each. Blood pressure
// stands under BloodPressure, with its components.
func LastVitals(tx *store.Tx, patient patients.ID, limit int) (map[string][]Observation, error) {
	all := make(map[string][]Observation, len(Vitals))
	codes := []string{BloodPressure}
	for _, v := range Vitals {
		if v.Code != Systolic && v.Code != Diastolic {
			codes = append(codes, v.Code)
		}
	}
	for _, code := range codes {
		series, err := Series(tx, patient, code, limit)
		if err != nil {
			return nil, err
		}
		if len(series) > 0 {
			all[code] = series
		}
	}
	return all, nil
}

// Cursor is a place in a timeline; the zero Cursor is its newest end.
type Cursor struct {
	Started time.Time
	ID      EncounterID
}

// TimelineEntry is one visit with what belongs under its note.
type TimelineEntry struct {
	Encounter
	Diagnoses []Condition
	Addenda   []Addendum
}

// Cursor is the place of the entry: the next page begins before it.
func (e TimelineEntry) Cursor() Cursor { return Cursor{e.Started, e.ID} }

// Timeline returns the visits before a cursor, newest first, with their diagnoses and addenda. Retracted ones are left out; Retracted
// lists them.
func Timeline(tx *store.Tx, patient patients.ID, limit int, before Cursor) ([]TimelineEntry, error) {
	where, args := "patient_id = ? AND retracted = 0", []any{patient}
	if !before.Started.IsZero() {
		where += " AND (started, id) < (?, ?)"
		args = append(args, before.Started.UnixMilli(), before.ID)
	}
	visits, err := store.Select(tx, Encounters, where+" ORDER BY started DESC, id DESC LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, err
	}
	return withDetails(tx, patient, visits)
}

// Retracted returns the visits that were entered in error, newest first.
func Retracted(tx *store.Tx, patient patients.ID, limit int) ([]TimelineEntry, error) {
	visits, err := store.Select(tx, Encounters, "patient_id = ? AND retracted = 1 ORDER BY started DESC, id DESC LIMIT ?", patient, limit)
	if err != nil {
		return nil, err
	}
	return withDetails(tx, patient, visits)
}

// Open returns the visits of a patient that are still being written, newest first.
func Open(tx *store.Tx, patient patients.ID) ([]Encounter, error) {
	return store.Select(tx, Encounters, "patient_id = ? AND status = ? AND retracted = 0 ORDER BY started DESC, id DESC", patient, EncounterInProgress)
}

// Diagnoses returns what a visit was for, in the order in which it was recorded.
func Diagnoses(tx *store.Tx, e Encounter) ([]Condition, error) {
	return store.Select(tx, Conditions, "patient_id = ? AND category = ? AND encounter_id = ? AND retracted = 0 ORDER BY id",
		e.Patient, EncounterDiagnosis, e.ID)
}

func withDetails(tx *store.Tx, patient patients.ID, visits []Encounter) ([]TimelineEntry, error) {
	if len(visits) == 0 {
		return nil, nil
	}
	list := make([]TimelineEntry, len(visits))
	at := make(map[EncounterID]*TimelineEntry, len(visits))
	ids := make([]any, len(visits))
	for i, v := range visits {
		list[i].Encounter = v
		at[v.ID], ids[i] = &list[i], v.ID
	}
	in := "encounter_id IN (?" + strings.Repeat(", ?", len(ids)-1) + ")"
	// A retracted visit took its diagnoses and addenda with it; they are shown under it.
	diagnoses, err := store.Select(tx, Conditions, "patient_id = ? AND category = ? AND "+in+" ORDER BY id",
		append([]any{patient, EncounterDiagnosis}, ids...)...)
	if err != nil {
		return nil, err
	}
	for _, c := range diagnoses {
		if e := at[c.Encounter]; c.Retracted == e.Retracted {
			e.Diagnoses = append(e.Diagnoses, c)
		}
	}
	addenda, err := store.Select(tx, Addenda, in+" ORDER BY id", ids...)
	if err != nil {
		return nil, err
	}
	for _, a := range addenda {
		if e := at[a.Encounter]; a.Retracted == e.Retracted {
			e.Addenda = append(e.Addenda, a)
		}
	}
	return list, nil
}
