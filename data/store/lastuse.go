package store

import (
	"database/sql"
	"time"

	"satchel/data/store/action"
)

// LastUse tells when a file was last worked with; a zero time: not that the audit chain knows of.
type LastUse struct {
	Entry  time.Time // when a record was last written, UTC
	Opened time.Time // when somebody last signed in or unlocked the screen, UTC; the session that asks does not count
}

// Uses is the last use of a file on the computer where it lies, and on the one where it lay before.
type Uses struct {
	Here   LastUse
	Moved  time.Time // when the file came to this computer, by a person's answer to Relocation; zero: it was always here
	Before LastUse   // until then
}

// LastUses reads the audit chain for when the file was last worked with. It walks the whole chain once.
func LastUses(tx *Tx) (u Uses, err error) {
	if err := tx.Require(action.PracticeManage); err != nil {
		return u, err
	}
	// The plus keeps SQLite from walking an index and looking every event up behind it.
	var moved sql.NullInt64
	if err := tx.sql.QueryRowContext(tx.ctx, `SELECT max(+recorded) FROM audit_event WHERE action = ? AND outcome = 'success'`, string(action.ResolveDevice)).Scan(&moved); err != nil {
		return u, wrap("read last move", err)
	}
	if moved.Valid {
		u.Moved = HLC(moved.Int64).Time()
		if u.Before, err = lastUse(tx, 0, moved.Int64); err != nil {
			return u, err
		}
	}
	u.Here, err = lastUse(tx, moved.Int64, int64(HLCAt(endOfTime)))
	return u, err
}

// endOfTime is after every event: the last second whose timestamp an HLC holds in every case.
var endOfTime = time.Date(4000, time.January, 1, 0, 0, 0, 0, time.UTC)

// lastUse looks at the events from a timestamp on, until another.
func lastUse(tx *Tx, from, until int64) (u LastUse, err error) {
	last := func(to *time.Time, condition string, args ...any) {
		var recorded sql.NullInt64
		if err == nil {
			err = tx.sql.QueryRowContext(tx.ctx, `SELECT max(recorded) FROM (SELECT recorded FROM audit_event
				WHERE recorded >= ? AND recorded < ? AND outcome = 'success' AND `+condition+` ORDER BY recorded DESC LIMIT 1)`, append([]any{from, until}, args...)...).Scan(&recorded)
		}
		if recorded.Valid {
			*to = HLC(recorded.Int64).Time()
		}
	}
	last(&u.Entry, `length(records) > ?`, len(encodeTouches(nil)))
	last(&u.Opened, `session_id <> ? AND action IN (?, ?, ?)`, tx.actor.Session, string(action.SignIn), string(action.UseRecoveryKey), string(action.Unlock))
	return u, wrap("read last use", err)
}
