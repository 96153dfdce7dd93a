package patients

import (
	"context"
	"maps"
	"slices"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// firstDocuments is how many papers are read at first; a thousand visits make about two thousand.
const firstDocuments = 60

// issued is one paper of a patient, and who issued it.
type issued struct {
	documents.Item
	By string
}

// Documents reads the issued papers, newest first, at most limit; 0 means all.
func (m *patientModel) Documents(ctx context.Context, limit int) ([]issued, error) {
	var list []issued
	err := m.view(ctx, func(tx *store.Tx) error {
		items, err := documents.OfPatient(tx, m.id, limit)
		if err != nil {
			return err
		}
		who, err := readPeople(tx, m.session)
		for _, d := range items {
			list = append(list, issued{d, who.user(d.IssuedBy)})
		}
		return err
	})
	return list, err
}

// Bills reads every bill and credit note, newest first.
func (m *patientModel) Bills(ctx context.Context) ([]billing.Account, error) {
	var list []billing.Account
	err := m.view(ctx, func(tx *store.Tx) (err error) {
		list, err = billing.OfPatient(tx, m.id)
		return err
	})
	return list, err
}

// booked is an appointment, whom it is with, and what kind of visit.
type booked struct {
	schedule.Appointment
	With, Kind string
}

// Appointments reads them all, the latest first.
func (m *patientModel) Appointments(ctx context.Context) ([]booked, error) {
	var list []booked
	err := m.view(ctx, func(tx *store.Tx) error {
		appointments, err := schedule.OfPatient(tx, m.id, 0)
		if err != nil {
			return err
		}
		kinds, err := schedule.AllVisitTypes(tx)
		if err != nil {
			return err
		}
		names := map[schedule.VisitTypeID]string{}
		for _, k := range kinds {
			names[k.ID] = k.Name
		}
		seenBy := map[organization.PractitionerID]bool{}
		for _, a := range appointments {
			seenBy[a.Practitioner] = true
		}
		who, err := readPeople(tx, m.session, slices.Collect(maps.Keys(seenBy))...)
		for _, a := range appointments {
			list = append(list, booked{a, who.practitioners[a.Practitioner], names[a.VisitType]})
		}
		return err
	})
	return list, err
}

// opening is one line of "who opened this chart".
type opening struct {
	When, Who, Role, What, Why string
	Refused                    bool
}

// openingLimit is how many of the newest are shown.
const openingLimit = 1000

// OpenedBy reads who opened or wrote this chart, newest first. The question is itself in the answer, next time.
func (m *patientModel) OpenedBy(ctx context.Context) ([]opening, error) {
	s := m.session
	var list []opening
	err := s.View(ctx, action.ReadOpenedBy, func(tx *store.Tx) error {
		who, err := readPeople(tx, s)
		if err != nil {
			return err
		}
		events, err := store.Audit(tx, store.AuditQuery{Patient: m.id.Raw(), Limit: openingLimit})
		for _, e := range events {
			list = append(list, opening{When: s.Moment(e.Recorded.Time()), Who: who.user(e.User), Role: s.Text("patients_screen.role." + string(e.Role)),
				What: actText(s, e.Action), Why: e.Reason, Refused: e.Outcome == "denied"})
		}
		return err
	}, store.About(m.id))
	return list, err
}

// toldActs are the acts that have words of their own here: those that can be about one patient.
var toldActs = []action.Action{action.RegisterPatient, action.OpenPatient, action.CorrectPatient, action.RetractPatient, action.Book, action.ChangeBooking,
	action.Arrive, action.StartVisit, action.OpenChart, action.WriteChart, action.RetractChart, action.Prescription, action.FinishVisit, action.AmendVisit, action.UndoVisit, action.Bill,
	action.TakePayment, action.Refund, action.CreditInvoice, action.ReadDocument, action.PrintDocument, action.HandOverDocument, action.VoidDocument,
	action.ExportChart, action.IssueFromChart, action.ReadOpenedBy, action.LoadDemo, action.WriteLetter,
	action.IssueStatement, action.PrintSchedule, action.PrintDowntime, action.PrintDisclosures}

// actText says what was done.
func actText(s *session.Session, act action.Action) string {
	if slices.Contains(toldActs, act) {
		return s.Text("patients_screen.act." + string(act))
	}
	return s.Text("patients_screen.act.another")
}

// change is one line of "who changed what": a field, what it was and what it became.
type change struct {
	When, Who, What, Why   string
	Field, Before, Becomes string
}

// History reads who changed what about who and where the patient is, newest first. The first line is the registration.
func (m *patientModel) History(ctx context.Context) ([]change, error) {
	s := m.session
	var list []change
	err := m.view(ctx, func(tx *store.Tx) error {
		who, err := readPeople(tx, s)
		if err != nil {
			return err
		}
		versions, err := store.History(tx, patients.Patients, m.id)
		if err != nil {
			return err
		}
		for i, v := range versions {
			c := change{When: s.Moment(v.At), Who: who.user(v.User), What: actText(s, action.Action(v.Action)), Why: v.Reason}
			switch {
			case v.Erased:
				c.Field = s.Text("patients_screen.erased")
				list = append(list, c)
			case i == 0:
				c.Becomes = nameOf(s, v.Row)
				list = append(list, c)
			case versions[i-1].Erased:
				list = append(list, c)
			default:
				list = append(list, differences(s, c, versions[i-1].Row, v.Row)...)
			}
		}
		return nil
	})
	slices.Reverse(list)
	return list, err
}

// differences are the fields in which two states of a patient differ.
func differences(s *session.Session, c change, before, after patients.Patient) []change {
	was, is := valuesOf(before, s.Settings.DateOrder), valuesOf(after, s.Settings.DateOrder)
	var list []change
	for _, field := range fields {
		if was[field] != is[field] {
			one := c
			one.Field, one.Before, one.Becomes = s.Text(labelKeys[field]), fieldText(s, field, was[field]), fieldText(s, field, is[field])
			list = append(list, one)
		}
	}
	if before.Unidentified != after.Unidentified {
		one := c
		one.Field, one.Before, one.Becomes = s.Text("patients_screen.field.known"), knownText(s, before), knownText(s, after)
		list = append(list, one)
	}
	if len(list) == 0 {
		list = append(list, c)
	}
	return list
}

func knownText(s *session.Session, p patients.Patient) string {
	if p.Unidentified {
		return s.Text("patients_screen.no")
	}
	return s.Text("patients_screen.yes")
}
