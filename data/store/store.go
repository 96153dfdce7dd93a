// Package store is the kernel of the record: the only way to read or write it.
//
// Every write goes one path, in one SQLite transaction: permission, Validate, version check, row, superseded state into history,
// one audit event for the act that lists the records it touched. Rooms are plain functions over a *Tx, so they compose.
package store

import (
	"context"
	"database/sql"
	"io"
	"sync"
	"time"

	"satchel/data/vault"
)

// Env is what the program gives the kernel.
type Env struct {
	Now      func() time.Time // the one clock; required
	Rand     io.Reader        // for ids and salts; required
	Computer string           // this computer's random mark, kept outside the file; required
	Records  []Record         // every record type, for Verify and History
	// Migrations are the schema's steps; nil: Migrations(). A test may give steps that are still to come.
	Migrations []Migration
	// BeforeMigration is called ahead of the first step of a file that holds data; an error stops the migration.
	BeforeMigration func(from, to int) error
	// ReadOnly is for a copy that is looked into and thrown away: updates are refused, no question about the computer or its clock
	// stands in the way, and what must be audited is audited in the copy.
	ReadOnly bool
}

// Store is one open practice.
type Store struct {
	vault   *vault.Vault
	write   *sql.DB
	read    *sql.DB
	env     Env
	clock   clock
	ids     idSource
	reads   *statements
	writes  *statements
	keys    keys
	records map[int]Record

	// writing serialises updates: the vault has one writing connection, and the chain one head.
	writing sync.Mutex

	mu      sync.Mutex
	device  string // this computer's letter; "" while the question of Relocation is open
	head    map[string]Anchor
	opened  map[opening]bool
	hearers []func(Change)
}

// opening is one chart opened in one session: audited once.
type opening struct {
	session SessionID
	patient RawID
	action  string
}

// Change tells a listener what a committed transaction touched.
type Change struct {
	Records  []string // names of record types, each once
	Patients []RawID
}

// Open stands the kernel on an open vault: migrates, resumes the clock and the audit chain, and finds out which device this is.
//
// It returns Unsupported for a file of a newer version or of another program. A file last written on another computer opens for
// reading; updates answer Locked until Relocate has been called.
func Open(ctx context.Context, v *vault.Vault, env Env) (*Store, error) {
	s := &Store{vault: v, write: v.Writer(), read: v.Reader(), env: env, head: map[string]Anchor{}, opened: map[opening]bool{}, records: map[int]Record{}}
	s.clock.now = env.Now
	s.ids.rand = env.Rand
	s.keys = deriveKeys(v)
	s.reads, s.writes = newStatements(s.read), newStatements(s.write)
	for _, r := range env.Records {
		if _, twice := s.records[r.Describe().Number]; twice {
			return nil, Fail(Internal, "error.store.internal")
		}
		s.records[r.Describe().Number] = r
	}
	steps := env.Migrations
	if steps == nil {
		steps = Migrations()
	}
	if err := migrate(ctx, s.write, steps, env.BeforeMigration); err != nil {
		return nil, err
	}
	if err := s.resume(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// resume reads the heads of the audit chains, the newest timestamp and the devices.
func (s *Store) resume(ctx context.Context) error {
	rows, err := s.write.QueryContext(ctx, `SELECT a.device, a.sequence, a.mac, a.recorded FROM audit_event a
		JOIN (SELECT device, max(sequence) AS sequence FROM audit_event GROUP BY device) h ON h.device = a.device AND h.sequence = a.sequence`)
	if err != nil {
		return wrap("read audit heads", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a Anchor
		var recorded HLC
		if err := rows.Scan(&a.Device, &a.Sequence, &a.Head, &recorded); err != nil {
			return wrap("read audit heads", err)
		}
		s.head[a.Device] = a
		s.clock.resume(recorded)
	}
	if err := rows.Err(); err != nil {
		return wrap("read audit heads", err)
	}
	rows.Close()
	return s.findDevice(ctx)
}

// Now is the computer's clock, in UTC.
func (s *Store) Now() time.Time { return s.env.Now().UTC() }

// ClockJump tells how far the computer's clock stands behind the newest entry, and whether a person must confirm it
// before anything is written (more than a day).
func (s *Store) ClockJump() (behind time.Duration, ask bool) {
	return s.clock.behind(), s.clock.jumped()
}

// ReadOnly reports whether the file is only looked into.
func (s *Store) ReadOnly() bool { return s.env.ReadOnly }

// LastWritten is when the newest entry was made, UTC: every act that leaves a trace counts.
func (s *Store) LastWritten() time.Time { return s.clock.newest().Time() }

// Listen calls hear after each committed update, on the goroutine that committed. hear must be quick.
func (s *Store) Listen(hear func(Change)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hearers = append(s.hearers, hear)
}

func (s *Store) tell(c Change) {
	s.mu.Lock()
	hearers := s.hearers
	s.mu.Unlock()
	for _, hear := range hearers {
		hear(c)
	}
}

// NewSession makes the identity of a sign-in.
func (s *Store) NewSession() (SessionID, error) {
	id, err := s.ids.next(s.env.Now())
	if err != nil {
		return SessionID{}, wrap("make session", err)
	}
	return SessionID(id), nil
}
