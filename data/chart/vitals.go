package chart

import (
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// SaveVitals keeps the row of vital signs of an open visit, as the form holds it: an observation without an id is recorded, one
// with an id is changed, or retracted where it was emptied. It returns what stands now, and warnings that don't keep
// anything from being saved (Unusual; chart.warning.weight_jump).
//
// It returns Conflict where somebody else recorded or changed the same sign after the form was read, and all problems of all signs at once.
func SaveVitals(tx *store.Tx, visit EncounterID, list []Observation) ([]Observation, value.Problems, error) {
	e, err := open(tx, visit)
	if err != nil {
		return nil, nil, err
	}
	standing, err := VitalsOf(tx, e)
	if err != nil {
		return nil, nil, err
	}
	var problems value.Problems
	for i := range list {
		o := &list[i]
		o.Category = VitalSigns
		o.Origin = Origin{Patient: e.Patient, Encounter: e.ID, Practitioner: e.Practitioner, Location: e.Location}
		if o.Effective.IsZero() {
			o.Effective = tx.Now()
		}
		if o.Effective.After(tx.Now().Add(clockTolerance)) {
			problems.Check(o.field(), value.ErrDateFuture)
		}
		if o.Code != BloodPressure {
			if _, known := VitalOf(o.Code); !known || o.Code == Systolic || o.Code == Diastolic {
				problems.Add(o.field(), "error.chart.choice_unknown")
			}
		}
		if !o.IsEmpty() {
			problems.Check("", o.Validate())
		}
	}
	if problems != nil {
		return nil, nil, invalid(problems)
	}
	for i := range list {
		if err := saveVital(tx, standing, list[i]); err != nil {
			return nil, nil, err
		}
	}
	if standing, err = VitalsOf(tx, e); err != nil {
		return nil, nil, err
	}
	warnings, err := warn(tx, e, standing)
	return standing, warnings, err
}

func saveVital(tx *store.Tx, standing []Observation, o Observation) error {
	var kept *Observation
	for i := range standing {
		if standing[i].Code == o.Code {
			kept = &standing[i]
		}
	}
	switch {
	case o.ID.IsZero() && o.IsEmpty():
		return nil
	case o.ID.IsZero() && kept == nil:
		return store.Insert(tx, Observations, &o)
	case kept == nil || kept.ID != o.ID:
		return store.Fail(store.Conflict, "error.store.conflict", "Record", Observations.Name)
	case o.IsEmpty():
		kept.Version = o.Version
		return store.Retract(tx, Observations, kept)
	}
	o.Retracted = false
	return store.Update(tx, Observations, &o)
}

// VitalsOf returns the vital signs that stand in a visit, in the order in which they were recorded.
func VitalsOf(tx *store.Tx, e Encounter) ([]Observation, error) {
	return store.Select(tx, Observations, "encounter_id = ? AND category = ? AND retracted = 0 ORDER BY id", e.ID, VitalSigns)
}

// weightJumpPercent is the change of an adult's weight within half a year that asks for a second look: pounds for kilograms, or
// another patient's chart. Our own limit.
const (
	weightJumpPercent = 20
	weightJumpDays    = 183
	adultMonths       = 216
)

// warn looks at what stands in a visit with the eyes of a colleague.
func warn(tx *store.Tx, e Encounter, standing []Observation) (value.Problems, error) {
	patient, err := store.Get(tx, patients.Patients, e.Patient)
	if err != nil {
		return nil, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	var warnings value.Problems
	for _, o := range standing {
		warnings = append(warnings, o.Unusual(patient.BirthDate, today)...)
		if youngest, _ := patient.BirthDate.AgeRange(today); o.Code != BodyWeight || months(youngest) < adultMonths {
			continue
		}
		series, err := Series(tx, e.Patient, BodyWeight, 10)
		if err != nil {
			return nil, err
		}
		for _, earlier := range series {
			if earlier.ID == o.ID || earlier.Effective.After(o.Effective) {
				continue
			}
			if o.Effective.Sub(earlier.Effective).Hours() < weightJumpDays*24 && differs(o.Value, earlier.Value, weightJumpPercent) {
				warnings.Add("weight", "chart.warning.weight_jump", "Earlier", earlier.Quantity().String())
			}
			break
		}
	}
	return warnings, nil
}

// differs reports whether a lies more than percent of b away from b.
func differs(a, b value.Decimal, percent int64) bool {
	difference, err := a.Sub(b)
	if err != nil {
		return false
	}
	if difference.Sign() < 0 {
		difference = difference.Neg()
	}
	left, err := difference.Mul(value.Whole(100))
	if err != nil {
		return true
	}
	right, err := b.Mul(value.Whole(percent))
	return err == nil && left.Cmp(right) > 0
}

// MassIndex is the body mass index in kg/m2, to one digit, from weight in kg and height in cm; zero where one is missing or the
// height is that of a growing patient (under 18) measured more than growthDays before or after.
func MassIndex(weight, height Observation, born value.PartialDate) value.Quantity {
	if !weight.Value.IsSet() || height.Value.Sign() <= 0 || weight.Unit != "kg" || height.Unit != "cm" {
		return value.Quantity{}
	}
	youngest, _ := born.AgeRange(value.DateOf(height.Effective))
	if apart := weight.Effective.Sub(height.Effective).Abs(); months(youngest) < adultMonths && apart.Hours() > growthDays*24 {
		return value.Quantity{}
	}
	square, err := height.Value.Mul(height.Value)
	if err != nil {
		return value.Quantity{}
	}
	scaled, err := weight.Value.Mul(value.Whole(10_000)) // cm2 in a m2
	if err != nil {
		return value.Quantity{}
	}
	index, err := scaled.Quo(square, 1)
	if err != nil {
		return value.Quantity{}
	}
	return value.Quantity{Value: index, Unit: "kg/m2"}
}

// growthDays is how long a child's height serves for the index. Our own limit.
const growthDays = 90
