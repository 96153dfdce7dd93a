package chartpage

import (
	"context"
	"strings"
	"testing"
	"time"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/reports"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/uitest"

	"fyne.io/fyne/v2"
)

var ctx = context.Background()

// tara is a girl of four years with a signed visit, some measurements and a vaccine.
func tara(t testing.TB, k *uitest.Kit) (patients.Patient, chart.Encounter) {
	t.Helper()
	s := k.Owner
	var p patients.Patient
	var e chart.Encounter
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Tara", Family: "Rao"}, Gender: value.GenderFemale, BirthDate: s.Today().AddDays(-1500)})
		return err
	})
	k.Update(s, action.FinishVisit, func(tx *store.Tx) (err error) {
		if e, err = chart.Start(tx, chart.Encounter{Patient: p.ID, Practitioner: s.Practitioner.ID, Location: s.Location.ID, Reason: "Cough"}); err != nil {
			return err
		}
		origin := chart.Origin{Patient: p.ID, Encounter: e.ID}
		for i, kg := range []string{"3.1", "6.8", "9.2", "12.4", "14.1", "16.3"} {
			at := tx.Now().AddDate(0, 0, -1500+300*i)
			for _, o := range []chart.Observation{{Code: chart.BodyWeight, Value: value.MustDecimal(kg), Unit: "kg"}, {Code: chart.BodyHeight, Value: value.Whole(int64(50 + 11*i)), Unit: "cm"}} {
				o.Origin, o.Category, o.Effective = origin, chart.VitalSigns, at
				if _, err := chart.Record(tx, o); err != nil {
					return err
				}
			}
		}
		if _, err := chart.AddImmunization(tx, chart.Immunization{Origin: origin, Vaccine: value.Code{Display: "Measles and rubella vaccine"}, DoseNumber: 2, LotNumber: "MR2601", Site: chart.RightArm, Route: chart.Subcutaneous}); err != nil {
			return err
		}
		e.Note, e.Plan = "Chest clear.", "Fluids, rest."
		if e, err = chart.Save(tx, e); err != nil {
			return err
		}
		e, err = chart.Sign(tx, e.ID, e.Version)
		return err
	}, store.About(p.ID))
	return p, e
}

// issued are the newest papers of a patient, by kind.
func issued(t testing.TB, k *uitest.Kit, id patients.ID) map[documents.Kind]documents.Item {
	t.Helper()
	found := map[documents.Kind]documents.Item{}
	k.View(k.Owner, action.ReadDocument, func(tx *store.Tx) error {
		list, err := documents.OfPatient(tx, id, 0)
		for _, d := range list {
			found[d.Kind] = d
		}
		return err
	}, store.About(id))
	return found
}

func TestModelPreviewsAndIssuesEveryKind(t *testing.T) {
	k := uitest.Open(t, reports.New())
	p, e := tara(t, k)
	m := model{k.Owner, k.Printer, p.ID}
	o, err := m.Load(ctx)
	if err != nil || len(o.Visits) != 1 || len(o.kindsOffered()) != len(kinds) {
		t.Fatalf("%+v, %v", o, err)
	}
	for _, kind := range kinds {
		asked := m.asked(o, o.begin(kind, e.ID.String(), on(documents.PaperA4)))
		if pages, err := m.Preview(ctx, asked); err != nil || len(pages) == 0 {
			t.Errorf("%s: %d pages, %v", kind, len(pages), err)
		}
		if len(issued(t, k, p.ID)) != 0 {
			t.Fatalf("the preview of %s issued something", kind)
		}
	}
	for _, kind := range kinds {
		d, err := m.Issue(ctx, m.asked(o, o.begin(kind, "", on(documents.PaperA5))))
		if err != nil || d.Kind != kind || d.Number == "" {
			t.Errorf("%s: %+v, %v", kind, d, err)
		}
	}
	if all := issued(t, k, p.ID); len(all) != len(kinds) || !all[documents.GrowthRecord].Waits {
		t.Errorf("issued: %+v", all)
	}
	if _, err := (model{k.Desk, k.Printer, p.ID}).Issue(ctx, m.asked(o, o.begin(documents.PatientSummary, "", on(documents.PaperA4)))); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk: %v", err)
	}
}

func TestModelAsksWhatTheKindNeeds(t *testing.T) {
	k := uitest.Open(t, reports.New())
	p, e := tara(t, k)
	m := model{k.Owner, k.Printer, p.ID}
	o, err := m.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	values := o.begin("", "no such visit", on(documents.PaperA4))
	if values[fieldKind] != string(documents.VisitSummary) || values[fieldVisit] != e.ID.String() {
		t.Errorf("begun with %v", values)
	}
	values[fieldTests], values[fieldFound], values[fieldSooner] = " Blood count \n\n X-ray", " All well ", ""
	f := m.asked(o, values)
	if f.Encounter != e.ID || len(f.Tests) != 2 || f.Tests[0] != "Blood count" || f.Found != "All well" || f.Observed != nil {
		t.Errorf("%+v", f)
	}
	values[fieldKind] = string(documents.ResultsTrend)
	values[fieldsObserved[1]] = values[fieldsObserved[0]]
	values[fieldsObserved[2]] = ""
	if f := m.asked(o, values); len(f.Observed) != 1 || f.Tests != nil {
		t.Errorf("%+v", f)
	}
	options := o.observedOptions(k.Owner)
	if len(options) != 3 || options[0].Value != "" || options[1].Label != "Weight (6 times)" && options[1].Label != "Height (6 times)" {
		t.Errorf("%+v", options)
	}
	var nobody patients.Patient
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		nobody, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Asha"}})
		return err
	})
	fresh := model{k.Owner, k.Printer, nobody.ID}
	empty, err := fresh.Load(ctx)
	if err != nil || len(empty.kindsOffered()) != len(kinds)-1 || empty.begin(documents.VisitSummary, "", on(documents.PaperA4))[fieldKind] != string(documents.PatientSummary) {
		t.Errorf("%+v, %v", empty, err)
	}
	for _, kind := range []documents.Kind{documents.VaccinationCertificate, documents.ResultsTrend, documents.GrowthRecord} {
		_, err := fresh.Preview(ctx, fresh.asked(empty, empty.begin(kind, "", on(documents.PaperA4))))
		if store.CodeOf(err) != store.Invalid || refusal(k.Owner.Problem(err)) == "" {
			t.Errorf("%s of nothing: %v", kind, err)
		}
	}
}

type elsewhere struct{}

func (elsewhere) Content() fyne.CanvasObject {
	return kit.NewGround(kit.NewText("elsewhere", kit.Body))
}
func (elsewhere) Shown()             {}
func (elsewhere) Leave()             {}
func (elsewhere) Key(frame.Key) bool { return false }

// show opens the window with this screen, and others that stand for the rest.
func show(k *uitest.Kit) *frame.Frame {
	stand := func(name string) frame.PlaceSpec {
		return frame.PlaceSpec{Name: name, Label: "chartpage.title", Open: func(*frame.Frame, frame.Target) frame.Screen { return elsewhere{} }}
	}
	return k.Show(k.Owner, append(Places(), stand(frame.Today), stand(frame.Document))...)
}

func TestScreenIssuesWhatItShows(t *testing.T) {
	k := uitest.Open(t, reports.New())
	p, e := tara(t, k)
	f := show(k)
	f.Go(frame.Target{Place: frame.ChartPage, Patient: p.ID.Raw(), Record: e.ID.Raw(), Text: string(documents.VisitSummary)})
	k.Press("Tab", "Tab")
	k.Type("Your chest is clear")
	k.Pass(time.Second)
	k.Press("Ctrl+Enter")
	d, found := issued(t, k, p.ID)[documents.VisitSummary]
	if !found || f.At().Place != frame.Document || f.At().Record != d.ID.Raw() || f.At().Text != "" {
		t.Fatalf("issued %v, at %+v", found, f.At())
	}
	f.Go(frame.Target{Place: frame.ChartPage, Patient: p.ID.Raw(), Text: string(documents.GrowthRecord)})
	k.Press("Ctrl+P")
	if at := f.At(); at.Place != frame.Document || at.Text != printNow {
		t.Errorf("at %+v", at)
	}
	before := len(issued(t, k, p.ID))
	f.Go(frame.Target{Place: frame.ChartPage, Patient: p.ID.Raw(), Text: string(documents.PatientSummary)})
	k.Press("Esc")
	if f.At().Place == frame.ChartPage || len(issued(t, k, p.ID)) != before {
		t.Errorf("left to %+v with %d papers", f.At(), len(issued(t, k, p.ID)))
	}
}

func TestScreenSaysWhyThereIsNoPage(t *testing.T) {
	k := uitest.Open(t, reports.New())
	var p patients.Patient
	k.Update(k.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Asha"}, BirthDate: value.PartialDate{Year: 2022}})
		return err
	})
	f := show(k)
	f.Go(frame.Target{Place: frame.ChartPage, Patient: p.ID.Raw(), Text: string(documents.GrowthRecord)})
	if words := uitest.Words(k.Window.Content()); !strings.Contains(words, "A growth chart needs the day of birth.") {
		t.Errorf("the screen says:\n%s", words)
	}
	k.Press("Ctrl+Enter")
	if f.At().Place != frame.ChartPage || len(issued(t, k, p.ID)) != 0 {
		t.Errorf("at %+v", f.At())
	}
}

// drawn shows pages as they are printed.
type drawn struct{ *uitest.Printer }

func (drawn) Preview(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, page, int(pixelsPerMM*25.4), reports.Overlay{})
}

// TestPictures draws the screen for people to look at; see uitest.Picture.
func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.Log("SATCHEL_PICTURES names no folder: nothing to draw")
		return
	}
	k := uitest.Open(t, reports.New())
	p, e := tara(t, k)
	k.Update(k.Owner, action.ManagePractice, func(tx *store.Tx) error {
		practice, err := organization.Current(tx)
		if err != nil {
			return err
		}
		practice.Email = "lakeside@example.org"
		return store.Update(tx, organization.Practices, &practice)
	})
	f := show(k)
	f.Printer = drawn{k.Printer}
	for _, kind := range kinds {
		f.Go(frame.Target{Place: frame.ChartPage, Patient: p.ID.Raw(), Record: e.ID.Raw(), Text: string(kind)})
		k.Picture(string(kind))
	}
}

// on is one paper for every kind.
func on(paper documents.Paper) func(documents.Kind) documents.Paper {
	return func(documents.Kind) documents.Paper { return paper }
}
