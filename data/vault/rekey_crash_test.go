package vault

import (
	"bytes"
	"math/rand/v2"
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
		cuts := max(120, *cutCount/8)
		if testing.Short() {
			cuts = 40
		}
		for i := range cuts {
			moment := begin + i*(end-begin+1)/cuts
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

// Whatever call to the disk fails, once or from then on: an error or a new file, the old file or the new one under the live name, and
// nothing beside it.
func TestRekeyFaults(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 4
	}
	for _, closeFirst := range []bool{false, true} {
		for name, way := range map[string]simFault{"an error": {err: syscall.EIO}, "a full disk": {err: errDiskFull(), sticky: true}} {
			failures, calls := 0, 0
			for n := 1; ; n += step {
				way.at = n
				failed, count := rekeyFault(t, closeFirst, way)
				if t.Failed() {
					t.Fatalf("%s at call %d, closing first %v", name, n, closeFirst)
				}
				if failed {
					failures += step
				}
				if count < n { // it was over before
					break
				}
				calls = n
			}
			t.Logf("%s: %d calls, %d of them fatal", name, calls, failures)
			if calls < 40 || failures < calls/4 {
				t.Errorf("%s: only %d of %d calls failed the act", name, failures, calls)
			}
		}
	}
}

// rekeyFault re-keys a file on a disk whose call way.at from then on fails, then looks at what is left.
func rekeyFault(t *testing.T, closeFirst bool, way simFault) (failed bool, calls int) {
	t.Helper()
	o, disk := cheapKDF(t), newSimDisk()
	o.closeFirst, o.AnyFolder, o.FS = closeFirst, true, disk
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	fillRows(t, v, 20)
	before := len(disk.calls)
	way.at += before
	disk.fault = way
	code, err := v.Rekey(t.Context(), rekeyPlan, nil)
	calls = len(disk.calls) - before
	disk.heal()
	if kind := KindOf(err); err != nil && kind != IO && kind != DiskFull {
		t.Errorf("the error is %v", err)
	}
	if err == nil && code == "" {
		t.Error("neither an error nor a new file")
	}
	if !v.IsClosed() {
		exec(t, v, "INSERT INTO t(body) VALUES('after')")
		closeVault(t, v)
	}
	now, opening := Open(simPath, doctorKey(), o)
	if opening != nil {
		t.Fatal(opening)
	}
	defer closeVault(t, now)
	if _, wrong := now.Authenticate(RecoveryKey(code)); (wrong == nil) != (code != "") {
		t.Errorf("the code %q: %v", code, wrong)
	}
	if n := queryInt(t, now.Reader(), "SELECT count(*) FROM t"); n < 20 {
		t.Errorf("%d rows", n)
	}
	if err := integrity(now); err != nil {
		t.Error(err)
	}
	if len(disk.names) > 2 {
		t.Errorf("%d files are left", len(disk.names))
	}
	return err != nil, calls
}
