package chart

import (
	"regexp"
	"time"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// ObservationID names one measurement or finding.
type ObservationID = store.ID[Observation]

// ObservationCategory is a code of FHIR R4's value set observation-category.
type ObservationCategory string

// What kind of observation it is.
const (
	VitalSigns    ObservationCategory = "vital-signs"
	Laboratory    ObservationCategory = "laboratory"
	Exam          ObservationCategory = "exam"
	SocialHistory ObservationCategory = "social-history"
	Survey        ObservationCategory = "survey"
)

var observationCategories = []ObservationCategory{VitalSigns, Laboratory, Exam, SocialHistory, Survey}

// maxComponents bounds the parts of one observation.
const maxComponents = 20

// clockTolerance is how far in the future an observation may lie: another device's clock may be ahead.
const clockTolerance = 10 * time.Minute

// loincCode is the form of a LOINC number (LOINC Users' Guide, "LOINC code": up to 7 digits, a hyphen, a check digit).
var loincCode = regexp.MustCompile(`^[0-9]{1,7}-[0-9]$`)

// Observation is one measurement or finding (FHIR R4 Observation). A blood pressure is one observation with two components, and no value of its own.
type Observation struct {
	ID ObservationID `db:"id"`
	store.Meta
	Origin
	Category   ObservationCategory `db:"category"`
	Code       string              `db:"code"`            // LOINC; "" where Text names it in words alone
	Text       string              `db:"text"`            // what was observed, in words; "" where a code of Vitals says it
	Effective  time.Time           `db:"effective"`       // when it was so; zero on writing: now
	Value      value.Decimal       `db:"value"`           // digits as typed; unset where ValueText or Components say it
	Unit       string              `db:"unit"`            // UCUM, of Value
	ValueText  string              `db:"value_text"`      // a result in words: "positive"
	Components []Component         `db:"components,json"` //
}

// Component is one part of an observation.
type Component struct {
	Code  string         `json:"code"` // LOINC
	Value value.Quantity `json:"value"`
}

// Observations is the record type of measurements and findings.
var Observations = store.NewTable[Observation](store.Spec{Number: 42, Name: "Observation", Table: "observation", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

// Quantity is the value with its unit; zero where there is none.
func (o Observation) Quantity() value.Quantity { return value.Quantity{Value: o.Value, Unit: o.Unit} }

// Component returns the part with a LOINC code; zero where there is none.
func (o Observation) Component(code string) value.Quantity {
	for _, c := range o.Components {
		if c.Code == code {
			return c.Value
		}
	}
	return value.Quantity{}
}

// IsEmpty reports that nothing was observed: a field of the form that was left, or made, empty.
func (o Observation) IsEmpty() bool {
	return !o.Value.IsSet() && o.ValueText == "" && len(o.Components) == 0
}

// Validate returns all problems at once. A vital sign must lie within what is possible (see Vitals).
func (o Observation) Validate() error {
	var problems value.Problems
	o.CheckOrigin(&problems)
	oneOf(&problems, "category", o.Category, observationCategories)
	o.clean(&problems)
	if o.Code == "" {
		problems.Required("text", o.Text)
	} else if !loincCode.MatchString(o.Code) {
		problems.Add("code", "error.chart.loinc_unclear")
	}
	if o.Effective.IsZero() {
		problems.Add("effective", "error.value.required")
	}
	problems.Check(o.field(), o.Quantity().Validate())
	if o.IsEmpty() {
		problems.Add(o.field(), "error.value.required")
	}
	if len(o.Components) > maxComponents {
		problems.Add(o.field(), "error.chart.too_many", "Max", maxComponents)
	}
	for _, c := range o.Components {
		field := fieldOf(c.Code)
		if !loincCode.MatchString(c.Code) {
			problems.Add(field, "error.chart.loinc_unclear")
		}
		problems.Check(field, c.Value.Validate())
		if c.Value.IsZero() {
			problems.Add(field, "error.value.required")
		}
	}
	if o.Category == VitalSigns {
		o.checkPossible(&problems)
	}
	return problems.Err()
}

func (o *Observation) clean(problems *value.Problems) {
	problems.Text("text", &o.Text, NameLength, false)
	problems.Text("valueText", &o.ValueText, CommentLimit, true)
}

// field names the observation in a form: "pulse" for a vital sign, otherwise "value".
func (o Observation) field() string { return fieldOf(o.Code) }

func fieldOf(code string) string {
	if v, known := VitalOf(code); known {
		return v.Field
	}
	return "value"
}

// Record keeps a new observation, such as a laboratory result.
func Record(tx *store.Tx, o Observation) (Observation, error) {
	o.ID, o.Meta = ObservationID{}, store.Meta{}
	if err := o.Settle(tx); err != nil {
		return o, err
	}
	var ignored value.Problems // Validate returns them
	o.clean(&ignored)
	if o.Effective.IsZero() {
		o.Effective = tx.Now()
	}
	if o.Effective.After(tx.Now().Add(clockTolerance)) {
		return o, &store.Error{Code: store.Invalid, Key: value.ErrDateFuture.Key, Field: "effective"}
	}
	err := store.Insert(tx, Observations, &o)
	return o, err
}

// RetractObservation marks one observation as entered in error. One of a signed visit can be, too; the right value is recorded anew.
func RetractObservation(tx *store.Tx, id ObservationID) error {
	return retract(tx, Observations, id)
}

// Series returns the newest observations of one LOINC code, newest first: what a sparkline draws.
func Series(tx *store.Tx, patient patients.ID, code string, limit int) ([]Observation, error) {
	return store.Select(tx, Observations, "patient_id = ? AND code = ? AND retracted = 0 ORDER BY effective DESC, id DESC LIMIT ?", patient, code, limit)
}
