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

// rxSamples are prescriptions as the law and the language of the practice make them.
func rxSamples() map[string]rxSample {
	list := map[string]rxSample{}
	for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4} {
		for name, change := range lawChanges {
			list["prescription-law-"+name+"-"+string(paper)] = rxSample{documents.Prescription, lawfulPrescription(paper, change)}
		}
		for _, language := range []string{"hi", "es", "ar"} {
			list["prescription-own-"+language+"-"+string(paper)] = rxSample{documents.Prescription, ownPrescription(paper, language)}
		}
	}
	long := lawfulPrescription(documents.PaperA5, func(f *documents.PrescriptionFacts) {
		f.Private, f.Prescriber.Identifiers = true, []string{"NPI 1234567893", "DEA AB1234563"}
		one := f.Items[0]
		one.Brand, one.LegalStatus = strings.Repeat("Augmentin Duo ", 14), "Controlled drug, Schedule 3"
		one.BrandReason = strings.Repeat("a rash from the colour of another brand ", 5)
		f.Items = nil
		for range 40 {
			f.Items = append(f.Items, one)
		}
	})
	list["prescription-law-long-A5"] = rxSample{documents.Prescription, long}
	return list
}

func TestPrescriptionsSayWhatTheLawAsks(t *testing.T) {
	page := func(name string) string {
		return pages(t, documents.Prescription, rxSamples()[name].facts, Overlay{})[0]
	}
	for _, paper := range []string{"A5", "A4"} {
		holds(t, page("prescription-law-in-"+paper), "Schedule H1", "Substitution not allowed by law", "AMOXICILLIN")
		holds(t, page("prescription-law-eu-"+paper), "Reason for the brand: a rash from the colour of another brand in March 2025", "Substitution not allowed")
		uk := page("prescription-law-gb-" + paper)
		holds(t, uk, "PRIVATE PRESCRIPTION", "Controlled drug, Schedule 3", "Valid until 9 Feb 2026", "Quantity 60 (sixty) mL")
		us := page("prescription-law-us-" + paper)
		holds(t, us, "NPI 1234567893", "DEA AB1234563", "Schedule IV", "Quantity 60 (sixty) mL")
		lacks(t, us, "PRIVATE")
	}
	lacks(t, page("prescription-law-in-A5"), "Reason for the brand", "DEA", "PRIVATE")
	long := pages(t, documents.Prescription, rxSamples()["prescription-law-long-A5"].facts, Overlay{})
	holds(t, long[0], "PRIVATE PRESCRIPTION", "DEA AB1234563")
	if n := strings.Count(strings.Join(long, "\n"), "Reason for the brand"); n != 40 {
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
