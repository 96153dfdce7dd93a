package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestBackup(t *testing.T) {
	o := cheapKDF(t)
	o.PageSize = 8192
	v, _ := newVault(t, o)
	if err := v.AddSlot(desk); err != nil {
		t.Fatal(err)
	}
	fillRows(t, v, 100)
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	fillRows(t, v, 20) // in the WAL alone
	tx, err := v.Writer().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("INSERT INTO t(body) VALUES('row not committed')"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup.satchel")
	last := int64(0)
	err = v.BackupTo(t.Context(), path, func(done, total int64) {
		if done != last+1 || done > total {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	wantKind(t, v.BackupTo(t.Context(), path, nil), Exists)

	// While the live file is open: the copy is a file of its own.
	copied, err := Open(path, Password(desk.Name, desk.Password), o)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if n := queryInt(t, copied.Reader(), "SELECT count(*) FROM t"); n != 120 {
		t.Errorf("%d rows in the backup, want 120", n)
	}
	if err := integrity(copied); err != nil {
		t.Error(err)
	}
	if damage, err := copied.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		t.Errorf("damage %v, %v", damage, err)
	}
	if copied.UUID() != v.UUID() || copied.volume.header.header.fileID == v.volume.header.header.fileID {
		t.Error("a backup is of the same practice, but a file of its own")
	}
	if string(copied.Derive("audit", 32)) != string(v.Derive("audit", 32)) {
		t.Error("the backup derives other keys")
	}
}

func TestBackupCancelled(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	fillRows(t, v, 50)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	err := v.BackupTo(ctx, filepath.Join(folder, "b.satchel"), func(done, _ int64) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	wantKind(t, v.BackupTo(t.Context(), filepath.Join(folder, "no", "b.satchel"), nil), NotFound)
}

func TestBackupMeetsDamage(t *testing.T) {
	o := cheapKDF(t)
	path := closedPractice(t, o, 100)
	b := readFile(t, path)
	b[len(b)-2000] ^= 1
	writeFile(t, path, b)
	v := reopen(t, path, o)
	folder := t.TempDir()
	wantKind(t, v.BackupTo(t.Context(), filepath.Join(folder, "b.satchel"), nil), Damaged)
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCheckProgressAndCancel(t *testing.T) {
	v, _ := newVault(t, cheapKDF(t))
	fillRows(t, v, 2000)
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	var done, total int64
	if damage, err := v.Check(t.Context(), func(d, all int64) { done, total = d, all }); err != nil || len(damage) > 0 {
		t.Errorf("damage %v, %v", damage, err)
	}
	if done != total || total < 100 {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Check(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOpenCopy(t *testing.T) {
	o := cheapKDF(t)
	v, _ := newVault(t, o)
	fillRows(t, v, 10)
	path := filepath.Join(t.TempDir(), "backup.satchel")
	if err := v.BackupTo(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	b := readFile(t, path)
	b[50] ^= 1 // one header copy is enough
	writeFile(t, path, b)
	copied, err := v.OpenCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := queryInt(t, copied.Reader(), "SELECT count(*) FROM t"); n != 10 {
		t.Errorf("%d rows, want 10", n)
	}
	closeVault(t, copied)
	exec(t, v, "INSERT INTO t(body) VALUES('row after')") // its keys are still its own
	other := closedPractice(t, o, 1)
	_, err = v.OpenCopy(other)
	wantKind(t, err, Foreign)
	writeFile(t, path, []byte("something else"))
	_, err = v.OpenCopy(path)
	wantKind(t, err, Foreign)
	_, err = v.OpenCopy(path + "-missing")
	wantKind(t, err, NotFound)
}
