// Package schedule is when patients come: working hours, kinds of visit, appointments, and where each stands on the day's board.
//
// Times are wall times of the practice's zone: an appointment at half past nine stays there whatever the zone's rules become.
package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of working hours.
const (
	MaxIntervals = 6   // on one day
	TextLength   = 200 // characters, of an exception's reason
)

type (
	// ScheduleID names one practitioner's hours at one location.
	ScheduleID = store.ID[Schedule]
	// ExceptionID names days on which the hours are others.
	ExceptionID = store.ID[Exception]
)

// Schedule is one practitioner's usual week at one location (FHIR R4 Schedule). The owner writes it.
type Schedule struct {
	ID ScheduleID `db:"id"`
	store.Meta
	Practitioner organization.PractitionerID `db:"practitioner_id"`
	Location     organization.LocationID     `db:"location_id"`
	Week         Weekly                      `db:"week,json"`
}

// Weekly holds the open intervals of each weekday, in wall minutes; time.Sunday is 0. An empty day is closed.
type Weekly [7][]value.Interval

// Exception replaces the usual hours on a run of days: a holiday, leave, an extra clinic. Everybody who books may write it.
type Exception struct {
	ID ExceptionID `db:"id"`
	store.Meta
	Practitioner organization.PractitionerID `db:"practitioner_id"` // zero: everybody
	Location     organization.LocationID     `db:"location_id"`     // zero: everywhere
	First        value.PartialDate           `db:"first"`           // a full day
	Last         value.PartialDate           `db:"last"`            // a full day, included
	Intervals    []value.Interval            `db:"intervals,json"`  // empty: closed
	Text         string                      `db:"text"`            // why, for the calendar
}

// The record types.
var (
	Schedules    = store.NewTable[Schedule](store.Spec{Number: 30, Name: "Schedule", Table: "schedule", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})
	Exceptions   = store.NewTable[Exception](store.Spec{Number: 31, Name: "ScheduleException", Table: "schedule_exception", Schema: 1, Read: action.PracticeRead, Write: action.ScheduleWrite})
	VisitTypes   = store.NewTable[VisitType](store.Spec{Number: 32, Name: "VisitType", Table: "visit_type", Schema: 1, Read: action.PracticeRead, Write: action.PracticeManage})
	Appointments = store.NewTable[Appointment](store.Spec{Number: 33, Name: "Appointment", Table: "appointment", Schema: 1, Trial: true, Read: action.ScheduleRead, Write: action.ScheduleWrite})
)

// Records lists the room's record types.
func Records() []store.Record { return []store.Record{Schedules, Exceptions, VisitTypes, Appointments} }

// Validate returns all problems at once.
func (s Schedule) Validate() error {
	var problems value.Problems
	if s.Practitioner.IsZero() {
		problems.Add("practitioner", "error.value.required")
	}
	if s.Location.IsZero() {
		problems.Add("location", "error.value.required")
	}
	for day, intervals := range s.Week {
		problems.Check(fmt.Sprintf("week[%d]", day), checkIntervals(intervals))
	}
	return problems.Err()
}

// Validate returns all problems at once.
func (e Exception) Validate() error {
	var problems value.Problems
	for _, d := range []struct {
		field string
		day   value.PartialDate
	}{{"first", e.First}, {"last", e.Last}} {
		if err := d.day.Validate(); err != nil {
			problems.Check(d.field, err)
		} else if !d.day.IsFull() {
			problems.Check(d.field, value.ErrDatePartial)
		}
	}
	if e.Last.Before(e.First) {
		problems.Check("last", value.ErrIntervalReverse)
	}
	problems.Check("intervals", checkIntervals(e.Intervals))
	problems.Text("text", &e.Text, TextLength, false)
	return problems.Err()
}

func checkIntervals(intervals []value.Interval) error {
	var problems value.Problems
	if len(intervals) > MaxIntervals {
		problems.Add("", "error.schedule.too_many_intervals", "Max", MaxIntervals)
	}
	for i, a := range intervals {
		problems.Check(fmt.Sprintf("[%d]", i), a.Validate())
		if slices.ContainsFunc(intervals[:i], a.Overlaps) {
			problems.Add(fmt.Sprintf("[%d]", i), "error.schedule.intervals_overlap")
		}
	}
	return problems.Err()
}

// SetHours keeps a practitioner's usual week at a location, in the place of the one that stood there.
func SetHours(tx *store.Tx, practitioner organization.PractitionerID, location organization.LocationID, week Weekly) (Schedule, error) {
	s := Schedule{Practitioner: practitioner, Location: location}
	old, err := store.Select(tx, Schedules, "practitioner_id = ? AND location_id = ? AND retracted = 0", practitioner, location)
	if err != nil {
		return s, err
	}
	if len(old) > 0 {
		s = old[0]
	}
	s.Week = sorted(week)
	if len(old) > 0 {
		return s, store.Update(tx, Schedules, &s)
	}
	if err := checkPlace(tx, practitioner, location); err != nil {
		return s, err
	}
	return s, store.Insert(tx, Schedules, &s)
}

// sorted puts each day's intervals in order, without touching the caller's.
func sorted(week Weekly) Weekly {
	for day, intervals := range week {
		week[day] = slices.SortedFunc(slices.Values(intervals), func(a, b value.Interval) int { return cmp.Compare(a.Start, b.Start) })
	}
	return week
}

// AddException keeps days with other hours. Appointments on them stay: the calendar shows them outside the hours.
func AddException(tx *store.Tx, e Exception) (Exception, error) {
	ignored := value.Problems{}
	ignored.Text("text", &e.Text, TextLength, false)
	if e.Last.IsZero() {
		e.Last = e.First
	}
	e.ID, e.Meta = ExceptionID{}, store.Meta{}
	return e, store.Insert(tx, Exceptions, &e)
}

// RetractException takes such days back.
func RetractException(tx *store.Tx, id ExceptionID, version int64) error {
	e, err := store.Get(tx, Exceptions, id)
	if err != nil {
		return err
	}
	e.Version = version
	return store.Retract(tx, Exceptions, &e)
}

// checkPlace returns NotFound unless both are there.
func checkPlace(tx *store.Tx, practitioner organization.PractitionerID, location organization.LocationID) error {
	if _, err := store.Get(tx, organization.Practitioners, practitioner); err != nil {
		return err
	}
	_, err := store.Get(tx, organization.Locations, location)
	return err
}

// Timetable is everybody's hours from a day on, read once to be asked many times.
type Timetable struct {
	schedules  []Schedule
	exceptions []Exception
}

// LoadTimetable reads the usual weeks, and the exceptions that last to the day from or beyond.
func LoadTimetable(tx *store.Tx, from value.PartialDate) (Timetable, error) {
	var t Timetable
	var err error
	if t.schedules, err = store.Select(tx, Schedules, "retracted = 0"); err != nil {
		return t, err
	}
	t.exceptions, err = store.Select(tx, Exceptions, "retracted = 0 AND last >= ?", from.String())
	return t, err
}

// Usual returns the week that was set for a practitioner at a location, and whether one was.
func (t Timetable) Usual(practitioner organization.PractitionerID, location organization.LocationID) (Weekly, bool) {
	for _, s := range t.schedules {
		if s.Practitioner == practitioner && s.Location == location {
			return s.Week, true
		}
	}
	return Weekly{}, false
}

// Places lists where a practitioner has hours.
func (t Timetable) Places(practitioner organization.PractitionerID) []organization.LocationID {
	var list []organization.LocationID
	for _, s := range t.schedules {
		if s.Practitioner == practitioner {
			list = append(list, s.Location)
		}
	}
	return list
}

// Open returns a practitioner's hours at a location on a day, in order; none where closed, or where no hours were ever set. An
// exception that names the practitioner counts before one for everybody; among equals, closed counts before other hours.
func (t Timetable) Open(practitioner organization.PractitionerID, location organization.LocationID, day value.PartialDate) []value.Interval {
	var own, general []Exception
	for _, e := range t.exceptions {
		switch {
		case e.First.Compare(day) > 0, e.Last.Compare(day) < 0, !e.Location.IsZero() && e.Location != location:
		case e.Practitioner == practitioner:
			own = append(own, e)
		case e.Practitioner.IsZero():
			general = append(general, e)
		}
	}
	if len(own) == 0 {
		own = general
	}
	if len(own) == 0 {
		week, _ := t.Usual(practitioner, location)
		return week[day.Weekday()]
	}
	var open []value.Interval
	for _, e := range own {
		if len(e.Intervals) == 0 {
			return nil
		}
		open = append(open, e.Intervals...)
	}
	return value.Free(open, nil)
}

// EveryDay is a week that is open alike on the given weekdays: for the first run, and for tests.
func EveryDay(intervals []value.Interval, days ...time.Weekday) Weekly {
	var week Weekly
	for _, day := range days {
		week[day] = slices.Clone(intervals)
	}
	return week
}
