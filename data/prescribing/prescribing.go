// Package prescribing is what the doctor orders: the practice's own formulary, prescriptions and their lines, the words that a
// dosage is printed in, and the guard that stands before issuing.
//
// A draft may be incomplete. Issuing asks for what is missing, runs the safety checks on what the record holds (never on what a
// caller says), wants every alert that must be answered answered, allots the number, and freezes: from then on a line changes its status and nothing else.
package prescribing

import (
	"satchel/data/chart"
	"satchel/data/store"
	"satchel/data/value"
)

// Limits of texts, in characters, and of numbers.
const (
	NameLength        = 200
	InstructionLength = 500
	AdviceLength      = 4_000
	MaxLines          = 50 // of one prescription
	MaxRepeats        = 99
	MaxDurationDays   = 3_660 // ten years
)

// Ingredient is one active substance of a medicine.
type Ingredient = chart.Ingredient

// Records lists the record types of the room.
func Records() []store.Record {
	return []store.Record{FormularyItems, Prescriptions, MedicationRequests, SafetyResponses, PhraseAcceptances}
}

// invalid makes the error of a form from its problems.
func invalid(problems value.Problems) error {
	if problems == nil {
		return nil
	}
	return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: problems}
}

// oneOf records a problem unless code is among known.
func oneOf[C ~string](problems *value.Problems, field string, code C, known []C) {
	for _, k := range known {
		if k == code {
			return
		}
	}
	problems.Add(field, "error.prescribing.choice_unknown")
}
