package safety

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"satchel/assets"
)

// Kind says what an alert is about.
type Kind string

// The kinds of alert.
const (
	KindAllergy             Kind = "allergy"              // the line meets an allergy
	KindDuplicateIngredient Kind = "duplicate-ingredient" // the same ingredient twice
	KindDuplicateClass      Kind = "duplicate-class"      // two of a class that are rarely wanted together
	KindPregnancy           Kind = "pregnancy"
	KindAge                 Kind = "age"
	KindLineNotChecked      Kind = "line-not-checked"     // a line, or an ingredient of it, isn't known
	KindAllergyNotChecked   Kind = "allergy-not-checked"  // an allergy's words aren't known
	KindMedicineNotChecked  Kind = "medicine-not-checked" // a current medicine isn't known
	KindAllergyNotAsked     Kind = "allergy-not-asked"
)

// Severity is how grave an alert is.
type Severity string

// Severities from grave to "could not be checked".
const (
	High       Severity = "high"
	Moderate   Severity = "moderate"
	Low        Severity = "low"
	NotChecked Severity = "not-checked"
)

// rank orders severities for sorting; an unknown word counts as none.
var rank = map[Severity]int{High: 3, Moderate: 2, Low: 1}

// raised returns the next graver severity.
func (s Severity) raised() Severity {
	switch s {
	case Low:
		return Moderate
	case Moderate:
		return High
	}
	return s
}

// CatalogueKey names the word for the severity.
func (s Severity) CatalogueKey() string {
	if s == NotChecked {
		return "safety.severity.not_checked"
	}
	return "safety.severity." + string(s)
}

// Source says where a rule comes from (45 CFR 170.315(b)(11): source attributes).
type Source struct {
	Title   string
	Version string
	Date    string // ISO date or year, as far as it is known
}

// wholePrescription is the Line of an alert that isn't about one line.
const wholePrescription = -1

// Alert is one thing that speaks against a prescription.
type Alert struct {
	// ID identifies the alert by what it says, not by when or in which order:
	// the same line against the same allergy has the same ID the next day, so an
	// override with its reason can refer to it. A graver severity is another alert.
	ID       string
	Kind     Kind
	Severity Severity
	Line     int // index in Input.Proposed, -1 for the whole prescription
	// OtherLine is the index of the earlier line that Line doubles, -1 when the
	// alert isn't about two lines.
	OtherLine int
	Against   string // ID of the allergy or medicine, empty for others
	Key       string // sentence of the catalogue; Args hold the patient's data
	Args      []any
	Source    Source
	// MustAnswer says that the prescription isn't issued before the line is
	// changed or the alert is overridden with a reason.
	MustAnswer bool
}

// add appends an alert whose identity is made of the given parts.
func (c *checker) add(a Alert, line []string, against ...string) {
	hash := sha256.New()
	parts := append([]string{"satchel alert 1", string(a.Kind), string(a.Severity), a.Key}, line...)
	for _, part := range append(append(parts, "|"), against...) {
		// Length-prefixed, so that no two lists of parts hash alike.
		hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		hash.Write([]byte(part))
	}
	a.ID, a.OtherLine = hex.EncodeToString(hash.Sum(nil)[:16]), wholePrescription
	c.alerts = append(c.alerts, a)
}

// compareAlerts puts the gravest first, then sorts by kind and identity, so that
// the order of the input doesn't matter.
func compareAlerts(a, b Alert) int {
	return cmp.Or(
		-cmp.Compare(rank[a.Severity], rank[b.Severity]),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Line, b.Line),
	)
}

// className is a class as an argument of a sentence.
func className(class string) assets.Key { return assets.Key("safety.class." + class) }
