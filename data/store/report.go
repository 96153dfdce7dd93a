package store

import (
	"database/sql"
	"time"

	"satchel/data/store/action"
)

// AuditEvent is one event as the audit report shows it.
type AuditEvent struct {
	Device   string
	Sequence int64
	Recorded HLC
	User     UserID
	Role     action.Role
	Session  SessionID
	Action   action.Action
	Outcome  string
	Patient  RawID
	Reason   string
	Records  []Touched
}

// Touched names a record that an event wrote.
type Touched struct {
	Name    string
	ID      RawID
	Version int64
}

// AuditQuery narrows the report; zero fields don't.
type AuditQuery struct {
	User     UserID
	Patient  RawID
	From, To HLC // To is not included
	Limit    int // newest first; 0: 10,000
}

// LastDone returns when an act of the practice as a whole was last done with success, the zero time where it never was. It tells
// neither who nor about whom.
func LastDone(tx *Tx, act action.Action) (time.Time, error) {
	if err := tx.Require(action.PracticeRead); err != nil {
		return time.Time{}, err
	}
	if def, known := action.Find(act); !known || def.OfPatient {
		return time.Time{}, Fail(Forbidden, "error.store.forbidden")
	}
	var newest sql.NullInt64
	err := tx.sql.QueryRowContext(tx.ctx, `SELECT max(recorded) FROM audit_event WHERE action = ? AND outcome = 'success'`, string(act)).Scan(&newest)
	if err != nil || !newest.Valid {
		return time.Time{}, wrap("read last act", err)
	}
	return HLC(newest.Int64).Time(), nil
}

// Audit reads the audit report. The transaction's act is itself audited (ReadAudit, PrintAudit), or held to its patients (ReadOpenedBy,
// PrintDisclosures).
func Audit(tx *Tx, q AuditQuery) ([]AuditEvent, error) {
	if err := tx.Require(action.PracticeRead); err != nil {
		return nil, err
	}
	if tx.def.Action != action.ReadAudit && tx.def.Action != action.PrintAudit && (q.Patient.IsZero() || !tx.IsAbout(q.Patient)) {
		return nil, Fail(Forbidden, "error.store.forbidden")
	}
	if q.Limit <= 0 || q.Limit > 10_000 {
		q.Limit = 10_000
	}
	where, args := "1", []any{}
	add := func(condition string, arg any) { where, args = where+" AND "+condition, append(args, arg) }
	if !q.User.IsZero() {
		add("e.user_id = ?", q.User)
	}
	if !q.Patient.IsZero() {
		add("e.patient_id = ?", q.Patient)
	}
	if q.From != 0 {
		add("e.recorded >= ?", int64(q.From))
	}
	if q.To != 0 {
		add("e.recorded < ?", int64(q.To))
	}
	rows, err := tx.sql.QueryContext(tx.ctx, `SELECT e.device, e.sequence, e.recorded, e.user_id, e.role, e.session_id, e.action, e.outcome, e.patient_id, coalesce(r.text, ''), e.records
		FROM audit_event e LEFT JOIN audit_reason r USING (device, sequence) WHERE `+where+` ORDER BY e.recorded DESC LIMIT ?`, append(args, q.Limit)...)
	if err != nil {
		return nil, wrap("read audit", err)
	}
	defer rows.Close()
	var list []AuditEvent
	for rows.Next() {
		var e AuditEvent
		var records []byte
		if err := rows.Scan(&e.Device, &e.Sequence, &e.Recorded, &e.User, &e.Role, &e.Session, &e.Action, &e.Outcome, &e.Patient, &e.Reason, &records); err != nil {
			return nil, wrap("scan audit", err)
		}
		touches, err := decodeTouches(records)
		if err != nil {
			return nil, &Error{Code: Corrupt, Key: "error.store.audit_damaged", Err: err}
		}
		for _, t := range touches {
			name := ""
			if r, ok := tx.store.records[t.number]; ok {
				name = r.Describe().Name
			}
			e.Records = append(e.Records, Touched{Name: name, ID: t.id, Version: t.version})
		}
		list = append(list, e)
	}
	return list, wrap("read audit", rows.Err())
}
