package vault

import (
	"math/rand/v2"
	"os"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"
	"pgregory.net/rapid"
)

// The wal-index locks against a model: for each lock, who holds it and how.
func TestIndexLocks(t *testing.T) {
	const users = 4
	rapid.Check(t, func(t *rapid.T) {
		var index walIndex
		var user [users]indexUser
		for i := range user {
			user[i].index = &index
		}
		var shared, exclusive [sqlite3.SQLITE_SHM_NLOCK][users]bool
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			u := rapid.IntRange(0, users-1).Draw(t, "user")
			first := rapid.IntRange(0, sqlite3.SQLITE_SHM_NLOCK-1).Draw(t, "first")
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				if exclusive[first][u] {
					continue // SQLite asks for neither twice
				}
				want := int32(sqlite3.SQLITE_OK)
				for other := range users {
					if exclusive[first][other] {
						want = sqlite3.SQLITE_BUSY
					}
				}
				if got := user[u].lock(first, 1, sqlite3.SQLITE_SHM_LOCK|sqlite3.SQLITE_SHM_SHARED); got != want {
					t.Fatalf("shared lock %d: %d, want %d", first, got, want)
				}
				shared[first][u] = shared[first][u] || want == sqlite3.SQLITE_OK
			case 1:
				count := rapid.IntRange(1, sqlite3.SQLITE_SHM_NLOCK-first).Draw(t, "count")
				want := int32(sqlite3.SQLITE_OK)
				for i := first; i < first+count; i++ {
					for other := range users {
						if other != u && (shared[i][other] || exclusive[i][other]) {
							want = sqlite3.SQLITE_BUSY
						}
					}
				}
				if got := user[u].lock(first, count, sqlite3.SQLITE_SHM_LOCK|sqlite3.SQLITE_SHM_EXCLUSIVE); got != want {
					t.Fatalf("exclusive lock %d+%d: %d, want %d", first, count, got, want)
				}
				for i := first; i < first+count && want == sqlite3.SQLITE_OK; i++ {
					exclusive[i][u] = true
				}
			case 2:
				user[u].lock(first, 1, sqlite3.SQLITE_SHM_UNLOCK|sqlite3.SQLITE_SHM_SHARED)
				shared[first][u], exclusive[first][u] = false, false
			}
		}
	})
}

func TestFileLocks(t *testing.T) {
	var locks fileLocks
	a, b := lockUser{locks: &locks}, lockUser{locks: &locks}
	want := func(what string, got, code int32) {
		t.Helper()
		if got != code {
			t.Errorf("%s: %d, want %d", what, got, code)
		}
	}
	want("a shared", a.lock(sqlite3.SQLITE_LOCK_SHARED), sqlite3.SQLITE_OK)
	want("b shared", b.lock(sqlite3.SQLITE_LOCK_SHARED), sqlite3.SQLITE_OK)
	want("a exclusive beside b", a.lock(sqlite3.SQLITE_LOCK_EXCLUSIVE), sqlite3.SQLITE_BUSY)
	want("b reserved while a waits", b.lock(sqlite3.SQLITE_LOCK_RESERVED), sqlite3.SQLITE_BUSY)
	b.unlock(sqlite3.SQLITE_LOCK_NONE)
	want("b shared while a waits", b.lock(sqlite3.SQLITE_LOCK_SHARED), sqlite3.SQLITE_BUSY)
	want("a exclusive, alone", a.lock(sqlite3.SQLITE_LOCK_EXCLUSIVE), sqlite3.SQLITE_OK)
	if !locks.reservedByAny() {
		t.Error("exclusive is not reserved")
	}
	a.unlock(sqlite3.SQLITE_LOCK_SHARED)
	want("b shared again", b.lock(sqlite3.SQLITE_LOCK_SHARED), sqlite3.SQLITE_OK)
	want("b reserved", b.lock(sqlite3.SQLITE_LOCK_RESERVED), sqlite3.SQLITE_OK)
	want("a reserved beside b", a.lock(sqlite3.SQLITE_LOCK_RESERVED), sqlite3.SQLITE_BUSY)
	a.unlock(sqlite3.SQLITE_LOCK_NONE)
	want("b exclusive", b.lock(sqlite3.SQLITE_LOCK_EXCLUSIVE), sqlite3.SQLITE_OK)
	b.unlock(sqlite3.SQLITE_LOCK_NONE)
	if locks.shared != 0 || locks.reservedByAny() {
		t.Errorf("left: %+v", &locks)
	}
}

// A new password is in both header copies, whatever happens next: the old one must not
// come back with the older copy.
func TestPasswordChangeIsInBothCopies(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.ChangePassword(doctorID, "a new one"); err != nil {
		t.Fatal(err)
	}
	left := disk.cut(disk.moment(), 0, nil).names[simPath].content
	closeVault(t, v)
	for i := range headerCopies {
		h, err := decodeHeader(left[i*headerSize:][:headerSize])
		if err != nil {
			t.Fatal(err)
		}
		if key, err := h.slots[0].unwrap(passwordSecret("a new one"), h.uuid, 0); err != nil || key == nil {
			t.Errorf("header copy %d does not open with the new password: %v", i+1, err)
		}
	}
}

// A process that is killed may leave header writes in the system's memory that are not on
// the disk yet. The next process must not tear the only copy that is.
func TestKilledThenPowerCut(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.RenameSlot(doctorID, doctor.Name); err != nil { // so that the writes below end with copy 2
		t.Fatal(err)
	}
	fillRows(t, v, 2)
	abandon(t, v)
	if v, err = Open(simPath, doctorKey(), o); err != nil {
		t.Fatal(err)
	}
	before := disk.moment()
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	moments := disk.headerWrites(before)
	closeVault(t, v)
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		left := disk.cut(moments[0], 0.5, r)
		file, err := left.OpenFile(simPath, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, copies, reasons, err := readHeaderCopies(file); err != nil || newestFirst(copies) == nil {
			t.Fatalf("no header copy is whole: %v, %v", reasons, err)
		}
	}
}

// What was read ahead must not be served once a checkpoint has written the page.
func TestReadAheadIsNotStale(t *testing.T) {
	o := cheapKDF(t)
	v, _ := newVault(t, o)
	fillRows(t, v, 200)
	exec(t, v, "PRAGMA wal_checkpoint(PASSIVE)")
	reader, writer := newDatabaseFile(v.volume), newDatabaseFile(v.volume)
	page := make([]byte, DefaultPageSize)
	for n := int64(2); n <= 6; n++ {
		if code := reader.readPage(n, page); code != sqlite3.SQLITE_OK {
			t.Fatalf("page %d: code %d", n, code)
		}
	}
	if reader.ahead.count < 2 {
		t.Fatal("pages read in order are not read ahead")
	}
	v.volume.checkpointing.Store(true)
	defer v.volume.checkpointing.Store(false)
	want := make([]byte, DefaultPageSize)
	want[0] = 42
	if code := writer.write(want, 6*DefaultPageSize); code != sqlite3.SQLITE_OK {
		t.Fatalf("code %d", code)
	}
	if code := reader.readPage(7, page); code != sqlite3.SQLITE_OK || page[0] != 42 {
		t.Errorf("code %d, an old page 7", code)
	}
	if code := reader.readPage(8, page); code != sqlite3.SQLITE_OK {
		t.Errorf("code %d for page 8", code)
	}
}
