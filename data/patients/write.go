package patients

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// Register keeps a new patient: it allots the number, and makes the patient active and findable. It returns Invalid with all
// problems. Whether the patient is here already is a question for Duplicates, asked before.
func Register(tx *store.Tx, p Patient) (Patient, error) {
	p = p.cleaned()
	number, err := organization.NextNumber(tx, organization.SeriesPatient)
	if err != nil {
		return p, err
	}
	p.ID, p.Meta, p.Number, p.Active = ID{}, store.Meta{}, number, true
	if err := checkAgainstToday(tx, p); err != nil {
		return p, err
	}
	if err := store.Insert(tx, Patients, &p); err != nil {
		return p, err
	}
	return p, addToIndex(tx, p)
}

// Correct keeps a changed patient; p.Version is the one that was read. The number stays. It returns Conflict where somebody
// changed the patient meanwhile, or the patient was entered in error.
func Correct(tx *store.Tx, p Patient) (Patient, error) {
	p = p.cleaned()
	old, err := store.Get(tx, Patients, p.ID)
	if err != nil {
		return p, err
	}
	if old.Retracted {
		return p, store.Fail(store.Conflict, "error.patients.retracted")
	}
	if old.Number != p.Number {
		return p, store.FailField("number", "error.patients.number_fixed")
	}
	p.Retracted = false
	if err := checkAgainstToday(tx, p); err != nil {
		return p, err
	}
	if err := store.Update(tx, Patients, &p); err != nil {
		return p, err
	}
	return p, replaceInIndex(tx, p)
}

// Retract marks a patient as entered in error: a registration that should not be. It stays readable, and is found only by a
// query that asks for such. The act says why. What hangs on the patient is for the caller to look at first.
func Retract(tx *store.Tx, id ID, version int64) (Patient, error) {
	p, err := store.Get(tx, Patients, id)
	if err != nil {
		return p, err
	}
	if p.Retracted {
		return p, store.Fail(store.Conflict, "error.patients.retracted")
	}
	p.Version = version
	if err := store.Retract(tx, Patients, &p); err != nil {
		return p, err
	}
	return p, replaceInIndex(tx, p)
}

// Get returns a patient, entered in error or not; NotFound where there is none.
func Get(tx *store.Tx, id ID) (Patient, error) { return store.Get(tx, Patients, id) }

// Seen moves a patient to the top of the list of recent ones: whoever runs the day calls it when a visit begins.
func Seen(tx *store.Tx, id ID) error {
	return tx.Exec(action.ScheduleWrite, `UPDATE patient_index SET recent = max(recent, ?) WHERE patient_id = ?`, tx.Now().UnixMilli(), id)
}

// checkAgainstToday returns everything that Validate finds, and the dates that lie after the practice's today.
func checkAgainstToday(tx *store.Tx, p Patient) error {
	today, _, err := organization.Today(tx)
	if err != nil {
		return err
	}
	var problems value.Problems
	problems.Check("", p.Validate())
	problems.Check("", p.checkDays(today))
	if err := problems.Err(); err != nil {
		return &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: err}
	}
	return nil
}
