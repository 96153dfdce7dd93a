package workflow_test

import (
	"strings"
	"testing"
	"time"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// facts gathers a page without issuing it, as the preview does.
func (p *practice) facts(actor store.Actor, o workflow.FromChart) (facts any, err error) {
	err = p.View(ctx, actor, action.OpenChart, func(tx *store.Tx) (err error) {
		facts, err = workflow.FactsFromChart(tx, o)
		return err
	}, store.About(o.Patient))
	return facts, err
}

func (p *practice) issueFromChart(actor store.Actor, o workflow.FromChart) (d documents.Document, err error) {
	err = p.Update(ctx, actor, action.IssueFromChart, func(tx *store.Tx) (err error) {
		d, err = workflow.IssueFromChart(tx, p.Press(), o)
		return err
	}, store.About(o.Patient))
	return d, err
}

func must[F any](t testing.TB, facts any, err error) F {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	f, ok := facts.(F)
	if !ok {
		t.Fatalf("facts are %T", facts)
	}
	return f
}

// child is a girl of known birth day with three measured visits, the last today.
func (p *practice) child(t testing.TB) patients.Patient {
	t.Helper()
	var made patients.Patient
	p.Must(t, p.Desk, action.RegisterPatient, func(tx *store.Tx) (err error) {
		born := value.DateOf(tx.Now()).AddDays(-1522)
		made, err = patients.Register(tx, patients.Patient{Name: value.HumanName{Given: "Tara"}, Gender: value.GenderFemale, BirthDate: born})
		return err
	})
	p.Must(t, p.Owner, action.WriteChart, func(tx *store.Tx) error {
		origin := chart.Origin{Patient: made.ID, Practitioner: p.who, Location: p.where}
		for _, o := range []chart.Observation{
			{Code: chart.BodyWeight, Value: value.MustDecimal("9"), Unit: "kg", Effective: tx.Now().Add(-1000 * 24 * time.Hour)},
			{Code: chart.BodyWeight, Value: value.MustDecimal("17"), Unit: "kg"},
			{Code: chart.BodyHeight, Value: value.MustDecimal("103.5"), Unit: "cm"},
			{Code: chart.BloodPressure, Components: []chart.Component{{Code: chart.Systolic, Value: value.Quantity{Value: value.Whole(96), Unit: "mm[Hg]"}}}},
		} {
			o.Origin, o.Category = origin, chart.VitalSigns
			if _, err := chart.Record(tx, o); err != nil {
				return err
			}
		}
		for i, figure := range []string{"11.2", "10.4"} {
			o := chart.Observation{Origin: origin, Category: chart.Laboratory, Text: "Haemoglobin", Value: value.MustDecimal(figure), Unit: "g/dL", Effective: tx.Now().Add(time.Duration(i-3) * time.Hour)}
			if _, err := chart.Record(tx, o); err != nil {
				return err
			}
		}
		for _, i := range []chart.Immunization{
			{Vaccine: value.Code{Display: "BCG"}, Source: chart.FromRecall}, {Vaccine: value.Code{Display: "Measles and rubella vaccine"}, DoseNumber: 1, Route: chart.Subcutaneous},
		} {
			i.Origin = origin
			if _, err := chart.AddImmunization(tx, i); err != nil {
				return err
			}
		}
		_, err := chart.AddMedication(tx, chart.MedicationStatement{Origin: origin, Medication: "Iron drops", Dosage: "1 mL OD"})
		return err
	}, store.About(made.ID))
	return made
}

func TestVisitSummaryIsIssuedFromTheVisit(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera")
	e := p.write(t, p.seen(t, patient.ID))
	o := workflow.FromChart{Kind: documents.VisitSummary, Patient: patient.ID, Encounter: e.ID, Found: "Your chest is clear.", Tests: []string{"Chest X-ray"}, Sooner: "You cough blood."}
	got, err := p.facts(p.Owner, o)
	f := must[documents.VisitSummaryFacts](t, got, err)
	if !f.Open || f.Decided != "Rest." || len(f.Medicines) != 1 || !strings.Contains(f.Medicines[0].Directions, "tablet in the morning") || f.Diagnoses[0] != "Acute bronchitis" ||
		f.Allergies.State != documents.AllergyNoneKnown || f.Found != o.Found || f.Number == "" || strings.Contains(f.Number, "/") {
		t.Errorf("%+v", f)
	}
	if err := f.Validate(); err != nil {
		t.Errorf("the preview: %v", err)
	}
	if strings.Contains(strings.Join(append(f.Diagnoses, f.Decided, f.Reason, f.Found), " "), "Chest clear") {
		t.Error("the doctor's note stands on the patient's page")
	}
	if _, err := p.finish(e, ""); err != nil {
		t.Fatal(err)
	}
	d, err := p.issueFromChart(p.Owner, o)
	if err != nil {
		t.Fatal(err)
	}
	if d.Kind != documents.VisitSummary || d.Subject != e.ID.Raw() || d.SubjectType != chart.Encounters.Number || d.Practitioner != p.who || d.Number != "T-A-D/26-27/0001" {
		t.Errorf("issued as %+v", d)
	}
	again, err := p.issueFromChart(p.Owner, o)
	if err != nil || again.Number != "T-A-D/26-27/0002" {
		t.Errorf("the next: %s, %v", again.Number, err)
	}
	if _, err := p.issueFromChart(p.Desk, o); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk issued one: %v", err)
	}
	other := p.register(t, "Asha")
	o.Patient = other.ID
	if _, err := p.issueFromChart(p.Owner, o); err == nil {
		t.Error("another patient's visit was issued")
	}
}

func TestPatientSummaryHasEverySection(t *testing.T) {
	p := open(t)
	tara := p.child(t)
	got, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.PatientSummary, Patient: tara.ID})
	f := must[documents.PatientSummaryFacts](t, got, err)
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	at := map[documents.SummaryKind]documents.SummarySection{}
	for _, s := range f.Sections {
		at[s.Kind] = s
	}
	if s := at[documents.SummaryAllergies]; s.Absent != documents.NotAsked {
		t.Errorf("allergies: %+v", s)
	}
	if s := at[documents.SummaryProblems]; s.Absent != documents.NoInformation {
		t.Errorf("problems: %+v", s)
	}
	if s := at[documents.SummaryResults]; len(s.Entries) != 1 || s.Entries[0].Text != "Haemoglobin 10.4 g/dL" {
		t.Errorf("results: %+v", s)
	}
	if s := at[documents.SummaryImmunizations]; len(s.Entries) != 2 || s.Entries[1].Text != "Measles and rubella vaccine, dose 1" || s.Entries[0].Detail != "told from memory" {
		t.Errorf("immunisations: %+v", s)
	}
	// A dose told in a form that is misread is not handed on.
	if s := at[documents.SummaryMedications]; len(s.Entries) != 1 || strings.Contains(s.Entries[0].Detail, "OD") {
		t.Errorf("medicines: %+v", s)
	}
	if s := at[documents.SummaryVitals]; len(s.Entries) != 3 {
		t.Errorf("vital signs: %+v", s)
	}
	d, err := p.issueFromChart(p.Owner, workflow.FromChart{Kind: documents.PatientSummary, Patient: tara.ID})
	if err != nil || d.Subject != tara.ID.Raw() {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err = voided(p, d); err != nil || d.Status != documents.EnteredInError {
		t.Errorf("made void: %+v, %v", d, err)
	}
}

func voided(p *practice, d documents.Document) (out documents.Document, err error) {
	err = p.Update(ctx, p.Owner, action.VoidDocument, func(tx *store.Tx) (err error) {
		out, err = documents.MarkVoid(tx, d.ID, tx.Reason())
		return err
	}, store.About(d.Patient), store.Because("for another patient"))
	return out, err
}

func TestImmunizationsAreCertifiedWhereSomebodyVouches(t *testing.T) {
	p := open(t)
	tara, meera := p.child(t), p.register(t, "Meera")
	got, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.VaccinationCertificate, Patient: tara.ID})
	f := must[documents.VaccinationCertificateFacts](t, got, err)
	if len(f.Doses) != 1 || f.Told != 1 || f.Doses[0].By != "Dr Anjali Rao" || !f.Doses[0].Here || f.Doses[0].Route != "Under the skin" || f.Doses[0].Source != "given here" {
		t.Errorf("%+v", f)
	}
	got, err = p.facts(p.Owner, workflow.FromChart{Kind: documents.ImmunizationCard, Patient: tara.ID})
	if card := must[documents.ImmunizationCardFacts](t, got, err); len(card.Doses) != 2 {
		t.Errorf("%+v", card)
	}
	if _, err := p.issueFromChart(p.Owner, workflow.FromChart{Kind: documents.VaccinationCertificate, Patient: meera.ID}); store.CodeOf(err) != store.Invalid {
		t.Errorf("an empty certificate: %v", err)
	}
	if _, err := p.issueFromChart(p.Owner, workflow.FromChart{Kind: documents.ImmunizationCard, Patient: meera.ID}); err != nil {
		t.Errorf("an empty card: %v", err)
	}
}

func TestTrendTakesWhatWasObserved(t *testing.T) {
	p := open(t)
	tara := p.child(t)
	got, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.ResultsTrend, Patient: tara.ID})
	f := must[documents.TrendFacts](t, got, err)
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(f.Charts) != 3 || f.Charts[0].Reference != nil {
		t.Fatalf("%+v", f.Charts)
	}
	got, err = p.facts(p.Owner, workflow.FromChart{Kind: documents.ResultsTrend, Patient: tara.ID, Observed: []chart.Observable{{Text: "Haemoglobin"}, {Code: chart.BloodPressure}}})
	f = must[documents.TrendFacts](t, got, err)
	if len(f.Charts) != 2 || f.Charts[0].Name != "Haemoglobin" || f.Charts[0].Unit != "g/dL" || len(f.Charts[0].Points) != 2 || f.Charts[0].Points[1].Values[0].String() != "10.4" {
		t.Errorf("%+v", f.Charts)
	}
	if pressure := f.Charts[1]; len(pressure.Lines) != 2 || pressure.Unit != "mmHg" || pressure.Points[0].Values[1].IsSet() {
		t.Errorf("%+v", pressure)
	}
	meera := p.register(t, "Meera")
	if _, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.ResultsTrend, Patient: meera.ID}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a trend of nothing: %v", err)
	}
	if _, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.Receipt, Patient: meera.ID}); store.CodeOf(err) != store.Unsupported {
		t.Errorf("a receipt from the chart: %v", err)
	}
}

func TestGrowthIsScored(t *testing.T) {
	p := open(t)
	tara := p.child(t)
	got, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.GrowthRecord, Patient: tara.ID})
	f := must[documents.GrowthFacts](t, got, err)
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(f.Charts) != 3 || len(f.Rows) != 2 || len(f.Charts[0].Curves) != 7 || len(f.Charts[0].Points) != 2 || len(f.Charts[2].Points) != 1 {
		t.Fatalf("%d charts, %d rows: %+v", len(f.Charts), len(f.Rows), f.Rows)
	}
	// 17 kg at 1522 days: the WHO's own example, 0.24.
	if last := f.Rows[1].Values; last[0].Score.String() != "0.2" || last[1].Value.String() != "103.5" || last[2].Value.String() != "15.9" {
		t.Errorf("%+v", last)
	}
	if f.Rows[0].Values[1].Value.IsSet() {
		t.Errorf("a length that was not measured: %+v", f.Rows[0])
	}
	meera := p.register(t, "Meera") // of a year alone
	if _, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.GrowthRecord, Patient: meera.ID}); store.CodeOf(err) != store.Invalid {
		t.Errorf("a birth year: %v", err)
	}
	p.Must(t, p.Desk, action.CorrectPatient, func(tx *store.Tx) error {
		tara.Gender = value.GenderOther
		_, err := patients.Correct(tx, tara)
		return err
	}, store.About(tara.ID))
	got, err = p.facts(p.Owner, workflow.FromChart{Kind: documents.GrowthRecord, Patient: tara.ID})
	f = must[documents.GrowthFacts](t, got, err)
	if f.Gap != documents.GrowthNoSex || len(f.Charts[0].Curves) != 0 || f.Rows[1].Values[0].Score.IsSet() || f.Validate() != nil {
		t.Errorf("neither girl nor boy: %+v, %v", f.Gap, f.Validate())
	}
}
