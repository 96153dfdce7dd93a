package reports

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/value"
	"satchel/reports/page"
)

// doseUnit is a unit of a dose as a page may write it.
const doseUnit = `(?:mcg|mg|mL|kg|g|units?|tablets?|capsules?|drops?|puffs?|sprays?)`

// misreadings are what no page of any document may hold about an amount (ISMP, List of Error-Prone Abbreviations, Symbols, and Dose
// Designations, 2021; Joint Commission, "Do Not Use" list). They look at numbers with a unit alone: 1,794.00 is an amount of money.
var misreadings = map[string]*regexp.Regexp{
	"a trailing zero":           regexp.MustCompile(`\d(?:\.\d*0|,\d?0|,\d{3,}0)[ \x{a0}]?` + doseUnit + `\b`),
	"no leading zero":           regexp.MustCompile(`(?:^|[^\d])[.,]\d+[ \x{a0}]?` + doseUnit + `\b`),
	"no space before a unit":    regexp.MustCompile(`\d` + doseUnit + `\b`),
	"thousands together":        regexp.MustCompile(`(?:^|[^\d.,])\d{4,}[ \x{a0}]` + doseUnit + `\b`),
	"a mark behind a unit":      regexp.MustCompile(`\d[ \x{a0}](?:mcg|mg|mL|g)\.(?:[ \x{a0}]*\p{Ll}|\d)`),
	"U or IU":                   regexp.MustCompile(`\d[ \x{a0}]?(?:U|IU|iu|u)\b`),
	"micro sign":                regexp.MustCompile(`[µμ]g|\d[ \x{a0}]?ug\b`),
	"cc":                        regexp.MustCompile(`\d[ \x{a0}]?cc\b`),
	"a spoon":                   regexp.MustCompile(`(?i)\b(?:tsp|tbsp|teaspoon|tablespoon)`),
	"QD or QOD":                 regexp.MustCompile(`(?i)\bq\.?o?\.?d\b`),
	"MS, MSO4 or MgSO4":         regexp.MustCompile(`\b(?:MSO4|MgSO4|MS)\b`),
	"a slash for per":           regexp.MustCompile(`\d[ \x{a0}]?(?:mcg|mg|g|units?)/[ ]?(?:\d|mL\b|tab)`),
	"a sign for more or less":   regexp.MustCompile(`[<>][ \x{a0}]?\d`),
	"the point of a dose alone": regexp.MustCompile(`(?:^|[ \x{a0}])[.,]\d+[ \x{a0}](?:mcg|mg|mL|g)\b`),
}

// drawnLines are the texts of a document's pages, line by line as they stand.
func drawnLines(d *page.Document) []string {
	var lines []string
	for _, sheet := range d.Sheets {
		at, end, line := page.Length(-1), page.Length(0), ""
		add := func(x, y, advance page.Length, text string) {
			switch gap := x - end; {
			case y != at:
				lines = append(lines, line)
				at, line = y, ""
			case gap > 400*page.Micrometre || gap < -400*page.Micrometre: // not the same word, moved closer by kerning
				line += " "
			}
			line += text
			end = x + advance
		}
		for _, op := range sheet.Ops {
			switch op := op.(type) {
			case page.Text:
				add(op.X, op.Y, op.Advance, op.String)
			case page.Glyphs:
				add(op.X, op.Y, op.Advance, op.String)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// misreadOn returns what a page says dangerously.
func misreadOn(t interface{ Fatal(...any) }, frozen documents.Frozen) []string {
	doc, err := page.Decode(frozen.Layout, frozen.Parts...)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range drawnLines(doc) {
		for danger, pattern := range misreadings {
			if pattern.MatchString(line) {
				found = append(found, danger+": "+line)
			}
		}
	}
	return found
}

// TestNoDocumentIsMisread holds every page of every sample of every document against the rules.
func TestNoDocumentIsMisread(t *testing.T) {
	kinds := map[documents.Kind]bool{}
	for name, sample := range samples() {
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		kinds[sample.kind] = true
		for _, found := range misreadOn(t, frozen) {
			t.Errorf("%s: %s", name, found)
		}
	}
	for _, d := range List {
		if !kinds[d.Kind] {
			t.Errorf("%s has no sample", d.Kind)
		}
	}
}

// TestTheGateSeesWhatIsMisread shows that it is alive.
func TestTheGateSeesWhatIsMisread(t *testing.T) {
	for text, want := range map[string]string{"1.0 mg": "a trailing zero", "take .5 mL": "no leading zero", "500mg": "no space before a unit", "10000 units": "thousands together", "10 U": "U or IU",
		"5 cc": "cc", "50 µg": "micro sign", "2 tsp": "a spoon", "q.o.d": "QD or QOD", "MS 10": "MS, MSO4 or MgSO4", "250 mg/5 mL": "a slash for per", "> 3 days": "a sign for more or less",
		"2,50 mg": "a trailing zero"} {
		if !misreadings[want].MatchString(text) {
			t.Errorf("%q passes as no %s", text, want)
		}
	}
	for _, text := range []string{"10 mg", "0.5 mL", "1,000 units", "₹ 1,794.00", "2 of 10", "112/min", "Ms Rao", "us", "100 mcg inhaler", "version 0.1.0", "2.05 g", "12 Jan 2026", "20 kg (12 Jan 2026)"} {
		for danger, pattern := range misreadings {
			if pattern.MatchString(text) {
				t.Errorf("%q is called %s", text, danger)
			}
		}
	}
}

// TestNoPrescriptionIsMisread prints doses that nobody thought of, with the patient told in each language, and holds the pages against
// the rules.
func TestNoPrescriptionIsMisread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := samplePrescription(rapid.SampledFrom(sheets).Draw(t, "paper"))
		f.Setting.Number = rapid.SampledFrom([]value.NumberFormat{value.International, value.Indian, value.European, value.SpaceComma}).Draw(t, "numbers")
		f.Items = f.Items[:1]
		item := &f.Items[0]
		number := func(name string) value.Decimal {
			d, err := value.NewDecimal(rapid.Int64Range(1, 99_999).Draw(t, name), rapid.IntRange(0, 3).Draw(t, name+" scale"))
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		p := rapid.SampledFrom(prescribing.Products).Draw(t, "form")
		m := prescribing.MedicationRequest{Form: p.Form, Route: p.Route, Site: prescribing.BothSides, Dosage: prescribing.Dosage{
			Dose:      value.Quantity{Value: number("dose"), Unit: rapid.SampledFrom(p.Dose).Draw(t, "unit")},
			Frequency: rapid.IntRange(1, 24).Draw(t, "times"), Period: rapid.IntRange(1, 300).Draw(t, "period"), PeriodUnit: rapid.SampledFrom([]string{"h", "d", "wk", "mo"}).Draw(t, "in"),
			Duration: value.Quantity{Value: value.Whole(rapid.Int64Range(1, 400).Draw(t, "long")), Unit: "d"}}}
		m.Dosage.Maximum = m.Dosage.Dose
		told, ok := prescribing.Instruct(rapid.SampledFrom(prescribing.InstructionLanguages()).Draw(t, "language"), m, f.Setting.Number)
		if !ok {
			t.Fatal("not told")
		}
		*item = documents.PrescriptionItem{Ingredients: []documents.Ingredient{{Name: "amoxicillin", Strength: value.Quantity{Value: number("strength"), Unit: "mg"}, Per: quantity("5", "mL")}},
			Form: prescribing.FormText("en", p.Form), Dose: prescribing.DosageTextIn("en", m, f.Setting.Number), Quantity: number("quantity"), QuantityUnit: prescribing.UnitText("en", quantity("2", p.Quantity[0]))}
		item.Told = toldOf(told)
		if rapid.Bool().Draw(t, "in the page's language") { // what the chemist reads then
			f.Setting.Language = rapid.SampledFrom(assets.Languages()).Draw(t, "page")
			own, ok := prescribing.Instruct(f.Setting.Language, m, f.Setting.Number)
			if !ok {
				t.Fatal("not told to the chemist")
			}
			item.Dose, item.Directions = "", toldOf(own)
		}
		frozen, err := New().Set(documents.Prescription, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range misreadOn(t, frozen) {
			t.Error(found)
		}
		doc, err := page.Decode(frozen.Layout, frozen.Parts...)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(drawnLines(doc), "\n"); !strings.Contains(text, "AMOXICILLIN") {
			t.Fatalf("nothing is drawn:\n%s", text)
		}
	})
}
