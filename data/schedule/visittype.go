package schedule

import (
	"regexp"
	"slices"

	"satchel/data/store"
	"satchel/data/value"
)

// Limits of a visit type.
const (
	VisitNameLength = 60  // characters
	FeeCodeLength   = 40  // characters
	MaxMinutes      = 720 // of one appointment
)

// VisitTypeID names a kind of visit.
type VisitTypeID = store.ID[VisitType]

// VisitType is a kind of visit that the desk books: what it is called, how long it takes, what it is charged by. The owner
// writes it.
type VisitType struct {
	ID VisitTypeID `db:"id"`
	store.Meta
	Name     string `db:"name"`
	Minutes  int    `db:"minutes"`  // how long an appointment of this kind is at first
	Colour   string `db:"colour"`   // #rrggbb, in the calendar
	FeeCode  string `db:"fee_code"` // the code in the fee list that the draft bill is made from; "" for none
	Active   bool   `db:"active"`   // can be booked
	Position int    `db:"position"` // in the list to choose from, smallest first
}

var colourForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Validate returns all problems at once.
func (v VisitType) Validate() error {
	var problems value.Problems
	problems.Required("name", v.Name)
	problems.Text("name", &v.Name, VisitNameLength, false)
	problems.Text("feeCode", &v.FeeCode, FeeCodeLength, false)
	if v.Minutes < 1 || v.Minutes > MaxMinutes {
		problems.Add("minutes", "error.schedule.minutes_between", "Max", MaxMinutes)
	}
	if !colourForm.MatchString(v.Colour) {
		problems.Add("colour", "error.schedule.colour_unclear")
	}
	return problems.Err()
}

// SaveVisitType keeps a new kind of visit, or a changed one where ID is set.
func SaveVisitType(tx *store.Tx, v VisitType) (VisitType, error) {
	ignored := value.Problems{}
	ignored.Text("name", &v.Name, VisitNameLength, false)
	ignored.Text("feeCode", &v.FeeCode, FeeCodeLength, false)
	if v.ID.IsZero() {
		v.Meta, v.Active = store.Meta{}, true
		return v, store.Insert(tx, VisitTypes, &v)
	}
	return v, store.Update(tx, VisitTypes, &v)
}

// AllVisitTypes returns the kinds of visit in their order, those that cannot be booked any more behind.
func AllVisitTypes(tx *store.Tx) ([]VisitType, error) {
	return store.Select(tx, VisitTypes, "retracted = 0 ORDER BY active DESC, position, id")
}

// ActiveVisitTypes returns the kinds of visit that can be booked, in their order.
func ActiveVisitTypes(tx *store.Tx) ([]VisitType, error) {
	list, err := AllVisitTypes(tx)
	return slices.DeleteFunc(list, func(v VisitType) bool { return !v.Active }), err
}
