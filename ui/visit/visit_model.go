package visit

import (
	"context"
	"slices"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// visitModel reads and writes one visit. It holds no state of the page: its methods may be called on any goroutine.
type visitModel struct {
	session   *session.Session
	patient   patients.ID
	encounter chart.EncounterID
}

// page is all that the screen of a visit shows.
type page struct {
	Patient      patients.Patient
	Pregnant     bool
	Encounter    chart.Encounter
	Practitioner organization.Practitioner
	SignedBy     string
	Summary      chart.Summary
	Medicines    []prescribing.MedicationRequest // prescribed here and still to be taken, without those of this visit
	Repeatable   bool                            // there is an issued prescription to repeat
	Vitals       []chart.Observation             // of this visit
	Diagnoses    []chart.Condition               // of this visit
	Addenda      []chart.Addendum
	Draft        prescription   // what is being prescribed
	Issued       []prescription // what was
	Favourites   []prescribing.FormularyItem
	Bill         billing.Bill // zero: none
	Fees         []billing.Fee
	Papers       []documents.Item
	Record       sheet // the texts as the record has them
	Kept         kept  // what was typed and not saved
}

// prescription is one sheet with its lines and what the safety checks found.
type prescription struct {
	prescribing.Prescription
	Lines    []prescribing.MedicationRequest
	Findings []prescribing.Finding
}

// favouriteCount is how many favourites are offered as buttons.
const favouriteCount = 8

// begun is a visit that was started, or found open.
type begun struct {
	Encounter chart.Encounter
	New       bool
}

// Begin starts the visit of a patient who is here: the walk-in, the arrival and the start in one. Where a visit is open with this
// practitioner already, or an appointment of today waits, that is gone on with.
func (m *visitModel) Begin(ctx context.Context) (begun, error) {
	var b begun
	err := m.session.Update(ctx, action.StartVisit, func(tx *store.Tx) error {
		a := schedule.Appointment{Patient: m.patient, Practitioner: m.session.Practitioner.ID, Location: m.session.Location.ID}
		kinds, err := schedule.ActiveVisitTypes(tx)
		if err != nil {
			return err
		}
		if len(kinds) > 0 {
			a.VisitType = kinds[0].ID
		}
		b.Encounter, err = workflow.StartWalkInVisit(tx, a)
		b.New = b.Encounter.Started.Equal(tx.Now())
		return err
	}, store.About(m.patient))
	return b, err
}

// Abandon takes the beginning of a visit back in which nothing was written: the patient waits again, or where the walk-in was part of
// the beginning, was never here. It returns Conflict where something was written.
func (m *visitModel) Abandon(ctx context.Context) error {
	return m.session.Update(ctx, action.StartVisit, func(tx *store.Tx) error {
		p, err := m.read(tx, m.readNote, m.readPrescriptions)
		if err != nil {
			return err
		}
		if p.written() {
			return store.Fail(store.Conflict, "error.visit.not_empty")
		}
		if err := store.DropDraft(tx, m.draftName()); err != nil {
			return err
		}
		if _, err := chart.RetractEncounter(tx, m.encounter); err != nil {
			return err
		}
		a, err := schedule.Get(tx, p.Encounter.Appointment)
		if err != nil || a.State != schedule.WithDoctor {
			return err
		}
		if a, err = schedule.Undo(tx, a.ID, a.Version); err != nil || !a.WalkIn || !a.ArrivedAt.Equal(p.Encounter.Started) {
			return err
		}
		_, err = workflow.UndoArrival(tx, a.ID, a.Version)
		return err
	}, store.About(m.patient))
}

// written tells whether anything stands in the visit.
func (p page) written() bool {
	blank := sheetOf(chart.Encounter{Reason: p.Encounter.Reason}, nil, 0)
	return !p.Record.equal(blank) || len(p.Diagnoses)+len(p.Draft.Lines)+len(p.Issued) > 0
}

// Load reads the visit, and what was typed in it and not saved.
func (m *visitModel) Load(ctx context.Context) (page, error) {
	var p page
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) (err error) {
		p, err = m.read(tx, m.readPatient, m.readNote, m.readPrescriptions, m.readMoney)
		return err
	}, store.About(m.patient))
	if err != nil || p.Encounter.Status != chart.EncounterInProgress {
		return p, err
	}
	p.Kept, err = m.readDraft(ctx, p)
	return p, err
}

// read reads the visit and parts of what is shown with it.
func (m *visitModel) read(tx *store.Tx, parts ...func(*store.Tx, *page) error) (p page, err error) {
	if p.Encounter, err = store.Get(tx, chart.Encounters, m.encounter); err != nil {
		return p, err
	}
	if p.Encounter.Patient != m.patient {
		return p, store.Fail(store.NotFound, "error.store.not_found")
	}
	for _, part := range parts {
		if err := part(tx, &p); err != nil {
			return p, err
		}
	}
	p.Record = sheetOf(p.Encounter, p.Vitals, m.session.Settings.DateOrder)
	return p, nil
}

// readPatient reads who it is, and what is known.
func (m *visitModel) readPatient(tx *store.Tx, p *page) (err error) {
	if p.Patient, err = patients.Get(tx, m.patient); err != nil {
		return err
	}
	if p.Summary, err = chart.Summarize(tx, m.patient); err != nil {
		return err
	}
	p.Summary.Medications = slices.DeleteFunc(p.Summary.Medications, func(s chart.MedicationStatement) bool { return s.Status == chart.Stopped })
	pregnancy, err := chart.PregnancyOf(tx, m.patient)
	p.Pregnant = pregnancy == chart.Pregnant
	return err
}

// readNote reads what stands in this visit beside its texts. Of a retracted visit it reads what was retracted with it.
func (m *visitModel) readNote(tx *store.Tx, p *page) (err error) {
	e := p.Encounter
	if p.Practitioner, err = store.Get(tx, organization.Practitioners, e.Practitioner); err != nil {
		return err
	}
	if !e.SignedBy.IsZero() {
		user, err := organization.UserOf(tx, e.SignedBy)
		if err != nil {
			return err
		}
		p.SignedBy = user.Name()
	}
	where, args := "patient_id = ? AND encounter_id = ? AND retracted = ?", []any{e.Patient, e.ID, e.Retracted}
	if p.Vitals, err = store.Select(tx, chart.Observations, where+" AND category = ? ORDER BY id", append(args, chart.VitalSigns)...); err != nil {
		return err
	}
	if p.Diagnoses, err = store.Select(tx, chart.Conditions, where+" AND category = ? ORDER BY id", append(args, chart.EncounterDiagnosis)...); err != nil {
		return err
	}
	p.Addenda, err = store.Select(tx, chart.Addenda, where+" ORDER BY id", args...)
	return err
}

// readPrescriptions reads what is prescribed in the visit, and what the patient takes already.
func (m *visitModel) readPrescriptions(tx *store.Tx, p *page) (err error) {
	list, err := prescribing.OfEncounter(tx, m.encounter)
	if err != nil {
		return err
	}
	for _, sheet := range list {
		full, err := readPrescription(tx, sheet)
		if err != nil {
			return err
		}
		if sheet.Status == prescribing.PrescriptionDraft {
			p.Draft = full
		} else {
			p.Issued = append(p.Issued, full)
		}
	}
	if p.Medicines, err = prescribing.Current(tx, m.patient); err != nil {
		return err
	}
	history, err := prescribing.History(tx, m.patient, 20)
	if err != nil {
		return err
	}
	p.Repeatable = slices.ContainsFunc(history, func(rx prescribing.Prescription) bool { return rx.Status == prescribing.PrescriptionActive })
	p.Favourites, err = prescribing.Favourites(tx, p.Encounter.Practitioner, favouriteCount)
	return err
}

// readPrescription reads the lines of a sheet; a draft is checked.
func readPrescription(tx *store.Tx, sheet prescribing.Prescription) (prescription, error) {
	full := prescription{Prescription: sheet}
	var err error
	if full.Lines, err = prescribing.Lines(tx, sheet.ID); err != nil || sheet.Status != prescribing.PrescriptionDraft {
		return full, err
	}
	full.Findings, err = prescribing.Check(tx, sheet.ID)
	return full, err
}

// readMoney reads what is to be paid, and the papers of the visit.
func (m *visitModel) readMoney(tx *store.Tx, p *page) (err error) {
	if p.Fees, err = billing.FeeList(tx); err != nil {
		return err
	}
	bill, found, err := billing.OfVisit(tx, p.Encounter.Appointment, m.encounter)
	if err != nil {
		return err
	}
	subjects := []store.RawID{}
	if found {
		p.Bill = bill
		subjects = append(subjects, bill.Invoice.ID.Raw())
	}
	for _, rx := range p.Issued {
		subjects = append(subjects, rx.Prescription.ID.Raw())
	}
	for _, subject := range subjects {
		papers, err := documents.OfSubject(tx, subject)
		if err != nil {
			return err
		}
		p.Papers = append(p.Papers, papers...)
	}
	return nil
}

// kept is what was typed in a visit and not saved.
type kept struct {
	Sheet   sheet             // nil: nothing
	Clashes map[string]string // fields that somebody else changed meanwhile, with the text that stands there
	When    time.Time
}
