package backup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

var ctx = context.Background()

func TestABackupOpensByItselfAndHoldsTheSameRecord(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	proving := false
	made, err := backup.Make(ctx, k.Practice, k.Desk, folder, func(s backup.Step) { proving = proving || s.Proving })
	if err != nil {
		t.Fatal(err)
	}
	if !proving || made.Manifest.Pages == 0 || made.Manifest.Events == 0 || made.Manifest.Records == 0 {
		t.Errorf("proved %v, %+v", proving, made.Manifest)
	}
	if last, known := backup.Last(folder); !known || last.Path != made.Path || !last.Manifest.Proved.Equal(made.Manifest.Proved) {
		t.Errorf("last %+v %v", last, known)
	}
	k.MustVerify(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	// Another computer, which has not seen what came after the backup.
	if k.Env.Local, err = data.OpenLocal(filepath.Join(t.TempDir(), "elsewhere")); err != nil {
		t.Fatal(err)
	}
	p, actor, err := data.Open(ctx, made.Path, vault.Password(datatest.Owner, datatest.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice, k.Owner = p, actor
	k.MustVerify(t)
}

func TestAFailedBackupKeepsTheOlderOneAndIsAudited(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	first, err := backup.Make(ctx, k.Practice, k.Desk, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := backup.Make(cancelled, k.Practice, k.Desk, folder, nil); err == nil {
		t.Fatal("a cancelled backup succeeded")
	}
	if _, err := backup.Make(ctx, k.Practice, k.Desk, filepath.Join(folder, "absent disk"), nil); store.CodeOf(err) != store.NotFound {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) != 2 {
		t.Fatalf("left behind: %v %v", names, err)
	}
	if last, known := backup.Last(folder); !known || last.Path != first.Path {
		t.Fatalf("%+v %v", last, known)
	}
	outcomes := ""
	err = k.View(ctx, k.Owner, action.ReadAudit, func(tx *store.Tx) error {
		list, err := store.Audit(tx, store.AuditQuery{})
		for _, e := range list {
			if e.Action == action.MakeBackup {
				outcomes += e.Outcome + " "
			}
		}
		return err
	})
	if err != nil || outcomes != "failure failure success " {
		t.Fatalf("%q %v", outcomes, err)
	}
}

// TestACopyThatDoesNotVerifyIsNotKept spoils the record behind the kernel: the backup of it must not pass for a proved one.
func TestACopyThatDoesNotVerifyIsNotKept(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	if _, err := k.Vault().Writer().Exec("UPDATE practice SET name = 'Somebody else'"); err != nil {
		t.Fatal(err)
	}
	_, err := backup.Make(ctx, k.Practice, k.Owner, folder, nil)
	var known *store.Error
	if !errors.As(err, &known) || known.Key != "error.backup.not_proved" {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Fatalf("%v %v", left, err)
	}
}

func TestABackupSaysNothingInClear(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	made, err := backup.Make(ctx, k.Practice, k.Desk, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{made.Path, made.Path + backup.ManifestExtension} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Lakeside", "Udaipur", "Rao", "SQLite format 3"} {
			if bytes.Contains(content, []byte(word)) || strings.Contains(path, word) {
				t.Errorf("%s stands in clear in %s", word, filepath.Ext(path))
			}
		}
	}
}

func TestAManifestThatDoesNotFitItsFileIsNotTrusted(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	made, err := backup.Make(ctx, k.Practice, k.Desk, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func() error
	}{
		{"cut short", func() error { return os.Truncate(made.Path, made.Manifest.Bytes-1) }},
		{"gone", func() error { return os.Remove(made.Path) }},
		{"note is garbage", func() error { return os.WriteFile(made.Path+backup.ManifestExtension, []byte("{"), 0o600) }},
	} {
		if err := c.spoil(); err != nil {
			t.Fatal(err)
		}
		if last, known := backup.Last(folder); known {
			t.Errorf("%s: %+v", c.name, last)
		}
	}
}
