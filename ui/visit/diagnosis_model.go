package visit

import (
	"context"
	"regexp"
	"strings"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// diagnosisCount is how many rows are offered under what is typed.
const diagnosisCount = 8

// concept is something to diagnose: as typed, or as this patient was diagnosed before.
type concept struct {
	Code value.Code
	From string // catalogue key of where it comes from
}

// icdBegins finds a code of ICD-10 before the words: "J20.9 acute bronchitis".
var icdBegins = regexp.MustCompile(`^([A-Za-z][0-9][0-9A-Za-z](?:\.[0-9A-Za-z]{1,4})?)\s+(\S.*)$`)

// conceptOf reads a typed diagnosis: words, with a code of ICD-10 before them where one is known.
func conceptOf(text string) value.Code {
	text = strings.Join(strings.Fields(text), " ")
	if match := icdBegins.FindStringSubmatch(text); match != nil {
		return value.Code{System: value.SystemICD10, Code: strings.ToUpper(match[1]), Display: match[2]}
	}
	return value.Code{Display: text}
}

// concepts are what a typed text may mean: itself, then the patient's problems and earlier diagnoses of which every word begins a
// word. An empty text offers those alone.
func (p page) concepts(text string) []concept {
	var list []concept
	seen := map[string]bool{}
	add := func(c value.Code, from string) {
		key := value.SearchKey(c.Display)
		if key != "" && !seen[key] && len(list) < diagnosisCount {
			seen[key] = true
			list = append(list, concept{c, from})
		}
	}
	for _, d := range p.Diagnoses {
		seen[value.SearchKey(d.Code.Display)] = true
	}
	words := value.SearchTokens(text)
	var known []concept
	for _, c := range p.Summary.Problems {
		known = append(known, concept{c.Code, "visit.from_problems"})
	}
	for _, e := range p.Summary.Encounters {
		for _, c := range e.Diagnoses {
			known = append(known, concept{c.Code, "visit.from_earlier"})
		}
	}
	for _, c := range known { // the very words, as they were coded before
		if value.SearchKey(c.Code.Display) == value.SearchKey(text) {
			add(c.Code, c.From)
		}
	}
	add(conceptOf(text), "visit.from_typed")
	for _, c := range known {
		if begins(value.SearchTokens(c.Code.Display+" "+c.Code.Code), words) {
			add(c.Code, c.From)
		}
	}
	return list
}

// begins reports whether each of words begins one of own.
func begins(own, words []string) bool {
	for _, word := range words {
		found := false
		for _, o := range own {
			found = found || strings.HasPrefix(o, word)
		}
		if !found {
			return false
		}
	}
	return true
}

// AddDiagnosis keeps what the visit is for.
func (m *visitModel) AddDiagnosis(ctx context.Context, code value.Code) ([]chart.Condition, error) {
	return m.diagnose(ctx, func(tx *store.Tx) error {
		_, err := chart.AddCondition(tx, chart.Condition{Origin: m.origin(), Category: chart.EncounterDiagnosis, Code: code})
		return err
	})
}

// RemoveDiagnosis takes one out again.
func (m *visitModel) RemoveDiagnosis(ctx context.Context, id chart.ConditionID) ([]chart.Condition, error) {
	return m.diagnose(ctx, func(tx *store.Tx) error { return chart.RetractCondition(tx, id) })
}

// AddProblem puts a diagnosis on the problem list, which outlives the visit.
func (m *visitModel) AddProblem(ctx context.Context, code value.Code) error {
	_, err := m.diagnose(ctx, func(tx *store.Tx) error {
		_, err := chart.AddCondition(tx, chart.Condition{Origin: m.origin(), Category: chart.ProblemListItem, Code: code})
		return err
	})
	return err
}

func (m *visitModel) diagnose(ctx context.Context, fn func(*store.Tx) error) ([]chart.Condition, error) {
	var list []chart.Condition
	err := m.session.Update(ctx, action.WriteChart, func(tx *store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		e, err := store.Get(tx, chart.Encounters, m.encounter)
		if err != nil {
			return err
		}
		list, err = chart.Diagnoses(tx, e)
		return err
	}, store.About(m.patient))
	return list, err
}

// isProblem tells whether a diagnosis stands on the problem list already.
func (p page) isProblem(code value.Code) bool {
	for _, c := range p.Summary.Problems {
		if c.Code.Same(code) || value.SearchKey(c.Code.Display) == value.SearchKey(code.Display) {
			return true
		}
	}
	return false
}
