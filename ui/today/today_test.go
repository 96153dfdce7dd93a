package today

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

var ctx = context.Background()

// clinic is a practice with a kind of visit, a fee and a board.
type clinic struct {
	*uitest.Kit
	t      *testing.T
	kind   schedule.VisitType
	people []organization.Practitioner
}

func openClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{Kit: uitest.Open(t), t: t}
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) (err error) {
		if c.people, err = organization.ActivePractitioners(tx); err != nil {
			return err
		}
		fee, err := billing.SaveFee(tx, billing.Fee{Code: "consult", Name: "Consultation", Price: 500_00, Active: true})
		if err != nil {
			return err
		}
		c.kind, err = schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#3366cc", FeeCode: fee.Code})
		return err
	})
	return c
}

func (c *clinic) patient(given, family string) patients.Patient {
	c.t.Helper()
	var p patients.Patient
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale,
			BirthDate: value.PartialDate{Year: 2020, Month: 4, Day: 2}, Phones: []patients.Phone{{Number: "98290 12345", Whose: patients.WhoseSelf}}})
		return err
	})
	return p
}

// book books a patient for today with the owner, or with who.
func (c *clinic) book(p patients.Patient, minute int, who ...organization.PractitionerID) schedule.Appointment {
	c.t.Helper()
	a := schedule.Appointment{Patient: p.ID, Practitioner: c.people[0].ID, Location: c.Desk.Location.ID, Date: c.Desk.Today(), Minute: minute, VisitType: c.kind.ID}
	if len(who) > 0 {
		a.Practitioner = who[0]
	}
	c.Update(c.Desk, action.Book, func(tx *store.Tx) (err error) {
		a, _, err = schedule.Book(tx, a)
		return err
	})
	return a
}

func (c *clinic) read(s *session.Session) *model {
	c.t.Helper()
	m := newModel(s)
	d, err := m.Read(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	m.day = d
	return m
}

func (c *clinic) state(id schedule.AppointmentID) schedule.State {
	c.t.Helper()
	var a schedule.Appointment
	c.View(c.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) {
		a, err = schedule.Get(tx, id)
		return err
	})
	if a.Retracted {
		return "retracted"
	}
	return a.State
}

func everywhere(string) bool { return true }

func steps(list []step) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, " ")
}

func TestModelTheDayFromArrivalToPayment(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	a := c.book(p, 14*60+30)
	desk := c.read(c.Desk)
	row := desk.day.Rows[0]
	if got := steps(desk.Steps(row, everywhere)); got != "arrive absent cancel patient" {
		t.Fatalf("the desk is offered %q", got)
	}
	arrived, err := desk.Take(ctx, row, arrive, "")
	if err != nil || arrived.Token != 1 {
		t.Fatalf("token %d, %v", arrived.Token, err)
	}
	if said := desk.Said(row, arrive, arrived); said != "Asha Rao is here, token 1." {
		t.Error(said)
	}
	if _, err := desk.Take(ctx, row, arrive, ""); store.CodeOf(err) != store.Conflict {
		t.Error("a row that was read before arrived again:", err)
	}

	doctor := c.read(c.Owner)
	next, found := doctor.Next()
	if !found || next.ID != a.ID || steps(doctor.Steps(next, everywhere)) != "visit patient nurse back cancel" {
		t.Fatal("next:", next.ID, steps(doctor.Steps(next, everywhere)))
	}
	encounter, err := doctor.Begin(ctx, next)
	if err != nil {
		t.Fatal(err)
	}
	doctor = c.read(c.Owner)
	if again, err := doctor.Begin(ctx, doctor.In(schedule.WithDoctor)[0]); err != nil || again != encounter {
		t.Error("going on with a visit began another:", again, err)
	}
	c.Update(c.Owner, action.FinishVisit, func(tx *store.Tx) error {
		e, err := store.Get(tx, chart.Encounters, encounter)
		if err != nil {
			return err
		}
		_, err = workflow.FinishVisit(tx, c.Env.Press, workflow.Finish{Encounter: encounter, Version: e.Version})
		return err
	}, store.About(p.ID))

	desk = c.read(c.Desk)
	row = desk.In(schedule.ToPay)[0]
	if owed := desk.day.Bills[row.ID]; owed.Left.Minor != 50000 || owed.Invoice.IsZero() {
		t.Errorf("to pay: %+v", owed)
	}
	if got := steps(desk.Steps(row, everywhere)); got != "bill close patient" {
		t.Errorf("the desk is offered %q", got)
	}
	if said := desk.Said(row, finish, row.Appointment); !strings.Contains(said, "500.00 is not paid") {
		t.Error("an unpaid bill went unsaid:", said)
	}
	closed, err := desk.Take(ctx, row, finish, "")
	if err != nil || c.state(a.ID) != schedule.Done {
		t.Fatal(c.state(a.ID), err)
	}
	doctor = c.read(c.Owner)
	if seen, err := doctor.Begin(ctx, doctor.In(schedule.Done)[0]); err != nil || seen != encounter {
		t.Error("the finished visit isn't found:", err)
	}
	if err := desk.TakeBack(ctx, closed); err != nil || c.state(a.ID) != schedule.ToPay {
		t.Error(c.state(a.ID), err)
	}
}

func TestModelTakingAnArrivalBackGivesTheBillUp(t *testing.T) {
	c := openClinic(t)
	a := c.book(c.patient("Asha", "Rao"), 15*60)
	m := c.read(c.Desk)
	arrived, err := m.Take(ctx, m.day.Rows[0], arrive, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.TakeBack(ctx, arrived); err != nil || c.state(a.ID) != schedule.Booked {
		t.Fatal(c.state(a.ID), err)
	}
	c.View(c.Desk, action.ReadBilling, func(tx *store.Tx) error {
		if _, found, err := billing.OfVisit(tx, a.ID, chart.EncounterID{}); err != nil || found {
			t.Error("the draft bill is still there", err)
		}
		return nil
	})
	m = c.read(c.Desk)
	for _, s := range []step{absent, cancel} {
		row := m.day.Rows[0]
		gone, err := m.Take(ctx, row, s, "called off by telephone")
		if err != nil {
			t.Fatal(s, err)
		}
		if len(c.read(c.Desk).day.Rows) != 0 {
			t.Error(s, "leaves the card on the board")
		}
		if err := m.TakeBack(ctx, gone); err != nil || c.state(a.ID) != schedule.Booked {
			t.Error(s, c.state(a.ID), err)
		}
		m = c.read(c.Desk)
	}
	if _, err := m.Take(ctx, m.day.Rows[0], cancel, "  "); err == nil {
		t.Error("cancelled without a reason")
	}
	if _, err := m.Take(ctx, m.day.Rows[0], visit, ""); err == nil {
		t.Error("a step that is none of the board's was taken")
	}
}

func TestModelADoctorSeesTheirOwnFirst(t *testing.T) {
	c := openClinic(t)
	c.book(c.patient("Asha", "Rao"), 15*60)
	other := c.book(c.patient("Ravi", "Lind"), 15*60, c.people[1].ID)
	for _, one := range []struct {
		who  *session.Session
		want int
	}{{c.Owner, 1}, {c.Doctor, 1}, {c.Desk, 2}} {
		m := c.read(one.who)
		if got := len(m.shown()); got != one.want {
			t.Errorf("%s sees %d", one.who.DisplayName(), got)
		}
		m.SetWhose("")
		if len(m.shown()) != 2 || m.Whose() != "" {
			t.Error("everybody's are not all")
		}
	}
	m := c.read(c.Doctor)
	if _, found := m.Next(); found {
		t.Error("somebody who has not come is next")
	}
	if _, err := m.Take(ctx, m.In(schedule.Booked)[0], arrive, ""); err != nil {
		t.Fatal(err)
	}
	if row, found := c.read(c.Doctor).Next(); !found || row.ID != other.ID {
		t.Error("next is not the one who came")
	}
	if _, found := c.read(c.Owner).Next(); found {
		t.Error("the other doctor's patient is next")
	}
}

func TestModelTheDeskMaySeeNoVisit(t *testing.T) {
	c := openClinic(t)
	c.book(c.patient("Asha", "Rao"), 15*60)
	m := c.read(c.Desk)
	if _, err := m.Begin(ctx, m.day.Rows[0]); store.CodeOf(err) != store.Forbidden {
		t.Error("the desk began a visit:", err)
	}
	if m.sees || m.Waiting() != 0 {
		t.Error(m.sees, m.Waiting())
	}
}

func TestModelCountsThePapersThatWait(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	if n := c.read(c.Desk).day.ToPrint; n != 0 {
		t.Fatal(n, "papers wait on an empty day")
	}
	c.Update(c.Desk, action.TakePayment, func(tx *store.Tx) error {
		_, err := workflow.TakePayment(tx, c.Env.Press, billing.Payment{Patient: p.ID, Location: c.Desk.Location.ID, Method: billing.Cash, Amount: 20000})
		return err
	}, store.About(p.ID))
	if n := c.read(c.Desk).day.ToPrint; n != 1 {
		t.Error(n, "papers wait for the printer")
	}
}

// papers notes for which day the sheets were asked for.
var sheetsOf []value.PartialDate

func papers(_ *frame.Frame, day value.PartialDate) { sheetsOf = append(sheetsOf, day) }

// F7, and Ctrl+P while nothing waits for the printer, offer the sheets of the day.
func TestSheetsOfTheDayAreOffered(t *testing.T) {
	c := openClinic(t)
	var went []frame.Target
	sheetsOf = nil
	f := c.Show(c.Desk, places(&went, nil)...)
	f.Home()
	f.Key("F7")
	f.Key(frame.KeyPrint)
	if len(sheetsOf) != 2 || sheetsOf[0] != c.Desk.Today() || len(went) != 0 {
		t.Errorf("sheets of %v, went to %v", sheetsOf, went)
	}
}

// places are the board, and places that only note that one went there.
func places(went *[]frame.Target, walkIn func(*frame.Frame)) []frame.PlaceSpec {
	list := Places(walkIn, papers)
	for _, name := range []string{frame.Patient, frame.Visit, frame.Bill, frame.Calendar, frame.Document} {
		spec := frame.PlaceSpec{Name: name, Label: "today.title", Open: func(_ *frame.Frame, to frame.Target) frame.Screen {
			*went = append(*went, to)
			return stop{}
		}}
		if name == frame.Visit {
			spec.Needs = action.OpenChart
		}
		list = append(list, spec)
	}
	return list
}

type stop struct{}

func (stop) Content() fyne.CanvasObject { return &fyne.Container{} }
func (stop) Shown()                     {}
func (stop) Key(frame.Key) bool         { return false }
func (stop) Leave()                     {}

func TestBoardByKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	first, second := c.book(p, 14*60+15), c.book(c.patient("Ravi", "Lind"), 14*60+30)
	var went []frame.Target
	walkedIn := 0
	f := c.Show(c.Desk, places(&went, func(*frame.Frame) { walkedIn++ })...)
	f.Home()

	c.Press("F6")
	if len(went) != 1 || went[0].Place != frame.Document {
		t.Fatal("F6 went to", went)
	}
	went = nil
	f.Home()

	c.Press("Enter") // the first who is expected is here
	if c.state(first.ID) != schedule.Arrived {
		t.Fatal("Enter left", c.state(first.ID))
	}
	c.Press("Ctrl+Z")
	if c.state(first.ID) != schedule.Booked {
		t.Fatal("undo left", c.state(first.ID))
	}
	c.Press("Down", "a")
	if c.state(second.ID) != schedule.Arrived || c.state(first.ID) != schedule.Booked {
		t.Fatal("a marked", c.state(first.ID), c.state(second.ID))
	}
	c.Press("m")
	if c.state(second.ID) != schedule.WithNurse {
		t.Error("m left", c.state(second.ID))
	}
	c.Press("u", "u")
	if c.state(second.ID) != schedule.Booked {
		t.Error("two steps back leave", c.state(second.ID))
	}
	c.Press("x")
	c.Type("moved away")
	c.Press("Ctrl+Enter")
	if c.state(second.ID) != schedule.Cancelled {
		t.Error("x left", c.state(second.ID))
	}
	c.Press("w", "F4")
	if walkedIn != 2 {
		t.Error("walk-in was asked for", walkedIn)
	}
	c.Press("o")
	if len(went) != 1 || went[0].Place != frame.Patient || went[0].Patient != p.ID.Raw() {
		t.Fatal("o went to", went)
	}
}

func TestTheDoctorsNextPatientIsOneKeyAndSoIsPayment(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	c.book(c.patient("Ravi", "Lind"), 14*60)
	c.book(p, 14*60+30)
	var went []frame.Target
	f := c.Show(c.Owner, places(&went, nil)...)
	f.Home()
	c.Press("n", "F2")
	if len(went) != 0 {
		t.Fatal("nobody has come, and one went to", went)
	}
	c.Press("Down", "a", "F2")
	if len(went) != 1 || went[0].Place != frame.Visit || went[0].Patient != p.ID.Raw() || went[0].Record.IsZero() {
		t.Fatal("F2 went to", went)
	}
	c.Update(c.Owner, action.FinishVisit, func(tx *store.Tx) error {
		e, err := store.Get(tx, chart.Encounters, chart.EncounterID(went[0].Record))
		if err != nil {
			return err
		}
		_, err = workflow.FinishVisit(tx, c.Env.Press, workflow.Finish{Encounter: e.ID, Version: e.Version})
		return err
	}, store.About(p.ID))
	f = c.Show(c.Desk, places(&went, nil)...)
	f.Home()
	c.Press("F3")
	if to := went[len(went)-1]; to.Place != frame.Bill || to.Patient != p.ID.Raw() || to.Record.IsZero() {
		t.Fatal("F3 went to", to)
	}
}

func TestTheBoardFollowsTheRecordAndTheClock(t *testing.T) {
	c := openClinic(t)
	var went []frame.Target
	f := c.Show(c.Desk, places(&went, nil)...)
	f.Home()
	s := newestScreen(t, c, f)
	if !s.loaded || len(s.model.day.Rows) != 0 {
		t.Fatal("the empty day")
	}
	a := c.book(c.patient("Asha", "Rao"), 14*60+5)
	c.Pass(lookEvery)
	if len(s.model.day.Rows) != 1 {
		t.Fatal("a booking made elsewhere isn't on the board")
	}
	c.later(6 * time.Minute)
	if got := s.model.Tally(); got.Late != 1 || s.minute != c.Clock.Now().Unix()/60 {
		t.Errorf("late %d, drawn at %d", got.Late, s.minute)
	}
	row, _ := s.model.Row(a.ID.String())
	if !s.boardCard(row).Late {
		t.Error("a late card isn't marked")
	}
	if _, err := s.model.Take(ctx, row, arrive, ""); err != nil {
		t.Fatal(err)
	}
	c.later(40 * time.Minute)
	row, _ = s.model.Row(a.ID.String())
	if card := s.boardCard(row); card.Waiting != 40 || !card.Late || card.Time != "#1" || card.Detail != "6 y · Consultation" {
		t.Errorf("%+v", card)
	}
	c.later(24 * time.Hour)
	if len(s.model.day.Rows) != 0 || s.model.day.Date != c.Desk.Today() {
		t.Error("yesterday's board is still in view")
	}
}

// later lets time go by at once, and the board look.
func (c *clinic) later(d time.Duration) {
	c.Clock.Add(d)
	c.Pass(lookEvery)
}

// newestScreen opens the board with its screen in hand.
func newestScreen(t *testing.T, c *clinic, f *frame.Frame) *screen {
	t.Helper()
	heard := &ear{}
	var made *screen
	spec := Places(nil, nil)[0]
	spec.Open = func(f *frame.Frame, _ frame.Target) frame.Screen {
		made = newScreen(f, nil, nil, heard)
		return made
	}
	c.Show(c.Desk, spec).Home()
	return made
}
