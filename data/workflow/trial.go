package workflow

import (
	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
)

// StartForReal ends the trial: patients and settings stay, everything that was tried out on them goes, and documents and their numbers
// are real from here on. There is no way back. Conflict where the trial has ended.
func StartForReal(tx *store.Tx) (organization.Practice, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return practice, err
	}
	if !practice.Trial {
		return practice, store.Fail(store.Conflict, "error.workflow.already_started")
	}
	// The tables refuse to let go of issued records unless the practice is still a trial.
	for _, clear := range []func(*store.Tx) error{billing.ClearDerived, documents.ClearDerived, store.ClearTrial} {
		if err := clear(tx); err != nil {
			return practice, err
		}
	}
	practice.Trial = false
	return organization.Save(tx, practice)
}
