package safety

import (
	"slices"
	"unicode/utf8"

	"satchel/assets"
)

// ownSource is the source of what follows from the list of ingredients alone.
const ownSource = "satchel"

// unchecked tells what the checks couldn't look at.
func (c *checker) unchecked() {
	if c.in.AllergyStatus != NoneKnown && len(c.allergens) == 0 {
		c.add(Alert{Kind: KindAllergyNotAsked, Severity: NotChecked, Line: wholePrescription, Key: "safety.alert.allergy_not_asked", Source: c.list.sources[ownSource]}, nil)
	}
	// An unknown line matters most where there is something it could meet.
	mustLook := slices.ContainsFunc(c.allergens, func(a allergen) bool { return !a.outsideMedicines() })
	for _, m := range c.lines {
		if len(m.parts) == 0 {
			c.add(Alert{Kind: KindLineNotChecked, Severity: NotChecked, Line: m.line, Key: "safety.alert.line_not_checked",
				Args: []any{"Medicine", m.label()}, Source: c.list.sources[ownSource], MustAnswer: mustLook}, m.identity)
		}
		for _, p := range m.parts {
			if !p.match.Complete() {
				c.add(Alert{Kind: KindLineNotChecked, Severity: NotChecked, Line: m.line, Key: "safety.alert.ingredient_not_checked",
					Args: []any{"Medicine", m.label(), "Ingredient", p.text}, Source: c.list.sources[ownSource], MustAnswer: mustLook}, m.identity, joinFolded(p.words))
			}
		}
	}
	for _, a := range c.allergens {
		if !a.match.Complete() && !a.outsideMedicines() {
			c.add(Alert{Kind: KindAllergyNotChecked, Severity: NotChecked, Line: wholePrescription, Against: a.ID, Key: "safety.alert.allergy_not_checked",
				Args: []any{"Allergen", a.text}, Source: c.list.sources[ownSource],
				MustAnswer: a.Category == CategoryMedication || a.Category == CategoryBiologic}, nil, a.identity...)
		}
	}
	for _, m := range c.current {
		if len(m.parts) == 0 || slices.ContainsFunc(m.parts, func(p part) bool { return !p.match.Complete() }) {
			c.add(Alert{Kind: KindMedicineNotChecked, Severity: NotChecked, Line: wholePrescription, Against: m.ID, Key: "safety.alert.medicine_not_checked",
				Args: []any{"Medicine", m.label()}, Source: c.list.sources[ownSource]}, nil, m.identity...)
		}
	}
}

// outsideMedicines reports a food or environment allergy that names no medicine:
// peanuts say nothing about a prescription.
func (a allergen) outsideMedicines() bool {
	return (a.Category == CategoryFood || a.Category == CategoryEnvironment) && len(a.match.Ingredients)+len(a.match.Classes) == 0
}

// allergies adds at most one alert for each line and allergy: the gravest way in
// which they meet.
func (c *checker) allergies() {
	for _, m := range c.lines {
		for _, a := range c.allergens {
			meeting, ok := c.list.meet(m, a)
			if !ok {
				continue
			}
			key := meeting.key
			args := append([]any{"Medicine", m.label(), "Allergen", a.text, "Reaction", a.Reaction}, meeting.args...)
			severity := meeting.severity
			if a.Criticality == CriticalityHigh {
				severity = severity.raised()
			}
			c.add(Alert{Kind: KindAllergy, Severity: severity, Line: m.line, Against: a.ID, Key: key, Args: args, Source: meeting.source,
				MustAnswer: severity != Low}, m.identity, a.identity...)
		}
	}
}

// meeting is a way in which a line meets an allergy.
type meeting struct {
	severity Severity
	key      string
	args     []any
	source   Source
}

// meet returns the gravest way in which m meets a. The list decides by
// ingredients and classes; words that it doesn't know are compared as words.
func (l *list) meet(m medicine, a allergen) (gravest meeting, ok bool) {
	consider := func(x meeting) {
		if rank[x.severity] > rank[gravest.severity] {
			gravest, ok = x, true
		}
	}
	for _, ingredient := range m.ingredients() {
		if slices.Contains(a.match.Ingredients, ingredient) {
			consider(meeting{High, "safety.alert.allergy_same", []any{"Ingredient", ingredient}, l.sources[ownSource]})
		}
		for _, id := range l.members[ingredient] {
			if slices.Contains(a.match.Classes, id) {
				consider(meeting{High, "safety.alert.allergy_class", []any{"Ingredient", ingredient, "Class", className(id)}, l.sources[ownSource]})
			}
		}
	}
	if sharesWord(m, a) {
		consider(meeting{High, "safety.alert.allergy_word", nil, l.sources[ownSource]})
	}
	for _, ingredient := range m.ingredients() {
		for _, allergic := range a.match.Ingredients {
			for _, id := range l.members[ingredient] {
				if slices.Contains(l.members[allergic], id) {
					consider(meeting{l.classes[id].same, "safety.alert.allergy_related", []any{"Ingredient", ingredient, "Class", className(id)}, l.sources[ownSource]})
				}
			}
		}
		for _, x := range l.crosses {
			if slices.Contains(l.members[ingredient], x.proposed) && a.isOf(l, x.allergy) {
				consider(meeting{x.severity, "safety.alert.allergy_cross",
					[]any{"Ingredient", ingredient, "Class", className(x.allergy), "Note", assets.Key("safety.cross." + x.note)}, x.source})
			}
		}
	}
	// The classes that a line names itself ("a cephalosporin") are checked too.
	for _, p := range m.parts {
		for _, id := range p.match.Classes {
			if a.isOf(l, id) {
				consider(meeting{High, "safety.alert.allergy_class", []any{"Ingredient", p.text, "Class", className(id)}, l.sources[ownSource]})
			}
			for _, x := range l.crosses {
				if x.proposed == id && a.isOf(l, x.allergy) {
					consider(meeting{x.severity, "safety.alert.allergy_cross",
						[]any{"Ingredient", p.text, "Class", className(x.allergy), "Note", assets.Key("safety.cross." + x.note)}, x.source})
				}
			}
		}
	}
	return gravest, ok
}

// isOf reports that the allergy is to a class, to one of its members or to a
// class within it.
func (a allergen) isOf(l *list, class string) bool {
	for _, named := range a.match.Classes {
		for id := named; id != ""; id = l.classes[id].parent {
			if id == class {
				return true
			}
		}
	}
	return slices.ContainsFunc(a.match.Ingredients, func(i string) bool { return slices.Contains(l.members[i], class) })
}

// sharesWord reports that a word of the allergy which the list doesn't know, or
// had to guess, stands in the line: a brand to which the patient reacted, or an
// ingredient that is too new or too rare for the list.
func sharesWord(m medicine, a allergen) bool {
	words := a.match.Unknown
	if a.match.Guessed {
		words = append(slices.Clone(words), a.words...)
	}
	for _, word := range words {
		if utf8.RuneCountInString(word) < 4 && len(a.words) > 1 || isNoise(word) {
			continue
		}
		if slices.Contains(m.words, word) {
			return true
		}
		for _, p := range m.parts {
			if slices.Contains(p.words, word) {
				return true
			}
		}
	}
	return false
}
