package patients

import (
	"context"
	"slices"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// patientModel reads one patient for the page. Its methods may be called on any goroutine.
type patientModel struct {
	session *session.Session
	id      patients.ID
}

// page is what the first look at a patient shows. What Clinical guards is empty for the desk, which may not read it.
type page struct {
	Patient   patients.Patient
	Allergies chart.AllergyList
	Balance   billing.Balance
	Coming    []schedule.Appointment // from today on, the soonest first
	People    people

	Clinical  bool
	Pregnant  bool
	Problems  []chart.Condition
	Told      []chart.MedicationStatement     // taken, from elsewhere
	Medicines []prescribing.MedicationRequest // prescribed here, and still to be taken
	Vitals    map[string][]chart.Observation
	Visits    []chart.TimelineEntry // the newest
}

// comingLimit is how many appointments are looked through for those to come.
const comingLimit = 40

// act is the act by which this person sees the patient: the chart, or who and where alone.
func (m *patientModel) act() action.Action {
	if m.session.May(action.OpenChart) {
		return action.OpenChart
	}
	return action.OpenPatient
}

// view reads about the patient.
func (m *patientModel) view(ctx context.Context, fn func(*store.Tx) error) error {
	return m.session.View(ctx, m.act(), fn, store.About(m.id))
}

// Load reads the page.
func (m *patientModel) Load(ctx context.Context) (page, error) {
	p := page{Clinical: m.act() == action.OpenChart}
	err := m.view(ctx, func(tx *store.Tx) (err error) {
		if p.Patient, err = patients.Get(tx, m.id); err != nil {
			return err
		}
		if p.Balance, err = billing.BalanceOf(tx, m.id); err != nil {
			return err
		}
		appointments, err := schedule.OfPatient(tx, m.id, comingLimit)
		if err != nil {
			return err
		}
		p.Coming = coming(appointments, m.session)
		if p.People, err = readPeople(tx, m.session); err != nil {
			return err
		}
		if !p.Clinical {
			p.Allergies, err = chart.Allergies(tx, m.id)
			return err
		}
		return m.loadChart(tx, &p)
	})
	return p, err
}

func (m *patientModel) loadChart(tx *store.Tx, p *page) error {
	summary, err := chart.Summarize(tx, m.id)
	if err != nil {
		return err
	}
	p.Allergies, p.Problems, p.Vitals, p.Visits = summary.Allergies, summary.Problems, summary.Vitals, summary.Encounters
	p.Told = slices.DeleteFunc(summary.Medications, func(t chart.MedicationStatement) bool { return t.Status == chart.Stopped })
	if p.Medicines, err = prescribing.Current(tx, m.id); err != nil {
		return err
	}
	pregnancy, err := chart.PregnancyOf(tx, m.id)
	p.Pregnant = pregnancy == chart.Pregnant
	return err
}

// coming keeps what is still to happen, the soonest first.
func coming(latestFirst []schedule.Appointment, s *session.Session) []schedule.Appointment {
	var list []schedule.Appointment
	for _, a := range latestFirst {
		if !a.Date.Before(s.Today()) && a.State != schedule.Cancelled && a.State != schedule.NoShow && a.State != schedule.Done {
			list = append(list, a)
		}
	}
	slices.Reverse(list)
	return list
}

// Retract marks a patient as entered in error: a registration that should not be. It returns Conflict where something hangs on the
// patient already; see free.
func (m *patientModel) Retract(ctx context.Context, version int64, reason string) error {
	return retractPatient(ctx, m.session, m.id, version, reason)
}

func retractPatient(ctx context.Context, s *session.Session, id patients.ID, version int64, reason string) error {
	m := &patientModel{s, id}
	if err := m.view(ctx, func(tx *store.Tx) error { return free(tx, id) }); err != nil {
		return err
	}
	return s.Update(ctx, action.RetractPatient, func(tx *store.Tx) error {
		_, err := patients.Retract(tx, id, version)
		return err
	}, store.About(id), store.Because(reason))
}

// free returns Conflict where a patient has appointments, visits or bills. An appointment stands before each visit.
func free(tx *store.Tx, id patients.ID) error {
	appointments, err := schedule.OfPatient(tx, id, 1)
	if err != nil {
		return err
	}
	bills, err := billing.OfPatient(tx, id)
	if err != nil {
		return err
	}
	if len(appointments) > 0 || len(bills) > 0 {
		return store.Fail(store.Conflict, "error.patients_screen.not_free")
	}
	return nil
}
