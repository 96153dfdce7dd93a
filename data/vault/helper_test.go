package vault

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// More of the same, for a long run: go test ./data/vault -cuts=10000 -kills=1000 -everyfault
var (
	cutCount   = flag.Int("cuts", 1000, "power cuts to simulate")
	killCount  = flag.Int("kills", 100, "times to kill the working process")
	everyFault = flag.Bool("everyfault", false, "let each call to the disk fail in every way, not in one of them in turn")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if path := os.Getenv(crashChildVariable); path != "" {
		crashChild(path)
	}
	os.Exit(m.Run())
}

var (
	doctorID = [16]byte{15: 1}
	deskID   = [16]byte{15: 2}
	doctor   = NewSlot{ID: doctorID, Name: "Dr. Ströbel", Password: "correct horse battery"}
	desk     = NewSlot{ID: deskID, Name: "desk", Password: "staple staple staple"}
)

// cheapKDF is for tests that open files hundreds of times: it lowers the floor of key
// derivation and does not wait for the disk. What depends on syncs is tried on a simDisk.
func cheapKDF(t testing.TB) Options {
	t.Helper()
	before := floorKDF
	floorKDF = KDF{MemoryKiB: 8, Passes: 1, Threads: 1}
	t.Cleanup(func() { floorKDF = before })
	return Options{KDF: floorKDF, FS: unsyncedFiles{}}
}

// unsyncedFiles is the system's disk, but nothing waits until it is on it.
type unsyncedFiles struct{ systemFiles }

func (unsyncedFiles) OpenFile(name string, flag int, perm os.FileMode) (File, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &unsyncedFile{systemFile{f}}, nil
}

func (unsyncedFiles) SyncDir(string) error { return nil }

type unsyncedFile struct{ systemFile }

func (*unsyncedFile) Sync() error { return nil }

func newVault(t testing.TB, o Options) (*Vault, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "practice.satchel")
	v, err := Create(path, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v, path
}

func doctorKey() Key { return Password(doctor.Name, doctor.Password) }

func reopen(t testing.TB, path string, o Options) *Vault {
	t.Helper()
	v, err := Open(path, doctorKey(), o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func closeVault(t testing.TB, v *Vault) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func exec(t testing.TB, v *Vault, query string, args ...any) {
	t.Helper()
	if _, err := v.Writer().Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func queryInt(t testing.TB, db *sql.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// fillRows makes table t and puts rows into it, each in a transaction of its own.
func fillRows(t testing.TB, v *Vault, rows int) {
	t.Helper()
	exec(t, v, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, body TEXT)")
	for i := range rows {
		exec(t, v, "INSERT INTO t(body) VALUES(?)", fmt.Sprintf("row %d %s", i, strings.Repeat("x", 300)))
	}
}

// abandon leaves a vault as a killed process does: nothing is written or removed any
// more, and the lock is gone.
func abandon(t testing.TB, v *Vault) {
	t.Helper()
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	vol := v.volume
	if err := vol.file.Close(); err != nil {
		t.Fatal(err)
	}
	vol.files, vol.file.File = deadFiles{}, deadFile{}
	vol.walMu.Lock()
	if vol.walUsers > 0 {
		if err := vol.walFile.Close(); err != nil {
			t.Fatal(err)
		}
		vol.walFile = deadFile{}
	}
	vol.walMu.Unlock()
	v.abort() // what is left of it in memory
}

// deadFiles is the disk of a process that is no more.
type deadFiles struct{}

func (deadFiles) OpenFile(string, int, os.FileMode) (File, error) { return nil, os.ErrClosed }
func (deadFiles) Size(string) (int64, error)                      { return 0, os.ErrClosed }
func (deadFiles) Remove(string) error                             { return os.ErrClosed }
func (deadFiles) Rename(string, string) error                     { return os.ErrClosed }
func (deadFiles) SyncDir(string) error                            { return os.ErrClosed }

type deadFile struct{}

func (deadFile) ReadAt([]byte, int64) (int, error)  { return 0, os.ErrClosed }
func (deadFile) WriteAt([]byte, int64) (int, error) { return 0, os.ErrClosed }
func (deadFile) Truncate(int64) error               { return os.ErrClosed }
func (deadFile) Size() (int64, error)               { return 0, os.ErrClosed }
func (deadFile) Sync() error                        { return os.ErrClosed }
func (deadFile) Lock() error                        { return os.ErrClosed }
func (deadFile) Close() error                       { return nil }

func integrity(v *Vault) error {
	var answer string
	if err := v.Reader().QueryRow("PRAGMA integrity_check").Scan(&answer); err != nil {
		return fmt.Errorf("integrity check: %w", err)
	}
	if answer != "ok" {
		return errors.New("integrity check: " + answer)
	}
	return nil
}

func wantKind(t testing.TB, err error, want Kind) *Error {
	t.Helper()
	if KindOf(err) != want {
		t.Fatalf("got error %v, want %v", err, want)
	}
	var e *Error
	errors.As(err, &e)
	return e
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// openPlain opens a file by modernc's own VFS, without a vault.
func openPlain(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}
