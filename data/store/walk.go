package store

import "context"

// Record is a record type as the kernel walks over it: to verify, to export.
type Record interface {
	Describe() Spec
	// eachLive and eachPast call visit with every live row and every superseded state; state is nil once erased by law.
	eachLive(ctx context.Context, q querier, visit func(id RawID, m Meta, state []byte) error) error
	eachPast(ctx context.Context, q querier, visit func(id RawID, m Meta, state []byte) error) error
}

// Describe returns the record type's Spec.
func (t *Table[T]) Describe() Spec { return t.Spec }

func (t *Table[T]) eachLive(ctx context.Context, q querier, visit func(RawID, Meta, []byte) error) error {
	rows, err := q.QueryContext(ctx, t.selectQ+" ORDER BY id")
	if err != nil {
		return wrap("walk "+t.Table, err)
	}
	defer rows.Close()
	var id RawID
	var m Meta
	values := make([]any, len(t.columns))
	destinations := []any{&id, &m.Version, &m.Device, &m.Sequence, &m.Changed, &m.Retracted}
	for i := range values {
		destinations = append(destinations, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(destinations...); err != nil {
			return wrap("walk "+t.Table, err)
		}
		if err := visit(id, m, canonical(t.columns, values)); err != nil {
			return err
		}
	}
	return wrap("walk "+t.Table, rows.Err())
}

func (t *Table[T]) eachPast(ctx context.Context, q querier, visit func(RawID, Meta, []byte) error) error {
	rows, err := q.QueryContext(ctx, `SELECT id, version, device, sequence, changed, state FROM history WHERE record = ? ORDER BY id, version`, t.Number)
	if err != nil {
		return wrap("walk history", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id RawID
		var m Meta
		var text []byte
		if err := rows.Scan(&id, &m.Version, &m.Device, &m.Sequence, &m.Changed, &text); err != nil {
			return wrap("walk history", err)
		}
		var state []byte
		if text != nil {
			values, retracted, err := parseState(t.columns, text)
			if err != nil {
				values, state = nil, []byte("unreadable")
			} else {
				state = canonical(t.columns, values)
			}
			m.Retracted = retracted
			if state == nil {
				state = []byte{}
			}
		}
		if err := visit(id, m, state); err != nil {
			return err
		}
	}
	return wrap("walk history", rows.Err())
}
