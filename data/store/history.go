package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"time"
)

// Version is one state that a record was in.
type Version[T any] struct {
	Row    T
	At     time.Time // when it became so
	User   UserID    // who made it so
	Action string    // doing what
	Reason string    // why, where the act asked for it
	Live   bool      // it is so now
	Erased bool      // the content was erased by law; Row holds the id alone
}

// History returns every state of a record, oldest first, with who, when and why.
func History[T any](tx *Tx, t *Table[T], id ID[T]) ([]Version[T], error) {
	live, err := Get(tx, t, id)
	if err != nil {
		return nil, err
	}
	rows, err := tx.sql.QueryContext(tx.ctx, `SELECT h.version, h.device, h.sequence, h.changed, h.state, e.user_id, e.action, coalesce(r.text, '')
		FROM history h JOIN audit_event e USING (device, sequence) LEFT JOIN audit_reason r USING (device, sequence)
		WHERE h.record = ? AND h.id = ? ORDER BY h.version`, t.Number, id)
	if err != nil {
		return nil, wrap("read history", err)
	}
	defer rows.Close()
	var list []Version[T]
	for rows.Next() {
		var v Version[T]
		var m Meta
		var state []byte
		if err := rows.Scan(&m.Version, &m.Device, &m.Sequence, &m.Changed, &state, &v.User, &v.Action, &v.Reason); err != nil {
			return nil, wrap("scan history", err)
		}
		v.At, v.Erased = m.Changed.Time(), state == nil
		if err := t.decodeState(state, &v.Row, &m); err != nil {
			return nil, &Error{Code: Corrupt, Key: "error.store.history_damaged", Err: err}
		}
		*t.idOf(&v.Row) = id
		*t.metaOf(&v.Row) = m
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap("read history", err)
	}
	now := Version[T]{Row: live, Live: true}
	m := t.metaOf(&live)
	now.At = m.Changed.Time()
	err = tx.sql.QueryRowContext(tx.ctx, `SELECT e.user_id, e.action, coalesce(r.text, '') FROM audit_event e LEFT JOIN audit_reason r USING (device, sequence)
		WHERE e.device = ? AND e.sequence = ?`, m.Device, m.Sequence).Scan(&now.User, &now.Action, &now.Reason)
	return append(list, now), wrap("read history", err)
}

// supersede moves the state that is about to be replaced into history.
func (tx *Tx) supersede(spec Spec, columns []column, id RawID, m Meta, values []any) error {
	state, err := encodeState(columns, values, m.Retracted)
	if err != nil {
		return wrap("encode history", err)
	}
	_, err = tx.sql.ExecContext(tx.ctx, `INSERT INTO history (record, id, version, device, sequence, changed, schema, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		spec.Number, id, m.Version, m.Device, m.Sequence, int64(m.Changed), spec.Schema, state)
	return wrap("write history", err)
}

// retractedKey holds Meta.Retracted among the columns of a state.
const retractedKey = "retracted"

// encodeState writes the columns that are not empty as JSON; bytes as {"hex": "..."}.
func encodeState(columns []column, values []any, retracted bool) (string, error) {
	state := make(map[string]any, len(columns)+1)
	for i, c := range columns {
		if emptyValue(values[i]) {
			continue
		}
		if b, ok := values[i].([]byte); ok {
			state[c.name] = map[string]string{"hex": hex.EncodeToString(b)}
			continue
		}
		state[c.name] = values[i]
	}
	if retracted {
		state[retractedKey] = 1
	}
	text, err := json.Marshal(state)
	return string(text), err
}

// parseState reads what encodeState wrote back into SQLite's own values, in the order of columns.
func parseState(columns []column, text []byte) (values []any, retracted bool, err error) {
	values = make([]any, len(columns))
	if text == nil {
		return values, false, nil
	}
	state := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&state); err != nil {
		return nil, false, fmt.Errorf("decode state: %w", err)
	}
	_, retracted = state[retractedKey]
	for i, c := range columns {
		switch x := state[c.name].(type) {
		case nil:
		case string:
			values[i] = x
		case json.Number:
			n, err := x.Int64()
			if err != nil {
				return nil, false, fmt.Errorf("decode state: column %s: %w", c.name, err)
			}
			values[i] = n
		case map[string]any:
			text, _ := x["hex"].(string)
			b, err := hex.DecodeString(text)
			if err != nil {
				return nil, false, fmt.Errorf("decode state: column %s: %w", c.name, err)
			}
			values[i] = b
		default:
			return nil, false, fmt.Errorf("decode state: column %s: %T", c.name, x)
		}
	}
	return values, retracted, nil
}

func (t *Table[T]) decodeState(text []byte, row *T, m *Meta) error {
	values, retracted, err := parseState(t.columns, text)
	if err != nil {
		return err
	}
	m.Retracted = retracted
	for i, destination := range t.destinations(row)[6:] {
		if values[i] == nil {
			continue
		}
		if err := assign(destination, values[i]); err != nil {
			return fmt.Errorf("decode state: column %s: %w", t.columns[i].name, err)
		}
	}
	return nil
}

// assign does for one value what sql.Rows.Scan does.
func assign(destination, src any) error {
	switch d := destination.(type) {
	case interface{ Scan(any) error }:
		return d.Scan(src)
	case *[]byte:
		b, ok := src.([]byte)
		if !ok {
			return fmt.Errorf("%T for bytes", src)
		}
		*d = b
	case *bool:
		*d = src != int64(0)
	default:
		return fmt.Errorf("%T cannot be filled", destination)
	}
	return nil
}

func emptyValue(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case int64:
		return x == 0
	case []byte:
		return len(x) == 0
	}
	return false
}

func equalState(a, b []any) bool {
	for i := range a {
		if emptyValue(a[i]) && emptyValue(b[i]) {
			continue
		}
		if x, ok := a[i].([]byte); ok {
			y, ok := b[i].([]byte)
			if !ok || !bytes.Equal(x, y) {
				return false
			}
			continue
		}
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// canonical is the one byte form of a state, which commitments are made of: the columns that are not empty, sorted by name, each
// as length-prefixed name, type letter, length-prefixed bytes. An empty column is left out, so that a column added later with an
// empty default leaves old commitments as they are.
func canonical(columns []column, values []any) []byte {
	order := make([]int, 0, len(columns))
	for i := range columns {
		if !emptyValue(values[i]) {
			order = append(order, i)
		}
	}
	sort.Slice(order, func(a, b int) bool { return columns[order[a]].name < columns[order[b]].name })
	var out []byte
	for _, i := range order {
		out = appendBytes(out, []byte(columns[i].name))
		switch x := values[i].(type) {
		case string:
			out = appendBytes(append(out, 't'), []byte(x))
		case int64:
			out = binary.BigEndian.AppendUint64(append(out, 'i'), uint64(x))
		case []byte:
			out = appendBytes(append(out, 'b'), x)
		}
	}
	return out
}

func appendBytes(to, b []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(b))), b...)
}
