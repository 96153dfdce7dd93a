package prescribing

import (
	"slices"
	"strings"
	"sync"

	"satchel/data/organization"
	"satchel/data/safety"
	"satchel/data/store"
	"satchel/data/value"
)

// Proposal is one way to understand a typed line.
type Proposal struct {
	Line    MedicationRequest // without a prescription; SaveLine keeps it
	Known   bool              // from the formulary; otherwise from the list of ingredients, by its generic name
	Unknown []string          // what of the typed line stands nowhere in Line
	Missing value.Problems    // what the line still needs before issue
}

// Propose reads a typed line and finds what it may mean: items of the formulary first, the practitioner's favourites before others, then
// ingredients of the list. What was typed goes before what an item proposes. An empty text gives the favourites.
func Propose(tx *store.Tx, who organization.PractitionerID, text string, limit int) ([]Proposal, error) {
	e := ParseLine(text)
	items, err := FindFormulary(tx, who, e.Name, limit)
	if err != nil {
		return nil, err
	}
	if e.Strength.Value.IsSet() {
		items = byStrength(items, e)
	}
	var list []Proposal
	for _, f := range items {
		list = append(list, e.proposal(LineOf(f), true))
	}
	for _, i := range generics(e.Name, limit-len(list)) {
		list = append(list, e.proposal(MedicationRequest{Ingredients: []Ingredient{e.ingredient(i)}, Substitution: true}, false))
	}
	return list, nil
}

// proposal lays what was typed over a line.
func (e Entry) proposal(m MedicationRequest, known bool) Proposal {
	unknown := slices.Clone(e.Unknown)
	if e.Form != "" {
		if m.Form != "" && m.Form != e.Form && known {
			unknown = append(unknown, string(e.Form)) // the item says what it is
		} else {
			m.Form = e.Form
		}
	}
	p, formed := ProductOf(m.Form)
	if formed && m.Route == "" {
		m.Route = p.Route
	}
	if !known && e.Strength.Value.IsSet() && e.Strength.Unit == "" {
		unknown = append(unknown, e.Strength.Value.Safe())
	}
	if e.Indication != "" {
		m.Indication = e.Indication
	}
	typed := e.Dosage
	if e.doseUnitless {
		if formed {
			typed.Dose.Unit = p.Dose[0]
		} else {
			unknown = append(unknown, typed.Dose.Value.Safe()) // of what?
			typed.Dose = value.Quantity{}
		}
	}
	if formed && !typed.Dose.IsZero() && !slices.Contains(p.Dose, typed.Dose.Unit) {
		unknown = append(unknown, typed.Dose.String()) // a unit that this form doesn't come in
		typed.Dose = value.Quantity{}
	}
	changed := m.Dosage.overlay(typed)
	if (m.Dosage.Pattern != Pattern{}) && m.Dosage.Dose.IsZero() && formed && !p.Liquid {
		m.Dosage.Dose = value.Quantity{Value: value.Whole(1), Unit: p.Dose[0]} // what 1 in 1-0-1 means, where it is countable
	}
	if changed {
		m.Quantity = value.Quantity{} // that was for the other dosage
	}
	switch {
	case e.Quantity.IsSet() && formed:
		m.Quantity = value.Quantity{Value: e.Quantity, Unit: p.Quantity[0]}
	case e.Quantity.IsSet():
		unknown = append(unknown, "#"+e.Quantity.Safe())
	default:
		m.fillQuantity()
	}
	return Proposal{Line: m, Known: known, Unknown: unknown, Missing: m.Missing()}
}

// overlay puts what was typed in place of what an item proposes, and reports whether the amount may have changed.
func (d *Dosage) overlay(typed Dosage) bool {
	before := *d
	if !typed.Dose.IsZero() {
		d.Dose = typed.Dose
	}
	if (typed.Pattern != Pattern{}) || typed.Frequency != 0 || typed.Once {
		d.Pattern, d.Frequency, d.Period, d.PeriodUnit, d.Once = typed.Pattern, typed.Frequency, typed.Period, typed.PeriodUnit, typed.Once
	}
	if !typed.Duration.IsZero() || typed.Ongoing {
		d.Duration, d.Until, d.Ongoing = typed.Duration, value.PartialDate{}, typed.Ongoing
	}
	if typed.Meal != "" {
		d.Meal = typed.Meal
	}
	if typed.AsNeeded {
		d.AsNeeded = true
	}
	if typed.AsNeededFor != "" {
		d.AsNeededFor = typed.AsNeededFor
	}
	return *d != before
}

// byStrength keeps the items with the strength that was typed: of one ingredient, of all together ("625" for 500 + 125), or in the
// brand's own name. Another strength is never proposed in its place.
func byStrength(items []FormularyItem, e Entry) []FormularyItem {
	var match []FormularyItem
	for _, f := range items {
		if f.hasStrength(e.Strength) {
			match = append(match, f)
		}
	}
	return match
}

func (f FormularyItem) hasStrength(q value.Quantity) bool {
	sum := value.Whole(0)
	for _, i := range f.Ingredients {
		if same(i.Strength, q) {
			return true
		}
		if more, err := sum.Add(i.Strength.Value); err == nil {
			sum = more
		}
	}
	return len(f.Ingredients) > 1 && sum.Cmp(q.Value) == 0 || slices.Contains(value.SearchTokens(f.Brand), q.Value.Safe())
}

// same compares a strength with a typed one, whose unit may be missing.
func same(strength, typed value.Quantity) bool {
	if typed.Unit == "" {
		return strength.Value.Cmp(typed.Value) == 0
	}
	order, err := strength.Cmp(typed)
	return err == nil && order == 0
}

// minGeneric is how many letters an ingredient of the list is suggested from.
const minGeneric = 3

// generic is an ingredient of the list with the words of each of its names.
type generic struct {
	safety.Ingredient
	names [][]string
}

var genericList = sync.OnceValue(func() []generic {
	var list []generic
	for _, i := range safety.Ingredients() {
		g := generic{Ingredient: i}
		for _, name := range append([]string{i.Name}, i.Other...) {
			g.names = append(g.names, value.SearchTokens(name))
		}
		list = append(list, g)
	}
	return list
})

// generics finds ingredients of the list with a name of which every typed word begins a word.
func generics(text string, limit int) []safety.Ingredient {
	words := value.SearchTokens(text)
	if limit <= 0 || len(words) == 0 || len([]rune(strings.Join(words, ""))) < minGeneric {
		return nil
	}
	var list []safety.Ingredient
	for _, g := range genericList() {
		if slices.ContainsFunc(g.names, func(own []string) bool { return begins(own, words) }) {
			list = append(list, g.Ingredient)
		}
		if len(list) == limit {
			break
		}
	}
	return list
}

// begins reports whether each of words begins one of own.
func begins(own, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(own, func(o string) bool { return strings.HasPrefix(o, w) })
	})
}

// ingredient makes an ingredient of the list one of a line. A strength without a unit is left for the doctor to complete: guessing mg
// for mcg is how people are harmed.
func (e Entry) ingredient(i safety.Ingredient) Ingredient {
	made := Ingredient{Name: i.Name}
	if len(i.ATC) == 1 {
		made.Code = value.Code{System: value.SystemATC, Code: i.ATC[0]}
	}
	if e.Strength.Unit != "" {
		made.Strength, made.Per = e.Strength, e.Per
	}
	return made
}
