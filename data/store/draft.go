package store

import (
	"context"
	"time"
)

// DraftSize is the largest draft, in bytes.
const DraftSize = 1 << 20

// Draft is what a user was typing and has not saved. It has no history and no audit, and belongs to its user alone.
type Draft struct {
	Name    string // the form, and the record's id where there is one
	Patient RawID
	Saved   time.Time
	Body    []byte
}

// SaveDraft keeps a draft in place of the older one of the same name.
func (s *Store) SaveDraft(ctx context.Context, actor Actor, d Draft) error {
	if actor.User.IsZero() {
		return Fail(Locked, "error.store.signed_out")
	}
	if s.env.ReadOnly {
		return Fail(Forbidden, "error.store.look_only")
	}
	if d.Name == "" || len(d.Body) > DraftSize {
		return Fail(Invalid, "error.store.draft_too_large")
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.write.ExecContext(context.WithoutCancel(ctx), `INSERT INTO draft (user_id, name, patient_id, saved, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (user_id, name) DO UPDATE SET patient_id = excluded.patient_id, saved = excluded.saved, body = excluded.body`,
		actor.User, d.Name, d.Patient, s.Now().UnixMilli(), d.Body)
	return wrap("save draft", err)
}

// Drafts returns the actor's drafts, newest first.
func (s *Store) Drafts(ctx context.Context, actor Actor) ([]Draft, error) {
	if actor.User.IsZero() {
		return nil, Fail(Locked, "error.store.signed_out")
	}
	rows, err := s.read.QueryContext(ctx, `SELECT name, patient_id, saved, body FROM draft WHERE user_id = ? ORDER BY saved DESC, name`, actor.User)
	if err != nil {
		return nil, wrap("read drafts", err)
	}
	defer rows.Close()
	var list []Draft
	for rows.Next() {
		var d Draft
		if err := rows.Scan(&d.Name, &d.Patient, timeScanner{&d.Saved}, &d.Body); err != nil {
			return nil, wrap("scan draft", err)
		}
		list = append(list, d)
	}
	return list, wrap("read drafts", rows.Err())
}

// DiscardDraft drops a draft outside an update: the user gave it up.
func (s *Store) DiscardDraft(ctx context.Context, actor Actor, name string) error {
	if actor.User.IsZero() {
		return Fail(Locked, "error.store.signed_out")
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.write.ExecContext(context.WithoutCancel(ctx), `DELETE FROM draft WHERE user_id = ? AND name = ?`, actor.User, name)
	return wrap("discard draft", err)
}

// DropDraft removes the actor's draft within the update that saves what it held.
func DropDraft(tx *Tx, name string) error {
	if tx.sequence == 0 {
		return Fail(Internal, "error.store.read_only")
	}
	_, err := tx.sql.ExecContext(tx.ctx, `DELETE FROM draft WHERE user_id = ? AND name = ?`, tx.actor.User, name)
	return wrap("drop draft", err)
}
