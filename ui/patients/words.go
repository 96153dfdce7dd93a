package patients

import (
	"strings"

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
