package calendar

import (
	"context"

	"satchel/data/organization"
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
		timetable, err := schedule.LoadTimetable(tx, m.session.Today())
		if err != nil {
			return err
		}
		a.Date, a.Minute = m.session.Today(), minuteOf(m.session.Now())
		a.Location = placeOf(timetable, a, m.session.Location.ID)
		here, err = workflow.ComeIn(tx, a)
		return err
	}, store.About(a.Patient))
	return here, err
}

// TakeBack undoes it.
func (m *walkInModel) TakeBack(ctx context.Context, a schedule.Appointment) error {
	return m.session.Update(ctx, action.Arrive, func(tx *store.Tx) error {
		_, err := workflow.UndoArrival(tx, a.ID, a.Version)
		return err
	}, store.About(a.Patient))
}
