package today

import (
	"testing"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

// TestPictures draws the board for people to look at; it looks for nothing itself.
func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.Skip("SATCHEL_PICTURES names no folder")
	}
	c := openClinic(t)
	var went []frame.Target
	show := func(s *session.Session) {
		c.Show(s, append(places(&went, func(*frame.Frame) {}), frame.PlaceSpec{Name: frame.Patients, Label: "patients_screen.title", Icon: "patients"},
			frame.PlaceSpec{Name: frame.Settings, Label: "today.title", Icon: "settings"})...).Home()
	}
	show(c.Desk)
	c.Picture("today-empty")
	names := [][2]string{{"Asha", "Rao"}, {"Ravi", "Lind"}, {"Venkatanarasimharajuvaripeta", "Subrahmanyam Chandrasekhar"}, {"Meena", "Shah"}, {"Omar", "Okafor"},
		{"Sofia", "Eze"}, {"Wei", "Zhang"}, {"Grace", "Demir"}, {"Jonas", "Haddad"}, {"Leila", "Asante"}, {"Elena", "Rossi"}, {"Kofi", "Silva"}, {"Ngozi", "Haddad"},
		{"Ana", "Berg"}, {"Yusuf", "Silva"}, {"Helga", "Zhang"}}
	for i, n := range names {
		p := c.patient(n[0], n[1])
		a := c.book(p, 13*60+20+i*10, c.people[i%3%2].ID)
		if i%4 == 2 {
			c.Update(c.Owner, action.WriteChart, func(tx *store.Tx) error {
				_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: chart.Origin{Patient: p.ID, Practitioner: c.people[0].ID, Location: c.Owner.Location.ID}, Substance: value.Code{Display: "Penicillin"},
					Criticality: chart.CriticalityHigh, ClinicalStatus: chart.Active, VerificationStatus: chart.Confirmed})
				return err
			}, store.About(p.ID))
		}
		c.Clock.Add(time.Minute)
		c.advance(a, i)
	}
	c.Clock.Add(9 * time.Minute)
	show(c.Desk)
	c.Picture("today-desk")
	show(c.Owner)
	c.Picture("today-doctor")
	c.Press("x")
	c.Picture("today-cancel")
	c.Press("Esc", "m")
	c.Picture("today-undo")
}

// advance takes the first ones some steps further.
func (c *clinic) advance(a schedule.Appointment, i int) {
	c.t.Helper()
	if i > 9 {
		return
	}
	m := c.read(c.Owner)
	row, _ := m.Row(a.ID.String())
	if _, err := m.Take(ctx, row, arrive, ""); err != nil {
		c.t.Fatal(err)
	}
	m = c.read(c.Owner)
	row, _ = m.Row(a.ID.String())
	if i == 7 {
		if _, err := m.Take(ctx, row, nurse, ""); err != nil {
			c.t.Fatal(err)
		}
	}
	if i > 5 {
		return
	}
	encounter, err := m.Begin(ctx, row)
	if err != nil {
		c.t.Fatal(err)
	}
	if i > 3 {
		return
	}
	pay := billing.Method("")
	if i == 0 {
		pay = billing.Cash
	}
	c.Update(c.Owner, action.FinishVisit, func(tx *store.Tx) error {
		e, err := store.Get(tx, chart.Encounters, encounter)
		if err != nil {
			return err
		}
		_, err = workflow.FinishVisit(tx, c.Env.Press, workflow.Finish{Encounter: encounter, Version: e.Version, Pay: pay})
		return err
	}, store.About(a.Patient))
}
