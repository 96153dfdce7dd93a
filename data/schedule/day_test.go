package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func line(rows []schedule.Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%s %s %s", value.FormatClock(r.Minute), r.Who.Name.Given, r.State))
	}
	return strings.Join(list, ", ")
}

func TestDayWeekAndBoard(t *testing.T) {
	r := open(t)
	step := func(a schedule.Appointment, path ...schedule.Step) {
		t.Helper()
		for _, s := range path {
			if _, err := r.change(a.ID, steps[s]); err != nil {
				t.Fatal(err)
			}
		}
	}
	late := r.book(t, r.at(t, 0, monday, "12:00"))
	r.book(t, r.at(t, 1, monday, "17:00"))
	step(r.book(t, r.at(t, 2, monday, "10:00")), schedule.StepCancel)
	step(r.book(t, r.at(t, 2, monday, "11:00")), schedule.StepNoShow)
	r.Clock.Add(time.Minute)
	step(r.book(t, r.at(t, 1, monday, "13:00")), schedule.StepArrive)                                          // token 1
	step(r.book(t, r.at(t, 0, monday, "12:30")), schedule.StepArrive)                                          // token 2
	step(r.book(t, r.at(t, 2, monday, "09:00")), schedule.StepArrive, schedule.StepStart)                      // token 3
	step(r.book(t, r.at(t, 0, monday, "09:30")), schedule.StepArrive, schedule.StepStart, schedule.StepFinish) // token 4
	mistake := r.book(t, r.at(t, 1, monday, "09:45"))
	if _, err := r.change(mistake.ID, retract); err != nil {
		t.Fatal(err)
	}
	wish := r.at(t, 1, monday, "09:50")
	wish.State = schedule.Waitlist
	r.book(t, wish)
	r.book(t, r.at(t, 1, monday.AddDays(6), "10:00")) // Sunday
	r.book(t, r.at(t, 1, monday.AddDays(7), "10:00")) // next week
	r.book(t, r.at(t, 1, monday.AddDays(-1), "10:00"))
	r.Clock.Add(20 * time.Minute)
	r.view(t, func(tx *store.Tx) error {
		day, err := schedule.Day(tx, monday, r.doctor)
		if err != nil {
			return err
		}
		want := "09:00 Asha with_doctor, 09:30 Meera to_pay, 10:00 Asha cancelled, 11:00 Asha noshow, 12:00 Meera booked, 12:30 Meera arrived, 13:00 Ravi arrived, 17:00 Ravi booked"
		if got := line(day); got != want {
			t.Errorf("day:\n%s\nwant\n%s", got, want)
		}
		board, err := schedule.Board(tx, monday, r.place)
		if err != nil {
			return err
		}
		want = "12:00 Meera booked, 17:00 Ravi booked, 13:00 Ravi arrived, 12:30 Meera arrived, 09:00 Asha with_doctor, 09:30 Meera to_pay"
		if got := line(board); got != want {
			t.Errorf("board:\n%s\nwant\n%s", got, want)
		}
		tally := schedule.TallyOf(board, tx.Now())
		if tally.Count[schedule.Arrived] != 2 || tally.Count[schedule.Booked] != 2 || tally.Late != 1 || tally.Longest != 20*time.Minute {
			t.Errorf("%+v", tally)
		}
		if next, ok := schedule.Next(board, r.doctor); !ok || next.Token != 2 {
			t.Errorf("next: %+v", next)
		}
		if _, ok := schedule.Next(board, organization.PractitionerID{1}); ok {
			t.Error("somebody waits for nobody")
		}
		for _, inside := range []value.PartialDate{monday, monday.AddDays(3), monday.AddDays(6)} {
			week, err := schedule.Week(tx, inside, organization.PractitionerID{})
			if err != nil {
				return err
			}
			if len(week) != 9 || week[8].Date != monday.AddDays(6) || week[0].Date != monday {
				t.Errorf("week of %v: %s", inside, line(week))
			}
		}
		if rows, _ := schedule.Board(tx, monday, organization.LocationID{1}); len(rows) != 0 {
			t.Errorf("elsewhere: %s", line(rows))
		}
		if rows, _ := schedule.Day(tx, monday, organization.PractitionerID{1}); len(rows) != 0 {
			t.Errorf("nobody's: %s", line(rows))
		}
		own, err := schedule.OfPatient(tx, r.patients[0].ID, 2)
		if len(own) != 2 || own[0].Minute != 750 || own[1].ID != late.ID {
			t.Errorf("own: %+v", own)
		}
		all, _ := schedule.OfPatient(tx, r.patients[0].ID, 0)
		if len(all) != 3 {
			t.Errorf("own: %d", len(all))
		}
		return err
	})
	r.MustVerify(t)
}

// BenchmarkSchedule: a day of 150 appointments in a file of ten thousand others; the target is 100 ms to the screen.
func BenchmarkSchedule(b *testing.B) {
	r := open(b)
	for i := range 300 {
		r.register(b, fmt.Sprintf("Patient%d", i))
	}
	fill := func(day value.PartialDate, n int) {
		r.MustUpdate(b, r.Desk, action.Book, func(tx *store.Tx) error {
			for i := range n {
				a := schedule.Appointment{Patient: r.patients[i%len(r.patients)].ID, Practitioner: r.doctor, Location: r.place, Date: day, Minute: 540 + i*4, Minutes: 4, Reason: "cough"}
				booked, _, err := schedule.Book(tx, a)
				if err == nil && day == monday && i%2 == 0 {
					_, err = schedule.Arrive(tx, booked.ID, 0)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range 100 {
		fill(monday.AddDays(1+i), 100)
	}
	fill(monday, 150)
	for name, fn := range map[string]func(tx *store.Tx) error{
		"board": func(tx *store.Tx) error { _, err := schedule.Board(tx, monday, r.place); return err },
		"day":   func(tx *store.Tx) error { _, err := schedule.Day(tx, monday, r.doctor); return err },
		"week":  func(tx *store.Tx) error { _, err := schedule.Week(tx, monday, r.doctor); return err },
		"nextfree": func(tx *store.Tx) error {
			_, err := schedule.NextFree(tx, schedule.Search{Practitioner: r.doctor})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				at := time.Now()
				r.MustView(b, r.Desk, action.ReadSchedule, fn)
				times = append(times, time.Since(at))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
