package vault

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

const simArchives = "/simulated backups/"

// archived promises that from a moment on an archive can be restored, and what it then holds.
type archived struct {
	moment int
	path   string
	sum    string
}

// runArchives works on a file, and makes archives as package backup does: written under another name, then named. Between them the
// process is killed at times.
func runArchives(t *testing.T, o Options, disk *simDisk, seed uint64) (promises []archived) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	o.FS, o.AnyFolder, o.cacheKiB = disk, true, 60
	v, err := Create(simPath, doctor, o)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, v, "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT); PRAGMA wal_autocheckpoint=20")
	var paths []string
	for n := range 12 {
		for range r.IntN(8) {
			exec(t, v, "INSERT INTO t(body) VALUES(?)", strings.Repeat("z", r.IntN(9000)))
		}
		exec(t, v, "UPDATE t SET body = body || 'x' WHERE id % 5 = ?", r.IntN(5))
		sum, path := sumOf(t, v), fmt.Sprintf("%sarchive-%02d", simArchives, n)
		var plan ArchivePlan
		if len(paths) > 0 {
			if plan.Base, err = chainOf(v, paths); err != nil {
				t.Fatal(err)
			}
		}
		s, err := v.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.WriteArchive(t.Context(), path+".partial", plan, nil)
		if err = errors.Join(err, s.Close(), disk.Rename(path+".partial", path), disk.SyncDir(simArchives)); err != nil {
			t.Fatal(err)
		}
		if plan.Base != nil {
			plan.Base.Close()
		}
		paths = append(paths, path)
		promises = append(promises, archived{disk.moment(), path, sum})
		if n%4 == 3 {
			abandon(t, v)
			if v, err = Open(simPath, doctorKey(), o); err != nil {
				t.Fatal(err)
			}
		}
	}
	closeVault(t, v)
	return promises
}

// chainOf opens the newest of some archives.
func chainOf(v *Vault, paths []string) (*Chain, error) {
	a, err := v.OpenArchive(paths[len(paths)-1])
	if err != nil {
		return nil, err
	}
	return a.Chain(paths)
}

// checkArchives restores every archive that was promised by the moment of a cut, and says what is lost.
func checkArchives(t *testing.T, o Options, found *simDisk, moment int, promises []archived) error {
	o.FS, o.AnyFolder = found, true
	var paths []string
	for _, p := range promises {
		if p.moment <= moment {
			paths = append(paths, p.path)
		}
	}
	for n, path := range paths {
		a, err := OpenArchive(path, doctorKey(), o)
		if err != nil {
			return err
		}
		c, err := a.Chain(paths)
		if err != nil {
			a.Close()
			return err
		}
		to := fmt.Sprintf("/restored-%d", n)
		v, err := func() (*Vault, error) {
			defer c.Close()
			if err := c.RestoreTo(t.Context(), to, nil); err != nil {
				return nil, err
			}
			return c.OpenRestored(to)
		}()
		if err != nil {
			return err
		}
		sum := sumOf(t, v)
		closeVault(t, v)
		if sum != promises[n].sum {
			return fmt.Errorf("archive %d holds %s, want %s", n, sum, promises[n].sum)
		}
	}
	return nil
}

func TestArchivePowerCuts(t *testing.T) {
	o := cheapKDF(t)
	cuts := max(20, *cutCount/10)
	if testing.Short() {
		cuts = 20
	}
	disk := newSimDisk()
	promises := runArchives(t, o, disk, 1)
	r := rand.New(rand.NewPCG(7, 7))
	for n := range cuts {
		moment := 1 + r.IntN(disk.moment())
		keep := []float64{0, 1, 0.3, 0.8}[n%4]
		if err := checkArchives(t, o, disk.cut(moment, keep, r), moment, promises); err != nil {
			t.Fatalf("cut %d at %d, keep %.1f: %v", n, moment, keep, err)
		}
	}
}

// An archive that has its name before it is on the disk must be lost at some cut: the test above can fail.
func TestArchivePowerCutsMutant(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	disk.lie = func(name string, _ int64) bool { return strings.HasPrefix(name, simArchives) }
	promises := runArchives(t, o, disk, 1)
	r := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		moment := 1 + r.IntN(disk.moment())
		if checkArchives(t, o, disk.cut(moment, 0, r), moment, promises) != nil {
			return
		}
	}
	t.Error("archives that were never synced survived every cut")
}

// A disk that fills at any call of an archive, or of a restore, leaves the older archives as they are and nothing else behind.
func TestArchiveDiskFull(t *testing.T) {
	o := cheapKDF(t)
	disk := newSimDisk()
	promises := runArchives(t, o, disk, 2)
	paths := make([]string, len(promises))
	for n, p := range promises {
		paths[n] = p.path
	}
	o.FS, o.AnyFolder = disk, true
	v, err := Open(simPath, doctorKey(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	step := 1
	if !*everyFault {
		step = 3
	}
	names := len(disk.names)
	for n := 1; ; n += step {
		exec(t, v, "UPDATE t SET body = body || 'x'")
		s, err := v.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		disk.fault = simFault{at: len(disk.calls) + n, sticky: true, err: errDiskFull()}
		_, err = s.WriteArchive(t.Context(), simArchives+"full.partial", ArchivePlan{}, nil)
		disk.heal()
		if closing := s.Close(); closing != nil {
			t.Fatal(closing)
		}
		if err == nil {
			break
		}
		wantKind(t, err, DiskFull)
		if len(disk.names) != names {
			t.Fatalf("call %d: something is left behind", n)
		}
	}
	for n := 1; ; n += 7 * step {
		c, err := chainOf(v, paths)
		if err != nil {
			t.Fatal(err)
		}
		disk.fault = simFault{at: len(disk.calls) + n, sticky: true, err: errDiskFull()}
		err = c.RestoreTo(t.Context(), "/restored", nil)
		disk.heal()
		c.Close()
		if err == nil {
			break
		}
		wantKind(t, err, DiskFull)
		if disk.names["/restored"] != nil {
			t.Fatalf("call %d: half a file is left behind", n)
		}
	}
	if err := disk.Remove("/restored"); err != nil {
		t.Fatal(err)
	}
	if err := checkArchives(t, o, disk, disk.moment(), promises); err != nil {
		t.Error(err)
	}
}

func TestArchiveNeverOverAFile(t *testing.T) {
	o := cheapKDF(t)
	p := threeArchives(t, o)
	s, err := p.v.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := readFile(t, p.paths[0])
	_, err = s.WriteArchive(t.Context(), p.paths[0], ArchivePlan{}, nil)
	wantKind(t, err, Exists)
	c, err := chainOf(p.v, p.paths)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	wantKind(t, c.RestoreTo(t.Context(), p.paths[0], nil), Exists)
	if string(readFile(t, p.paths[0])) != string(before) {
		t.Error("it was touched")
	}
	writeFile(t, filepath.Join(p.folder, "new-wal"), nil)
	wantKind(t, c.RestoreTo(t.Context(), filepath.Join(p.folder, "new"), nil), Exists)
}
