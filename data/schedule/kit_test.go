package schedule_test

import (
	"context"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

// room is a practice in Udaipur, on Monday 23 November 2026 at 14:00, with a doctor who works mornings and evenings, and three patients.
type room struct {
	*storetest.Kit
	doctor   organization.PractitionerID
	place    organization.LocationID
	patients []patients.Patient
}

var (
	monday  = value.PartialDate{Year: 2026, Month: 11, Day: 23}
	tuesday = value.PartialDate{Year: 2026, Month: 11, Day: 24}
	morning = value.Interval{Start: 9 * 60, End: 13 * 60}
	evening = value.Interval{Start: 17 * 60, End: 20 * 60}
)

func open(t testing.TB) *room {
	t.Helper()
	k := storetest.Open(t, append(append(organization.Records(), patients.Records()...), schedule.Records()...)...)
	who, where := organizationtest.Found(t, k)
	r := &room{Kit: k, doctor: who.ID, place: where.ID}
	r.setHours(t, schedule.EveryDay([]value.Interval{morning, evening}, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday))
	for _, given := range []string{"Meera", "Ravi", "Asha"} {
		r.register(t, given)
	}
	return r
}

func (r *room) register(t testing.TB, given string) patients.Patient {
	t.Helper()
	var p patients.Patient
	r.MustUpdate(t, r.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: given}})
		return err
	})
	r.patients = append(r.patients, p)
	return p
}

func (r *room) setHours(t testing.TB, week schedule.Weekly) {
	t.Helper()
	r.MustUpdate(t, r.Owner, action.ManagePractice, func(tx *store.Tx) error {
		_, err := schedule.SetHours(tx, r.doctor, r.place, week)
		return err
	})
}

// at is an appointment to be booked: patient 0 to 2, day, "hh:mm".
func (r *room) at(t testing.TB, patient int, day value.PartialDate, clock string) schedule.Appointment {
	t.Helper()
	minute, err := value.ParseClock(clock)
	if err != nil {
		t.Fatal(err)
	}
	return schedule.Appointment{Patient: r.patients[patient].ID, Practitioner: r.doctor, Location: r.place, Date: day, Minute: minute}
}

func (r *room) tryBook(a schedule.Appointment) (booked schedule.Appointment, warnings []schedule.Warning, err error) {
	err = r.Update(ctx, r.Desk, action.Book, func(tx *store.Tx) (err error) {
		booked, warnings, err = schedule.Book(tx, a)
		return err
	})
	return booked, warnings, err
}

func (r *room) book(t testing.TB, a schedule.Appointment) schedule.Appointment {
	t.Helper()
	a, _, err := r.tryBook(a)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (r *room) walkIn(t testing.TB, patient int) schedule.Appointment {
	t.Helper()
	var a schedule.Appointment
	r.MustUpdate(t, r.Desk, action.Book, func(tx *store.Tx) (err error) {
		a, _, err = schedule.WalkIn(tx, schedule.Appointment{Patient: r.patients[patient].ID, Practitioner: r.doctor, Location: r.place})
		return err
	})
	return a
}

// change runs one step on an appointment as the desk does.
func (r *room) change(id schedule.AppointmentID, fn func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error)) (a schedule.Appointment, err error) {
	err = r.Update(ctx, r.Desk, action.ChangeBooking, func(tx *store.Tx) (err error) {
		a, err = fn(tx, id)
		return err
	})
	return a, err
}

type act = func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error)

// steps are the package's functions, by step.
var steps = map[schedule.Step]act{
	schedule.StepArrive: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Arrive(tx, id, 0)
	},
	schedule.StepNurse: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.WithTheNurse(tx, id, 0)
	},
	schedule.StepStart: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Start(tx, id, 0)
	},
	schedule.StepFinish: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Finish(tx, id, 0)
	},
	schedule.StepClose: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Close(tx, id, 0)
	},
	schedule.StepCancel: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Cancel(tx, id, 0, "fever gone")
	},
	schedule.StepNoShow: func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.GiveUp(tx, id, 0)
	},
}

func undo(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
	return schedule.Undo(tx, id, 0)
}

func retract(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
	return schedule.Retract(tx, id, 0)
}

// walk takes a new booking of today through steps; each is a minute after the one before.
func (r *room) walk(t testing.TB, path ...schedule.Step) schedule.Appointment {
	t.Helper()
	a := r.book(t, r.at(t, 0, monday, "17:00"))
	for _, s := range path {
		r.Clock.Add(time.Minute)
		var err error
		if a, err = r.change(a.ID, steps[s]); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func (r *room) view(t testing.TB, fn func(tx *store.Tx) error) {
	t.Helper()
	r.MustView(t, r.Desk, action.ReadSchedule, fn)
}
