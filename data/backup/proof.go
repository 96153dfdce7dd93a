package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/vault"
)

// describe reads what a backup says of itself, in the transaction of its moment.
func describe(ctx context.Context, p *data.Practice, tx *sql.Tx) (m Manifest, err error) {
	m.Generation = p.Vault().Generation()
	if m.Anchors, err = store.AnchorsIn(ctx, tx); err != nil {
		return m, err
	}
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&m.Schema); err != nil {
		return m, fmt.Errorf("read schema version: %w", err)
	}
	m.Rows, err = countRows(ctx, tx)
	return m, err
}

// countRows counts the rows of every table that is one: a search index counts what its tables hold.
func countRows(ctx context.Context, tx *sql.Tx) (map[string]int64, error) {
	names, err := tablesIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int64, len(names))
	for _, name := range names {
		var n int64
		quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted).Scan(&n); err != nil {
			return nil, fmt.Errorf("count rows: %w", err)
		}
		counts[name] = n
	}
	return counts, nil
}

func tablesIn(ctx context.Context, tx *sql.Tx) (names []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("list tables: %w", err)
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// prove restores a backup into a temporary encrypted file beside the practice, every page of it from the place, and checks that as if it
// were all there is.
func prove(ctx context.Context, p *data.Practice, chain *vault.Chain, as proving, progress func(Step)) (found data.Verified, err error) {
	if err := chain.Check(); err != nil {
		return found, store.FromVault("read backup", err)
	}
	path, err := provingName(p.Path())
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, removeCopy(filesOf(p), path)) }()
	return check(ctx, path, chain, as, p.Env(), progress)
}

// proving says what a restored file is held against.
type proving struct {
	Manifest
	// since are the heads of a backup that was proved before: the audit chain is walked from there on only, and records and papers are
	// not all read. nil: everything is.
	since []store.Anchor
	// seen are audit events that must be there, since the practice had them before the backup was begun.
	seen []store.Anchor
}

// check restores a backup to path and checks what it wrote. The file stays, closed.
func check(ctx context.Context, path string, chain *vault.Chain, as proving, env data.Env, progress func(Step)) (found data.Verified, err error) {
	err = chain.RestoreTo(ctx, path, func(done, total int64) { progress(Step{Proving: true, Percent: int(done * 100 / total)}) })
	if err != nil {
		return found, store.FromVault("restore backup", err)
	}
	v, err := chain.OpenRestored(path)
	if err != nil {
		return found, store.FromVault("open restored", err)
	}
	defer func() { err = errors.Join(err, store.FromVault("close restored", v.Close())) }()
	progress(Step{Proving: true, Percent: -1})
	if err := sameRows(ctx, v, as.Manifest); err != nil {
		return found, err
	}
	c, err := data.OpenCopy(ctx, v, env)
	if err != nil {
		return found, err
	}
	if as.since != nil {
		found, err = c.VerifyNewer(ctx, as.since, as.Anchors, as.seen)
	} else {
		found, err = c.Verify(ctx, slices.Concat(as.Anchors, as.seen), func(_ string, percent int) {
			if percent >= 0 {
				progress(Step{Proving: true, Percent: percent})
			}
		})
	}
	if err == nil && !found.OK() {
		err = store.Fail(store.Corrupt, "error.backup.not_proved")
	}
	if err != nil {
		return found, err
	}
	return found, c.Sample(ctx)
}

// sameRows holds the rows of what was restored, and its newest audit events, against those of the backup's moment.
func sameRows(ctx context.Context, v *vault.Vault, m Manifest) error {
	tx, err := v.Reader().BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return store.FromVault("begin count", err)
	}
	defer tx.Rollback()
	counts, err := countRows(ctx, tx)
	if err != nil {
		return store.FromVault("count rows", err)
	}
	heads, err := store.AnchorsIn(ctx, tx)
	if err != nil {
		return err
	}
	if !maps.Equal(counts, m.Rows) || !sameAnchors(heads, m.Anchors) {
		return store.Fail(store.Corrupt, "error.backup.not_proved")
	}
	return nil
}

// sameAnchors compares two lists, both in the order of the devices.
func sameAnchors(a, b []store.Anchor) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Device != b[i].Device || a[i].Sequence != b[i].Sequence || string(a[i].Head) != string(b[i].Head) {
			return false
		}
	}
	return true
}

// provingMark is in the name of the temporary file of a proof, behind the practice's own.
const provingMark = ".proving-"

// provingName returns a name beside the practice that nothing has.
func provingName(practice string) (string, error) {
	for n := 1; n < 100; n++ {
		path := fmt.Sprintf("%s%s%d", practice, provingMark, n)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
	}
	return "", store.Fail(store.Conflict, "error.vault.exists")
}

// removeProvings removes what a proof left that was cut off.
func removeProvings(p *data.Practice) error {
	names, err := filepath.Glob(escaped(p.Path()) + provingMark + "*")
	for _, name := range names {
		err = errors.Join(err, removeFile(filesOf(p), name))
	}
	return err
}

// removeCopy removes a restored file, and a -wal that it may have left.
func removeCopy(files vault.FileSystem, path string) error {
	return errors.Join(removeFile(files, path), removeFile(files, path+"-wal"))
}
