package documents

import (
	"time"

	"satchel/data/documents/template"
	"satchel/data/value"
)

// Written is what letters, certificates and order forms have in common.
type Written struct {
	Setting    Setting
	Letterhead Letterhead
	Author     Practitioner // who signs
	Patient    PatientIdentity
	Number     string
	Issued     time.Time
	Replaces   *Reference
	Void       *Void
	// Preview: the page is only looked at. It may have gaps, and it is never issued.
	Preview bool
}

func (w Written) validate(problems *value.Problems) {
	w.Setting.validate(problems)
	if w.Setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
	w.Letterhead.validate(problems)
	w.Author.validate(problems, "author")
	w.Patient.validate(problems)
	issue(problems, w.Number, w.Issued)
	w.Replaces.validate(problems, "replaces")
	w.Void.validate(problems)
}

func (w Written) particulars(kind Kind) particulars {
	return particulars{w.Setting, w.Number, LetterTitle(kind)}
}

// validateToIssue adds to what is wrong with facts that they were made to be looked at.
func (w Written) validateToIssue(err error) error {
	if err == nil && w.Preview {
		return value.Problem{Field: "preview", Key: "error.letter.only_preview"}
	}
	return err
}

// Priority is FHIR R4 ServiceRequest.priority, as far as a practice asks. "" is routine.
type Priority string

// How soon it is needed.
const (
	Routine Priority = "routine"
	Urgent  Priority = "urgent"
	Stat    Priority = "stat" // at once
)

// Priorities are all of them.
var Priorities = []Priority{Routine, Urgent, Stat}

// CatalogueKey names the word.
func (p Priority) CatalogueKey() string { return "letter.priority." + string(p) }

func (p Priority) validate(problems *value.Problems, field string) {
	switch p {
	case "", Routine, Urgent, Stat:
	default:
		problems.Add(field, "error.value.invalid")
	}
}

// Addressee is whom a letter goes to.
type Addressee struct {
	Name     string   `json:"name"`
	Address  string   `json:"address"`  // lines parted by \n
	CopyTo   string   `json:"copyTo"`   // who gets a copy
	Priority Priority `json:"priority"` // of a referral
}

func (a Addressee) validate(problems *value.Problems) {
	short(problems, "addressee", a.Name)
	check(problems, "address", a.Address, maxLines*maxShort, true)
	short(problems, "copyTo", a.CopyTo)
	a.Priority.validate(problems, "priority")
}

// LetterFacts are what a letter or a referral says.
type LetterFacts struct {
	Written
	Addressee Addressee
	Heading   string // "" takes the kind's own
	Body      []template.Block
	// Allergies stand on a referral, whatever the letter says of them.
	Allergies AllergyStatus
}

// Validate returns all problems with the facts, by field.
func (f LetterFacts) Validate() error {
	var problems value.Problems
	f.Written.validate(&problems)
	f.Addressee.validate(&problems)
	short(&problems, "heading", f.Heading)
	f.Allergies.validate(&problems)
	blocks(&problems, f.Body, f.Preview)
	if len(f.Body) == 0 && !f.Preview {
		problems.Add("body", "error.letter.empty")
	}
	return problems.Err()
}

// blocks checks the text of a page. Only a preview may have gaps.
func blocks(problems *value.Problems, body []template.Block, preview bool) {
	if len(body) > maxList {
		problems.Add("body", "error.documents.too_many", "Most", maxList)
		return
	}
	for _, b := range body {
		check(problems, "body", b.Text(), template.MaxLength, true)
		for _, r := range b.Runs {
			if r.Gap && !preview {
				problems.Add("body", "error.letter.gaps_left", "Label", r.Text)
				return
			}
		}
	}
}
