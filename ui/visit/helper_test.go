package visit

import (
	"context"
	"testing"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"

	"fyne.io/fyne/v2"
)

var ctx = context.Background()

// furnish gives the practice a fee, a kind of visit and a small formulary.
func furnish(t testing.TB, k *uitest.Kit) {
	t.Helper()
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		for _, fee := range []billing.Fee{{Code: "CONS", Name: "Consultation", Price: 50000, Active: true}, {Code: "NEB", Name: "Nebulisation", Price: 15000, Active: true}} {
			if _, err := billing.SaveFee(tx, fee); err != nil {
				return err
			}
		}
		return nil
	})
	k.Update(k.Owner, action.FoundPractice, func(tx *store.Tx) error {
		_, err := schedule.SaveVisitType(tx, schedule.VisitType{Name: "Consultation", Minutes: 15, Colour: "#1f6feb", FeeCode: "CONS", Active: true})
		return err
	})
	k.Update(k.Owner, action.WriteFormulary, func(tx *store.Tx) error {
		for _, f := range []prescribing.FormularyItem{
			item("Crocin", "paracetamol", "500", "tablet", 3, "3"),
			item("Cetzine", "cetirizine", "10", "tablet", 1, "5"),
			item("Pan", "pantoprazole", "40", "tablet", 1, "5"),
			item("Mox", "amoxicillin", "500", "capsule", 3, "5"),
		} {
			if _, err := prescribing.AddFormularyItem(tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// item is a solid medicine taken so many times a day for so many days.
func item(brand, ingredient, milligrams string, form prescribing.Form, times int, days string) prescribing.FormularyItem {
	return prescribing.FormularyItem{Brand: brand, Form: form, Substitution: true, Ingredients: []prescribing.Ingredient{{Name: ingredient, Code: codeOf(ingredient), Strength: value.Quantity{Value: value.MustDecimal(milligrams), Unit: "mg"}}},
		Dosage: prescribing.Dosage{Dose: value.Quantity{Value: value.Whole(1), Unit: "{" + string(form) + "}"}, Frequency: times, PeriodUnit: "d", Duration: value.Quantity{Value: value.MustDecimal(days), Unit: "d"}}}
}

// register keeps a patient.
func register(t testing.TB, k *uitest.Kit, given, family string) patients.Patient {
	t.Helper()
	return registerBorn(t, k, given, family, value.PartialDate{Year: 1951, Month: 2, Day: 3})
}

func registerBorn(t testing.TB, k *uitest.Kit, given, family string, born value.PartialDate) patients.Patient {
	t.Helper()
	p := patients.Patient{Name: value.HumanName{Given: given, Family: family}, Gender: value.GenderFemale, BirthDate: born,
		Relation: patients.DaughterOf, RelationName: "Ramesh Sharma", Phones: []patients.Phone{{Number: "98290 12345"}}, Locality: "Udaipur"}
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	return p
}

// begin starts a visit and returns its model.
func begin(t testing.TB, s *session.Session, p patients.ID) *visitModel {
	t.Helper()
	m := &visitModel{session: s, patient: p}
	b, err := m.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m.encounter = b.Encounter.ID
	return m
}

// load reads the page of a visit.
func load(t testing.TB, m *visitModel) page {
	t.Helper()
	p, err := m.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// prescribed adds the first reading of a typed line.
func prescribed(t testing.TB, m *visitModel, text string) prescription {
	t.Helper()
	list, err := m.Propose(ctx, prescribing.PrescriptionID{}, text)
	if err != nil {
		t.Fatal(err)
	}
	if !list[0].complete() {
		t.Fatalf("%q is not complete: %+v", text, list[0].Proposal)
	}
	rx, err := m.SaveLine(ctx, list[0].Line, false)
	if err != nil {
		t.Fatal(err)
	}
	return rx
}

// finished signs a visit in which everything is answered.
func finished(t testing.TB, m *visitModel, pay billing.Method) {
	t.Helper()
	if _, err := m.Finish(ctx, finishing{Version: load(t, m).Encounter.Version, Pay: pay}); err != nil {
		t.Fatal(err)
	}
}

// allergic gives a patient an allergy, outside visits.
func allergic(t testing.TB, s *session.Session, patient patients.ID, substance, reaction string) {
	t.Helper()
	err := s.Update(ctx, action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: chart.Origin{Patient: patient, Practitioner: s.Practitioner.ID, Location: s.Location.ID},
			Substance: value.Code{Display: substance}, Reaction: reaction, Criticality: chart.CriticalityHigh})
		return err
	}, store.About(patient))
	if err != nil {
		t.Fatal(err)
	}
}

// window opens the screen for a person, with a stand-in for the patient's page whose one button begins the visit, as there.
func window(k *uitest.Kit, s *session.Session) *frame.Frame {
	places := Places()
	places[0].Open = func(f *frame.Frame, to frame.Target) frame.Screen {
		shown = open(f, to).(*visitScreen)
		return shown
	}
	return k.Show(s, append(places, frame.PlaceSpec{Name: frame.Patient, Label: "visit.title", Open: func(f *frame.Frame, to frame.Target) frame.Screen {
		return &standIn{kit.NewButton("begin", kit.Primary, func() { f.Go(frame.Target{Place: frame.Visit, Patient: to.Patient}) })}
	}}, frame.PlaceSpec{Name: frame.Today, Label: "visit.title", Icon: "today", Open: func(f *frame.Frame, _ frame.Target) frame.Screen {
		return &standIn{kit.NewButton("today", kit.Primary, func() {})}
	}}, frame.PlaceSpec{Name: frame.Letter, Label: "visit.title", Open: func(*frame.Frame, frame.Target) frame.Screen {
		return &standIn{kit.NewButton("letter", kit.Primary, func() {})}
	}}, frame.PlaceSpec{Name: frame.ChartPage, Label: "visit.title", Open: func(*frame.Frame, frame.Target) frame.Screen {
		return &standIn{kit.NewButton("page", kit.Primary, func() {})}
	}})...)
}

// shown is the visit that a test opened last.
var shown *visitScreen

type standIn struct{ button *kit.Button }

func (s *standIn) Content() fyne.CanvasObject { return kit.Page(s.button, kit.Column(0)) }
func (s *standIn) Shown()                     { kit.Focus(s.button) }
func (s *standIn) Key(frame.Key) bool         { return false }
func (s *standIn) Leave()                     {}

// onPage is the open visit that the window shows.
func onPage(t testing.TB) *openPage {
	t.Helper()
	o, ok := shown.page.(*openPage)
	if !ok {
		t.Fatalf("the visit is shown as %T", shown.page)
	}
	return o
}
