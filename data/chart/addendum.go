package chart

import (
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Addendum is what was added to a signed visit (in FHIR R4 a Composition that appends to another). It is signed as it is written,
// and never changes.
type Addendum struct {
	ID store.ID[Addendum] `db:"id"`
	store.Meta
	Origin
	Text     string       `db:"text"`
	Signed   time.Time    `db:"signed"`
	SignedBy store.UserID `db:"signed_by"`
}

// Addenda is the record type of additions to signed visits.
var Addenda = store.NewTable[Addendum](store.Spec{Number: 41, Name: "Composition", Table: "addendum", Schema: 1, Trial: true,
	Read: action.ChartRead, Write: action.ChartWrite, Chart: true})

// Validate returns all problems at once.
func (a Addendum) Validate() error {
	var problems value.Problems
	a.CheckOrigin(&problems)
	if a.Encounter.IsZero() {
		problems.Add("encounter", "error.value.required")
	}
	problems.Text("text", &a.Text, PlanLength, true)
	problems.Required("text", a.Text)
	if a.Signed.IsZero() || a.SignedBy.IsZero() {
		problems.Add("signed", "error.value.required")
	}
	return problems.Err()
}

// Amend adds to a signed visit; of a it takes the encounter, the text, and by whom and where (zero: as the visit). It returns Conflict for
// a visit that is still open, which is simply written on, or retracted.
func Amend(tx *store.Tx, a Addendum) (Addendum, error) {
	if err := tx.Require(action.Prescribe); err != nil {
		return a, err
	}
	e, err := store.Get(tx, Encounters, a.Encounter)
	switch {
	case err != nil:
		return a, err
	case e.Retracted:
		return a, store.Fail(store.Conflict, "error.store.retracted")
	case e.Status != EncounterFinished:
		return a, store.Fail(store.Conflict, "error.chart.not_signed")
	}
	added := Addendum{Origin: Origin{Patient: e.Patient, Encounter: e.ID, Practitioner: a.Practitioner, Location: a.Location}, Text: a.Text,
		Signed: tx.Now(), SignedBy: tx.Actor().User}
	if added.Practitioner.IsZero() {
		added.Practitioner = e.Practitioner
	}
	if added.Location.IsZero() {
		added.Location = e.Location
	}
	var ignored value.Problems // Validate returns them
	ignored.Text("text", &added.Text, PlanLength, true)
	err = store.Insert(tx, Addenda, &added)
	return added, err
}

// RetractAddendum marks an addition as entered in error.
func RetractAddendum(tx *store.Tx, id store.ID[Addendum]) error {
	return retract(tx, Addenda, id)
}
