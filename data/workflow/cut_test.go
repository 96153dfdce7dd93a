package workflow_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/datatest"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/vault"
)

var errCut = errors.New("the power is gone")

// fuse is a disk that goes dead after a number of writes and syncs: as if the program were killed there.
type fuse struct {
	vault.FileSystem
	mu    sync.Mutex
	left  int // operations until it blows; negative: never
	files []vault.File
}

func (f *fuse) burn() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == 0 {
		return errCut
	}
	f.left--
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

// TestAPowerCutWhileFinishing cuts at every write and sync of finishing a visit: what is found afterwards is the draft as it was,
// or the visit finished with everything, and never anything between.
func TestAPowerCutWhileFinishing(t *testing.T) {
	p := open(t)
	e := p.write(t, p.seen(t, p.register(t, "Meera").ID))
	original := p.Path()
	if err := p.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	draft := state{chart.EncounterInProgress, schedule.WithDoctor, "", prescribing.PrescriptionDraft, 0, billing.Draft}
	finished := state{chart.EncounterFinished, schedule.Done, "T-A-P/26-27/0001", prescribing.PrescriptionActive, 3, billing.Balanced}
	drafts, whole := 0, 0
	for cut := 0; ; cut++ {
		path := filepath.Join(t.TempDir(), "practice.satchel")
		copyFile(t, original, path)
		p.Forget(t)
		disk := &fuse{FileSystem: vault.Disk(), left: -1}
		env := p.Env
		env.Vault.FS = disk
		open, actor, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), env)
		if err != nil {
			t.Fatal(err)
		}
		p.Practice, p.Owner = open, actor
		disk.mu.Lock()
		disk.left = cut
		disk.mu.Unlock()
		_, err = p.finish(e, billing.Cash)
		burnt := disk.burn() != nil
		disk.pull()
		acknowledged := err == nil

		after, actor, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), p.Env)
		if err != nil {
			t.Fatalf("cut %d: %v", cut, err)
		}
		p.Practice, p.Owner = after, actor
		switch got := p.state(t, e); {
		case got == finished:
			whole++
		case got == draft && !acknowledged:
			drafts++
		default:
			t.Errorf("cut %d, acknowledged %v: %+v", cut, acknowledged, got)
		}
		p.MustVerify(t)
		if err := after.Close(); err != nil {
			t.Fatal(err)
		}
		if !burnt {
			break
		}
	}
	if drafts < 3 || whole < 1 {
		t.Errorf("%d cuts ended as a draft, %d as finished", drafts, whole)
	}
	t.Logf("%d cuts ended as a draft, %d as finished", drafts, whole)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
