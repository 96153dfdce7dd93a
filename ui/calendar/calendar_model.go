package calendar

import (
	"context"
	"slices"

	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// moved is an appointment with what stands against its new place, and what it was before.
type moved struct {
	Appointment schedule.Appointment
	Before      schedule.Appointment
	Warnings    []schedule.Warning
}

// Move puts an appointment into another slot, with its length.
func (m *model) Move(ctx context.Context, a schedule.Appointment, to slot) (moved, error) {
	result := moved{Before: a}
	a.Practitioner, a.Date, a.Minute = to.Practitioner, to.Date, to.Minute
	err := m.session.Update(ctx, action.ChangeBooking, func(tx *store.Tx) error {
		timetable, err := schedule.LoadTimetable(tx, a.Date)
		if err != nil {
			return err
		}
		a.Location = placeOf(timetable, a, a.Location)
		result.Appointment, result.Warnings, err = schedule.Move(tx, a)
		return err
	}, store.About(a.Patient))
	return result, err
}

// MoveBack undoes a move.
func (m *model) MoveBack(ctx context.Context, done moved) error {
	a := done.Before
	a.Version = done.Appointment.Version
	return m.session.Update(ctx, action.ChangeBooking, func(tx *store.Tx) error {
		_, _, err := schedule.Move(tx, a)
		return err
	}, store.About(a.Patient))
}

// placeOf is where an appointment takes place: where its practitioner is at that time, else where they usually are; usual counts
// where it is one of those.
func placeOf(t schedule.Timetable, a schedule.Appointment, usual organization.LocationID) organization.LocationID {
	places := t.Places(a.Practitioner)
	for _, place := range places {
		if slices.ContainsFunc(t.Open(a.Practitioner, place, a.Date), func(o value.Interval) bool { return o.Contains(a.Minute) }) {
			return place
		}
	}
	if len(places) == 0 || slices.Contains(places, usual) {
		return usual
	}
	return places[0]
}

// Take takes one of the steps that the calendar offers; reason is why, for one that is cancelled.
func (m *model) Take(ctx context.Context, a schedule.Appointment, step schedule.Step, reason string) (schedule.Appointment, error) {
	act := action.ChangeBooking
	if step == schedule.StepArrive {
		act = action.Arrive
	}
	after := a
	err := m.session.Update(ctx, act, func(tx *store.Tx) (err error) {
		switch step {
		case schedule.StepArrive:
			var arrived workflow.Arrived
			arrived, err = workflow.Arrive(tx, a.ID, a.Version)
			after = arrived.Appointment
		case schedule.StepNoShow:
			after, err = schedule.GiveUp(tx, a.ID, a.Version)
		case schedule.StepCancel:
			after, err = schedule.Cancel(tx, a.ID, a.Version, reason)
		default:
			err = store.Fail(store.Internal, "error.store.internal")
		}
		return err
	}, store.About(a.Patient))
	return after, err
}

// TakeBack takes the last step of an appointment back.
func (m *model) TakeBack(ctx context.Context, a schedule.Appointment) error {
	act := action.ChangeBooking
	if a.State == schedule.Arrived {
		act = action.Arrive
	}
	return m.session.Update(ctx, act, func(tx *store.Tx) (err error) {
		if a.State == schedule.Arrived {
			_, err = workflow.UndoArrival(tx, a.ID, a.Version)
		} else {
			_, err = schedule.Undo(tx, a.ID, a.Version)
		}
		return err
	}, store.About(a.Patient))
}
