// Package workflow holds the acts that cross rooms, each one transaction: arrive, begin and finish a visit, undo it, bill and take
// payment with its papers, start for real. Whatever fails leaves everything as it was.
package workflow

import (
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/value"
)

// place is what every paper of a practice needs.
type place struct {
	practice organization.Practice
	chosen   bool // somebody chose the paper
	today    value.PartialDate
	logo     []byte
	heads    []documents.Practitioner // on the letterhead, where everyone is listed
	accepted accepted                 // of the sentences of the practice's own language
}

func here(tx *store.Tx) (place, error) {
	practice, err := organization.Current(tx)
	if err != nil {
		return place{}, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return place{}, err
	}
	p := place{practice: practice, today: today}
	return p, p.read(tx)
}

// Arrived is a patient who is here, with the bill that the desk goes on with.
type Arrived struct {
	Appointment schedule.Appointment
	Warnings    []schedule.Warning
	Bill        billing.Bill
}

// Arrive marks a booked patient as here, gives out the token of the day and starts the bill from the kind of visit.
func Arrive(tx *store.Tx, id schedule.AppointmentID, version int64) (Arrived, error) {
	a, err := schedule.Arrive(tx, id, version)
	if err != nil {
		return Arrived{}, err
	}
	bill, err := draftBill(tx, a, chart.EncounterID{})
	return Arrived{Appointment: a, Bill: bill}, err
}

// WalkIn is Arrive for a patient without an appointment.
func WalkIn(tx *store.Tx, a schedule.Appointment) (Arrived, error) {
	a, warnings, err := schedule.WalkIn(tx, a)
	if err != nil {
		return Arrived{}, err
	}
	bill, err := draftBill(tx, a, chart.EncounterID{})
	return Arrived{Appointment: a, Warnings: warnings, Bill: bill}, err
}

// ComeIn marks a patient as here who stands at the desk: on today's appointment where there is one, with whomever it is, otherwise
// without one, as a walk-in of a. Who is here already keeps the token: then the answer is Invalid, on the field "patient".
func ComeIn(tx *store.Tx, a schedule.Appointment) (Arrived, error) {
	today, _, err := organization.Today(tx)
	if err != nil {
		return Arrived{}, err
	}
	list, err := store.Select(tx, schedule.Appointments, "patient_id = ? AND date = ? AND retracted = 0 ORDER BY minute", a.Patient, today)
	if err != nil {
		return Arrived{}, err
	}
	var booked *schedule.Appointment
	for i, of := range list {
		switch of.State {
		case schedule.Arrived, schedule.WithNurse, schedule.WithDoctor:
			return Arrived{}, store.FailField("patient", "error.workflow.already_here")
		case schedule.Booked:
			if booked == nil {
				booked = &list[i]
			}
		}
	}
	if booked != nil {
		return Arrive(tx, booked.ID, booked.Version)
	}
	return WalkIn(tx, a)
}

// UndoArrival takes an arrival back: the appointment is booked again, or retracted where the patient walked in, and an unissued bill
// is given up. Conflict once the doctor has begun.
func UndoArrival(tx *store.Tx, id schedule.AppointmentID, version int64) (schedule.Appointment, error) {
	a, err := schedule.Get(tx, id)
	if err != nil {
		return a, err
	}
	if a.WalkIn {
		a, err = schedule.Retract(tx, id, version)
	} else {
		a, err = schedule.Undo(tx, id, version)
	}
	if err != nil {
		return a, err
	}
	bill, found, err := billing.OfVisit(tx, id, chart.EncounterID{})
	if err != nil || !found || bill.Status != billing.Draft {
		return a, err
	}
	return a, billing.Discard(tx, bill.Invoice)
}

// draftBill starts the bill of a visit from the fee of its kind. A kind without a fee, or one whose fee has left the list, begins
// with an empty bill: nobody should be stopped at the door by it.
func draftBill(tx *store.Tx, a schedule.Appointment, encounter chart.EncounterID) (billing.Bill, error) {
	fee := ""
	if !a.VisitType.IsZero() {
		kind, err := store.Get(tx, schedule.VisitTypes, a.VisitType)
		if err != nil {
			return billing.Bill{}, err
		}
		fee = kind.FeeCode
	}
	invoice := billing.Invoice{Patient: a.Patient, Encounter: encounter, Appointment: a.ID, Practitioner: a.Practitioner, Location: a.Location}
	bill, err := billing.DraftForVisit(tx, invoice, fee)
	if store.CodeOf(err) == store.NotFound {
		return billing.DraftForVisit(tx, invoice, "")
	}
	return bill, err
}

// StartVisit begins the visit of an appointment: the patient is with the doctor, and the note is open. A visit that was begun is
// gone on with.
func StartVisit(tx *store.Tx, id schedule.AppointmentID, version int64) (chart.Encounter, error) {
	open, err := store.Select(tx, chart.Encounters, "appointment_id = ? AND retracted = 0 ORDER BY id DESC LIMIT 1", id)
	if err != nil {
		return chart.Encounter{}, err
	}
	if len(open) > 0 {
		return open[0], nil
	}
	a, err := schedule.Get(tx, id)
	if err != nil {
		return chart.Encounter{}, err
	}
	if a.State == schedule.Booked {
		arrived, err := Arrive(tx, id, version)
		if err != nil {
			return chart.Encounter{}, err
		}
		a, version = arrived.Appointment, arrived.Appointment.Version
	}
	if a, err = schedule.Start(tx, id, version); err != nil {
		return chart.Encounter{}, err
	}
	return chart.Start(tx, chart.Encounter{Patient: a.Patient, Practitioner: a.Practitioner, Location: a.Location, Appointment: a.ID, Reason: a.Reason})
}

// StartWalkInVisit begins the visit of a patient who is simply there: walk-in, arrival and start in one. A visit of the patient that
// is open with the same practitioner is gone on with, and so is an appointment of today.
func StartWalkInVisit(tx *store.Tx, a schedule.Appointment) (chart.Encounter, error) {
	if e, open, err := openVisit(tx, a.Patient, a.Practitioner); err != nil || open {
		return e, err
	}
	today, _, err := organization.Today(tx)
	if err != nil {
		return chart.Encounter{}, err
	}
	waiting, err := store.Select(tx, schedule.Appointments, `patient_id = ? AND date = ? AND practitioner_id = ? AND retracted = 0
		AND state IN ('booked', 'arrived', 'with_nurse') ORDER BY minute LIMIT 1`, a.Patient, today, a.Practitioner)
	if err != nil {
		return chart.Encounter{}, err
	}
	if len(waiting) > 0 {
		return StartVisit(tx, waiting[0].ID, waiting[0].Version)
	}
	arrived, err := WalkIn(tx, a)
	if err != nil {
		return chart.Encounter{}, err
	}
	return StartVisit(tx, arrived.Appointment.ID, arrived.Appointment.Version)
}

// openVisit returns the visit of a patient that is open with a practitioner, and whether there is one.
func openVisit(tx *store.Tx, patient patients.ID, with organization.PractitionerID) (chart.Encounter, bool, error) {
	list, err := chart.Open(tx, patient)
	for _, e := range list {
		if e.Practitioner == with {
			return e, true, nil
		}
	}
	return chart.Encounter{}, false, err
}

// identity is a patient as a paper names them.
func (p place) identity(tx *store.Tx, id patients.ID) (documents.PatientIdentity, error) {
	patient, err := patients.Get(tx, id)
	if err != nil {
		return documents.PatientIdentity{}, err
	}
	who := documents.PatientIdentity{Name: patient.Name, Number: patient.Number, BirthDate: patient.BirthDate, BirthDateEstimated: patient.BirthDateEstimated,
		Sex: patient.Gender, Address: addressLines(patient), Relation: p.relation(patient)}
	if who.Name.IsZero() {
		key, args := patients.Label(patient.Gender, patient.BirthDate, p.today)
		who.Name.Text = p.text(key, args...)
	}
	return who, nil
}

// day is the practice's civil date of an instant.
func (p place) day(at time.Time) value.PartialDate {
	zone, err := value.LoadZone(p.practice.Zone)
	if err != nil {
		zone = time.UTC
	}
	return value.DateOf(at.In(zone))
}
