package workflow_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

func (p *practice) today(t testing.TB) (day value.PartialDate) {
	t.Helper()
	p.look(t, p.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) {
		day, _, err = organization.Today(tx)
		return err
	})
	return day
}

func (p *practice) look(t testing.TB, actor store.Actor, act action.Action, fn func(*store.Tx) error, opts ...store.Option) {
	t.Helper()
	if err := p.View(ctx, actor, act, fn, opts...); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

func (p *practice) book(t testing.TB, patient patients.ID, day value.PartialDate, minute int) schedule.Appointment {
	t.Helper()
	var made schedule.Appointment
	p.Must(t, p.Desk, action.Book, func(tx *store.Tx) (err error) {
		made, _, err = schedule.Book(tx, schedule.Appointment{Patient: patient, Practitioner: p.who, Location: p.where, Date: day, Minute: minute, Minutes: 15, VisitType: p.kind, Reason: "cough"})
		return err
	})
	return made
}

// events counts an act's events about a patient in the audit report.
func (p *practice) events(t testing.TB, patient patients.ID, act action.Action) (n int) {
	t.Helper()
	p.look(t, p.Owner, action.ReadAudit, func(tx *store.Tx) error {
		list, err := store.Audit(tx, store.AuditQuery{Patient: patient.Raw()})
		for _, e := range list {
			if e.Action == act && e.Outcome == "success" {
				n++
			}
		}
		return err
	})
	return n
}

// The downtime sheet of tomorrow holds what a doctor must know, for a doctor alone, and every patient's chart counts as opened.
func TestDowntimeSheet(t *testing.T) {
	p := open(t)
	meera, sunita := p.register(t, "Meera"), p.register(t, "Sunita")
	e := p.write(t, p.seen(t, meera.ID))
	p.Must(t, p.Owner, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: chart.Origin{Patient: meera.ID, Encounter: e.ID}, Medication: "Metformin 500 mg", Dosage: "twice a day"})
		return err
	}, store.About(meera.ID))
	if _, err := p.finish(e, ""); err != nil {
		t.Fatal(err)
	}
	tomorrow := p.today(t).AddDays(1)
	p.book(t, meera.ID, tomorrow, 600)
	p.book(t, sunita.ID, tomorrow, 570)
	gone := p.book(t, sunita.ID, tomorrow, 660)
	p.Must(t, p.Desk, action.ChangeBooking, func(tx *store.Tx) error {
		_, err := schedule.Cancel(tx, gone.ID, gone.Version, "travels")
		return err
	})

	f, err := p.DowntimeFacts(ctx, p.Owner, tomorrow, organization.PractitionerID{})
	if err != nil || f.Validate() != nil {
		t.Fatal(err, f.Validate())
	}
	if !f.Clinical || f.LeftOut != 1 || len(f.Groups) != 1 || len(f.Groups[0].Rows) != 2 || f.Code == "" || f.MadeBy != "Dr Rao" {
		t.Fatalf("%+v", f)
	}
	first, second := f.Groups[0].Rows[0], f.Groups[0].Rows[1]
	if first.Number != sunita.Number || first.Allergies.State != documents.AllergyNotAsked || len(first.Medicines) != 0 || first.Balance.Minor != 0 {
		t.Errorf("%+v", first)
	}
	medicines := strings.ReplaceAll(strings.Join(second.Medicines, "|"), "\u00a0", " ")
	if second.Allergies.State != documents.AllergyNoneKnown || second.Balance.Minor != 0 || second.Kind != "Consultation" || second.Reason != "cough" ||
		!strings.Contains(strings.ToLower(medicines), "paracetamol 500 mg") || !strings.Contains(medicines, "Metformin 500 mg: twice a day") {
		t.Errorf("%+v", second)
	}
	for _, patient := range []patients.ID{meera.ID, sunita.ID} {
		if n := p.events(t, patient, action.PrintDowntime); n != 1 {
			t.Errorf("the sheet is %d times in the audit of a patient on it", n)
		}
	}

	if _, err := p.DowntimeFacts(ctx, p.Owner, tomorrow, organization.PractitionerID{}); err != nil {
		t.Fatal(err)
	}
	if n := p.events(t, meera.ID, action.PrintDowntime); n != 2 {
		t.Errorf("two sheets are %d times in the audit", n)
	}

	desk, err := p.DowntimeFacts(ctx, p.Desk, tomorrow, organization.PractitionerID{})
	if err != nil || desk.Validate() != nil || desk.Clinical {
		t.Fatal(err, desk.Validate(), desk.Clinical)
	}
	if told, _ := json.Marshal(desk.Groups); strings.Contains(strings.ToLower(string(told)), "paracetamol") || strings.Contains(string(told), "Metformin") || desk.Groups[0].Rows[1].Allergies.State != "" {
		t.Errorf("the desk is told of a chart: %s", told)
	}
	if n := p.events(t, meera.ID, action.PrintSchedule); n != 1 {
		t.Errorf("the desk's sheet is %d times in the audit", n)
	}
	// The doctor's act is not the desk's.
	err = p.View(ctx, p.Desk, action.PrintDowntime, func(*store.Tx) error { return nil }, store.About(meera.ID))
	if store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk reads charts for a sheet: %v", err)
	}
	empty, err := p.DowntimeFacts(ctx, p.Owner, tomorrow.AddDays(300), organization.PractitionerID{})
	if err != nil || len(empty.Groups) != 0 || !empty.Clinical || empty.Validate() != nil {
		t.Errorf("an empty day: %+v %v %v", empty, err, empty.Validate())
	}
}

// A sheet names no patient whom its audit does not: who was booked in between makes it begin anew.
func TestSheetsNameNobodyUnaudited(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	day := p.today(t).AddDays(1)
	p.book(t, meera.ID, day, 600)
	err := p.View(ctx, p.Desk, action.PrintSchedule, func(tx *store.Tx) error {
		_, err := workflow.DayListFacts(tx, day, organization.PractitionerID{})
		return err
	})
	if store.CodeOf(err) != store.Conflict {
		t.Errorf("a list without its audit: %v", err)
	}
	list, err := p.DayListFacts(ctx, p.Desk, day, p.who)
	if err != nil || list.Validate() != nil || len(list.Groups) != 1 || list.Groups[0].Rows[0].Minute != 600 || list.Place == "" {
		t.Errorf("%+v %v %v", list, err, list.Validate())
	}
	if n := p.events(t, meera.ID, action.PrintSchedule); n != 1 {
		t.Errorf("%d events, want one", n)
	}
}

func TestSlip(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	if _, err := p.SlipFacts(ctx, p.Desk, meera.ID, schedule.AppointmentID{}, ""); store.CodeOf(err) != store.NotFound {
		t.Errorf("a slip without an appointment: %v", err)
	}
	day := p.today(t)
	second := p.book(t, meera.ID, day.AddDays(8), 600)
	p.book(t, meera.ID, day.AddDays(1), 555)
	all, err := p.SlipFacts(ctx, p.Desk, meera.ID, schedule.AppointmentID{}, "Come with an empty stomach.")
	if err != nil || all.Validate() != nil || len(all.Appointments) != 2 || all.Appointments[0].Minute != 555 || all.Appointments[0].Kind != "Consultation" || all.Note == "" {
		t.Errorf("%+v %v %v", all, err, all.Validate())
	}
	one, err := p.SlipFacts(ctx, p.Desk, meera.ID, second.ID, "")
	if err != nil || len(one.Appointments) != 1 || one.Appointments[0].Date != day.AddDays(8) {
		t.Errorf("%+v %v", one, err)
	}
}

// A statement is issued under a number, kept, and waits for the printer like any paper.
func TestStatementIsIssued(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	if _, err := p.finish(p.write(t, p.seen(t, meera.ID)), billing.Cash); err != nil {
		t.Fatal(err)
	}
	today := p.today(t)
	issue := func() (d documents.Document, err error) {
		err = p.Update(ctx, p.Desk, action.IssueStatement, func(tx *store.Tx) (err error) {
			d, err = workflow.IssueStatement(tx, p.Press(), meera.ID, today.AddDays(-30), today)
			return err
		}, store.About(meera.ID))
		return d, err
	}
	d, err := issue()
	if err != nil || d.Kind != documents.Statement || !strings.HasPrefix(d.Number, "T-A-S/") || !strings.HasSuffix(d.Number, "/0001") {
		t.Fatalf("%+v %v", d, err)
	}
	var f documents.StatementFacts
	p.look(t, p.Desk, action.ReadDocument, func(tx *store.Tx) error {
		_, frozen, err := documents.FrozenOf(tx, d.ID)
		if err != nil {
			return err
		}
		return json.Unmarshal(frozen.Layout, &f)
	}, store.About(meera.ID))
	if len(f.Lines) != 2 || f.Lines[0].Entry != documents.EntryInvoice || f.Lines[1].Entry != documents.EntryPayment || f.Lines[1].Method != "Cash" || f.Closing.Minor != 0 || f.Number != d.Number {
		t.Errorf("%+v", f)
	}
	again, err := issue()
	if err != nil || again.Number == d.Number {
		t.Errorf("a second statement: %+v %v", again, err)
	}
	waiting := 0
	p.look(t, p.Desk, action.ReadBilling, func(tx *store.Tx) (err error) {
		waiting, err = documents.CountToPrint(tx)
		return err
	})
	if waiting < 2 {
		t.Errorf("%d papers wait for a printer", waiting)
	}
}

// The page of a closed day says what was counted, and its code is the one that the record compares.
func TestDayEndPage(t *testing.T) {
	p := open(t)
	meera := p.register(t, "Meera")
	if _, err := p.finish(p.write(t, p.seen(t, meera.ID)), billing.Cash); err != nil {
		t.Fatal(err)
	}
	today := p.today(t)
	if _, err := p.DayEndFacts(ctx, p.Desk, today, p.where); store.CodeOf(err) != store.NotFound {
		t.Errorf("a day that was not closed: %v", err)
	}
	anchor := p.Store().Head()
	p.Must(t, p.Desk, action.DayEnd, func(tx *store.Tx) error {
		_, err := billing.CloseDay(tx, billing.DayEnd{Date: today, Location: p.where, OpeningCash: 100_00, Counted: 590_00, Note: "ten short", AnchorDevice: anchor.Device, AnchorSequence: anchor.Sequence, AnchorHead: anchor.Head})
		return err
	})
	f, err := p.DayEndFacts(ctx, p.Desk, today, p.where)
	if err != nil || f.Validate() != nil {
		t.Fatal(err, f.Validate())
	}
	if f.Counted.Minor != 590_00 || f.Expected.Minor != 600_00 || f.Difference.Minor != -10_00 || f.Note != "ten short" || f.ClosedBy == "" || f.Later || f.Counts != 1 ||
		f.Invoices.Count != 1 || f.Invoices.First == "" || len(f.Methods) != 1 || f.Methods[0].Method != "Cash" {
		t.Errorf("%+v", f)
	}
	if finding, err := p.CheckAnchorCode(ctx, p.Owner, f.Code); finding != nil || err != nil {
		t.Errorf("the code on the page does not hold: %v %v", finding, err)
	}
}

// A patient is told who was given their data and who opened the record; another patient's are not on the page.
func TestDisclosures(t *testing.T) {
	p := open(t)
	meera, other := p.register(t, "Meera"), p.register(t, "Sunita")
	done, err := p.finish(p.write(t, p.seen(t, meera.ID)), billing.Cash)
	if err != nil {
		t.Fatal(err)
	}
	p.look(t, p.Owner, action.OpenChart, func(*store.Tx) error { return nil }, store.About(other.ID))
	paper := done.Documents[0]
	p.Must(t, p.Desk, action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.Printed(tx, paper.ID, 0, documents.PrintTaken)
		return err
	}, store.About(meera.ID))
	p.Must(t, p.Desk, action.HandOverDocument, func(tx *store.Tx) error {
		_, err := documents.HandOverTo(tx, paper.ID, "Rakesh Sharma")
		return err
	}, store.About(meera.ID))
	p.Clock.Add(time.Minute)
	p.look(t, p.Owner, action.ExportChart, func(*store.Tx) error { return nil }, store.About(meera.ID))
	p.Clock.Add(time.Minute)
	to, err := workflow.ExportTo(meera.ID, " Dr Shah, City Hospital\n")
	if err != nil {
		t.Fatal(err)
	}
	p.look(t, p.Owner, action.ExportChart, func(*store.Tx) error { return nil }, to...)
	for _, bad := range []string{"a\x00b", "a\xff", strings.Repeat("w", documents.RecipientLength+1)} {
		if _, err := workflow.ExportTo(meera.ID, bad); store.CodeOf(err) != store.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	today := p.today(t)
	if _, err := p.DisclosureFacts(ctx, p.Desk, meera.ID, today, today); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
	f, err := p.DisclosureFacts(ctx, p.Owner, meera.ID, today.AddDays(-1), today)
	if err != nil || f.Validate() != nil {
		t.Fatal(err, f.Validate())
	}
	if len(f.Given) != 3 || f.Given[2].To != "Rakesh Sharma" || !strings.Contains(f.Given[2].What, paper.Number) || f.Given[1].To != "" || f.Given[1].By != "Dr Rao" ||
		f.Given[0].To != "Dr Shah, City Hospital" || f.Given[0].Why != "" {
		t.Errorf("%+v", f.Given)
	}
	if len(f.Printed) != 2 || !strings.Contains(f.Printed[1].What, paper.Number) { // this page itself, and the paper
		t.Errorf("%+v", f.Printed)
	}
	if len(f.Seen) != 2 || f.Seen[0].Who != "Dr Rao" || f.Seen[0].Times < 2 {
		t.Errorf("%+v", f.Seen)
	}
	before, err := p.DisclosureFacts(ctx, p.Owner, meera.ID, today.AddDays(-20), today.AddDays(-2))
	if err != nil || len(before.Given)+len(before.Printed)+len(before.Seen) != 0 {
		t.Errorf("another time: %+v %v", before, err)
	}
	report, err := p.AuditFacts(ctx, p.Owner, workflow.AuditQuestion{Patient: meera.ID, From: today, To: today})
	if err != nil || report.Validate() != nil || report.Patient == nil || len(report.Rows) < 5 || report.Rows[0].Number != meera.Number {
		t.Errorf("%+v %v %v", report, err, report.Validate())
	}
	for _, row := range report.Rows {
		if strings.Contains(row.What, "⟦") || strings.Contains(row.Role, "⟦") || strings.Contains(row.Outcome, "⟦") {
			t.Errorf("a word is missing: %+v", row)
		}
	}
	if _, err := p.AuditFacts(ctx, p.Desk, workflow.AuditQuestion{}); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk reads the audit report: %v", err)
	}
}
