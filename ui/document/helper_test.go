package document

import (
	"context"
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
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

// clinic is a practice with issued papers.
type clinic struct {
	*uitest.Kit
	t *testing.T
}

func openClinic(t *testing.T, press ...documents.Press) *clinic {
	t.Helper()
	return &clinic{uitest.Open(t, press...), t}
}

func (c *clinic) patient(given, family string) patients.Patient {
	c.t.Helper()
	p := patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1985, Month: 4, Day: 2}, Active: true}
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

// bill issues a bill and takes money for it: two papers wait then.
func (c *clinic) bill(p patients.Patient) (invoice, receipt documents.Document) {
	c.t.Helper()
	c.Update(c.Desk, action.TakePayment, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		line := billing.ChargeItem{Description: "Consultation", Quantity: value.Whole(1), UnitPrice: 50000}
		draft, err := billing.NewDraft(tx, billing.Invoice{Patient: p.ID, Practitioner: people[0].ID, Location: c.Desk.Location.ID}, line)
		if err != nil {
			return err
		}
		billed, err := workflow.IssueInvoice(tx, c.Practice.Press(), draft.Invoice)
		if err != nil {
			return err
		}
		taken, err := workflow.TakePayment(tx, c.Practice.Press(), billing.Payment{Patient: p.ID, Location: c.Desk.Location.ID, Method: billing.UPI, Amount: 50000, Reference: "4711"}, draft.ID)
		invoice, receipt = billed.Paper, taken.Paper
		return err
	}, store.About(p.ID))
	return invoice, receipt
}

// prescription issues one.
func (c *clinic) prescription(p patients.Patient) documents.Document {
	c.t.Helper()
	var paper documents.Document
	c.Update(c.Owner, action.Prescription, func(tx *store.Tx) error {
		origin := chart.Origin{Patient: p.ID, Practitioner: c.Owner.Practitioner.ID, Location: c.Owner.Location.ID}
		if _, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: origin, NoneKnown: true}); err != nil {
			return err
		}
		rx, err := prescribing.DraftOf(tx, origin)
		if err != nil {
			return err
		}
		for _, text := range []string{"paracetamol 500 mg tab 1-0-1 5d", "amoxicillin 500 mg cap 1-1-1 7d"} {
			list, err := prescribing.Propose(tx, origin.Practitioner, text, 5)
			if err != nil {
				return err
			}
			line := list[0].Line
			line.Prescription = rx.ID
			if _, err := prescribing.SaveLine(tx, line); err != nil {
				return err
			}
		}
		_, paper, err = workflow.IssuePrescription(tx, c.Practice.Press(), rx)
		return err
	}, store.About(p.ID))
	return paper
}

func (c *clinic) model(s *session.Session, d documents.Document) docModel {
	return docModel{printModel{s}, c.Printer, patients.ID(d.Patient), d.ID}
}

func (c *clinic) load(m docModel) docPage {
	c.t.Helper()
	p, err := m.Load(ctx, scaleFit)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// show opens the window for a person.
func (c *clinic) show(s *session.Session) *frame.Frame {
	c.t.Helper()
	home := frame.PlaceSpec{Name: frame.Today, Label: "document_screen.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return elsewhere{} }}
	return c.Show(s, append(Places(), home)...)
}

type elsewhere struct{}

func (elsewhere) Content() fyne.CanvasObject {
	return kit.NewGround(kit.NewText("elsewhere", kit.Body))
}
func (elsewhere) Shown()             {}
func (elsewhere) Leave()             {}
func (elsewhere) Key(frame.Key) bool { return false }

func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

func wantCode(t *testing.T, err error, code store.Code) {
	t.Helper()
	if err == nil || store.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// waits counts what waits for a printer.
func (c *clinic) waits() int {
	c.t.Helper()
	n := 0
	c.View(c.Desk, action.PrintDocument, func(tx *store.Tx) (err error) {
		n, err = documents.CountToPrint(tx)
		return err
	})
	return n
}
