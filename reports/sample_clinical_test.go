package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/value"
)

func sampleClinical(paper documents.Paper) documents.Clinical {
	return documents.Clinical{Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Practitioner: sampleDoctor(), Patient: samplePatient(),
		Number: "A-D/26-27/0031", Issued: issuedAt}
}

func sampleVisitSummary(paper documents.Paper) documents.VisitSummaryFacts {
	return documents.VisitSummaryFacts{Clinical: sampleClinical(paper), Visited: day("2026-01-12"),
		Allergies: documents.AllergyStatus{State: documents.AllergyListed, Allergies: []documents.Allergy{{Substance: "Peanut", Reaction: "swelling of the face", HighRisk: true}}},
		Reason:    "Earache on the right since yesterday, and fever at night",
		Measured: []documents.Measurement{{Name: "Temperature", Value: "38.4 °C"}, {Name: "Pulse", Value: "112/min"}, {Name: "Weight", Value: "20 kg"}, {Name: "Height", Value: "116 cm"},
			{Name: "Oxygen saturation", Value: "98%"}},
		Found:     "The right eardrum is red and bulging. Throat and chest are clear.",
		Diagnoses: []string{"Acute otitis media, right ear"},
		Decided:   "Antibiotic for seven days, pain relief as needed.\nKeep the ear dry; no swimming for two weeks.",
		Medicines: []documents.SummaryMedicine{
			{Name: "Amoxicillin 250 mg per 5 mL oral suspension", Directions: "6 mL by mouth 3 times a day, for 7 days", Indication: "the ear infection", Instructions: "Shake well. Finish the full course even if she feels better."},
			{Name: "Paracetamol 250 mg per 5 mL oral suspension", Directions: "6 mL by mouth, only if needed for pain or fever"}},
		Going:    []documents.SummaryMedicine{{Name: "Salbutamol 100 mcg inhaler", Directions: "2 puffs, only if needed for wheeze"}, {Name: "Vitamin drops"}},
		Tests:    []string{"Hearing test at the district hospital, in six weeks"},
		FollowUp: day("2026-01-19"), Sooner: "The fever stays for more than two days, the ear discharges, or she is drowsy."}
}

func samplePatientSummary(paper documents.Paper) documents.PatientSummaryFacts {
	f := documents.PatientSummaryFacts{Clinical: sampleClinical(paper)}
	entries := map[documents.SummaryKind][]documents.SummaryEntry{
		documents.SummaryProblems: {{Text: "Asthma, mild intermittent (J45.2)", Date: day("2023"), Detail: "Wheeze with colds"}, {Text: "Iron deficiency anaemia", Date: day("2025-11")}},
		documents.SummaryAllergies: {{Text: "Peanut", High: true, Detail: "Swelling of the face, 2023"},
			{Text: "Sulfonamides", Detail: "Rash"}},
		documents.SummaryMedications: {{Text: "Salbutamol 100 mcg inhaler", Detail: "2 puffs, only if needed for wheeze", Date: day("2023-10-02")},
			{Text: "Ferrous sulfate drops", Detail: "1 mL by mouth once a day", Date: day("2025-11-20")}},
		documents.SummaryImmunizations: {{Text: "Measles and rubella vaccine, dose 2", Date: day("2021-03-04")}, {Text: "Pentavalent vaccine, dose 3", Date: day("2019-12-12")}},
		documents.SummaryVitals:        {{Text: "Weight 20 kg", Date: day("2026-01-12")}, {Text: "Height 116 cm", Date: day("2026-01-12")}},
		documents.SummaryResults:       {{Text: "Haemoglobin 10.9 g/dL", Date: day("2025-11-20")}},
		documents.SummaryPlan:          {{Text: "Iron for three months, then haemoglobin again.", Date: day("2025-11-20")}},
	}
	for _, kind := range documents.SummaryKinds {
		section := documents.SummarySection{Kind: kind, Entries: entries[kind]}
		if len(section.Entries) == 0 {
			section.Absent = documents.NoInformation
		}
		f.Sections = append(f.Sections, section)
	}
	return f
}

func sampleDoses() []documents.VaccineDose {
	list := []documents.VaccineDose{{Vaccine: "BCG", Date: day("2019-09-04"), Number: 1, Site: "Left arm", Route: "Into the skin", Place: "District Hospital, Udaipur", Source: "read on a card"}}
	for i, on := range []string{"2019-10-15", "2019-11-14", "2019-12-12"} {
		list = append(list, documents.VaccineDose{Vaccine: "Pentavalent vaccine (DTwP-HepB-Hib)", Date: day(on), Number: i + 1, Manufacturer: "Example Biologicals", Lot: fmt.Sprintf("PV19%03d", 40+i),
			Site: "Left thigh", Route: "Into a muscle", By: "Dr Anjali Rao", Here: true, Source: "given here"})
	}
	return append(list, documents.VaccineDose{Vaccine: "Measles and rubella vaccine", Date: day("2020-06"), Number: 1, Source: "told by who gave it", Place: "Health centre Girwa"},
		documents.VaccineDose{Vaccine: "Influenza vaccine, inactivated, 2025/26", Date: day("2025-10-20"), Lot: "FL2512", Site: "Right arm", Route: "Into a muscle", By: "Dr Anjali Rao", Here: true,
			Source: "given here", NextDue: day("2026-10")})
}

func sampleCard(paper documents.Paper) documents.ImmunizationCardFacts {
	return documents.ImmunizationCardFacts{Clinical: sampleClinical(paper), Doses: sampleDoses()}
}

func sampleCertificate(paper documents.Paper) documents.VaccinationCertificateFacts {
	return documents.VaccinationCertificateFacts{Clinical: sampleClinical(paper), Doses: sampleDoses(), Told: 1}
}

func sampleTrend(paper documents.Paper) documents.TrendFacts {
	f := documents.TrendFacts{Clinical: sampleClinical(paper)}
	pressure := documents.TrendChart{Name: "Blood pressure", Unit: "mmHg", Lines: []string{"systolic", "diastolic"}}
	sugar := documents.TrendChart{Name: "Glucose, fasting", Unit: "mg/dL", Lines: []string{""}, Left: 1,
		Reference: &documents.ReferenceRange{Low: value.Whole(70), High: value.Whole(99), Source: "Example Laboratory, report of 12 Jan 2026"}}
	for i := range 14 {
		at := issuedAt.AddDate(0, -2*i, -i).Add(time.Duration(i) * time.Hour)
		pressure.Points = append([]documents.TrendPoint{{At: at, Values: []value.Decimal{value.Whole(int64(132 + 7*(i%4) + i)), value.Whole(int64(80 + 3*(i%5)))}}}, pressure.Points...)
		if i%3 == 0 {
			sugar.Points = append([]documents.TrendPoint{{At: at, Values: []value.Decimal{value.MustDecimal(fmt.Sprintf("%d.5", 96+5*i))}}}, sugar.Points...)
		}
	}
	f.Charts = []documents.TrendChart{pressure, sugar}
	return f
}

// sampleGrowth is a girl who grows along her curves, measured now and then.
func sampleGrowth(paper documents.Paper) documents.GrowthFacts {
	f := documents.GrowthFacts{Clinical: sampleClinical(paper)}
	days := []int{0, 44, 73, 101, 190, 274, 366, 480, 560, 740, 920, 1096, 1400, 1650, 1800}
	for i, measure := range chart.GrowthMeasures {
		standard, _, err := chart.GrowthStandardOf(measure, f.Patient.Sex)
		if err != nil {
			panic(err)
		}
		c := documents.GrowthChart{Measure: string(measure), Unit: []string{"kg", "cm", "kg/m²", "cm"}[i]}
		exact := func(day int, z float64, digits int) value.Decimal {
			d, err := value.NewDecimal(int64(math.Round(standard.At(day, z)*math.Pow10(digits))), digits)
			if err != nil {
				panic(err)
			}
			return d
		}
		for deviations := -3; deviations <= 3; deviations++ {
			curve := documents.GrowthCurve{Deviations: deviations}
			for month := 0; month <= 60; month++ {
				at := month * 487 / 16
				curve.Points = append(curve.Points, documents.GrowthPoint{Day: at, Value: exact(at, float64(deviations), 3)})
			}
			c.Curves = append(c.Curves, curve)
		}
		for j, at := range days {
			v := exact(at, -0.8-0.12*float64(j%4)+0.05*float64(j)-0.3*float64(i), 1)
			c.Points = append(c.Points, documents.GrowthPoint{Day: at, Value: v})
			if i == 0 {
				f.Rows = append(f.Rows, documents.GrowthRow{Date: f.Patient.BirthDate.AddDays(at)})
			}
			z, _ := standard.Score(at, v)
			score, err := value.NewDecimal(int64(math.Round(z*10)), 1)
			if err != nil {
				panic(err)
			}
			f.Rows[j].Values = append(f.Rows[j].Values, documents.GrowthValue{Value: v, Score: score})
		}
		f.Charts = append(f.Charts, c)
	}
	return f
}

// clinicalSamples are the pages from the chart: each paper, and what changes how they look.
func clinicalSamples() map[string]sample {
	list := map[string]sample{}
	add := func(name string, kind documents.Kind, facts any) {
		list[name] = sample{kind, facts}
	}
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4, documents.PaperLetter} {
		add("visit-summary-"+string(paper), documents.VisitSummary, sampleVisitSummary(paper))
		add("patient-summary-"+string(paper), documents.PatientSummary, samplePatientSummary(paper))
		add("immunization-card-"+string(paper), documents.ImmunizationCard, sampleCard(paper))
		add("vaccination-certificate-"+string(paper), documents.VaccinationCertificate, sampleCertificate(paper))
		add("results-trend-"+string(paper), documents.ResultsTrend, sampleTrend(paper))
		add("growth-chart-"+string(paper), documents.GrowthRecord, sampleGrowth(paper))
	}
	wide, long := strings.Repeat("Wolfeschlegelsteinhausen", 8), strings.Repeat("A long sentence without much in it. ", 100)
	bare := documents.Clinical{Setting: sampleSetting(documents.PaperA5), Letterhead: documents.Letterhead{Practice: "Lakeside Family Clinic"},
		Practitioner: documents.Practitioner{Name: value.HumanName{Text: "Rao"}}, Number: "A-D/26-27/0032", Issued: issuedAt,
		Patient: documents.PatientIdentity{Name: value.HumanName{Text: "Unknown man"}, Number: "A/00318", BirthDate: day("1986"), BirthDateEstimated: true, Sex: value.GenderMale}}
	huge := sampleClinical(documents.PaperA5)
	huge.Patient.Name, huge.Letterhead.Practice, huge.Setting.Trial = value.HumanName{Given: wide[:100], Family: wide[:100]}, strings.Repeat("Polyclinic of the ", 11), true
	huge.Practitioner.Name, huge.Practitioner.Qualification = value.HumanName{Given: wide[:100], Family: wide[:100]}, strings.Repeat("MBBS ", 40)

	add("visit-summary-bare", documents.VisitSummary, documents.VisitSummaryFacts{Clinical: bare, Visited: day("2026-01-12"), Open: true, Allergies: documents.AllergyStatus{State: documents.AllergyNotAsked}})
	visit := sampleVisitSummary(documents.PaperA5)
	visit.Clinical, visit.Found, visit.Decided, visit.Sooner = huge, long, strings.Repeat(long, 5), long
	for range 40 {
		visit.Medicines = append(visit.Medicines, documents.SummaryMedicine{Name: wide, Directions: strings.Repeat("1 tablet by mouth 3 times a day ", 20), Instructions: long})
		visit.Tests = append(visit.Tests, wide)
	}
	add("visit-summary-huge", documents.VisitSummary, visit)

	summary := documents.PatientSummaryFacts{Clinical: bare}
	many := documents.PatientSummaryFacts{Clinical: huge}
	for _, kind := range documents.SummaryKinds {
		absent := documents.NoInformation
		if kind == documents.SummaryAllergies {
			absent = documents.NoneKnown
		}
		summary.Sections = append(summary.Sections, documents.SummarySection{Kind: kind, Absent: absent})
		section := documents.SummarySection{Kind: kind}
		for range 30 {
			section.Entries = append(section.Entries, documents.SummaryEntry{Text: wide, Detail: long[:300], Date: day("2020-02"), High: true})
		}
		many.Sections = append(many.Sections, section)
	}
	add("patient-summary-bare", documents.PatientSummary, summary)
	add("patient-summary-huge", documents.PatientSummary, many)
	add("immunization-card-bare", documents.ImmunizationCard, documents.ImmunizationCardFacts{Clinical: bare})
	card := documents.ImmunizationCardFacts{Clinical: huge}
	for i := range 120 {
		card.Doses = append(card.Doses, documents.VaccineDose{Vaccine: wide, Manufacturer: wide, Lot: strings.Repeat("9", 40), Number: i%50 + 1, By: wide, Place: wide, Source: "told from memory", NextDue: day("2030-01-01")})
	}
	add("immunization-card-huge", documents.ImmunizationCard, card)
	add("vaccination-certificate-huge", documents.VaccinationCertificate, documents.VaccinationCertificateFacts{Clinical: huge, Doses: card.Doses})

	trend := documents.TrendFacts{Clinical: bare, Charts: []documents.TrendChart{{Name: "Weight", Unit: "kg", Lines: []string{""}, Points: []documents.TrendPoint{{At: issuedAt, Values: []value.Decimal{value.MustDecimal("71.4")}}}}}}
	add("results-trend-bare", documents.ResultsTrend, trend)
	busy := documents.TrendFacts{Clinical: huge}
	for range 12 {
		c := documents.TrendChart{Name: wide, Unit: strings.Repeat("u", 200), Lines: []string{wide, "b", "c", "d"},
			Reference: &documents.ReferenceRange{Low: value.Whole(-1_000_000_000), Source: wide}}
		for i := range 1000 {
			v := value.Whole(int64(i*i*999 - 400_000_000))
			c.Points = append(c.Points, documents.TrendPoint{At: issuedAt.AddDate(0, 0, -10*(1000-i)), Values: []value.Decimal{v, {}, v, {}}})
		}
		busy.Charts = append(busy.Charts, c)
	}
	busy.Charts = busy.Charts[:2] // twelve are drawn too, in TestTwelveTrends: each has a thousand values
	add("results-trend-huge", documents.ResultsTrend, busy)

	infant := sampleGrowth(documents.PaperA5)
	infant.Setting.Trial, infant.Charts, infant.Rows = true, infant.Charts[:2], infant.Rows[:4]
	for i := range infant.Charts {
		infant.Charts[i].Points = infant.Charts[i].Points[:4]
	}
	for i := range infant.Rows {
		infant.Rows[i].Values = infant.Rows[i].Values[:2]
	}
	add("growth-chart-infant", documents.GrowthRecord, infant)
	older := sampleGrowth(documents.PaperA4)
	older.Gap, older.Patient.BirthDate = documents.GrowthTooOld, day("2012-09-03")
	for i := range older.Charts {
		older.Charts[i].Curves = nil
		for j := range older.Charts[i].Points {
			older.Charts[i].Points[j].Day += 2557
		}
	}
	for i := range older.Rows {
		for j := range older.Rows[i].Values {
			older.Rows[i].Values[j].Score = value.Decimal{}
		}
	}
	add("growth-chart-older", documents.GrowthRecord, older)
	return list
}
