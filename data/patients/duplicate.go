package patients

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"satchel/data/store"
	"satchel/data/value"
)

// Duplicate is a patient who may be the one that is about to be registered.
type Duplicate struct {
	Row     Row
	Score   int      // points, see the reasons; at least possibleScore
	Likely  bool     // warn at once; otherwise offer
	Reasons []Reason // the strongest first
}

// Reason is a piece of evidence, as a key of the catalogue.
type Reason string

// The evidence, and what each piece is worth. A name alone, or a phone alone, never reaches possibleScore: families share both.
const (
	ReasonIdentifier  Reason = "identifier"   // an identifier or the old number is the same
	ReasonNameSame    Reason = "name_same"    //
	ReasonNameAlike   Reason = "name_alike"   // sounds or is spelt alike, in either script
	ReasonNamePartial Reason = "name_partial" // one is a part of the other
	ReasonBirthDay    Reason = "birth_day"    // the very day
	ReasonBirthAgrees Reason = "birth_agrees" // the same as far as known
	ReasonBirthNear   Reason = "birth_near"   // estimates close together, or days one slip apart
	ReasonPhone       Reason = "phone"
	ReasonRelation    Reason = "relation" // the same father, husband ...
	ReasonEmail       Reason = "email"
	ReasonLocality    Reason = "locality"
)

// CatalogueKey names the words.
func (r Reason) CatalogueKey() string { return "patients.duplicate." + string(r) }

var reasonPoints = map[Reason]int{
	ReasonIdentifier: 65, ReasonNameSame: 45, ReasonNameAlike: 38, ReasonNamePartial: 25, ReasonBirthDay: 35, ReasonBirthAgrees: 22,
	ReasonBirthNear: 15, ReasonPhone: 18, ReasonRelation: 20, ReasonEmail: 15, ReasonLocality: 5,
}

const (
	possibleScore  = 55
	likelyScore    = 75
	birthAgainst   = -40 // both birth dates are known, and are far apart
	genderAgainst  = -20 // male and female
	duplicateLimit = 10  // patients named at once
)

// Duplicates returns the patients who may be p already, the likeliest first, at most ten. p may be half filled in, and is never
// among them itself. Those entered in error are left out.
func Duplicates(tx *store.Tx, p Patient) ([]Duplicate, error) {
	p = p.cleaned()
	rows := map[int64]bool{}
	for _, match := range duplicateQuestions(p) {
		hits, err := searchIndex(tx, match, false, candidateLimit)
		if err != nil {
			return nil, err
		}
		for _, row := range hits {
			rows[row] = true
		}
	}
	var order []int64
	for row := range rows {
		order = append(order, row)
	}
	slices.Sort(order)
	var list []Duplicate
	for batch := range slices.Chunk(order, candidateLimit) {
		ids, err := indexedIDs(tx, batch)
		if err != nil {
			return nil, err
		}
		for _, other := range ids {
			if other.ID == p.ID {
				continue
			}
			if d := weigh(p, other); d.Score >= possibleScore {
				d.Row = other.row()
				list = append(list, d)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(b.Row.Number, a.Row.Number))
	})
	return list[:min(len(list), duplicateLimit)], nil
}

func indexedIDs(tx *store.Tx, rows []int64) ([]Patient, error) {
	args := make([]any, len(rows))
	for i, row := range rows {
		args[i] = row
	}
	return store.Select(tx, Patients, "id IN (SELECT patient_id FROM patient_index WHERE row IN (?"+strings.Repeat(", ?", len(rows)-1)+"))", args...)
}

func (p Patient) row() Row {
	r := Row{ID: p.ID, Version: p.Version, Number: p.Number, Name: p.Name, Unidentified: p.Unidentified, Gender: p.Gender, BirthDate: p.BirthDate,
		BirthDateEstimated: p.BirthDateEstimated, Relation: p.Relation, RelationName: p.RelationName, Locality: p.Locality, Language: p.Language,
		Deceased: p.Deceased, Active: p.Active, Retracted: p.Retracted}
	if len(p.Phones) > 0 {
		r.Phone = p.Phones[0].Number
	}
	return r
}

// duplicateQuestions asks the index for everyone who could score: names that sound alike together with a second piece of
// evidence. A common name alone would bring thousands.
func duplicateQuestions(p Patient) []string {
	sounds := soundKeys(nameText(p.Name))
	some, all := make([]string, len(sounds)), in("sound", sounds, false)
	for i, s := range sounds {
		some[i] = quoted(s, false)
	}
	anySound := "sound : (" + strings.Join(some, " OR ") + ")"
	var questions, years, phones []string
	for year := p.BirthDate.Year - estimateYears; p.BirthDate.Year > 0 && year <= p.BirthDate.Year+estimateYears; year++ {
		years = append(years, quoted(bornLetter+strconv.Itoa(year), true))
	}
	for _, f := range p.Phones {
		for _, key := range phoneKeys(f.Number) {
			if len(key) >= len(phoneLetter)+comparedDigits {
				phones = append(phones, quoted(key, false))
			}
		}
	}
	if len(sounds) > 0 {
		if born := bornKey(p.BirthDate); born != "" {
			questions = append(questions, in("born", []string{born}, false)+" AND "+anySound)
			questions = append(questions, all+" AND born : ("+strings.Join(years, " OR ")+")")
		}
		if len(phones) > 0 {
			questions = append(questions, "phone : ("+strings.Join(phones, " OR ")+") AND "+anySound)
		}
		if relation := value.SearchTokens(p.RelationName); len(relation) > 0 {
			questions = append(questions, all+" AND "+in("place", relation[:1], false))
		}
	}
	for _, number := range append([]string{p.OldNumber}, identifierValues(p)...) {
		if key := compact(number); key != "" {
			questions = append(questions, in("number", []string{key}, false))
		}
	}
	return questions
}

func identifierValues(p Patient) []string {
	list := make([]string, len(p.Identifiers))
	for i, id := range p.Identifiers {
		list[i] = id.Value
	}
	return list
}

// weigh adds up the evidence that a and b are one person.
func weigh(a, b Patient) Duplicate {
	var d Duplicate
	add := func(holds bool, r Reason) {
		if holds {
			d.Reasons = append(d.Reasons, r)
			d.Score += reasonPoints[r]
		}
	}
	names := compareNames(nameForms(a.Name, a.PreviousNames), nameForms(b.Name, b.PreviousNames))
	identified := sameIdentifier(a, b)
	if names == namesDiffer && !identified {
		return d
	}
	add(identified, ReasonIdentifier)
	add(names == namesSame, ReasonNameSame)
	add(names == namesAlike, ReasonNameAlike)
	add(names == namesPartial, ReasonNamePartial)
	births := compareBirths(a.BirthDate, b.BirthDate, a.BirthDateEstimated, b.BirthDateEstimated)
	add(births == birthSameDay, ReasonBirthDay)
	add(births == birthAgrees, ReasonBirthAgrees)
	add(births == birthNear, ReasonBirthNear)
	add(slices.ContainsFunc(a.Phones, func(x Phone) bool {
		return slices.ContainsFunc(b.Phones, func(y Phone) bool { return samePhone(x.Number, y.Number) })
	}), ReasonPhone)
	add(a.Relation == b.Relation && a.RelationName != "" &&
		compareWords(value.SearchTokens(a.RelationName), value.SearchTokens(b.RelationName)) > namesDiffer, ReasonRelation)
	add(a.Email != "" && strings.EqualFold(a.Email, b.Email), ReasonEmail)
	add(a.Locality != "" && value.SearchKey(a.Locality) == value.SearchKey(b.Locality), ReasonLocality)
	if births == birthDiffers {
		d.Score += birthAgainst
	}
	if a.Gender != b.Gender && (a.Gender == value.GenderMale || a.Gender == value.GenderFemale) && (b.Gender == value.GenderMale || b.Gender == value.GenderFemale) {
		d.Score += genderAgainst
	}
	slices.SortStableFunc(d.Reasons, func(x, y Reason) int { return cmp.Compare(reasonPoints[y], reasonPoints[x]) })
	d.Likely = d.Score >= likelyScore
	return d
}

func sameIdentifier(a, b Patient) bool {
	if a.OldNumber != "" && compact(a.OldNumber) != "" && compact(a.OldNumber) == compact(b.OldNumber) {
		return true
	}
	return slices.ContainsFunc(a.Identifiers, func(x Identifier) bool {
		return slices.ContainsFunc(b.Identifiers, func(y Identifier) bool {
			return compact(x.Value) != "" && compact(x.Value) == compact(y.Value) && value.SearchKey(x.System) == value.SearchKey(y.System)
		})
	})
}
