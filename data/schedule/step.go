package schedule

import (
	"slices"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Step is one act of the day on an appointment.
type Step string

// The steps.
const (
	StepArrive Step = "arrive"
	StepNurse  Step = "nurse"
	StepStart  Step = "start"
	StepFinish Step = "finish"
	StepClose  Step = "close"
	StepCancel Step = "cancel"
	StepNoShow Step = "noshow"
)

// Steps lists every step in the order of the day.
var Steps = []Step{StepArrive, StepNurse, StepStart, StepFinish, StepClose, StepCancel, StepNoShow}

// transitions is the one table of what may follow what. A late patient may still come after having been given up; who leaves
// before seeing the doctor is cancelled; what the doctor has begun can only be finished, or undone.
var transitions = map[Step]struct {
	from    []State
	to      State
	refused string // the error where it may not
}{
	StepArrive: {[]State{Booked, NoShow}, Arrived, "error.schedule.step_arrive"},
	StepNurse:  {[]State{Arrived}, WithNurse, "error.schedule.step_nurse"},
	StepStart:  {[]State{Arrived, WithNurse}, WithDoctor, "error.schedule.step_start"},
	StepFinish: {[]State{WithDoctor}, ToPay, "error.schedule.step_finish"},
	StepClose:  {[]State{ToPay}, Done, "error.schedule.step_close"},
	StepCancel: {[]State{Waitlist, Booked, Arrived, WithNurse}, Cancelled, "error.schedule.step_cancel"},
	StepNoShow: {[]State{Booked}, NoShow, "error.schedule.step_noshow"},
}

// Allowed reports whether step may be taken from state: what a screen offers.
func Allowed(state State, step Step) bool { return slices.Contains(transitions[step].from, state) }

// instant is where the moment of having reached a state is kept; nil for the waiting list.
func (a *Appointment) instant(s State) *time.Time {
	switch s {
	case Booked:
		return &a.BookedAt
	case Arrived:
		return &a.ArrivedAt
	case WithNurse:
		return &a.NurseAt
	case WithDoctor:
		return &a.StartedAt
	case ToPay:
		return &a.FinishedAt
	case Done:
		return &a.ClosedAt
	case Cancelled, NoShow:
		return &a.CancelledAt
	}
	return nil
}

func (a *Appointment) enter(s State) { a.State, a.Status = s, statusOf[s] }

// before returns the state that a stood in before its present one, and false where there is none to go back to.
func (a *Appointment) before() (State, bool) {
	reached := func(states ...State) (State, bool) {
		for _, s := range states {
			if at := a.instant(s); at != nil && !at.IsZero() {
				return s, true
			}
		}
		return "", false
	}
	switch a.State {
	case Arrived:
		return reached(Booked)
	case WithNurse:
		return Arrived, true
	case WithDoctor:
		return reached(WithNurse, Arrived)
	case ToPay:
		return WithDoctor, true
	case Done:
		return ToPay, true
	case NoShow:
		return Booked, true
	case Cancelled:
		if s, ok := reached(WithNurse, Arrived, Booked); ok {
			return s, true
		}
		return Waitlist, true
	}
	return "", false
}

// current reads an appointment that is about to change. version is the one that the screen showed; 0 takes whatever stands now.
func current(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	a, err := store.Get(tx, Appointments, id)
	switch {
	case err != nil:
	case version != 0 && version != a.Version:
		err = store.Fail(store.Conflict, "error.store.conflict", "Record", Appointments.Name)
	case a.Retracted:
		err = store.Fail(store.Conflict, "error.schedule.retracted")
	}
	return a, err
}

// take performs a step; edit adds what the step says beside.
func take(tx *store.Tx, id AppointmentID, version int64, step Step, edit func(*Appointment) error) (Appointment, error) {
	a, err := current(tx, id, version)
	if err != nil {
		return a, err
	}
	if !Allowed(a.State, step) {
		return a, store.Fail(store.Conflict, transitions[step].refused, "State", a.State)
	}
	if a.State == NoShow {
		a.CancelledAt = time.Time{}
	}
	to := transitions[step].to
	a.enter(to)
	*a.instant(to) = tx.Now()
	if edit != nil {
		if err := edit(&a); err != nil {
			return a, err
		}
	}
	return a, store.Update(tx, Appointments, &a)
}

// Arrive: the patient is here. It allots the token of the day, unless an arrival that was undone has one. Conflict where the
// appointment is for a day to come: it is moved to today first.
func Arrive(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepArrive, func(a *Appointment) error {
		today, _, err := organization.Today(tx)
		if err != nil {
			return err
		}
		if today.Before(a.Date) {
			return store.Fail(store.Conflict, "error.schedule.not_today")
		}
		return allotToken(tx, a)
	})
}

// WithTheNurse: the patient is being measured.
func WithTheNurse(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepNurse, nil)
}

// Start: the patient is with the doctor.
func Start(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepStart, nil)
}

// Finish: the doctor is done; the desk has something to do, if only to say goodbye.
func Finish(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepFinish, nil)
}

// Close: nothing is left to do.
func Close(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepClose, nil)
}

// Cancel gives the time back. reason is why, in a few words; it is needed.
func Cancel(tx *store.Tx, id AppointmentID, version int64, reason string) (Appointment, error) {
	return take(tx, id, version, StepCancel, func(a *Appointment) error {
		var problems value.Problems
		problems.Text("cancelReason", &reason, CancelReasonLength, false)
		if len(problems) == 0 {
			problems.Required("cancelReason", reason)
		}
		if err := problems.Err(); err != nil {
			return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
		}
		a.CancelReason = reason
		return nil
	})
}

// GiveUp: the patient did not come.
func GiveUp(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	return take(tx, id, version, StepNoShow, nil)
}

// Undo takes the last step back, as if it had not been taken; history keeps that it was. The token stays: its number was called
// out or handed over. Conflict where there is no step to take back: an arrival without an appointment is retracted instead.
func Undo(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	a, err := current(tx, id, version)
	if err != nil {
		return a, err
	}
	to, ok := a.before()
	if !ok {
		return a, store.Fail(store.Conflict, "error.schedule.nothing_to_undo")
	}
	*a.instant(a.State) = time.Time{}
	if a.State == Cancelled {
		a.CancelReason = ""
	}
	a.enter(to)
	return a, store.Update(tx, Appointments, &a)
}

// Retract marks an appointment as entered in error: the wrong patient, a walk-in that was none. Conflict once the doctor has
// begun: then the visit is undone first.
func Retract(tx *store.Tx, id AppointmentID, version int64) (Appointment, error) {
	a, err := current(tx, id, version)
	if err != nil {
		return a, err
	}
	if a.State == WithDoctor || a.State == ToPay || a.State == Done {
		return a, store.Fail(store.Conflict, "error.schedule.begun")
	}
	a.Status = StatusEnteredInError
	return a, store.Retract(tx, Appointments, &a)
}

// allotToken gives the next number of the location's day. Numbers are never given twice, those of appointments that were
// cancelled or retracted since included, and none is left out.
func allotToken(tx *store.Tx, a *Appointment) error {
	if a.Token > 0 {
		return nil
	}
	return tx.QueryRow(action.ScheduleRead, `SELECT coalesce(max(token), 0) + 1 FROM appointment WHERE location_id = ? AND date = ? AND token > 0`,
		[]any{a.Location, a.Date}, &a.Token)
}
