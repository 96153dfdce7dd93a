package safety

import (
	"slices"
	"strings"
	"unicode/utf8"

	"satchel/data/value"
)

// Match is what the list makes of an ingredient, a class or a combination that
// was written by a person or coded by ATC.
type Match struct {
	Ingredients []string // INNs, sorted
	Classes     []string // ids of classes that were named themselves, sorted
	// Unknown are the words that mean nothing to the list. A match with unknown
	// words may be incomplete: "penicillin and Zoxyclin".
	Unknown []string
	// Guessed says that some word was read in spite of a spelling slip.
	Guessed bool
}

// Complete reports that everything was recognised without a guess.
func (m Match) Complete() bool {
	return (len(m.Ingredients) > 0 || len(m.Classes) > 0) && len(m.Unknown) == 0 && !m.Guessed
}

// Recognise returns what the list makes of a code, by its ATC code and by its
// words. Salts, hydrates, strengths and small words don't matter; spelling
// variants (amoxycillin, cephalexin, sulphasalazine) and other names
// (acetaminophen, albuterol) are known, one slip of spelling is forgiven.
func Recognise(code value.Code) Match { return lists().recognise(code) }

func (l *list) recognise(code value.Code) Match {
	byWords := l.words(foldWords(code.Display))
	if code.System != value.SystemATC {
		return byWords
	}
	byCode := l.code(strings.ToUpper(strings.TrimSpace(code.Code)))
	if len(byCode.Ingredients) > 0 && len(byWords.Unknown) > 0 {
		// The code vouches for the substance, so its words needn't.
		byWords.Unknown, byWords.Guessed = nil, false
	}
	return byCode.union(byWords)
}

// code looks an ATC code up; a shorter one means every ingredient below it.
func (l *list) code(atc string) Match {
	var m Match
	switch {
	case len(atc) == 7:
		m.Ingredients = slices.Clone(l.atc[atc])
	case len(atc) >= 4: // an anatomical or therapeutic group is too wide to be one allergy
		for code, ingredients := range l.atc {
			if strings.HasPrefix(code, atc) {
				m.Ingredients = append(m.Ingredients, ingredients...)
			}
		}
	}
	return m.sorted()
}

// words finds the longest known names in a row of folded words.
func (l *list) words(words []string) Match {
	var m Match
	for at := 0; at < len(words); {
		length, t := l.longestName(words[at:])
		if length > 0 {
			m.Ingredients = append(m.Ingredients, t.ingredients...)
			m.Classes = append(m.Classes, t.classes...)
			at += length
			continue
		}
		word := words[at]
		at++
		if isNoise(word) {
			continue
		}
		near := l.near(word)
		if len(near) == 0 {
			m.Unknown = append(m.Unknown, word)
			continue
		}
		m.Guessed = true
		for _, t := range near {
			m.Ingredients = append(m.Ingredients, t.ingredients...)
			m.Classes = append(m.Classes, t.classes...)
		}
	}
	return m.sorted()
}

func (l *list) longestName(words []string) (length int, t target) {
	for length = min(l.longest, len(words)); length > 0; length-- {
		if t, ok := l.names[joinFolded(words[:length])]; ok {
			return length, t
		}
	}
	return 0, target{}
}

// near returns what a misspelt word may mean: one slip in a word of at least
// seven letters, two from eleven on. More than three candidates are none.
func (l *list) near(word string) []target {
	allowed := 0
	switch n := utf8.RuneCountInString(word); {
	case n > 40:
	case n >= 11:
		allowed = 2
	case n >= 7:
		allowed = 1
	}
	var found []target
	best := allowed
	for name, t := range l.names {
		if allowed == 0 || strings.Contains(name, " ") {
			continue
		}
		switch d := slips(word, name, best); {
		case d > best:
		case d < best:
			best, found = d, []target{t}
		default:
			found = append(found, t)
		}
	}
	if len(found) > 3 {
		return nil
	}
	return found
}

func (m Match) sorted() Match {
	slices.Sort(m.Ingredients)
	m.Ingredients = slices.Compact(m.Ingredients)
	slices.Sort(m.Classes)
	m.Classes = slices.Compact(m.Classes)
	return m
}

func (m Match) union(o Match) Match {
	return Match{
		Ingredients: append(slices.Clone(m.Ingredients), o.Ingredients...),
		Classes:     append(slices.Clone(m.Classes), o.Classes...),
		Unknown:     append(slices.Clone(m.Unknown), o.Unknown...),
		Guessed:     m.Guessed || o.Guessed,
	}.sorted()
}

// key returns the identity of what was matched: the substances where they are
// known, so that "amoxycillin" and "amoxicillin" are one, else the words or code.
func (m Match) key(words []string, code string) string {
	if len(m.Unknown) == 0 && len(m.Ingredients)+len(m.Classes) > 0 {
		return strings.Join(m.Ingredients, "+") + "/" + strings.Join(m.Classes, "+")
	}
	return joinFolded(words) + "=" + code
}
