package safety

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"satchel/assets"
)

// Ingredient is a substance that the list knows.
type Ingredient struct {
	Name    string   // INN in English, lower case
	ATC     []string // codes of level 5 that mean this ingredient alone; may be empty
	Classes []string // ids of class.tsv, the narrowest
	Other   []string // other names: USAN, BAN, older spellings
}

// class is a row of class.tsv.
type class struct {
	parent    string
	same      Severity // an allergy to one member, another prescribed; "" when it says nothing
	duplicate Severity // two members at once; "" when that is common practice
	names     []string
}

// cross is a row of cross-reactivity.tsv.
type cross struct {
	allergy, proposed string
	severity          Severity
	note              string
	source            Source
}

// caution is a row of caution.tsv.
type caution struct {
	subject  string // ingredient or class
	age      int    // completed years below which it applies; 0: in pregnancy
	severity Severity
	note     string
	source   Source
}

// list is the embedded tables, indexed.
type list struct {
	ingredients map[string]Ingredient
	members     map[string][]string // ingredient -> classes with all wider ones
	classes     map[string]class
	crosses     []cross
	cautions    []caution
	sources     map[string]Source
	atc         map[string][]string // code of level 5 -> ingredients
	names       map[string]target   // folded words joined by a space -> what they mean
	longest     int                 // words of the longest name
}

// target is what a name means: often one ingredient, sometimes also a class of
// the same name, or the ingredients of a combination.
type target struct {
	ingredients []string
	classes     []string
}

// lists parses the tables once. They are constants of the program, held by its
// tests: a broken one is a broken build, as with regexp.MustCompile.
var lists = sync.OnceValue(func() *list {
	l, err := parseLists(assets.CodeList)
	if err != nil {
		panic("safety: embedded code lists: " + err.Error())
	}
	return l
})

// parseLists reads all tables through open and checks that they fit together.
func parseLists(open func(name string) ([]byte, error)) (*list, error) {
	l := &list{
		ingredients: map[string]Ingredient{}, members: map[string][]string{}, classes: map[string]class{},
		sources: map[string]Source{}, atc: map[string][]string{}, names: map[string]target{},
	}
	for _, table := range []struct {
		file    string
		columns int
		row     func([]string) error
	}{
		{"source.tsv", 4, l.addSource}, {"class.tsv", 5, l.addClass}, {"ingredient-class.tsv", 4, l.addIngredient},
		{"combination.tsv", 3, l.addCombination}, {"cross-reactivity.tsv", 5, l.addCross}, {"caution.tsv", 6, l.addCaution},
	} {
		content, err := open(table.file)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(content), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			row := strings.Split(line, "\t")
			if len(row) != table.columns {
				return nil, fmt.Errorf("%s:%d: %d columns, want %d", table.file, i+1, len(row), table.columns)
			}
			if err := table.row(row); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", table.file, i+1, err)
			}
		}
	}
	if len(l.ingredients) == 0 || len(l.classes) == 0 {
		return nil, errors.New("a table is empty")
	}
	return l, nil
}

func (l *list) addSource(row []string) error {
	if row[0] == "" || row[1] == "" {
		return errors.New("a source needs id and title")
	}
	l.sources[row[0]] = Source{Title: row[1], Version: row[2], Date: row[3]}
	return nil
}

func (l *list) addClass(row []string) error {
	same, err1 := severity(row[2])
	duplicate, err2 := severity(row[3])
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if _, ok := l.classes[row[1]]; row[1] != "" && !ok {
		return fmt.Errorf("unknown wider class %q", row[1])
	}
	if _, ok := l.classes[row[0]]; ok {
		return fmt.Errorf("class %q stands twice", row[0])
	}
	c := class{parent: row[1], same: same, duplicate: duplicate, names: split(row[4], ";")}
	l.classes[row[0]] = c
	for _, name := range c.names {
		if err := l.addName(name, target{classes: []string{row[0]}}); err != nil {
			return err
		}
	}
	return nil
}

func (l *list) addIngredient(row []string) error {
	i := Ingredient{Name: row[0], ATC: split(row[1], " "), Classes: split(row[2], " "), Other: split(row[3], ";")}
	if _, ok := l.ingredients[i.Name]; ok {
		return fmt.Errorf("ingredient %q stands twice", i.Name)
	}
	for _, id := range i.Classes {
		if _, ok := l.classes[id]; !ok {
			return fmt.Errorf("unknown class %q", id)
		}
		for ; id != ""; id = l.classes[id].parent {
			if !slices.Contains(l.members[i.Name], id) {
				l.members[i.Name] = append(l.members[i.Name], id)
			}
		}
	}
	l.ingredients[i.Name] = i
	for _, code := range i.ATC {
		l.atc[code] = append(l.atc[code], i.Name)
	}
	for _, name := range append([]string{i.Name}, i.Other...) {
		if err := l.addName(name, target{ingredients: []string{i.Name}}); err != nil {
			return err
		}
	}
	return nil
}

func (l *list) addCombination(row []string) error {
	ingredients := split(row[2], ";")
	for _, name := range ingredients {
		if _, ok := l.ingredients[name]; !ok {
			return fmt.Errorf("unknown ingredient %q", name)
		}
	}
	if row[1] != "" {
		l.atc[row[1]] = append(l.atc[row[1]], ingredients...)
	}
	return l.addName(row[0], target{ingredients: ingredients})
}

func (l *list) addCross(row []string) error {
	degree, err := severity(row[2])
	source, ok := l.sources[row[4]]
	_, known1 := l.classes[row[0]]
	_, known2 := l.classes[row[1]]
	if err != nil || !ok || !known1 || !known2 {
		return errors.New("unknown class, severity or source")
	}
	l.crosses = append(l.crosses, cross{row[0], row[1], degree, row[3], source})
	return nil
}

func (l *list) addCaution(row []string) error {
	age, err1 := strconv.Atoi(row[2])
	degree, err2 := severity(row[3])
	source, ok := l.sources[row[5]]
	_, isClass := l.classes[row[0]]
	_, isIngredient := l.ingredients[row[0]]
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if !ok || !isClass && !isIngredient || row[1] != "pregnancy" && row[1] != "age_below" || (row[1] == "age_below") != (age > 0) {
		return errors.New("unknown subject, condition, age or source")
	}
	l.cautions = append(l.cautions, caution{row[0], age, degree, row[4], source})
	return nil
}

// addName indexes a name by its folded spelling. A class may share a name with
// an ingredient ("tetracycline"); two ingredients may not.
func (l *list) addName(name string, t target) error {
	words := foldWords(name)
	if len(words) == 0 {
		return fmt.Errorf("name %q has no letters", name)
	}
	key := joinFolded(words)
	known := l.names[key]
	if len(known.ingredients) > 0 && len(t.ingredients) > 0 && !slices.Equal(known.ingredients, t.ingredients) {
		return fmt.Errorf("name %q reads like %q", name, known.ingredients)
	}
	if len(known.classes) > 0 && len(t.classes) > 0 && !slices.Equal(known.classes, t.classes) {
		return fmt.Errorf("name %q reads like %q", name, known.classes)
	}
	if len(t.ingredients) > 0 {
		known.ingredients = t.ingredients
	}
	if len(t.classes) > 0 {
		known.classes = t.classes
	}
	l.names[key] = known
	l.longest = max(l.longest, len(words))
	return nil
}

func severity(word string) (Severity, error) {
	if word == "none" {
		return "", nil
	}
	if rank[Severity(word)] == 0 {
		return "", fmt.Errorf("unknown severity %q", word)
	}
	return Severity(word), nil
}

func split(s, separator string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, separator)
}

// Ingredients returns the whole list, sorted by name, for suggestions.
func Ingredients() []Ingredient {
	l := lists()
	all := make([]Ingredient, 0, len(l.ingredients))
	for _, i := range l.ingredients {
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b Ingredient) int { return strings.Compare(a.Name, b.Name) })
	return all
}
