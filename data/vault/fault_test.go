package vault

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
)

// faultRun is a day with one practice on a disk that fails somewhere.
type faultRun struct {
	*workload
	t        *testing.T
	o        Options
	random   *rand.Rand
	v        *Vault
	done     int // transactions acknowledged
	password []string
	failures int
	failed   int // the moment after the first failure; 0: none yet
}

// attempt runs act, which may fail as the disk does and in no other way. A disk that fails
// again and again is healed when it has failed thrice.
func (f *faultRun) attempt(what string, act func() error) bool {
	f.t.Helper()
	err := Classify(act())
	if err == nil {
		return true
	}
	kind, full := KindOf(err), errors.Is(f.disk.fault.err, errDiskFull())
	if f.disk.fault.hits == 0 || (kind != IO && (kind != DiskFull || !full)) {
		f.t.Fatalf("%s: got %v", what, err)
	}
	if f.failed == 0 {
		f.failed = f.disk.moment()
	}
	if f.failures++; f.failures == 3 || !f.disk.fault.sticky {
		f.disk.heal()
	}
	return false
}

// open opens the file, again until the disk lets it.
func (f *faultRun) open() {
	f.t.Helper()
	for !f.attempt("open", func() (err error) {
		for _, password := range f.password {
			if f.v, err = Open(simPath, Password(doctor.Name, password), f.o); KindOf(err) != WrongKey {
				break
			}
		}
		return err
	}) {
	}
	for !f.attempt("count", func() error {
		var n int
		err := f.v.Reader().QueryRow("SELECT count(*) FROM batch").Scan(&n)
		if err == nil && n < f.done {
			f.t.Fatalf("%d transactions after opening, %d were acknowledged", n, f.done)
		}
		if err == nil {
			f.done = n // one that failed may have happened all the same
		}
		return err
	}) {
	}
}

func (f *faultRun) batches(count int) {
	f.t.Helper()
	for range count {
		if f.attempt("write", func() error { return writeBatch(f.v, f.random, f.done+1) }) {
			f.done++
			f.vow(f.done, f.password...)
		}
	}
}

func (f *faultRun) sql(query string) {
	f.t.Helper()
	f.attempt(query, func() error {
		_, err := f.v.Writer().Exec(query)
		return err
	})
}

// leftBehind wants nothing under a name after a creation failed, but for what could not be
// removed, which must be refused, or a whole one.
func (f *faultRun) leftBehind(what, name string) {
	f.t.Helper()
	if f.disk.names[name] == nil && f.disk.names[name+"-wal"] == nil {
		return
	}
	if !f.disk.fault.sticky || errors.Is(f.disk.fault.err, errDiskFull()) {
		f.t.Fatalf("%s failed and left its file behind", what)
	}
	f.disk.heal()
	v, err := Open(name, Password(doctor.Name, f.password[0]), f.o)
	if err == nil {
		err = errors.Join(integrity(v), v.Close())
	}
	if kind := KindOf(err); err != nil && kind != Foreign && kind != Damaged { // Damaged: half a header
		f.t.Fatalf("%s failed and left a file that is %v", what, err)
	}
	delete(f.disk.names, name)
	delete(f.disk.names, name+"-wal")
}

// backup copies the practice to a name, or leaves nothing there.
func (f *faultRun) backup(name string) {
	f.t.Helper()
	if !f.attempt("backup", func() error { return f.v.BackupTo(f.t.Context(), name, nil) }) {
		f.leftBehind("a backup", name)
	}
}

// day is what happens, with a fault at one of the disk's calls.
func day(t *testing.T, o Options, fault simFault) *faultRun {
	t.Helper()
	f := &faultRun{workload: &workload{disk: newSimDisk()}, t: t, o: o, random: rand.New(rand.NewPCG(7, 7)), password: []string{doctor.Password}}
	f.disk.fault = fault
	f.o.FS, f.o.AnyFolder, f.o.cacheKiB, f.o.ReaderCount = f.disk, true, 60, 1
	for !f.attempt("create", func() (err error) {
		f.v, err = Create(simPath, doctor, f.o)
		return err
	}) {
		f.leftBehind("a creation", simPath)
	}
	for !f.attempt("schema", func() error {
		_, err := f.v.Writer().Exec(`CREATE TABLE IF NOT EXISTS batch(n INTEGER PRIMARY KEY, size INTEGER);
			CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, n INTEGER, body TEXT)`)
		return err
	}) {
	}
	f.vow(0, f.password...)
	f.sql("PRAGMA wal_autocheckpoint=12")
	f.batches(8)
	f.backup(simPath + "-backup")
	next := "another password"
	f.password = append(f.password, next)
	f.vow(f.done, f.password...)
	if f.attempt("change password", func() error { return f.v.ChangePassword(doctorID, next) }) {
		f.password = []string{next}
		f.vow(f.done, next)
	}
	f.batches(3)
	f.sql("PRAGMA wal_checkpoint(TRUNCATE)")
	f.batches(4)
	f.attempt("check", func() error {
		damage, err := f.v.Check(t.Context(), nil)
		for _, d := range damage {
			if d.Header == 0 || f.failures == 0 { // half a header copy stays until the next write of the header mends it
				t.Fatalf("check says %v", damage)
			}
		}
		return err
	})
	f.attempt("close", f.v.Close)
	f.open()
	f.batches(4)
	abandon(t, f.v) // killed: the next opening meets a WAL
	f.open()
	f.batches(2)
	f.attempt("close", f.v.Close)
	return f
}

// Every call that the vault makes to its disk fails once, or from then on until the disk is
// healed, with an I/O error or for want of space; a write may have happened in part, and a
// sync that failed may have dropped what it should have written. The error has its kind,
// nothing that was acknowledged is lost, not even if the power goes afterwards, nothing is
// left half created, and the file opens.
func TestFaults(t *testing.T) {
	o := cheapKDF(t)
	dry := day(t, o, simFault{})
	calls := slices.Clone(dry.disk.calls)
	if dry.failures > 0 || dry.done != 21 {
		t.Fatalf("without a fault: %d failures, %d transactions", dry.failures, dry.done)
	}
	ways := []simFault{{err: syscall.EIO}, {err: errDiskFull(), sticky: true}, {err: syscall.EIO, sticky: true}, {err: errDiskFull()}}
	step := 1
	if testing.Short() {
		step = 10
	}
	runs, hits := 0, 0
	for at := 1; at <= len(calls); at += step {
		for i, fault := range ways {
			call := calls[at-1]
			if !canFail(call, fault.err) && !fault.sticky {
				continue
			}
			// In turn: one way for each call, the full disk only where it could fail.
			if !*everyFault && i != at%len(ways) && (i != 0 || canFail(call, ways[at%len(ways)].err)) {
				continue
			}
			fault.at = at
			name := fmt.Sprintf("call %d (kind %d), %v, sticky %v", at, call, fault.err, fault.sticky)
			ok := t.Run(name, func(t *testing.T) { faultDay(t, o, fault, &hits) })
			if runs++; !ok && runs > 20 {
				return
			}
		}
	}
	t.Logf("%d calls to the disk, %d of them made to fail in %d runs; 0 acknowledged commits lost", len(calls), hits, runs)
}

// faultDay is a day with a fault, and two power cuts after it.
func faultDay(t *testing.T, o Options, fault simFault, hits *int) {
	f := day(t, o, fault)
	if f.disk.fault.hits > 0 {
		*hits++
	}
	f.disk.heal()
	end := f.disk.moment()
	r := rand.New(rand.NewPCG(uint64(fault.at), 3))
	if err := f.verify(t, o, f.disk, end); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if f.failed == 0 {
		return
	}
	begin := max(f.failed, f.promises[0].moment)
	replay := f.disk.replay(r)
	for _, moment := range []int{begin, begin + r.IntN(end-begin+1)} {
		replay.advance(max(moment, replay.at))
		if err := f.verify(t, o, replay.cut([]float64{0, 0.5, 1}[r.IntN(3)], r), replay.at); err != nil {
			t.Errorf("after a power cut at %d of %d: %v", replay.at, end, err)
		}
	}
}
