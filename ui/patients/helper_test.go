package patients

import (
	"context"
	"fmt"
	"testing"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

var ctx = context.Background()

// register keeps a patient and returns it.
func register(t testing.TB, k *uitest.Kit, p patients.Patient) patients.Patient {
	t.Helper()
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

// meera is the patient of most tests.
func meera() patients.Patient {
	return patients.Patient{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1951, Month: 2, Day: 3},
		Relation: patients.DaughterOf, RelationName: "Ramesh Sharma", Phones: []patients.Phone{{Number: "98290 12345"}}, Locality: "Udaipur", Address: "12 Lake Palace Road", OldNumber: "B-17"}
}

// get reads a patient.
func get(t testing.TB, k *uitest.Kit, id patients.ID) patients.Patient {
	t.Helper()
	var p patients.Patient
	k.View(k.Owner, action.OpenPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Get(tx, id)
		return err
	}, store.About(id))
	return p
}

// found counts who is found by a text.
func found(t testing.TB, k *uitest.Kit, text string) []patients.Row {
	t.Helper()
	var rows []patients.Row
	k.View(k.Owner, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, _, err = patients.Find(tx, patients.Query{Text: text})
		return err
	})
	return rows
}

// origin is where and by whom a test's chart entries are made.
func origin(s *session.Session, id patients.ID, visit chart.EncounterID) chart.Origin {
	return chart.Origin{Patient: id, Encounter: visit, Practitioner: s.Practitioner.ID, Location: s.Location.ID}
}

// visit keeps a signed visit with a note, as one that was on the present day.
func visit(t testing.TB, k *uitest.Kit, id patients.ID, note, diagnosis string, weight string) chart.Encounter {
	t.Helper()
	s := k.Owner
	var e chart.Encounter
	k.Update(s, action.FinishVisit, func(tx *store.Tx) (err error) {
		e, err = chart.Start(tx, chart.Encounter{Patient: id, Practitioner: s.Practitioner.ID, Location: s.Location.ID, Reason: "Fever for two days"})
		if err != nil {
			return err
		}
		if diagnosis != "" {
			if _, err = chart.AddCondition(tx, chart.Condition{Origin: origin(s, id, e.ID), Category: chart.EncounterDiagnosis, Code: value.Code{Display: diagnosis}}); err != nil {
				return err
			}
		}
		if weight != "" {
			if _, _, err = chart.SaveVitals(tx, e.ID, []chart.Observation{
				{Code: chart.BodyWeight, Value: value.MustDecimal(weight), Unit: "kg"},
				{Code: chart.BloodPressure, Components: []chart.Component{
					{Code: chart.Systolic, Value: value.Quantity{Value: value.MustDecimal("142"), Unit: "mm[Hg]"}},
					{Code: chart.Diastolic, Value: value.Quantity{Value: value.MustDecimal("88"), Unit: "mm[Hg]"}}}},
			}); err != nil {
				return err
			}
		}
		e.Note, e.Plan, e.FollowUp = note, "Paracetamol as needed, plenty to drink", s.Today().AddDays(14)
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		e, err = chart.Sign(tx, e.ID, e.Version)
		return err
	}, store.About(id))
	return e
}

// ill gives a patient a chart worth looking at.
func ill(t testing.TB, k *uitest.Kit, id patients.ID) {
	t.Helper()
	s := k.Owner
	k.Update(s, action.WriteChart, func(tx *store.Tx) error {
		if _, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: origin(s, id, chart.EncounterID{}), Substance: value.Code{Display: "Penicillin"}, Criticality: chart.CriticalityHigh, Reaction: "anaphylaxis 1998"}); err != nil {
			return err
		}
		for _, c := range []chart.Condition{{Code: value.Code{Display: "Type 2 diabetes mellitus"}, Onset: value.PartialDate{Year: 2014}, VerificationStatus: chart.Confirmed}, {Code: value.Code{Display: "Essential hypertension"}}} {
			c.Origin, c.Category = origin(s, id, chart.EncounterID{}), chart.ProblemListItem
			if _, err := chart.AddCondition(tx, c); err != nil {
				return err
			}
		}
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin(s, id, chart.EncounterID{}), Medication: "Ashwagandha powder", Dosage: "one spoon at night", Source: chart.FromPatient})
		return err
	}, store.About(id))
}

// bookFor books a patient on a day at nine.
func bookFor(t testing.TB, k *uitest.Kit, id patients.ID, on value.PartialDate) schedule.Appointment {
	t.Helper()
	var a schedule.Appointment
	k.Update(k.Desk, action.Book, func(tx *store.Tx) (err error) {
		a, _, err = schedule.Book(tx, schedule.Appointment{Patient: id, Practitioner: k.Desk.Practitioner.ID, Location: k.Desk.Location.ID, Date: on, Minute: 9 * 60, Reason: "Blood pressure"})
		return err
	})
	return a
}

// stop is a place of another area, which the tests go to and look no further.
type stop struct{ content fyne.CanvasObject }

func (s stop) Content() fyne.CanvasObject { return s.content }
func (s stop) Shown()                     {}
func (s stop) Key(frame.Key) bool         { return false }
func (s stop) Leave()                     {}

// shown is a frame with this area's places and stops for the others, and the screen that is in it.
type shown struct {
	*frame.Frame
	screen frame.Screen
}

func show(k *uitest.Kit, s *session.Session) *shown {
	w := &shown{}
	places := Places()
	for i, p := range places {
		places[i].Open = func(f *frame.Frame, to frame.Target) frame.Screen {
			w.screen = p.Open(f, to)
			return w.screen
		}
	}
	for _, name := range []string{frame.Today, frame.Calendar, frame.Visit, frame.Bill, frame.Document, frame.Letter, frame.ChartPage} {
		places = append(places, frame.PlaceSpec{Name: name, Label: "patients_screen.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return stop{container.NewStack()} }})
	}
	w.Frame = k.Show(s, places...)
	return w
}

// names makes up n patients.
func names(n int) []patients.Patient {
	given := []string{"Meera", "Ramesh", "Asha", "Mohammed", "Fatima", "Suresh", "Lakshmi", "Anita", "José", "Zainab"}
	family := []string{"Sharma", "Verma", "Khan", "Reddy", "Iyer", "Das", "Gupta", "García", "Müller", "Rao", "Nair"}
	list := make([]patients.Patient, n)
	for i := range list {
		list[i] = patients.Patient{Name: value.HumanName{Given: given[i%len(given)], Family: family[i%len(family)]}, Gender: value.AdministrativeGenders[i%2],
			BirthDate: value.PartialDate{Year: 1940 + i%80, Month: 1 + i%12, Day: 1 + i%28}, Phones: []patients.Phone{{Number: fmt.Sprintf("98%08d", i*7919%100000000)}}, Locality: []string{"Udaipur", "Mavli", "Dabok"}[i%3]}
	}
	return list
}

// fill registers many at once.
func fill(t testing.TB, k *uitest.Kit, list []patients.Patient) {
	t.Helper()
	for start := 0; start < len(list); start += 1000 {
		k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
			for _, p := range list[start:min(start+1000, len(list))] {
				if _, err := patients.Register(tx, p); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
