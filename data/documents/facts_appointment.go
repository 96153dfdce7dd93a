package documents

import (
	"time"

	"satchel/data/value"
)

// maxSlips bounds the appointments on one slip: a course of treatment.
const maxSlips = 50

// SlipLine is one appointment as its patient is told of it.
type SlipLine struct {
	Date         value.PartialDate
	Minute       int // of the day on the wall
	Practitioner value.HumanName
	Place        string // the location's name, where the practice has several; else ""
	Kind         string // of visit
}

// AppointmentFacts are what an appointment slip says.
type AppointmentFacts struct {
	Setting      Setting
	Letterhead   Letterhead
	Patient      PatientIdentity
	Issued       time.Time
	Appointments []SlipLine // by time
	Note         string     // what to bring, what to do before
}

// Validate returns all problems with a slip's facts, by field.
func (f AppointmentFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	f.Letterhead.validate(&problems)
	f.Patient.validate(&problems)
	if f.Issued.IsZero() {
		problems.Add("issued", "error.value.required")
	}
	long(&problems, "note", f.Note)
	if len(f.Appointments) == 0 {
		problems.Add("appointments", "error.documents.items_missing")
	}
	if len(f.Appointments) > maxSlips {
		problems.Add("appointments", "error.documents.too_many", "Most", maxSlips)
		return problems.Err()
	}
	for i, a := range f.Appointments {
		at := func(part string) string { return indexed("appointments", i, part) }
		problems.Check(at("date"), a.Date.Validate())
		if !a.Date.IsFull() {
			problems.Add(at("date"), "error.value.required")
		}
		if a.Minute < 0 || a.Minute >= value.MinutesPerDay {
			problems.Add(at("minute"), "error.value.invalid")
		}
		problems.Check(at("practitioner"), a.Practitioner.Validate())
		short(&problems, at("place"), a.Place)
		short(&problems, at("kind"), a.Kind)
	}
	return problems.Err()
}
