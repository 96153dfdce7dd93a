package store

import (
	"satchel/data/value"
)

// validator is what a record may implement: all problems at once, each with its field.
type validator interface{ Validate() error }

// Insert keeps a new record. It gives it an id where it has none, and its first version.
func Insert[T any](tx *Tx, t *Table[T], row *T) error {
	if err := tx.mayWrite(t.Spec, t.patientOf(row)); err != nil {
		return err
	}
	if err := validate(row); err != nil {
		return err
	}
	id := t.idOf(row)
	if id.IsZero() {
		made, err := NewID[T](tx)
		if err != nil {
			return err
		}
		*id = made
	}
	values, err := t.state(row)
	if err != nil {
		return wrap("insert "+t.Table, err)
	}
	m := t.metaOf(row)
	*m = tx.stamp(1, m.Retracted)
	args := append([]any{*id, m.Version, m.Device, m.Sequence, int64(m.Changed), m.Retracted}, values...)
	if _, err := tx.sql.ExecContext(tx.ctx, t.insertQ, args...); err != nil {
		return wrap("insert "+t.Table, err)
	}
	tx.touch(t.Spec, id.Raw(), *m, canonical(t.columns, values))
	return nil
}

// Update keeps a changed record. row.Version must be the version that was read: where another one stands now, the answer is
// Conflict and nothing changes. A record that is as it was is not written.
func Update[T any](tx *Tx, t *Table[T], row *T) error {
	if err := tx.mayWrite(t.Spec, t.patientOf(row)); err != nil {
		return err
	}
	if err := validate(row); err != nil {
		return err
	}
	id, m := t.idOf(row), t.metaOf(row)
	old, err := t.current(tx, *id)
	if err != nil {
		return err
	}
	oldMeta := t.metaOf(&old)
	if oldMeta.Version != m.Version {
		return Fail(Conflict, "error.store.conflict", "Record", t.Name)
	}
	if err := tx.mayWrite(t.Spec, t.patientOf(&old)); err != nil {
		return err
	}
	before, err := t.state(&old)
	if err != nil {
		return wrap("update "+t.Table, err)
	}
	values, err := t.state(row)
	if err != nil {
		return wrap("update "+t.Table, err)
	}
	if oldMeta.Retracted == m.Retracted && equalState(before, values) {
		*m = *oldMeta
		return nil
	}
	if err := tx.supersede(t.Spec, t.columns, id.Raw(), *oldMeta, before); err != nil {
		return err
	}
	*m = tx.stamp(oldMeta.Version+1, m.Retracted)
	args := append([]any{m.Version, m.Device, m.Sequence, int64(m.Changed), m.Retracted}, values...)
	result, err := tx.sql.ExecContext(tx.ctx, t.updateQ, append(args, *id, oldMeta.Version)...)
	if err != nil {
		return wrap("update "+t.Table, err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return Fail(Conflict, "error.store.conflict", "Record", t.Name)
	}
	tx.touch(t.Spec, id.Raw(), *m, canonical(t.columns, values))
	return nil
}

// Retract marks a record as entered in error. It stays readable, with who, when and why, and counts nowhere.
func Retract[T any](tx *Tx, t *Table[T], row *T) error {
	t.metaOf(row).Retracted = true
	return Update(tx, t, row)
}

// current reads the live row inside the writing transaction; the caller's right to write it has been checked.
func (t *Table[T]) current(tx *Tx, id ID[T]) (T, error) {
	var row T
	err := tx.sql.QueryRowContext(tx.ctx, t.selectQ+" WHERE id = ?", id).Scan(t.destinations(&row)...)
	if err != nil {
		return row, wrap("read "+t.Table, err)
	}
	return row, nil
}

func (tx *Tx) mayWrite(spec Spec, patient RawID) error {
	if err := tx.Require(spec.Write); err != nil {
		return err
	}
	if tx.sequence == 0 {
		return Fail(Internal, "error.store.read_only")
	}
	if spec.Chart && !tx.IsAbout(patient) {
		return Fail(Forbidden, "error.store.chart_not_opened")
	}
	return nil
}

func (tx *Tx) stamp(version int64, retracted bool) Meta {
	return Meta{Version: version, Device: tx.store.Device(), Sequence: tx.sequence, Changed: tx.hlc, Retracted: retracted}
}

func validate(row any) error {
	v, ok := row.(validator)
	if !ok {
		return nil
	}
	if err := v.Validate(); err != nil {
		return wrap("validate", err)
	}
	return nil
}

// ReasonLength is the longest reason, in characters.
const ReasonLength = 500

// cleanReason refuses an act whose reason says nothing.
func cleanReason(text string) (string, error) {
	text, err := value.Clean(text, ReasonLength, true)
	if err != nil {
		return "", &Error{Code: Invalid, Key: "error.store.reason_unusable", Field: "reason", Err: err}
	}
	if text == "" {
		return "", FailField("reason", "error.store.reason_missing")
	}
	return text, nil
}
