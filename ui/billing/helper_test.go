package billing

import (
	"context"
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"

	"fyne.io/fyne/v2"
)

var ctx = context.Background()

// clinic is a practice with fees, a tax and a kind of visit.
type clinic struct {
	*uitest.Kit
	t    *testing.T
	kind schedule.VisitType
	fees []billing.Fee
	went []frame.Target
	now  frame.Screen // in view
}

// bill is the screen of the bill in view.
func (c *clinic) bill() *billScreen {
	c.t.Helper()
	s, is := c.now.(*billScreen)
	if !is {
		c.t.Fatalf("in view is %T", c.now)
	}
	return s
}

func openClinic(t *testing.T, press ...documents.Press) *clinic {
	t.Helper()
	c := &clinic{Kit: uitest.Open(t, press...), t: t}
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) error {
		if _, err := billing.SaveTaxRate(tx, billing.TaxRate{Name: "GST", Kind: billing.TaxRated, Percent: value.Whole(18), From: value.PartialDate{Year: 2020, Month: 1, Day: 1}}); err != nil {
			return err
		}
		for _, f := range []billing.Fee{
			{Code: "consult", Name: "Consultation", Price: 50000, Favourite: 1, Active: true},
			{Code: "follow", Name: "Follow-up consultation", Price: 30000, Favourite: 2, Active: true},
			{Code: "dress", Name: "Dressing, small", Price: 15000, Active: true},
			{Code: "cert", Name: "Fitness certificate", Price: 20000, Tax: "", Active: true},
			{Code: "old", Name: "Consultation 2019", Price: 20000},
		} {
			saved, err := billing.SaveFee(tx, f)
			if err != nil {
				return err
			}
			c.fees = append(c.fees, saved)
		}
		var err error
		c.kind, err = schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#3366cc", FeeCode: "consult", Active: true})
		return err
	})
	return c
}

// settings changes the practice, and tells everybody who is signed in.
func (c *clinic) settings(change func(*organization.Practice)) {
	c.t.Helper()
	c.Update(c.Owner, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		change(&p)
		_, err = organization.Save(tx, p)
		return err
	})
	for _, s := range []*session.Session{c.Owner, c.Doctor, c.Desk} {
		if err := s.Refresh(ctx); err != nil {
			c.t.Fatal(err)
		}
	}
}

// taxed registers the practice for its tax.
func (c *clinic) taxed() {
	c.settings(func(p *organization.Practice) { p.TaxNumber = "08ABCDE1234F1Z5" })
}

// limits lets the desk give back so much, in minor units.
func (c *clinic) limits(refund int64) {
	c.settings(func(p *organization.Practice) { p.DeskRefundMinor = refund })
}

func (c *clinic) patient(given, family string) patients.Patient {
	c.t.Helper()
	p := patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1985, Month: 4, Day: 2},
		Phones: []patients.Phone{{Number: "98290 12345", Whose: patients.WhoseSelf}}, Active: true}
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

// arrives gives a patient the draft of a visit.
func (c *clinic) arrives(p patients.Patient) billing.Bill {
	c.t.Helper()
	var arrived workflow.Arrived
	c.Update(c.Desk, action.Arrive, func(tx *store.Tx) (err error) {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		arrived, err = workflow.WalkIn(tx, schedule.Appointment{Patient: p.ID, Practitioner: people[0].ID, Location: c.Desk.Location.ID, VisitType: c.kind.ID})
		return err
	}, store.About(p.ID))
	return arrived.Bill
}

func (c *clinic) model(s *session.Session, p patients.Patient) billModel { return billModel{s, p.ID} }

func (c *clinic) load(m billModel, id billing.InvoiceID) billPage {
	c.t.Helper()
	p, err := m.Load(ctx, id, "")
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// show opens the window for a person, with places that only say that they were gone to.
func (c *clinic) show(s *session.Session) *frame.Frame {
	c.t.Helper()
	places := Places()
	for n, place := range places {
		places[n].Open = func(f *frame.Frame, to frame.Target) frame.Screen {
			c.now = place.Open(f, to)
			return c.now
		}
	}
	for _, name := range []string{frame.Today, frame.Patient, frame.Document} {
		places = append(places, frame.PlaceSpec{Name: name, Label: "billing_screen.bill", Open: func(_ *frame.Frame, to frame.Target) frame.Screen {
			c.went = append(c.went, to)
			return elsewhere{}
		}})
	}
	return c.Show(s, places...)
}

type elsewhere struct{}

func (elsewhere) Content() fyne.CanvasObject {
	return kit.NewGround(kit.NewText("elsewhere", kit.Body))
}
func (elsewhere) Shown()             {}
func (elsewhere) Leave()             {}
func (elsewhere) Key(frame.Key) bool { return false }

// plain turns the spaces that do not break into plain ones.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// must ends the test on an error.
func must[T any](t *testing.T) func(T, error) T {
	return func(result T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

func wantCode(t *testing.T, err error, code store.Code) {
	t.Helper()
	if err == nil || store.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// standing is where a patient stands, in rupees: owed and on account.
func (c *clinic) standing(p patients.Patient) (owed, credit int64) {
	c.t.Helper()
	c.View(c.Desk, action.ReadBilling, func(tx *store.Tx) error {
		b, err := billing.BalanceOf(tx, p.ID)
		owed, credit = b.Owed.Minor/100, b.Credit.Minor/100
		return err
	})
	return owed, credit
}
