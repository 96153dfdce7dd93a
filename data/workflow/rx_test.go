package workflow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
)

// changeLine changes the one line of a visit's draft.
func (p *practice) changeLine(t testing.TB, e chart.Encounter, change func(*prescribing.MedicationRequest)) (line prescribing.MedicationRequest) {
	t.Helper()
	p.Must(t, p.Owner, action.Prescription, func(tx *store.Tx) error {
		rx, err := prescribing.DraftOf(tx, chart.Origin{Patient: e.Patient, Encounter: e.ID})
		if err != nil {
			return err
		}
		lines, err := prescribing.Lines(tx, rx.ID)
		if err != nil {
			return err
		}
		change(&lines[0])
		line, err = prescribing.SaveLine(tx, lines[0])
		return err
	}, store.About(e.Patient))
	return line
}

// paper finishes a visit and returns what its prescription says.
func (p *practice) paper(t testing.TB, e chart.Encounter) (facts documents.PrescriptionFacts) {
	t.Helper()
	done, err := p.finish(e, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(p.frozen(t, done.Documents[0])), &facts); err != nil || len(facts.Items) != 1 {
		t.Fatal(facts, err)
	}
	return facts
}

// lawyer gives the doctor every number that a law asks for.
func (p *practice) lawyer(t testing.TB) {
	t.Helper()
	p.Must(t, p.Owner, action.ManagePractice, func(tx *store.Tx) error {
		who, err := store.Get(tx, organization.Practitioners, p.who)
		if err != nil {
			return err
		}
		who.NPI, who.DEA = "1234567893", "AB1234563"
		return store.Update(tx, organization.Practitioners, &who)
	})
}

// TestAPrescriptionFollowsTheLawOfItsCountry issues one with a classified brand in each jurisdiction.
func TestAPrescriptionFollowsTheLawOfItsCountry(t *testing.T) {
	p := open(t)
	p.lawyer(t)
	issue := func(country string, change func(*prescribing.MedicationRequest)) documents.PrescriptionFacts {
		t.Helper()
		p.settings(t, func(own *organization.Practice) { own.Country = country })
		e := p.write(t, p.seen(t, p.register(t, "Meera "+country).ID))
		p.changeLine(t, e, func(m *prescribing.MedicationRequest) {
			m.Brand, m.Substitution = "Crocin", true
			change(m)
		})
		return p.paper(t, e)
	}
	dea := func(f documents.PrescriptionFacts) bool {
		return slices.ContainsFunc(f.Prescriber.Identifiers, func(s string) bool { return strings.Contains(s, "AB1234563") })
	}
	f := issue("IN", func(m *prescribing.MedicationRequest) {
		m.LegalStatus, m.BrandReason = organization.ScheduleH1, "unused"
	})
	if item := f.Items[0]; item.LegalStatus != "Schedule H1" || item.Substitution != documents.SubstitutionUnlawful || item.BrandReason != "" || f.Private || dea(f) {
		t.Errorf("India: %+v", f)
	}
	f = issue("IN", func(*prescribing.MedicationRequest) {})
	if item := f.Items[0]; item.LegalStatus != "" || item.Substitution != documents.SubstitutionAllowed {
		t.Errorf("India, not classified: %+v", item)
	}
	f = issue("DE", func(m *prescribing.MedicationRequest) {
		m.Substitution, m.BrandReason = false, "allergic to another brand's dye"
	})
	if item := f.Items[0]; item.Substitution != documents.SubstitutionNotAllowed || item.BrandReason != "allergic to another brand's dye" || f.Private {
		t.Errorf("European Union: %+v", f)
	}
	f = issue("GB", func(m *prescribing.MedicationRequest) { m.LegalStatus = organization.UKSchedule3 })
	if days := p.today(t).DaysUntil(f.ValidUntil); !f.Private || days != 28 || f.Items[0].LegalStatus != "Controlled drug, Schedule 3" {
		t.Errorf("United Kingdom: valid for %d days, %+v", days, f)
	}
	f = issue("US", func(m *prescribing.MedicationRequest) { m.LegalStatus = organization.USSchedule4 })
	if !dea(f) || f.Private || f.Items[0].LegalStatus != "Schedule IV" {
		t.Errorf("United States: %+v", f)
	}
	if f = issue("US", func(*prescribing.MedicationRequest) {}); dea(f) {
		t.Error("the DEA number stands on a prescription of a medicine that nobody called controlled")
	}
	p.MustVerify(t)
}

// TestWhatAControlledMedicineLacks: the number and the address are asked for before issue, for that medicine alone, and hold nobody up.
func TestWhatAControlledMedicineLacks(t *testing.T) {
	p := open(t)
	patient := p.register(t, "Meera").ID
	lacks := func(line prescribing.MedicationRequest) (list []string) {
		t.Helper()
		p.look(t, p.Owner, action.OpenChart, func(tx *store.Tx) error {
			found, err := workflow.Lacks(tx, organization.SheetPrescription, patient, p.who, line)
			for _, l := range found {
				text := string(l.Field)
				if l.Void {
					text += "!"
				}
				list = append(list, text)
			}
			return err
		}, store.About(patient))
		return list
	}
	want := func(line prescribing.MedicationRequest, want string) {
		t.Helper()
		if got := strings.Join(lacks(line), " "); got != want {
			t.Errorf("lacks %q, want %q", got, want)
		}
	}
	p.settings(t, func(own *organization.Practice) { own.Country, own.Address = "US", "14 Lake Road" })
	want(prescribing.MedicationRequest{}, "")
	want(prescribing.MedicationRequest{LegalStatus: organization.USSchedule2}, "patient_address! dea!")
	p.lawyer(t)
	want(prescribing.MedicationRequest{LegalStatus: organization.USSchedule2}, "patient_address!")
	p.Must(t, p.Desk, action.CorrectPatient, func(tx *store.Tx) error {
		who, err := patients.Get(tx, patient)
		if err != nil {
			return err
		}
		who.Address = "7 Fateh Sagar Road"
		_, err = patients.Correct(tx, who)
		return err
	}, store.About(patient))
	want(prescribing.MedicationRequest{LegalStatus: organization.USSchedule2}, "")
	p.settings(t, func(own *organization.Practice) { own.Country, own.Phone, own.Email = "DE", "1", "a@example.org" })
	want(prescribing.MedicationRequest{Brand: "Crocin", Substitution: true}, "")
	want(prescribing.MedicationRequest{Brand: "Crocin"}, "brand_reason")
	want(prescribing.MedicationRequest{Brand: "Crocin", BrandReason: "biological medicine"}, "")
}

// chemistLines is how paracetamol 500 mg, 1 tablet in the morning and at night for 5 days, is told to the chemist in each language.
var chemistLines = map[string]string{
	"hi": "सुबह और रात को 1 गोली लें। ऐसा 5 दिन तक करें।",
	"es": "Tome 1 tableta por la mañana y por la noche. Hágalo durante 5 días.",
	"ar": "عن طريق الفم: قرص واحد صباحًا وليلًا. المدة: 5 أيام.",
}

// TestTheChemistsLineIsInThePracticesLanguage once its sentences are accepted, in English until then; nothing is said twice, and who
// speaks another language is told in that one.
func TestTheChemistsLineIsInThePracticesLanguage(t *testing.T) {
	for language, want := range chemistLines {
		p := open(t)
		p.settings(t, func(own *organization.Practice) { own.Language = language })
		visit := func(name, language string) documents.PrescriptionItem {
			return p.paper(t, p.write(t, p.seen(t, p.speaks(t, name, language).ID))).Items[0]
		}
		plain := func(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
		const english = "Take 1 tablet in the morning and at night for 5 days."
		if item := visit("Before", language); plain(item.Dose) != english || len(item.Directions.Spans) != 0 || len(item.Told.Spans) != 0 {
			t.Errorf("%s, before: %+v", language, item)
		}
		p.Must(t, p.Owner, action.AcceptPhrases, func(tx *store.Tx) error {
			var keys []string
			for _, phrase := range prescribing.Phrases(language) {
				keys = append(keys, phrase.Key)
			}
			return prescribing.AcceptPhrases(tx, language, keys)
		})
		for _, own := range []string{"", language, language + "-MX", "bn"} {
			if item := visit("Own "+own, own); plain(item.Directions.Text()) != want || item.Directions.Language != language || item.Dose != "" || len(item.Told.Spans) != 0 {
				t.Errorf("%s, patient %q: %q, %q, told %q", language, own, item.Directions.Text(), item.Dose, item.Told.Text())
			}
		}
		if item := visit("English", "en"); plain(item.Directions.Text()) != want || plain(item.Told.Text()) != "Take 1 tablet in the morning and at night. Do this for 5 days." {
			t.Errorf("%s, patient in English: %q, told %q", language, item.Directions.Text(), item.Told.Text())
		}
		p.MustVerify(t)
	}
}

// TestOtherPapersSayItInTheSameLanguage: the summary that the patient takes home names medicines and directions as the prescription does.
func TestOtherPapersSayItInTheSameLanguage(t *testing.T) {
	p := open(t)
	p.settings(t, func(own *organization.Practice) { own.Language = "es" })
	e := p.write(t, p.seen(t, p.register(t, "Meera").ID))
	if _, err := p.finish(e, ""); err != nil {
		t.Fatal(err)
	}
	summary := func() documents.SummaryMedicine {
		t.Helper()
		facts, err := p.facts(p.Owner, workflow.FromChart{Kind: documents.VisitSummary, Patient: e.Patient, Encounter: e.ID})
		if err != nil {
			t.Fatal(err)
		}
		return facts.(documents.VisitSummaryFacts).Medicines[0]
	}
	plain := func(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
	if m := summary(); plain(m.Name) != "paracetamol 500 mg tablet" || plain(m.Directions) != "Take 1 tablet in the morning and at night for 5 days." {
		t.Errorf("before: %q, %q", m.Name, m.Directions)
	}
	p.Must(t, p.Owner, action.AcceptPhrases, func(tx *store.Tx) error {
		return prescribing.AcceptPhrases(tx, "es", []string{"sentence.take", "sentence.days", "when.morning", "when.night", "when.two", "dose.tablet"})
	})
	if m := summary(); plain(m.Name) != "paracetamol 500 mg comprimido" || plain(m.Directions) != chemistLines["es"] {
		t.Errorf("after: %q, %q", m.Name, m.Directions)
	}
}
