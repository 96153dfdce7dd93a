package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// insertLocation gives r a place of its own.
func insertLocation(tx *store.Tx, r *room) error {
	l := organization.Location{Name: "Branch"}
	if err := store.Insert(tx, organization.Locations, &l); err != nil {
		return err
	}
	r.place = l.ID
	return nil
}

func TestHoursAreKeptOncePerPlace(t *testing.T) {
	r := open(t)
	r.setHours(t, schedule.EveryDay([]value.Interval{evening, morning}, time.Monday)) // in the wrong order
	r.view(t, func(tx *store.Tx) error {
		list, err := store.Select(tx, schedule.Schedules, "")
		if len(list) != 1 || list[0].Version != 2 {
			t.Errorf("%d schedules, %+v", len(list), list)
		}
		timetable, err2 := schedule.LoadTimetable(tx, monday)
		if got := timetable.Open(r.doctor, r.place, monday); len(got) != 2 || got[0] != morning || got[1] != evening {
			t.Errorf("Monday: %v", got)
		}
		if got := timetable.Open(r.doctor, r.place, tuesday); len(got) != 0 {
			t.Errorf("Tuesday: %v", got)
		}
		return errors.Join(err, err2)
	})
	err := r.Update(ctx, r.Desk, action.ManagePractice, func(tx *store.Tx) error {
		_, err := schedule.SetHours(tx, r.doctor, r.place, schedule.Weekly{})
		return err
	})
	if store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk set the hours: %v", err)
	}
	r.MustVerify(t)
}

func TestUnusableHours(t *testing.T) {
	r := open(t)
	seven := make([]value.Interval, 7)
	for i := range seven {
		seven[i] = value.Interval{Start: 60 * i, End: 60*i + 30}
	}
	for name, c := range map[string]struct {
		intervals []value.Interval
		want      string
	}{
		"turned round": {[]value.Interval{{Start: 780, End: 540}}, "week[1].[0]: error.value.interval_reverse"},
		"empty":        {[]value.Interval{{Start: 540, End: 540}}, "week[1].[0]: error.value.interval_reverse"},
		"negative":     {[]value.Interval{{Start: -5, End: 540}}, "week[1].[0]: error.value.time_unclear"},
		"past 24":      {[]value.Interval{{Start: 540, End: 1441}}, "week[1].[0]: error.value.time_unclear"},
		"overlap":      {[]value.Interval{morning, {Start: 720, End: 840}}, "week[1].[1]: error.schedule.intervals_overlap"},
		"too many":     {seven, "week[1]: error.schedule.too_many_intervals"},
	} {
		err := r.Update(ctx, r.Owner, action.ManagePractice, func(tx *store.Tx) error {
			_, err := schedule.SetHours(tx, r.doctor, r.place, schedule.EveryDay(c.intervals, time.Monday))
			return err
		})
		var problems value.Problems
		if !errors.As(err, &problems) || problems.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	r.MustVerify(t)
}

func TestExceptions(t *testing.T) {
	r := open(t)
	add := func(e schedule.Exception) (schedule.Exception, error) {
		err := r.Update(ctx, r.Desk, action.ChangeBooking, func(tx *store.Tx) (err error) { e, err = schedule.AddException(tx, e); return err })
		return e, err
	}
	open := func(day value.PartialDate) (list []value.Interval) {
		r.view(t, func(tx *store.Tx) error {
			timetable, err := schedule.LoadTimetable(tx, monday)
			list = timetable.Open(r.doctor, r.place, day)
			return err
		})
		return list
	}
	must := func(e schedule.Exception) schedule.Exception {
		t.Helper()
		e, err := add(e)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	sunday := value.PartialDate{Year: 2026, Month: 11, Day: 29}
	must(schedule.Exception{First: tuesday, Last: tuesday.AddDays(2), Text: " Diwali "})
	if len(open(tuesday.AddDays(1))) != 0 || len(open(tuesday.AddDays(2))) != 0 || len(open(monday)) != 2 || len(open(tuesday.AddDays(3))) != 2 {
		t.Error("the holiday does not cover its days, or covers others")
	}
	own := must(schedule.Exception{Practitioner: r.doctor, First: tuesday, Intervals: []value.Interval{{Start: 600, End: 660}}})
	if got := open(tuesday); len(got) != 1 || got[0].Start != 600 {
		t.Errorf("the doctor's own hours lose against the holiday: %v", got)
	}
	must(schedule.Exception{Practitioner: r.doctor, First: tuesday})
	if len(open(tuesday)) != 0 {
		t.Error("closed loses against other hours")
	}
	must(schedule.Exception{Location: r.place, First: sunday, Intervals: []value.Interval{morning}})
	if got := open(sunday); len(got) != 1 || got[0] != morning {
		t.Errorf("the extra clinic: %v", got)
	}
	other := *r
	r.MustUpdate(t, r.Owner, action.ManagePractice, func(tx *store.Tx) error { return insertLocation(tx, &other) })
	must(schedule.Exception{Location: other.place, First: monday})
	if len(open(monday)) != 2 {
		t.Error("closed elsewhere closes here")
	}
	r.MustUpdate(t, r.Desk, action.ChangeBooking, func(tx *store.Tx) error { return schedule.RetractException(tx, own.ID, own.Version) })
	for name, e := range map[string]schedule.Exception{
		"no day": {}, "half a day": {First: value.PartialDate{Year: 2026}}, "turned round": {First: tuesday, Last: monday},
		"31 April": {First: value.PartialDate{Year: 2026, Month: 4, Day: 31}}, "control sign": {First: monday, Text: "\x07"},
		"enormous": {First: monday, Text: strings.Repeat("x", 201)}, "bad hours": {First: monday, Intervals: []value.Interval{{Start: 5, End: 2}}},
	} {
		if _, err := add(e); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.MustVerify(t)
}

func TestVisitTypes(t *testing.T) {
	r := open(t)
	save := func(v schedule.VisitType) (schedule.VisitType, error) {
		err := r.Update(ctx, r.Owner, action.ManagePractice, func(tx *store.Tx) (err error) { v, err = schedule.SaveVisitType(tx, v); return err })
		return v, err
	}
	good := schedule.VisitType{Name: " Consultation ", Minutes: 20, Colour: "#2a6fdb", FeeCode: "CONS", Position: 2}
	v, err := save(good)
	if err != nil || v.Name != "Consultation" || !v.Active {
		t.Fatalf("%+v %v", v, err)
	}
	first, err := save(schedule.VisitType{Name: "Follow-up", Minutes: 10, Colour: "#00aa55", Position: 1})
	if err != nil {
		t.Fatal(err)
	}
	first.Active = false
	if _, err := save(first); err != nil {
		t.Fatal(err)
	}
	r.view(t, func(tx *store.Tx) error {
		all, err := schedule.AllVisitTypes(tx)
		active, err2 := schedule.ActiveVisitTypes(tx)
		if len(all) != 2 || all[0].ID != v.ID || len(active) != 1 || active[0].FeeCode != "CONS" {
			t.Errorf("%+v %+v", all, active)
		}
		return errors.Join(err, err2)
	})
	for name, edit := range map[string]func(*schedule.VisitType){
		"no name":      func(v *schedule.VisitType) { v.Name = " " },
		"long name":    func(v *schedule.VisitType) { v.Name = strings.Repeat("ख", 61) },
		"not UTF-8":    func(v *schedule.VisitType) { v.Name = "\xff" },
		"no minutes":   func(v *schedule.VisitType) { v.Minutes = 0 },
		"negative":     func(v *schedule.VisitType) { v.Minutes = -20 },
		"two days":     func(v *schedule.VisitType) { v.Minutes = 2880 },
		"colour":       func(v *schedule.VisitType) { v.Colour = "red" },
		"turned round": func(v *schedule.VisitType) { v.FeeCode = "\u202EX" },
	} {
		bad := good
		edit(&bad)
		if _, err := save(bad); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := r.at(t, 0, tuesday, "09:00")
	a.VisitType = v.ID
	if a = r.book(t, a); a.Minutes != 20 {
		t.Errorf("%d minutes", a.Minutes)
	}
	r.MustVerify(t)
}
