package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/assets"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
)

// ways lead to every state. Those to cancelled and back are several.
var ways = map[string][]schedule.Step{
	"booked":                {},
	"arrived":               {schedule.StepArrive},
	"with_nurse":            {schedule.StepArrive, schedule.StepNurse},
	"with_doctor":           {schedule.StepArrive, schedule.StepStart},
	"with_doctor by nurse":  {schedule.StepArrive, schedule.StepNurse, schedule.StepStart},
	"to_pay":                {schedule.StepArrive, schedule.StepStart, schedule.StepFinish},
	"done":                  {schedule.StepArrive, schedule.StepStart, schedule.StepFinish, schedule.StepClose},
	"cancelled":             {schedule.StepCancel},
	"cancelled from arrive": {schedule.StepArrive, schedule.StepCancel},
	"cancelled from nurse":  {schedule.StepArrive, schedule.StepNurse, schedule.StepCancel},
	"noshow":                {schedule.StepNoShow},
	"arrived from noshow":   {schedule.StepNoShow, schedule.StepArrive},
}

// matrix says what each step makes of each state; what is not here is a conflict.
var matrix = map[string]map[schedule.Step]schedule.State{
	"booked":      {schedule.StepArrive: schedule.Arrived, schedule.StepCancel: schedule.Cancelled, schedule.StepNoShow: schedule.NoShow},
	"arrived":     {schedule.StepNurse: schedule.WithNurse, schedule.StepStart: schedule.WithDoctor, schedule.StepCancel: schedule.Cancelled},
	"with_nurse":  {schedule.StepStart: schedule.WithDoctor, schedule.StepCancel: schedule.Cancelled},
	"with_doctor": {schedule.StepFinish: schedule.ToPay},
	"to_pay":      {schedule.StepClose: schedule.Done},
	"done":        {},
	"cancelled":   {},
	"noshow":      {schedule.StepArrive: schedule.Arrived},
}

var fhir = map[schedule.State]schedule.Status{"waitlist": "waitlist", "booked": "booked", "arrived": "arrived", "with_nurse": "checked-in",
	"with_doctor": "checked-in", "to_pay": "fulfilled", "done": "fulfilled", "cancelled": "cancelled", "noshow": "noshow"}

func TestEveryStepFromEveryState(t *testing.T) {
	r := open(t)
	for way, path := range ways {
		state, _, _ := strings.Cut(way, " ")
		for _, step := range schedule.Steps {
			a := r.walk(t, path...)
			if string(a.State) != state || a.Status != fhir[a.State] {
				t.Fatalf("%s leads to %s, %s", way, a.State, a.Status)
			}
			r.Clock.Add(time.Minute)
			got, err := r.change(a.ID, steps[step])
			want, allowed := matrix[state][step]
			if schedule.Allowed(a.State, step) != allowed {
				t.Errorf("%s, %s: offered %v", way, step, !allowed)
			}
			if !allowed {
				if store.CodeOf(err) != store.Conflict {
					t.Errorf("%s, %s: %v, want a conflict", way, step, err)
				}
				continue
			}
			if err != nil || got.State != want || got.Status != fhir[want] {
				t.Errorf("%s, %s: %s %s %v, want %s", way, step, got.State, got.Status, err, want)
				continue
			}
			// And back again: the very record that was, but for its version and the token.
			back, err := r.change(a.ID, undo)
			if err != nil {
				t.Errorf("%s, %s undone: %v", way, step, err)
				continue
			}
			back.Meta, back.Token = a.Meta, a.Token
			if a.State == schedule.NoShow { // coming after all takes back having been given up
				a.CancelledAt, a.State, a.Status = time.Time{}, schedule.Booked, schedule.StatusBooked
			}
			if back != a {
				t.Errorf("%s, %s and back:\ngot  %+v\nwant %+v", way, step, back, a)
			}
		}
	}
	r.MustVerify(t)
}

func TestEveryStepIsUndone(t *testing.T) {
	r := open(t)
	for way, want := range map[string]schedule.State{
		"booked": "", "arrived": schedule.Booked, "with_nurse": schedule.Arrived, "with_doctor": schedule.Arrived, "with_doctor by nurse": schedule.WithNurse,
		"to_pay": schedule.WithDoctor, "done": schedule.ToPay, "cancelled": schedule.Booked, "cancelled from arrive": schedule.Arrived,
		"cancelled from nurse": schedule.WithNurse, "noshow": schedule.Booked, "arrived from noshow": schedule.Booked,
	} {
		a := r.walk(t, ways[way]...)
		got, err := r.change(a.ID, undo)
		if want == "" {
			if store.CodeOf(err) != store.Conflict {
				t.Errorf("%s: %v", way, err)
			}
			continue
		}
		if err != nil || got.State != want || got.CancelReason != "" {
			t.Errorf("%s: %s %v, want %s", way, got.State, err, want)
		}
	}
	if len(ways) != 12 {
		t.Error("a way is not in this table")
	}
}

func TestInstantsOfADay(t *testing.T) {
	r := open(t)
	start := r.Clock.Now()
	a := r.walk(t, schedule.StepArrive, schedule.StepNurse, schedule.StepStart, schedule.StepFinish, schedule.StepClose)
	for i, at := range []time.Time{a.BookedAt, a.ArrivedAt, a.NurseAt, a.StartedAt, a.FinishedAt, a.ClosedAt} {
		if want := start.Add(time.Duration(i) * time.Minute); !at.Equal(want) {
			t.Errorf("instant %d: %v, want %v", i, at, want)
		}
	}
	r.view(t, func(tx *store.Tx) error {
		got, err := schedule.Get(tx, a.ID)
		if got != a {
			t.Errorf("read back %+v", got)
		}
		states, err2 := store.History(tx, schedule.Appointments, a.ID)
		if len(states) != 6 || err2 != nil {
			t.Errorf("history of %d: %v", len(states), err2)
		}
		return err
	})
	r.MustVerify(t)
}

func TestAStepNeedsWhatTheScreenShowed(t *testing.T) {
	r := open(t)
	a := r.walk(t)
	if _, err := r.change(a.ID, steps[schedule.StepArrive]); err != nil {
		t.Fatal(err)
	}
	_, err := r.change(a.ID, func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Cancel(tx, id, a.Version, "late click")
	})
	if store.CodeOf(err) != store.Conflict {
		t.Errorf("stale: %v", err)
	}
	if _, err := r.change(schedule.AppointmentID{1}, undo); store.CodeOf(err) != store.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

func TestCancellingNeedsAReason(t *testing.T) {
	r := open(t)
	a := r.walk(t)
	for name, reason := range map[string]string{"none": "", "blank": " \t ", "control": "a\x00b", "enormous": strings.Repeat("x", 301), "not UTF-8": "\xff"} {
		_, err := r.change(a.ID, func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
			return schedule.Cancel(tx, id, 0, reason)
		})
		if store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	a, err := r.change(a.ID, func(tx *store.Tx, id schedule.AppointmentID) (schedule.Appointment, error) {
		return schedule.Cancel(tx, id, 0, "  बुखार उतर गया 😀 ")
	})
	if err != nil || a.CancelReason != "बुखार उतर गया 😀" || a.CancelledAt.IsZero() {
		t.Errorf("%+v %v", a, err)
	}
	r.MustVerify(t)
}

func TestRetracting(t *testing.T) {
	r := open(t)
	for way, allowed := range map[string]bool{"booked": true, "arrived": true, "with_nurse": true, "with_doctor": false, "to_pay": false, "done": false, "cancelled": true, "noshow": true} {
		a := r.walk(t, ways[way]...)
		got, err := r.change(a.ID, retract)
		if !allowed {
			if store.CodeOf(err) != store.Conflict {
				t.Errorf("%s: %v", way, err)
			}
			continue
		}
		if err != nil || !got.Retracted || got.Status != schedule.StatusEnteredInError {
			t.Errorf("%s: %+v %v", way, got, err)
		}
		for name, fn := range map[string]act{"undo": undo, "retract": retract, "arrive": steps[schedule.StepArrive]} {
			if _, err := r.change(a.ID, fn); store.CodeOf(err) != store.Conflict {
				t.Errorf("%s, then %s: %v", way, name, err)
			}
		}
	}
	walkIn := r.walkIn(t, 1)
	if _, err := r.change(walkIn.ID, undo); store.CodeOf(err) != store.Conflict {
		t.Errorf("a walk-in was undone: %v", err)
	}
	if _, err := r.change(walkIn.ID, retract); err != nil {
		t.Error(err)
	}
	r.MustVerify(t)
}

func TestTokensHaveNoGap(t *testing.T) {
	practice := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := *practice // at a location where no token was given yet
		r.MustUpdate(t, r.Owner, action.ManagePractice, func(tx *store.Tx) error { return insertLocation(tx, &r) })
		given := map[int]bool{}
		var ids []schedule.AppointmentID
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			var a schedule.Appointment
			switch rapid.IntRange(0, 4).Draw(rt, "act") {
			case 0:
				a = r.walkIn(t, 0)
				ids = append(ids, a.ID)
			case 1:
				a = r.book(t, r.at(t, 1, monday, "18:00"))
				ids = append(ids, a.ID)
			default:
				if len(ids) == 0 {
					continue
				}
				id := rapid.SampledFrom(ids).Draw(rt, "which")
				fn := rapid.SampledFrom([]act{steps[schedule.StepArrive], steps[schedule.StepArrive], steps[schedule.StepCancel], undo, retract}).Draw(rt, "step")
				var err error
				if a, err = r.change(id, fn); err != nil {
					if store.CodeOf(err) != store.Conflict {
						rt.Fatal(err)
					}
					continue
				}
			}
			if a.Token > 0 {
				given[a.Token] = true
			}
			if here := a.State == schedule.Arrived; here && a.Token == 0 {
				rt.Fatal("arrived without a token")
			}
		}
		for n := range len(given) {
			if !given[n+1] {
				rt.Fatalf("token %d of %d was never given", n+1, len(given))
			}
		}
		r.view(t, func(tx *store.Tx) error {
			rows, err := store.Select(tx, schedule.Appointments, "token > 0 AND location_id = ? ORDER BY token", r.place)
			for i, a := range rows {
				if a.Token != i+1 {
					rt.Fatalf("token %d stands at %d", a.Token, i+1)
				}
			}
			return err
		})
	})
}

func TestArrivalOnAnotherDay(t *testing.T) {
	r := open(t)
	a := r.book(t, r.at(t, 0, tuesday, "09:00"))
	if _, err := r.change(a.ID, steps[schedule.StepArrive]); store.CodeOf(err) != store.Conflict {
		t.Fatalf("arrived a day early: %v", err)
	}
	r.Clock.Add(24 * time.Hour)
	late := r.walkIn(t, 1)
	if late.Token != 1 || late.Date != tuesday {
		t.Errorf("%+v", late)
	}
	if a, err := r.change(a.ID, steps[schedule.StepArrive]); err != nil || a.Token != 2 {
		t.Errorf("%d %v", a.Token, err)
	}
	r.MustVerify(t)
}

func TestEveryWordOfTheRoomIsInTheCatalogue(t *testing.T) {
	var keys []string
	for _, s := range schedule.States {
		keys = append(keys, s.CatalogueKey())
	}
	for _, k := range []schedule.WarningKind{schedule.WarnOverlap, schedule.WarnPatientDay, schedule.WarnClosed, schedule.WarnOutsideHours, schedule.WarnPast,
		schedule.WarnClockSkips, schedule.WarnClockRepeats, schedule.WarnDeceased, schedule.WarnInactive} {
		keys = append(keys, k.CatalogueKey())
	}
	for _, key := range keys {
		if text := assets.Text("en", key, "Count", 2, "Time", "09:00"); strings.Contains(text, "⟦") {
			t.Errorf("no words for %s", key)
		}
	}
	text, hint := assets.Sentence("en", "error.schedule.step_start", "State", schedule.Booked)
	if !strings.Contains(text, "Booked") || hint == "" {
		t.Errorf("%q %q", text, hint)
	}
	if !slices.Equal(schedule.BoardStates, schedule.States[1:7]) {
		t.Error("the board's columns are not the day's states")
	}
}
