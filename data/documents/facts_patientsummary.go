package documents

import "satchel/data/value"

// SummaryKind is a section of a patient summary, after HL7's International Patient Summary (IPS 2.0).
type SummaryKind string

// The sections, in the order of the page. The value ends a key of the catalogue.
const (
	SummaryProblems      SummaryKind = "problems"
	SummaryAllergies     SummaryKind = "allergies"
	SummaryMedications   SummaryKind = "medications"
	SummaryImmunizations SummaryKind = "immunizations"
	SummaryVitals        SummaryKind = "vitals"
	SummaryResults       SummaryKind = "results"
	SummaryPast          SummaryKind = "past"
	SummaryProcedures    SummaryKind = "procedures"
	SummaryPregnancy     SummaryKind = "pregnancy"
	SummarySocial        SummaryKind = "social"
	SummaryPlan          SummaryKind = "plan"
)

// SummaryKinds lists them.
var SummaryKinds = []SummaryKind{SummaryProblems, SummaryAllergies, SummaryMedications, SummaryImmunizations, SummaryVitals, SummaryResults,
	SummaryPast, SummaryProcedures, SummaryPregnancy, SummarySocial, SummaryPlan}

// Absence says what an empty section means: "nothing known" is not "known to be nothing".
type Absence string

// The ways to be empty (IPS 2.0, "Empty sections and missing data"). The value ends a key of the catalogue.
const (
	Present       Absence = ""               // there are entries
	NoneKnown     Absence = "none_known"     // asked, and none
	NotAsked      Absence = "not_asked"      // nobody asked
	NoInformation Absence = "no_information" // the record holds nothing about it
)

// SummaryEntry is one line of a section.
type SummaryEntry struct {
	Text   string
	Detail string
	Date   value.PartialDate // since when, or when; zero: not known
	High   bool              // what must not be missed: an allergy of high risk
}

// SummarySection is one section: entries, or why there are none.
type SummarySection struct {
	Kind    SummaryKind
	Entries []SummaryEntry
	Absent  Absence
}

// PatientSummaryFacts are what another doctor must know of a patient.
type PatientSummaryFacts struct {
	Clinical
	Sections []SummarySection // every one of SummaryKinds, in that order
}

// Kind implements clinicalFacts.
func (PatientSummaryFacts) Kind() Kind { return PatientSummary }

// Validate returns all problems with the facts, by field.
func (f PatientSummaryFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	if len(f.Sections) != len(SummaryKinds) {
		problems.Add("sections", "error.value.required") // a section left out would be read as empty
		return problems.Err()
	}
	for i, s := range f.Sections {
		field := indexed("sections", i, "entries")
		if s.Kind != SummaryKinds[i] || (len(s.Entries) == 0) != (s.Absent != Present) {
			problems.Add(field, "error.value.invalid")
		}
		switch s.Absent {
		case Present, NoneKnown, NotAsked, NoInformation:
		default:
			problems.Add(field, "error.value.invalid")
		}
		if !few(&problems, field, s.Entries) {
			continue
		}
		for _, e := range s.Entries {
			problems.Required(field, e.Text)
			check(&problems, field, e.Text, maxNote, true)
			check(&problems, field, e.Detail, maxNote, true)
			problems.Check(field, e.Date.Validate())
			if s.Kind == SummaryMedications && misread(e.Detail) != "" {
				problems.Add(field, misread(e.Detail))
			}
		}
	}
	return problems.Err()
}
