package today

import (
	"context"
	"slices"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// longWait is from when on a wait, or an appointment that nobody came for, is shown as one to see to.
const longWait = 30 * time.Minute

// day is the board as the record holds it at one moment.
type day struct {
	Date      value.PartialDate
	Rows      []schedule.Row
	Kinds     map[schedule.VisitTypeID]schedule.VisitType
	People    []organization.Practitioner // who can be booked
	Allergies map[patients.ID]chart.AllergyList
	Balances  map[patients.ID]billing.Balance
	Bills     map[schedule.AppointmentID]dues // of those who are to pay
	ToPrint   int                             // papers that wait for a printer
}

// dues is what is left to pay for one visit.
type dues struct {
	Invoice billing.InvoiceID
	Left    value.Money
}

// model is the board for one person. Read, Take, TakeBack and Begin may be called on any goroutine; the rest belongs to the window's.
type model struct {
	session *session.Session
	sees    bool // the person sees patients, rather than receives them
	whose   organization.PractitionerID
	day     day
}

func newModel(s *session.Session) *model {
	m := &model{session: s, sees: s.May(action.StartVisit)}
	if m.sees {
		m.whose = s.Practitioner.ID // a doctor's own patients first; all are one choice away
	}
	return m
}

// Read reads the board of today.
func (m *model) Read(ctx context.Context) (day, error) {
	d := day{Kinds: map[schedule.VisitTypeID]schedule.VisitType{}, Allergies: map[patients.ID]chart.AllergyList{}, Bills: map[schedule.AppointmentID]dues{}}
	err := m.session.View(ctx, action.ReadSchedule, func(tx *store.Tx) error {
		var err error
		if d.Date, _, err = organization.Today(tx); err != nil {
			return err
		}
		if d.Rows, err = schedule.Board(tx, d.Date, organization.LocationID{}); err != nil {
			return err
		}
		if d.People, err = organization.ActivePractitioners(tx); err != nil {
			return err
		}
		kinds, err := schedule.AllVisitTypes(tx)
		if err != nil {
			return err
		}
		for _, k := range kinds {
			d.Kinds[k.ID] = k
		}
		if d.ToPrint, err = documents.CountToPrint(tx); err != nil {
			return err
		}
		return d.readPatients(tx)
	})
	return d, err
}

// readPatients reads what stands beside each name: allergies, debts, the bill of who is to pay.
func (d *day) readPatients(tx *store.Tx) error {
	var ids []patients.ID
	for _, row := range d.Rows {
		if _, known := d.Allergies[row.Patient]; known {
			continue
		}
		list, err := chart.Allergies(tx, row.Patient)
		if err != nil {
			return err
		}
		d.Allergies[row.Patient] = list
		ids = append(ids, row.Patient)
	}
	var err error
	if d.Balances, err = billing.Balances(tx, ids...); err != nil {
		return err
	}
	for _, row := range d.Rows {
		if row.State != schedule.ToPay {
			continue
		}
		if d.Bills[row.ID], err = duesOf(tx, row.ID); err != nil {
			return err
		}
	}
	return nil
}

// duesOf reads what is left to pay for an appointment; a draft is to be paid whole.
func duesOf(tx *store.Tx, id schedule.AppointmentID) (dues, error) {
	bill, found, err := billing.OfVisit(tx, id, chart.EncounterID{})
	if err != nil || !found {
		return dues{}, err
	}
	if bill.Status == billing.Draft {
		return dues{bill.ID, bill.Total()}, nil
	}
	account, err := billing.AccountOf(tx, bill.ID)
	return dues{bill.ID, account.Balance()}, err
}

// Whose is the practitioner whose patients are shown, "" for everybody's.
func (m *model) Whose() string {
	if m.whose.IsZero() {
		return ""
	}
	return m.whose.String()
}

// SetWhose shows one practitioner's patients; what is no id shows everybody's.
func (m *model) SetWhose(id string) {
	parsed, err := store.ParseID[organization.Practitioner](id)
	if err != nil {
		parsed = organization.PractitionerID{}
	}
	m.whose = parsed
}

// shown are the rows of the practitioner chosen. Where only one can be booked there is no choice, and all are shown.
func (m *model) shown() []schedule.Row {
	if m.whose.IsZero() || len(m.day.People) < 2 {
		return m.day.Rows
	}
	var rows []schedule.Row
	for _, r := range m.day.Rows {
		if r.Practitioner == m.whose {
			rows = append(rows, r)
		}
	}
	return rows
}

// In lists who stands in a state, in the order in which they are seen to.
func (m *model) In(state schedule.State) []schedule.Row {
	var rows []schedule.Row
	for _, r := range m.shown() {
		if r.State == state {
			rows = append(rows, r)
		}
	}
	switch state {
	case schedule.ToPay:
		slices.SortStableFunc(rows, func(a, b schedule.Row) int { return a.FinishedAt.Compare(b.FinishedAt) })
	case schedule.Done:
		slices.SortStableFunc(rows, func(a, b schedule.Row) int { return b.ClosedAt.Compare(a.ClosedAt) })
	}
	return rows
}

// Row returns the row of a card.
func (m *model) Row(card string) (schedule.Row, bool) {
	for _, r := range m.day.Rows {
		if r.ID.String() == card {
			return r, true
		}
	}
	return schedule.Row{}, false
}

// Tally counts the rows shown at this moment.
func (m *model) Tally() schedule.Tally { return schedule.TallyOf(m.shown(), m.session.Now()) }

// Waiting is how many this person should see to: waiting for the doctor, or to pay at the desk.
func (m *model) Waiting() int {
	if m.sees {
		return len(m.In(schedule.Arrived)) + len(m.In(schedule.WithNurse))
	}
	return len(m.In(schedule.ToPay))
}

// Next is whom this doctor sees next.
func (m *model) Next() (schedule.Row, bool) {
	return schedule.Next(m.day.Rows, m.session.Practitioner.ID)
}

// First is the card that the keyboard begins on: the doctor's next patient, the next one that the desk expects.
func (m *model) First() (schedule.Row, bool) {
	if m.sees {
		if row, found := m.Next(); found && slices.ContainsFunc(m.shown(), func(r schedule.Row) bool { return r.ID == row.ID }) {
			return row, true
		}
	}
	if rows := m.shown(); len(rows) > 0 {
		return rows[0], true
	}
	return schedule.Row{}, false
}

// Begin returns the visit of an appointment, and begins it where the patient was not seen yet.
func (m *model) Begin(ctx context.Context, row schedule.Row) (chart.EncounterID, error) {
	var begun chart.Encounter
	if row.State == schedule.ToPay || row.State == schedule.Done {
		err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) error {
			list, err := store.Select(tx, chart.Encounters, "appointment_id = ? AND retracted = 0 ORDER BY id DESC LIMIT 1", row.ID)
			if err == nil && len(list) == 0 {
				return store.Fail(store.NotFound, "error.today.no_visit")
			}
			if err == nil {
				begun = list[0]
			}
			return err
		}, store.About(row.Patient))
		return begun.ID, err
	}
	err := m.session.Update(ctx, action.StartVisit, func(tx *store.Tx) (err error) {
		begun, err = workflow.StartVisit(tx, row.ID, row.Version)
		return err
	}, store.About(row.Patient))
	return begun.ID, err
}
