package billing

import (
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

func fyneFocus(c *clinic, list *kit.List) { c.Window.Canvas().Focus(list) }

func TestModelDay(t *testing.T) {
	c := openClinic(t)
	a, b, d := c.patient("Meera", "Sharma"), c.patient("Asha", "Rao"), c.patient("Zoya", "Khan")
	must[received](t)(c.model(c.Desk, a).IssueAndPay(ctx, c.arrives(a).Invoice, payment{Amount: "500", Method: billing.Cash}))
	must[received](t)(c.model(c.Desk, b).IssueAndPay(ctx, c.arrives(b).Invoice, payment{Amount: "200", Method: billing.UPI}))
	c.arrives(d)
	m := dayModel{c.Desk}
	page := must[dayPage](t)(m.Load(ctx, c.Desk.Today()))
	if len(page.Bills) != 3 || page.Bills[0].Status != billing.Draft || page.Bills[1].Balance().Minor != 30000 || page.Bills[2].Status != billing.Balanced {
		t.Errorf("order: %+v", page.Bills)
	}
	left, open, drafts := page.Open()
	if left.Minor != 30000 || open != 1 || drafts != 1 || page.ToPrint != 4 || len(page.Payments) != 2 {
		t.Errorf("left %v, open %d, drafts %d, to print %d", left, open, drafts, page.ToPrint)
	}
	if page.Totals.Received.Minor != 70000 || page.Totals.Cash.Minor != 50000 || page.Debts.Patients != 1 || page.Name(c.Desk, b.ID) != "Asha Rao" {
		t.Errorf("totals %+v", page.Totals)
	}
	before := must[dayPage](t)(m.Load(ctx, c.Desk.Today().AddDays(-1)))
	if len(before.Bills) != 0 || before.Totals.Received.Minor != 0 || before.Debts.Patients != 1 {
		t.Errorf("the day before: %+v", before)
	}
	if _, err := m.Load(ctx, value.PartialDate{Year: 2026}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a year is no day: %v", err)
	}
	if _, err := m.Receipt(ctx, page.Payments[0]); err != nil {
		t.Error(err)
	}
}

func TestModelDayEnd(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	must[received](t)(c.model(c.Desk, p).IssueAndPay(ctx, c.arrives(p).Invoice, payment{Amount: "500", Method: billing.Cash}))
	m := dayModel{c.Desk}
	page := must[dayPage](t)(m.Load(ctx, c.Desk.Today()))
	typed := count{Opening: "1000", Counted: "1480"}
	r := m.Reckon(page, typed)
	if r.Expected.Minor != 150000 || r.Difference.Minor != -2000 || plain(m.DifferenceWords(r)) != "₹20.00 is missing." {
		t.Errorf("%+v %q", r, m.DifferenceWords(r))
	}
	for _, bad := range []count{typed, {Opening: "x", Counted: "1"}, {Counted: ""}, {Counted: "-5", Note: "n"}} {
		if _, err := m.Close(ctx, page, bad); len(c.Desk.Problem(err).Fields) == 0 {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := m.KeepDraft(ctx, page.Date, typed); err != nil {
		t.Fatal(err)
	}
	if kept, found, err := m.Draft(ctx, page.Date); err != nil || !found || kept != typed {
		t.Errorf("draft %+v, %v, %v", kept, found, err)
	}
	typed.Note = "Tea"
	end := must[billing.DayEnd](t)(m.Close(ctx, page, typed))
	if end.Difference().Minor != -2000 || end.AnchorDevice == "" {
		t.Errorf("%+v", end)
	}
	if _, found, _ := m.Draft(ctx, page.Date); found {
		t.Error("the draft outlived the count")
	}
	_, err := m.Close(ctx, page, typed) // somebody else counted meanwhile
	wantCode(t, err, store.Conflict)
	page = must[dayPage](t)(m.Load(ctx, c.Desk.Today()))
	if page.End.ID != end.ID || page.EndBy != "Priya" {
		t.Errorf("end %+v by %q", page.End, page.EndBy)
	}
	if found, err := c.Desk.Practice.CheckAnchorCode(ctx, c.Desk.Actor, m.Code(page)); err != nil || found != nil || m.Code(page) == "" {
		t.Errorf("code %q: %+v, %v", m.Code(page), found, err)
	}
	if m.Code(dayPage{}) != "" {
		t.Error("a day that was not counted has a code")
	}
	c.Clock.Add(24 * time.Hour)
	if next := must[dayPage](t)(m.Load(ctx, c.Desk.Today())); next.Opening.Minor != 148000 || !next.End.ID.IsZero() {
		t.Errorf("the next day opens with %v", next.Opening)
	}
}

func TestDayKeys(t *testing.T) {
	c := openClinic(t)
	a, b := c.patient("Meera", "Sharma"), c.patient("Asha", "Rao")
	must[received](t)(c.model(c.Desk, a).Issue(ctx, c.arrives(a).Invoice))
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Billing})
	c.Press("F2")
	c.Type("asha")
	c.Press("Enter")
	if at := f.At(); at.Place != frame.Bill || at.Patient != b.ID.Raw() {
		t.Fatalf("at %+v", at)
	}
	c.Press("Esc", "F6", "F6", "Enter") // who owes, the first
	if at := f.At(); at.Place != frame.Bill || at.Patient != a.ID.Raw() || at.Text != preferOpen {
		t.Errorf("at %+v", at)
	}
	c.Press("Esc")
	if at := f.At(); at.Place != frame.Billing || at.Text != c.Desk.Today().String()+" "+viewOwes {
		t.Errorf("back at %+v", at)
	}
	c.Press("Ctrl+P")
	if len(c.went) != 1 || c.went[0] != (frame.Target{Place: frame.Document}) {
		t.Errorf("went to %+v", c.went)
	}
}

func TestDayEndKeys(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	must[received](t)(c.model(c.Desk, p).IssueAndPay(ctx, c.arrives(p).Invoice, payment{Amount: "500", Method: billing.Cash}))
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Billing, Text: c.Desk.Today().String() + " " + viewEnd})
	c.Type("480")
	c.Press("Ctrl+Enter") // refused: the difference needs a word
	m := dayModel{c.Desk}
	if page := must[dayPage](t)(m.Load(ctx, c.Desk.Today())); !page.End.ID.IsZero() {
		t.Fatal("a difference without a word was kept")
	}
	c.Pass(3 * time.Second)
	f.Home()
	f.Go(frame.Target{Place: frame.Billing, Text: c.Desk.Today().String() + " " + viewEnd})
	c.Press("Tab")
	c.Type("Tea")
	c.Press("Ctrl+Enter")
	page := must[dayPage](t)(m.Load(ctx, c.Desk.Today()))
	if page.End.ID.IsZero() || page.End.Counted != 48000 || page.End.Note != "Tea" {
		t.Errorf("%+v", page.End)
	}
}
