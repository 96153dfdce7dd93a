package workflow

import (
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/store"
)

// Lacks returns what a paper about a patient would lack by the law of the practice's country, the grave ones first, before it is issued. A
// practitioner of zero leaves the practitioner's fields out. list are the lines of a prescription.
func Lacks(tx *store.Tx, sheet organization.Sheet, patient patients.ID, practitioner organization.PractitionerID, list ...prescribing.MedicationRequest) ([]organization.Lacking, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return nil, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return nil, err
	}
	known := organization.Known{Practice: practice, Controlled: controlled(list), Reasons: true}
	for _, m := range list {
		if m.BrandOnly() {
			known.Brand, known.Reasons = true, known.Reasons && m.BrandReason != ""
		}
	}
	if !practitioner.IsZero() {
		if known.Practitioner, err = store.Get(tx, organization.Practitioners, practitioner); err != nil {
			return nil, err
		}
	}
	who, err := patients.Get(tx, patient)
	if err != nil {
		return nil, err
	}
	known.Patient = &organization.KnownPatient{Name: !who.Name.IsZero(), Address: len(addressLines(who)) > 0, BirthDate: !who.BirthDate.IsZero()}
	if known.Patient.BirthDate {
		known.Patient.AgeYears = who.BirthDate.Age(today).Years
	}
	var lacking []organization.Lacking
	for _, l := range organization.Lacks(sheet, known) {
		// Nobody is held up by a line that was written from memory, unless the paper would be worth nothing.
		if (l.Verified || l.Void) && (l.Filled != organization.InPeople || !practitioner.IsZero()) {
			lacking = append(lacking, l)
		}
	}
	return lacking, nil
}
