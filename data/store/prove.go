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
	heads, err := AnchorsIn(ctx, db)
	if err != nil {
		return err
	}
	want, err := AnchorsIn(ctx, original.Reader())
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
