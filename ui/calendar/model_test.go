package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

func TestModelADayHasAColumnForEachPractitioner(t *testing.T) {
	c := openClinic(t)
	a := c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 15)
	m := &model{c.Desk}
	p, err := m.Read(ctx, view{Date: c.Desk.Today()})
	if err != nil {
		t.Fatal(err)
	}
	lanes := p.Lanes(c.Desk)
	if len(lanes) != 2 || lanes[0].Subtitle != "09:00–13:00  14:00–18:00" || lanes[1].Subtitle != "hours not set" {
		t.Fatalf("%+v", lanes)
	}
	if p.laneOf(a) != lanes[0].Key || p.slotAt(lanes[1].Key, 600) != (slot{c.people[1].ID, c.Desk.Today(), 600}) {
		t.Error("a lane is not the place of its practitioner's day")
	}
	if from, until := p.Hours(); from != 8 || until != 19 || p.Slot() != 15 || p.Morning() != 9*60 {
		t.Error(from, until, p.Slot(), p.Morning())
	}
	if got := p.Title(c.Desk); got != "Mon 23 Nov 2026" {
		t.Error(got)
	}
	sunday, err := m.Read(ctx, view{Date: day(t, "2026-11-29")})
	if err != nil {
		t.Fatal(err)
	}
	if from, until := sunday.Hours(); from != 8 || until != 19 || sunday.Lanes(c.Desk)[0].Subtitle != "closed" || sunday.Morning() != 8*60 {
		t.Error("a closed day jumps", from, until, sunday.Lanes(c.Desk)[0].Subtitle, sunday.Morning())
	}
}

func TestModelAWeekHasAColumnForEachDay(t *testing.T) {
	c := openClinic(t)
	c.book(c.patient("Asha", "Rao"), day(t, "2026-11-27"), 15*60, 15)
	m := &model{c.Desk}
	p, err := m.Read(ctx, view{Date: day(t, "2026-11-29"), Week: true, Practitioner: c.people[0].ID}) // a Sunday ends its week
	if err != nil {
		t.Fatal(err)
	}
	lanes := p.Lanes(c.Desk)
	if len(lanes) != 7 || lanes[0].Title != "Mon 23" || lanes[6].Title != "Sun 29" || len(p.Rows) != 1 || p.Title(c.Desk) != "23 – 29 Nov 2026" {
		t.Errorf("%d lanes, %d rows, %q, %+v", len(lanes), len(p.Rows), p.Title(c.Desk), lanes)
	}
	other, err := m.Read(ctx, view{Date: day(t, "2026-11-29"), Week: true, Practitioner: c.people[1].ID})
	if err != nil || len(other.Rows) != 0 {
		t.Error("another's week holds", len(other.Rows), err)
	}
}

func TestModelSomebodyWhoLeftKeepsTheirColumn(t *testing.T) {
	c := openClinic(t)
	c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 15)
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) error {
		left := c.people[0]
		left.Active = false
		return store.Update(tx, organization.Practitioners, &left)
	})
	p, err := (&model{c.Desk}).Read(ctx, view{Date: c.Desk.Today()})
	if err != nil || len(p.Lanes(c.Desk)) != 2 {
		t.Error(len(p.Lanes(c.Desk)), err)
	}
}

func TestModelMovingWarnsAndCanBeTakenBack(t *testing.T) {
	c := openClinic(t)
	c.book(c.patient("Ravi", "Lind"), c.Desk.Today(), 16*60, 30)
	a := c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 30)
	m := &model{c.Desk}
	done, err := m.Move(ctx, a, slot{c.people[0].ID, c.Desk.Today(), 16 * 60})
	if err != nil || at(c.now(a.ID)) != "2026-11-23 16:00–16:30" {
		t.Fatal(at(c.now(a.ID)), err)
	}
	if !slices.ContainsFunc(done.Warnings, func(w schedule.Warning) bool { return w.Kind == schedule.WarnOverlap }) {
		t.Error("an overlap goes unsaid:", done.Warnings)
	}
	if _, err := m.Move(ctx, a, slot{c.people[1].ID, c.Desk.Today(), 9 * 60}); store.CodeOf(err) != store.Conflict {
		t.Error("what was read before the move is moved again:", err)
	}
	if err := m.MoveBack(ctx, done); err != nil || at(c.now(a.ID)) != "2026-11-23 15:00–15:30" {
		t.Error(at(c.now(a.ID)), err)
	}
}

func TestModelStepsOfOneAppointment(t *testing.T) {
	c := openClinic(t)
	a := c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 15)
	m := &model{c.Desk}
	for _, step := range []struct {
		step schedule.Step
		to   schedule.State
	}{{schedule.StepCancel, schedule.Cancelled}, {schedule.StepNoShow, schedule.NoShow}, {schedule.StepArrive, schedule.Arrived}} {
		after, err := m.Take(ctx, c.now(a.ID), step.step, "rang to say so")
		if err != nil || after.State != step.to {
			t.Fatal(step.step, after.State, err)
		}
		if err := m.TakeBack(ctx, after); err != nil || c.now(a.ID).State != schedule.Booked {
			t.Error(step.step, c.now(a.ID).State, err)
		}
	}
	if _, err := m.Take(ctx, c.now(a.ID), schedule.StepClose, ""); err == nil {
		t.Error("a step that is none of the calendar's was taken")
	}
}

func sheetFor(c *clinic, p patients.Patient, values map[string]string) sheet {
	all := map[string]string{fieldDay: "t", fieldTime: "15:00", fieldMinutes: "15", fieldPractitioner: c.people[0].ID.String(), fieldKind: c.short.ID.String()}
	for key, text := range values {
		all[key] = text
	}
	return sheet{Patient: p.ID, Name: "Asha Rao", Values: all}
}

func TestModelAFormIsReadOrSaysWhatIsWrong(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	m := &bookingModel{c.Desk}
	a, err := m.Appointment(sheetFor(c, p, map[string]string{fieldDay: "2w", fieldTime: "9.05", fieldReason: "cough"}))
	if err != nil || at(a) != "2026-12-07 09:05–09:20" || a.Reason != "cough" {
		t.Fatal(at(a), err)
	}
	for _, bad := range []struct{ field, text string }{{fieldDay, ""}, {fieldDay, "31/2/2026"}, {fieldTime, "25"}, {fieldTime, ""}, {fieldMinutes, "0"},
		{fieldMinutes, "a while"}, {fieldPractitioner, "who?"}, {fieldKind, "nonsense"}} {
		_, err := m.Appointment(sheetFor(c, p, map[string]string{bad.field: bad.text}))
		if fields := c.Desk.Problem(err).Fields; len(fields) != 1 || fields[bad.field] == "" {
			t.Errorf("%s %q: %v", bad.field, bad.text, fields)
		}
	}
	_, err = m.Book(ctx, sheetFor(c, patients.Patient{}, nil))
	if c.Desk.Problem(err).Fields[fieldPatient] == "" {
		t.Error("nobody was booked:", err)
	}
	_, err = m.Book(ctx, sheetFor(c, p, map[string]string{fieldMinutes: "721"}))
	if c.Desk.Problem(err).Fields[fieldMinutes] == "" {
		t.Error("twelve hours and a minute:", err)
	}
	_, err = m.Book(ctx, sheetFor(c, p, map[string]string{fieldReason: strings.Repeat("x", schedule.ReasonLength+1)}))
	if c.Desk.Problem(err).Fields[fieldReason] == "" {
		t.Error("a reason too long:", err)
	}
	if len(c.of(p)) != 0 {
		t.Error("something was kept")
	}
}

func FuzzSheet(f *testing.F) {
	f.Add("t", "9", "15", "")
	f.Add("3/2", "17.30", "720", "x")
	c := openFuzz(f)
	f.Fuzz(func(t *testing.T, day, clock, minutes, reason string) {
		m := &bookingModel{c}
		a, err := m.Appointment(sheet{Patient: patients.ID{1}, Values: map[string]string{fieldDay: day, fieldTime: clock, fieldMinutes: minutes, fieldReason: reason,
			fieldPractitioner: c.Practitioner.ID.String()}})
		if err != nil {
			return
		}
		if !a.Date.IsFull() || a.Minute < 0 || a.Minute >= value.MinutesPerDay || a.Minutes < 1 {
			t.Errorf("%q %q %q is read as %s %d %d", day, clock, minutes, a.Date, a.Minute, a.Minutes)
		}
	})
}

func TestModelBookingChangingAndTakingBack(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	m := &bookingModel{c.Desk}
	if err := m.Keep(ctx, sheetFor(c, p, nil)); err != nil {
		t.Fatal(err)
	}
	done, err := m.Book(ctx, sheetFor(c, p, map[string]string{fieldTime: "13:15"}))
	if err != nil || len(done.Warnings) == 0 {
		t.Fatal("a time at lunch, in the past, goes without a warning", done.Warnings, err)
	}
	if b, err := m.Begin(ctx, patients.ID{}); err != nil || b.Sheet != nil {
		t.Error("the draft outlives its booking", err)
	}
	changed, err := m.Change(ctx, done.Appointment, sheetFor(c, p, map[string]string{fieldDay: "t+1", fieldTime: "9", fieldMinutes: "20", fieldReason: "fever"}))
	if now := c.now(done.Appointment.ID); err != nil || at(now) != "2026-11-24 09:00–09:20" || now.Reason != "fever" {
		t.Fatal(at(now), err)
	}
	if err := m.Unbook(ctx, changed.Appointment); err != nil || len(c.of(p)) != 0 {
		t.Error("the booking still stands", err)
	}
}

func TestModelTheNextFreeTime(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	m := &bookingModel{c.Desk}
	propose := func(minutes int, from slot) string {
		t.Helper()
		s, err := m.Propose(ctx, c.people[0].ID, minutes, from)
		if err != nil {
			t.Fatal(err)
		}
		return s.Date.String() + " " + value.FormatClock(s.Minute)
	}
	today := c.Desk.Today()
	if got := propose(15, slot{Date: today}); got != "2026-11-23 14:00" {
		t.Error("now:", got)
	}
	c.book(p, today, 14*60, 120)
	if got := propose(15, slot{Date: today}); got != "2026-11-23 16:00" {
		t.Error("after what is booked:", got)
	}
	if got := propose(150, slot{Date: today}); got != "2026-11-24 09:00" {
		t.Error("too long for today:", got)
	}
	if got := propose(15, slot{Date: today, Minute: 16*60 + 1}); got != "2026-11-23 16:05" {
		t.Error("the one after:", got)
	}
	if got := propose(15, slot{Date: day(t, "2026-11-29")}); got != "2026-11-30 09:00" {
		t.Error("from a Sunday on:", got)
	}
	if got := propose(15, slot{Date: day(t, "2026-11-02")}); got != "2026-11-23 16:00" {
		t.Error("from a day that has passed:", got)
	}
	if _, err := m.Propose(ctx, c.people[1].ID, 15, slot{Date: today}); c.Desk.Problem(err).Key != "error.schedule.no_free_time" {
		t.Error("somebody without hours is free:", err)
	}
}

func TestModelADraftIsKeptAndGivenUp(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	m := &bookingModel{c.Desk}
	kept := sheetFor(c, p, map[string]string{fieldReason: "cough"})
	if err := m.Keep(ctx, kept); err != nil {
		t.Fatal(err)
	}
	b, err := m.Begin(ctx, patients.ID{})
	if err != nil || b.Sheet == nil || b.Sheet.Patient != p.ID || b.Sheet.Values[fieldReason] != "cough" || !b.Restored.Equal(c.Clock.Now().Truncate(time.Millisecond)) {
		t.Fatalf("%+v %v", b, err)
	}
	if b, err := m.Begin(ctx, p.ID); err != nil || b.Sheet != nil || b.Name != "Asha Rao" {
		t.Errorf("for a patient: %+v %v", b, err)
	}
	if other, err := (&bookingModel{c.Owner}).Begin(ctx, patients.ID{}); err != nil || other.Sheet != nil {
		t.Error("another person sees it", err)
	}
	if err := m.Keep(ctx, sheet{Values: map[string]string{fieldTime: "15:00", fieldReason: " "}}); err != nil {
		t.Fatal(err)
	}
	if b, _ := m.Begin(ctx, patients.ID{}); b.Sheet != nil {
		t.Error("an emptied form is still kept")
	}
}

func TestModelWhoIsHereGetsATokenOnce(t *testing.T) {
	c := openClinic(t)
	p, q := c.patient("Asha", "Rao"), c.patient("Ravi", "Lind")
	booked := c.book(p, c.Desk.Today(), 17*60, 15)
	m := &walkInModel{c.Desk}
	choices, err := m.Choices(ctx)
	if err != nil || len(choices.People) != 2 || usualKind(choices.Kinds) != c.short.ID {
		t.Fatal(choices, err)
	}
	here, err := m.Here(ctx, schedule.Appointment{Patient: p.ID, Practitioner: c.people[0].ID})
	if err != nil || here.Appointment.ID != booked.ID || here.Appointment.Token != 1 {
		t.Error("who is booked came for something else:", here.Appointment.ID, err)
	}
	walked, err := m.Here(ctx, schedule.Appointment{Patient: q.ID, Practitioner: c.people[1].ID, VisitType: c.long.ID, Reason: "a fall"})
	if a := walked.Appointment; err != nil || !a.WalkIn || a.Token != 2 || a.Reason != "a fall" || a.Minutes != 30 {
		t.Errorf("%+v %v", a, err)
	}
	_, err = m.Here(ctx, schedule.Appointment{Patient: q.ID, Practitioner: c.people[0].ID})
	if c.Desk.Problem(err).Fields[fieldPatient] == "" {
		t.Error("a second token:", err)
	}
	if err := m.TakeBack(ctx, walked.Appointment); err != nil || len(c.of(q)) != 0 {
		t.Error("taking back left", c.of(q), err)
	}
}
