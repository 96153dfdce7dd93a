package prescribing

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"satchel/data/value"
)

var writeInstructions = flag.Bool("writeinstructions", false, "write testdata/instruction.*.txt anew, to be read before they are kept")

func amount(number, unit string) value.Quantity {
	return value.Quantity{Value: value.MustDecimal(number), Unit: unit}
}

func parts(morning, noon, evening, night string) (p Pattern) {
	for i, into := range []*value.Decimal{&p.Morning, &p.Noon, &p.Evening, &p.Night} {
		if text := []string{morning, noon, evening, night}[i]; text != "" {
			*into = value.MustDecimal(text)
		}
	}
	return p
}

// told are doses as a practice gives them, each with most of what a sentence can hold.
func told() []MedicationRequest {
	days := func(n string) value.Quantity { return amount(n, "d") }
	tablet := amount("1", unitTablet)
	oral := func(form Form, d Dosage) MedicationRequest {
		return MedicationRequest{Form: form, Route: Oral, Dosage: d}
	}
	of := func(form Form, route Route, site Site, d Dosage) MedicationRequest {
		return MedicationRequest{Form: form, Route: route, Site: site, Dosage: d}
	}
	return []MedicationRequest{
		oral("tablet", Dosage{Dose: tablet, Frequency: 3, PeriodUnit: "d", Meal: AfterMeal, Duration: days("5")}),
		oral("tablet", Dosage{Dose: tablet, Pattern: parts("1", "0", "", "1"), Duration: amount("1", "wk")}),
		oral("tablet", Dosage{Dose: tablet, Pattern: parts("2", "1", "", "0.5"), Duration: amount("1", "mo")}),
		oral("oral-suspension", Dosage{Dose: amount("5", "mL"), Pattern: parts("2", "2", "2", "2"), Duration: days("3")}),
		oral("tablet", Dosage{Dose: amount("0.50", unitTablet), Frequency: 1, PeriodUnit: "d", Meal: BeforeMeal, Ongoing: true}),
		oral("tablet", Dosage{Dose: amount("1.5", unitTablet), Frequency: 1, Period: 8, PeriodUnit: "h", Until: value.PartialDate{Year: 2026, Month: 11, Day: 30}}),
		oral("syrup", Dosage{Dose: amount("2.50", "mL"), Frequency: 2, PeriodUnit: "d", Duration: days("5")}),
		oral("tablet", Dosage{Dose: tablet, Frequency: 1, Period: 6, PeriodUnit: "h", AsNeeded: true, AsNeededFor: "pain", Maximum: amount("4", unitTablet)}),
		of("inhaler", Inhalation, "", Dosage{Dose: amount("2", unitPuff), AsNeeded: true, AsNeededFor: "wheeze", Maximum: amount("8", unitPuff)}),
		of("eye-drops", Ophthalmic, LeftSide, Dosage{Dose: amount("1", unitDrop), Frequency: 4, PeriodUnit: "d", Duration: days("7")}),
		of("eye-ointment", Ophthalmic, BothSides, Dosage{Dose: amount("1", unitApplication), Pattern: parts("", "", "", "1"), Duration: days("10")}),
		of("ear-drops", Otic, RightSide, Dosage{Dose: amount("3", unitDrop), Frequency: 3, PeriodUnit: "d", Duration: days("7")}),
		of("nasal-spray", Nasal, "", Dosage{Dose: amount("2", unitSpray), Frequency: 1, PeriodUnit: "d", Duration: amount("2", "mo")}),
		of("cream", Topical, "", Dosage{Frequency: 2, PeriodUnit: "d", Duration: amount("2", "wk")}),
		of("patch", Transdermal, "", Dosage{Dose: amount("1", unitPatch), Frequency: 1, Period: 3, PeriodUnit: "d", Ongoing: true}),
		of("suppository", Rectal, "", Dosage{Dose: amount("1", unitSuppository), Once: true}),
		of("pessary", Vaginal, "", Dosage{Dose: amount("1", unitPessary), Pattern: parts("", "", "", "1"), Duration: days("6")}),
		of("injection", Intramuscular, "", Dosage{Dose: amount("60000", "[iU]"), Once: true}),
		of("injection", Subcutaneous, "", Dosage{Dose: amount("14", "[iU]"), Pattern: parts("1", "", "", "0.5"), Meal: BeforeMeal, Ongoing: true}),
		oral("tablet", Dosage{Dose: amount("100", "ug"), Frequency: 1, Period: 2, PeriodUnit: "d", Duration: days("30")}),
		oral("tablet", Dosage{Dose: tablet, Frequency: 1, PeriodUnit: "wk", Duration: amount("3", "mo")}),
		oral("tablet", Dosage{Dose: amount("2", unitTablet), Frequency: 3, PeriodUnit: "wk", Meal: WithMeal, Ongoing: true}),
		oral("capsule", Dosage{Dose: amount("11", unitCapsule), Frequency: 5, Period: 2, PeriodUnit: "d", Duration: days("11")}),
		of("tablet", Sublingual, "", Dosage{Dose: tablet, AsNeeded: true, AsNeededFor: "chest pain", Maximum: amount("3", unitTablet)}),
		of("mouthwash", Buccal, "", Dosage{Dose: amount("10", "mL"), Frequency: 2, PeriodUnit: "d", Duration: days("1")}),
		oral("sachet", Dosage{Dose: amount("1", unitSachet), Frequency: 1, Period: 1, PeriodUnit: "h", Duration: days("2")}),
	}
}

// TestWhatPatientsAreTold compares every language with what was read and kept in testdata.
func TestWhatPatientsAreTold(t *testing.T) {
	for _, lang := range InstructionLanguages() {
		var lines []string
		for i, m := range told() {
			instruction, ok := Instruct(lang, m, value.Indian)
			if !ok {
				t.Errorf("%s: dose %d is not told", lang, i)
			}
			lines = append(lines, strings.ReplaceAll(instruction.Text(), noBreak, " "))
		}
		name, got := filepath.Join("testdata", "instruction."+lang+".txt"), strings.Join(lines, "\n")+"\n"
		if *writeInstructions {
			if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range strings.Split(strings.TrimSpace(string(kept)), "\n") {
			if i >= len(lines) || lines[i] != want {
				t.Errorf("%s, dose %d:\ngot  %q\nwant %q", lang, i, lines[min(i, len(lines)-1)], want)
			}
		}
	}
}

func TestWhatIsNotTold(t *testing.T) {
	whole := told()[0]
	for name, change := range map[string]func(*MedicationRequest){
		"without a route":       func(m *MedicationRequest) { m.Route = "" },
		"by a route of its own": func(m *MedicationRequest) { m.Route = "intrathecal" },
		"without a dose":        func(m *MedicationRequest) { m.Dosage.Dose = value.Quantity{} },
		"without a time":        func(m *MedicationRequest) { m.Dosage.Frequency = 0 },
		"in another unit":       func(m *MedicationRequest) { m.Dosage.Dose.Unit = "[tsp_us]" },
		"without a side":        func(m *MedicationRequest) { m.Form, m.Route = "eye-drops", Ophthalmic },
		"in another period":     func(m *MedicationRequest) { m.Dosage.PeriodUnit = "a" },
		"until some month": func(m *MedicationRequest) {
			m.Dosage.Duration, m.Dosage.Until = value.Quantity{}, value.PartialDate{Year: 2026, Month: 11}
		},
	} {
		m := whole
		change(&m)
		if got, ok := Instruct("hi", m, value.Indian); ok {
			t.Errorf("%s it is told: %s", name, got.Text())
		}
	}
	if _, ok := Instruct("bn", whole, value.Indian); ok {
		t.Error("it is told in a language without a table")
	}
}

func TestNumbersAreWrittenThePracticesWay(t *testing.T) {
	for _, c := range []struct {
		number string
		format value.NumberFormat
		want   string
	}{
		{"1.0", value.International, "1"}, {".5", value.International, "0.5"}, {"2.50", value.European, "2,5"}, {"60000", value.Indian, "60,000"}, {"150000", value.Indian, "1,50,000"},
		{"150000", value.International, "150,000"}, {"1000", value.European, "1 000"}, {"1234567.5", value.SpaceComma, "1 234 567,5"}, {"999", value.Plain, "999"}, {"1000", value.NumberFormat{}, "1,000"},
	} {
		if got := strings.ReplaceAll(doseNumber(value.MustDecimal(c.number), c.format), noBreak, " "); got != c.want {
			t.Errorf("%s is %q, want %q", c.number, got, c.want)
		}
	}
}

// TestDosesStandInIsolates holds for the language that needs it: in a sentence from right to left every Latin letter stands in an
// isolate, or "2.5 mL" would read "mL 2.5".
func TestDosesStandInIsolates(t *testing.T) {
	for i, m := range told() {
		instruction, _ := Instruct("ar", m, value.Indian)
		isolates := 0
		for _, s := range instruction.Spans {
			if latin := strings.IndexFunc(s.Text, func(r rune) bool { return r < 0x250 && (r|0x20 >= 'a' && r|0x20 <= 'z') }); latin >= 0 && !s.Isolate {
				t.Errorf("dose %d: %q stands outside an isolate", i, s.Text)
			}
			if s.Isolate {
				isolates++
			}
		}
		if isolates == 0 && !m.Dosage.Dose.IsZero() && m.Dosage.Dose.Unit != unitApplication {
			t.Errorf("dose %d has no isolate: %q", i, instruction.Text())
		}
	}
}

// anyDose draws a dosage that can be issued.
func anyDose(t *rapid.T) MedicationRequest {
	p := rapid.SampledFrom(Products).Draw(t, "form")
	number := func(name string, most int64) value.Decimal {
		d, err := value.NewDecimal(rapid.Int64Range(1, most).Draw(t, name), rapid.IntRange(0, 2).Draw(t, name+" scale"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	m := MedicationRequest{Form: p.Form, Route: rapid.SampledFrom(Routes).Draw(t, "route")}
	if m.Route == Ophthalmic || m.Route == Otic {
		m.Site = rapid.SampledFrom([]Site{LeftSide, RightSide, BothSides}).Draw(t, "site")
	}
	d := &m.Dosage
	d.Dose = value.Quantity{Value: number("dose", 99_999), Unit: rapid.SampledFrom(p.Dose).Draw(t, "unit")}
	switch rapid.IntRange(0, 3).Draw(t, "timing") {
	case 0:
		amounts := []string{"", "1", "0.5", "2"}
		d.Pattern = parts(rapid.SampledFrom(amounts).Draw(t, "morning"), rapid.SampledFrom(amounts).Draw(t, "noon"), rapid.SampledFrom(amounts).Draw(t, "evening"), "1")
	case 1:
		d.Frequency, d.Period = rapid.IntRange(1, 24).Draw(t, "times"), rapid.IntRange(0, 366).Draw(t, "period")
		d.PeriodUnit = rapid.SampledFrom([]string{"h", "d", "wk", "mo"}).Draw(t, "in")
	case 2:
		d.Once = true
	default:
		d.AsNeeded, d.AsNeededFor = true, "pain"
	}
	switch rapid.IntRange(0, 2).Draw(t, "how long") {
	case 0:
		d.Duration = value.Quantity{Value: number("duration", 300), Unit: rapid.SampledFrom([]string{"d", "wk", "mo"}).Draw(t, "long")}
	case 1:
		d.Until = value.PartialDate{Year: 2026, Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 28).Draw(t, "day")}
	default:
		d.Ongoing = true
	}
	d.Meal = rapid.SampledFrom([]Meal{"", BeforeMeal, WithMeal, AfterMeal}).Draw(t, "meal")
	if rapid.Bool().Draw(t, "at most") {
		d.Maximum = value.Quantity{Value: number("maximum", 500), Unit: d.Dose.Unit}
	}
	return m
}

// TestEveryInstructionIsSafeAndGivesItsNumbersBack draws doses and holds what a patient is told in each language against the rules, and
// the numbers in it against the dose: none is lost, none is added, and a number in words is the one that the form is for.
func TestEveryInstructionIsSafeAndGivesItsNumbersBack(t *testing.T) {
	formats := []value.NumberFormat{value.International, value.Indian, value.European, value.SpaceComma}
	rapid.Check(t, func(t *rapid.T) {
		m := anyDose(t)
		format := rapid.SampledFrom(formats).Draw(t, "format")
		for _, lang := range InstructionLanguages() {
			instruction, ok := Instruct(lang, m, format)
			if !ok {
				t.Fatalf("%s: not told: %+v", lang, m.Dosage)
			}
			text := instruction.Text()
			for danger, pattern := range dangers {
				if pattern.MatchString(text) {
					t.Fatalf("%s: %s: %s", lang, danger, text)
				}
			}
			if found := FindDiscouraged(strings.ReplaceAll(text, noBreak, " ")); len(found) > 0 {
				t.Fatalf("%s: %v: %s", lang, found, text)
			}
			want := numbersOf(lang, m, format)
			got := figures(text)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: the numbers are %q, the dose has %q: %s", lang, got, want, text)
			}
			for _, key := range instruction.Phrases {
				if _, known := tableOf(lang).patterns[key]; !known {
					t.Fatalf("%s: %s is no pattern", lang, key)
				}
			}
		}
	})
}

// figures are the numbers in a text, without what parts their thousands.
func figures(text string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(strings.ReplaceAll(text, noBreak, "\x00"), func(r rune) bool { return r != '\x00' && r != '.' && r != ',' && (r < '0' || r > '9') }) {
		word = strings.Trim(word, ".,\x00")
		for _, part := range apart(word) {
			if part != "" {
				list = append(list, part)
			}
		}
	}
	return list
}

// apart splits at a no-break space unless three digits follow it: that is one number in groups.
func apart(word string) []string {
	fields := strings.Split(word, "\x00")
	list := fields[:1:1]
	for _, f := range fields[1:] {
		if last := list[len(list)-1]; len(f) >= 3 && last != "" && strings.Trim(f[:3], "0123456789") == "" && (len(f) == 3 || f[3] == ',') {
			list[len(list)-1] = last + noBreak + f
		} else {
			list = append(list, f)
		}
	}
	for i := range list {
		list[i] = strings.Trim(list[i], ".,")
	}
	return list
}

// numbersOf are the figures that an instruction must hold, worked out from the dose alone: those that the table says in words for that
// very number are left out.
func numbersOf(lang string, m MedicationRequest, format value.NumberFormat) []string {
	table, d := tableOf(lang), m.Dosage
	var list []string
	add := func(key string, number value.Decimal) {
		if exact, ok := table.patterns[key]["="+number.Safe()]; ok {
			list = append(list, figures(exact)...)
			return
		}
		list = append(list, doseNumber(number, format))
	}
	dose := func(q value.Quantity) { add("dose."+phraseUnits[q.Unit], q.Value) }
	if factor, equal := d.Pattern.equal(); !equal {
		for _, a := range d.Pattern.amounts() {
			if a.Sign() > 0 {
				dose(times(d.Dose, a))
			}
		}
	} else if q := d.Dose; factor.IsSet() && times(q, factor) != amount("1", unitApplication) {
		dose(times(q, factor))
	} else if !factor.IsSet() && (q.Unit != unitApplication || q.Value.Cmp(value.Whole(1)) != 0) {
		dose(q)
	}
	if d.Frequency > 0 {
		period, unit := value.Whole(int64(max(d.Period, 1))), map[string]string{"h": "hour", "d": "day", "wk": "week", "mo": "month"}[d.PeriodUnit]
		if d.Frequency > 1 || max(d.Period, 1) == 1 && unit != "hour" {
			add("when.times", value.Whole(int64(d.Frequency)))
		}
		if max(d.Period, 1) > 1 || d.Frequency == 1 && unit == "hour" {
			add("when.every_"+unit, period)
		}
	}
	if d.Duration.Value.IsSet() {
		add("sentence."+map[string]string{"d": "days", "wk": "weeks", "mo": "months"}[d.Duration.Unit], d.Duration.Value)
	}
	if !d.Until.IsZero() {
		list = append(list, fmt.Sprint(d.Until.Day), fmt.Sprint(d.Until.Year))
	}
	if !d.Maximum.IsZero() {
		list = append(list, "24")
		dose(d.Maximum)
	}
	return list
}

// TestNoTwoDosesAreToldAlike: if two doses had the same words in some language, a patient could not know which one is meant.
func TestNoTwoDosesAreToldAlike(t *testing.T) {
	for _, lang := range InstructionLanguages() {
		seen := map[string]string{}
		told := func(m MedicationRequest, name string) {
			instruction, ok := Instruct(lang, m, value.International)
			if !ok {
				t.Fatalf("%s: %s is not told", lang, name)
			}
			if other, twice := seen[instruction.Text()]; twice {
				t.Errorf("%s: %s and %s are both %q", lang, other, name, instruction.Text())
			}
			seen[instruction.Text()] = name
		}
		for _, n := range []string{"0.25", "0.5", "0.75", "1", "1.5", "2", "2.5", "3", "11", "100", "102"} {
			for _, unit := range slices.Sorted(func(yield func(string) bool) {
				for unit := range phraseUnits {
					if !yield(unit) {
						return
					}
				}
			}) {
				if unit != unitApplication || n != "1" {
					told(MedicationRequest{Form: "tablet", Route: Oral, Dosage: Dosage{Dose: amount(n, unit), Once: true}}, n+" "+unit)
				}
			}
		}
		for _, route := range Routes {
			for _, site := range []Site{LeftSide, RightSide, BothSides} {
				if site == LeftSide || route == Ophthalmic || route == Otic {
					told(MedicationRequest{Form: "tablet", Route: route, Site: site, Dosage: Dosage{Dose: amount("13", "mg"), Once: true}}, string(route)+" "+string(site))
				}
			}
		}
		for _, unit := range []string{"h", "d", "wk", "mo"} {
			for _, times := range []int{1, 2, 3, 4, 11} {
				for _, period := range []int{1, 2, 3, 8, 11, 28, 30, 100} {
					told(MedicationRequest{Form: "tablet", Route: Oral, Dosage: Dosage{Dose: amount("4", "mg"), Frequency: times, Period: period, PeriodUnit: unit}}, fmt.Sprintf("%d in %d %s", times, period, unit))
				}
			}
		}
		for used := range 15 {
			d := Dosage{Dose: amount("6", "mg")}
			for i, into := range []*value.Decimal{&d.Pattern.Morning, &d.Pattern.Noon, &d.Pattern.Evening, &d.Pattern.Night} {
				if (used+1)>>i&1 == 1 {
					*into = value.Whole(1)
				}
			}
			told(MedicationRequest{Form: "tablet", Route: Oral, Dosage: d}, fmt.Sprintf("times of day %04b", used+1))
		}
		for _, n := range []string{"1", "2", "3", "7", "11", "100"} {
			for _, unit := range []string{"d", "wk", "mo"} {
				told(MedicationRequest{Form: "tablet", Route: Oral, Dosage: Dosage{Dose: amount("5", "mg"), Once: true, Duration: amount(n, unit)}}, "for "+n+" "+unit)
			}
		}
	}
}
