package reports

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/value"
)

// toldIn is what Satchel tells a patient about a line, as the facts hold it.
func toldIn(language string, m prescribing.MedicationRequest) documents.Told {
	i, ok := prescribing.Instruct(language, m, value.Indian)
	if !ok {
		panic(language + " is not told")
	}
	return toldOf(i)
}

// toldOf is an instruction as the facts hold it.
func toldOf(i prescribing.Instruction) documents.Told {
	told := documents.Told{Language: i.Language}
	for _, span := range i.Spans {
		told.Spans = append(told.Spans, documents.ToldSpan(span))
	}
	return told
}

// toldLines are doses with numbers and Latin units in them.
func toldLines() []prescribing.MedicationRequest {
	return []prescribing.MedicationRequest{
		{Form: "oral-suspension", Route: prescribing.Oral, Dosage: prescribing.Dosage{Dose: quantity("2.5", "mL"), Frequency: 2, PeriodUnit: "d", Meal: prescribing.AfterMeal, Duration: quantity("7", "d")}},
		{Form: "tablet", Route: prescribing.Oral, Dosage: prescribing.Dosage{Dose: quantity("500", "mg"), Frequency: 1, Period: 6, PeriodUnit: "h", AsNeeded: true, AsNeededFor: "pain or fever",
			Maximum: quantity("3", "g")}},
		{Form: "tablet", Route: prescribing.Oral, Dosage: prescribing.Dosage{Dose: quantity("1", "{tablet}"), Pattern: prescribing.Pattern{Morning: value.Whole(2), Night: value.MustDecimal("0.5")}, Ongoing: true}},
	}
}

// toldPrescription tells a patient in a language under every item.
func toldPrescription(paper documents.Paper, language string) documents.PrescriptionFacts {
	f := samplePrescription(paper)
	for i := range f.Items {
		m := toldLines()[i]
		f.Items[i].Dose, f.Items[i].Route, f.Items[i].Frequency, f.Items[i].Duration = strings.TrimSuffix(prescribing.DosageText("en", m), "."), "", "", ""
		f.Items[i].Told = toldIn(language, m)
	}
	return f
}

// toldSamples tell patients in the two languages that are set in other ways than English.
func toldSamples() map[string]sample {
	list := map[string]sample{}
	for _, language := range []string{"hi", "ar"} {
		for _, paper := range []documents.Paper{documents.PaperA5, documents.PaperA4} {
			list["prescription-told-"+language+"-"+string(paper)] = sample{documents.Prescription, toldPrescription(paper, language)}
		}
	}
	return list
}

// TestWhatThePatientReads: poppler finds the words in the order in which they are read, and a dose inside Arabic as it is written.
func TestWhatThePatientReads(t *testing.T) {
	hindi := pages(t, documents.Prescription, toldPrescription(documents.PaperA4, "hi"), Overlay{})[0]
	holds(t, hindi, "Take 2.5 mL twice daily after food for 7 days", "दिन में 2 बार 2.5 mL लें। यह दवा खाना खाने के बाद लें।", "हर 6 घंटे में 500 mg लें।")
	arabic := pages(t, documents.Prescription, toldPrescription(documents.PaperA4, "ar"), Overlay{})[0]
	holds(t, arabic, "2.5 mL", "500 mg")
	lacks(t, arabic, "mL 2.5", "mg 500", "005")
}

// TestAPrescriptionTellsThePatientInTheirLanguage sets one in each language on each paper; pdftotext finds what the patient reads.
func TestAPrescriptionTellsThePatientInTheirLanguage(t *testing.T) {
	for _, language := range prescribing.InstructionLanguages() {
		for _, paper := range sheets {
			f := toldPrescription(paper, language)
			frozen, err := New().Set(documents.Prescription, f)
			if err != nil {
				t.Fatalf("%s on %s: %v", language, paper, err)
			}
			pdf, err := PDF(frozen, Overlay{})
			if err != nil {
				t.Fatalf("%s on %s: %v", language, paper, err)
			}
			if dir := os.Getenv("SATCHEL_PICTURES"); dir != "" {
				name := filepath.Join(dir, "told-"+language+"-"+strings.ReplaceAll(string(paper), " ", "")+".pdf")
				if err := os.WriteFile(name, pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestASentenceIsDrawnForItsDoctor(t *testing.T) {
	for _, language := range prescribing.InstructionLanguages() {
		for i, m := range toldLines() {
			picture, err := Strip(toldIn(language, m), 120, 110)
			if err != nil {
				t.Fatalf("%s: %v", language, err)
			}
			if size := picture.Bounds(); size.Dx() < 500 || size.Dy() < 15 || size.Dy() > 200 {
				t.Errorf("%s: the picture is %v", language, size)
			}
			if dir := os.Getenv("SATCHEL_PICTURES"); dir != "" {
				file, err := os.Create(filepath.Join(dir, "strip-"+language+string(rune('0'+i))+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(file, picture); err != nil {
					t.Fatal(err)
				}
				if err := file.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if _, err := Strip(documents.Told{Language: "en", Spans: []documents.ToldSpan{{Text: "\uFFFD"}}}, 120, 110); err == nil {
		t.Error("letters that nobody can draw are drawn")
	}
}
