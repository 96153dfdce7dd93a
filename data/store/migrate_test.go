package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"satchel/data/vault"
)

// updateChildVariable holds the path of the file when the test binary runs as the program that is killed during an update.
const updateChildVariable = "STORE_UPDATE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(updateChildVariable); path != "" {
		updateChild(path)
	}
	os.Exit(m.Run())
}

var updateOwner = vault.NewSlot{ID: [16]byte{15: 1}, Name: "owner", Password: "correct horse battery"}

// growing inserts n rows of a hundred bytes: work enough that a kill can come in its middle.
func growing(table string, n int) string {
	return fmt.Sprintf(`WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d) INSERT INTO %s (text) SELECT printf('%%0100d', n) FROM c;`, n, table)
}

// oldSteps made the file, and newSteps bring it up to date.
var (
	oldSteps = []Migration{
		{1, "0001_old.sql", "CREATE TABLE parent (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; " + growing("parent", 50)},
		{2, "0002_old.sql", "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id)) STRICT; INSERT INTO child VALUES (1, 7);"},
	}
	newSteps = []Migration{oldSteps[0], oldSteps[1],
		{3, "0003_new.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; " + growing("more", 2000)},
		{4, "0004_new.sql", "ALTER TABLE child ADD COLUMN note TEXT NOT NULL DEFAULT ''; UPDATE parent SET text = 'new' WHERE id = 1;"},
		{5, "0005_new.sql", "CREATE INDEX more_text ON more (text); " + growing("more", 2000)},
	}
)

func openVault(t testing.TB, path string, files vault.FileSystem) *vault.Vault {
	t.Helper()
	v, err := vault.Open(path, vault.Password(updateOwner.Name, updateOwner.Password), vault.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// oldFile makes a file of the old version and closes it.
func oldFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "old.satchel")
	v, err := vault.Create(path, updateOwner, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(context.Background(), v.Writer(), oldSteps, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func copyTo(t testing.TB, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// look tells all of a file's schema and content that the steps touch.
func look(t testing.TB, v *vault.Vault) string {
	t.Helper()
	var parts []string
	for _, query := range []string{"SELECT 'version ' || user_version FROM pragma_user_version", "SELECT sql FROM sqlite_schema ORDER BY name",
		"SELECT id || text FROM parent ORDER BY id", "SELECT * FROM child"} {
		rows, err := v.Writer().Query(query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			columns, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			row := make([]any, len(columns))
			for i := range row {
				row[i] = new(any)
			}
			if err := rows.Scan(row...); err != nil {
				t.Fatal(err)
			}
			for _, field := range row {
				parts = append(parts, fmt.Sprint(*field.(*any)))
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	var structure string
	if err := v.Writer().QueryRow("PRAGMA integrity_check").Scan(&structure); err != nil || structure != "ok" {
		t.Fatalf("structure %q, %v", structure, err)
	}
	return strings.Join(parts, "\n")
}

// lookAt opens a file, tells its content and closes it.
func lookAt(t testing.TB, path string) string {
	t.Helper()
	v := openVault(t, path, nil)
	defer v.Close()
	return look(t, v)
}

func TestAnUpdateThatFailsLeavesTheOldVersion(t *testing.T) {
	for name, test := range map[string]struct {
		last, key string
		code      Code
	}{
		"a step that is wrong":                 {"CREATE TABLE more (id INTEGER);", "error.store.update_failed", Internal},
		"half of a step":                       {"CREATE TABLE fine (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nothing VALUES (1);", "error.store.update_failed", Internal},
		"a row that points nowhere":            {"INSERT INTO child VALUES (2, 999, '');", "error.store.update_failed", Corrupt},
		"a parent that is taken away":          {"DELETE FROM parent WHERE id = 7;", "error.store.update_failed", Corrupt},
		"a reference that old rows can't hold": {"ALTER TABLE parent ADD COLUMN boss INTEGER REFERENCES child(id); UPDATE parent SET boss = 44 WHERE id = 3;", "error.store.update_failed", Corrupt},
	} {
		t.Run(name, func(t *testing.T) {
			v := openVault(t, oldFile(t), nil)
			defer v.Close()
			before := look(t, v)
			steps := append(append([]Migration{}, newSteps...), Migration{6, "0006_bad.sql", test.last})
			told := [2]int{}
			err := migrate(context.Background(), v.Writer(), steps, func(from, to int) error {
				told = [2]int{from, to}
				return nil
			})
			var known *Error
			if !errors.As(err, &known) || known.Key != test.key || known.Code != test.code {
				t.Errorf("%v, want %s %s", err, test.code, test.key)
			}
			if told != [2]int{2, 6} {
				t.Errorf("told of an update from %d to %d", told[0], told[1])
			}
			if after := look(t, v); after != before {
				t.Errorf("the file changed:\n%s", after)
			}
			// The next program, whose step is right, updates the same file.
			if err := migrate(context.Background(), v.Writer(), newSteps, nil); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAStepMayTakeRowsApartAndPutThemTogetherAgain(t *testing.T) {
	v := openVault(t, oldFile(t), nil)
	defer v.Close()
	steps := append(append([]Migration{}, oldSteps...), Migration{3, "0003_move.sql", `
		CREATE TABLE moved (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
		INSERT INTO moved SELECT id, text FROM parent; DELETE FROM parent; INSERT INTO parent SELECT id, text FROM moved; DROP TABLE moved;`})
	if err := migrate(context.Background(), v.Writer(), steps, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Writer().Exec("INSERT INTO child VALUES (2, 999)"); err == nil {
		t.Error("foreign keys are still deferred after the update")
	}
}

func TestNothingIsUpdatedWithoutItsCopy(t *testing.T) {
	v := openVault(t, oldFile(t), nil)
	defer v.Close()
	before, full := look(t, v), Fail(Internal, "error.vault.disk_full")
	if err := migrate(context.Background(), v.Writer(), newSteps, func(int, int) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	if after := look(t, v); after != before {
		t.Errorf("the file changed:\n%s", after)
	}
}

var errPowerGone = errors.New("the power is gone")

// fuse is a disk that goes dead after a number of writes, syncs, cuts and removals.
type fuse struct {
	vault.FileSystem
	mu    sync.Mutex
	left  int // operations until it blows; negative: never
	used  int
	files []vault.File
}

func (f *fuse) burn() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == 0 {
		return errPowerGone
	}
	f.left--
	f.used++
	return nil
}

func (f *fuse) OpenFile(name string, flag int, perm os.FileMode) (vault.File, error) {
	file, err := f.FileSystem.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files = append(f.files, file)
	return &fusedFile{file, f}, nil
}

func (f *fuse) Remove(name string) error {
	if err := f.burn(); err != nil {
		return err
	}
	return f.FileSystem.Remove(name)
}

// pull takes the dead program's hands off the files, its lock among them.
func (f *fuse) pull() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left = 0
	for _, file := range f.files {
		file.Close()
	}
}

type fusedFile struct {
	vault.File
	fuse *fuse
}

func (f *fusedFile) WriteAt(b []byte, at int64) (int, error) {
	if err := f.fuse.burn(); err != nil {
		return 0, err
	}
	return f.File.WriteAt(b, at)
}

func (f *fusedFile) Sync() error {
	if err := f.fuse.burn(); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *fusedFile) Truncate(size int64) error {
	if err := f.fuse.burn(); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

// TestAPowerCutDuringAnUpdate cuts at writes and syncs spread over the whole update: what is found is the old version or the new
// one, each whole.
func TestAPowerCutDuringAnUpdate(t *testing.T) {
	original := oldFile(t)
	update := func(path string, cut int) (operations int, done bool) {
		disk := &fuse{FileSystem: vault.Disk(), left: -1}
		v := openVault(t, path, disk)
		disk.mu.Lock()
		disk.left, disk.used = cut, 0
		disk.mu.Unlock()
		err := migrate(context.Background(), v.Writer(), newSteps, nil)
		disk.pull()
		return disk.used, err == nil
	}
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole")
	copyTo(t, original, whole)
	operations, _ := update(whole, -1)
	before, after := lookAt(t, original), lookAt(t, whole)
	old, fresh := 0, 0
	step := max(1, operations/15)
	for cut := 0; ; cut += step {
		if cut > operations-12 { // the end, where the update is decided, operation by operation
			step = 1
		}
		path := filepath.Join(folder, fmt.Sprint(cut))
		copyTo(t, original, path)
		_, done := update(path, cut)
		switch got := lookAt(t, path); {
		case got == after:
			fresh++
		case got == before && !done:
			old++
		default:
			t.Errorf("cut %d of %d, acknowledged %v: neither version:\n%.300s", cut, operations, done, got)
		}
		if cut > operations {
			break
		}
	}
	if old < 10 || fresh < 1 {
		t.Errorf("%d cuts left the old version, %d the new one", old, fresh)
	}
	t.Logf("%d operations; %d cuts left the old version, %d the new one", operations, old, fresh)
}

// updateChild brings a file up to date and says so, unless it is killed.
func updateChild(path string) {
	v, err := vault.Open(path, vault.Password(updateOwner.Name, updateOwner.Password), vault.Options{})
	if err == nil {
		fmt.Println("begun")
		err = migrate(context.Background(), v.Writer(), newSteps, nil)
	}
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("done")
	time.Sleep(time.Minute) // the kill comes before
}

// TestAKillDuringAnUpdate does the same to a whole process.
func TestAKillDuringAnUpdate(t *testing.T) {
	original := oldFile(t)
	whole := filepath.Join(t.TempDir(), "whole")
	copyTo(t, original, whole)
	v := openVault(t, whole, nil)
	if err := migrate(context.Background(), v.Writer(), newSteps, nil); err != nil {
		t.Fatal(err)
	}
	before, after := lookAt(t, original), look(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	old, fresh := 0, 0
	var takes time.Duration // of the whole update, as the first round measures it
	const rounds = 12
	for round := range rounds {
		path := filepath.Join(t.TempDir(), "practice")
		copyTo(t, original, path)
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), updateChildVariable+"="+path)
		output, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(output)
		if !lines.Scan() || lines.Text() != "begun" {
			t.Fatalf("the child says %q", lines.Text())
		}
		if began := time.Now(); round == 0 {
			if !lines.Scan() || lines.Text() != "done" {
				t.Fatalf("the child says %q", lines.Text())
			}
			takes = time.Since(began)
		} else {
			time.Sleep(takes * time.Duration(round-1) / (rounds - 2))
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait() // killed: its error says no more
		switch lookAt(t, path) {
		case before:
			old++
		case after:
			fresh++
		default:
			t.Errorf("round %d left neither version", round)
		}
	}
	if old < 1 || fresh < 1 {
		t.Errorf("%d kills left the old version, %d the new one", old, fresh)
	}
	t.Logf("an update of %v; %d kills left the old version, %d the new one", takes, old, fresh)
}
