package patients

import (
	"slices"
	"strings"

	"satchel/data/patients"
	"satchel/data/value"
	"satchel/ui/session"
)

// bornText writes a birth date; one that was worked out from an age says so.
func bornText(s *session.Session, born value.PartialDate, estimated bool) string {
	if estimated && !born.IsZero() {
		return s.Text("patients_screen.about", "Date", s.Day(born))
	}
	return s.Day(born)
}

// ageText writes today's age; the dead have none.
func ageText(s *session.Session, born value.PartialDate, deceased bool) string {
	if deceased {
		return ""
	}
	return s.Age(born)
}

// joined puts the parts that are there side by side.
func joined(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "  ·  ")
}

// nameOf is what to call a patient.
func nameOf(s *session.Session, p patients.Patient) string {
	if p.Name.IsZero() {
		key, args := patients.Label(p.Gender, p.BirthDate, s.Today())
		return s.Text(key, args...)
	}
	return s.Name(p.Name)
}

// fieldText writes the value of a field of the form for people.
func fieldText(s *session.Session, field, text string) string {
	switch {
	case field == fieldStanding && text == standingComes:
		return s.Text("patients_screen.standing.comes")
	case field == fieldStanding:
		return s.Text("patients_screen.standing." + text)
	case text == "":
		return s.Text("patients_screen.nothing")
	case field == fieldGender:
		return s.Text(value.AdministrativeGender(text).CatalogueKey())
	case field == fieldWhose:
		return s.Text(patients.Whose(text).CatalogueKey())
	case field == fieldRelation:
		return relationText(s, patients.Relation(text))
	case field == fieldLanguage:
		return languageText(s, text)
	}
	return strings.Join(strings.Fields(text), " ")
}

// relationText is a relation without a name: "daughter of …".
func relationText(s *session.Session, r patients.Relation) string {
	return s.Text(r.CatalogueKey(), "Name", "…")
}

// languageText is the name of a language, or its tag where the list has none.
func languageText(s *session.Session, tag string) string {
	if slices.Contains(languages, tag) {
		return s.Text("patients_screen.language." + tag)
	}
	return tag
}
