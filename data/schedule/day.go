package schedule

import (
	"cmp"
	"slices"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// Row is an appointment with its patient, as the calendar and the board show it.
type Row struct {
	Appointment
	Who patients.Row
}

// Day returns a day's appointments in the order of their times, cancelled ones and those that did not come included. A zero
// practitioner means everybody.
func Day(tx *store.Tx, day value.PartialDate, practitioner organization.PractitionerID) ([]Row, error) {
	return between(tx, day, day, practitioner)
}

// Week returns the appointments of the week that day lies in, Monday to Sunday (ISO 8601), in the order of their times.
func Week(tx *store.Tx, day value.PartialDate, practitioner organization.PractitionerID) ([]Row, error) {
	monday := day.AddDays(-(int(day.Weekday()+6) % 7))
	return between(tx, monday, monday.AddDays(6), practitioner)
}

// Board returns who is to come and who is here on a day, without cancelled ones and those that did not come: by state in the
// order of BoardStates, the booked ones by time, the others by token. A zero location means everywhere.
func Board(tx *store.Tx, day value.PartialDate, location organization.LocationID) ([]Row, error) {
	rows, err := between(tx, day, day, organization.PractitionerID{})
	rows = slices.DeleteFunc(rows, func(r Row) bool {
		return !location.IsZero() && r.Location != location || !slices.Contains(BoardStates, r.State)
	})
	slices.SortStableFunc(rows, func(a, b Row) int {
		byState := cmp.Compare(slices.Index(BoardStates, a.State), slices.Index(BoardStates, b.State))
		if a.State == Booked {
			return byState
		}
		return cmp.Or(byState, cmp.Compare(a.Token, b.Token))
	})
	return rows, err
}

// WaitingList returns those who want a time, the longest waiting first.
func WaitingList(tx *store.Tx) ([]Row, error) {
	list, err := store.Select(tx, Appointments, "state = ? AND retracted = 0 ORDER BY id", Waitlist)
	if err != nil {
		return nil, err
	}
	return withPatients(tx, list)
}

func between(tx *store.Tx, first, last value.PartialDate, practitioner organization.PractitionerID) ([]Row, error) {
	where, args := "date BETWEEN ? AND ? AND retracted = 0", []any{first.String(), last.String()}
	if !practitioner.IsZero() {
		where, args = where+" AND practitioner_id = ?", append(args, practitioner)
	}
	list, err := store.Select(tx, Appointments, where+" ORDER BY date, minute, id", args...)
	if err != nil {
		return nil, err
	}
	return withPatients(tx, slices.DeleteFunc(list, func(a Appointment) bool { return a.State == Waitlist }))
}

func withPatients(tx *store.Tx, list []Appointment) ([]Row, error) {
	ids := make([]patients.ID, len(list))
	for i, a := range list {
		ids[i] = a.Patient
	}
	slices.SortFunc(ids, func(a, b patients.ID) int { return slices.Compare(a[:], b[:]) })
	who, err := patients.Rows(tx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(list))
	for i, a := range list {
		rows[i] = Row{Appointment: a, Who: who[a.Patient]}
	}
	return rows, nil
}

// Next returns whom the doctor sees next: of those who are here, the one with the earliest time, the lowest token among equals; a
// walk-in's time is when it came. False where nobody waits.
func Next(board []Row, practitioner organization.PractitionerID) (Row, bool) {
	var best Row
	found := false
	for _, r := range board {
		if r.Practitioner != practitioner || r.State != Arrived && r.State != WithNurse {
			continue
		}
		if !found || cmp.Or(cmp.Compare(r.Minute, best.Minute), cmp.Compare(r.Token, best.Token)) < 0 {
			best, found = r, true
		}
	}
	return best, found
}

// Tally is the board's one line: how many stand where, and the longest wait.
type Tally struct {
	Count   map[State]int
	Late    int           // booked, and past their time
	Longest time.Duration // of those who wait for the doctor
}

// TallyOf counts a board at an instant.
func TallyOf(board []Row, now time.Time) Tally {
	t := Tally{Count: map[State]int{}}
	for _, r := range board {
		t.Count[r.State]++
		if r.Late(now) > 0 {
			t.Late++
		}
		t.Longest = max(t.Longest, r.Waiting(now))
	}
	return t
}
