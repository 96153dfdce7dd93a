package reports

import (
	"fmt"
	"strings"
	"testing"

	"satchel/data/documents"
)

func TestVisitSummarySays(t *testing.T) {
	page := pages(t, documents.VisitSummary, sampleVisitSummary(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Visit summary", "A-D/26-27/0031", "Dr Anjali Rao", "Visit on 12 Jan 2026", "ALLERGIES Peanut, high risk", "Why you came Earache on the right since yesterday",
		"Temperature 38.4 °C", "Oxygen", "98%", "The right eardrum is red", "• Acute otitis media, right ear", "What we agreed Antibiotic for seven days",
		"Amoxicillin 250 mg per 5 mL oral suspension · for the ear infection", "6 mL by mouth 3 times a day, for 7 days", "Finish the full course", "Medicines to go on with",
		"Vitamin drops Take it as you were told.", "Tests to have done • Hearing test", "Please come back on 19 Jan 2026.", "Come sooner if: The fever stays",
		"Call us on +91 294 555 0142, or ask at the desk.", "Page 1 of 1")
	lacks(t, page, "⟦", "still going on", "TRIAL")
	bare := clinicalSamples()["visit-summary-bare"]
	page = pages(t, bare.kind, bare.facts, Overlay{})[0]
	holds(t, page, "still going on", "Not asked about allergies", "No medicine was prescribed", "No day was agreed", "Ask at the desk.")
	lacks(t, page, "⟦", "Why you came", "What we measured", "Tests", "Call us")
}

func TestPatientSummarySays(t *testing.T) {
	page := pages(t, documents.PatientSummary, samplePatientSummary(documents.PaperA4), Overlay{})[0]
	holds(t, page, "Patient summary", "Asthma, mild intermittent (J45.2) · since 2023", "Peanut · high risk Swelling of the face, 2023", "Salbutamol 100 mcg inhaler · since 2 Oct 2023",
		"Measles and rubella vaccine, dose 2 · 4 Mar 2021", "Weight 20 kg · 12 Jan 2026", "Haemoglobin 10.9 g/dL", "Procedures No information.", "Pregnancy No information.", "Plan Iron for three months",
		"means that the record holds nothing about it", "Signature and stamp")
	lacks(t, page, "⟦")
	bare := clinicalSamples()["patient-summary-bare"]
	page = pages(t, bare.kind, bare.facts, Overlay{})[0]
	holds(t, page, "None known: this was asked.", "Problems No information.", "Medicines No information.")
}

func TestImmunizationsSay(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5} {
		page := strings.Join(pages(t, documents.ImmunizationCard, sampleCard(paper), Overlay{}), " ")
		holds(t, page, "Immunisation card", "BCG", "4 Sep 2019", "Left arm", "read on a card", "Pentavalent", "12 Dec 2019", "PV19042", "Made by Example", "Jun 2020",
			"Next dose due • Influenza vaccine, inactivated, 2025/26: Oct 2026", "holds no vaccination schedule")
		lacks(t, page, "⟦", "certify")
		page = strings.Join(pages(t, documents.VaccinationCertificate, sampleCertificate(paper), Overlay{}), " ")
		holds(t, page, "Vaccination certificate", "This is to certify that the person named above", "PV19040", "given here", "— End —", "by word of mouth alone, and are not certified here: 1.", "Reg. no. RMC 24518", "Signature and stamp")
		lacks(t, page, "⟦", "Next dose")
	}
	bare := clinicalSamples()["immunization-card-bare"]
	holds(t, pages(t, bare.kind, bare.facts, Overlay{})[0], "The record knows of no immunisation.")
}

func TestTrendSays(t *testing.T) {
	page := strings.Join(pages(t, documents.ResultsTrend, sampleTrend(documents.PaperA4), Overlay{}), " ")
	holds(t, page, "Results over time", "Blood pressure (mmHg)", "systolic", "diastolic", "12 Jan 2026 132/80", "Glucose, fasting (mg/dL)",
		"The shaded band is the usual range, 70 to 99 mg/dL. Source: Example Laboratory, report of 12 Jan 2026.", "in words or in another unit: 1.", "96.5", "Jan 2026")
	lacks(t, page, "⟦", "No usual range")
	bare := clinicalSamples()["results-trend-bare"]
	holds(t, pages(t, bare.kind, bare.facts, Overlay{})[0], "Weight (kg)", "12 Jan 2026 71.4", "No usual range is shown: the record holds none with a source.")
}

func TestGrowthSays(t *testing.T) {
	page := strings.Join(pages(t, documents.GrowthRecord, sampleGrowth(documents.PaperA4), Overlay{}), " ")
	holds(t, page, "Growth chart", "Weight for age (kg)", "Length or height for age (cm)", "Body mass index for age (kg/m²)", "Head circumference for age (cm)", "Age in months", "median", "+3", "−3",
		"WHO Child Growth Standards (2006; head circumference 2007), girls", "3 Sep 2019 0 days 2.9 (−0.7)", "Age is not corrected for a birth before term.")
	lacks(t, page, "⟦", "No reference curves", "boys")
	older := clinicalSamples()["growth-chart-older"]
	page = strings.Join(pages(t, older.kind, older.facts, Overlay{}), " ")
	holds(t, page, "No reference curves are shown: the WHO's standards end at five years")
	lacks(t, page, "⟦", "median", "z is how many", "(−")
}

// Every page of every clinical document names patient, practice, what it is and its date.
func TestEveryClinicalPageNamesItself(t *testing.T) {
	for name, sample := range clinicalSamples() {
		if strings.Contains(name, "huge") || strings.Contains(name, "bare") || strings.Contains(name, "older") {
			continue
		}
		list := pages(t, sample.kind, sample.facts, Overlay{})
		for i, page := range list {
			for _, want := range []string{"Meera Sharma", "born 3 Sep 2019", "A/00317", "Lakeside Family Clinic", "12 Jan 2026", "A-D/26-27/0031", fmt.Sprintf("Page %d of %d", i+1, len(list))} {
				if !strings.Contains(page, want) {
					t.Errorf("%s, page %d lacks %q", name, i+1, want)
				}
			}
		}
	}
}

// Nothing is lost where there is too much of it: every medicine, dose, entry and value is on some page.
func TestHugeClinicalPages(t *testing.T) {
	samples := clinicalSamples()
	count := func(name, text string, want int) {
		t.Helper()
		sample := samples[name]
		all := strings.Join(pages(t, sample.kind, sample.facts, Overlay{}), " ")
		if n := strings.Count(all, text); n != want {
			t.Errorf("%s: %q stands there %d times, want %d", name, text, n, want)
		}
	}
	count("visit-summary-huge", "mouth", 40*20+2)
	count("patient-summary-huge", "high risk", 30*len(documents.SummaryKinds))
	count("immunization-card-huge", "told from memory", 120)
	f := samples["results-trend-huge"].facts.(documents.TrendFacts)
	f.Charts = f.Charts[:1]
	f.Charts[0].Points = f.Charts[0].Points[:40]
	all := strings.Join(pages(t, documents.ResultsTrend, f, Overlay{}), " ")
	for _, p := range f.Charts[0].Points {
		figures := strings.ReplaceAll(p.Values[0].String(), "-", "")
		if !strings.Contains(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, all), figures) {
			t.Errorf("the value %s is on no page", p.Values[0])
		}
	}
}

// Ticks are the beginnings of days, months and years, neither too few nor too many over any time.
func TestTimeAxisBeginsPeriods(t *testing.T) {
	s := newSetter(sampleSetting(documents.PaperA4))
	for days, want := range map[int]int{0: 3, 3: 2, 20: 3, 90: 3, 400: 3, 4000: 3, 30000: 2} {
		axis := s.timeAxis(issuedAt.AddDate(0, 0, -days), issuedAt)
		if len(axis.Ticks) < want || len(axis.Ticks) > 9 {
			t.Errorf("%d days: %d ticks", days, len(axis.Ticks))
		}
		for _, tick := range axis.Ticks {
			if tick.Label == "" {
				t.Errorf("%d days: a tick without a word", days)
			}
		}
	}
}
