package store

import (
	"context"
	"database/sql"
	"io"
	"time"

	"satchel/data/store/action"
)

// querier is what a transaction of either pool can do.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is one act of one person: it carries the actor, the act, one frozen instant and the reason, and it is the only handle on
// the record. It is not safe for use by several goroutines, and is dead once View or Update returns.
type Tx struct {
	ctx      context.Context
	sql      querier // through prepared statements: for rows that are read to the end at once
	plain    querier // for rows that a caller walks through
	store    *Store
	actor    Actor
	def      action.Definition
	at       time.Time
	hlc      HLC
	sequence int64 // of the audit event that this update will write; 0 in a View
	opts     options
	touched  []touch
	done     bool
}

// Now is the transaction's one instant, in UTC, to the millisecond.
func (tx *Tx) Now() time.Time { return tx.at }

// Actor is who acts.
func (tx *Tx) Actor() Actor { return tx.actor }

// Action is what is being done.
func (tx *Tx) Action() action.Action { return tx.def.Action }

// Reason is why, in the actor's words; "" where the act asks for none.
func (tx *Tx) Reason() string { return tx.opts.reason }

// Device is the letter of this computer.
func (tx *Tx) Device() string { return tx.store.Device() }

// Context is cancelled when the caller leaves; a View's queries stop then.
func (tx *Tx) Context() context.Context { return tx.ctx }

// IsAbout reports whether the transaction may touch the chart of patient.
func (tx *Tx) IsAbout(patient interface{ Raw() RawID }) bool {
	if tx.def.WholePractice {
		return true
	}
	for _, p := range tx.opts.patients {
		if p == patient.Raw() {
			return true
		}
	}
	return false
}

// Require returns Forbidden unless the actor's role grants c and the act is one that may use it.
func (tx *Tx) Require(c action.Capability) error {
	if tx.done {
		return Fail(Internal, "error.store.internal")
	}
	if tx.Grant(c) == action.Denied {
		return Fail(Forbidden, "error.store.forbidden")
	}
	return nil
}

// Grant tells how far this transaction may use c; a room that has a limit enforces it where the answer is Limited.
func (tx *Tx) Grant(c action.Capability) action.Grant {
	if !tx.def.Uses(c) {
		return action.Denied
	}
	return tx.actor.Role.Grants(c)
}

// Query runs a read that no table's Select can express (a join, a search), for a room or a view that names the capability.
// A query on chart tables must itself be held to the patients that the transaction is about: use PatientArgs.
func (tx *Tx) Query(c action.Capability, query string, args ...any) (*sql.Rows, error) {
	if err := tx.Require(c); err != nil {
		return nil, err
	}
	rows, err := tx.plain.QueryContext(tx.ctx, query, args...)
	return rows, wrap("query", err)
}

// QueryRow is Query for one row; dest as for sql.Row.Scan. No row is NotFound.
func (tx *Tx) QueryRow(c action.Capability, query string, args []any, dest ...any) error {
	if err := tx.Require(c); err != nil {
		return err
	}
	return wrap("query row", tx.sql.QueryRowContext(tx.ctx, query, args...).Scan(dest...))
}

// Exec changes a table that holds no record: a search index, a counter. Records are written with Insert and Update alone.
func (tx *Tx) Exec(c action.Capability, query string, args ...any) error {
	if err := tx.Require(c); err != nil {
		return err
	}
	if tx.sequence == 0 {
		return Fail(Internal, "error.store.read_only")
	}
	_, err := tx.sql.ExecContext(tx.ctx, query, args...)
	return wrap("write", err)
}

// NewID makes the identity of a record before it is inserted, so that others can point at it.
func NewID[T any](tx *Tx) (ID[T], error) {
	id, err := tx.store.ids.next(tx.at)
	return ID[T](id), wrap("make id", err)
}

// Random fills b from the injected reader.
func (tx *Tx) Random(b []byte) error {
	_, err := io.ReadFull(tx.store.env.Rand, b)
	return wrap("read random", err)
}

// View runs fn on a connection that cannot write. A read of one patient is audited before fn runs, once per session, and fails
// where the event cannot be written.
func (s *Store) View(ctx context.Context, actor Actor, act action.Action, fn func(*Tx) error, opts ...Option) error {
	tx, err := s.begin(actor, act, opts)
	if err != nil {
		return s.refuse(ctx, tx, err)
	}
	if err := s.auditOpening(ctx, tx); err != nil {
		return err
	}
	conn, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return wrap("begin view", err)
	}
	defer conn.Rollback()
	tx.use(ctx, conn, s.reads)
	tx.at = s.Now().Truncate(time.Millisecond)
	defer func() { tx.done = true }()
	if err := fn(tx); err != nil {
		return wrap("view", err)
	}
	conn.Rollback() // nothing was written; the connection is free for preparing
	s.reads.prepare(ctx)
	return nil
}

// Update runs fn in the one writing transaction. Everything it wrote is kept together with its audit event, or nothing is. An
// update that has begun is not stopped by a caller who leaves.
func (s *Store) Update(ctx context.Context, actor Actor, act action.Action, fn func(*Tx) error, opts ...Option) error {
	tx, err := s.begin(actor, act, opts)
	if err != nil {
		return s.refuse(ctx, tx, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.env.ReadOnly {
		return Fail(Forbidden, "error.store.look_only")
	}
	if err := s.ready(act); err != nil {
		return err
	}
	if err = s.update(context.WithoutCancel(ctx), tx, fn); err != nil {
		if CodeOf(err) == Forbidden {
			return s.refuse(ctx, tx, err)
		}
		return err
	}
	s.tell(tx.change())
	return nil
}

func (s *Store) update(ctx context.Context, tx *Tx, fn func(*Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock() // also where fn panics: the screen's draft must still be saved
	conn, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap("begin update", err)
	}
	defer conn.Rollback()
	tx.use(ctx, conn, s.writes)
	tx.at, tx.hlc = s.clock.tick()
	device := s.Device()
	tx.sequence = s.headOf(device).Sequence + 1
	defer func() { tx.done = true }()
	if err := fn(tx); err != nil {
		return wrap("update", err)
	}
	heads, err := s.appendEvents(tx, "success")
	if err != nil {
		return err
	}
	if err := conn.Commit(); err != nil {
		return wrap("commit", err)
	}
	s.setHead(heads)
	s.writes.prepare(ctx)
	return nil
}

// use lets the transaction run on an SQL transaction.
func (tx *Tx) use(ctx context.Context, conn *sql.Tx, s *statements) {
	tx.ctx, tx.plain, tx.sql = ctx, conn, prepared{conn, s}
}

// begin checks what can be known before a connection is taken.
func (s *Store) begin(actor Actor, act action.Action, opts []Option) (*Tx, error) {
	tx := &Tx{store: s, actor: actor}
	for _, o := range opts {
		o(&tx.opts)
	}
	def, known := action.Find(act)
	tx.def = def
	switch {
	case !known:
		return tx, Fail(Forbidden, "error.store.forbidden")
	case actor.User.IsZero() || actor.Session.IsZero():
		return tx, Fail(Locked, "error.store.signed_out")
	case !def.Allowed(actor.Role):
		return tx, Fail(Forbidden, "error.store.forbidden")
	case def.OfPatient && len(tx.opts.patients) == 0:
		return tx, Fail(Invalid, "error.store.patient_missing")
	}
	if def.NeedsReason {
		reason, err := cleanReason(tx.opts.reason)
		if err != nil {
			return tx, err
		}
		tx.opts.reason = reason
	}
	return tx, nil
}

func (tx *Tx) change() Change {
	c := Change{Patients: tx.opts.patients}
	seen := map[string]bool{}
	for _, t := range tx.touched {
		if !seen[t.name] {
			seen[t.name] = true
			c.Records = append(c.Records, t.name)
		}
	}
	return c
}
