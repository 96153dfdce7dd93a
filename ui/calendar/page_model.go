package calendar

import (
	"context"
	"slices"
	"strings"

	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// view is which part of the calendar is looked at.
type view struct {
	Date         value.PartialDate // a full day, of the week in view where Week is set
	Week         bool
	Practitioner organization.PractitionerID // whose week
}

// days are the days in view: one, or Monday to Sunday (ISO 8601).
func (v view) days() []value.PartialDate {
	if !v.Week {
		return []value.PartialDate{v.Date}
	}
	monday := v.Date.AddDays(-(int(v.Date.Weekday()+6) % 7))
	days := make([]value.PartialDate, 7)
	for i := range days {
		days[i] = monday.AddDays(i)
	}
	return days
}

// page is a part of the calendar as the record holds it at one moment.
type page struct {
	View      view
	Rows      []schedule.Row
	People    []organization.Practitioner // who can be booked, and who has an appointment in view
	Kinds     []schedule.VisitType        // those that can be booked first
	Timetable schedule.Timetable
}

// model reads and changes the calendar. Its methods may be called on any goroutine.
type model struct{ session *session.Session }

// Read reads the days in view.
func (m *model) Read(ctx context.Context, v view) (page, error) {
	p := page{View: v}
	days := v.days()
	err := m.session.View(ctx, action.ReadSchedule, func(tx *store.Tx) error {
		var err error
		if p.People, err = organization.ActivePractitioners(tx); err != nil {
			return err
		}
		if p.Kinds, err = schedule.AllVisitTypes(tx); err != nil {
			return err
		}
		if p.Timetable, err = schedule.LoadTimetable(tx, days[0]); err != nil {
			return err
		}
		if v.Week {
			p.Rows, err = schedule.Week(tx, v.Date, v.Practitioner)
		} else {
			p.Rows, err = schedule.Day(tx, v.Date, organization.PractitionerID{})
		}
		if err != nil {
			return err
		}
		return p.addPeople(tx)
	})
	return p, err
}

// addPeople adds those who can't be booked any more and have appointments in view all the same.
func (p *page) addPeople(tx *store.Tx) error {
	for _, r := range p.Rows {
		if slices.ContainsFunc(p.People, func(o organization.Practitioner) bool { return o.ID == r.Practitioner }) {
			continue
		}
		left, err := store.Get(tx, organization.Practitioners, r.Practitioner)
		if err != nil {
			return err
		}
		p.People = append(p.People, left)
	}
	return nil
}

// lane is a column of the calendar: a practitioner's day.
type lane struct {
	Key          string
	Date         value.PartialDate
	Practitioner organization.PractitionerID
	Title        string
	Subtitle     string
	Open         []value.Interval
}

func laneKey(who organization.PractitionerID, day value.PartialDate) string {
	return who.String() + " " + day.String()
}

// laneOf is the lane in which an appointment lies.
func (p *page) laneOf(a schedule.Appointment) string { return laneKey(a.Practitioner, a.Date) }

// Lanes are the columns in view: a practitioner each, or a day each of one practitioner's week.
func (p *page) Lanes(s *session.Session) []lane {
	var lanes []lane
	for _, day := range p.View.days() {
		for _, who := range p.People {
			if p.View.Week && who.ID != p.View.Practitioner {
				continue
			}
			l := lane{Key: laneKey(who.ID, day), Date: day, Practitioner: who.ID, Title: s.Name(who.Name), Open: p.open(who.ID, day)}
			if p.View.Week {
				l.Title = s.Text("calendar.weekday_day", "Weekday", s.Text(weekdayKey(day)), "Day", day.Day)
			}
			l.Subtitle = s.Text("calendar.closed")
			if len(l.Open) > 0 {
				l.Subtitle = hours(l.Open)
			} else if !p.hasHours(who.ID) {
				l.Subtitle = s.Text("calendar.no_hours")
			}
			lanes = append(lanes, l)
		}
	}
	return lanes
}

// OwnLane is the lane that the keyboard begins on: the person's own, else the first.
func (p *page) OwnLane(s *session.Session) string {
	lanes := p.Lanes(s)
	for _, l := range lanes {
		if l.Practitioner == s.Practitioner.ID && l.Date == p.View.Date {
			return l.Key
		}
	}
	if len(lanes) == 0 {
		return ""
	}
	return lanes[0].Key
}

// open are a practitioner's hours on a day, wherever they are.
func (p *page) open(who organization.PractitionerID, day value.PartialDate) []value.Interval {
	var open []value.Interval
	for _, place := range p.Timetable.Places(who) {
		open = append(open, p.Timetable.Open(who, place, day)...)
	}
	return value.Free(open, nil)
}

func (p *page) hasHours(who organization.PractitionerID) bool {
	return len(p.Timetable.Places(who)) > 0
}

func hours(open []value.Interval) string {
	parts := make([]string, len(open))
	for i, o := range open {
		parts[i] = o.String()
	}
	return strings.Join(parts, "  ")
}

// The hours that are shown where nobody has set any.
const (
	usualFrom  = 8
	usualUntil = 18
)

// Hours are the first and the last hour to show: those of every weekday, so that the page does not jump from day to day.
func (p *page) Hours() (from, until int) {
	first, last := 24*60, 0
	widen := func(open []value.Interval) {
		for _, o := range open {
			first, last = min(first, o.Start), max(last, o.End)
		}
	}
	for _, who := range p.People {
		for _, place := range p.Timetable.Places(who.ID) {
			week, _ := p.Timetable.Usual(who.ID, place)
			for _, open := range week {
				widen(open)
			}
		}
		for _, day := range p.View.days() {
			widen(p.open(who.ID, day))
		}
	}
	if first >= last {
		return usualFrom, usualUntil
	}
	return max(first/60-1, 0), min((last+59)/60+1, 24)
}

// Morning is the minute at which the first of those in view opens.
func (p *page) Morning() int {
	first := 24 * 60
	for _, who := range p.People {
		if open := p.open(who.ID, p.View.Date); len(open) > 0 {
			first = min(first, open[0].Start)
		}
	}
	if first == 24*60 {
		from, _ := p.Hours()
		return from * 60
	}
	return first
}

// Slot is the step of the grid in minutes: the shortest kind of visit that divides an hour, from 10 to 30.
func (p *page) Slot() int {
	slot := schedule.DefaultMinutes
	for _, k := range p.Kinds {
		if k.Active && slices.Contains([]int{10, 12, 15, 20, 30}, k.Minutes) {
			slot = min(slot, k.Minutes)
		}
	}
	return slot
}

// slotAt is a place of the grid as a time of a practitioner.
func (p *page) slotAt(key string, minute int) slot {
	for _, day := range p.View.days() {
		for _, who := range p.People {
			if laneKey(who.ID, day) == key {
				return slot{Practitioner: who.ID, Date: day, Minute: minute}
			}
		}
	}
	return slot{}
}

// Row finds an appointment in view by its id.
func (p *page) Row(id string) (schedule.Row, bool) {
	for _, r := range p.Rows {
		if r.ID.String() == id {
			return r, true
		}
	}
	return schedule.Row{}, false
}

// Cancelled counts the cancelled ones in view.
func (p *page) Cancelled() int {
	n := 0
	for _, r := range p.Rows {
		if r.State == schedule.Cancelled {
			n++
		}
	}
	return n
}

// Kind finds a kind of visit; the zero one has no name.
func (p *page) Kind(id schedule.VisitTypeID) schedule.VisitType {
	for _, k := range p.Kinds {
		if k.ID == id {
			return k
		}
	}
	return schedule.VisitType{}
}

// Person finds a practitioner's name.
func (p *page) Person(s *session.Session, id organization.PractitionerID) string {
	for _, who := range p.People {
		if who.ID == id {
			return s.Name(who.Name)
		}
	}
	return ""
}

// Title is the days in view in words.
func (p *page) Title(s *session.Session) string {
	days := p.View.days()
	if p.View.Week {
		first, last := days[0], days[len(days)-1]
		if first.Year == last.Year && first.Month == last.Month {
			return s.Text("calendar.from_to_month", "First", first.Day, "Last", s.Day(last))
		}
		return s.Text("calendar.from_to", "First", s.Day(first), "Last", s.Day(last))
	}
	return dayWords(s, p.View.Date)
}

// dayWords is a day with its weekday.
func dayWords(s *session.Session, d value.PartialDate) string {
	return s.Text("calendar.date", "Weekday", s.Text(weekdayKey(d)), "Date", s.Day(d))
}

func weekdayKey(d value.PartialDate) string {
	return "calendar.weekday." + [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}[d.Weekday()]
}
