package documents

import (
	"time"

	"satchel/data/value"
)

// DisclosureLine is one time that something of a patient's record was given out of the practice, or put on paper or into a file.
type DisclosureLine struct {
	At   time.Time
	What string // the paper with its number, or what the file held
	How  string // handed over, printed, saved, exported
	To   string // who took it; "" where nobody noted it
	By   string // who did it
	Why  string
}

// SeenLine is one person who opened or wrote the record inside the practice.
type SeenLine struct {
	Who         string
	Role        string // in the page's language
	Times       int
	First, Last time.Time
}

// DisclosureFacts are what a patient is told of who has seen and who was given their data: the recipients of GDPR, Article 15(1)(c);
// the accounting of 45 CFR 164.528; the identities of India's Digital Personal Data Protection Act 2023, section 11(1)(b). It tells
// more than each of them asks, and not all that any of them asks: what left by word of mouth, or by a file that was copied, no record
// holds, and the page says so.
type DisclosureFacts struct {
	Setting    Setting
	Letterhead Letterhead
	Patient    PatientIdentity
	Made       time.Time
	MadeBy     string
	From, To   value.PartialDate
	Country    string           // ISO 3166-1 alpha-2; decides which law is named
	Given      []DisclosureLine // handed over or exported, newest first
	Printed    []DisclosureLine // printed, saved or copied by hand, newest first
	Seen       []SeenLine       // who last first
	More       bool             // there are older ones that this page leaves out
}

// Validate returns all problems with the facts, by field.
func (f DisclosureFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	f.Letterhead.validate(&problems)
	f.Patient.validate(&problems)
	short(&problems, "madeBy", f.MadeBy)
	period(&problems, f.From, f.To)
	if f.Made.IsZero() {
		problems.Add("made", "error.value.required")
	}
	if len(f.Given)+len(f.Printed) > MaxAuditRows || len(f.Seen) > maxList {
		problems.Add("given", "error.documents.too_many", "Most", MaxAuditRows)
		return problems.Err()
	}
	lists := []struct {
		field string
		lines []DisclosureLine
	}{{"given", f.Given}, {"printed", f.Printed}}
	for _, list := range lists {
		for i, line := range list.lines {
			line.validate(&problems, func(part string) string { return indexed(list.field, i, part) })
		}
	}
	for i, s := range f.Seen {
		problems.Required(indexed("seen", i, "who"), s.Who)
		short(&problems, indexed("seen", i, "who"), s.Who)
		short(&problems, indexed("seen", i, "role"), s.Role)
		if s.Times < 1 || s.First.IsZero() || s.Last.Before(s.First) {
			problems.Add(indexed("seen", i, "times"), "error.value.invalid")
		}
	}
	return problems.Err()
}

func (d DisclosureLine) validate(problems *value.Problems, at func(string) string) {
	if d.At.IsZero() {
		problems.Add(at("at"), "error.value.required")
	}
	problems.Required(at("what"), d.What)
	short(problems, at("what"), d.What)
	problems.Required(at("how"), d.How)
	short(problems, at("how"), d.How)
	short(problems, at("to"), d.To)
	short(problems, at("by"), d.By)
	long(problems, at("why"), d.Why)
}
