package store

import "satchel/data/store/action"

// ClearTrial removes what a trial leaves behind when a practice starts for real: every record of a type that says Trial, its past
// states, and all drafts. The audit chain stays whole; from its start_for_real event on, Verify expects none of these records.
//
// It is the one place where records go, so it serves that act alone. The caller empties the tables that rooms derive from records.
func ClearTrial(tx *Tx) error {
	if tx.def.Action != action.StartForReal || tx.sequence == 0 {
		return Fail(Forbidden, "error.store.forbidden")
	}
	exec := func(query string, args ...any) error {
		_, err := tx.plain.ExecContext(tx.ctx, query, args...)
		return wrap("clear trial", err)
	}
	// The records point at each other; whether all is in order is checked at the end.
	if err := exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	for _, r := range tx.store.records {
		spec := r.Describe()
		if !spec.Trial {
			continue
		}
		if err := exec("DELETE FROM " + spec.Table); err != nil {
			return err
		}
		if err := exec("DELETE FROM history WHERE record = ?", spec.Number); err != nil {
			return err
		}
	}
	return exec("DELETE FROM draft")
}
