package settings

import (
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

func TestModelAuditPage(t *testing.T) {
	k := uitest.Open(t)
	m := auditModel{k.Owner}
	page, err := m.page(ctx, auditQuestion{user: k.Desk.User.Login, from: "t", to: "t"})
	if text := string(page.Layout); err != nil || !strings.HasPrefix(text, string(documents.AuditReport)) || !strings.Contains(text, "Who:"+k.Desk.User.Name()) {
		t.Errorf("%v %.200s", err, page.Layout)
	}
	if _, err := m.page(ctx, auditQuestion{from: "someday"}); k.Owner.Problem(err).Fields["from"] == "" {
		t.Errorf("a day that is none: %v", err)
	}
	if _, err := (auditModel{k.Desk}).page(ctx, auditQuestion{}); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk prints the audit report: %v", err)
	}
}

// Ctrl+P prints the report as it is narrowed on the screen; a chosen patient can be told who has seen their record.
func TestAuditIsPrinted(t *testing.T) {
	k := uitest.Open(t)
	var p patients.Patient
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Asha", Family: "Rao"}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1984}})
		return err
	})
	f := k.Show(k.Owner, Places()...)
	f.Go(frame.Target{Place: frame.Practice})
	f.Key(frame.KeyPrint)
	if words := k.Dialog(); !strings.Contains(words, "Audit report on paper") {
		t.Fatalf("Ctrl+P asks %q", words)
	}
	k.Press("Enter")
	if len(k.Printer.Printed) != 1 || !strings.HasPrefix(string(k.Printer.Printed[0].Layout), string(documents.AuditReport)) {
		t.Fatalf("%d pages printed", len(k.Printer.Printed))
	}
	f.OfferDisclosures(p.ID)
	if words := k.Dialog(); !strings.Contains(words, "Who has seen this record") {
		t.Fatalf("asks %q", words)
	}
	k.Press("Enter")
	if len(k.Printer.Printed) != 2 || !strings.Contains(string(k.Printer.Printed[1].Layout), "Asha") {
		t.Fatalf("%d pages printed", len(k.Printer.Printed))
	}
	f.OfferDisclosures(p.ID)
	k.Press("Tab")
	k.Press("Ctrl+A")
	k.Type("1 Jan 1990")
	k.Press("Enter")
	if words := k.Dialog(); len(k.Printer.Printed) != 2 || words == "" {
		t.Errorf("the days the wrong way round are printed: %q", words)
	}
}
