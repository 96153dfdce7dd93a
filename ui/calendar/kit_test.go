package calendar

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

var ctx = context.Background()

// clinic is a practice that is open from nine to one and from two to six, Monday to Saturday. It is Monday, 23 November 2026, 14:00.
type clinic struct {
	*uitest.Kit
	t      *testing.T
	long   schedule.VisitType // 30 minutes
	short  schedule.VisitType // 15, the usual one
	people []organization.Practitioner
}

func openClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{Kit: uitest.Open(t), t: t}
	open := []value.Interval{{Start: 9 * 60, End: 13 * 60}, {Start: 14 * 60, End: 18 * 60}}
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) (err error) {
		if c.people, err = organization.ActivePractitioners(tx); err != nil {
			return err
		}
		week := schedule.EveryDay(open, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday)
		if _, err := schedule.SetHours(tx, c.people[0].ID, c.Owner.Location.ID, week); err != nil {
			return err
		}
		if c.short, err = schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#3366cc", Position: 1}); err != nil {
			return err
		}
		c.long, err = schedule.SaveVisitType(tx, schedule.VisitType{Name: "New patient", Minutes: 30, Colour: "#cc3366", Position: 2})
		return err
	})
	return c
}

func (c *clinic) patient(given, family string) patients.Patient {
	c.t.Helper()
	var p patients.Patient
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale,
			BirthDate: value.PartialDate{Year: 1984, Month: 4, Day: 2}, Locality: "Udaipur", Phones: []patients.Phone{{Number: "98290 12345", Whose: patients.WhoseSelf}}})
		return err
	})
	return p
}

func (c *clinic) book(p patients.Patient, day value.PartialDate, minute, minutes int) schedule.Appointment {
	c.t.Helper()
	a := schedule.Appointment{Patient: p.ID, Practitioner: c.people[0].ID, Location: c.Desk.Location.ID, Date: day, Minute: minute, Minutes: minutes, VisitType: c.short.ID}
	c.Update(c.Desk, action.Book, func(tx *store.Tx) (err error) {
		a, _, err = schedule.Book(tx, a)
		return err
	})
	return a
}

func (c *clinic) now(id schedule.AppointmentID) schedule.Appointment {
	c.t.Helper()
	var a schedule.Appointment
	c.View(c.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) {
		a, err = schedule.Get(tx, id)
		return err
	})
	return a
}

// of returns a patient's appointments, the latest first.
func (c *clinic) of(p patients.Patient) []schedule.Appointment {
	c.t.Helper()
	var list []schedule.Appointment
	c.View(c.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) {
		list, err = schedule.OfPatient(tx, p.ID, 0)
		return err
	})
	return list
}

// show opens the calendar for a person, and hands out its screen whenever it is built.
func (c *clinic) show(s *session.Session, to frame.Target, others ...string) (latest func() *screen, went *[]frame.Target) {
	c.t.Helper()
	spec, went := Places()[0], &[]frame.Target{}
	var made *screen
	spec.Open = func(f *frame.Frame, to frame.Target) frame.Screen {
		made = open(f, to).(*screen)
		return made
	}
	list := []frame.PlaceSpec{spec}
	for _, name := range others {
		list = append(list, frame.PlaceSpec{Name: name, Label: "calendar.title", Open: func(_ *frame.Frame, to frame.Target) frame.Screen {
			*went = append(*went, to)
			return stop{}
		}})
	}
	f := c.Show(s, list...)
	if to.Place = frame.Calendar; to != (frame.Target{}) {
		f.Go(to)
	}
	return func() *screen { return made }, went
}

type stop struct{}

func (stop) Content() fyne.CanvasObject { return &fyne.Container{} }
func (stop) Shown()                     {}
func (stop) Key(frame.Key) bool         { return false }
func (stop) Leave()                     {}

func day(t *testing.T, iso string) value.PartialDate {
	t.Helper()
	d, err := value.ParseISO(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func at(a schedule.Appointment) string { return a.Date.String() + " " + a.Span().String() }
