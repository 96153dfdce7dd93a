package calendar

import (
	"strings"
	"testing"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

func openFuzz(f *testing.F) *session.Session { return uitest.Open(f).Desk }

// desk counts what a person presses.
type desk struct {
	*clinic
	characters, keys int
}

func (d *desk) typed(text string) {
	d.characters += len([]rune(text))
	d.Type(text)
}

func (d *desk) pressed(keys ...string) {
	d.keys += len(keys)
	d.Press(keys...)
}

// The target is 8 characters and 4 keys, from any place of the window.
func TestAKnownPatientIsBookedInFourKeys(t *testing.T) {
	c := openClinic(t)
	for _, name := range []string{"Meena", "Meera", "Mehul", "Mela"} {
		c.patient(name, "Sharma")
		c.patient(name, "Lind")
	}
	wanted := c.patient("Meena", "Shah")
	c.show(c.Desk, frame.Target{}, frame.Today)
	c.Frame.Go(frame.Target{Place: frame.Today})
	d := &desk{clinic: c}
	d.pressed("Alt+2", "F2")
	d.typed("mee shah")
	d.pressed("Enter", "Enter")
	list := c.of(wanted)
	if len(list) != 1 || at(list[0]) != "2026-11-23 14:00–14:15" || list[0].VisitType != c.short.ID {
		t.Fatal(list)
	}
	if d.characters > 8 || d.keys > 4 {
		t.Errorf("%d characters and %d keys", d.characters, d.keys)
	}
	c.Press("Ctrl+Z")
	if len(c.of(wanted)) != 0 {
		t.Error("undo left the booking")
	}
}

func TestBookingFromThePatientsPageIsOneKey(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	latest, _ := c.show(c.Desk, frame.Target{Patient: p.ID.Raw()})
	c.Press("Enter")
	if list := c.of(p); len(list) != 1 || c.Frame.Covered() {
		t.Fatal(list)
	}
	if row := latest().page.Rows; len(row) != 1 {
		t.Error("the new appointment isn't in view")
	}
}

func TestWhoTypesFastBooksWhomTheyMean(t *testing.T) {
	c := openClinic(t)
	meant, early := c.patient("Asha", "Rathore"), c.patient("Asha", "Rao") // who was registered last is offered first
	c.show(c.Desk, frame.Target{})
	var late []func() // the disk answers only when told
	c.Frame.Detach()
	c.Frame = frame.New(c.Desk, Places(), c.Printer, func(work func()) { late = append(late, work) }, func(work func()) { work() })
	answer := func() {
		for len(late) > 0 {
			work := late[0]
			late = late[1:]
			work()
		}
	}
	c.Frame.Stage.After = c.Timers.After
	c.Open(c.Frame.Stage)
	c.Frame.Attach(c.Window)
	c.Frame.Home()
	answer()
	c.Press("F2")
	c.Type("asha ra")
	answer()
	c.Type("th")
	c.Press("Enter") // the rows of "asha ra" are still in view
	answer()
	c.Press("Enter")
	answer()
	if len(c.of(early)) != 0 || len(c.of(meant)) != 1 {
		t.Error("booked:", c.of(early), c.of(meant))
	}
}

func TestEnterBeforeTheProposalIsThereWaitsForIt(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	latest, _ := c.show(c.Desk, frame.Target{})
	c.Press("F2")
	c.Type("asha rao")
	c.Press("Enter")
	b := latest().form
	b.waiting = true // as if another proposal were on its way
	c.Press("Enter")
	if !b.sending || len(c.of(p)) != 0 {
		t.Fatal("sent before the time was known", c.of(p))
	}
	b.propose(b.earliest())
	if len(c.of(p)) != 1 || latest().form != nil {
		t.Error("the proposal came, and nothing was sent")
	}
}

func TestWhatIsTypedSurvivesLeavingThePlace(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	c.show(c.Desk, frame.Target{}, frame.Today)
	c.Press("F2")
	c.Type("asha rao")
	c.Press("Enter")
	c.Frame.Go(frame.Target{Place: frame.Today}) // the lock leaves a place so, in the midst of a form
	if b, err := (&bookingModel{c.Desk}).Begin(ctx, patients.ID{}); err != nil || b.Sheet == nil || b.Sheet.Patient != p.ID {
		t.Error("nothing was kept", err)
	}
}

func TestAFormSaysWhatIsWrongBesideItsFields(t *testing.T) {
	c := openClinic(t)
	c.patient("Asha", "Rao")
	c.show(c.Desk, frame.Target{})
	c.Press("F2", "Enter")
	if !c.Frame.Covered() {
		t.Fatal("a form without a patient was sent")
	}
	c.Type("asha rao")
	c.Press("Enter", "Tab")
	c.Type("31/2")
	c.Press("Enter")
	if !c.Frame.Covered() {
		t.Error("a day that is none was sent")
	}
	c.Press("Esc")
	if c.Frame.Covered() {
		t.Error("Esc leaves the form open")
	}
}

func TestAnUnfinishedBookingComesBack(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	c.show(c.Desk, frame.Target{})
	c.Press("F2")
	c.Type("asha rao")
	c.Press("Enter")
	c.Pass(2 * time.Second) // typing rests
	if b, err := (&bookingModel{c.Desk}).Begin(ctx, patients.ID{}); err != nil || b.Sheet == nil || b.Sheet.Patient != p.ID {
		t.Fatal("nothing was kept within two seconds", err)
	}
	c.Press("Esc", "F2", "Enter")
	if list := c.of(p); len(list) != 1 {
		t.Fatal("what was left unfinished isn't gone on with:", list)
	}
	c.Press("F2", "Enter")
	if list := c.of(p); len(list) != 1 {
		t.Error("the same booking came back after it was kept")
	}
}

func TestNobodyFoundLeadsToTheRegistration(t *testing.T) {
	c := openClinic(t)
	_, went := c.show(c.Desk, frame.Target{}, frame.Register)
	c.Press("F2")
	c.Type("zeno")
	c.Press("Enter")
	if len(*went) != 1 || (*went)[0].Text != "zeno" || c.Frame.Covered() {
		t.Error(*went)
	}
}

func TestASlotIsBookedAndAnAppointmentMovedByKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	latest, _ := c.show(c.Desk, frame.Target{})
	latest().grid.Choose(latest().page.OwnLane(c.Desk), 16*60)
	c.Press("Enter")
	c.Type("asha rao")
	c.Press("Enter", "Enter")
	list := c.of(p)
	if len(list) != 1 || at(list[0]) != "2026-11-23 16:00–16:15" {
		t.Fatal(list)
	}
	c.Press("Enter", "Shift+Tab", "Enter") // on the block: the dialog, Change
	c.Press("Tab")
	c.Type("1730")
	c.Press("Enter")
	if got := at(c.now(list[0].ID)); got != "2026-11-23 17:30–17:45" {
		t.Fatal(got)
	}
	c.Press("Ctrl+Z")
	if got := at(c.now(list[0].ID)); got != "2026-11-23 16:00–16:15" {
		t.Error("undo left", got)
	}
}

func TestAnAppointmentIsDroppedElsewhere(t *testing.T) {
	c := openClinic(t)
	a := c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 30)
	latest, _ := c.show(c.Desk, frame.Target{})
	s := latest()
	s.grid.OnBlockMoved(a.ID.String(), laneKey(c.people[1].ID, c.Desk.Today()), 17*60)
	now := c.now(a.ID)
	if at(now) != "2026-11-23 17:00–17:30" || now.Practitioner != c.people[1].ID {
		t.Fatal(at(now))
	}
	if row, there := s.page.Row(a.ID.String()); !there || row.Minute != 17*60 {
		t.Error("the page shows the old time")
	}
	c.Press("Ctrl+Z")
	if now := c.now(a.ID); at(now) != "2026-11-23 15:00–15:30" || now.Practitioner != c.people[0].ID {
		t.Error(at(now))
	}
}

func TestDaysAreTurnedByKeysAndTyped(t *testing.T) {
	c := openClinic(t)
	latest, _ := c.show(c.Desk, frame.Target{})
	s := latest()
	date := func(want string) {
		t.Helper()
		if got := s.page.View.Date.String(); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	c.Press("F7", "F7")
	date("2026-11-25")
	c.Press("F6")
	date("2026-11-24")
	c.Press("F9", "F7")
	if !s.page.View.Week || len(s.page.Lanes(c.Desk)) != 7 {
		t.Error("no week")
	}
	date("2026-12-01")
	c.Press("F9", "F5")
	date("2026-11-23")
	c.Press("F4")
	c.Type("3/2")
	c.Press("Enter")
	date("2027-02-03")
	c.Press("F4")
	c.Type("never")
	c.Press("Enter")
	date("2027-02-03")
	if s.mistake.Text() == "" || s.date.Text != "never" {
		t.Error("a date that is none goes unsaid, or is lost")
	}
	c.Press("Esc")
	if c.Focused() != s.grid.FocusTarget() {
		t.Error("Esc leaves the field in possession of the keyboard")
	}
}

func TestACancelledAppointmentIsHiddenAndCanBeRestored(t *testing.T) {
	c := openClinic(t)
	a := c.book(c.patient("Asha", "Rao"), c.Desk.Today(), 15*60, 15)
	latest, _ := c.show(c.Desk, frame.Target{Record: a.ID.Raw()})
	s := latest()
	row, _ := s.page.Row(a.ID.String())
	s.cancel(row)
	c.Type("rang to say so")
	c.Press("Ctrl+Enter")
	if c.now(a.ID).State != schedule.Cancelled || len(s.blocks()) != 0 || !s.hidden.Visible() {
		t.Fatal(c.now(a.ID).State, len(s.blocks()))
	}
	c.Press("F8")
	if blocks := s.blocks(); len(blocks) != 1 || !blocks[0].Faded {
		t.Fatal("F8 shows", len(blocks))
	}
	row, _ = s.page.Row(a.ID.String())
	if !strings.Contains(s.facts(row), "Cancelled: rang to say so") {
		t.Error(s.facts(row))
	}
	s.takeBack(row.Appointment)
	if c.now(a.ID).State != schedule.Booked {
		t.Error(c.now(a.ID).State)
	}
}

func TestAWalkInGetsATokenFromAnyPlace(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	c.show(c.Desk, frame.Target{}, frame.Today)
	c.Frame.Go(frame.Target{Place: frame.Today})
	WalkIn(c.Frame)
	c.Type("asha rao")
	c.Press("Enter", "Enter")
	list := c.of(p)
	if len(list) != 1 || list[0].Token != 1 || !list[0].WalkIn || list[0].VisitType != c.short.ID || list[0].Practitioner != c.people[0].ID {
		t.Fatal(list)
	}
	WalkIn(c.Frame)
	c.Type("asha rao")
	c.Press("Enter", "Enter")
	if !c.Frame.Covered() || len(c.of(p)) != 1 {
		t.Error("somebody who is here came again")
	}
	c.Press("Esc", "Ctrl+Z")
	if len(c.of(p)) != 0 {
		t.Error("undo left the walk-in")
	}
}

func TestAPracticeWithoutPractitionersSaysSo(t *testing.T) {
	c := openClinic(t)
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) error {
		for _, p := range c.people {
			p.Active = false
			if err := store.Update(tx, organization.Practitioners, &p); err != nil {
				return err
			}
		}
		return nil
	})
	latest, _ := c.show(c.Desk, frame.Target{})
	c.Press("F2", "F7", "F9", "F8")
	if c.Frame.Covered() || len(latest().page.Lanes(c.Desk)) != 0 {
		t.Error("a booking with nobody was begun")
	}
}
