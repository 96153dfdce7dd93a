package store

import (
	"fmt"
	"strings"

	"satchel/data/store/action"
)

// Get returns one record, retracted or not. NotFound also where it belongs to a chart that the transaction is not about.
func Get[T any](tx *Tx, t *Table[T], id ID[T]) (T, error) {
	var zero T
	list, err := Select(tx, t, "id = ?", id)
	if err != nil {
		return zero, err
	}
	if len(list) == 0 {
		return zero, Fail(NotFound, "error.store.not_found", "Record", t.Name)
	}
	return list[0], nil
}

// Select returns the records that meet where, an SQL condition on the table's own columns, optionally with ORDER BY and LIMIT
// after it ("appointment_id = ? ORDER BY id"); "" means all. A chart table is held to the patients that the transaction is about.
func Select[T any](tx *Tx, t *Table[T], where string, args ...any) ([]T, error) {
	scope, scoped, err := tx.scope(t.Spec, t.Read)
	if err != nil {
		return nil, err
	}
	query := t.selectQ + " WHERE " + scope
	condition, tail := splitTail(where)
	if condition != "" {
		query += " AND (" + condition + ")"
	}
	rows, err := tx.sql.QueryContext(tx.ctx, query+" "+tail, append(scoped, args...)...)
	if err != nil {
		return nil, wrap("select "+t.Table, err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var row T
		if err := rows.Scan(t.destinations(&row)...); err != nil {
			return nil, wrap("scan "+t.Table, err)
		}
		list = append(list, row)
	}
	return list, wrap("select "+t.Table, rows.Err())
}

// scope gives the condition that holds a query to what the transaction may see.
func (tx *Tx) scope(spec Spec, c action.Capability) (string, []any, error) {
	if err := tx.Require(c); err != nil {
		return "", nil, err
	}
	if !spec.Chart || tx.def.WholePractice {
		return "1", nil, nil
	}
	condition, args, err := tx.PatientArgs("patient_id")
	return condition, args, err
}

// PatientArgs gives an SQL condition on column, with its arguments, that holds a hand-written query to the patients that the
// transaction is about. A transaction about nobody is Forbidden to ask.
func (tx *Tx) PatientArgs(column string) (string, []any, error) {
	if tx.def.WholePractice {
		return "1", nil, nil
	}
	if len(tx.opts.patients) == 0 {
		return "", nil, Fail(Forbidden, "error.store.chart_not_opened")
	}
	args := make([]any, len(tx.opts.patients))
	for i, p := range tx.opts.patients {
		args[i] = p
	}
	return fmt.Sprintf("%s IN (?%s)", column, strings.Repeat(", ?", len(args)-1)), args, nil
}

// splitTail parts a condition from its ORDER BY or LIMIT; one inside parentheses belongs to a subquery.
func splitTail(where string) (condition, tail string) {
	upper := strings.ToUpper(where)
	depth := 0
	for i := range len(where) {
		switch where[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		begins := i == 0 || where[i-1] == ' ' || where[i-1] == ')'
		if depth == 0 && begins && (strings.HasPrefix(upper[i:], "ORDER BY ") || strings.HasPrefix(upper[i:], "LIMIT ")) {
			return strings.TrimSpace(where[:i]), where[i:]
		}
	}
	return strings.TrimSpace(where), ""
}
