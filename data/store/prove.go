package store

import (
	"bytes"
	"context"
	"slices"

	"satchel/data/vault"
)

// ProveCopy holds a copy of a practice against the file that it was taken from, whatever their schema: the same schema, a whole
// structure, foreign keys that hold, and the same newest entry of every audit chain. It reads both and writes neither. The copy's
// pages are the caller's to authenticate.
//
// It returns Corrupt where the copy is not whole, or not a copy of the file as it is.
func ProveCopy(ctx context.Context, original, copied *vault.Vault) error {
	db := copied.Reader()
	version, application, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	wantVersion, wantApplication, err := schemaOf(ctx, original.Reader())
	if err != nil {
		return err
	}
	if version != wantVersion || application != wantApplication {
		return Fail(Corrupt, "error.store.copy_differs")
	}
	var structure string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&structure); err != nil {
		return wrap("check structure", err)
	}
	if structure != "ok" {
		return Fail(Corrupt, "error.store.verify_structure")
	}
	if err := checkForeignKeys(ctx, db); err != nil {
		return err
	}
	heads, err := chainHeads(ctx, db)
	if err != nil {
		return err
	}
	want, err := chainHeads(ctx, original.Reader())
	if err != nil {
		return err
	}
	if !slices.EqualFunc(heads, want, func(a, b Anchor) bool {
		return a.Device == b.Device && a.Sequence == b.Sequence && bytes.Equal(a.Head, b.Head)
	}) {
		return Fail(Corrupt, "error.store.copy_differs")
	}
	return nil
}

// chainHeads reads the newest entry of every audit chain. These columns are those of the first schema step, which every file has.
func chainHeads(ctx context.Context, q querier) ([]Anchor, error) {
	rows, err := q.QueryContext(ctx, `SELECT a.device, a.sequence, a.mac FROM audit_event a
		JOIN (SELECT device, max(sequence) AS sequence FROM audit_event GROUP BY device) h ON h.device = a.device AND h.sequence = a.sequence
		ORDER BY a.device`)
	if err != nil {
		return nil, wrap("read audit heads", err)
	}
	defer rows.Close()
	var list []Anchor
	for rows.Next() {
		var a Anchor
		if err := rows.Scan(&a.Device, &a.Sequence, &a.Head); err != nil {
			return nil, wrap("read audit heads", err)
		}
		list = append(list, a)
	}
	return list, wrap("read audit heads", rows.Err())
}
