package schedule

import (
	"fmt"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

const (
	// SlotMinutes is the grid on which free times begin.
	SlotMinutes = 5
	// searchDays is how far ahead a free time is looked for.
	searchDays = 366
	// searchStep is how many days of appointments are read at a time.
	searchStep = 14
)

// Free is a time that nobody has.
type Free struct {
	Location organization.LocationID
	Start    value.WallTime
}

// Search asks for a free time.
type Search struct {
	Practitioner organization.PractitionerID
	Location     organization.LocationID // zero: wherever the practitioner is
	From         value.WallTime          // not before; zero: now
	Minutes      int                     // 0: DefaultMinutes
}

// NextFree returns the first time from s.From on at which the practitioner is there and has Minutes without an appointment. It
// returns NotFound where there is none within a year, and where no working hours are set.
func NextFree(tx *store.Tx, s Search) (Free, error) {
	if s.Minutes == 0 {
		s.Minutes = DefaultMinutes
	}
	today, zone, err := organization.Today(tx)
	if err != nil {
		return Free{}, err
	}
	if s.From == (value.WallTime{}) {
		now := tx.Now().In(zone)
		s.From = value.WallTime{Date: today, Minute: now.Hour()*60 + now.Minute(), Zone: zone.String()}
	}
	if err := s.validate(); err != nil {
		return Free{}, err
	}
	timetable, err := LoadTimetable(tx, s.From.Date)
	if err != nil {
		return Free{}, err
	}
	places := timetable.Places(s.Practitioner)
	if !s.Location.IsZero() {
		places = []organization.LocationID{s.Location}
	}
	for done := 0; done < searchDays && len(places) > 0; done += searchStep {
		first := s.From.Date.AddDays(done)
		busy, err := busyTimes(tx, s.Practitioner, first, first.AddDays(searchStep-1))
		if err != nil {
			return Free{}, err
		}
		for i := range searchStep {
			if free, ok := s.onDay(timetable, places, busy, first.AddDays(i)); ok {
				return free, nil
			}
		}
	}
	return Free{}, store.Fail(store.NotFound, "error.schedule.no_free_time")
}

func (s Search) validate() error {
	var problems value.Problems
	problems.Check("from", s.From.Validate())
	if s.Minutes < 1 || s.Minutes > MaxMinutes {
		problems.Add("minutes", "error.schedule.minutes_between", "Max", MaxMinutes)
	}
	if err := problems.Err(); err != nil {
		return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	return nil
}

// onDay returns the day's first free time at any of the places.
func (s Search) onDay(t Timetable, places []organization.LocationID, busy map[value.PartialDate][]value.Interval, day value.PartialDate) (best Free, found bool) {
	for _, place := range places {
		for _, free := range value.Free(t.Open(s.Practitioner, place, day), busy[day]) {
			start := free.Start
			if day == s.From.Date {
				start = max(start, s.From.Minute)
			}
			for start = (start + SlotMinutes - 1) / SlotMinutes * SlotMinutes; start+s.Minutes <= free.End; start += SlotMinutes {
				at := value.WallTime{Date: day, Minute: start, Zone: s.From.Zone}
				if _, resolution, err := at.Instant(); err != nil || resolution == value.Skipped {
					continue // a time that the clocks leave out
				}
				if !found || start < best.Start.Minute {
					best, found = Free{Location: place, Start: at}, true
				}
				break
			}
		}
	}
	return best, found
}

// busyTimes reads when a practitioner has appointments, anywhere.
func busyTimes(tx *store.Tx, practitioner organization.PractitionerID, first, last value.PartialDate) (map[value.PartialDate][]value.Interval, error) {
	rows, err := tx.Query(action.ScheduleRead, `SELECT date, minute, minutes, state FROM appointment WHERE practitioner_id = ? AND date BETWEEN ? AND ? AND retracted = 0`,
		practitioner, first.String(), last.String())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	busy := map[value.PartialDate][]value.Interval{}
	for rows.Next() {
		var a Appointment
		if err := rows.Scan(&a.Date, &a.Minute, &a.Minutes, &a.State); err != nil {
			return nil, fmt.Errorf("scan appointment: %w", err)
		}
		if a.State.TakesTime() {
			busy[a.Date] = append(busy[a.Date], a.Span())
		}
	}
	return busy, rows.Err()
}
