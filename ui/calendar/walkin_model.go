package calendar

import (
	"context"
	"slices"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// walkInModel marks patients as here who came without having been booked. Its methods may be called on any goroutine.
type walkInModel struct{ session *session.Session }

// choices are what the form offers.
type choices struct {
	People []organization.Practitioner
	Kinds  []schedule.VisitType
}

// Choices reads who can be seen, and for what.
func (m *walkInModel) Choices(ctx context.Context) (choices, error) {
	var c choices
	err := m.session.View(ctx, action.ReadSchedule, func(tx *store.Tx) (err error) {
		if c.People, err = organization.ActivePractitioners(tx); err != nil {
			return err
		}
		c.Kinds, err = schedule.ActiveVisitTypes(tx)
		return err
	})
	return c, err
}

// Here marks a patient as here. Who is booked for today, with whomever, arrives for that appointment; who is waiting already keeps the
// token; everybody else gets a new one.
func (m *walkInModel) Here(ctx context.Context, a schedule.Appointment) (workflow.Arrived, error) {
	var here workflow.Arrived
	err := m.session.Update(ctx, action.Arrive, func(tx *store.Tx) error {
		today, err := m.today(tx, a.Patient)
		if err != nil {
			return err
		}
		is := func(states ...schedule.State) int {
			return slices.IndexFunc(today, func(o schedule.Appointment) bool { return slices.Contains(states, o.State) })
		}
		if is(schedule.Arrived, schedule.WithNurse, schedule.WithDoctor) >= 0 {
			return store.FailField(fieldPatient, "error.calendar.already_here")
		}
		if booked := is(schedule.Booked); booked >= 0 {
			here, err = workflow.Arrive(tx, today[booked].ID, today[booked].Version)
			return err
		}
		timetable, err := schedule.LoadTimetable(tx, m.session.Today())
		if err != nil {
			return err
		}
		a.Date, a.Minute = m.session.Today(), minuteOf(m.session.Now())
		a.Location = placeOf(timetable, a, m.session.Location.ID)
		here, err = workflow.WalkIn(tx, a)
		return err
	}, store.About(a.Patient))
	return here, err
}

func (m *walkInModel) today(tx *store.Tx, patient patients.ID) ([]schedule.Appointment, error) {
	day, _, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	return store.Select(tx, schedule.Appointments, "patient_id = ? AND date = ? AND retracted = 0 ORDER BY minute", patient, day)
}

// TakeBack undoes it.
func (m *walkInModel) TakeBack(ctx context.Context, a schedule.Appointment) error {
	return m.session.Update(ctx, action.Arrive, func(tx *store.Tx) error {
		_, err := workflow.UndoArrival(tx, a.ID, a.Version)
		return err
	}, store.About(a.Patient))
}
