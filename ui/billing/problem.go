package billing

import (
	"errors"

	"satchel/data/store"
	"satchel/data/value"
)

// fieldProblem says which field of a form an error of value is about.
func fieldProblem(field string, err error) error {
	var problems value.Problems
	problems.Check(field, err)
	return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems.Err()}
}

// renamed gives the fields of an error the names that a form has for them.
func renamed(err error, name func(string) string) error {
	var known *store.Error
	if !errors.As(err, &known) {
		return err
	}
	again := *known
	again.Field = name(known.Field)
	var problems value.Problems
	if errors.As(known.Err, &problems) {
		own := make(value.Problems, len(problems))
		for n, p := range problems {
			p.Field = name(p.Field)
			own[n] = p
		}
		again.Err = own
	}
	return &again
}
