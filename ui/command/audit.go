package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

type auditFlags struct{ patient, who, from, to string }

// auditCommand prints the audit report. --user names who asks, as for every command; --by narrows to one user's acts.
var auditCommand = spec{name: "audit", least: 1, most: 1, run: audit, flags: func(c *call, set *flag.FlagSet) {
	own := &auditFlags{}
	c.own = own
	set.StringVar(&own.patient, "patient", "", "")
	set.StringVar(&own.who, "by", "", "")
	set.StringVar(&own.from, "from", "", "")
	set.StringVar(&own.to, "to", "", "")
}}

// auditLine is one event of the report.
type auditLine struct {
	Device   string   `json:"device"`
	Sequence int64    `json:"sequence"`
	At       string   `json:"at"` // RFC 3339, UTC
	User     string   `json:"user"`
	Role     string   `json:"role"`
	Action   string   `json:"action"`
	Outcome  string   `json:"outcome"`
	Patient  string   `json:"patient,omitempty"` // the number
	Reason   string   `json:"reason,omitempty"`
	Records  []string `json:"records,omitempty"`
}

func audit(ctx context.Context, c *call) (err error) {
	own := c.own.(*auditFlags)
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	var lines []auditLine
	err = p.View(ctx, actor, action.ReadAudit, func(tx *store.Tx) error {
		query, users, err := own.query(tx)
		if err != nil {
			return err
		}
		events, err := allEvents(tx, query, pieceOfReport)
		if err != nil {
			return err
		}
		lines, err = auditLines(tx, events, users)
		return err
	})
	if err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(lines)
	}
	w := tabwriter.NewWriter(c.Stdout, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s/%d\t%s\t%s\t%s\t%s\t%s\n", l.At, l.Device, l.Sequence, l.User, l.Action, l.Outcome, l.Patient, l.Reason)
	}
	return w.Flush()
}

// pieceOfReport is how many events are read at once.
const pieceOfReport = 5_000

// allEvents reads the report in pieces, so that a long one is whole. Events of one instant stay in one piece.
func allEvents(tx *store.Tx, query store.AuditQuery, piece int) (all []store.AuditEvent, err error) {
	query.Limit = piece
	for {
		list, err := store.Audit(tx, query)
		if err != nil {
			return nil, err
		}
		whole := 0
		if len(list) == piece {
			last := list[piece-1].Recorded
			whole = slices.IndexFunc(list, func(e store.AuditEvent) bool { return e.Recorded == last })
			query.To = last + 1
		}
		if whole == 0 {
			return append(all, list...), nil
		}
		all = append(all, list[:whole]...)
	}
}

// query turns the flags into one, and returns the users' names.
func (f *auditFlags) query(tx *store.Tx) (q store.AuditQuery, users map[store.UserID]string, err error) {
	all, err := organization.AllUsers(tx)
	if err != nil {
		return q, nil, err
	}
	users = map[store.UserID]string{}
	for _, u := range all {
		users[u.KernelID()] = u.Login
		if f.who != "" && u.Login == f.who {
			q.User = u.KernelID()
		}
	}
	if f.who != "" && q.User.IsZero() {
		return q, nil, store.Fail(store.NotFound, "error.command.user_unknown")
	}
	if f.patient != "" {
		patient, err := patients.ByNumber(tx, f.patient)
		if err != nil {
			return q, nil, err
		}
		q.Patient = patient.ID.Raw()
	}
	_, zone, err := organization.Today(tx)
	if err != nil {
		return q, nil, err
	}
	if q.From, err = instant(f.from, zone, 0); err != nil {
		return q, nil, err
	}
	q.To, err = instant(f.to, zone, 1) // the last day is included
	return q, users, err
}

// instant reads an ISO day as its beginning, days later, in the practice's zone.
func instant(text string, zone *time.Location, days int) (store.HLC, error) {
	if text == "" {
		return 0, nil
	}
	day, err := value.ParseISO(text)
	if err != nil || !day.IsFull() {
		return 0, store.Fail(store.Invalid, "error.command.day")
	}
	return store.HLCAt(day.AddDays(days).In(zone)), nil
}

func auditLines(tx *store.Tx, events []store.AuditEvent, users map[store.UserID]string) ([]auditLine, error) {
	numbers := map[store.RawID]string{}
	lines := make([]auditLine, 0, len(events))
	for _, e := range events {
		line := auditLine{Device: e.Device, Sequence: e.Sequence, At: e.Recorded.Time().Format(time.RFC3339), User: users[e.User], Role: string(e.Role),
			Action: string(e.Action), Outcome: e.Outcome, Reason: e.Reason}
		if !e.Patient.IsZero() {
			if _, known := numbers[e.Patient]; !known {
				p, err := patients.Get(tx, patients.ID(e.Patient))
				if err != nil {
					return nil, err
				}
				numbers[e.Patient] = p.Number
			}
			line.Patient = numbers[e.Patient]
		}
		for _, r := range e.Records {
			line.Records = append(line.Records, r.Name)
		}
		lines = append(lines, line)
	}
	return lines, nil
}
