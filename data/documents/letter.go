package documents

import (
	"slices"
	"strings"
	"time"

	"satchel/data/chart"
	"satchel/data/documents/template"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// LetterID names what one letter was written from.
type LetterID = store.ID[WrittenLetter]

// LetterKinds are the papers that a doctor writes, in the order in which a screen offers them.
var LetterKinds = []Kind{Referral, Letter, SickNote, FitnessCertificate, LaboratoryOrder, ImagingOrder}

// IsCertificate reports a kind that says something of the patient to others than colleagues.
func (k Kind) IsCertificate() bool { return k == SickNote || k == FitnessCertificate }

// IsOrder reports a form that asks for an examination.
func (k Kind) IsOrder() bool { return k == LaboratoryOrder || k == ImagingOrder }

// HasText reports a kind with a text of its own, which may begin from a template.
func (k Kind) HasText() bool { return slices.Contains(LetterKinds, k) && !k.IsOrder() }

// LetterTitle names the words for a kind that a doctor writes.
func LetterTitle(k Kind) string { return "documents.title." + strings.ReplaceAll(string(k), "-", "_") }

// Details are what a letter says beside its text. Each kind uses its own part.
type Details struct {
	Addressee Addressee   `json:"addressee"`
	Fitness   Certificate `json:"fitness"`
	Order     Order       `json:"order"`
}

// WrittenLetter is what an issued letter, certificate or order form was written from: the next one is written from it, when it has to be
// issued anew. It never changes; the paper itself is a Document. Of an order form it holds what FHIR R4 ServiceRequest would, one
// request for each examination under the requisition Number.
type WrittenLetter struct {
	ID LetterID `db:"id"`
	store.Meta
	Patient      PatientID                   `db:"patient_id"`
	Encounter    chart.EncounterID           `db:"encounter_id"`    // in which it was written; zero: outside a visit
	Practitioner organization.PractitionerID `db:"practitioner_id"` // who signs
	Location     organization.LocationID     `db:"location_id"`
	Kind         Kind                        `db:"kind"`
	Number       string                      `db:"number"` // as printed
	Heading      string                      `db:"heading"`
	Body         string                      `db:"body"` // in the language of package template, without a gap
	Details      Details                     `db:"details,json"`
	Written      time.Time                   `db:"written"` // UTC
}

// Letters is the record type of what letters were written from. It belongs to the chart: the desk prints papers and does not read it.
var Letters = store.NewTable[WrittenLetter](store.Spec{Number: 85, Name: "Letter", Table: "letter", Schema: 1, Trial: true, Chart: true,
	Read: action.ChartRead, Write: action.ChartWrite})

// Validate returns all problems at once. What the page needs is checked by its facts.
func (l WrittenLetter) Validate() error {
	var problems value.Problems
	required := func(field string, missing bool) {
		if missing {
			problems.Add(field, "error.value.required")
		}
	}
	if !slices.Contains(LetterKinds, l.Kind) {
		problems.Add("kind", "error.letter.kind_unknown")
	}
	required("patient", l.Patient.IsZero())
	required("practitioner", l.Practitioner.IsZero())
	required("location", l.Location.IsZero())
	required("written", l.Written.IsZero())
	problems.Required("number", l.Number)
	short(&problems, "number", l.Number)
	short(&problems, "heading", l.Heading)
	if text, err := template.Parse(l.Body); err != nil {
		problems.Add("body", "error.letter.unreadable")
	} else if len(text.Gaps()) > 0 || len(text.FieldsUsed()) > 0 {
		problems.Add("body", "error.letter.gaps_left", "Label", first(append(text.Gaps(), text.FieldsUsed()...)))
	}
	return problems.Err()
}

func first(list []string) string { return list[0] }

// KeepLetter keeps what a letter was written from, within the act that issues it.
func KeepLetter(tx *store.Tx, l WrittenLetter) (WrittenLetter, error) {
	l.ID, l.Meta, l.Written = LetterID{}, store.Meta{}, tx.Now()
	err := store.Insert(tx, Letters, &l)
	return l, err
}

// LetterOf returns what a document was written from; NotFound for a document that was not written.
func LetterOf(tx *store.Tx, d Document) (WrittenLetter, error) {
	if d.SubjectType != Letters.Number {
		return WrittenLetter{}, store.Fail(store.NotFound, "error.store.not_found", "Record", Letters.Name)
	}
	return store.Get(tx, Letters, LetterID(d.Subject))
}

// LettersOfEncounter returns what was written in a visit, oldest first.
func LettersOfEncounter(tx *store.Tx, patient PatientID, visit chart.EncounterID) ([]WrittenLetter, error) {
	return store.Select(tx, Letters, "patient_id = ? AND encounter_id = ? AND retracted = 0 ORDER BY id", patient, visit)
}
