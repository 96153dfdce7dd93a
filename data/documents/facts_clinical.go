package documents

import (
	"time"

	"satchel/data/value"
)

// Clinical is what every page from a patient's chart has: whose paper it is, who answers for it, about whom, which one and when.
type Clinical struct {
	Setting      Setting
	Letterhead   Letterhead
	Practitioner Practitioner
	Patient      PatientIdentity
	Number       string
	Issued       time.Time
}

func (c Clinical) validate(problems *value.Problems) {
	c.Setting.validate(problems)
	if c.Setting.Paper == PaperRoll80 {
		problems.Add("setting.paper", "error.documents.paper_unknown")
	}
	c.Letterhead.validate(problems)
	c.Practitioner.validate(problems, "practitioner")
	c.Patient.validate(problems)
	issue(problems, c.Number, c.Issued)
}

// In returns the part that every clinical page has; so the facts of each are known for clinical ones.
func (c Clinical) In() Clinical { return c }

// clinicalFacts are the facts of a page from the chart.
type clinicalFacts interface {
	In() Clinical
	Kind() Kind
	Validate() error
}

// particularsOfClinical are what the record keeps beside the pages.
func particularsOfClinical(f clinicalFacts) particulars {
	c := f.In()
	return particulars{c.Setting, c.Number, "documents.title." + string(f.Kind())}
}

// Misread reports whether a text writes a dose in a way that is known to be misread, such as 1.0 mg or OD.
func Misread(text string) bool { return misread(text) != "" }

// few checks that a list is no longer than a page allows.
func few[T any](problems *value.Problems, field string, list []T) bool {
	if len(list) > maxList {
		problems.Add(field, "error.documents.too_many", "Most", maxList)
		return false
	}
	return true
}

// texts checks a list of short texts.
func texts(problems *value.Problems, field string, list []string) {
	if !few(problems, field, list) {
		return
	}
	for i, text := range list {
		problems.Required(indexed(field, i, "text"), text)
		long(problems, indexed(field, i, "text"), text)
	}
}
