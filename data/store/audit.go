package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"satchel/data/store/action"
	"satchel/data/vault"
)

// keys are the kernel's own, derived from the vault's data key.
type keys struct{ chain, commitment []byte }

func deriveKeys(v *vault.Vault) keys {
	return keys{chain: v.Derive("satchel/audit-chain/1", 32), commitment: v.Derive("satchel/audit-commitment/1", 32)}
}

// touch is one record that an act wrote: what it was then is committed to, not copied.
type touch struct {
	number     int
	name       string
	id         RawID
	version    int64
	commitment [commitmentSize]byte
}

// commitmentSize is 128 bits of HMAC-SHA256 (RFC 2104, section 5, allows truncation to half).
const commitmentSize = 16

func (k keys) commit(number int, id RawID, version int64, retracted bool, state []byte) (c [commitmentSize]byte) {
	mac := hmac.New(sha256.New, k.commitment)
	head := binary.AppendUvarint([]byte{1}, uint64(number))
	head = append(head, id[:]...)
	head = binary.AppendUvarint(head, uint64(version))
	if retracted {
		head = append(head, 1)
	} else {
		head = append(head, 0)
	}
	mac.Write(head)
	mac.Write(state)
	copy(c[:], mac.Sum(nil))
	return c
}

// commitText commits to a reason.
func (k keys) commitText(device string, sequence int64, text string) []byte {
	mac := hmac.New(sha256.New, k.commitment)
	mac.Write(appendBytes([]byte{2}, []byte(device)))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(sequence)))
	mac.Write([]byte(text))
	return mac.Sum(nil)[:commitmentSize]
}

func (tx *Tx) touch(spec Spec, id RawID, m Meta, state []byte) {
	tx.touched = append(tx.touched, touch{number: spec.Number, name: spec.Name, id: id, version: m.Version,
		commitment: tx.store.keys.commit(spec.Number, id, m.Version, m.Retracted, state)})
}

// encodeTouches: a version byte, then per record uvarint number, 16 bytes id, uvarint version, 16 bytes commitment.
func encodeTouches(list []touch) []byte {
	out := []byte{1}
	for _, t := range list {
		out = binary.AppendUvarint(out, uint64(t.number))
		out = append(out, t.id[:]...)
		out = binary.AppendUvarint(out, uint64(t.version))
		out = append(out, t.commitment[:]...)
	}
	return out
}

func decodeTouches(b []byte) ([]touch, error) {
	if len(b) == 0 || b[0] != 1 {
		return nil, fmt.Errorf("decode touched records: unknown encoding")
	}
	b = b[1:]
	var list []touch
	for len(b) > 0 {
		var t touch
		number, n := binary.Uvarint(b)
		if n <= 0 || len(b) < n+16 {
			return nil, fmt.Errorf("decode touched records: cut short")
		}
		t.number = int(number)
		b = b[n+copy(t.id[:], b[n:]):]
		version, n := binary.Uvarint(b)
		if n <= 0 || len(b) < n+commitmentSize {
			return nil, fmt.Errorf("decode touched records: cut short")
		}
		t.version = int64(version)
		b = b[n+copy(t.commitment[:], b[n:]):]
		list = append(list, t)
	}
	return list, nil
}

// event is one row of audit_event.
type event struct {
	device   string
	sequence int64
	recorded HLC
	user     UserID
	role     action.Role
	session  SessionID
	action   action.Action
	outcome  string
	patient  RawID
	note     []byte
	records  []byte
}

// mac chains the event to the one before it: HMAC-SHA256 over the previous MAC and every field, length-prefixed, after a version byte.
func (k keys) mac(previous []byte, e event) []byte {
	b := appendBytes([]byte{1}, previous)
	b = appendBytes(b, []byte(e.device))
	b = binary.BigEndian.AppendUint64(b, uint64(e.sequence))
	b = binary.BigEndian.AppendUint64(b, uint64(e.recorded))
	b = append(b, e.user[:]...)
	b = appendBytes(b, []byte(e.role))
	b = append(b, e.session[:]...)
	b = appendBytes(b, []byte(e.action))
	b = appendBytes(b, []byte(e.outcome))
	b = append(b, e.patient[:]...)
	b = appendBytes(b, e.note)
	b = appendBytes(b, e.records)
	mac := hmac.New(sha256.New, k.chain)
	mac.Write(b)
	return mac.Sum(nil)
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

// Anchor is the newest event of one device's chain as somebody saw it: a backup's manifest, a printed day-end, this computer.
// A chain that no longer holds it was cut off or put back.
type Anchor struct {
	Device   string `json:"device"`
	Sequence int64  `json:"sequence"`
	Head     []byte `json:"head"`
}

// Anchors returns the present heads, one per device.
func (s *Store) Anchors() []Anchor {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Anchor, 0, len(s.head))
	for _, a := range s.head {
		list = append(list, a)
	}
	return list
}

func (s *Store) headOf(device string) Anchor {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head[device]
}

func (s *Store) setHead(a Anchor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head[a.Device] = a
}

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

// Audit reads the audit report. The transaction's act is itself audited (ReadAudit), or held to its patients (ReadOpenedBy).
func Audit(tx *Tx, q AuditQuery) ([]AuditEvent, error) {
	if err := tx.Require(action.PracticeRead); err != nil {
		return nil, err
	}
	if tx.def.Action != action.ReadAudit && (q.Patient.IsZero() || !tx.IsAbout(q.Patient)) {
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
