package reports

import (
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/value"
)

type rxSample = struct {
	kind  documents.Kind
	facts any
}

// lawfulPrescription is what the law of a country makes of the sample.
func lawfulPrescription(paper documents.Paper, change func(*documents.PrescriptionFacts)) documents.PrescriptionFacts {
	f := samplePrescription(paper)
	f.Items = append([]documents.PrescriptionItem(nil), f.Items...)
	change(&f)
	return f
}

// lawChanges are the marks of each jurisdiction, by name.
var lawChanges = map[string]func(*documents.PrescriptionFacts){
	"in": func(f *documents.PrescriptionFacts) {
		f.Items[0].LegalStatus, f.Items[0].Substitution = "Schedule H1", documents.SubstitutionUnlawful
	},
	"eu": func(f *documents.PrescriptionFacts) {
		f.Items[0].BrandReason = "a rash from the colour of another brand in March 2025"
	},
	"gb": func(f *documents.PrescriptionFacts) {
		f.Private, f.ValidUntil = true, day("2026-02-09")
		f.Items[1].LegalStatus = "Controlled drug, Schedule 3"
	},
	"us": func(f *documents.PrescriptionFacts) {
		f.Prescriber.Identifiers = []string{"NPI 1234567893", "DEA AB1234563"}
		f.Items[1].LegalStatus = "Schedule IV"
	},
}

// ownPrescription says in the page's own language how each medicine is taken.
func ownPrescription(paper documents.Paper, language string) documents.PrescriptionFacts {
	f := samplePrescription(paper)
	f.Items = append([]documents.PrescriptionItem(nil), f.Items...)
	f.Setting.Language = language
	for i := range f.Items {
		m, item := toldLines()[i], &f.Items[i]
		item.Dose, item.Route, item.Frequency, item.Duration, item.Instructions = "", "", "", "", ""
		item.Directions, item.Form = toldIn(language, m), prescribing.FormText(language, m.Form)
		item.QuantityUnit = prescribing.UnitText(language, value.Quantity{Value: item.Quantity, Unit: []string{"mL", "mL", "{bottle}"}[i]})
	}
	return f
}

// rxSamples are prescriptions as the law and the language of the practice make them, each on one paper: other programs read every sample.
func rxSamples() map[string]rxSample {
	list := map[string]rxSample{}
	for name, paper := range map[string]documents.Paper{"in": documents.PaperA5, "us": documents.PaperLetter, "eu": documents.PaperA4, "gb": documents.PaperA4} {
		list["prescription-law-"+name+"-"+string(paper)] = rxSample{documents.Prescription, lawfulPrescription(paper, lawChanges[name])}
	}
	for language, paper := range map[string]documents.Paper{"hi": documents.PaperA4, "es": documents.PaperA5, "ar": documents.PaperA5} {
		list["prescription-own-"+language+"-"+string(paper)] = rxSample{documents.Prescription, ownPrescription(paper, language)}
	}
	return list
}

// longLawfulPrescription has 40 medicines with every mark there is, and long ones.
func longLawfulPrescription() documents.PrescriptionFacts {
	return lawfulPrescription(documents.PaperA5, func(f *documents.PrescriptionFacts) {
		f.Private, f.Prescriber.Identifiers = true, []string{"NPI 1234567893", "DEA AB1234563"}
		one := f.Items[0]
		one.Brand, one.LegalStatus = strings.Repeat("Augmentin Duo ", 14), "Controlled drug, Schedule 3"
		one.BrandReason = strings.Repeat("a rash from the colour of another brand ", 5)
		f.Items = nil
		for range 40 {
			f.Items = append(f.Items, one)
		}
	})
}

func TestPrescriptionsSayWhatTheLawAsks(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4} {
		page := func(name string) string {
			return pages(t, documents.Prescription, lawfulPrescription(paper, lawChanges[name]), Overlay{})[0]
		}
		in := page("in")
		holds(t, in, "Schedule H1", "Substitution not allowed by law", "AMOXICILLIN")
		lacks(t, in, "Reason for the brand", "DEA", "PRIVATE")
		holds(t, page("eu"), "Reason for the brand: a rash from the colour of another brand in March 2025", "Substitution not allowed")
		holds(t, page("gb"), "PRIVATE PRESCRIPTION", "Controlled drug, Schedule 3", "Valid until 9 Feb 2026", "Quantity 60 (sixty) mL")
		arabic := lawfulPrescription(paper, lawChanges["gb"])
		arabic.Setting.Language = "ar" // without number words of its own
		words := pages(t, documents.Prescription, arabic, Overlay{})[0]
		holds(t, words, "sixty")
		lacks(t, words, "one hundred twenty") // of a medicine that isn't classified
		us := page("us")
		holds(t, us, "NPI 1234567893", "DEA AB1234563", "Schedule IV", "Quantity 60 (sixty) mL")
		lacks(t, us, "PRIVATE")
	}
	long := longLawfulPrescription()
	frozen, err := New().Set(documents.Prescription, long)
	if err != nil {
		t.Fatal(err)
	}
	inside(t, "prescription-law-long", long.Setting.Paper, 0, frozen)
	list := pages(t, documents.Prescription, long, Overlay{})
	holds(t, list[0], "PRIVATE PRESCRIPTION", "DEA AB1234563")
	if n := strings.Count(strings.Join(list, "\n"), "Reason for the brand"); n != 40 {
		t.Errorf("%d of 40 reasons are printed", n)
	}
}

// TestTheChemistReadsThePagesLanguage: the sentences of the practice's language stand alone; a dose inside Arabic reads as it is written.
func TestTheChemistReadsThePagesLanguage(t *testing.T) {
	for language, words := range map[string][]string{
		"hi": {"दिन में 2 बार 2.5 mL लें। यह दवा खाना खाने के बाद लें।", "किसलिए: the ear infection", "मात्रा"},
		"es": {"2.5 mL", "Para: the ear infection", "suspensión oral"},
		"ar": {"2.5 mL", "500 mg"},
	} {
		for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4} {
			page := pages(t, documents.Prescription, ownPrescription(paper, language), Overlay{})[0]
			holds(t, page, words...)
			lacks(t, page, "Take ", "twice daily", "mL 2.5", "mg 500", "⟦")
		}
	}
}
