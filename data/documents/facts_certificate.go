package documents

import (
	"satchel/data/documents/template"
	"satchel/data/value"
)

// Activity is what a sick note excuses from.
type Activity string

// The activities.
const (
	Work   Activity = "work"
	School Activity = "school" // or any other place of learning
)

// Activities are all of them.
var Activities = []Activity{Work, School}

// CatalogueKey names the word.
func (a Activity) CatalogueKey() string { return "letter.activity." + string(a) }

// Finding is what a doctor certifies.
type Finding string

// The findings.
const (
	Fit        Finding = "fit"
	Restricted Finding = "restricted" // fit with the restrictions that are named
	Unfit      Finding = "unfit"
)

// FindingsOf are those that a kind of certificate can say. A sick note that finds the patient fit is a fitness certificate.
func FindingsOf(kind Kind) []Finding {
	if kind == SickNote {
		return []Finding{Unfit, Restricted}
	}
	return []Finding{Fit, Restricted, Unfit}
}

// CatalogueKey names the words.
func (f Finding) CatalogueKey() string { return "letter.finding." + string(f) }

// Certificate is what a sick note or a fitness certificate states.
type Certificate struct {
	Activity Activity          `json:"activity"` // of a sick note
	Purpose  string            `json:"purpose"`  // of a fitness certificate: what for
	Finding  Finding           `json:"finding"`
	Examined value.PartialDate `json:"examined"`
	From     value.PartialDate `json:"from"` // of a sick note: first and last day, both counted
	To       value.PartialDate `json:"to"`
	// ValidUntil is the last day on which a fitness certificate should be relied on; zero: it says none.
	ValidUntil   value.PartialDate `json:"validUntil"`
	Restrictions string            `json:"restrictions"` // with Restricted
	// Diagnosis is printed where the patient agreed to it, and stays off the page otherwise.
	Diagnosis       string `json:"diagnosis"`
	DiagnosisAgreed bool   `json:"diagnosisAgreed"`
	// Identification is a mark by which the patient is known, where the law asks for one.
	Identification string `json:"identification"`
}

// CertificateFacts are what a sick note or a fitness certificate says.
type CertificateFacts struct {
	Written
	Kind        Kind
	Heading     string
	Certificate Certificate
	Body        []template.Block // further remarks
	// PatientSigns asks for a mark of identification, and for the patient's signature or thumb impression on the page (India: Indian
	// Medical Council (Professional Conduct, Etiquette and Ethics) Regulations 2002, 1.3.3).
	PatientSigns bool
	Country      string // ISO 3166-1 alpha-2: whether an official form is named that this page is not
}

// maxSickDays bounds the days of one sick note, as a guard against a mistyped year.
const maxSickDays = 366

// Days counts the days that a sick note excuses; 0 where they are not known.
func (c Certificate) Days() int {
	if !c.From.IsFull() || !c.To.IsFull() || c.To.Before(c.From) {
		return 0
	}
	n := 1
	for day := c.From; day.Before(c.To) && n <= maxSickDays; n++ {
		day = day.AddDays(1)
	}
	return n
}

// Validate returns all problems with the facts, by field.
func (f CertificateFacts) Validate() error {
	var problems value.Problems
	f.Written.validate(&problems)
	short(&problems, "heading", f.Heading)
	blocks(&problems, f.Body, f.Preview)
	c := f.Certificate
	short(&problems, "purpose", c.Purpose)
	long(&problems, "restrictions", c.Restrictions)
	long(&problems, "diagnosis", c.Diagnosis)
	short(&problems, "identification", c.Identification)
	for field, day := range map[string]value.PartialDate{"examined": c.Examined, "from": c.From, "to": c.To, "validUntil": c.ValidUntil} {
		problems.Check(field, day.Validate())
	}
	if f.Preview {
		return problems.Err()
	}
	day := value.DateOf(f.Issued.In(zoneOf(f.Setting.Zone)))
	full := func(field string, d value.PartialDate, needed bool) {
		switch {
		case d.IsZero() && needed:
			problems.Add(field, "error.value.required")
		case !d.IsZero() && !d.IsFull():
			problems.Check(field, value.ErrDatePartial)
		}
	}
	full("examined", c.Examined, true)
	if day.Before(c.Examined) {
		problems.Check("examined", value.ErrDateFuture)
	}
	known := false
	for _, finding := range FindingsOf(f.Kind) {
		known = known || finding == c.Finding
	}
	if !known {
		problems.Add("finding", "error.letter.finding_missing")
	}
	if c.Finding == Restricted {
		problems.Required("restrictions", c.Restrictions)
	}
	if c.DiagnosisAgreed {
		problems.Required("diagnosis", c.Diagnosis)
	}
	if f.PatientSigns {
		problems.Required("identification", c.Identification)
		if f.Author.Registration == "" {
			problems.Add("author.registration", "error.letter.registration_missing")
		}
	}
	if f.Kind == FitnessCertificate {
		problems.Required("purpose", c.Purpose)
		full("validUntil", c.ValidUntil, false)
		if !c.ValidUntil.IsZero() && c.ValidUntil.Before(day) {
			problems.Add("validUntil", "error.letter.valid_until_past")
		}
		return problems.Err()
	}
	if c.Activity != Work && c.Activity != School {
		problems.Add("activity", "error.value.required")
	}
	full("from", c.From, true)
	full("to", c.To, true)
	if c.From.IsFull() && c.To.IsFull() {
		switch {
		case c.To.Before(c.From):
			problems.Check("to", value.ErrIntervalReverse)
		case c.Days() > maxSickDays:
			problems.Add("to", "error.letter.too_many_days", "Most", maxSickDays)
		}
	}
	return problems.Err()
}
