package workflow

import (
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
)

// Finish says how a visit ends.
type Finish struct {
	Encounter chart.EncounterID
	Version   int64 // of the encounter, as the doctor saw it
	// Pay takes the whole bill at once, for a doctor who works alone; "" leaves it to the desk.
	Pay billing.Method
}

// Finished is what came of it.
type Finished struct {
	Encounter     chart.Encounter
	Prescriptions []prescribing.Prescription
	Bill          billing.Bill // issued where it was paid, otherwise the desk's draft; without lines where nothing is charged
	Paid          billing.Taken
	Documents     []documents.Document // issued, not yet printed
}

// FinishVisit signs the note, issues and freezes each prescription of the visit, sends the patient to the desk with the bill, or takes
// the usual fee, all in one transaction: after a power cut at any point the visit is either finished or still the draft it was.
//
// It returns what prescribing.Issue, billing.Issue and the press return; Conflict where the note changed since it was read.
func FinishVisit(tx *store.Tx, press documents.Press, f Finish) (Finished, error) {
	at, err := here(tx)
	if err != nil {
		return Finished{}, err
	}
	// Prescriptions first: once the note is signed, nothing of the visit can change any more.
	var done Finished
	if err := at.issuePrescriptions(tx, press, f.Encounter, &done); err != nil {
		return done, err
	}
	if done.Encounter, err = chart.Sign(tx, f.Encounter, f.Version); err != nil {
		return done, err
	}
	if err := at.settle(tx, press, f, &done); err != nil {
		return done, err
	}
	return done, sendOn(tx, done, f.Pay != "")
}

// issuePrescriptions issues every draft of the visit that has lines, and gives up the empty ones.
func (p place) issuePrescriptions(tx *store.Tx, press documents.Press, visit chart.EncounterID, done *Finished) error {
	list, err := prescribing.OfEncounter(tx, visit)
	if err != nil {
		return err
	}
	for _, rx := range list {
		if rx.Status != prescribing.PrescriptionDraft {
			continue
		}
		lines, err := prescribing.Lines(tx, rx.ID)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			if err := prescribing.Discard(tx, rx.ID); err != nil {
				return err
			}
			continue
		}
		issued, paper, err := p.issuePrescription(tx, press, rx)
		if err != nil {
			return err
		}
		done.Prescriptions, done.Documents = append(done.Prescriptions, issued), append(done.Documents, paper)
	}
	return nil
}

func (p place) issuePrescription(tx *store.Tx, press documents.Press, rx prescribing.Prescription) (prescribing.Prescription, documents.Document, error) {
	issued, err := prescribing.Issue(tx, rx.ID, rx.Version)
	if err != nil {
		return rx, documents.Document{}, err
	}
	facts, err := p.prescription(tx, issued)
	if err != nil {
		return issued, documents.Document{}, err
	}
	subject := documents.Subject{Patient: issued.Patient, Practitioner: issued.Practitioner, Location: issued.Location,
		Type: prescribing.Prescriptions.Number, Record: issued.ID.Raw()}
	old := documents.DocumentID{}
	if !issued.Replaces.IsZero() {
		if old, err = paperOf(tx, issued.Replaces); err != nil {
			return issued, documents.Document{}, err
		}
	}
	var paper documents.Document
	if old.IsZero() {
		paper, err = documents.Issue(tx, press, documents.Prescription, facts, subject)
	} else {
		paper, err = documents.Reissue(tx, press, old, documents.Prescription, facts, subject)
	}
	return issued, paper, err
}

// IssuePrescription issues a prescription outside a visit's end: a repeat on the telephone, or one that replaces a void one.
func IssuePrescription(tx *store.Tx, press documents.Press, rx prescribing.Prescription) (prescribing.Prescription, documents.Document, error) {
	at, err := here(tx)
	if err != nil {
		return rx, documents.Document{}, err
	}
	return at.issuePrescription(tx, press, rx)
}

// settle finds or starts the bill of the visit, and where the fee is taken at once, issues and pays it.
func (p place) settle(tx *store.Tx, press documents.Press, f Finish, done *Finished) error {
	e := done.Encounter
	bill, found, err := billing.OfVisit(tx, e.Appointment, e.ID)
	if err != nil {
		return err
	}
	switch {
	case !found && e.Appointment.IsZero():
		return nil // nobody has said what is to be paid: a call at home, a letter
	case !found:
		a, err := schedule.Get(tx, e.Appointment)
		if err != nil {
			return err
		}
		if bill, err = draftBill(tx, a, e.ID); err != nil {
			return err
		}
	case bill.Status == billing.Draft && bill.Encounter.IsZero():
		bill.Encounter = e.ID
		if bill, err = billing.Change(tx, bill.Invoice); err != nil {
			return err
		}
	}
	done.Bill = bill
	if f.Pay == "" || len(bill.Lines) == 0 {
		return nil
	}
	if bill.Status == billing.Draft {
		issued, err := p.issueInvoice(tx, bill.Invoice)
		if err != nil {
			return err
		}
		bill = issued
	}
	account, err := billing.AccountOf(tx, bill.ID)
	if err != nil {
		return err
	}
	done.Bill = bill
	if due := account.Balance(); due.Minor > 0 {
		pay := billing.Payment{Patient: e.Patient, Location: e.Location, Practitioner: e.Practitioner, Method: f.Pay, Amount: billing.Minor(due.Minor)}
		taken, paper, err := p.takePayment(tx, press, pay, bill.ID)
		if err != nil {
			return err
		}
		done.Paid, done.Documents = taken, append(done.Documents, paper)
	}
	paper, err := p.paperOfInvoice(tx, press, bill)
	if err != nil {
		return err
	}
	done.Documents = append(done.Documents, paper)
	return nil
}

// sendOn moves the appointment to the desk, and past it where nothing is left to do there.
func sendOn(tx *store.Tx, done Finished, paid bool) error {
	id := done.Encounter.Appointment
	if id.IsZero() {
		return nil
	}
	a, err := schedule.Get(tx, id)
	if err != nil || a.State != schedule.WithDoctor {
		return err
	}
	if a, err = schedule.Finish(tx, id, a.Version); err != nil || !paid {
		return err
	}
	_, err = schedule.Close(tx, id, a.Version)
	return err
}
