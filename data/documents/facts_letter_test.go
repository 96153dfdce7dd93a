package documents

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/data/documents/template"
	"satchel/data/value"
)

func sampleWritten() Written {
	return Written{
		Setting:    Setting{Language: "en", Paper: PaperA5, Zone: "Asia/Kolkata"},
		Letterhead: Letterhead{Practice: "Lakeside"},
		Author:     Practitioner{Name: value.HumanName{Text: "Dr Rao"}, Registration: "RMC 1"},
		Patient:    PatientIdentity{Name: value.HumanName{Text: "Meera"}, Number: "A-0001", Sex: value.GenderFemale},
		Number:     "A-L/26-27/0001", Issued: time.Date(2026, 1, 12, 20, 0, 0, 0, time.UTC), // the 13th in Kolkata
	}
}

func day(text string) value.PartialDate {
	d, err := value.ParseISO(text)
	if err != nil {
		panic(err)
	}
	return d
}

// fieldsOf are the fields that an error is about.
func fieldsOf(err error) []string {
	var problems value.Problems
	var fields []string
	if errors.As(err, &problems) {
		for _, p := range problems {
			fields = append(fields, p.Field)
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

func TestLetterFactsAreHeldToTheirLimits(t *testing.T) {
	body := []template.Block{{Runs: []template.Run{{Text: "Dear colleague"}}}}
	good := func() LetterFacts {
		return LetterFacts{Written: sampleWritten(), Body: body, Allergies: AllergyStatus{State: AllergyNotAsked}}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", maxShort+1)
	for field, change := range map[string]func(*LetterFacts){
		"addressee":         func(f *LetterFacts) { f.Addressee.Name = long },
		"address":           func(f *LetterFacts) { f.Addressee.Address = strings.Repeat("x", maxShort*maxLines+1) },
		"copyTo":            func(f *LetterFacts) { f.Addressee.CopyTo = long },
		"priority":          func(f *LetterFacts) { f.Addressee.Priority = "soonish" },
		"heading":           func(f *LetterFacts) { f.Heading = long },
		"body":              func(f *LetterFacts) { f.Body = nil },
		"allergies":         func(f *LetterFacts) { f.Allergies.State = AllergyListed },
		"setting.paper":     func(f *LetterFacts) { f.Setting.Paper = PaperRoll80 },
		"author.name.given": func(f *LetterFacts) { f.Author.Name = value.HumanName{} },
		"number":            func(f *LetterFacts) { f.Number = "" },
		"replaces.reason":   func(f *LetterFacts) { f.Replaces = &Reference{Number: "1"} },
	} {
		f := good()
		change(&f)
		if got := fieldsOf(f.Validate()); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: problems of %v", field, got)
		}
	}
	many := good()
	many.Body = slices.Repeat(body, maxList+1)
	gap := good()
	gap.Body = []template.Block{{Runs: []template.Run{{Text: "what", Gap: true}}}}
	for name, f := range map[string]LetterFacts{"too many blocks": many, "a gap": gap} {
		if got := fieldsOf(f.Validate()); !slices.Equal(got, []string{"body"}) {
			t.Errorf("%s: problems of %v", name, got)
		}
	}
	gap.Preview = true
	if err := gap.Validate(); err != nil {
		t.Errorf("a preview with a gap: %v", err)
	}
	if err := gap.validateToIssue(gap.Validate()); err == nil {
		t.Error("a preview may be issued")
	}
}

func TestCertificateFacts(t *testing.T) {
	sick := func() CertificateFacts {
		return CertificateFacts{Written: sampleWritten(), Kind: SickNote, Certificate: Certificate{Activity: Work, Finding: Unfit, Examined: day("2026-01-13"), From: day("2026-01-10"), To: day("2026-01-16")}}
	}
	if err := sick().Validate(); err != nil {
		t.Fatal(err)
	}
	fit := func() CertificateFacts {
		return CertificateFacts{Written: sampleWritten(), Kind: FitnessCertificate, Certificate: Certificate{Purpose: "sport", Finding: Fit, Examined: day("2026-01-13"), ValidUntil: day("2026-01-13")}}
	}
	if err := fit().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		facts func() CertificateFacts
		do    func(*CertificateFacts)
		field string
	}{
		"fit on a sick note":       {sick, func(f *CertificateFacts) { f.Certificate.Finding = Fit }, "finding"},
		"no activity":              {sick, func(f *CertificateFacts) { f.Certificate.Activity = "" }, "activity"},
		"examined tomorrow":        {sick, func(f *CertificateFacts) { f.Certificate.Examined = day("2026-01-14") }, "examined"},
		"examined some day":        {sick, func(f *CertificateFacts) { f.Certificate.Examined = day("2026-01") }, "examined"},
		"no end":                   {sick, func(f *CertificateFacts) { f.Certificate.To = value.PartialDate{} }, "to"},
		"ends before it begins":    {sick, func(f *CertificateFacts) { f.Certificate.To = day("2026-01-09") }, "to"},
		"a year too many":          {sick, func(f *CertificateFacts) { f.Certificate.To = day("2027-01-16") }, "to"},
		"restricted without words": {sick, func(f *CertificateFacts) { f.Certificate.Finding = Restricted }, "restrictions"},
		"agreed without diagnosis": {sick, func(f *CertificateFacts) { f.Certificate.DiagnosisAgreed = true }, "diagnosis"},
		"India without a mark":     {sick, func(f *CertificateFacts) { f.PatientSigns = true }, "identification"},
		"fitness for nothing":      {fit, func(f *CertificateFacts) { f.Certificate.Purpose = "" }, "purpose"},
		"valid until yesterday":    {fit, func(f *CertificateFacts) { f.Certificate.ValidUntil = day("2026-01-12") }, "validUntil"},
		"no finding":               {fit, func(f *CertificateFacts) { f.Certificate.Finding = "" }, "finding"},
	} {
		f := c.facts()
		c.do(&f)
		if got := fieldsOf(f.Validate()); !slices.Equal(got, []string{c.field}) {
			t.Errorf("%s: problems of %v", name, got)
		}
	}
	unregistered := sick()
	unregistered.PatientSigns, unregistered.Certificate.Identification, unregistered.Author.Registration = true, "Scar", ""
	if got := fieldsOf(unregistered.Validate()); !slices.Equal(got, []string{"author.registration"}) {
		t.Errorf("India without a registration number: %v", got)
	}
	empty := CertificateFacts{Written: sampleWritten(), Kind: SickNote}
	empty.Preview = true
	if err := empty.Validate(); err != nil {
		t.Errorf("an empty preview: %v", err)
	}
}

func TestSickDays(t *testing.T) {
	for _, c := range []struct {
		from, to string
		days     int
	}{{"2026-01-10", "2026-01-10", 1}, {"2026-01-10", "2026-01-16", 7}, {"2028-02-28", "2028-03-01", 3}, {"2026-01-10", "2026-01-09", 0}, {"2026-01", "2026-02", 0}} {
		if got := (Certificate{From: day(c.from), To: day(c.to)}).Days(); got != c.days {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.days)
		}
	}
	if got := (Certificate{From: day("2026-01-01"), To: day("2090-01-01")}).Days(); got <= maxSickDays || got > maxSickDays+2 {
		t.Errorf("far away: %d days", got)
	}
}

func TestOrderFacts(t *testing.T) {
	good := func(kind Kind) OrderFacts {
		return OrderFacts{Written: sampleWritten(), Kind: kind, Order: Order{Tests: []string{"X"}, Question: "Why?"}, Allergies: AllergyStatus{State: AllergyNoneKnown}}
	}
	for _, kind := range []Kind{LaboratoryOrder, ImagingOrder} {
		if err := good(kind).Validate(); err != nil {
			t.Error(err)
		}
	}
	blank := good(LaboratoryOrder)
	blank.Order.Question = ""
	if err := blank.Validate(); err != nil {
		t.Errorf("a laboratory needs no question: %v", err)
	}
	for field, change := range map[string]func(*OrderFacts){
		"question":        func(f *OrderFacts) { f.Order.Question = "" },
		"tests":           func(f *OrderFacts) { f.Order.Tests = nil },
		"tests[0]":        func(f *OrderFacts) { f.Order.Tests[0] = strings.Repeat("x", maxShort+1) },
		"side":            func(f *OrderFacts) { f.Order.Side = "above" },
		"priority":        func(f *OrderFacts) { f.Order.Priority = "asap" },
		"answer.pregnant": func(f *OrderFacts) { f.Order.Answers = map[Question]Answer{AskPregnant: "perhaps"} },
		"history":         func(f *OrderFacts) { f.Order.History = strings.Repeat("x", maxLong+1) },
		"kidney":          func(f *OrderFacts) { f.Order.Kidney = strings.Repeat("x", maxShort+1) },
	} {
		f := good(ImagingOrder)
		change(&f)
		if got := fieldsOf(f.Validate()); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: problems of %v", field, got)
		}
	}
	many := good(LaboratoryOrder)
	for i := range MaxTests + 1 {
		many.Order.Tests = append(many.Order.Tests, fmt.Sprint(i))
	}
	if got := fieldsOf(many.Validate()); !slices.Equal(got, []string{"tests"}) {
		t.Errorf("too many: %v", got)
	}
}
