package calendar

import (
	"fmt"
	"testing"

	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

// TestPictures draws the calendar for people to look at; it looks for nothing itself.
func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.Skip("SATCHEL_PICTURES names no folder")
	}
	c := openClinic(t)
	c.show(c.Desk, frame.Target{}, frame.Today, frame.Patients, frame.Patient, frame.Billing, frame.Settings)
	c.Picture("calendar-empty")
	names := [][2]string{{"Asha", "Rao"}, {"Ravi", "Lind"}, {"Venkatanarasimharajuvaripeta", "Subrahmanyam Chandrasekhar"}, {"Meena", "Shah"}, {"Omar", "Okafor"},
		{"Sofia", "Eze"}, {"Wei", "Zhang"}, {"Grace", "Demir"}, {"Jonas", "Haddad"}, {"Leila", "Asante"}, {"Elena", "Rossi"}, {"Kofi", "Silva"}}
	reasons := []string{"", "fever since Sunday", "dressing", "", "results of the blood test, and a letter for the school", "cough"}
	var people []patients.Patient
	for _, n := range names {
		people = append(people, c.patient(n[0], n[1]))
	}
	minutes := []int{15, 15, 30, 15, 20, 15, 45, 30}
	for d := range 5 {
		at := 9 * 60
		for i, p := range people {
			a := schedule.Appointment{Patient: p.ID, Practitioner: c.people[(i+d)%3%2].ID, Location: c.Desk.Location.ID, Date: c.Desk.Today().AddDays(d), Minute: at,
				Minutes: minutes[(i+d)%len(minutes)], VisitType: c.short.ID, Reason: reasons[(i+d)%len(reasons)]}
			at += a.Minutes
			if i == 5 {
				at = 14 * 60
			}
			if i == 9 {
				at -= 20 // two at once
			}
			c.Update(c.Desk, action.Book, func(tx *store.Tx) error {
				_, _, err := schedule.Book(tx, a)
				return err
			})
		}
	}
	m := &model{c.Desk}
	p, err := m.Read(ctx, view{Date: c.Desk.Today()})
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []schedule.Step{schedule.StepArrive, schedule.StepNoShow, schedule.StepArrive, schedule.StepCancel} {
		if _, err := m.Take(ctx, p.Rows[i].Appointment, step, "rang to say so"); err != nil {
			t.Fatal(err)
		}
	}
	latest, _ := c.show(c.Desk, frame.Target{}, frame.Today, frame.Patients, frame.Patient, frame.Register, frame.Billing, frame.Settings)
	c.Picture("calendar-day")
	c.Press("F9")
	c.Picture("calendar-week")
	c.Press("F9", "F2")
	c.Type("a")
	c.Picture("calendar-find")
	c.Type("sha rao")
	c.Press("Enter")
	c.Picture("calendar-book")
	c.Press("Tab")
	c.Type("31/2")
	c.Press("Enter")
	c.Picture("calendar-book-error")
	c.Press("Esc", "F2")
	c.Picture("calendar-book-restored")
	c.Press("Esc")
	s := latest()
	row := s.page.Rows[6]
	s.openBlock(row.ID.String())
	c.Picture("calendar-appointment")
	c.Press("Esc")
	c.Press("Ctrl+P")
	c.Picture("calendar-papers")
	c.Press("Esc")
	offerSlip(c.Frame, row)
	c.Picture("calendar-slip")
	c.Press("Esc")
	s.grid.OnBlockMoved(row.ID.String(), s.page.OwnLane(c.Desk), 13*60+15)
	c.Picture("calendar-moved")
	WalkIn(c.Frame)
	c.Type(fmt.Sprint("zzz", value.FormatClock(0)))
	c.Picture("calendar-walk-in")
}
