package billing

import (
	"slices"
	"strings"
	"testing"

	"satchel/data/organization"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// The receipt's own law speaks before money is taken: in India it carries the registration number of whoever is paid for care.
func TestModelReceiptNamesWhatIsLacking(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Meera", "Sharma")
	bill := c.arrives(p)
	m := c.model(c.Desk, p)
	fields := func() (list []organization.Field) {
		for _, l := range c.load(m, bill.ID).Lacks {
			list = append(list, l.Field)
		}
		return list
	}
	if got := fields(); len(got) != 0 {
		t.Fatalf("a complete record lacks %v", got)
	}
	c.ForgetRegistrations()
	want := []organization.Field{organization.FieldRegistration}
	if got := fields(); !slices.Equal(got, want) {
		t.Errorf("a draft lacks %v", got)
	}
	must[received](t)(m.Issue(ctx, bill.Invoice))
	if got := fields(); !slices.Equal(got, want) {
		t.Errorf("an issued bill with something to pay lacks %v", got)
	}
	f := c.show(c.Desk)
	f.Go(frame.Target{Place: frame.Bill, Patient: p.ID.Raw(), Record: bill.ID.Raw()})
	if words := uitest.Words(c.now.Content()); !strings.Contains(words, "Registration number") {
		t.Errorf("the bill says:\n%s", words)
	}
	must[received](t)(m.Pay(ctx, c.load(m, bill.ID).Account.Invoice, payment{Amount: "500", Method: usualMethod}))
	if got := fields(); len(got) != 0 {
		t.Errorf("a paid bill lacks %v", got)
	}
}
