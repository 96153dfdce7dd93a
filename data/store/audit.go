package store

import (
	"context"
	"fmt"

	"satchel/data/store/action"
)

func (tx *Tx) touch(spec Spec, id RawID, m Meta, state []byte) {
	tx.touched = append(tx.touched, touch{number: spec.Number, name: spec.Name, id: id, version: m.Version,
		commitment: tx.store.keys.commit(spec.Number, id, m.Version, m.Retracted, state)})
}

// appendEvents writes the act's event, and one more for each further patient. It returns the new head.
func (s *Store) appendEvents(tx *Tx, outcome string) (Anchor, error) {
	head := s.headOf(s.Device())
	e := event{device: s.Device(), sequence: head.Sequence + 1, recorded: tx.hlc, user: tx.actor.User, role: tx.actor.Role, session: tx.actor.Session,
		action: tx.def.Action, outcome: outcome, records: encodeTouches(tx.touched)}
	patients := tx.opts.patients
	if len(patients) == 0 {
		patients = []RawID{{}}
	}
	for i, p := range patients {
		e.patient = p
		if i > 0 {
			e.sequence, e.records = e.sequence+1, encodeTouches(nil)
			_, e.recorded = s.clock.tick()
		}
		e.note = nil
		if tx.opts.reason != "" {
			e.note = s.keys.commitText(e.device, e.sequence, tx.opts.reason)
		}
		head = Anchor{Device: e.device, Sequence: e.sequence, Head: s.keys.mac(head.Head, e)}
		_, err := tx.sql.ExecContext(tx.ctx, `INSERT INTO audit_event (device, sequence, recorded, user_id, role, session_id, action, outcome, patient_id, note, records, mac)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.device, e.sequence, int64(e.recorded), e.user, string(e.role), e.session, string(e.action), e.outcome, e.patient, e.note, e.records, head.Head)
		if err != nil {
			return head, wrap("write audit event", err)
		}
		if e.note == nil {
			continue
		}
		if _, err := tx.sql.ExecContext(tx.ctx, `INSERT INTO audit_reason (device, sequence, text) VALUES (?, ?, ?)`, e.device, e.sequence, tx.opts.reason); err != nil {
			return head, wrap("write audit reason", err)
		}
	}
	return head, nil
}

// record writes an event by itself: an opened chart, a refusal, a sign-in.
func (s *Store) record(ctx context.Context, tx *Tx, outcome string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	ctx = context.WithoutCancel(ctx)
	conn, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap("begin audit", err)
	}
	defer conn.Rollback()
	tx.use(ctx, conn, s.writes)
	tx.touched = nil
	tx.at, tx.hlc = s.clock.tick()
	head, err := s.appendEvents(tx, outcome)
	if err != nil {
		return err
	}
	if err := conn.Commit(); err != nil {
		return wrap("commit audit", err)
	}
	s.setHead(head)
	return nil
}

// auditOpening writes the event of a read that must leave a trace, before anything is read.
func (s *Store) auditOpening(ctx context.Context, tx *Tx) error {
	if !tx.def.OfPatient && !tx.def.AuditRead {
		return nil
	}
	if err := s.ready(tx.def.Action); err != nil {
		return err
	}
	if tx.def.AuditRead {
		return s.record(ctx, tx, "success")
	}
	all := tx.opts.patients
	defer func() { tx.opts.patients = all }()
	for _, p := range all {
		key := opening{tx.actor.Session, p, string(tx.def.Action)}
		s.mu.Lock()
		known := s.opened[key]
		s.mu.Unlock()
		if known {
			continue
		}
		tx.opts.patients = []RawID{p}
		if err := s.record(ctx, tx, "success"); err != nil {
			return err
		}
		s.mu.Lock()
		s.opened[key] = true
		s.mu.Unlock()
	}
	return nil
}

// refuse audits an act that the role forbids, and returns the refusal in any case.
func (s *Store) refuse(ctx context.Context, tx *Tx, refusal error) error {
	if CodeOf(refusal) != Forbidden || tx.def.Action == "" || tx.actor.User.IsZero() || s.Device() == "" {
		return refusal
	}
	tx.opts.reason = ""
	if err := s.record(ctx, tx, "denied"); err != nil {
		return fmt.Errorf("%w (and the refusal could not be recorded: %w)", refusal, err)
	}
	return refusal
}

// Record audits an act that reads and writes no record: a sign-in, a lock, a backup. outcome is success or failure.
func (s *Store) Record(ctx context.Context, actor Actor, act action.Action, outcome string, opts ...Option) error {
	tx, err := s.begin(actor, act, opts)
	if err != nil {
		return s.refuse(ctx, tx, err)
	}
	if err := s.ready(act); err != nil {
		return err
	}
	return s.record(ctx, tx, outcome)
}
