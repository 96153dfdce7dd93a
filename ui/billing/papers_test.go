package billing

import (
	"strings"
	"testing"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
)

func TestModelStatement(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	m := billModel{c.Desk, p.ID}
	if from := m.StatementFrom(); from.String() != "2025-11-01" {
		t.Errorf("from %v", from)
	}
	d, err := m.Statement(ctx, map[string]string{"from": "1 Jan 2026", "to": "t"})
	if err != nil || d.Kind != documents.Statement {
		t.Errorf("%+v %v", d, err)
	}
	for field, values := range map[string]map[string]string{"from": {"from": "someday", "to": "t"}, "to": {"from": "t", "to": "1 Jan 2026"}} {
		if _, err := m.Statement(ctx, values); c.Desk.Problem(err).Fields[field] == "" {
			t.Errorf("%v: %v", values, err)
		}
	}
	if _, err := m.Statement(ctx, map[string]string{"from": "t", "to": "1 Jan 2031"}); store.CodeOf(err) != store.Invalid {
		t.Errorf("in the future: %v", err)
	}
}

// Ctrl+S, Enter issues the statement and goes to it.
func TestStatementIsIssued(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	c.arrives(p)
	c.show(c.Desk).Go(frame.Target{Place: frame.Bill, Patient: p.ID.Raw()})
	c.Press("Ctrl+S")
	if words := c.Dialog(); !strings.Contains(words, "Statement of account") {
		t.Fatalf("Ctrl+S asks %q", words)
	}
	c.Press("Enter")
	if len(c.went) == 0 || c.went[len(c.went)-1].Place != frame.Document {
		t.Fatalf("went to %v", c.went)
	}
	var papers []documents.Item
	c.View(c.Desk, action.ReadDocument, func(tx *store.Tx) (err error) {
		papers, err = documents.OfPatient(tx, p.ID, 0)
		return err
	}, store.About(p.ID))
	if len(papers) != 1 || papers[0].Kind != documents.Statement || !papers[0].Waits {
		t.Errorf("%+v", papers)
	}
}

// The page of the day is offered when it is closed, and again whenever the closed day is in view.
func TestPageOfAClosedDay(t *testing.T) {
	c := openClinic(t)
	c.show(c.Desk).Go(frame.Target{Place: frame.Billing, Text: c.Desk.Today().String() + " " + viewEnd})
	c.Press("Ctrl+P")
	if words := c.Dialog(); words != "" || len(c.Printer.Printed) != 0 {
		t.Fatalf("a day that is open: %q", words)
	}
	c.show(c.Desk).Go(frame.Target{Place: frame.Billing, Text: c.Desk.Today().String() + " " + viewEnd})
	c.Type("0")
	c.Press("Ctrl+Enter")
	if words := c.Dialog(); !strings.Contains(words, "Page of the day") {
		t.Fatalf("closing offers %q", words)
	}
	c.Press("Enter")
	if len(c.Printer.Printed) != 1 || c.Printer.Printed[0].Kind != documents.DayEnd {
		t.Fatalf("%d pages", len(c.Printer.Printed))
	}
	var end billing.DayEnd
	c.View(c.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		end, _, err = billing.DayEndOf(tx, c.Desk.Today(), c.Desk.Location.ID)
		return err
	})
	if code := c.Desk.Practice.CodeOf(end.Anchor()); code == "" || !strings.Contains(string(c.Printer.Printed[0].Layout), code) {
		t.Errorf("the page lacks the code %q", code)
	}
	c.Press("Ctrl+P", "Enter")
	if len(c.Printer.Printed) != 2 {
		t.Errorf("%d pages after the second time", len(c.Printer.Printed))
	}
}
