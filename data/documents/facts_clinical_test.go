package documents

import (
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/data/value"
)

func factsClinical() Clinical {
	return Clinical{Setting: factsSetting(), Letterhead: Letterhead{Practice: "Lakeside"}, Practitioner: Practitioner{Name: value.HumanName{Given: "Anjali"}}, Patient: factsPatient(),
		Number: "A-S/1", Issued: time.Unix(1768193640, 0)}
}

func factsVisit() VisitSummaryFacts {
	return VisitSummaryFacts{Clinical: factsClinical(), Visited: factsDay, Allergies: AllergyStatus{State: AllergyNoneKnown}, Measured: []Measurement{{"Pulse", "70/min"}},
		Medicines: []SummaryMedicine{{Name: "paracetamol", Directions: "1 tablet"}}, Tests: []string{"Blood count"}}
}

func factsSummary() PatientSummaryFacts {
	f := PatientSummaryFacts{Clinical: factsClinical()}
	for _, kind := range SummaryKinds {
		f.Sections = append(f.Sections, SummarySection{Kind: kind, Absent: NoInformation})
	}
	f.Sections[0] = SummarySection{Kind: SummaryProblems, Entries: []SummaryEntry{{Text: "Asthma"}}}
	return f
}

func factsCertificate() VaccinationCertificateFacts {
	return VaccinationCertificateFacts{Clinical: factsClinical(), Doses: []VaccineDose{{Vaccine: "BCG", Date: factsDay, Here: true, Number: 1}}}
}

func factsTrend() TrendFacts {
	return TrendFacts{Clinical: factsClinical(), Charts: []TrendChart{{Name: "Weight", Unit: "kg", Lines: []string{""}, Reference: &ReferenceRange{Low: value.Whole(1), Source: "A book"},
		Points: []TrendPoint{{At: time.Unix(1, 0), Values: []value.Decimal{value.Whole(3)}}, {At: time.Unix(2, 0), Values: []value.Decimal{value.Whole(4)}}}}}}
}

func factsGrowth() GrowthFacts {
	points := []GrowthPoint{{0, value.Whole(3)}, {30, value.Whole(4)}}
	return GrowthFacts{Clinical: factsClinical(), Charts: []GrowthChart{{Measure: "weight", Unit: "kg", Points: points, Curves: []GrowthCurve{{0, points}}}},
		Rows: []GrowthRow{{factsDay, []GrowthValue{{value.Whole(3), value.MustDecimal("-0.5")}}}}}
}

// Each of these changes makes exactly its field a problem.
func TestClinicalFactsAreChecked(t *testing.T) {
	for name, f := range map[string]interface{ Validate() error }{"visit": factsVisit(), "summary": factsSummary(), "certificate": factsCertificate(), "trend": factsTrend(), "growth": factsGrowth(),
		"card": ImmunizationCardFacts{Clinical: factsClinical()}} {
		if err := f.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	visit := func(change func(*VisitSummaryFacts)) error { f := factsVisit(); change(&f); return f.Validate() }
	summary := func(change func(*PatientSummaryFacts)) error { f := factsSummary(); change(&f); return f.Validate() }
	certificate := func(change func(*VaccinationCertificateFacts)) error {
		f := factsCertificate()
		change(&f)
		return f.Validate()
	}
	trend := func(change func(*TrendChart)) error { f := factsTrend(); change(&f.Charts[0]); return f.Validate() }
	growth := func(change func(*GrowthFacts)) error { f := factsGrowth(); change(&f); return f.Validate() }
	for _, test := range []struct {
		name, field, key string
		err              error
	}{
		{"no number", "number", "error.value.required", visit(func(f *VisitSummaryFacts) { f.Number = "" })},
		{"a roll", "setting.paper", "error.documents.paper_unknown", visit(func(f *VisitSummaryFacts) { f.Setting.Paper = PaperRoll80 })},
		{"no day", "visited", "error.value.required", visit(func(f *VisitSummaryFacts) { f.Visited = value.PartialDate{} })},
		{"a dose that is misread", "medicines[0].directions", "error.documents.trailing_zero", visit(func(f *VisitSummaryFacts) { f.Medicines[0].Directions = "1.0 mg" })},
		{"another one", "going[0].directions", "error.documents.misread_abbreviation", visit(func(f *VisitSummaryFacts) { f.Going = []SummaryMedicine{{Name: "x", Directions: "2 u daily"}} })},
		{"a medicine without a name", "medicines[0].name", "error.value.required", visit(func(f *VisitSummaryFacts) { f.Medicines[0].Name = "" })},
		{"an empty test", "tests[0].text", "error.value.required", visit(func(f *VisitSummaryFacts) { f.Tests[0] = " " })},
		{"too many", "tests", "error.documents.too_many", visit(func(f *VisitSummaryFacts) { f.Tests = make([]string, maxList+1) })},
		{"too long", "found", "error.value.text_long", visit(func(f *VisitSummaryFacts) { f.Found = strings.Repeat("x", maxLong+1) })},
		{"a section less", "sections", "error.value.required", summary(func(f *PatientSummaryFacts) { f.Sections = f.Sections[1:] })},
		{"empty without a reason", "sections[1].entries", "error.value.invalid", summary(func(f *PatientSummaryFacts) { f.Sections[1].Absent = Present })},
		{"entries and none", "sections[0].entries", "error.value.invalid", summary(func(f *PatientSummaryFacts) { f.Sections[0].Absent = NoneKnown })},
		{"a reason of its own", "sections[1].entries", "error.value.invalid", summary(func(f *PatientSummaryFacts) { f.Sections[1].Absent = "lost" })},
		{"nothing to certify", "doses", "error.documents.no_dose_to_certify", certificate(func(f *VaccinationCertificateFacts) { f.Doses = nil })},
		{"given here some day", "doses[0].date", "error.value.required", certificate(func(f *VaccinationCertificateFacts) { f.Doses[0].Date.Day = 0 })},
		{"no vaccine", "doses[0].vaccine", "error.value.required", certificate(func(f *VaccinationCertificateFacts) { f.Doses[0].Vaccine = "" })},
		{"no point", "charts[0].points", "error.documents.nothing_measured", trend(func(c *TrendChart) { c.Points = nil })},
		{"backwards", "charts[0].points", "error.value.invalid", trend(func(c *TrendChart) { c.Points[0].At = time.Unix(9, 0) })},
		{"a value too few", "charts[0].points", "error.value.invalid", trend(func(c *TrendChart) { c.Lines = []string{"a", "b"} })},
		{"a point without a value", "charts[0].points", "error.value.invalid", trend(func(c *TrendChart) { c.Points[1].Values[0] = value.Decimal{} })},
		{"a value beyond any plot", "charts[0].points", "error.documents.not_plottable", trend(func(c *TrendChart) { c.Points[0].Values[0] = value.Whole(maxPlotted + 1) })},
		{"a range without a source", "charts[0].reference", "error.value.required", trend(func(c *TrendChart) { c.Reference.Source = "" })},
		{"a range the wrong way round", "charts[0].reference", "error.value.invalid", trend(func(c *TrendChart) { c.Reference.High = value.Whole(0) })},
		{"a year of birth", "patient.birthDate", "error.documents.birth_day_needed", growth(func(f *GrowthFacts) { f.Patient.BirthDate.Month, f.Patient.BirthDate.Day = 0, 0 })},
		{"curves and none", "charts[0].points", "error.value.invalid", growth(func(f *GrowthFacts) { f.Gap = GrowthNoSex })},
		{"before birth", "rows", "error.value.invalid", growth(func(f *GrowthFacts) { f.Rows[0].Date.Year-- })},
		{"another measure", "charts[0].points", "error.value.invalid", growth(func(f *GrowthFacts) { f.Charts[0].Measure = "shoe" })},
	} {
		refused(t, test.name, test.err, test.field, test.key)
	}
	var problems value.Problems
	if err := (TrendFacts{Clinical: factsClinical()}).Validate(); !errors.As(err, &problems) || problems[0].Key != "error.documents.nothing_measured" {
		t.Errorf("no chart: %v", err)
	}
}
