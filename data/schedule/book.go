package schedule

import (
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// DefaultMinutes is the length of an appointment that neither says one nor has a visit type.
const DefaultMinutes = 15

// Warning is something about an appointment that a person should see, and may mean. It never stops a booking.
type Warning struct {
	Kind WarningKind
	Args []any // for the sentence: name and value in turn
}

// WarningKind says what about.
type WarningKind string

// The warnings.
const (
	WarnOverlap      WarningKind = "overlap"       // the practitioner has somebody else then; Count
	WarnPatientDay   WarningKind = "patient_day"   // the patient has another appointment that day; Time
	WarnClosed       WarningKind = "closed"        // the practitioner isn't there that day
	WarnOutsideHours WarningKind = "outside_hours" // nor at that hour
	WarnPast         WarningKind = "past"
	WarnClockSkips   WarningKind = "clock_skips"   // clocks go forward: the time never shows
	WarnClockRepeats WarningKind = "clock_repeats" // clocks go back: the time shows twice, and the first is meant
	WarnDeceased     WarningKind = "deceased"
	WarnInactive     WarningKind = "inactive" // the patient left the practice
)

// CatalogueKey names the sentence.
func (k WarningKind) CatalogueKey() string { return "schedule.warning." + string(k) }

// Book keeps a new appointment: booked, or on the waiting list where a.State says so. The zone is the practice's; the length is
// the visit type's where none is given. What stands against it comes back beside it and does not stop it.
func Book(tx *store.Tx, a Appointment) (Appointment, []Warning, error) {
	state := Booked
	if a.State == Waitlist {
		state = Waitlist
	}
	a, patient, err := prepare(tx, a)
	if err != nil {
		return a, nil, err
	}
	a.enter(state)
	if state == Booked {
		a.BookedAt = tx.Now()
	}
	if err := store.Insert(tx, Appointments, &a); err != nil {
		return a, nil, err
	}
	warnings, err := warningsFor(tx, a, patient)
	return a, warnings, err
}

// WalkIn keeps an appointment that begins now, with the patient arrived and a token. Practitioner, location, visit type and
// reason are a's; its time is not.
func WalkIn(tx *store.Tx, a Appointment) (Appointment, []Warning, error) {
	today, zone, err := organization.Today(tx)
	if err != nil {
		return a, nil, err
	}
	now := tx.Now().In(zone)
	a.Date, a.Minute = today, now.Hour()*60+now.Minute()
	a, patient, err := prepare(tx, a)
	if err != nil {
		return a, nil, err
	}
	a.Minutes = min(a.Minutes, value.MinutesPerDay-a.Minute) // five to midnight is no reason to send anybody away
	a.WalkIn, a.ArrivedAt = true, tx.Now()
	a.enter(Arrived)
	if err := allotToken(tx, &a); err != nil {
		return a, nil, err
	}
	if err := store.Insert(tx, Appointments, &a); err != nil {
		return a, nil, err
	}
	warnings, err := patientWarnings(tx, a, patient)
	return a, warnings, err
}

// prepare makes a new record of what a form gave: nothing but what the form may say is left.
func prepare(tx *store.Tx, a Appointment) (Appointment, patients.Patient, error) {
	a = Appointment{Patient: a.Patient, Practitioner: a.Practitioner, Location: a.Location, Date: a.Date, Minute: a.Minute, Minutes: a.Minutes,
		VisitType: a.VisitType, Reason: a.Reason}
	practice, err := organization.Current(tx)
	if err != nil {
		return a, patients.Patient{}, err
	}
	a.Zone = practice.Zone
	var problems value.Problems
	problems.Text("reason", &a.Reason, ReasonLength, false)
	if a.Patient.IsZero() || a.Practitioner.IsZero() || a.Location.IsZero() {
		a.enter(Booked)
		return a, patients.Patient{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: a.withDefaults().Validate()}
	}
	if err := checkPlace(tx, a.Practitioner, a.Location); err != nil {
		return a, patients.Patient{}, err
	}
	if !a.VisitType.IsZero() {
		kind, err := store.Get(tx, VisitTypes, a.VisitType)
		if err != nil {
			return a, patients.Patient{}, err
		}
		if a.Minutes == 0 {
			a.Minutes = kind.Minutes
		}
	}
	patient, err := patients.Get(tx, a.Patient)
	if err == nil && patient.Retracted {
		err = store.Fail(store.Conflict, "error.schedule.patient_retracted")
	}
	return a.withDefaults(), patient, err
}

func (a Appointment) withDefaults() Appointment {
	if a.Minutes == 0 {
		a.Minutes = DefaultMinutes
	}
	return a
}

// Move keeps another time, place, length, kind or reason of an appointment; a is the one that was read, changed. One on the waiting
// list is booked where a.State says Booked. Conflict where the patient is here already and the day or the location would change, where a token was given
// for the old day, and once the doctor has begun.
func Move(tx *store.Tx, a Appointment) (Appointment, []Warning, error) {
	old, err := current(tx, a.ID, a.Version)
	if err != nil {
		return a, nil, err
	}
	to, patient, err := prepare(tx, a)
	if err != nil {
		return a, nil, err
	}
	samePlace := to.Date == old.Date && to.Location == old.Location
	switch {
	case to.Patient != old.Patient:
		return a, nil, store.FailField("patient", "error.schedule.patient_fixed")
	case old.State != Waitlist && old.State != Booked && old.State != Arrived && old.State != WithNurse:
		return a, nil, store.Fail(store.Conflict, "error.schedule.step_move", "State", old.State)
	case old.Token > 0 && !samePlace:
		return a, nil, store.Fail(store.Conflict, "error.schedule.token_given")
	}
	moved := old
	moved.Practitioner, moved.Location, moved.Date, moved.Minute, moved.Minutes = to.Practitioner, to.Location, to.Date, to.Minute, to.Minutes
	moved.Zone, moved.VisitType, moved.Reason = to.Zone, to.VisitType, to.Reason
	if old.State == Waitlist && a.State == Booked {
		moved.enter(Booked)
		moved.BookedAt = tx.Now()
	}
	if err := store.Update(tx, Appointments, &moved); err != nil {
		return a, nil, err
	}
	warnings, err := warningsFor(tx, moved, patient)
	return moved, warnings, err
}

// warningsFor looks at an appointment that has just been kept.
func warningsFor(tx *store.Tx, a Appointment, patient patients.Patient) ([]Warning, error) {
	list, err := patientWarnings(tx, a, patient)
	if err != nil || !a.State.TakesTime() {
		return list, err
	}
	others, err := store.Select(tx, Appointments, "practitioner_id = ? AND date = ? AND retracted = 0 AND id <> ?", a.Practitioner, a.Date, a.ID)
	if err != nil {
		return nil, err
	}
	overlaps := 0
	for _, o := range others {
		if o.State.TakesTime() && o.Span().Overlaps(a.Span()) {
			overlaps++
		}
	}
	if overlaps > 0 {
		list = append(list, Warning{WarnOverlap, []any{"Count", overlaps}})
	}
	timetable, err := LoadTimetable(tx, a.Date)
	if err != nil {
		return nil, err
	}
	if _, set := timetable.Usual(a.Practitioner, a.Location); set {
		open := timetable.Open(a.Practitioner, a.Location, a.Date)
		switch {
		case len(open) == 0:
			list = append(list, Warning{Kind: WarnClosed})
		case len(value.Free([]value.Interval{a.Span()}, open)) > 0:
			list = append(list, Warning{Kind: WarnOutsideHours})
		}
	}
	start, resolution, err := a.Start().Instant()
	if err != nil {
		return nil, err
	}
	switch {
	case resolution == value.Skipped:
		list = append(list, Warning{Kind: WarnClockSkips})
	case resolution == value.Repeated:
		list = append(list, Warning{Kind: WarnClockRepeats})
	}
	if start.Before(tx.Now()) && a.State == Booked {
		list = append(list, Warning{Kind: WarnPast})
	}
	return list, nil
}

// patientWarnings are those that concern the patient alone.
func patientWarnings(tx *store.Tx, a Appointment, patient patients.Patient) ([]Warning, error) {
	var list []Warning
	switch {
	case patient.Deceased:
		list = append(list, Warning{Kind: WarnDeceased})
	case !patient.Active:
		list = append(list, Warning{Kind: WarnInactive})
	}
	same, err := store.Select(tx, Appointments, "patient_id = ? AND date = ? AND retracted = 0 AND id <> ? ORDER BY minute", a.Patient, a.Date, a.ID)
	if err != nil {
		return nil, err
	}
	for _, o := range same {
		if o.State.TakesTime() {
			return append(list, Warning{WarnPatientDay, []any{"Time", value.FormatClock(o.Minute)}}), nil
		}
	}
	return list, nil
}
