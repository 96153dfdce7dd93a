// Package safety looks for what speaks against a prescription before it is
// issued: allergies, the same thing twice, pregnancy and age. It is pure: what
// is known of the patient goes in, alerts come out; it reads no record, no
// clock and no file but the code lists embedded in assets.
//
// It errs towards warning. A name that it doesn't know is never passed over:
// the alert says that the check could not be made. It is a reminder for a
// doctor, not a substitute for one, and it knows no interactions between
// different medicines and no doses.
package safety

import (
	"slices"

	"satchel/data/value"
)

// AllergyStatus says whether the patient was asked. The zero value is NotAsked.
type AllergyStatus int

// The three states of an allergy list.
const (
	NotAsked  AllergyStatus = iota
	NoneKnown               // asked, and nothing known
	Listed                  // see Input.Allergies
)

// Criticality is FHIR R4's allergy-intolerance-criticality: how bad the next
// reaction could be. Only CriticalityHigh changes a check, and only upwards.
type Criticality string

// The codes of the value set; empty when nothing was said.
const (
	CriticalityLow     Criticality = "low"
	CriticalityHigh    Criticality = "high"
	CriticalityUnknown Criticality = "unable-to-assess"
)

// Category is FHIR R4's allergy-intolerance-category.
type Category string

// The codes of the value set; empty when nothing was said.
const (
	CategoryMedication  Category = "medication"
	CategoryBiologic    Category = "biologic"
	CategoryFood        Category = "food"
	CategoryEnvironment Category = "environment"
)

// Allergy is one entry of the patient's list. Retracted and refuted entries are
// left out by the caller.
type Allergy struct {
	ID string // of the record, for Alert.Against
	// Substance is an ingredient, a class ("penicillins", ATC J01C) or a
	// product as it was recorded: its code, its words or both.
	Substance value.Code
	// Ingredients are those of a product, where the caller knows them.
	Ingredients []value.Code
	Category    Category
	Criticality Criticality
	Reaction    string // in the words of the record, for the alert
}

// Medicine is a line of the prescription, or a medicine that the patient takes.
type Medicine struct {
	ID          string       // of the record, for Alert.Against; empty for a line not saved yet
	Display     string       // brand or name as prescribed
	Ingredients []value.Code // none: the line can't be checked
	Route       string       // as on the line: "oral", "topical" ...; unknown words count as systemic
	Replaces    string       // ID of the current medicine that this line renews or takes the place of
}

// Pregnancy is what is known about it. The zero value is unknown.
type Pregnancy int

// The three states.
const (
	PregnancyUnknown Pregnancy = iota
	NotPregnant
	Pregnant
)

// Patient holds the facts that limits depend on.
type Patient struct {
	BirthDate value.PartialDate
	Gender    value.AdministrativeGender
	Pregnancy Pregnancy
}

// Input is everything that a check looks at.
type Input struct {
	On            value.PartialDate // the day of prescribing, for the age
	Proposed      []Medicine
	Current       []Medicine
	AllergyStatus AllergyStatus
	Allergies     []Allergy // checked whatever the status says
	Patient       Patient
}

// Check returns every alert for the proposed lines, the gravest first, each
// once for a line. It is deterministic, and adding an allergy or a medicine never takes an
// alert away, save the question whether allergies were asked about at all.
func Check(in Input) []Alert {
	c := checker{list: lists(), in: in}
	for i, m := range in.Proposed {
		c.lines = append(c.lines, c.list.read(m, i))
	}
	for _, m := range in.Current {
		c.current = append(c.current, c.list.read(m, wholePrescription))
	}
	for _, a := range in.Allergies {
		c.allergens = append(c.allergens, c.list.allergen(a))
	}
	if len(c.lines) > 0 {
		c.unchecked()
		c.allergies()
		c.duplicates()
		c.cautions()
	}
	slices.SortStableFunc(c.alerts, compareAlerts)
	return slices.CompactFunc(c.alerts, func(a, b Alert) bool { return a.ID == b.ID && a.Line == b.Line })
}

// checker carries one run of Check.
type checker struct {
	list      *list
	in        Input
	lines     []medicine
	current   []medicine
	allergens []allergen
	alerts    []Alert
}

// medicine is a Medicine with its ingredients recognised.
type medicine struct {
	Medicine
	line     int // index in Input.Proposed
	parts    []part
	words    []string // of the display, folded
	identity []string
}

// part is one recognised or unrecognised ingredient text.
type part struct {
	text  string
	words []string
	match Match
}

// allergen is an Allergy with its substance recognised.
type allergen struct {
	Allergy
	text     string
	words    []string
	match    Match
	identity []string
}

func (l *list) read(m Medicine, line int) medicine {
	read := medicine{Medicine: m, line: line, words: foldWords(m.Display)}
	names := []string{}
	for _, code := range m.Ingredients {
		p := part{text: nameOf(code), words: foldWords(code.Display), match: l.recognise(code)}
		read.parts = append(read.parts, p)
		names = append(names, p.match.key(p.words, code.Code))
	}
	slices.Sort(names)
	read.identity = append([]string{joinFolded(read.words)}, names...)
	return read
}

// ingredients returns the known ingredients of all parts, sorted.
func (m medicine) ingredients() []string {
	var all []string
	for _, p := range m.parts {
		all = append(all, p.match.Ingredients...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// label returns what an alert calls the medicine.
func (m medicine) label() string {
	switch {
	case m.Display != "":
		return m.Display
	case len(m.parts) > 0:
		return m.parts[0].text
	}
	return ""
}

func (l *list) allergen(a Allergy) allergen {
	read := allergen{Allergy: a, text: nameOf(a.Substance), words: foldWords(a.Substance.Display), match: l.recognise(a.Substance)}
	for _, code := range a.Ingredients {
		read.match = read.match.union(l.recognise(code))
	}
	if len(a.Ingredients) > 0 && len(read.match.Ingredients) > 0 {
		read.match.Unknown = nil // a product whose ingredients are known is known
	}
	read.identity = []string{read.match.key(read.words, a.Substance.Code)}
	return read
}

func nameOf(c value.Code) string {
	if c.Display != "" {
		return c.Display
	}
	return c.Code
}
