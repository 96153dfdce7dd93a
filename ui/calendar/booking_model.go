package calendar

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// slot is a time with a practitioner; the zero one is none.
type slot struct {
	Practitioner organization.PractitionerID
	Date         value.PartialDate
	Minute       int
}

func (s slot) isZero() bool { return s == slot{} }

// bookingFor says what the form is opened for.
type bookingFor struct {
	Patient patients.ID
	Slot    slot          // zero: the next free time
	Change  *schedule.Row // an appointment that is changed; nil: a new one
}

// The fields of the form.
const (
	fieldPatient      = "patient"
	fieldDay          = "day"
	fieldTime         = "time"
	fieldKind         = "kind"
	fieldMinutes      = "minutes"
	fieldPractitioner = "practitioner"
	fieldReason       = "reason"
)

// sheet is the form as it stands, in the words that were typed.
type sheet struct {
	Patient patients.ID       `json:"patient"`
	Name    string            `json:"name"`
	Values  map[string]string `json:"values"`
}

// bookingDraft is under which an unfinished booking is kept; there is one form at a time.
const bookingDraft = "calendar/booking"

// bookingModel is the form of an appointment. Its methods may be called on any goroutine.
type bookingModel struct{ session *session.Session }

// begun is what the form begins with, beside what the calendar knows already.
type begun struct {
	Sheet    *sheet    // an unfinished booking; nil for none
	Restored time.Time // when it was last typed at
	Name     string    // of the patient it was opened for
}

// Begin reads the name of the patient that the form is opened for, else what was left unfinished.
func (m *bookingModel) Begin(ctx context.Context, patient patients.ID) (begun, error) {
	if !patient.IsZero() {
		var b begun
		err := m.session.View(ctx, action.FindPatients, func(tx *store.Tx) error {
			rows, err := patients.Rows(tx, []patients.ID{patient})
			b.Name = m.session.PatientName(rows[patient])
			return err
		})
		return b, err
	}
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	for _, d := range drafts {
		var kept sheet
		if d.Name == bookingDraft && json.Unmarshal(d.Body, &kept) == nil {
			return begun{Sheet: &kept, Restored: d.Saved}, nil
		}
	}
	return begun{}, err
}

// Keep saves what is being typed; a sheet with nobody and nothing in it is given up.
func (m *bookingModel) Keep(ctx context.Context, s sheet) error {
	if s.Patient.IsZero() && strings.TrimSpace(s.Values[fieldPatient]) == "" && strings.TrimSpace(s.Values[fieldReason]) == "" {
		return m.GiveUp(ctx)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: bookingDraft, Patient: s.Patient.Raw(), Body: body})
}

// GiveUp drops what was typed.
func (m *bookingModel) GiveUp(ctx context.Context) error {
	return m.session.Practice.DiscardDraft(ctx, m.session.Actor, bookingDraft)
}

// Propose finds the next free time of a practitioner, of a length in minutes; from is the earliest, zero means now.
func (m *bookingModel) Propose(ctx context.Context, practitioner organization.PractitionerID, minutes int, from slot) (slot, error) {
	search := schedule.Search{Practitioner: practitioner, Minutes: minutes}
	if now := m.session.Now(); from.Date.Compare(value.DateOf(now)) > 0 || from.Date == value.DateOf(now) && from.Minute > minuteOf(now) {
		search.From = value.WallTime{Date: from.Date, Minute: from.Minute, Zone: m.session.Settings.Zone}
	}
	var free schedule.Free
	err := m.session.View(ctx, action.ReadSchedule, func(tx *store.Tx) (err error) {
		free, err = schedule.NextFree(tx, search)
		return err
	})
	return slot{Practitioner: practitioner, Date: free.Start.Date, Minute: free.Start.Minute}, err
}

// slotOf reads day and time as typed; what can't be read is left out.
func (m *bookingModel) slotOf(values map[string]string) slot {
	var s slot
	s.Practitioner, _ = store.ParseID[organization.Practitioner](values[fieldPractitioner])
	s.Date, _ = value.ParseDay(values[fieldDay], m.session.Settings.DateOrder, m.session.Now())
	s.Minute, _ = value.ParseClock(values[fieldTime])
	return s
}

// slotValues are a slot in the form's words.
func (m *bookingModel) slotValues(s slot) map[string]string {
	return map[string]string{fieldDay: s.Date.Format(m.session.Settings.DateOrder), fieldTime: value.FormatClock(s.Minute), fieldPractitioner: s.Practitioner.String()}
}

// Appointment reads the form. It returns value.Problems by field for what can't be read.
func (m *bookingModel) Appointment(s sheet) (schedule.Appointment, error) {
	a := schedule.Appointment{Patient: s.Patient, Location: m.session.Location.ID, Reason: s.Values[fieldReason]}
	var problems value.Problems
	if a.Patient.IsZero() {
		problems.Add(fieldPatient, "error.calendar.patient_missing")
	}
	var err error
	if a.Date, err = value.ParseDay(s.Values[fieldDay], m.session.Settings.DateOrder, m.session.Now()); err != nil {
		problems.Check(fieldDay, err)
	}
	if a.Minute, err = value.ParseClock(s.Values[fieldTime]); err != nil {
		problems.Check(fieldTime, err)
	}
	if a.Minutes, err = strconv.Atoi(strings.TrimSpace(s.Values[fieldMinutes])); err != nil || a.Minutes < 1 {
		problems.Add(fieldMinutes, "error.schedule.minutes_between", "Max", schedule.MaxMinutes)
	}
	if a.Practitioner, err = store.ParseID[organization.Practitioner](s.Values[fieldPractitioner]); err != nil {
		problems.Add(fieldPractitioner, "error.value.required")
	}
	if kind := s.Values[fieldKind]; kind != "" {
		if a.VisitType, err = store.ParseID[schedule.VisitType](kind); err != nil {
			problems.Add(fieldKind, "error.value.invalid")
		}
	}
	return a, problems.Err()
}

// Book keeps a new appointment, and drops the draft of its form with it.
func (m *bookingModel) Book(ctx context.Context, s sheet) (moved, error) {
	a, err := m.Appointment(s)
	if err != nil {
		return moved{}, err
	}
	var done moved
	err = m.session.Update(ctx, action.Book, func(tx *store.Tx) error {
		if err := m.place(tx, &a); err != nil {
			return err
		}
		done.Appointment, done.Warnings, err = schedule.Book(tx, a)
		if err != nil {
			return err
		}
		return store.DropDraft(tx, bookingDraft)
	}, store.About(a.Patient))
	return done, err
}

// Change keeps what the form says about an appointment that was read as before.
func (m *bookingModel) Change(ctx context.Context, before schedule.Appointment, s sheet) (moved, error) {
	typed, err := m.Appointment(s)
	if err != nil {
		return moved{}, err
	}
	a := before
	a.Date, a.Minute, a.Minutes, a.Practitioner, a.VisitType, a.Reason = typed.Date, typed.Minute, typed.Minutes, typed.Practitioner, typed.VisitType, typed.Reason
	done := moved{Before: before}
	err = m.session.Update(ctx, action.ChangeBooking, func(tx *store.Tx) error {
		if err := m.place(tx, &a); err != nil {
			return err
		}
		done.Appointment, done.Warnings, err = schedule.Move(tx, a)
		return err
	}, store.About(a.Patient))
	return done, err
}

func (m *bookingModel) place(tx *store.Tx, a *schedule.Appointment) error {
	timetable, err := schedule.LoadTimetable(tx, a.Date)
	a.Location = placeOf(timetable, *a, a.Location)
	return err
}

// Unbook takes back a booking that was made a moment ago: it was entered in error, and its time is free again.
func (m *bookingModel) Unbook(ctx context.Context, a schedule.Appointment) error {
	return m.session.Update(ctx, action.ChangeBooking, func(tx *store.Tx) error {
		_, err := schedule.Retract(tx, a.ID, a.Version)
		return err
	}, store.About(a.Patient))
}

// sheetOf is the form of an appointment that is changed.
func (m *bookingModel) sheetOf(row schedule.Row) sheet {
	values := m.slotValues(slot{row.Practitioner, row.Date, row.Minute})
	values[fieldKind], values[fieldMinutes], values[fieldReason] = idText(row.VisitType), strconv.Itoa(row.Minutes), row.Reason
	return sheet{Patient: row.Patient, Name: m.session.PatientName(row.Who), Values: values}
}

// minutesOf is how long a kind of visit takes.
func minutesOf(kinds []schedule.VisitType, id string) int {
	i := slices.IndexFunc(kinds, func(k schedule.VisitType) bool { return idText(k.ID) == id })
	if i < 0 {
		return schedule.DefaultMinutes
	}
	return kinds[i].Minutes
}

// usualKind is the kind of visit that a form begins with: the first that can be booked.
func usualKind(kinds []schedule.VisitType) schedule.VisitTypeID {
	for _, k := range kinds {
		if k.Active {
			return k.ID
		}
	}
	return schedule.VisitTypeID{}
}

func idText[T any](id store.ID[T]) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}
