package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

var ctx = context.Background()

// elsewhere is another computer: it has seen nothing of the practice.
func elsewhere(t testing.TB) data.Env {
	t.Helper()
	env, _ := datatest.Env(t, datatest.Press{})
	return env
}

func mustMake(t testing.TB, k *datatest.Kit, folder string) backup.Backup {
	t.Helper()
	made, err := backup.Make(ctx, k.Practice, k.Desk, folder, nil)
	if err != nil {
		t.Fatalf("make backup: %v", err)
	}
	return made
}

// restored restores a backup on another computer and opens what came of it.
func restored(t testing.TB, path string, key vault.Key) (*data.Practice, store.Actor) {
	t.Helper()
	env := elsewhere(t)
	to := filepath.Join(t.TempDir(), "restored.satchel")
	if _, err := backup.Restore(ctx, backup.RestoreRequest{Path: path, Key: key, To: to}, env, nil); err != nil {
		t.Fatalf("restore: %v", err)
	}
	p, actor, err := data.Open(ctx, to, key, env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p, actor
}

func ownerKey() vault.Key { return vault.Password(datatest.Owner, datatest.Password) }

// files names what lies in a folder.
func files(t testing.TB, folder string) []string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return names
}

func wantKey(t testing.TB, err error, key string) *store.Error {
	t.Helper()
	var known *store.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Fatalf("got %v, want %s", err, key)
	}
	return known
}

func TestBackupsBuildUponOneAnother(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	steps := map[bool]int{}
	first, err := backup.Make(ctx, k.Practice, k.Desk, folder, func(s backup.Step) { steps[s.Proving]++ })
	if err != nil {
		t.Fatal(err)
	}
	if !first.Full || !first.Whole() || len(first.Users) != 2 || !first.Recovery || steps[true] == 0 || steps[false] == 0 {
		t.Errorf("the first: %+v, steps %v", first, steps)
	}
	work(t, k.Practice, k.Owner, 3)
	k.Clock.Add(time.Minute)
	second := mustMake(t, k, folder)
	if second.Full || second.Parts != 1 || second.Own >= first.Own || second.Total < first.Total {
		t.Errorf("the second: %+v", second)
	}
	list, err := backup.List(ctx, k.Practice, folder)
	if err != nil || len(list) != 2 || list[0].Path != second.Path || list[1].Path != first.Path || !list[0].Whole() {
		t.Fatalf("%+v, %v", list, err)
	}
	if got := files(t, filepath.Dir(k.Path())); len(got) != 2 { // the practice and its -wal
		t.Errorf("a proof left something: %v", got)
	}
	for n, path := range []string{first.Path, second.Path} {
		p, owner := restored(t, path, ownerKey())
		count := 0
		err := p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
			return tx.QueryRow(action.PatientRead, "SELECT count(*) FROM patient", nil, &count)
		})
		if err != nil || count != 3*n {
			t.Errorf("%d patients in backup %d, %v", count, n, err)
		}
	}
	k.MustVerify(t)
}

func TestAFailedBackupKeepsTheOlderOneAndIsAudited(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	first := mustMake(t, k, folder)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := backup.Make(cancelled, k.Practice, k.Desk, folder, nil); err == nil {
		t.Fatal("a cancelled backup succeeded")
	}
	_, err := backup.Make(ctx, k.Practice, k.Desk, filepath.Join(folder, "absent disk"), nil)
	wantKey(t, err, "error.backup.folder_missing")
	if got := files(t, folder); len(got) != 1 || got[0] != filepath.Base(first.Path) {
		t.Fatalf("left behind: %v", got)
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
	wantKey(t, err, "error.backup.not_proved")
	if left := files(t, folder); len(left) != 0 {
		t.Fatal(left)
	}
	if s, err := backup.StatusOf(ctx, k.Practice, k.Desk, k.Now()); err != nil || s.Tone != backup.Bad {
		t.Errorf("%+v %v", s, err)
	}
}

// The lighter proof of an incremental backup still walks the audit chain from what was proved before.
func TestALighterProofSeesACutChain(t *testing.T) {
	const free = "DROP TRIGGER audit_event_keep_update; DROP TRIGGER audit_event_keep_delete; PRAGMA foreign_keys=0; "
	for name, spoil := range map[string]string{
		"an event changed":  free + "UPDATE audit_event SET outcome = 'denied' WHERE sequence = (SELECT max(sequence) FROM audit_event)",
		"an event gone":     free + "DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) - 1 FROM audit_event)",
		"the tail cut off":  free + "DELETE FROM audit_event WHERE sequence > 3",
		"a loose reference": "PRAGMA foreign_keys=0; INSERT INTO audit_reason VALUES ('A', 999, 'x')",
	} {
		t.Run(name, func(t *testing.T) {
			k := datatest.Open(t, nil)
			folder := t.TempDir()
			mustMake(t, k, folder)
			work(t, k.Practice, k.Owner, 3)
			k.Clock.Add(time.Hour)
			if _, err := k.Vault().Writer().Exec(spoil); err != nil {
				t.Fatal(err)
			}
			_, err := backup.Make(ctx, k.Practice, k.Owner, folder, nil)
			wantKey(t, err, "error.backup.not_proved")
		})
	}
}

func TestABackupSaysNothingInClear(t *testing.T) {
	k := datatest.Open(t, nil)
	folder := t.TempDir()
	made := mustMake(t, k, folder)
	content, err := os.ReadFile(made.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Lakeside", "Udaipur", "Anjali", "SQLite format 3", "anchors", "audit_event"} {
		if bytes.Contains(content, []byte(word)) || strings.Contains(made.Path, word) {
			t.Errorf("%s stands in clear", word)
		}
	}
}

// Two practices that use one folder leave each other's files alone, and unfinished ones of an earlier run go.
func TestPracticesShareAPlace(t *testing.T) {
	one, other := datatest.Open(t, nil), datatest.Open(t, nil)
	folder := t.TempDir()
	mustMake(t, one, folder)
	made := mustMake(t, other, folder)
	uuid := one.Vault().UUID()
	for _, leftover := range []string{
		filepath.Join(folder, fmt.Sprintf("satchel-20260101-000000Z.satchel-backup.%x.partial", uuid[:4])),
		one.Path() + ".proving-1", one.Path() + ".proving-1-wal",
	} {
		if err := os.WriteFile(leftover, []byte("cut off"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one.Clock.Add(24 * time.Hour)
	mustMake(t, one, folder)
	if got := files(t, folder); len(got) != 3 {
		t.Errorf("in the folder: %v", got)
	}
	if got := files(t, filepath.Dir(one.Path())); len(got) != 2 {
		t.Errorf("beside the practice: %v", got)
	}
	list, err := backup.List(ctx, other.Practice, folder)
	if err != nil || len(list) != 1 || list[0].Path != made.Path {
		t.Errorf("%+v %v", list, err)
	}
	found, err := backup.Scan(folder)
	if err != nil || len(found) != 3 || found[0].Practice != one.Vault().UUID() || len(found[0].Users) != 2 {
		t.Errorf("%+v %v", found, err)
	}
}

func TestTheDrill(t *testing.T) {
	k := datatest.Open(t, datatest.Press{})
	folder := t.TempDir()
	_, err := backup.Prove(ctx, k.Practice, k.Desk, folder, nil)
	wantKey(t, err, "error.backup.none")
	if at, err := backup.LastDrill(ctx, k.Practice, k.Desk); err != nil || !at.IsZero() {
		t.Errorf("%v %v", at, err)
	}
	mustMake(t, k, folder)
	k.Clock.Add(time.Hour)
	proof, err := backup.Prove(ctx, k.Practice, k.Desk, folder, nil)
	if err != nil || len(proof.Verified.Parts) != 5 || !proof.Verified.OK() {
		t.Fatalf("%+v %v", proof, err)
	}
	if at, err := backup.LastDrill(ctx, k.Practice, k.Desk); err != nil || !at.Equal(k.Now()) {
		t.Errorf("%v %v", at, err)
	}
	spoil(t, proof.Backup.Path, 20_000)
	_, err = backup.Prove(ctx, k.Practice, k.Desk, folder, nil)
	wantKey(t, err, "error.vault.damaged_part")
	// The next backup builds upon nothing that is damaged.
	k.Clock.Add(time.Hour)
	if made := mustMake(t, k, folder); !made.Full {
		t.Errorf("%+v", made)
	}
}

// spoil flips a bit of a file.
func spoil(t testing.TB, path string, at int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 4
	if _, err := f.WriteAt(b, at); err != nil {
		t.Fatal(err)
	}
}
