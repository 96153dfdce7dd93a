package patients

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"satchel/data/store"
	"satchel/data/value"
)

// Limits of what is typed into the search box. More than that is a paste by mistake.
const (
	QueryLength = 200 // characters
	maxTerms    = 8   // words; a patient is never told apart by the ninth
)

// term is one typed word, and everything that it may mean. All terms must be met, each in any of its meanings.
type term struct {
	words   []string // of a name: "al-rashid" is two
	compact string   // a number without its separators; "" where there is no digit
	phone   string   // the beginning of a phone key
	born    string   // the beginning of a born key
}

// search is a typed text, understood.
type search struct {
	terms []term
	// The text as a whole: "98765 43210" is one phone number, "3 feb 1951" one day.
	phones []string
	born   string
}

// parseSearch understands a typed text. order and now say how a date is typed, and which years are past. It returns Invalid for
// a text that is too long; one without any letter or digit has no terms.
func parseSearch(text string, order value.DateOrder, now time.Time) (search, error) {
	if utf8.RuneCountInString(text) > QueryLength {
		return search{}, store.FailField("text", "error.patients.query_long", "Max", QueryLength)
	}
	var s search
	fields := strings.Fields(text)
	for _, field := range fields {
		t := term{words: value.SearchTokens(field)}
		if len(t.words) == 0 {
			continue
		}
		if joined := strings.Join(t.words, ""); strings.ContainsAny(joined, "0123456789") {
			t.compact = joined
			t.born = bornQuery(field, order, now)
		}
		if phones := phoneQueries(field); len(phones) > 0 {
			t.phone = phones[0]
		}
		if len(s.terms) < maxTerms {
			s.terms = append(s.terms, t)
		}
	}
	s.phones = phoneQueries(text)
	if len(fields) > 1 && strings.ContainsAny(value.SearchKey(text), "0123456789") {
		s.born = bornQuery(text, order, now)
	}
	return s, nil
}

// bornQuery reads a text as a date of birth, and as nothing else: an age or "t" is no way to find a patient.
func bornQuery(text string, order value.DateOrder, now time.Time) string {
	date, estimated, err := value.ParseDate(text, order, now)
	if err != nil || estimated {
		return ""
	}
	return bornKey(date)
}

// The search in FTS5's own query language (sqlite.org/fts5.html, section 3). Words hold letters, digits and marks alone, so a
// quoted one cannot end its quotes.

func quoted(word string, prefix bool) string {
	if prefix {
		return `"` + word + `"*`
	}
	return `"` + word + `"`
}

func in(columns string, words []string, prefix bool) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = quoted(w, prefix)
	}
	return columns + " : (" + strings.Join(list, " AND ") + ")"
}

func anyOf(list []string) string { return "(" + strings.Join(list, " OR ") + ")" }

// allOf joins what every term may mean; "" where a term has no meaning.
func allOf(terms []term, meanings func(term) []string) string {
	list := make([]string, 0, len(terms))
	for _, t := range terms {
		m := meanings(t)
		if len(m) == 0 {
			return ""
		}
		list = append(list, anyOf(m))
	}
	return strings.Join(list, " AND ")
}

// exact: every word as a whole word of the name, or as a whole number.
func (s search) exact() string {
	return allOf(s.terms, func(t term) []string {
		list := []string{in("name", t.words, false)}
		if t.compact != "" {
			list = append(list, in("number", []string{t.compact}, false))
		}
		return list
	})
}

// beginnings: every word begins one of the name.
func (s search) beginnings() string {
	return allOf(s.terms, func(t term) []string { return []string{in("name", t.words, true)} })
}

// whole: the text as one phone number or one date.
func (s search) whole() string {
	var list []string
	for _, p := range s.phones {
		list = append(list, in("phone", []string{p}, true))
	}
	if s.born != "" {
		list = append(list, in("born", []string{s.born}, true))
	}
	if len(list) == 0 {
		return ""
	}
	return anyOf(list)
}

// broad: every word begins anything that the index holds. It finds all that the narrower ones find, but whole.
func (s search) broad() string {
	return allOf(s.terms, func(t term) []string {
		list := []string{in("{name place}", t.words, true)}
		if t.compact != "" {
			list = append(list, in("number", []string{t.compact}, true))
		}
		if t.phone != "" {
			list = append(list, in("phone", []string{t.phone}, true))
		}
		if t.born != "" {
			list = append(list, in("born", []string{t.born}, true))
		}
		return list
	})
}

// alike: every word sounds like one of the name. "" while a word is too short to sound like anything in particular.
func (s search) alike() string {
	return allOf(s.terms, func(t term) []string {
		if t.compact != "" {
			return nil
		}
		var keys []string
		for _, w := range t.words {
			if key := soundKey(w); utf8.RuneCountInString(key) > 1 {
				keys = append(keys, key)
			}
		}
		if len(keys) < len(t.words) {
			return nil
		}
		return []string{in("sound", keys, false)}
	})
}

// everything is what counts as found.
func (s search) everything() string {
	list := slices.DeleteFunc([]string{s.broad(), s.whole()}, func(m string) bool { return m == "" })
	for i := range list {
		list[i] = "(" + list[i] + ")"
	}
	return strings.Join(list, " OR ")
}
