package safety

import (
	"slices"

	"satchel/data/value"
)

// localRoutes are words for routes by which little reaches the rest of the
// body. Inhaled and rectal medicines count as systemic.
var localRoutes = map[string]bool{
	"topical": true, "cutaneous": true, "skin": true, "eye": true, "ophthalmic": true, "ocular": true, "ear": true, "otic": true,
	"auricular": true, "nasal": true, "nose": true, "vaginal": true, "oromucosal": true, "dental": true, "conjunctival": true,
}

func (m medicine) isLocal() bool {
	words := value.SearchTokens(m.Route)
	return slices.ContainsFunc(words, func(word string) bool { return localRoutes[word] })
}

// duplicates looks for the same ingredient and for two of a class, between the
// proposed lines and between them and what the patient takes. A line that renews
// a current medicine isn't held against it.
func (c *checker) duplicates() {
	for i, m := range c.lines {
		for _, earlier := range c.lines[:i] {
			c.duplicate(m, earlier)
		}
		for _, other := range c.current {
			if other.ID == "" || m.Replaces != other.ID {
				c.duplicate(m, other)
			}
		}
	}
}

// duplicate adds an alert for each ingredient that both hold, and one for the
// class that weighs most where they share no ingredient of it.
func (c *checker) duplicate(m, other medicine) {
	local := m.isLocal() || other.isLocal()
	add := func(kind Kind, severity Severity, key string, what string, args ...any) {
		if local {
			severity = Low
		}
		identity, counterpart := m.identity, other.identity
		if other.line >= 0 && slices.Compare(identity, counterpart) > 0 {
			identity, counterpart = counterpart, identity // two lines are a pair, not an order
		}
		c.add(Alert{Kind: kind, Severity: severity, Line: m.line, Against: other.ID, Key: key,
			Args:   append([]any{"Medicine", m.label(), "Other", other.label()}, args...),
			Source: c.list.sources[ownSource], MustAnswer: severity == High}, identity, append(slices.Clone(counterpart), what)...)
		c.alerts[len(c.alerts)-1].OtherLine = other.line
	}
	shared := map[string]bool{}
	for _, ingredient := range m.ingredients() {
		if slices.Contains(other.ingredients(), ingredient) {
			shared[ingredient] = true
			add(KindDuplicateIngredient, Moderate, "safety.alert.duplicate_ingredient", ingredient, "Ingredient", ingredient)
		}
	}
	class, severity := "", Severity("")
	for _, one := range m.ingredients() {
		for _, two := range other.ingredients() {
			if shared[one] || shared[two] {
				continue // said already
			}
			for _, id := range c.list.members[one] {
				degree := c.list.classes[id].duplicate
				if rank[degree] > rank[severity] && slices.Contains(c.list.members[two], id) {
					class, severity = id, degree
				}
			}
		}
	}
	if class != "" {
		add(KindDuplicateClass, severity, "safety.alert.duplicate_class", class, "Class", className(class))
	}
}
