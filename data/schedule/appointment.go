package schedule

import (
	"slices"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// Limits of an appointment's texts, in characters.
const (
	ReasonLength       = 300
	CancelReasonLength = 300
)

// AppointmentID names an appointment.
type AppointmentID = store.ID[Appointment]

// Appointment is one patient's time with one practitioner (FHIR R4 Appointment), booked or walked in. Everybody who books may
// write it; the steps of the day are functions of this package, and nothing else changes State, Status, Token or the instants.
type Appointment struct {
	ID AppointmentID `db:"id"`
	store.Meta
	Patient      patients.ID                 `db:"patient_id"`
	Practitioner organization.PractitionerID `db:"practitioner_id"`
	Location     organization.LocationID     `db:"location_id"`
	Date         value.PartialDate           `db:"date"`    // the full day, on the wall of the location
	Minute       int                         `db:"minute"`  // of the day on the wall, 0 to 1439
	Zone         string                      `db:"zone"`    // IANA name, the practice's when it was booked
	Minutes      int                         `db:"minutes"` // how long, 1 to MaxMinutes; it ends the same day
	VisitType    VisitTypeID                 `db:"visit_type_id"`
	Reason       string                      `db:"reason"` // in the patient's or the desk's words
	Status       Status                      `db:"status"` // follows from State
	State        State                       `db:"state"`
	WalkIn       bool                        `db:"walk_in"` // came without an appointment
	Token        int                         `db:"token"`   // allotted at arrival: 1, 2, 3 ... at the location that day; 0: none yet
	// Instants, UTC; zero until it happened, and again where the step was undone.
	BookedAt     time.Time `db:"booked_at"`
	ArrivedAt    time.Time `db:"arrived_at"`
	NurseAt      time.Time `db:"nurse_at"`
	StartedAt    time.Time `db:"started_at"`  // with the doctor
	FinishedAt   time.Time `db:"finished_at"` // to pay
	ClosedAt     time.Time `db:"closed_at"`   // done
	CancelledAt  time.Time `db:"cancelled_at"`
	CancelReason string    `db:"cancel_reason"`
}

// Status is FHIR R4's value set appointmentstatus.
type Status string

// The codes of the value set; pending is not used here, since there is nobody else to accept.
const (
	StatusProposed       Status = "proposed"
	StatusBooked         Status = "booked"
	StatusArrived        Status = "arrived"
	StatusCheckedIn      Status = "checked-in"
	StatusFulfilled      Status = "fulfilled"
	StatusCancelled      Status = "cancelled"
	StatusNoShow         Status = "noshow"
	StatusWaitlist       Status = "waitlist"
	StatusEnteredInError Status = "entered-in-error"
)

// State is where an appointment stands on the board: finer than Status where the practice needs it.
type State string

// The states, in the order of the day.
const (
	Waitlist   State = "waitlist" // wants a time; the one that it bears is a wish
	Booked     State = "booked"
	Arrived    State = "arrived"
	WithNurse  State = "with_nurse"
	WithDoctor State = "with_doctor"
	ToPay      State = "to_pay"
	Done       State = "done"
	Cancelled  State = "cancelled"
	NoShow     State = "noshow"
)

// States lists every state in the order of the day.
var States = []State{Waitlist, Booked, Arrived, WithNurse, WithDoctor, ToPay, Done, Cancelled, NoShow}

// BoardStates are the columns of the board.
var BoardStates = []State{Booked, Arrived, WithNurse, WithDoctor, ToPay, Done}

var statusOf = map[State]Status{Waitlist: StatusWaitlist, Booked: StatusBooked, Arrived: StatusArrived, WithNurse: StatusCheckedIn,
	WithDoctor: StatusCheckedIn, ToPay: StatusFulfilled, Done: StatusFulfilled, Cancelled: StatusCancelled, NoShow: StatusNoShow}

// CatalogueKey names the word for the state.
func (s State) CatalogueKey() string { return "schedule.state." + string(s) }

// TakesTime reports whether an appointment in this state fills its practitioner's time.
func (s State) TakesTime() bool { return s != Waitlist && s != Cancelled && s != NoShow }

// Start is the wall time at which it begins.
func (a Appointment) Start() value.WallTime {
	return value.WallTime{Date: a.Date, Minute: a.Minute, Zone: a.Zone}
}

// Span is the part of its day that it fills.
func (a Appointment) Span() value.Interval {
	return value.Interval{Start: a.Minute, End: a.Minute + a.Minutes}
}

// Waiting tells how long the patient has been waiting for the doctor; zero where nobody waits.
func (a Appointment) Waiting(now time.Time) time.Duration {
	if a.State != Arrived && a.State != WithNurse {
		return 0
	}
	return max(now.Sub(a.ArrivedAt), 0)
}

// Late tells how long past its time a booked appointment is; zero where the patient has come, or time remains.
func (a Appointment) Late(now time.Time) time.Duration {
	start, _, err := a.Start().Instant()
	if a.State != Booked || err != nil {
		return 0
	}
	return max(now.Sub(start), 0)
}

// Validate returns all problems at once.
func (a Appointment) Validate() error {
	var problems value.Problems
	if a.Patient.IsZero() {
		problems.Add("patient", "error.value.required")
	}
	if a.Practitioner.IsZero() {
		problems.Add("practitioner", "error.value.required")
	}
	if a.Location.IsZero() {
		problems.Add("location", "error.value.required")
	}
	problems.Check("", a.Start().Validate())
	switch {
	case a.Minutes < 1 || a.Minutes > MaxMinutes:
		problems.Add("minutes", "error.schedule.minutes_between", "Max", MaxMinutes)
	case a.Minute >= 0 && a.Minute < value.MinutesPerDay && a.Span().End > value.MinutesPerDay:
		problems.Add("minutes", "error.schedule.past_midnight")
	}
	problems.Text("reason", &a.Reason, ReasonLength, false)
	problems.Text("cancelReason", &a.CancelReason, CancelReasonLength, false)
	switch {
	case !slices.Contains(States, a.State):
		problems.Add("state", "error.schedule.state_unknown")
	case a.Retracted && a.Status != StatusEnteredInError, !a.Retracted && a.Status != statusOf[a.State]:
		problems.Add("status", "error.schedule.state_unknown")
	}
	if a.Token < 0 {
		problems.Add("token", "error.value.invalid")
	}
	return problems.Err()
}

// Get returns an appointment, entered in error or not; NotFound where there is none.
func Get(tx *store.Tx, id AppointmentID) (Appointment, error) { return store.Get(tx, Appointments, id) }

// OfPatient returns a patient's appointments, the latest first, without those entered in error. 0 means all.
func OfPatient(tx *store.Tx, patient patients.ID, limit int) ([]Appointment, error) {
	if limit <= 0 {
		limit = -1 // SQLite: no limit
	}
	return store.Select(tx, Appointments, "patient_id = ? AND retracted = 0 ORDER BY date DESC, minute DESC LIMIT ?", patient, limit)
}
