package value

import (
	"strings"
	"unicode"
)

// maxNamePart bounds each part of a name, in characters.
const maxNamePart = 100

// HumanName is a person's name (FHIR R4 HumanName) in its own script. Any single
// part is a name: many people have just one.
type HumanName struct {
	Prefix string `json:"prefix,omitempty"` // "Dr", "Smt"
	Given  string `json:"given,omitempty"`  // first and middle names
	Family string `json:"family,omitempty"` // may be empty
	Suffix string `json:"suffix,omitempty"` // "Jr"
	// Text is the whole name where its order or form can't be built from the
	// parts; it is shown instead of them.
	Text string `json:"text,omitempty"`
	// Latin is the whole name in Latin letters, for pages and systems that
	// can't show the own script. Empty when the name is Latin already.
	Latin string `json:"latin,omitempty"`
}

// NameOrder is the order in which a practice writes names.
type NameOrder int

// Orders: "Asha Rao", "Rao Asha", and "Rao, Asha" for lists.
const (
	GivenFirst NameOrder = iota
	FamilyFirst
	FamilyComma
)

// IsZero reports that nothing is known of the name.
func (n HumanName) IsZero() bool { return n == HumanName{} }

// Clean returns the name with every part cleaned (see the function Clean), or
// the name as it was with all problems.
func (n HumanName) Clean() (HumanName, error) {
	var problems Problems
	cleaned := n
	problems.Text("prefix", &cleaned.Prefix, maxNamePart, false)
	problems.Text("given", &cleaned.Given, maxNamePart, false)
	problems.Text("family", &cleaned.Family, maxNamePart, false)
	problems.Text("suffix", &cleaned.Suffix, maxNamePart, false)
	problems.Text("text", &cleaned.Text, 2*maxNamePart, false)
	problems.Text("latin", &cleaned.Latin, 2*maxNamePart, false)
	if len(problems) > 0 {
		return n, problems
	}
	return cleaned, nil
}

// Validate returns all problems: error.value.name_missing when no part holds a
// letter or digit, error.value.name_latin when the Latin form isn't Latin, and
// those of its texts.
func (n HumanName) Validate() error {
	var problems Problems
	if _, err := n.Clean(); err != nil {
		problems.Check("", err)
	}
	if len(SearchTokens(n.Given+" "+n.Family+" "+n.Text)) == 0 {
		problems.Add("given", "error.value.name_missing")
	}
	if !IsLatin(n.Latin) {
		problems.Add("latin", "error.value.name_latin")
	}
	return problems.Err()
}

// Display returns the name in its own script.
func (n HumanName) Display(order NameOrder) string {
	if n.Text != "" {
		return n.Text
	}
	switch {
	case order == FamilyComma && n.Family != "" && n.Given != "":
		return joinWords(n.Family+",", n.Given, n.Suffix)
	case order == FamilyComma:
		return joinWords(n.Family, n.Given, n.Suffix)
	case order == FamilyFirst:
		return joinWords(n.Prefix, n.Family, n.Given, n.Suffix)
	}
	return joinWords(n.Prefix, n.Given, n.Family, n.Suffix)
}

// DisplayLatin returns the name in Latin letters, and false when there is no
// Latin form of a name in another script.
func (n HumanName) DisplayLatin(order NameOrder) (string, bool) {
	if n.Latin != "" {
		return n.Latin, true
	}
	own := n.Display(order)
	return own, IsLatin(own)
}

// SortKey orders lists of names: family, then given, normalised for search.
func (n HumanName) SortKey() string {
	key := SearchKey(n.Family + " " + n.Given)
	if key == "" {
		key = SearchKey(n.Text)
	}
	return key
}

// SearchKey returns every word that the name can be found by, own script and
// Latin form.
func (n HumanName) SearchKey() string {
	return SearchKey(strings.Join([]string{n.Given, n.Family, n.Text, n.Latin}, " "))
}

// IsLatin reports that every letter of s is Latin; "" is.
func IsLatin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

func joinWords(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
