package demo

import (
	"context"
	"time"

	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// board says how many of today's appointments stand where. Those who came come first, in this order.
type board struct{ done, pay, doctor, nurse, waiting, noshow, cancelled, booked int }

// boardOf parts a day of n appointments as it looks in the middle of it.
func boardOf(n, practitioners int) board {
	b := board{pay: min(1+n/10, 3), doctor: practitioners, nurse: 1, waiting: min(2+n/20, 8), noshow: 1 + n/40, cancelled: 1 + n/30}
	b.done = n/2 - b.pay - b.doctor - b.nurse - b.noshow
	b.booked = n - b.came() - b.noshow - b.cancelled
	return b
}

// came is how many are, or were, here.
func (b board) came() int { return b.done + b.pay + b.doctor + b.nurse + b.waiting }

// encountersToday is how many visits today has, begun ones included.
func (p *plan) encountersToday() int {
	b := boardOf(p.measure.today, p.practitioners)
	return b.done + b.pay + b.doctor
}

// session is today around the present moment, whatever hour that is: the appointments are laid so that half of them are over.
type session struct {
	d    day
	now  time.Time
	came int // how many have come
	step int // minutes from one appointment to the next
	slip int // minutes by which all of them are moved, to stay within the day
}

func (s *story) newSession(d day, n, came int) session {
	t := session{d: d, now: s.now, came: came, step: max(min(10, worked/n), 3)}
	first, last := t.minute(0), t.minute(n-1)
	switch {
	case first < 0:
		t.slip = -first
	case last > value.MinutesPerDay-30:
		t.slip = value.MinutesPerDay - 30 - last
	}
	return t
}

// minute is the wall minute of the k-th appointment.
func (t session) minute(k int) int {
	return int(t.now.Sub(t.d.start).Minutes()) + (k-t.came+1)*t.step + t.slip
}

// instant is a moment of the session: 0 is when the first patient came, came+2 the present. It never lies ahead of the present, nor
// before the day began.
func (t session) instant(place float64) time.Time {
	from := t.now.Add(-time.Duration((t.came+2)*t.step) * time.Minute)
	if from.Before(t.d.start) {
		from = t.d.start
	}
	return from.Add(time.Duration(float64(t.now.Sub(from)) * place / float64(t.came+2)))
}

// liveToday lives through today up to the present moment, and leaves somebody in every column of the board.
func (s *story) liveToday(ctx context.Context, d day) error {
	n := len(d.callers)
	b := boardOf(n, s.practitioners)
	t := s.newSession(d, n, b.came())
	if err := s.openToday(ctx, t, n); err != nil {
		return err
	}
	var events []event
	for k, p := range d.callers {
		v := s.newVisit(d, p, k, t.minute(k))
		booked, from := d.start.Add(-2*time.Hour), float64(k)
		add := func(place float64, run func(context.Context) error) {
			events = append(events, event{t.instant(place), run})
		}
		late := float64(b.came()) + 1
		switch left := k - b.came(); {
		case left < 0:
			add(from, v.arrive)
		case left < b.noshow:
			v.walksIn, v.minute = false, t.minute(3*(left+1)) // an hour that has passed
			add(late, v.step(action.ChangeBooking, schedule.GiveUp))
		case left < b.noshow+b.cancelled:
			v.walksIn = false
			add(late, v.step(action.ChangeBooking, func(tx *store.Tx, id schedule.AppointmentID, version int64) (schedule.Appointment, error) {
				return schedule.Cancel(tx, id, version, "Called: feels better")
			}))
		default:
			v.walksIn = false
		}
		events = append(events, event{booked, v.book})
		switch {
		case k >= b.came()-b.waiting:
			continue
		case k >= b.came()-b.waiting-b.nurse:
			add(from+0.8, v.step(action.Arrive, schedule.WithTheNurse))
			continue
		}
		add(from+1.2, v.start)
		if k < b.done+b.pay {
			add(from+1.8, v.finish)
		}
		if k < b.done {
			add(from+2, v.pay)
			if k%4 != 3 { // the others wait for the printer
				add(from+2, v.print)
			}
		}
	}
	return s.play(ctx, events)
}

// openToday sets hours for today where the usual ones would not hold the appointments.
func (s *story) openToday(ctx context.Context, t session, n int) error {
	s.clock.set(t.d.start.Add(-2 * time.Hour))
	span := value.Interval{Start: t.minute(0) / 30 * 30, End: min((t.minute(n-1)/30+1)*30, value.MinutesPerDay)}
	usual := []value.Interval{{Start: morning, End: noon}, {Start: evening, End: nightfall}}
	if t.d.start.Weekday() != time.Sunday && len(value.Free([]value.Interval{span}, usual)) == 0 {
		return nil
	}
	return s.practice.Update(ctx, s.desk, action.ChangeBooking, func(tx *store.Tx) error {
		_, err := schedule.AddException(tx, schedule.Exception{First: value.DateOf(t.d.start), Intervals: []value.Interval{span}, Text: "Long day"})
		return err
	})
}
