package prescribing

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	cldr "golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"satchel/assets"
	"satchel/data/value"
)

// table is the sentences of one language, from assets/text/dosage.
type table struct {
	language string // BCP 47
	reviewed string // by whom and when; "" for nobody who grew up with the language
	tag      language.Tag
	patterns map[string]forms // by "group.name"
	words    *speller         // nil where the language's number words are left out
	amounts  map[string]*speller
	genders  map[string]string // the manner before a name of the catalogue
	apart    int64             // the greatest rest above a hundred that is named by itself
}

// forms is a sentence or phrase by the number that it depends on: "=1" and the like are exact, the rest are CLDR's plural categories.
// One that depends on no number has the form "other" alone.
type forms map[string]string

// groups are the parts of a table that hold patterns, in the order in which a screen lists them.
var groups = []string{"sentence", "place", "when", "dose"}

// tableFile is the layout of a file.
type tableFile struct {
	Reviewed                    string         `toml:"reviewed"`
	Sentence, Place, When, Dose map[string]any `toml:",omitempty"`
	Words                       map[string]string
	Amounts                     map[string]map[string]string // what is different from Words before the name of a currency
	Gender                      map[string]string            // of those names: a manner of Amounts; masculine where it isn't told
	Apart                       int64                        // above a hundred, a rest up to this is said with the name once more
}

var loadTables = sync.OnceValues(func() (map[string]*table, error) {
	tables := map[string]*table{}
	var problems []error
	for _, tag := range assets.DosageLanguages() {
		content, err := assets.DosageTable(tag)
		if err == nil {
			tables[tag], err = newTable(tag, content)
		}
		if err != nil {
			delete(tables, tag)
			problems = append(problems, fmt.Errorf("dosage table %s: %w", tag, err))
		}
	}
	return tables, errors.Join(problems...)
})

func newTable(tag string, content []byte) (*table, error) {
	var file tableFile
	if err := toml.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	t := &table{language: tag, reviewed: file.Reviewed, tag: parsed, patterns: map[string]forms{}, genders: file.Gender, apart: file.Apart}
	for i, group := range []map[string]any{file.Sentence, file.Place, file.When, file.Dose} {
		for name, v := range group {
			f, err := newForms(v)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", groups[i], name, err)
			}
			t.patterns[groups[i]+"."+name] = f
		}
	}
	if t.words, err = newSpeller(file.Words); err != nil {
		return t, err
	}
	t.amounts, err = amountSpellers(file)
	return t, err
}

func newForms(v any) (forms, error) {
	switch v := v.(type) {
	case string:
		return forms{"other": v}, nil
	case map[string]any:
		f := forms{}
		for form, text := range v {
			s, ok := text.(string)
			if !ok {
				return nil, fmt.Errorf("form %s is no text", form)
			}
			f[form] = s
		}
		return f, nil
	}
	return nil, errors.New("neither a text nor forms of one")
}

// tableOf finds the table for a BCP 47 tag: its own, or its language's.
func tableOf(tag string) *table {
	tables, _ := loadTables() // what can't be read is left out, and a test fails
	if t := tables[tag]; t != nil {
		return t
	}
	base, _, _ := strings.Cut(tag, "-")
	return tables[base]
}

// baseForm is a category that every pattern has.
const baseForm = "other"

// categories are CLDR's names for x/text's plural forms.
var categories = map[cldr.Form]string{cldr.Zero: "zero", cldr.One: "one", cldr.Two: "two", cldr.Few: "few", cldr.Many: "many", cldr.Other: baseForm}

// pick returns the form for a number. false where a table lacks it: a sentence with a wrong form is none.
func (t *table) pick(f forms, number value.Decimal) (string, bool) {
	if !number.IsSet() {
		text, ok := f[baseForm]
		return text, ok
	}
	if text, ok := f["="+number.Safe()]; ok {
		return text, true
	}
	if len(f) == 1 { // the same for every number
		text, ok := f[baseForm]
		return text, ok
	}
	text, ok := f[t.category(number)]
	return text, ok
}

// category is the plural category of a number (Unicode Technical Standard 35, part 3, section 5).
func (t *table) category(number value.Decimal) string {
	whole, fraction, _ := strings.Cut(number.Safe(), ".")
	digits := func(s string) (n int) {
		for _, d := range s[max(0, len(s)-9):] { // the rules look at the last digits alone
			if d >= '0' && d <= '9' {
				n = n*10 + int(d-'0')
			}
		}
		return n
	}
	// Safe has no trailing zeros, so v = w and f = t.
	return categories[cldr.Cardinal.MatchPlural(t.tag, digits(whole), len(fraction), len(fraction), digits(fraction), digits(fraction))]
}

// place is a name in braces within a pattern.
var place = regexp.MustCompile(`\{[a-z]+\}`)

// Phrase is one sentence or phrase of a language, as a doctor accepts it.
type Phrase struct {
	Key      string // "sentence.take"
	Language string // BCP 47
	Wordings []Wording
	Hash     string // of language, key and forms: changes with every letter
}

// Wording is one wording of a pattern.
type Wording struct {
	When string // "=1", a plural category, or "" where there is one form only
	Text string // with names in braces
}

func (t *table) pattern(key string) Phrase {
	p := Phrase{Key: key, Language: t.language}
	f := t.patterns[key]
	for _, when := range slices.SortedFunc(maps.Keys(f), byForm) {
		form := Wording{When: when, Text: f[when]}
		if len(f) == 1 {
			form.When = ""
		}
		p.Wordings = append(p.Wordings, form)
	}
	h := sha256.New()
	for _, part := range append([]string{"satchel dosage pattern 1", p.Language, p.Key}, flat(p.Wordings)...) {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	p.Hash = hex.EncodeToString(h.Sum(nil))
	return p
}

func flat(list []Wording) []string {
	texts := make([]string, 0, 2*len(list))
	for _, f := range list {
		texts = append(texts, f.When, f.Text)
	}
	return texts
}

var formOrder = []string{"zero", "one", "two", "few", "many", baseForm}

// byForm puts exact numbers first, then the categories.
func byForm(a, b string) int {
	rank := func(s string) int { return slices.Index(formOrder, s) }
	if rank(a) != rank(b) {
		return rank(a) - rank(b)
	}
	return strings.Compare(a, b)
}

// Phrases returns every pattern of a language, sentences first; nil where there is no table.
func Phrases(lang string) []Phrase {
	t := tableOf(lang)
	if t == nil {
		return nil
	}
	keys := slices.SortedFunc(maps.Keys(t.patterns), func(a, b string) int {
		group := func(key string) int {
			name, _, _ := strings.Cut(key, ".")
			return slices.Index(groups, name)
		}
		if group(a) != group(b) {
			return group(a) - group(b)
		}
		return strings.Compare(a, b)
	})
	list := make([]Phrase, len(keys))
	for i, key := range keys {
		list[i] = t.pattern(key)
	}
	return list
}

// InstructionLanguages are the languages that a patient can be told a dose in, as BCP 47 tags.
func InstructionLanguages() []string {
	tables, _ := loadTables()
	return slices.Sorted(maps.Keys(tables))
}

// InstructionLanguage is the table's tag for a patient's language: "es" for "es-MX"; "" where there is none.
func InstructionLanguage(tag string) string {
	if t := tableOf(tag); t != nil && tag != "" {
		return t.language
	}
	return ""
}

// Reviewed names the native reader who has checked a language's table, and when; "" for none.
func Reviewed(lang string) string {
	if t := tableOf(lang); t != nil {
		return t.reviewed
	}
	return ""
}
