package prescribing

import (
	"regexp"
	"strings"

	"satchel/assets"
	"satchel/data/value"
)

// Discouraged is something in a typed text that has been misread with harm.
type Discouraged struct {
	Found   string     // as typed
	Instead assets.Key // what to write, in the catalogue
}

// discouraged is the part of the Institute for Safe Medication Practices' List of Error-Prone Abbreviations, Symbols, and Dose
// Designations (2021), and of the Joint Commission's "Do Not Use" list, that can occur in free text. Letters that are also words
// (as, ad, ms) are looked for in capitals alone.
var discouraged = []struct {
	pattern *regexp.Regexp
	instead assets.Key
}{
	{regexp.MustCompile(`(?:\b|\d)(?:IU|I\.U\.|iu|U)\b|\d ?u\b`), "prescribing.unsafe.units"},
	{regexp.MustCompile(`(?i)\bq\.?o\.?d\b|\bEOD\b`), "prescribing.unsafe.every_other_day"},
	{regexp.MustCompile(`(?i)\bq\.?d\b|\bO\.?D\b`), "prescribing.unsafe.daily"},
	{regexp.MustCompile(`\b(?:MSO4|MgSO4|MS)\b`), "prescribing.unsafe.drug_name"},
	{regexp.MustCompile(`(?i)(?:\b|\d)cc\b`), "prescribing.unsafe.millilitre"},
	{regexp.MustCompile(`(?i)(?:\b|\d)ug\b|[µμ]g`), "prescribing.unsafe.microgram"},
	{regexp.MustCompile(`\b(?:H\.?S|hs)\b`), "prescribing.unsafe.bedtime"},
	{regexp.MustCompile(`(?i)\bd/c\b`), "prescribing.unsafe.discontinue"},
	{regexp.MustCompile(`\b(?:S\.?C|S\.?Q)\b`), "prescribing.unsafe.subcutaneous"},
	{regexp.MustCompile(`\b(?:OS|OU)\b`), "prescribing.unsafe.eye"},
	{regexp.MustCompile(`\b(?:AD|AS|AU)\b`), "prescribing.unsafe.ear"},
	{regexp.MustCompile(`\bBT\b`), "prescribing.unsafe.bedtime"},
	{regexp.MustCompile(`\b(?:SS|ss)\b`), "prescribing.unsafe.half"},
	{regexp.MustCompile(`[@<>]`), "prescribing.unsafe.symbol"},
	{regexp.MustCompile(`\d\.0+\b`), "prescribing.unsafe.trailing_zero"},
	{regexp.MustCompile(`(?:^|[^0-9])\.[0-9]`), "prescribing.unsafe.leading_zero"},
	{regexp.MustCompile(`(?i)\b(?:tsp|tbsp|(?:tea|table)spoon(?:s|fuls?|sful)?)\b`), "prescribing.unsafe.spoon"},
	{regexp.MustCompile(`(?i)cuill[eè]re|cucharad|colher|kijiko|vijiko|चम्मच|चमचा|ملعقة|ملاعق`), "prescribing.unsafe.spoon"},
	{regexp.MustCompile(`[0-9](?:mg|mcg|mL|ml|g|units?)\b`), "prescribing.unsafe.space"},
}

// FindDiscouraged returns what in a text should be written otherwise, each kind once, with what to write instead.
func FindDiscouraged(text string) []Discouraged {
	var list []Discouraged
	for _, d := range discouraged {
		if found := d.pattern.FindString(text); found != "" {
			list = append(list, Discouraged{Found: strings.TrimSpace(found), Instead: d.instead})
		}
	}
	return list
}

// checkDiscouraged records each as a problem of a field.
func checkDiscouraged(problems *value.Problems, field, text string) {
	for _, d := range FindDiscouraged(text) {
		problems.Add(field, "error.prescribing.unsafe", "Found", d.Found, "Instead", d.Instead)
	}
}
