package vault

import (
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"
)

// afterFailedSync works until a sync fails, is killed there, and is opened again on a disk that
// is well.
func afterFailedSync(t *testing.T, o Options, at int) *faultRun {
	t.Helper()
	f := &faultRun{workload: &workload{disk: newSimDisk()}, t: t, o: o, random: rand.New(rand.NewPCG(7, 7)), password: []string{doctor.Password}}
	f.o.FS, f.o.AnyFolder, f.o.ReaderCount = f.disk, true, 1
	var err error
	if f.v, err = Create(simPath, doctor, f.o); err != nil {
		t.Fatal(err)
	}
	exec(t, f.v, "CREATE TABLE batch(n INTEGER PRIMARY KEY, size INTEGER); CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT)")
	f.vow(0, f.password...)
	f.disk.fault = simFault{at: at, err: syscall.EIO}
	for _, act := range []func(){
		func() { f.batches(3) },
		func() { f.attempt("rename", func() error { return f.v.RenameSlot(doctorID, doctor.Name) }) },
		func() { f.sql("PRAGMA wal_checkpoint(PASSIVE)") },
		func() { f.batches(2) },
		func() { f.attempt("acknowledge", f.v.volume.attempts.write) },
		func() { f.sql("PRAGMA wal_checkpoint(TRUNCATE)") },
		func() { f.batches(2) },
		func() { f.attempt("close", f.v.Close) },
	} {
		if act(); f.failures > 0 {
			break
		}
	}
	abandon(t, f.v)
	f.open()
	f.batches(2)
	abandon(t, f.v)
	return f
}

// After a sync that failed, the system may believe that what it dropped is on the disk. If the
// process is then killed, the next one reads it all the same, and must not rely on it: the power
// may go at any moment.
func TestFailedSyncThenKilledThenPowerCut(t *testing.T) {
	o := cheapKDF(t)
	dry := afterFailedSync(t, o, 0)
	seeds := uint64(2)
	if *everyFault {
		seeds = 8
	}
	if testing.Short() {
		seeds = 1
	}
	syncs, cuts := 0, 0
	for i, call := range slices.Clone(dry.disk.calls) {
		if call != callSync {
			continue
		}
		f := afterFailedSync(t, o, i+1)
		if f.failed == 0 {
			continue // before the work began, or one that nobody waits for
		}
		syncs++
		for seed := range seeds {
			r := rand.New(rand.NewPCG(seed, 4))
			replay := f.disk.replay(r)
			for moment := f.failed; moment <= f.disk.moment(); moment++ {
				replay.advance(moment)
				keep := []float64{0.5, 0.5, 0, 1}[r.IntN(4)]
				cuts++
				if err := f.verify(t, o, replay.cut(keep, r), moment); err != nil {
					t.Fatalf("sync at call %d failed, cut at %d of %d, keeping %.1f: %v", i+1, moment, f.disk.moment(), keep, err)
				}
			}
		}
	}
	t.Logf("%d failed syncs, %d cuts, 0 acknowledged commits lost", syncs, cuts)
	if syncs < 10 {
		t.Errorf("%d syncs failed, want at least 10", syncs)
	}
}

// A failed sync may have dropped whatever was written to the file, and the next one succeeds
// all the same. If it was the header's, the pages of a checkpoint must not take that for theirs.
func TestFailedSyncIsRemembered(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	fillRows(t, v, 30)
	pages := newDatabaseFile(v.volume)
	if code := pages.sync(); code != sqlite3.SQLITE_OK {
		t.Fatalf("code %d", code)
	}
	disk.fault = simFault{at: 1 + len(disk.calls), sticky: true, err: syscall.EIO}
	wantKind(t, v.ChangePassword(doctorID, "another password"), IO)
	disk.heal()
	if code := pages.sync(); code != sqlite3.SQLITE_OK {
		t.Errorf("a write failed, not a sync: code %d", code)
	}
	disk.fault = simFault{at: 2 + len(disk.calls), sticky: true, err: syscall.EIO}
	wantKind(t, v.ChangePassword(doctorID, "another password"), IO)
	disk.heal()
	if code := pages.sync(); code != sqlite3.SQLITE_IOERR_FSYNC {
		t.Errorf("the header's sync failed, the pages' sync says %d", code)
	}
	if code := pages.sync(); code != sqlite3.SQLITE_OK {
		t.Errorf("after all was written again: code %d", code)
	}
	closeVault(t, v)
}

// A header that says the WAL is done with, but whose sync failed, may be what the next process
// finds. A commit after that must not be lost to it.
func TestDoubtfulHeaderIsMended(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	fillRows(t, v, 3)
	disk.fault = simFault{at: 2 + len(disk.calls), sticky: true, err: syscall.EIO}
	wantKind(t, v.volume.retireWAL(), IO) // as when the last connection closes; the next one goes on in the same WAL
	_, err = v.Writer().Exec("INSERT INTO t(body) VALUES('row refused')")
	wantKind(t, Classify(err), IO)
	disk.heal()
	exec(t, v, "INSERT INTO t(body) VALUES('row acknowledged')")
	abandon(t, v)
	v, err = Open(simPath, doctorKey(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t WHERE body='row acknowledged'"); n != 1 {
		t.Error("an acknowledged row is lost")
	}
}

// A WAL of which only the beginning of its header was written, when the disk was full, is
// nobody's older WAL.
func TestHalfAWALHeader(t *testing.T) {
	o := cheapKDF(t)
	wal := readFile(t, livePractice(t, o, 5)+"-wal")
	path := closedPractice(t, o, 5)
	for size := range walHeaderSize {
		writeFile(t, path+"-wal", wal[:size])
		if rows, err := readAll(path, o); err != nil || rows != 5 {
			t.Errorf("%d bytes: %d rows, %v", size, rows, err)
		}
	}
}

// A header copy whose sync failed is found whole, from the system's memory, and may be half on
// the disk: the other one is not touched before this one is written again.
func TestFoundHeaderIsWrittenAgain(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.RenameSlot(doctorID, doctor.Name); err != nil {
		t.Fatal(err)
	}
	disk.fault = simFault{at: 2 + len(disk.calls), err: syscall.EIO}
	wantKind(t, v.RenameSlot(doctorID, doctor.Name), IO)
	abandon(t, v)
	begin := disk.moment()
	if v, err = Open(simPath, doctorKey(), o); err != nil {
		t.Fatal(err)
	}
	abandon(t, v)
	moments := disk.headerWrites(begin)
	if len(moments) == 0 {
		t.Fatalf("the header was written %d times, want it mended", len(moments))
	}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 6))
		replay := disk.replay(r)
		for _, moment := range moments {
			replay.advance(moment)
			file, err := replay.cut(0.5, r).OpenFile(simPath, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, copies, reasons, err := readHeaderCopies(file); err != nil || newestFirst(copies) == nil {
				t.Fatalf("no header copy is whole: %v, %v", reasons, err)
			}
		}
	}
}
