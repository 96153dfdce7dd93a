package documents

import (
	"slices"
	"strings"

	"satchel/assets"
	"satchel/data/documents/template"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// LetterTemplateID names one template of the practice.
type LetterTemplateID = store.ID[LetterTemplate]

// LetterTemplate is what a letter begins from. The built-in ones stand in the catalogue, in the practice's language; one that the
// practice changed or retired is kept under its name in BuiltIn, and stands in its place.
type LetterTemplate struct {
	ID LetterTemplateID `db:"id"` // zero: a built-in one as it came
	store.Meta
	Kind    Kind   `db:"kind"`     // one that HasText
	Name    string `db:"name"`     // in the list
	Heading string `db:"heading"`  // of the page; "" takes the kind's own
	Body    string `db:"body"`     // in the language of package template
	BuiltIn string `db:"built_in"` // a name of builtIn; "" for the practice's own
	Active  bool   `db:"active"`   // offered when a letter is begun
}

// LetterTemplates is the record type of templates. Past wordings are in its history.
var LetterTemplates = store.NewTable[LetterTemplate](store.Spec{Number: 84, Name: "LetterTemplate", Table: "letter_template", Schema: 1,
	Read: action.PracticeRead, Write: action.Prescribe})

// TemplateNameLength is the longest name of a template, in characters.
const TemplateNameLength = 80

// builtIn are the templates that every practice begins with, by the name under which the catalogue has their words.
var builtIn = []struct {
	name   string
	kind   Kind
	headed bool // has a heading of its own
}{
	{"referral", Referral, false}, {"referral_short", Referral, false}, {"reply", Letter, true}, {"report", Letter, true}, {"attended", Letter, true},
	{"sick_review", SickNote, false}, {"fitness_sport", FitnessCertificate, false},
}

// BuiltInTemplates are the built-in templates as they came, in a language.
func BuiltInTemplates(language string) []LetterTemplate {
	var list []LetterTemplate
	for _, b := range builtIn {
		text := func(part string) string { return assets.Text(language, "letter.template."+b.name+"."+part) }
		t := LetterTemplate{Kind: b.kind, Name: text("name"), Body: strings.TrimSpace(text("body")), BuiltIn: b.name, Active: true}
		if b.headed {
			t.Heading = text("heading")
		}
		list = append(list, t)
	}
	return list
}

// BuiltInTemplate finds a built-in template as it came.
func BuiltInTemplate(language, name string) (LetterTemplate, bool) {
	list := BuiltInTemplates(language)
	at := slices.IndexFunc(list, func(t LetterTemplate) bool { return t.BuiltIn == name })
	if name == "" || at < 0 {
		return LetterTemplate{}, false
	}
	return list[at], true
}

func (t *LetterTemplate) clean(problems *value.Problems) {
	problems.Text("name", &t.Name, TemplateNameLength, false)
	problems.Text("heading", &t.Heading, maxShort, false)
	problems.Text("body", &t.Body, template.MaxLength, true)
}

// Validate returns all problems at once, those of the text with their line and column.
func (t LetterTemplate) Validate() error {
	var problems value.Problems
	t.clean(&problems)
	problems.Required("name", t.Name)
	if !t.Kind.HasText() {
		problems.Add("kind", "error.letter.kind_unknown")
	}
	if _, known := BuiltInTemplate(assets.English, t.BuiltIn); t.BuiltIn != "" && !known {
		problems.Add("builtIn", "error.value.invalid")
	}
	if _, err := template.Parse(t.Body); err != nil {
		problems = append(problems, ParseProblems(err, "body")...)
	}
	return problems.Err()
}

// ParseProblems are what template.Parse found, as problems of a form's field.
func ParseProblems(err error, field string) value.Problems {
	if found, ok := err.(template.Problems); ok {
		return found.In(field)
	}
	return value.Problems{{Field: field, Key: "error.letter.unreadable"}}
}

// SaveLetterTemplate keeps a new template, or a changed one. It returns Conflict for a stale version, and Invalid where another one that
// is offered has the name.
func SaveLetterTemplate(tx *store.Tx, language string, t LetterTemplate) (LetterTemplate, error) {
	var ignored value.Problems // Validate returns them
	t.clean(&ignored)
	all, err := AllLetterTemplates(tx, language)
	if err != nil {
		return t, err
	}
	for _, other := range all {
		same := !t.ID.IsZero() && other.ID == t.ID || t.BuiltIn != "" && other.BuiltIn == t.BuiltIn
		if !same && t.Active && other.Active && value.SearchKey(other.Name) == value.SearchKey(t.Name) && t.Name != "" {
			return t, store.FailField("name", "error.letter.name_taken")
		}
	}
	if t.ID.IsZero() {
		err = store.Insert(tx, LetterTemplates, &t)
		return t, err
	}
	old, err := store.Get(tx, LetterTemplates, t.ID)
	if err != nil {
		return t, err
	}
	t.BuiltIn, t.Retracted = old.BuiltIn, false
	err = store.Update(tx, LetterTemplates, &t)
	return t, err
}

// AllLetterTemplates returns the practice's templates, and the built-in ones that none of them stands for: by kind, then by name, the
// retired last.
func AllLetterTemplates(tx *store.Tx, language string) ([]LetterTemplate, error) {
	list, err := store.Select(tx, LetterTemplates, "retracted = 0 ORDER BY name")
	if err != nil {
		return nil, err
	}
	for _, b := range BuiltInTemplates(language) {
		if !slices.ContainsFunc(list, func(t LetterTemplate) bool { return t.BuiltIn == b.BuiltIn }) {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, func(a, b LetterTemplate) int {
		if a.Active != b.Active {
			if a.Active {
				return -1
			}
			return 1
		}
		if by := slices.Index(LetterKinds, a.Kind) - slices.Index(LetterKinds, b.Kind); by != 0 {
			return by
		}
		return strings.Compare(value.SearchKey(a.Name), value.SearchKey(b.Name))
	})
	return list, nil
}
