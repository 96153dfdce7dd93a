package workflow

import (
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
)

// Undone is what came of taking a finished visit back.
type Undone struct {
	Reopened chart.Encounter            // the draft to go on with, perhaps on another patient
	Voided   []prescribing.Prescription // whose paper must be asked back from the patient
	Credited []Billed                   // what the visit had cost
	// OnAccount: money that had been paid for the visit is now credit of the first patient, to be carried over or paid back.
	OnAccount bool
}

// UndoVisit takes a finished visit back in one act, for the reason that the transaction gives: note and findings are entered in
// error, its prescriptions and letters void, its bill credited or given up, what was paid is credit on the patient's account. The visit reopens
// as a draft with everything that was in it, on the same patient or on onto: then the transaction is about both.
//
// It returns Conflict for a visit that is not finished or was taken back before.
func UndoVisit(tx *store.Tx, press documents.Press, id chart.EncounterID, onto patients.ID) (Undone, error) {
	at, err := here(tx)
	if err != nil {
		return Undone{}, err
	}
	e, err := store.Get(tx, chart.Encounters, id)
	if err != nil {
		return Undone{}, err
	}
	if e.Status != chart.EncounterFinished || e.Retracted {
		return Undone{}, store.Fail(store.Conflict, "error.workflow.not_finished")
	}
	if onto.IsZero() {
		onto = e.Patient
	}
	written, err := prescribing.OfEncounter(tx, id)
	if err != nil {
		return Undone{}, err
	}
	var done Undone
	if done.Voided, err = voidPrescriptions(tx, e); err != nil {
		return done, err
	}
	if err := voidLetters(tx, e); err != nil {
		return done, err
	}
	if err := at.takeBackBills(tx, press, e, &done); err != nil {
		return done, err
	}
	if _, err := chart.RetractEncounter(tx, id); err != nil {
		return done, err
	}
	if done.Reopened, err = chart.Reopen(tx, id, onto); err != nil {
		return done, err
	}
	to := chart.Origin{Patient: onto, Encounter: done.Reopened.ID}
	for _, rx := range written {
		if rx.Status != prescribing.PrescriptionActive {
			continue
		}
		if _, err := prescribing.Copy(tx, rx.ID, to); err != nil {
			return done, err
		}
	}
	return done, stepBack(tx, e, onto == e.Patient)
}

// voidPrescriptions voids what was prescribed in the visit, and its papers.
func voidPrescriptions(tx *store.Tx, e chart.Encounter) ([]prescribing.Prescription, error) {
	voided, err := prescribing.VoidEncounter(tx, e.ID)
	if err != nil {
		return nil, err
	}
	for _, rx := range voided {
		papers, err := documents.OfSubject(tx, rx.ID.Raw())
		if err != nil {
			return nil, err
		}
		for _, paper := range papers {
			if paper.Status != documents.Current {
				continue
			}
			if _, err := documents.MarkVoid(tx, paper.ID, tx.Reason()); err != nil {
				return nil, err
			}
		}
	}
	return voided, nil
}

// takeBackBills credits what was issued for the visit and gives up what was not.
func (p place) takeBackBills(tx *store.Tx, press documents.Press, e chart.Encounter, done *Undone) error {
	bills, err := billsOf(tx, e)
	if err != nil {
		return err
	}
	for _, b := range bills {
		if b.Status == billing.Draft {
			if err := billing.Discard(tx, b.Invoice); err != nil {
				return err
			}
			continue
		}
		done.OnAccount = done.OnAccount || b.Paid > 0
		note, err := p.creditInvoice(tx, press, b.Invoice.ID)
		if err != nil {
			return err
		}
		done.Credited = append(done.Credited, note)
	}
	return nil
}

// stepBack puts the appointment back: with the doctor where the visit goes on, and to waiting where it was somebody else's.
func stepBack(tx *store.Tx, e chart.Encounter, goesOn bool) error {
	if e.Appointment.IsZero() {
		return nil
	}
	until := schedule.WithDoctor
	if !goesOn {
		until = schedule.Arrived
	}
	a, err := schedule.Get(tx, e.Appointment)
	for err == nil && a.State != until && a.State != schedule.Booked && a.State != schedule.WithNurse {
		a, err = schedule.Undo(tx, a.ID, a.Version)
	}
	return err
}
