package today

import (
	"context"
	"slices"

	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/frame"
)

// step is one thing that can be done with a card.
type step string

// The steps.
const (
	arrive step = "arrive"  // the patient is here
	nurse  step = "nurse"   // is being measured
	visit  step = "visit"   // is with the doctor; or the doctor's note again
	bill   step = "bill"    // to the bill
	finish step = "close"   // nothing is left to do
	absent step = "absent"  // did not come
	cancel step = "cancel"  // will not be seen
	back   step = "back"    // the last step was none
	look   step = "patient" // to the patient
)

// Steps lists what can be done with a row by this person, the obvious one first. has tells which places there are.
func (m *model) Steps(row schedule.Row, has func(place string) bool) []step {
	var list []step
	switch row.State {
	case schedule.Booked:
		list = []step{arrive, visit, absent, cancel, look}
	case schedule.Arrived:
		list = []step{visit, look, nurse, back, cancel}
	case schedule.WithNurse:
		list = []step{visit, look, back, cancel}
	case schedule.WithDoctor:
		list = []step{visit, look}
	case schedule.ToPay:
		list = []step{bill, finish, visit, look}
	case schedule.Done:
		list = []step{visit, look, back}
	}
	return slices.DeleteFunc(list, func(s step) bool { return !m.may(s, has) })
}

func (m *model) may(s step, has func(place string) bool) bool {
	switch s {
	case visit:
		return m.sees && has(frame.Visit)
	case bill:
		return m.session.May(action.TakePayment) && has(frame.Bill)
	case look:
		return has(frame.Patient)
	case arrive:
		return m.session.May(action.Arrive)
	}
	return m.session.May(action.ChangeBooking)
}

// Take takes a step that changes the appointment; reason is why, for one that is cancelled. It returns Conflict where the
// appointment was changed since it was read.
func (m *model) Take(ctx context.Context, row schedule.Row, s step, reason string) (schedule.Appointment, error) {
	var a schedule.Appointment
	act := action.ChangeBooking
	if s == arrive {
		act = action.Arrive
	}
	err := m.session.Update(ctx, act, func(tx *store.Tx) (err error) {
		switch s {
		case arrive:
			var arrived workflow.Arrived
			arrived, err = workflow.Arrive(tx, row.ID, row.Version)
			a = arrived.Appointment
		case nurse:
			a, err = schedule.WithTheNurse(tx, row.ID, row.Version)
		case finish:
			a, err = schedule.Close(tx, row.ID, row.Version)
		case absent:
			a, err = schedule.GiveUp(tx, row.ID, row.Version)
		case cancel:
			a, err = schedule.Cancel(tx, row.ID, row.Version, reason)
		default:
			err = store.Fail(store.Internal, "error.store.internal")
		}
		return err
	}, store.About(row.Patient))
	return a, err
}

// TakeBack takes the last step of an appointment back: an arrival gives up its draft bill as well.
func (m *model) TakeBack(ctx context.Context, a schedule.Appointment) error {
	if a.State == schedule.Arrived {
		return m.session.Update(ctx, action.Arrive, func(tx *store.Tx) error {
			_, err := workflow.UndoArrival(tx, a.ID, a.Version)
			return err
		}, store.About(a.Patient))
	}
	return m.session.Update(ctx, action.ChangeBooking, func(tx *store.Tx) error {
		_, err := schedule.Undo(tx, a.ID, a.Version)
		return err
	}, store.About(a.Patient))
}

// Said is what a step was, in words.
func (m *model) Said(row schedule.Row, s step, a schedule.Appointment) string {
	name := m.session.PatientName(row.Who)
	if left := m.day.Bills[row.ID].Left; s == finish && left.Minor > 0 {
		return m.session.Text("today.done.close_unpaid", "Name", name, "Amount", m.session.Money(left))
	}
	return m.session.Text("today.done."+string(s), "Name", name, "Token", a.Token)
}
