package value

import "strings"

// Code systems that the record names, by their HL7 canonical URI
// (https://terminology.hl7.org).
const (
	SystemATC         = "http://www.whocc.no/atc"
	SystemICD10       = "http://hl7.org/fhir/sid/icd-10"
	SystemICPC2       = "http://hl7.org/fhir/sid/icpc-2"
	SystemSNOMED      = "http://snomed.info/sct"
	SystemLOINC       = "http://loinc.org"
	SystemUCUM        = "http://unitsofmeasure.org"
	SystemRxNorm      = "http://www.nlm.nih.gov/research/umls/rxnorm"
	SystemISO3166     = "urn:iso:std:iso:3166"
	SystemISO4217     = "urn:iso:std:iso:4217"
	maxSystem         = 200
	maxCode           = 100
	maxDisplay        = 500
	maxVersion        = 50
	errCodeIncomplete = "error.value.code_incomplete"
	errCodeCharacter  = "error.value.code_character"
)

// Code is a concept of a code system, FHIR R4's Coding. A concept that was only
// described in words has a Display and nothing else; the zero Code is none.
type Code struct {
	System  string `json:"system,omitempty"`  // canonical URI
	Code    string `json:"code,omitempty"`    // as the system writes it, case kept
	Display string `json:"display,omitempty"` // in the system's or the doctor's words
	Version string `json:"version,omitempty"` // of the system
}

// IsZero reports that nothing is coded or described.
func (c Code) IsZero() bool { return c == Code{} }

// IsCoded reports that a system vouches for the code.
func (c Code) IsCoded() bool { return c.System != "" && c.Code != "" }

// Same reports that both mean the same concept: same system and code, whatever
// the words and version. Two that aren't coded are never the same.
func (c Code) Same(o Code) bool {
	return c.IsCoded() && c.System == o.System && c.Code == o.Code
}

// Validate returns all problems; the zero Code is valid.
func (c Code) Validate() error {
	var problems Problems
	if (c.System == "") != (c.Code == "") {
		problems.Add("code", errCodeIncomplete)
	}
	// FHIR R4's code type: no white space at the ends, single spaces inside.
	if c.Code != strings.Join(strings.Fields(c.Code), " ") {
		problems.Add("code", errCodeCharacter)
	}
	for _, part := range []struct {
		field, text string
		max         int
	}{{"system", c.System, maxSystem}, {"code", c.Code, maxCode}, {"display", c.Display, maxDisplay}, {"version", c.Version, maxVersion}} {
		if _, err := Clean(part.text, part.max, false); err != nil {
			problems.Check(part.field, err)
		}
	}
	return problems.Err()
}

// AdministrativeGender is FHIR R4's value set administrative-gender: the sex
// that the practice keeps for identification and for reading values.
type AdministrativeGender string

// The four codes of the value set.
const (
	GenderMale    AdministrativeGender = "male"
	GenderFemale  AdministrativeGender = "female"
	GenderOther   AdministrativeGender = "other"
	GenderUnknown AdministrativeGender = "unknown"
)

// AdministrativeGenders lists the codes in the order that forms offer them.
var AdministrativeGenders = []AdministrativeGender{GenderFemale, GenderMale, GenderOther, GenderUnknown}

// Validate returns error.value.gender_unclear for any other code.
func (g AdministrativeGender) Validate() error {
	for _, known := range AdministrativeGenders {
		if g == known {
			return nil
		}
	}
	return Problem{Key: "error.value.gender_unclear"}
}

// CatalogueKey names the word for the code.
func (g AdministrativeGender) CatalogueKey() string {
	if g.Validate() != nil {
		g = GenderUnknown
	}
	if g == GenderOther { // "other" is the name of a plural form in the catalogue
		return "value.gender.other_gender"
	}
	return "value.gender." + string(g)
}
