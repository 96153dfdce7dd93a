package patients

import (
	"cmp"
	"errors"
	"maps"
	"strings"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/ui/session"
)

// values is what stands in the form, by field.
type values map[string]string

// The fields of the form. Those that a record's Validate names bear its names, so that what is wrong shows beside the field.
const (
	fieldGiven      = "name.given"
	fieldFamily     = "name.family"
	fieldLatin      = "name.latin"
	fieldNameChange = "nameChange" // on a changed name: nameCorrected or nameNew
	fieldBirthDate  = "birthDate"
	fieldGender     = "gender"
	fieldPhone      = "phones[0]"
	fieldWhose      = "phones[0].whose"
	fieldRelation   = "relation"
	fieldRelative   = "relationName"
	fieldLocality   = "locality"
	fieldAddress    = "address"
	fieldOldNumber  = "oldNumber"
	fieldLanguage   = "language"
	fieldEmail      = "email"
	fieldNote       = "note"
	fieldStanding   = "deceased" // standingComes, standingLeft or standingDied
	fieldDied       = "deceasedDate"
)

// fields lists them in the order of the form; fields of a history too.
var fields = []string{fieldGiven, fieldFamily, fieldLatin, fieldBirthDate, fieldGender, fieldPhone, fieldWhose, fieldRelation, fieldRelative,
	fieldLocality, fieldAddress, fieldOldNumber, fieldLanguage, fieldEmail, fieldNote, fieldStanding, fieldDied}

// labelKeys name the fields in words.
var labelKeys = map[string]string{
	fieldGiven: "patients_screen.field.given", fieldFamily: "patients_screen.field.family", fieldLatin: "patients_screen.field.latin",
	fieldNameChange: "patients_screen.field.name_change", fieldBirthDate: "patients_screen.field.birth_date", fieldGender: "patients_screen.field.gender",
	fieldPhone: "patients_screen.field.phone", fieldWhose: "patients_screen.field.whose", fieldRelation: "patients_screen.field.relation",
	fieldRelative: "patients_screen.field.relative", fieldLocality: "patients_screen.field.locality", fieldAddress: "patients_screen.field.address",
	fieldOldNumber: "patients_screen.field.old_number", fieldLanguage: "patients_screen.field.language", fieldEmail: "patients_screen.field.email",
	fieldNote: "patients_screen.field.note", fieldStanding: "patients_screen.field.standing", fieldDied: "patients_screen.field.died",
}

// Answers of fieldNameChange and fieldStanding.
const (
	nameCorrected = "corrected"
	nameNew       = "new"
	standingComes = ""
	standingLeft  = "left"
	standingDied  = "died"
)

// empty tells whether nothing was typed.
func (v values) empty() bool {
	for _, text := range v {
		if strings.TrimSpace(text) != "" {
			return false
		}
	}
	return true
}

// nameIsLatin tells whether a page can draw the name; where not, the form asks for the Latin form.
func (v values) nameIsLatin() bool { return value.IsLatin(v[fieldGiven] + v[fieldFamily]) }

// nameChanged tells whether the name differs from the one that v was begun with.
func (v values) nameChanged(from values) bool {
	return strings.TrimSpace(v[fieldGiven]) != from[fieldGiven] || strings.TrimSpace(v[fieldFamily]) != from[fieldFamily]
}

// valuesOf writes a patient into the form's fields.
func valuesOf(p patients.Patient, order value.DateOrder) values {
	v := values{
		fieldGiven: p.Name.Given, fieldFamily: p.Name.Family, fieldLatin: p.Name.Latin, fieldGender: string(p.Gender), fieldRelation: string(p.Relation),
		fieldRelative: p.RelationName, fieldLocality: p.Locality, fieldAddress: p.Address, fieldOldNumber: p.OldNumber, fieldLanguage: p.Language,
		fieldEmail: p.Email, fieldNote: p.Note, fieldBirthDate: birthText(p, order), fieldDied: p.DeceasedDate.Format(order),
	}
	if p.Name.Given == "" && p.Name.Family == "" {
		v[fieldGiven] = p.Name.Text
	}
	if len(p.Phones) > 0 {
		v[fieldPhone], v[fieldWhose] = p.Phones[0].Number, string(p.Phones[0].Whose)
	}
	switch {
	case p.Deceased:
		v[fieldStanding] = standingDied
	case !p.Active && !p.ID.IsZero():
		v[fieldStanding] = standingLeft
	}
	maps.DeleteFunc(v, func(_, text string) bool { return text == "" })
	return v
}

func birthText(p patients.Patient, order value.DateOrder) string {
	if p.BirthDateEstimated && !p.BirthDate.IsZero() {
		return "~" + p.BirthDate.Format(order)
	}
	return p.BirthDate.Format(order)
}

// patientOf reads the form back into the patient that it was begun with; what the form does not ask stays. It returns Invalid for
// dates that are none; the rest is for patients.Register and patients.Correct to judge.
func patientOf(s *session.Session, base patients.Patient, v values, unidentified bool) (patients.Patient, error) {
	p, from := base, valuesOf(base, s.Settings.DateOrder)
	text := func(field string) string { return strings.TrimSpace(v[field]) }
	var problems value.Problems

	p.Unidentified = unidentified
	name := base.Name
	if v.nameChanged(from) {
		name.Text, name.Given, name.Family = "", text(fieldGiven), text(fieldFamily)
	}
	name.Latin = text(fieldLatin)
	if v.nameIsLatin() {
		name.Latin = ""
	}
	if v[fieldNameChange] == nameNew && name != base.Name {
		p = p.Renamed(name)
		p.Unidentified = unidentified
	} else {
		p.Name = name
	}
	if unidentified && text(fieldGiven) == "" && text(fieldFamily) == "" {
		p.Name = value.HumanName{}
	}

	if text(fieldBirthDate) != from[fieldBirthDate] {
		date, estimated, err := value.ParseDate(text(fieldBirthDate), s.Settings.DateOrder, s.Now())
		problems.Check(fieldBirthDate, err)
		p.BirthDate, p.BirthDateEstimated, p.BirthDateEstimatedOn = date, estimated, value.PartialDate{}
		if estimated {
			p.BirthDateEstimatedOn = s.Today()
		}
	}
	p.Gender = value.AdministrativeGender(cmp.Or(text(fieldGender), string(value.GenderUnknown)))
	p.Phones = phonesOf(base.Phones, text(fieldPhone), patients.Whose(cmp.Or(text(fieldWhose), string(patients.WhoseSelf))))
	p.Relation, p.RelationName = patients.Relation(text(fieldRelation)), text(fieldRelative)
	p.Locality, p.Address, p.OldNumber = text(fieldLocality), text(fieldAddress), text(fieldOldNumber)
	p.Language, p.Email, p.Note = text(fieldLanguage), text(fieldEmail), text(fieldNote)

	p.Deceased, p.Active = v[fieldStanding] == standingDied, v[fieldStanding] != standingLeft
	if p.Deceased && !base.ID.IsZero() {
		p.Active = base.Active
	}
	if !p.Deceased {
		p.DeceasedDate = value.PartialDate{}
	} else if text(fieldDied) != from[fieldDied] {
		date, _, err := value.ParseDate(text(fieldDied), s.Settings.DateOrder, s.Now())
		problems.Check(fieldDied, err)
		p.DeceasedDate = date
	}
	if err := problems.Err(); err != nil {
		// Everything that is wrong is named at once.
		var more value.Problems
		checked := p
		checked.Number = "1" // allotted later
		if errors.As(checked.Validate(), &more) {
			problems = append(problems, more...)
		}
		return p, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
	}
	return p, nil
}

// phonesOf puts the form's one number in the first place; the others stay.
func phonesOf(kept []patients.Phone, number string, whose patients.Whose) []patients.Phone {
	rest := kept
	if len(rest) > 0 {
		rest = rest[1:]
	}
	if number == "" {
		return append([]patients.Phone(nil), rest...)
	}
	return append([]patients.Phone{{Number: number, Whose: whose}}, rest...)
}

// merge takes over what somebody else changed since the form was begun, where this form left it alone. A field that both changed
// keeps what was typed here, and is named in clashes with what stands there now.
func merge(typed, begun, now values) (merged, clashes values) {
	merged, clashes = maps.Clone(typed), values{}
	for _, field := range fields {
		mine, theirs := strings.TrimSpace(typed[field]), now[field]
		switch {
		case theirs == begun[field], theirs == mine:
		case mine == begun[field]:
			merged[field] = theirs
		default:
			clashes[field] = theirs
		}
	}
	return merged, clashes
}
