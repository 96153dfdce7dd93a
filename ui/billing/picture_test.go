package billing

import (
	"fmt"
	"testing"

	"satchel/data/billing"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestPictures draws the screens for people to look at; see uitest.Picture. Without its variable it shows every screen all the same.
func TestPictures(t *testing.T) {
	c := openClinic(t, reports.New())
	c.taxed()
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Billing})
	c.Picture("billing-empty")
	long := c.patient("Venkatanarasimharajuvaripeta Lakshmi Prasanna", "Satyanarayana Chakravarthula")
	meera := c.patient("Meera", "Sharma")
	f.Go(frame.Target{Place: frame.Bill, Patient: long.ID.Raw()})
	c.Picture("bill-empty")
	c.Type("con")
	c.Picture("bill-suggest")
	c.Press("Enter")
	c.Type("2 dress")
	c.Press("Enter")
	m := c.model(c.Doctor, long)
	page := c.load(m, billing.InvoiceID{})
	page = must[billPage](t)(m.SetLine(ctx, page.Account.Invoice, billing.ChargeItem{}, map[string]string{"description": "Knee brace, hinged, with a description that is far too long to stand on one line of a bill", "quantity": "1.5", "unitPrice": "1200", "discount": "10%", "tax": "GST"}))
	page = must[billPage](t)(m.Details(ctx, page.Account.Invoice, map[string]string{"serviceDate": "t", "payer": "Hindustan Zinc Limited\nEmployees' health scheme\nUdaipur", "note": "Please bring the brace again for fitting."}))
	must[received](t)(m.Advance(ctx, page.Account.Invoice, payment{Amount: "300", Method: billing.Cash}))
	f.Go(frame.Target{Place: frame.Bill, Patient: long.ID.Raw()})
	c.Picture("bill-draft")
	c.Press("Ctrl+Enter")
	c.Picture("bill-pay")
	c.Type("5000")
	c.Picture("bill-pay-over")
	c.Press("Esc", "F3")
	c.Type("lots")
	c.Press("Enter")
	c.Picture("bill-discount-error")
	c.Press("Esc", "F4")
	c.Picture("bill-details")
	c.Press("Esc", "Ctrl+Enter")
	c.Type("2000")
	c.Press("Enter")
	c.Picture("bill-part-paid")
	paid := c.arrives(meera)
	r := must[received](t)(c.model(c.Desk, meera).IssueAndPay(ctx, paid.Invoice, payment{Amount: "700", Method: billing.UPI, Reference: "402217786541"}))
	c.limits(20000)
	must[billPage](t)(c.model(c.Doctor, meera).Credit(ctx, r.Page.Account.Invoice, r.Page.Lines[0].ID, "100", "Seen only briefly"))
	f.Go(frame.Target{Place: frame.Bill, Patient: meera.ID.Raw(), Record: paid.ID.Raw()})
	c.Picture("bill-paid")
	c.Press("F6")
	c.Picture("bill-credit")
	c.Press("Esc", "F7")
	c.Picture("bill-refund")
	c.Press("Esc", "Ctrl+S")
	c.Picture("bill-statement")
	c.Press("Esc")
	c.fill(24)
	f.Go(frame.Target{Place: frame.Billing})
	c.Picture("billing-day")
	c.Press("F6")
	c.Picture("billing-payments")
	c.Press("F6")
	c.Picture("billing-owes")
	c.Press("F6")
	c.Type("2500")
	c.Picture("billing-end")
	c.Press("Ctrl+Enter")
	c.Picture("billing-end-error")
	c.Type("A note of 500 was torn and not counted")
	c.Press("Ctrl+Enter")
	c.Picture("billing-end-offered")
	c.Press("Esc")
	c.Picture("billing-end-closed")
}

// fill makes a busy day: some pay, some owe, some wait.
func (c *clinic) fill(n int) {
	c.t.Helper()
	if !uitest.Pictures() {
		n = 3
	}
	for i := range n {
		p := c.patient([]string{"Asha", "Zoya", "Rohan", "Priyanka", "Mohammed", "Gurpreet"}[i%6], fmt.Sprintf("%s %s", []string{"Rao", "Khan", "Mehta", "Nair"}[i%4], "Singh"))
		bill := c.arrives(p)
		m := c.model(c.Desk, p)
		switch i % 4 {
		case 0:
			must[received](c.t)(m.Issue(ctx, bill.Invoice))
		case 1, 2:
			must[received](c.t)(m.IssueAndPay(ctx, bill.Invoice, payment{Amount: "500", Method: billing.Methods[i%len(billing.Methods)], Reference: fmt.Sprint(4711 * i)}))
		}
	}
	c.Update(c.Desk, action.RegisterPatient, func(tx *store.Tx) error {
		_, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Text: "मीरा शर्मा", Latin: "Meera Sharma"}, Gender: value.GenderFemale, Active: true})
		return err
	})
}
