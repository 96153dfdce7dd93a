package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"fmt"
	"sort"

	"satchel/data/store/action"
)

// Finding is one thing that does not hold. It names no content.
type Finding struct {
	Key  string // catalogue key, "error.store.verify_..."
	Args []any
}

// Verified says what Verify looked at, and what it found.
type Verified struct {
	Events   int64
	Records  int64 // live rows and superseded states
	Findings []Finding
}

// maxFindings ends a walk over a file in which everything is wrong.
const maxFindings = 100

// Verify checks SQLite's own structure and foreign keys, recomputes every audit chain, holds the chains against the anchors that
// others saw, and holds every row and every superseded state against what the chain committed to. The error is for a check that
// could not run; what does not hold is in Findings.
//
// Someone who holds the data key can rewrite what is newer than the newest anchor kept elsewhere; nothing in the file can show it.
func (s *Store) Verify(ctx context.Context, anchors []Anchor, progress func(part string, done int64)) (Verified, error) {
	if progress == nil {
		progress = func(string, int64) {}
	}
	conn, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Verified{}, wrap("begin verify", err)
	}
	defer conn.Rollback()
	v := &verifier{ctx: ctx, q: conn, keys: s.keys, progress: progress, first: map[int]int64{}, total: map[int]int64{}, cache: map[eventKey]map[touchKey][commitmentSize]byte{}}
	steps := []func() error{v.structure, func() error { return v.chains(anchors, s.records) }, func() error { return v.records(s.records) }}
	for _, step := range steps {
		if err := step(); err != nil {
			return v.Verified, err
		}
	}
	return v.Verified, nil
}

type eventKey struct {
	device   string
	sequence int64
}

type touchKey struct {
	number  int
	id      RawID
	version int64
}

type verifier struct {
	Verified
	ctx      context.Context
	q        querier
	keys     keys
	progress func(string, int64)
	first    map[int]int64 // record type -> records that the chain saw begin
	total    map[int]int64 // record type -> states that the chain saw
	cache    map[eventKey]map[touchKey][commitmentSize]byte
}

func (v *verifier) find(key string, args ...any) {
	if len(v.Findings) < maxFindings {
		v.Findings = append(v.Findings, Finding{Key: key, Args: args})
	}
}

func (v *verifier) structure() error {
	v.progress("structure", 0)
	if err := v.integrity(); err != nil {
		return err
	}
	return v.foreignKeys()
}

func (v *verifier) integrity() error {
	return v.pragma("PRAGMA integrity_check(10)", "error.store.verify_structure")
}

func (v *verifier) foreignKeys() error {
	return v.pragma("PRAGMA foreign_key_check", "error.store.verify_foreign_key")
}

// pragma runs one of SQLite's own checks; each row that is not "ok" is a finding.
func (v *verifier) pragma(check, key string) error {
	rows, err := v.q.QueryContext(v.ctx, check)
	if err != nil {
		return wrap("check structure", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return wrap("check structure", err)
	}
	for rows.Next() {
		var first any
		rest := make([]any, len(columns))
		rest[0] = &first
		for i := 1; i < len(rest); i++ {
			rest[i] = new(any)
		}
		if err := rows.Scan(rest...); err != nil {
			return wrap("check structure", err)
		}
		if first != "ok" {
			v.find(key)
		}
	}
	return wrap("check structure", rows.Err())
}

// chains recomputes every MAC and looks for each anchor.
func (v *verifier) chains(anchors []Anchor, types map[int]Record) error {
	wanted := map[eventKey][][]byte{}
	for _, a := range anchors {
		if a.Sequence > 0 {
			k := eventKey{a.Device, a.Sequence}
			wanted[k] = append(wanted[k], a.Head)
		}
	}
	reasons, err := v.reasons()
	if err != nil {
		return err
	}
	rows, err := v.q.QueryContext(v.ctx, eventQuery+" ORDER BY device, sequence")
	if err != nil {
		return wrap("walk audit chain", err)
	}
	defer rows.Close()
	var previous event
	var head []byte
	for rows.Next() {
		e, mac, err := scanEvent(rows)
		if err != nil {
			return err
		}
		if e.device != previous.device {
			previous, head = event{}, nil
		}
		if e.sequence != previous.sequence+1 {
			v.find("error.store.verify_event_missing", "Device", e.device, "Sequence", previous.sequence+1)
		}
		if want := v.keys.mac(head, e); !hmac.Equal(want, mac) {
			v.find("error.store.verify_event_altered", "Device", e.device, "Sequence", e.sequence)
		}
		k := eventKey{e.device, e.sequence}
		for _, seen := range wanted[k] {
			if !hmac.Equal(seen, mac) {
				v.find("error.store.verify_anchor", "Device", e.device, "Sequence", e.sequence)
			}
		}
		delete(wanted, k)
		if text, kept := reasons[k]; kept && !hmac.Equal(e.note, v.keys.commitText(e.device, e.sequence, text)) {
			v.find("error.store.verify_reason", "Device", e.device, "Sequence", e.sequence)
		}
		if e.action == action.StartForReal && e.outcome == "success" {
			v.trialEnded(types)
		}
		touches, err := decodeTouches(e.records)
		if err != nil {
			v.find("error.store.verify_event_altered", "Device", e.device, "Sequence", e.sequence)
		}
		for _, t := range touches {
			v.total[t.number]++
			if t.version == 1 {
				v.first[t.number]++
			}
		}
		previous, head = e, mac
		if v.Events++; v.Events%5000 == 0 {
			v.progress("audit", v.Events)
		}
	}
	if err := rows.Err(); err != nil {
		return wrap("walk audit chain", err)
	}
	for k := range wanted {
		v.find("error.store.verify_anchor", "Device", k.device, "Sequence", k.sequence)
	}
	return nil
}

// trialEnded forgets what the trial had written: ClearTrial removed it.
func (v *verifier) trialEnded(types map[int]Record) {
	for n, r := range types {
		if r.Describe().Trial {
			v.first[n], v.total[n] = 0, 0
		}
	}
}

func (v *verifier) reasons() (map[eventKey]string, error) {
	rows, err := v.q.QueryContext(v.ctx, `SELECT device, sequence, text FROM audit_reason`)
	if err != nil {
		return nil, wrap("read reasons", err)
	}
	defer rows.Close()
	m := map[eventKey]string{}
	for rows.Next() {
		var k eventKey
		var text string
		if err := rows.Scan(&k.device, &k.sequence, &text); err != nil {
			return nil, wrap("read reasons", err)
		}
		m[k] = text
	}
	return m, wrap("read reasons", rows.Err())
}

// records holds every state against its commitment, and their number against the chain's.
func (v *verifier) records(types map[int]Record) error {
	numbers := make([]int, 0, len(types))
	for n := range types {
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	for _, n := range numbers {
		spec := types[n].Describe()
		var live, past int64
		visit := func(count *int64) func(RawID, Meta, []byte) error {
			return func(id RawID, m Meta, state []byte) error {
				*count++
				if v.Records++; v.Records%5000 == 0 {
					v.progress(spec.Name, v.Records)
				}
				if state == nil && count == &past {
					return nil
				}
				return v.hold(spec, id, m, state)
			}
		}
		if err := types[n].eachLive(v.ctx, v.q, visit(&live)); err != nil {
			return err
		}
		if err := types[n].eachPast(v.ctx, v.q, visit(&past)); err != nil {
			return err
		}
		if live != v.first[n] || live+past != v.total[n] {
			v.find("error.store.verify_count", "Record", spec.Name, "Stored", live+past, "Recorded", v.total[n])
		}
	}
	return nil
}

func (v *verifier) hold(spec Spec, id RawID, m Meta, state []byte) error {
	k := eventKey{m.Device, m.Sequence}
	touched, known := v.cache[k]
	if !known {
		var records []byte
		err := v.q.QueryRowContext(v.ctx, `SELECT records FROM audit_event WHERE device = ? AND sequence = ?`, m.Device, m.Sequence).Scan(&records)
		if err != nil && err != sql.ErrNoRows {
			return wrap("read audit event", err)
		}
		list, err := decodeTouches(records)
		if err != nil {
			list = nil
		}
		touched = make(map[touchKey][commitmentSize]byte, len(list))
		for _, t := range list {
			touched[touchKey{t.number, t.id, t.version}] = t.commitment
		}
		if len(v.cache) >= 256 {
			clear(v.cache)
		}
		v.cache[k] = touched
	}
	want := v.keys.commit(spec.Number, id, m.Version, m.Retracted, state)
	if got, ok := touched[touchKey{spec.Number, id, m.Version}]; !ok || !hmac.Equal(got[:], want[:]) {
		v.find("error.store.verify_record", "Record", spec.Name, "ID", fmt.Sprint(id))
	}
	return nil
}
