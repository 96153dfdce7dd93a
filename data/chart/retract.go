package chart

import (
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/value"
)

// retract marks one entry as entered in error; a second time changes nothing.
func retract[T any](tx *store.Tx, t *store.Table[T], id store.ID[T]) error {
	row, err := store.Get(tx, t, id)
	if err != nil {
		return err
	}
	return store.Retract(tx, t, &row)
}

// RetractEncounter marks a visit, signed or not, as entered in error, together with all that was recorded in it: observations,
// diagnoses, allergies, medicines, immunisations, addenda. What the visit changed in older entries (a problem resolved) stays; their history
// shows it. It returns Conflict for a visit that was retracted before.
func RetractEncounter(tx *store.Tx, id EncounterID) (Encounter, error) {
	e, err := store.Get(tx, Encounters, id)
	if err != nil {
		return e, err
	}
	if e.Retracted {
		return e, store.Fail(store.Conflict, "error.store.retracted")
	}
	for _, each := range []func() error{
		func() error { return retractIn(tx, Observations, e) },
		func() error { return retractIn(tx, Conditions, e) },
		func() error { return retractIn(tx, AllergyIntolerances, e) },
		func() error { return retractIn(tx, AllergyReviews, e) },
		func() error { return retractIn(tx, MedicationStatements, e) },
		func() error { return retractIn(tx, Immunizations, e) },
		func() error { return retractIn(tx, Addenda, e) },
	} {
		if err := each(); err != nil {
			return e, err
		}
	}
	e.Status = EncounterError
	err = store.Retract(tx, Encounters, &e)
	return e, err
}

func retractIn[T any](tx *store.Tx, t *store.Table[T], e Encounter) error {
	list, err := store.Select(tx, t, "patient_id = ? AND encounter_id = ? AND retracted = 0", e.Patient, e.ID)
	if err != nil {
		return err
	}
	for i := range list {
		if err := store.Retract(tx, t, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// Reopen makes a new open visit out of a retracted one, for the same patient or, where it was the wrong one, for another: the
// note, and the observations, diagnoses, allergies, medicines and immunisations that were retracted together with it. The appointment goes along
// only with the same patient. The transaction is about both patients.
func Reopen(tx *store.Tx, id EncounterID, patient patients.ID) (Encounter, error) {
	old, err := store.Get(tx, Encounters, id)
	if err != nil {
		return old, err
	}
	if !old.Retracted {
		return old, store.Fail(store.Conflict, "error.chart.not_retracted")
	}
	e := Encounter{Patient: patient, Practitioner: old.Practitioner, Location: old.Location, Class: old.Class, Status: EncounterInProgress, Started: old.Started,
		Reason: old.Reason, Note: old.Note, Plan: old.Plan, FollowUp: old.FollowUp, Replaces: old.ID}
	if patient == old.Patient {
		e.Appointment = old.Appointment
	}
	if err := store.Insert(tx, Encounters, &e); err != nil {
		return e, err
	}
	to := Origin{Patient: patient, Encounter: e.ID, Practitioner: old.Practitioner, Location: old.Location}
	err = copyIn(tx, Observations, old, func(o *Observation) { o.ID, o.Meta, o.Origin = ObservationID{}, store.Meta{}, to })
	if err != nil {
		return e, err
	}
	err = copyIn(tx, Conditions, old, func(c *Condition) { c.ID, c.Meta, c.Origin = ConditionID{}, store.Meta{}, to })
	if err != nil {
		return e, err
	}
	err = copyIn(tx, AllergyIntolerances, old, func(a *AllergyIntolerance) { a.ID, a.Meta, a.Origin = AllergyID{}, store.Meta{}, to })
	if err != nil {
		return e, err
	}
	err = copyIn(tx, AllergyReviews, old, func(r *AllergyReview) { r.ID, r.Meta, r.Origin = store.ID[AllergyReview]{}, store.Meta{}, to })
	if err != nil {
		return e, err
	}
	err = copyIn(tx, MedicationStatements, old, func(m *MedicationStatement) { m.ID, m.Meta, m.Origin = StatementID{}, store.Meta{}, to })
	if err != nil {
		return e, err
	}
	err = copyIn(tx, Immunizations, old, func(i *Immunization) { i.ID, i.Meta, i.Origin = ImmunizationID{}, store.Meta{}, to })
	return e, err
}

// copyIn inserts again what one event retracted together with the visit; what was retracted before stays so.
func copyIn[T any](tx *store.Tx, t *store.Table[T], old Encounter, renew func(*T)) error {
	list, err := store.Select(tx, t, "patient_id = ? AND encounter_id = ? AND retracted = 1 AND device = ? AND sequence = ? ORDER BY id",
		old.Patient, old.ID, old.Device, old.Sequence)
	if err != nil {
		return err
	}
	for i := range list {
		renew(&list[i])
		if err := store.Insert(tx, t, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// notFuture records a problem where a day lies certainly after today.
func notFuture(problems *value.Problems, field string, day, today value.PartialDate) {
	if today.Before(day) {
		problems.Check(field, value.ErrDateFuture)
	}
}
