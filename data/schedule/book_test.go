package schedule_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func kinds(warnings []schedule.Warning) string {
	var list []string
	for _, w := range warnings {
		list = append(list, string(w.Kind))
	}
	return strings.Join(list, " ")
}

func TestWarningsDoNotStopABooking(t *testing.T) {
	r := open(t)
	sunday := value.PartialDate{Year: 2026, Month: 11, Day: 29}
	long := r.at(t, 1, tuesday, "12:50")
	long.Minutes = 15
	for _, c := range []struct {
		a    schedule.Appointment
		want string
	}{
		{r.at(t, 0, tuesday, "09:00"), ""},
		{r.at(t, 1, tuesday, "09:15"), ""},
		{r.at(t, 2, tuesday, "09:10"), "overlap"},
		{r.at(t, 2, tuesday, "09:30"), "patient_day"},
		{long, "patient_day outside_hours"},
		{r.at(t, 0, sunday, "09:00"), "closed"},
		{r.at(t, 0, monday, "13:00"), "outside_hours past"},
		{r.at(t, 1, monday, "09:00"), "past"},
	} {
		a, warnings, err := r.tryBook(c.a)
		if err != nil || kinds(warnings) != c.want || a.State != schedule.Booked || a.Zone != "Asia/Kolkata" || a.Minutes != 15 {
			t.Errorf("%v %s: %q %v, want %q", c.a.Date, value.FormatClock(c.a.Minute), kinds(warnings), err, c.want)
		}
		if kinds(warnings) == "overlap" && warnings[0].Args[1] != 2 {
			t.Errorf("overlaps %v", warnings[0].Args)
		}
	}
	p := r.patients[2]
	p.Deceased = true
	r.MustUpdate(t, r.Desk, action.CorrectPatient, func(tx *store.Tx) error { _, err := patients.Correct(tx, p); return err }, store.About(p.ID))
	if _, warnings, err := r.tryBook(r.at(t, 2, tuesday.AddDays(1), "09:00")); kinds(warnings) != "deceased" {
		t.Errorf("%q %v", kinds(warnings), err)
	}
	r.MustVerify(t)
}

func TestWhatCannotBeBooked(t *testing.T) {
	r := open(t)
	gone := r.register(t, "Ghost")
	r.MustUpdate(t, r.Desk, action.RetractPatient, func(tx *store.Tx) error { _, err := patients.Retract(tx, gone.ID, gone.Version); return err },
		store.About(gone.ID), store.Because("registered twice"))
	for name, c := range map[string]struct {
		edit func(*schedule.Appointment)
		want store.Code
	}{
		"no patient":      {func(a *schedule.Appointment) { a.Patient = patients.ID{} }, store.Invalid},
		"nothing at all":  {func(a *schedule.Appointment) { *a = schedule.Appointment{} }, store.Invalid},
		"no doctor":       {func(a *schedule.Appointment) { a.Practitioner = organization.PractitionerID{} }, store.Invalid},
		"strange patient": {func(a *schedule.Appointment) { a.Patient = patients.ID{1} }, store.NotFound},
		"strange doctor":  {func(a *schedule.Appointment) { a.Practitioner = organization.PractitionerID{1} }, store.NotFound},
		"strange place":   {func(a *schedule.Appointment) { a.Location = organization.LocationID{1} }, store.NotFound},
		"strange kind":    {func(a *schedule.Appointment) { a.VisitType = schedule.VisitTypeID{1} }, store.NotFound},
		"retracted":       {func(a *schedule.Appointment) { a.Patient = gone.ID }, store.Conflict},
		"no day":          {func(a *schedule.Appointment) { a.Date = value.PartialDate{} }, store.Invalid},
		"half a day":      {func(a *schedule.Appointment) { a.Date.Day = 0 }, store.Invalid},
		"31 November":     {func(a *schedule.Appointment) { a.Date.Day = 31 }, store.Invalid},
		"the year 99999":  {func(a *schedule.Appointment) { a.Date.Year = 99999 }, store.Invalid},
		"minus one":       {func(a *schedule.Appointment) { a.Minute = -1 }, store.Invalid},
		"24:00":           {func(a *schedule.Appointment) { a.Minute = 1440 }, store.Invalid},
		"negative length": {func(a *schedule.Appointment) { a.Minutes = -15 }, store.Invalid},
		"past midnight":   {func(a *schedule.Appointment) { a.Minute, a.Minutes = 1430, 15 }, store.Invalid},
		"enormous length": {func(a *schedule.Appointment) { a.Minutes = 1 << 40 }, store.Invalid},
		"enormous reason": {func(a *schedule.Appointment) { a.Reason = strings.Repeat("x", 301) }, store.Invalid},
		"control sign":    {func(a *schedule.Appointment) { a.Reason = "\x1b[31m" }, store.Invalid},
		"not UTF-8":       {func(a *schedule.Appointment) { a.Reason = "\xc3\x28" }, store.Invalid},
		"turned round":    {func(a *schedule.Appointment) { a.Reason = "\u202Eabc" }, store.Invalid},
	} {
		a := r.at(t, 0, tuesday, "09:00")
		c.edit(&a)
		if _, _, err := r.tryBook(a); store.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	a := r.at(t, 0, tuesday, "09:00")
	a.Reason, a.State, a.Token, a.Status, a.Zone, a.ID = " पेट दर्द 😀\tसे ", schedule.Done, 7, "fulfilled", "Nowhere/At_All", schedule.AppointmentID{9}
	if a = r.book(t, a); a.Reason != "पेट दर्द 😀 से" || a.State != schedule.Booked || a.Token != 0 || a.ID == (schedule.AppointmentID{9}) {
		t.Errorf("%+v", a)
	}
	r.view(t, func(tx *store.Tx) error {
		all, err := store.Select(tx, schedule.Appointments, "")
		if len(all) != 1 {
			t.Errorf("%d appointments are kept", len(all))
		}
		return err
	})
	r.MustVerify(t)
}

func TestMoving(t *testing.T) {
	r := open(t)
	move := func(a schedule.Appointment) (schedule.Appointment, []schedule.Warning, error) {
		var warnings []schedule.Warning
		var err error
		a, err = r.change(a.ID, func(tx *store.Tx, _ schedule.AppointmentID) (moved schedule.Appointment, err error) {
			moved, warnings, err = schedule.Move(tx, a)
			return moved, err
		})
		return a, warnings, err
	}
	a := r.book(t, r.at(t, 0, monday, "17:00"))
	r.book(t, r.at(t, 1, tuesday, "09:00"))
	stale := a
	a.Date, a.Minute, a.Minutes, a.Reason = tuesday, 545, 30, "review"
	a, warnings, err := move(a)
	if err != nil || a.Date != tuesday || a.Minutes != 30 || a.Reason != "review" || kinds(warnings) != "overlap" || a.State != schedule.Booked || a.BookedAt.IsZero() {
		t.Fatalf("%+v %v %v", a, warnings, err)
	}
	if _, _, err := move(stale); store.CodeOf(err) != store.Conflict {
		t.Errorf("stale: %v", err)
	}
	other := a
	other.Patient = r.patients[2].ID
	if _, _, err := move(other); store.CodeOf(err) != store.Invalid {
		t.Errorf("another patient: %v", err)
	}
	here := r.walk(t, schedule.StepArrive)
	here.Minute += 5
	if here, _, err = move(here); err != nil || here.State != schedule.Arrived || here.Token == 0 {
		t.Errorf("within the day: %+v %v", here, err)
	}
	away := here
	away.Date = tuesday
	if _, _, err := move(away); store.CodeOf(err) != store.Conflict {
		t.Errorf("away with the token: %v", err)
	}
	for _, way := range []string{"with_doctor", "to_pay", "done", "cancelled", "noshow"} {
		a := r.walk(t, ways[way]...)
		a.Minute += 5
		if _, _, err := move(a); store.CodeOf(err) != store.Conflict {
			t.Errorf("%s: %v", way, err)
		}
	}
	wish := r.at(t, 2, tuesday, "10:00")
	wish.State = schedule.Waitlist
	wish = r.book(t, wish)
	r.view(t, func(tx *store.Tx) error {
		list, err := schedule.WaitingList(tx)
		if len(list) != 1 || list[0].Who.Name.Given != "Asha" || list[0].Status != schedule.StatusWaitlist {
			t.Errorf("%+v", list)
		}
		return err
	})
	wish.State = schedule.Booked
	if wish, _, err = move(wish); err != nil || wish.State != schedule.Booked || wish.BookedAt.IsZero() {
		t.Errorf("from the waiting list: %+v %v", wish, err)
	}
	r.MustVerify(t)
}

func TestWalkIn(t *testing.T) {
	r := open(t)
	a, b := r.walkIn(t, 0), r.walkIn(t, 1)
	if a.Token != 1 || b.Token != 2 || !a.WalkIn || a.State != schedule.Arrived || a.Date != monday || a.Minute != 14*60 || !a.ArrivedAt.Equal(r.Clock.Now()) {
		t.Errorf("%+v %+v", a, b)
	}
	r.Clock.Set(time.Date(2026, 11, 23, 18, 25, 0, 0, time.UTC)) // 23:55 in Udaipur
	if late := r.walkIn(t, 2); late.Minutes != 5 || late.Minute != 23*60+55 || late.Date != monday {
		t.Errorf("%+v", late)
	}
	r.Clock.Add(10 * time.Minute)
	if next := r.walkIn(t, 2); next.Token != 1 || next.Date != tuesday {
		t.Errorf("after midnight: %+v", next)
	}
	r.MustVerify(t)
}

// nextFree asks as a screen does.
func (r *room) nextFree(t testing.TB, s schedule.Search) (schedule.Free, error) {
	t.Helper()
	var free schedule.Free
	err := r.View(ctx, r.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) { free, err = schedule.NextFree(tx, s); return err })
	return free, err
}

func TestNextFree(t *testing.T) {
	r := open(t)
	from := func(day value.PartialDate, clock string) value.WallTime {
		minute, err := value.ParseClock(clock)
		if err != nil {
			t.Fatal(err)
		}
		return value.WallTime{Date: day, Minute: minute, Zone: "Asia/Kolkata"}
	}
	r.book(t, r.at(t, 0, tuesday, "09:00"))
	r.book(t, r.at(t, 1, tuesday, "09:25"))
	cancelled := r.book(t, r.at(t, 2, tuesday, "09:40"))
	if _, err := r.change(cancelled.ID, steps[schedule.StepCancel]); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from    value.WallTime
		minutes int
		want    string
	}{
		{value.WallTime{}, 0, "2026-11-23 17:00"}, // now is two in the afternoon
		{from(monday, "17:01"), 15, "2026-11-23 17:05"},
		{from(monday, "19:50"), 15, "2026-11-24 09:40"},
		{from(tuesday, "09:00"), 10, "2026-11-24 09:15"},
		{from(tuesday, "09:00"), 15, "2026-11-24 09:40"},
		{from(tuesday, "09:00"), 240, "2026-11-25 09:00"},
		{from(value.PartialDate{Year: 2026, Month: 11, Day: 28}, "19:59"), 5, "2026-11-30 09:00"}, // over Sunday
	} {
		free, err := r.nextFree(t, schedule.Search{Practitioner: r.doctor, From: c.from, Minutes: c.minutes})
		if got := free.Start.Date.String() + " " + value.FormatClock(free.Start.Minute); err != nil || got != c.want || free.Location != r.place {
			t.Errorf("%+v %d: %s %v, want %s", c.from, c.minutes, got, err, c.want)
		}
	}
	for name, s := range map[string]schedule.Search{
		"longer than any day": {Practitioner: r.doctor, Minutes: 241}, "a doctor without hours": {Practitioner: organization.PractitionerID{1}},
	} {
		if _, err := r.nextFree(t, s); store.CodeOf(err) != store.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, s := range map[string]schedule.Search{
		"negative": {Practitioner: r.doctor, Minutes: -5}, "no such day": {Practitioner: r.doctor, From: value.WallTime{Date: value.PartialDate{Year: 2026, Month: 2, Day: 30}, Zone: "UTC"}},
	} {
		if _, err := r.nextFree(t, s); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is found is open, free, and the first such time on the grid.
func TestNextFreeIsTheFirst(t *testing.T) {
	r := open(t)
	taken := map[int]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		a := r.at(t, 0, tuesday, "09:00")
		a.Minute, a.Minutes = rapid.IntRange(9*60, 12*60).Draw(rt, "minute"), rapid.IntRange(1, 20).Draw(rt, "minutes")
		if rapid.IntRange(0, 3).Draw(rt, "book") == 0 {
			r.book(t, a)
			for m := a.Minute; m < a.Minute+a.Minutes; m++ {
				taken[m] = true
			}
		}
		minutes, from := rapid.IntRange(1, 60).Draw(rt, "length"), rapid.IntRange(8*60, 13*60).Draw(rt, "from")
		free, err := r.nextFree(t, schedule.Search{Practitioner: r.doctor, From: value.WallTime{Date: tuesday, Minute: from, Zone: "Asia/Kolkata"}, Minutes: minutes})
		if err != nil {
			rt.Fatal(err)
		}
		want := evening.Start // which nobody has
	search:
		for start := max(from+4, morning.Start) / 5 * 5; start+minutes <= morning.End; start += 5 {
			for m := start; m < start+minutes; m++ {
				if taken[m] {
					continue search
				}
			}
			want = start
			break
		}
		if free.Start.Minute != want || free.Start.Date != tuesday {
			rt.Fatalf("%d minutes from %s: %s, want %s", minutes, value.FormatClock(from), value.FormatClock(free.Start.Minute), value.FormatClock(want))
		}
	})
}

func TestNightsWhenClocksChange(t *testing.T) {
	r := open(t)
	r.MustUpdate(t, r.Owner, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.Zone = "Europe/Berlin"
		_, err = organization.Save(tx, p)
		return err
	})
	r.setHours(t, schedule.EveryDay([]value.Interval{{Start: 60, End: 240}}, time.Sunday))
	forward, back := value.PartialDate{Year: 2027, Month: 3, Day: 28}, value.PartialDate{Year: 2027, Month: 10, Day: 31}
	for _, c := range []struct {
		day   value.PartialDate
		clock string
		want  string
		utc   string
	}{
		{forward, "01:30", "", "00:30"}, {forward, "02:30", "clock_skips", "01:30"}, {forward, "03:00", "", "01:00"},
		{back, "01:30", "", "23:30"}, {back, "02:30", "clock_repeats", "00:30"}, {back, "03:00", "", "02:00"},
	} {
		a, warnings, err := r.tryBook(r.at(t, 0, c.day, c.clock))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.TrimSpace(strings.NewReplacer("patient_day", "", "overlap", "").Replace(kinds(warnings)))
		at, _, err := a.Start().Instant()
		if err != nil || got != c.want || at.Format("15:04") != c.utc || value.FormatClock(a.Minute) != c.clock {
			t.Errorf("%v %s: %q at %s, want %q at %s", c.day, c.clock, got, at.Format("15:04"), c.want, c.utc)
		}
	}
	free, err := r.nextFree(t, schedule.Search{Practitioner: r.doctor, From: value.WallTime{Date: forward, Minute: 105, Zone: "Europe/Berlin"}, Minutes: 15})
	if err != nil || value.FormatClock(free.Start.Minute) != "01:45" {
		t.Errorf("just before the change: %s %v", value.FormatClock(free.Start.Minute), err)
	}
	free, err = r.nextFree(t, schedule.Search{Practitioner: r.doctor, From: value.WallTime{Date: forward, Minute: 120, Zone: "Europe/Berlin"}, Minutes: 15})
	if err != nil || value.FormatClock(free.Start.Minute) != "03:15" {
		t.Errorf("a time that the clocks leave out: %s %v", value.FormatClock(free.Start.Minute), err)
	}
	r.MustVerify(t)
}

func TestLateAndWaiting(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) // 14:30 in Udaipur
	a := schedule.Appointment{Date: monday, Minute: 14 * 60, Zone: "Asia/Kolkata", State: schedule.Booked}
	if got := a.Late(now); got != 30*time.Minute {
		t.Errorf("late by %v", got)
	}
	if got := a.Late(now.Add(-time.Hour)); got != 0 {
		t.Errorf("early by %v", got)
	}
	a.State, a.ArrivedAt = schedule.Arrived, now.Add(-7*time.Minute)
	if a.Late(now) != 0 || a.Waiting(now) != 7*time.Minute || a.Waiting(now.Add(-time.Hour)) != 0 {
		t.Errorf("%v %v", a.Late(now), a.Waiting(now))
	}
}
