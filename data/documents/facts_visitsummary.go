package documents

import "satchel/data/value"

// Measurement is something measured, in words: "Blood pressure", "142/88 mmHg".
type Measurement struct{ Name, Value string }

// SummaryMedicine is a medicine as its taker reads it.
type SummaryMedicine struct {
	Name         string
	Directions   string // how to take it, a sentence; "": not known
	Indication   string // what it is for
	Instructions string
}

// VisitSummaryFacts are what the patient takes home from a visit, in plain words. The doctor's own note is not among them.
type VisitSummaryFacts struct {
	Clinical
	Visited   value.PartialDate
	Open      bool // the visit isn't signed yet
	Allergies AllergyStatus
	Reason    string // why the patient came
	Measured  []Measurement
	Found     string   // what the doctor found, as told to the patient
	Diagnoses []string // what it is
	Decided   string   // what was agreed
	Medicines []SummaryMedicine
	Going     []SummaryMedicine // those from before, to go on with
	Tests     []string          // to have done
	FollowUp  value.PartialDate // when to come again; zero: no day was agreed
	Sooner    string            // what to come sooner for
}

// Kind implements clinicalFacts.
func (VisitSummaryFacts) Kind() Kind { return VisitSummary }

// Validate returns all problems with the facts, by field.
func (f VisitSummaryFacts) Validate() error {
	var problems value.Problems
	f.Clinical.validate(&problems)
	problems.Check("visited", f.Visited.Validate())
	if f.Visited.IsZero() {
		problems.Add("visited", "error.value.required")
	}
	f.Allergies.validate(&problems)
	long(&problems, "reason", f.Reason)
	long(&problems, "found", f.Found)
	check(&problems, "decided", f.Decided, maxNote, true)
	long(&problems, "sooner", f.Sooner)
	if few(&problems, "measured", f.Measured) {
		for i, m := range f.Measured {
			problems.Required(indexed("measured", i, "name"), m.Name)
			short(&problems, indexed("measured", i, "name"), m.Name)
			long(&problems, indexed("measured", i, "value"), m.Value)
		}
	}
	texts(&problems, "diagnoses", f.Diagnoses)
	texts(&problems, "tests", f.Tests)
	summaryMedicines(&problems, "medicines", f.Medicines)
	summaryMedicines(&problems, "going", f.Going)
	problems.Check("followUp", f.FollowUp.Validate())
	return problems.Err()
}

// maxNote bounds what a doctor may write in one text of a visit, in characters; see chart.PlanLength.
const maxNote = 20_000

func summaryMedicines(problems *value.Problems, field string, list []SummaryMedicine) {
	if !few(problems, field, list) {
		return
	}
	for i, m := range list {
		problems.Required(indexed(field, i, "name"), m.Name)
		long(problems, indexed(field, i, "name"), m.Name)
		long(problems, indexed(field, i, "directions"), m.Directions)
		if key := misread(m.Directions); key != "" {
			problems.Add(indexed(field, i, "directions"), key)
		}
		short(problems, indexed(field, i, "indication"), m.Indication)
		long(problems, indexed(field, i, "instructions"), m.Instructions)
	}
}
