package vault

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
)

// rekeyWorkload makes a file on a simulated disk and re-keys it, with a WAL that is not empty.
func rekeyWorkload(t *testing.T, o Options, disk *simDisk) (begin int, old []byte) {
	t.Helper()
	o.FS, o.AnyFolder = disk, true
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	fillRows(t, v, 300)
	old = bytes.Clone(v.dataKey)
	begin = disk.moment()
	rekey(t, v, rekeyPlan)
	return begin, old
}

// At whatever moment the power goes, the live name has the old file or the new one, whole.
func TestRekeyPowerCut(t *testing.T) {
	o := cheapKDF(t)
	for _, closeFirst := range []bool{false, true} {
		o.closeFirst = closeFirst
		disk := newSimDisk()
		begin, old := rekeyWorkload(t, o, disk)
		end := disk.moment()
		r := rand.New(rand.NewPCG(3, 3))
		olds, news := 0, 0
		for i := range max(120, *cutCount/2) {
			moment := begin + i*(end-begin+1)/max(120, *cutCount/2)
			if i%3 == 0 { // around the switch, where it matters
				moment = end - r.IntN(8)
			}
			found := disk.cut(moment, []float64{0, 1, 0.5, 0.9}[i%4], r)
			o.FS, o.AnyFolder = found, true
			v, err := Open(simPath, doctorKey(), o)
			if err != nil {
				t.Errorf("cut at %d of %d: %v", moment, end, err)
				continue
			}
			if bytes.Equal(v.dataKey, old) {
				olds++
			} else {
				news++
			}
			if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n != 300 {
				t.Errorf("cut at %d: %d rows", moment, n)
			}
			if err := integrity(v); err != nil {
				t.Errorf("cut at %d: %v", moment, err)
			}
			if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
				t.Errorf("cut at %d: %v %v", moment, damage, err)
			}
			if _, err := found.Size(simPath + rekeySuffix); err == nil {
				t.Errorf("cut at %d: the unfinished file is left", moment)
			}
			closeVault(t, v)
		}
		if olds == 0 || news == 0 {
			t.Errorf("%d times the old file, %d times the new one", olds, news)
		}
		t.Logf("%d cuts over %d operations: %d times the old file, %d times the new one", olds+news, end-begin, olds, news)
	}
}

// The same test fails where what it relies on is not synced.
func TestRekeyPowerCutNotices(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	disk.lie = func(name string, _ int64) bool { return strings.HasSuffix(name, rekeySuffix) }
	begin, _ := rekeyWorkload(t, o, disk)
	end, lost := disk.moment(), 0
	r := rand.New(rand.NewPCG(4, 4))
	for range 20 {
		o.FS, o.AnyFolder = disk.cut(max(begin, end-r.IntN(4)), 0.5, r), true
		v, err := Open(simPath, doctorKey(), o)
		if err != nil {
			lost++
			continue
		}
		v.Close()
	}
	if lost == 0 {
		t.Error("a new file that was never synced lost nothing")
	}
}

// faultyDisk fails once, at its nth operation on names or syncs.
type faultyDisk struct {
	*simDisk
	operations, failAt int
}

func (d *faultyDisk) fault() error {
	if d.operations++; d.operations == d.failAt {
		return &os.PathError{Op: "simulated", Path: simPath, Err: syscall.EIO}
	}
	return nil
}

func (d *faultyDisk) OpenFile(name string, flag int, mode os.FileMode) (File, error) {
	if err := d.fault(); err != nil {
		return nil, err
	}
	f, err := d.simDisk.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	return &faultyFile{f, d}, nil
}

func (d *faultyDisk) Rename(from, to string) error {
	return errors.Join(d.fault(), d.unlessFailed(func() error { return d.simDisk.Rename(from, to) }))
}

func (d *faultyDisk) Remove(name string) error {
	return errors.Join(d.fault(), d.unlessFailed(func() error { return d.simDisk.Remove(name) }))
}

func (d *faultyDisk) SyncDir(folder string) error {
	return errors.Join(d.fault(), d.unlessFailed(func() error { return d.simDisk.SyncDir(folder) }))
}

// unlessFailed acts if the present operation is not the one that failed.
func (d *faultyDisk) unlessFailed(act func() error) error {
	if d.operations == d.failAt {
		return nil
	}
	return act()
}

type faultyFile struct {
	File
	disk *faultyDisk
}

func (f *faultyFile) Sync() error {
	return errors.Join(f.disk.fault(), f.disk.unlessFailed(f.File.Sync))
}

// Whatever operation fails: an error, and the old file or the new one under the live name.
func TestRekeyFaults(t *testing.T) {
	o := cheapKDF(t)
	for _, closeFirst := range []bool{false, true} {
		o.closeFirst, o.AnyFolder = closeFirst, true
		failures := 0
		for n, done := 1, false; !done; n++ {
			disk := &faultyDisk{simDisk: newSimDisk()}
			o.FS = disk
			v, err := Create(simPath, doctor, o)
			if err != nil {
				t.Fatal(err)
			}
			fillRows(t, v, 20)
			disk.operations, disk.failAt = 0, n
			code, err := v.Rekey(t.Context(), rekeyPlan, nil)
			done = disk.operations < n
			if done {
				if err != nil || n < 10 {
					t.Fatalf("after %d operations: %v", n, err)
				}
				t.Logf("%d operations, %d of them fatal", n-1, failures)
				if failures < 8 {
					t.Error("most failures went unnoticed")
				}
			} else if err != nil { // SQLite's own removal of the WAL is made up for
				failures++
				if KindOf(err) != IO {
					t.Errorf("operation %d: %v", n, err)
				}
			} else if code == "" {
				t.Errorf("operation %d: neither an error nor a new file", n)
			}
			if !v.IsClosed() {
				exec(t, v, "INSERT INTO t(body) VALUES('after')")
				closeVault(t, v)
			}
			o.FS = disk.simDisk
			now, err := Open(simPath, doctorKey(), o)
			if err != nil {
				t.Fatalf("operation %d: %v", n, err)
			}
			if _, err := now.Authenticate(RecoveryKey(code)); (err == nil) != (code != "") {
				t.Errorf("operation %d: the code %q: %v", n, code, err)
			}
			if err := integrity(now); err != nil {
				t.Error(err)
			}
			if len(disk.names) > 2 {
				t.Errorf("operation %d left %d files", n, len(disk.names))
			}
			closeVault(t, now)
		}
	}
}

// At every write the disk may be full: the old file stays, usable, and nothing is left beside it.
func TestRekeyDiskFull(t *testing.T) {
	o := cheapKDF(t)
	dry := newSimDisk()
	o.FS, o.AnyFolder = dry, true
	run := func(disk *simDisk, fullAfter int) (writes int, err error) {
		o.FS = disk
		v, err := Create(simPath, doctor, o)
		if err != nil {
			t.Fatal(err)
		}
		fillRows(t, v, 20)
		first := disk.writes
		if fullAfter > 0 {
			disk.fullAt = first + fullAfter
		}
		_, err = v.Rekey(t.Context(), rekeyPlan, nil)
		writes = disk.writes - first
		disk.fullAt = 0
		if err != nil && !v.IsClosed() {
			exec(t, v, "INSERT INTO t(body) VALUES('after')")
			closeVault(t, v)
		}
		return writes, err
	}
	writes, err := run(dry, 0)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= writes; n++ {
		disk := newSimDisk()
		_, err := run(disk, n)
		if err == nil {
			t.Errorf("full at write %d of %d: no error", n, writes)
		} else if kind := KindOf(err); kind != DiskFull && kind != IO {
			t.Errorf("full at write %d of %d: %v", n, writes, err)
		}
		if _, err := disk.Size(simPath + rekeySuffix); err == nil {
			t.Errorf("full at write %d: the unfinished file is left", n)
		}
		v, err := Open(simPath, doctorKey(), o)
		if err != nil {
			t.Fatalf("full at write %d: %v", n, err)
		}
		if n := queryInt(t, v.Reader(), "SELECT count(*) FROM t"); n < 20 {
			t.Errorf("%d rows", n)
		}
		if err := integrity(v); err != nil {
			t.Error(err)
		}
		closeVault(t, v)
	}
}

// rottenDisk changes what lies in the new file before it is read back.
type rottenDisk struct {
	*simDisk
	rot func(content []byte)
}

func (d *rottenDisk) OpenFile(name string, flag int, mode os.FileMode) (File, error) {
	if strings.HasSuffix(name, rekeySuffix) && flag&os.O_CREATE == 0 {
		d.rot(d.names[name].content)
	}
	return d.simDisk.OpenFile(name, flag, mode)
}

// A disk that does not give back what was written is noticed while the old file is still there.
func TestRekeyReadsBack(t *testing.T) {
	o := cheapKDF(t)
	o.AnyFolder = true
	for name, rot := range map[string]func(content []byte){
		"header copy A": func(b []byte) { b[offsetUUID] ^= 1 },
		"header copy B": func(b []byte) { b[headerSize+offsetGeneration] ^= 1 },
		"a slot": func(b []byte) {
			for i := range headerCopies { // as if it had been written so
				h := b[i*headerSize:]
				h[offsetSlots+slotSize+offsetSlotWrapped] ^= 1
				digest := sha256.Sum256(h[:offsetDigest])
				copy(h[offsetDigest:], digest[:])
			}
		},
		"the last page": func(b []byte) { b[len(b)-1] ^= 1 },
	} {
		disk := &rottenDisk{newSimDisk(), rot}
		o.FS = disk
		v, err := Create(simPath, doctor, o)
		if err != nil {
			t.Fatal(err)
		}
		fillRows(t, v, 20)
		if _, err := v.Rekey(t.Context(), rekeyPlan, nil); KindOf(err) != Damaged {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := disk.Size(simPath + rekeySuffix); err == nil || v.IsClosed() {
			t.Errorf("%s: the new file is left, or the old one closed", name)
		}
		exec(t, v, "INSERT INTO t(body) VALUES('after')")
		closeVault(t, v)
	}

	// Pages that open, but are not those that were copied.
	o.FS = nil
	v, _ := newVault(t, o)
	total := v.volume.pages.Load()
	err := provePages(t.Context(), v.volume.file, v.volume.keys, DefaultPageSize, total, make([]byte, sha256.Size), sha256.New(), func(int64) {})
	wantKind(t, err, Damaged)
	err = provePages(t.Context(), v.volume.file, v.volume.keys, DefaultPageSize, total+1, nil, sha256.New(), func(int64) {})
	wantKind(t, err, Damaged)
}
