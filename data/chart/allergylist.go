package chart

import (
	"time"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// AllergyState is what is known of a patient's allergies altogether. "Nobody asked" is not "none".
type AllergyState string

// The three states.
const (
	AllergyUnknown   AllergyState = "unknown"    // nobody has asked, or not since the last one was closed
	AllergyNoneKnown AllergyState = "none_known" // asked, and none
	AllergySome      AllergyState = "some"       // see the items
)

// AllergyReview is that somebody asked the patient. Reviews pile up; the newest counts.
type AllergyReview struct {
	ID store.ID[AllergyReview] `db:"id"`
	store.Meta
	Origin
	NoneKnown  bool         `db:"none_known"` // the answer was "none"; otherwise the list, as it stood, was found right
	Reviewed   time.Time    `db:"reviewed"`
	ReviewedBy store.UserID `db:"reviewed_by"`
}

// AllergyReviews is the record type of reviews.
var AllergyReviews = store.NewTable[AllergyReview](store.Spec{Number: 45, Name: "AllergyReview", Table: "allergy_review", Schema: 1, Trial: true,
	Read: action.AllergyRead, Write: action.ChartWrite})

// Validate returns all problems at once.
func (r AllergyReview) Validate() error {
	var problems value.Problems
	r.CheckOrigin(&problems)
	if r.Reviewed.IsZero() || r.ReviewedBy.IsZero() {
		problems.Add("reviewed", "error.value.required")
	}
	return problems.Err()
}

// AllergyList is all that is known, in one piece.
type AllergyList struct {
	State AllergyState
	// Items are those to act on, the most critical first.
	Items []AllergyIntolerance
	// Past are those that are inactive, resolved or refuted; to be read, not acted on.
	Past []AllergyIntolerance
	// Reviewed and ReviewedBy say when and by whom the patient was last asked; zero: never.
	Reviewed   time.Time
	ReviewedBy store.UserID
}

// Allergies reads what is known of a patient's allergies. The state is derived, so that it can't contradict the items: some, where an
// item counts; none known, where the last review said so and no allergy that was once true has been closed since; otherwise unknown. An
// allergy that was retracted, being never true, leaves the last review as it was.
func Allergies(tx *store.Tx, patient patients.ID) (AllergyList, error) {
	list := AllergyList{State: AllergyUnknown}
	const worstFirst = "CASE criticality WHEN 'high' THEN 0 WHEN 'unable-to-assess' THEN 1 ELSE 2 END"
	all, err := store.Select(tx, AllergyIntolerances, "patient_id = ? AND retracted = 0 ORDER BY "+worstFirst+", id", patient)
	if err != nil {
		return list, err
	}
	reviews, err := store.Select(tx, AllergyReviews, "patient_id = ? AND retracted = 0 ORDER BY reviewed DESC, id DESC LIMIT 1", patient)
	if err != nil {
		return list, err
	}
	var review AllergyReview
	if len(reviews) > 0 {
		review = reviews[0]
		list.Reviewed, list.ReviewedBy = review.Reviewed, review.ReviewedBy
	}
	closedSince := false
	for _, a := range all {
		if a.counts() {
			list.Items = append(list.Items, a)
			continue
		}
		list.Past = append(list.Past, a)
		closedSince = closedSince || a.Changed > review.Changed
	}
	switch {
	case len(list.Items) > 0:
		list.State = AllergySome
	case review.NoneKnown && !closedSince:
		list.State = AllergyNoneKnown
	}
	return list, nil
}

// ReviewAllergies keeps that the patient was asked: none is known, or the list is right. Of r it takes the origin and NoneKnown.
// It returns Conflict where "none" is said over items that count: they are closed or retracted first.
func ReviewAllergies(tx *store.Tx, r AllergyReview) (AllergyReview, error) {
	r.ID, r.Meta = store.ID[AllergyReview]{}, store.Meta{}
	if err := r.Settle(tx); err != nil {
		return r, err
	}
	list, err := Allergies(tx, r.Patient)
	if err != nil {
		return r, err
	}
	if r.NoneKnown && len(list.Items) > 0 {
		return r, store.Fail(store.Conflict, "error.chart.allergies_listed", "Count", len(list.Items))
	}
	r.Reviewed, r.ReviewedBy = tx.Now(), tx.Actor().User
	err = store.Insert(tx, AllergyReviews, &r)
	return r, err
}
