package settings

import (
	"context"
	"strings"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// auditLimit is how many events are shown; a narrower question is the way to the rest.
const auditLimit = 2000

// auditModel reads the audit report. Every reading is itself written into it. Its methods may run on any goroutine.
type auditModel struct{ s *session.Session }

// auditQuestion narrows the report; empty fields don't.
type auditQuestion struct {
	patient  store.RawID
	user     string // login
	from, to string // days as typed; to is included
}

// auditRow is one event in words.
type auditRow struct {
	when    string
	who     string
	what    string
	patient string
	reason  string
	outcome string // "" for success
}

// auditReport is what a reading returns.
type auditReport struct {
	rows []auditRow
	more bool // there are older ones
}

// query turns the question into the store's. Problems are under "from" and "to".
func (m auditModel) query(q auditQuestion) (store.AuditQuery, error) {
	query := store.AuditQuery{Patient: q.patient, Limit: auditLimit + 1}
	var problems value.Problems
	day := func(field, typed string, plus int) store.HLC {
		if strings.TrimSpace(typed) == "" {
			return 0
		}
		d, err := value.ParseDay(typed, m.s.Settings.DateOrder, m.s.Now())
		problems.Check(field, err)
		if err != nil {
			return 0
		}
		at := time.Date(d.Year, time.Month(d.Month), d.Day+plus, 0, 0, 0, 0, m.s.Zone())
		return store.HLC(at.UnixMilli() << 16)
	}
	query.From, query.To = day("from", q.from, 0), day("to", q.to, 1)
	return query, invalid(problems.Err())
}

// read answers a question, newest first.
func (m auditModel) read(ctx context.Context, q auditQuestion) (report auditReport, err error) {
	query, err := m.query(q)
	if err != nil {
		return report, err
	}
	var options []store.Option
	if !q.patient.IsZero() {
		options = append(options, store.About(q.patient))
	}
	err = m.s.View(ctx, action.ReadAudit, func(tx *store.Tx) error {
		users, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		names := map[store.UserID]string{}
		for _, u := range users {
			names[u.KernelID()] = u.Name()
			if q.user != "" && u.Login == q.user {
				query.User = u.KernelID()
			}
		}
		events, err := store.Audit(tx, query)
		if err != nil {
			return err
		}
		if len(events) > auditLimit {
			report.more, events = true, events[:auditLimit]
		}
		rows, err := patients.Rows(tx, patientsOf(events))
		for _, e := range events {
			report.rows = append(report.rows, m.row(e, names, rows))
		}
		return err
	}, options...)
	return report, err
}

func patientsOf(events []store.AuditEvent) []patients.ID {
	seen, list := map[store.RawID]bool{}, []patients.ID{}
	for _, e := range events {
		if !e.Patient.IsZero() && !seen[e.Patient] {
			seen[e.Patient] = true
			list = append(list, patients.ID(e.Patient))
		}
	}
	return list
}

func (m auditModel) row(e store.AuditEvent, names map[store.UserID]string, rows map[patients.ID]patients.Row) auditRow {
	who, known := names[e.User]
	if !known {
		who = m.s.Text("session.recovery")
	}
	r := auditRow{when: m.s.Moment(e.Recorded.Time()), who: who, what: m.s.Text("action." + string(e.Action)), reason: e.Reason}
	if p, found := rows[patients.ID(e.Patient)]; found {
		r.patient = m.s.PatientName(p) + "  " + p.Number
	}
	if e.Outcome != "success" {
		r.outcome = m.s.Text("settings.audit.outcome." + e.Outcome)
	}
	return r
}

// users are the choices of who acted.
func (m auditModel) users(ctx context.Context) ([]session.Choice, error) {
	list := []session.Choice{{Value: "", Label: m.s.Text("settings.audit.everyone")}}
	err := m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		users, err := organization.AllUsers(tx)
		for _, u := range users {
			list = append(list, session.Choice{Value: u.Login, Label: u.Name()})
		}
		return err
	})
	return list, err
}

// findPatient offers patients for a typed text: id and name.
func (m auditModel) findPatient(ctx context.Context, text string) (rows []patients.Row, err error) {
	err = m.s.View(ctx, action.FindPatients, func(tx *store.Tx) error {
		rows, _, err = patients.Find(tx, patients.Query{Text: text, Limit: 8, IncludeRetracted: true})
		return err
	})
	return rows, err
}
