package chart

import (
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
)

// newestLimit bounds how far back Newest looks, in observations of the category.
const newestLimit = 2000

// Newest returns the newest observation of each thing that was observed in a category, the newest first. What is the same is told by the
// LOINC code, and without one by the words.
func Newest(tx *store.Tx, patient patients.ID, category ObservationCategory) ([]Observation, error) {
	all, err := store.Select(tx, Observations, "patient_id = ? AND category = ? AND retracted = 0 ORDER BY effective DESC, id DESC LIMIT ?",
		patient, category, newestLimit)
	if err != nil {
		return nil, err
	}
	var list []Observation
	seen := map[Observable]bool{}
	for _, o := range all {
		if key := o.observable(); !seen[key] {
			seen[key] = true
			list = append(list, o)
		}
	}
	return list, nil
}

// Observable is a thing that is observed again and again: a LOINC code, or words where there is none.
type Observable struct{ Code, Text string }

func (o Observation) observable() Observable {
	if o.Code != "" {
		return Observable{Code: o.Code}
	}
	return Observable{Text: o.Text}
}

// Observed is how often something was observed in a patient, in numbers.
type Observed struct {
	Observable
	Name  string // the newest words; "" for a vital sign, which has its own
	Count int
}

// ObservedOf lists what was observed in numbers, the most often observed first: what a trend can be drawn of.
func ObservedOf(tx *store.Tx, patient patients.ID) ([]Observed, error) {
	mine, args, err := tx.PatientArgs("patient_id")
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(action.ChartRead, `SELECT code, CASE code WHEN '' THEN text ELSE '' END AS words, max(text), count(*) FROM observation
		WHERE patient_id = ? AND `+mine+` AND retracted = 0 AND (value IS NOT NULL OR components <> '') GROUP BY code, words ORDER BY count(*) DESC, code, words`,
		append([]any{patient}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Observed
	for rows.Next() {
		var o Observed
		if err := rows.Scan(&o.Code, &o.Text, &o.Name, &o.Count); err != nil {
			return nil, store.FromVault("scan observation", err)
		}
		list = append(list, o)
	}
	return list, store.FromVault("read observations", rows.Err())
}

// SeriesOf returns the newest observations of one thing, newest first.
func SeriesOf(tx *store.Tx, patient patients.ID, what Observable, limit int) ([]Observation, error) {
	return store.Select(tx, Observations, "patient_id = ? AND code = ? AND (code <> '' OR text = ?) AND retracted = 0 ORDER BY effective DESC, id DESC LIMIT ?",
		patient, what.Code, what.Text, limit)
}
