// Package patients is who the patients are: registration, identifiers, finding them, and noticing that one is here already.
package patients

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Limits of a patient's fields, in characters unless said otherwise.
const (
	MaxPhones        = 8  // entries
	MaxIdentifiers   = 20 // entries
	MaxPreviousNames = 20 // entries
	NumberLength     = 50 // of an identifier or an old file number
	SystemLength     = 200
	PhoneLength      = 40
	EmailLength      = 254 // RFC 5321, section 4.5.3.1.3, less the angle brackets
	AddressLength    = 400
	LocalityLength   = 100
	PostalCodeLength = 20
	RelationLength   = 200
	NoteLength       = 2000
	MinPhoneDigits   = 3
)

// ID names a patient.
type ID = store.ID[Patient]

// Patient is a person whom the practice looks after (FHIR R4 Patient). The desk may write every field.
type Patient struct {
	ID ID `db:"id"`
	store.Meta
	Number        string            `db:"number"` // allotted by Register, never changed
	Name          value.HumanName   `db:"name,json"`
	PreviousNames []value.HumanName `db:"previous_names,json"` // newest first; found by the search like the present one
	// Unidentified: nobody knows who this is yet. The name may be empty, and Label describes the person.
	Unidentified         bool                       `db:"unidentified"`
	Gender               value.AdministrativeGender `db:"gender"`
	BirthDate            value.PartialDate          `db:"birth_date"`
	BirthDateEstimated   bool                       `db:"birth_date_estimated"`    // worked out from an age that was told or guessed
	BirthDateEstimatedOn value.PartialDate          `db:"birth_date_estimated_on"` // the full day on which it was; unknown unless estimated
	Relation             Relation                   `db:"relation"`                // "daughter of", with RelationName; part of the identity in many places
	RelationName         string                     `db:"relation_name"`
	Phones               []Phone                    `db:"phones,json"` // the one to call first stands first
	Email                string                     `db:"email"`
	Address              string                     `db:"address"` // lines parted by \n, without the locality
	Locality             string                     `db:"locality"`
	Region               string                     `db:"region"` // district or state
	PostalCode           string                     `db:"postal_code"`
	Country              string                     `db:"country"`    // ISO 3166-1 alpha-2, "" for the practice's own
	OldNumber            string                     `db:"old_number"` // on the paper file or in the program before this one
	Identifiers          []Identifier               `db:"identifiers,json"`
	Language             string                     `db:"language"` // BCP 47, for instructions; "" for the practice's own
	Deceased             bool                       `db:"deceased"`
	DeceasedDate         value.PartialDate          `db:"deceased_date"` // as far as known; unknown unless deceased
	Active               bool                       `db:"active"`        // false: moved away or left; kept, and listed after the others
	Note                 string                     `db:"note"`          // for the desk ("hard of hearing"); nothing clinical
	// Practitioner and Location are whom and where the patient usually comes to; zero where it does not matter.
	Practitioner organization.PractitionerID `db:"practitioner_id"`
	Location     organization.LocationID     `db:"location_id"`
}

// Patients is the record type.
var Patients = store.NewTable[Patient](store.Spec{Number: 20, Name: "Patient", Table: "patient", Schema: 1, Read: action.PatientRead, Write: action.PatientWrite})

// Records lists the room's record types.
func Records() []store.Record { return []store.Record{Patients} }

// Phone is a number on which a patient can be reached.
type Phone struct {
	Number string `json:"number"` // as it is dialled here, in whatever form it was told
	Whose  Whose  `json:"whose"`
}

// Identifier is a number by which others know the patient (FHIR R4 Identifier).
type Identifier struct {
	System string `json:"system"` // who gives it: a URI, or a name such as "Passport"
	Value  string `json:"value"`
}

// Relation says how the patient belongs to the person of RelationName.
type Relation string

// The relations by which patients are told apart; "" is none.
const (
	DaughterOf Relation = "daughter"
	SonOf      Relation = "son"
	WifeOf     Relation = "wife"
	HusbandOf  Relation = "husband"
	MotherOf   Relation = "mother"
	FatherOf   Relation = "father"
	CareOf     Relation = "care"
)

// Relations lists them in the order in which a form offers them.
var Relations = []Relation{DaughterOf, SonOf, WifeOf, HusbandOf, MotherOf, FatherOf, CareOf}

// CatalogueKey names the sentence "daughter of {{.Name}}".
func (r Relation) CatalogueKey() string { return "patients.relation." + string(r) }

// Whose says at whom a phone rings.
type Whose string

// Those who answer for a patient.
const (
	WhoseSelf      Whose = "self"
	WhoseMother    Whose = "mother"
	WhoseFather    Whose = "father"
	WhoseSpouse    Whose = "spouse"
	WhoseChild     Whose = "child"
	WhoseRelative  Whose = "relative"
	WhoseNeighbour Whose = "neighbour"
	WhoseWork      Whose = "work"
)

// Whoses lists them in the order in which a form offers them.
var Whoses = []Whose{WhoseSelf, WhoseMother, WhoseFather, WhoseSpouse, WhoseChild, WhoseRelative, WhoseNeighbour, WhoseWork}

// CatalogueKey names the word.
func (w Whose) CatalogueKey() string { return "patients.whose." + string(w) }

// Renamed returns the patient under a new name, with the present one among the previous. A misspelt name is corrected in place
// instead: it was never the patient's.
func (p Patient) Renamed(name value.HumanName) Patient {
	if !p.Name.IsZero() && p.Name != name {
		p.PreviousNames = append([]value.HumanName{p.Name}, p.PreviousNames...)
	}
	p.Name, p.Unidentified = name, false
	return p
}

// Label returns what to call a patient whose name is not known, as a key of the catalogue: "Unknown, male, about 40". The sex is
// an argument that the catalogue puts into words. on is the day that an age is told for.
func Label(gender value.AdministrativeGender, born, on value.PartialDate) (key string, args []any) {
	if born.IsZero() {
		return "patients.unidentified.plain", []any{"Gender", gender}
	}
	age := born.Age(on)
	if age.Years == 0 {
		return "patients.unidentified.infant", []any{"Gender", gender}
	}
	return "patients.unidentified.about", []any{"Gender", gender, "Count", age.Years}
}
