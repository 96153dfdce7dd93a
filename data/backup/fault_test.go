package backup_test

import (
	"bufio"
	cryptorand "crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// More of the same, for a long run: go test ./data/backup -run 'Kill|Fault' -kills=100 -everyfault
var (
	killCount  = flag.Int("kills", 5, "times to kill the process that makes backups")
	everyFault = flag.Bool("everyfault", false, "fail at each operation, not at every thirteenth")
)

// faultyDisk fails from the nth operation on that changes something under a path, until it is mended.
type faultyDisk struct {
	vault.FileSystem
	under string
	left  atomic.Int64 // operations until it fails; below zero: it fails
	on    atomic.Bool
	err   error
}

func (d *faultyDisk) burn(name string) error {
	if !d.on.Load() || !strings.HasPrefix(name, d.under) || d.left.Add(-1) >= 0 {
		return nil
	}
	return &fs.PathError{Op: "write", Path: name, Err: d.err}
}

func (d *faultyDisk) OpenFile(name string, flag int, perm os.FileMode) (vault.File, error) {
	if flag&os.O_CREATE != 0 {
		if err := d.burn(name); err != nil {
			return nil, err
		}
	}
	file, err := d.FileSystem.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &faultyFile{file, d, name}, nil
}

func (d *faultyDisk) Rename(from, to string) error {
	if err := d.burn(from); err != nil {
		return err
	}
	return d.FileSystem.Rename(from, to)
}

func (d *faultyDisk) SyncDir(folder string) error {
	if err := d.burn(folder); err != nil {
		return err
	}
	return d.FileSystem.SyncDir(folder)
}

type faultyFile struct {
	vault.File
	disk *faultyDisk
	name string
}

func (f *faultyFile) WriteAt(b []byte, at int64) (int, error) {
	if err := f.disk.burn(f.name); err != nil {
		return 0, err
	}
	return f.File.WriteAt(b, at)
}

func (f *faultyFile) Sync() error {
	if err := f.disk.burn(f.name); err != nil {
		return err
	}
	return f.File.Sync()
}

func diskFull() error {
	if runtime.GOOS == "windows" {
		return syscall.Errno(112) // ERROR_DISK_FULL
	}
	return syscall.ENOSPC
}

// A disk that fails at any operation, the place's or the one on which a backup is proved, leaves the older backups as they are, and is
// named; once it is mended the next backup is made, and nothing unfinished stays.
func TestFaultsSpoilNothing(t *testing.T) {
	for name, cause := range map[string]error{"disk_full": diskFull(), "io": errors.New("the stick was pulled out")} {
		for _, where := range []string{"place", "proof"} {
			t.Run(name+" "+where, func(t *testing.T) {
				folder := t.TempDir()
				practice := filepath.Join(t.TempDir(), "practice.satchel")
				disk := &faultyDisk{FileSystem: vault.Disk(), under: folder, err: cause}
				if where == "proof" {
					disk.under = practice + ".proving"
				}
				env, clock := datatest.Env(t, datatest.Press{})
				env.Vault.FS = disk
				made, err := data.Create(ctx, practice, datatest.Password, datatest.Founding(), env)
				if err != nil {
					t.Fatal(err)
				}
				p, owner := made.Practice, made.Actor
				t.Cleanup(func() {
					if err := p.Close(); err != nil {
						t.Error(err)
					}
				})
				first, err := backup.Make(ctx, p, owner, folder, nil)
				if err != nil {
					t.Fatal(err)
				}
				step := int64(13)
				switch {
				case *everyFault || where == "place" && !testing.Short():
					step = 1
				case where == "place":
					step = 3
				case testing.Short():
					step = 60
				}
				failures := 0
				for n := int64(0); ; n += step {
					clock.Add(time.Minute)
					disk.left.Store(n)
					disk.on.Store(true)
					_, err := backup.Make(ctx, p, owner, folder, nil)
					disk.on.Store(false)
					list, listing := backup.List(ctx, p, folder)
					if listing != nil || list[len(list)-1].Path != first.Path || !list[0].Whole() {
						t.Fatalf("operation %d: %+v %v", n, list, listing)
					}
					if err == nil {
						break
					}
					failures++
					var known *store.Error
					if !errors.As(err, &known) || known.Key != "error.vault."+name {
						t.Fatalf("operation %d: %v", n, err)
					}
				}
				if failures < 2 {
					t.Errorf("only %d operations failed", failures)
				}
				clock.Add(time.Minute)
				if _, err := backup.Make(ctx, p, owner, folder, nil); err != nil {
					t.Fatal(err)
				}
				for _, name := range append(files(t, folder), files(t, filepath.Dir(practice))...) {
					if strings.Contains(name, "partial") || strings.Contains(name, "proving") {
						t.Errorf("left behind: %s", name)
					}
				}
				restored(t, first.Path, ownerKey())
			})
		}
	}
}

// childVariable tells the test binary that it is the process to be killed, and where the practice and the place are.
const childVariable = "BACKUP_CHILD"

func TestMain(m *testing.M) {
	flag.Parse()
	if where := os.Getenv(childVariable); where != "" {
		child(strings.Split(where, "\n"))
	}
	os.Exit(m.Run())
}

// child registers patients and makes backups, and says so after each, until it is killed.
func child(where []string) {
	notes, err := data.OpenLocal(where[2])
	var p *data.Practice
	var owner store.Actor
	if err == nil {
		p, owner, err = data.Open(ctx, where[0], ownerKey(), envWith(notes))
	}
	for n := 0; err == nil; n++ {
		err = p.Update(ctx, owner, action.RegisterPatient, register(fmt.Sprint("Child ", n)))
		if err == nil {
			_, err = backup.Make(ctx, p, owner, where[1], nil)
		}
		fmt.Println(n)
	}
	fmt.Println("failed:", err)
	os.Exit(1)
}

// envWith is an environment with the real clock, which a child has, too.
func envWith(notes data.Local) data.Env {
	return data.Env{Now: time.Now, Rand: cryptorand.Reader, Local: notes, Press: datatest.Press{}, Vault: vault.Options{KDF: vault.FloorKDF}}
}

func childEnv(t *testing.T, local string) data.Env {
	t.Helper()
	notes, err := data.OpenLocal(local)
	if err != nil {
		t.Fatal(err)
	}
	return envWith(notes)
}

func TestKill(t *testing.T) {
	folder, local, path := t.TempDir(), filepath.Join(t.TempDir(), "local"), filepath.Join(t.TempDir(), "practice.satchel")
	env := childEnv(t, local)
	founded, err := data.Create(ctx, path, datatest.Password, datatest.Founding(), env)
	if err == nil {
		err = founded.Practice.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	rounds := *killCount
	if testing.Short() {
		rounds = min(rounds, 2)
	}
	for round := range rounds {
		made := runAndKill(t, strings.Join([]string{path, folder, local}, "\n"))
		p, owner, err := data.Open(ctx, path, ownerKey(), env)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		list, err := backup.List(ctx, p, folder)
		if err != nil || len(list) < made {
			t.Fatalf("round %d: %d backups, %d were made in this round; %v", round, len(list), made, err)
		}
		for _, b := range list {
			if !b.Whole() {
				t.Errorf("round %d: %s is not whole: %v", round, filepath.Base(b.Path), b.Err)
			}
		}
		if _, err := backup.Prove(ctx, p, owner, folder, nil); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if _, err := backup.Make(ctx, p, owner, folder, nil); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		for _, name := range append(files(t, folder), files(t, filepath.Dir(path))...) {
			if strings.Contains(name, "partial") || strings.Contains(name, "proving") {
				t.Errorf("round %d left %s", round, name)
			}
		}
	}
}

// runAndKill runs the child for a while, kills it, and returns how many backups it has told of.
func runAndKill(t *testing.T, where string) (made int) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(binary, "-test.run=^$")
	c.Env = append(os.Environ(), childVariable+"="+where)
	output, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var n int
		if _, err := fmt.Sscan(lines.Text(), &n); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		if made++; made == 1 { // it is at work; from now on at any moment
			time.AfterFunc(time.Duration(rand.IntN(600))*time.Millisecond, func() { c.Process.Kill() })
		}
	}
	c.Wait() // killed: its error says no more
	return made
}
