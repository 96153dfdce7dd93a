package prescribing

import (
	"time"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/safety"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Decision is what a person answered to an alert.
type Decision string

// The decisions. Changing the line is the third: then the alert is gone.
const (
	Overridden   Decision = "overridden"   // prescribed all the same, with a reason
	Acknowledged Decision = "acknowledged" // seen: the check could not be made
)

// SafetyResponse is the answer to one alert (in FHIR R4 a DetectedIssue with its mitigation). It never changes; a later answer takes its place.
type SafetyResponse struct {
	ID store.ID[SafetyResponse] `db:"id"`
	store.Meta
	chart.Origin
	Prescription PrescriptionID  `db:"prescription_id"`
	Alert        string          `db:"alert"` // the alert's identity: what it says, not when
	Kind         safety.Kind     `db:"kind"`
	Severity     safety.Severity `db:"severity"`
	Shown        string          `db:"shown"` // the sentence, as the window showed it when it was answered
	Decision     Decision        `db:"decision"`
	Reason       string          `db:"reason"` // needed to override
	Answered     time.Time       `db:"answered"`
	AnsweredBy   store.UserID    `db:"answered_by"`
}

// SafetyResponses is the record type of answers.
var SafetyResponses = store.NewTable[SafetyResponse](store.Spec{Number: 63, Name: "DetectedIssue", Table: "safety_response", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.Prescribe, Chart: true})

// shownLength bounds the kept sentence, in characters.
const shownLength = 2_000

// Validate returns all problems at once.
func (r SafetyResponse) Validate() error {
	var problems value.Problems
	r.CheckOrigin(&problems)
	oneOf(&problems, "decision", r.Decision, []Decision{Overridden, Acknowledged})
	problems.Text("reason", &r.Reason, store.ReasonLength, true)
	if r.Decision == Overridden && r.Reason == "" {
		problems.Add("reason", "error.prescribing.override_reason")
	}
	for _, part := range []struct{ field, text string }{{"alert", r.Alert}, {"kind", string(r.Kind)}, {"severity", string(r.Severity)}, {"shown", r.Shown}} {
		problems.Required(part.field, part.text)
	}
	if r.Answered.IsZero() || r.AnsweredBy.IsZero() {
		problems.Add("answered", "error.value.required")
	}
	return problems.Err()
}

// Finding is an alert with its answer.
type Finding struct {
	safety.Alert
	Answer *SafetyResponse // nil: not answered
}

// Open reports whether the alert still keeps the prescription from being issued.
func (f Finding) Open() bool {
	switch {
	case f.Answer == nil:
		return f.MustAnswer || f.Kind == safety.KindLineNotChecked
	case f.MustAnswer:
		return f.Answer.Decision != Overridden
	}
	return false
}

// Check runs the safety checks on a draft and returns the alerts, the gravest first, with their answers. It reads the allergies, the
// medicines and the patient itself, from the record, so that no caller can leave one out.
func Check(tx *store.Tx, id PrescriptionID) ([]Finding, error) {
	p, err := store.Get(tx, Prescriptions, id)
	if err != nil {
		return nil, err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return nil, err
	}
	in, err := input(tx, p.Patient, lines)
	if err != nil {
		return nil, err
	}
	answers, err := store.Select(tx, SafetyResponses, "prescription_id = ? AND retracted = 0 ORDER BY id", id)
	if err != nil {
		return nil, err
	}
	byAlert := make(map[string]*SafetyResponse, len(answers))
	for i := range answers {
		byAlert[answers[i].Alert] = &answers[i]
	}
	var findings []Finding
	for _, a := range safety.Check(in) {
		findings = append(findings, Finding{Alert: a, Answer: byAlert[a.ID]})
	}
	return findings, nil
}

// CheckLine runs the checks on a line that isn't saved yet, as if it stood on the draft: for the alerts beside the line while it is typed.
func CheckLine(tx *store.Tx, id PrescriptionID, m MedicationRequest) ([]safety.Alert, error) {
	p, err := store.Get(tx, Prescriptions, id)
	if err != nil {
		return nil, err
	}
	lines, err := Lines(tx, id)
	if err != nil {
		return nil, err
	}
	at := len(lines)
	for i := range lines {
		if lines[i].ID == m.ID {
			at = i
		}
	}
	lines = append(lines[:at], append([]MedicationRequest{m}, lines[min(at+1, len(lines)):]...)...)
	in, err := input(tx, p.Patient, lines)
	if err != nil {
		return nil, err
	}
	var alerts []safety.Alert
	for _, a := range safety.Check(in) {
		if a.Line == at || a.Line < 0 {
			alerts = append(alerts, a)
		}
	}
	return alerts, nil
}

// Answer keeps the answer to one alert of a draft. It returns Conflict where the alert doesn't stand any more.
func Answer(tx *store.Tx, id PrescriptionID, alert string, decision Decision, reason string) (SafetyResponse, error) {
	p, err := draft(tx, id)
	if err != nil {
		return SafetyResponse{}, err
	}
	findings, err := Check(tx, id)
	if err != nil {
		return SafetyResponse{}, err
	}
	for _, f := range findings {
		if f.ID != alert {
			continue
		}
		if f.MustAnswer && decision == Acknowledged {
			return SafetyResponse{}, store.FailField("reason", "error.prescribing.override_reason")
		}
		r := SafetyResponse{Origin: p.Origin, Prescription: id, Alert: f.ID, Kind: f.Kind, Severity: f.Severity, Decision: decision, Reason: reason,
			Shown: shorten(assets.Text(assets.English, f.Key, f.Args...)), Answered: tx.Now(), AnsweredBy: tx.Actor().User}
		var ignored value.Problems // Validate returns them
		ignored.Text("reason", &r.Reason, store.ReasonLength, true)
		if f.Answer != nil {
			if err := store.Retract(tx, SafetyResponses, f.Answer); err != nil {
				return r, err
			}
		}
		err = store.Insert(tx, SafetyResponses, &r)
		return r, err
	}
	return SafetyResponse{}, store.Fail(store.Conflict, "error.prescribing.alert_gone")
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > shownLength {
		return string(runes[:shownLength])
	}
	return text
}

// input gathers what the checks look at.
func input(tx *store.Tx, patient patients.ID, lines []MedicationRequest) (safety.Input, error) {
	var in safety.Input
	today, _, err := organization.Today(tx)
	if err != nil {
		return in, err
	}
	who, err := store.Get(tx, patients.Patients, patient)
	if err != nil {
		return in, err
	}
	in.On = today
	in.Patient = safety.Patient{BirthDate: who.BirthDate, Gender: who.Gender}
	pregnancy, err := chart.PregnancyOf(tx, patient)
	if err != nil {
		return in, err
	}
	switch pregnancy {
	case chart.Pregnant:
		in.Patient.Pregnancy = safety.Pregnant
	case chart.NotPregnant:
		in.Patient.Pregnancy = safety.NotPregnant
	}
	if err := addAllergies(tx, patient, &in); err != nil {
		return in, err
	}
	if err := addCurrent(tx, patient, &in); err != nil {
		return in, err
	}
	for _, m := range lines {
		in.Proposed = append(in.Proposed, safety.Medicine{ID: m.ID.String(), Display: m.Display(), Ingredients: codes(m.Ingredients), Route: string(m.Route),
			Replaces: idText(m.Replaces)})
	}
	return in, nil
}

func addAllergies(tx *store.Tx, patient patients.ID, in *safety.Input) error {
	list, err := chart.Allergies(tx, patient)
	if err != nil {
		return err
	}
	switch list.State {
	case chart.AllergySome:
		in.AllergyStatus = safety.Listed
	case chart.AllergyNoneKnown:
		in.AllergyStatus = safety.NoneKnown
	}
	for _, a := range list.Items {
		in.Allergies = append(in.Allergies, safety.Allergy{ID: a.ID.String(), Substance: a.Substance, Category: safety.Category(a.Category),
			Criticality: safety.Criticality(a.Criticality), Reaction: a.Reaction})
	}
	return nil
}

// addCurrent adds what the patient takes: prescribed here and still running, and from elsewhere.
func addCurrent(tx *store.Tx, patient patients.ID, in *safety.Input) error {
	here, err := Current(tx, patient)
	if err != nil {
		return err
	}
	for _, m := range here {
		in.Current = append(in.Current, safety.Medicine{ID: m.ID.String(), Display: m.Display(), Ingredients: codes(m.Ingredients), Route: string(m.Route)})
	}
	elsewhere, err := chart.Medications(tx, patient)
	if err != nil {
		return err
	}
	for _, m := range elsewhere {
		if m.Status == chart.Stopped {
			continue
		}
		in.Current = append(in.Current, safety.Medicine{ID: m.ID.String(), Display: m.Medication, Ingredients: codes(m.Ingredients)})
	}
	return nil
}

// codes gives the ingredients as the checks know them: by code where one was chosen, and always by name.
func codes(list []Ingredient) []value.Code {
	all := make([]value.Code, len(list))
	for i, ingredient := range list {
		all[i] = value.Code{System: ingredient.Code.System, Code: ingredient.Code.Code, Display: ingredient.Name}
	}
	return all
}

func idText(id RequestID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}
