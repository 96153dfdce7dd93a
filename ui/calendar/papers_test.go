package calendar

import (
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
)

func (c *clinic) printed() string {
	c.t.Helper()
	if len(c.Printer.Printed) == 0 {
		return ""
	}
	return string(c.Printer.Printed[len(c.Printer.Printed)-1].Layout)
}

// Ctrl+P, Enter prints the list of the day in view; the downtime sheet of a doctor holds what the chart says, the desk's does not.
func TestSheetsOfADay(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	day := c.Desk.Today().AddDays(1)
	c.Update(c.Desk, action.Book, func(tx *store.Tx) error {
		_, _, err := schedule.Book(tx, schedule.Appointment{Patient: p.ID, Practitioner: c.people[0].ID, Location: c.Desk.Location.ID, Date: day, Minute: 600, Minutes: 15, VisitType: c.short.ID, Reason: "cough"})
		return err
	})
	c.show(c.Desk, frame.Target{Text: day.String()})
	c.Press("Ctrl+P")
	if words := c.Dialog(); !strings.Contains(words, "Sheets of a day") || !strings.Contains(words, "only on a sheet that a doctor makes") {
		t.Fatalf("Ctrl+P asks %q", words)
	}
	c.Press("Enter")
	if page := c.printed(); !strings.HasPrefix(page, string(documents.DayList)) || !strings.Contains(page, "cough") {
		t.Fatalf("printed %.80s", page)
	}
	c.Press("Ctrl+P", "Right", "Enter")
	if page := c.printed(); !strings.HasPrefix(page, string(documents.Downtime)) || !strings.Contains(page, "Clinical:false") {
		t.Fatalf("printed %.80s", page)
	}
	c.Press("Ctrl+P", "Tab")
	c.Type("someday")
	c.Press("Enter")
	if words := c.Dialog(); !strings.Contains(words, "Sheets of a day") || len(c.Printer.Printed) != 2 {
		t.Fatalf("a day that is none: %q", words)
	}
	c.Press("Esc")

	c.show(c.Doctor, frame.Target{Text: day.String()})
	c.Press("Ctrl+P", "Right", "Enter")
	if page := c.printed(); !strings.Contains(page, "Clinical:true") {
		t.Fatalf("printed %.80s", page)
	}
}

func TestPapersModelSlip(t *testing.T) {
	c := openClinic(t)
	p := c.patient("Asha", "Rao")
	day := c.Desk.Today()
	var rows []schedule.Row
	for n := range 2 {
		c.Update(c.Desk, action.Book, func(tx *store.Tx) error {
			_, _, err := schedule.Book(tx, schedule.Appointment{Patient: p.ID, Practitioner: c.people[0].ID, Location: c.Desk.Location.ID, Date: day.AddDays(n + 1), Minute: 600, Minutes: 15, VisitType: c.short.ID})
			return err
		})
	}
	c.View(c.Desk, action.ReadSchedule, func(tx *store.Tx) (err error) {
		rows, err = schedule.Day(tx, day.AddDays(1), c.people[0].ID)
		return err
	})
	m := papersModel{c.Desk}
	one, err := m.Slip(ctx, rows[0], map[string]string{fieldWhich: whichOne, fieldPaper: string(documents.PaperRoll80), fieldNote: "bring the card"})
	if page := string(one.Layout); err != nil || !strings.Contains(page, "bring the card") || !strings.Contains(page, "80 mm") || strings.Count(page, "Minute:600") != 1 {
		t.Errorf("%v %s", err, page)
	}
	all, err := m.Slip(ctx, rows[0], map[string]string{fieldWhich: whichAll, fieldPaper: "A5"})
	if err != nil || strings.Count(string(all.Layout), "Minute:600") != 2 {
		t.Errorf("%v %s", err, all.Layout)
	}
	if _, err := m.Sheet(ctx, map[string]string{fieldDay: ""}); c.Desk.Problem(err).Fields[fieldDay] == "" {
		t.Errorf("no day: %v", err)
	}
}
