package vault

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Nothing a person typed may be found on the disk, in any file of the folder.
func TestNoPlaintext(t *testing.T) {
	o := cheapKDF(t)
	o.cacheKiB = 100 // so that transactions spill
	v, path := newVault(t, o)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	code, err := v.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	exec(t, v, "CREATE TABLE sentinelname(id INTEGER PRIMARY KEY, sentinelcolumn TEXT)")
	exec(t, v, "CREATE VIRTUAL TABLE found USING fts5(body, prefix='1 2 3')")
	exec(t, v, "CREATE INDEX sentinelindex ON sentinelname(sentinelcolumn)")
	tx, err := v.Writer().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3000 {
		if _, err := tx.Exec("INSERT INTO sentinelname(sentinelcolumn) VALUES(?)", fmt.Sprintf("SENTINEL patient %d %s", i, strings.Repeat("Meera Shah ", 9))); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("INSERT INTO found VALUES(?)", fmt.Sprintf("SENTINEL note %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	look := func(when string) {
		t.Helper()
		err := filepath.WalkDir(filepath.Dir(path), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content := readFile(t, name)
			for _, word := range []string{"SENTINEL", "sentinel", "Meera", "SQLite format", doctor.Password, desk.Password,
				"Dr. Str", "desk", code, string(v.dataKey), "CREATE"} {
				if bytes.Contains(content, []byte(word)) {
					t.Errorf("%s: %q is readable in %s", when, word, filepath.Base(name))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look("in the middle of a transaction")
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	look("after commit")
	if rows, err := v.Reader().Query("SELECT sentinelcolumn FROM sentinelname ORDER BY random()"); err != nil {
		t.Fatal(err)
	} else {
		for rows.Next() {
		}
		look("during a large sort")
		rows.Close()
	}
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	look("after a checkpoint")
	if err := v.BackupTo(t.Context(), path+".copy", nil); err != nil {
		t.Fatal(err)
	}
	look("after a backup")
}

// Every way that SQL has to write another file.
func TestSQLCannotLeavePlaintext(t *testing.T) {
	v, path := newVault(t, cheapKDF(t))
	fillRows(t, v, 3)
	folder := filepath.Dir(path)
	leak := filepath.Join(folder, "leak.db")
	for _, query := range []string{
		"VACUUM INTO '" + leak + "'",
		"VACUUM INTO 'file:" + leak + "?vfs=unix'",
		"VACUUM INTO 'file:" + leak + "?vfs=' || 'unix'",
		"VACUUM INTO 'file:" + leak + "?vfs=win32'",
		"ATTACH 'file:" + leak + "?vfs=unix' AS leak",
		"ATTACH '" + leak + "' AS leak",
		"ATTACH 'file:' || '" + leak + "?vfs=unix' AS leak",
		"ATTACH '' AS leak",
		"ATTACH ':memory:' AS leak",
		"SELECT load_extension('" + leak + "')",
	} {
		if _, err := v.Writer().Exec(query); err == nil {
			t.Errorf("%s: was allowed", query)
		}
	}
	for _, query := range []string{"PRAGMA journal_mode=DELETE", "PRAGMA journal_mode=MEMORY", "PRAGMA journal_mode=OFF", "PRAGMA journal_mode=TRUNCATE"} {
		var mode string
		if err := v.Writer().QueryRow(query).Scan(&mode); err == nil && mode != "wal" {
			t.Errorf("%s: now in mode %s", query, mode)
		}
		exec(t, v, "INSERT INTO t(body) VALUES('row after')")
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != filepath.Base(path) && name != filepath.Base(path)+"-wal" {
			t.Errorf("left behind: %s", name)
		}
	}
	closeVault(t, v)
	if rows, err := readAll(path, cheapKDF(t)); err != nil || rows != 7 {
		t.Errorf("%d rows, %v; want 7", rows, err)
	}
}
