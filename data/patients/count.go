package patients

import (
	"satchel/data/store"
	"satchel/data/store/action"
)

// Count is how many people are registered; who was entered in error does not count.
func Count(tx *store.Tx) (n int, err error) {
	err = tx.QueryRow(action.PatientRead, `SELECT count(*) FROM patient WHERE retracted = 0`, nil, &n)
	return n, err
}
