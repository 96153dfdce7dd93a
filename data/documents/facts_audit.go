package documents

import (
	"time"

	"satchel/data/value"
)

// MaxAuditRows bounds a printed audit report. It is some two hundred sheets: whoever needs more asks for a shorter time.
const MaxAuditRows = 5000

// AuditRow is one audit event in words.
type AuditRow struct {
	At      time.Time
	Who     string
	Role    string // in the page's language
	What    string
	Outcome string // "" for success
	Patient value.HumanName
	Number  string // of the patient; "" for an act about no patient
	Reason  string
}

// AuditFacts are what a printed audit report says.
type AuditFacts struct {
	Setting  Setting
	Practice string
	Made     time.Time
	MadeBy   string
	// From and To are the days that were asked for, both included; zero where the question was open at that end.
	From, To value.PartialDate
	Who      string           // whose acts; "" for everyone's
	Patient  *PatientIdentity // about whom; nil for all
	Rows     []AuditRow       // newest first
	More     bool             // there are older ones that this page leaves out
	Code     string           // the audit anchor's at Made
}

// Validate returns all problems with a report's facts, by field.
func (f AuditFacts) Validate() error {
	var problems value.Problems
	f.Setting.validate(&problems)
	noRoll(&problems, f.Setting)
	problems.Required("practice", f.Practice)
	short(&problems, "practice", f.Practice)
	short(&problems, "madeBy", f.MadeBy)
	short(&problems, "who", f.Who)
	short(&problems, "code", f.Code)
	problems.Check("from", f.From.Validate())
	problems.Check("to", f.To.Validate())
	if f.Made.IsZero() {
		problems.Add("made", "error.value.required")
	}
	if f.Patient != nil {
		f.Patient.validate(&problems)
	}
	if len(f.Rows) > MaxAuditRows {
		problems.Add("rows", "error.documents.too_many", "Most", MaxAuditRows)
		return problems.Err()
	}
	for i, row := range f.Rows {
		row.validate(&problems, func(part string) string { return indexed("rows", i, part) })
	}
	return problems.Err()
}

func (r AuditRow) validate(problems *value.Problems, at func(string) string) {
	if r.At.IsZero() {
		problems.Add(at("at"), "error.value.required")
	}
	problems.Required(at("who"), r.Who)
	short(problems, at("who"), r.Who)
	short(problems, at("role"), r.Role)
	problems.Required(at("what"), r.What)
	short(problems, at("what"), r.What)
	short(problems, at("outcome"), r.Outcome)
	short(problems, at("number"), r.Number)
	long(problems, at("reason"), r.Reason)
	if !r.Patient.IsZero() {
		problems.Check(at("patient"), r.Patient.Validate())
	}
}
