package backup_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/datatest"
	"satchel/data/demo"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// A set M takes minutes to write, so it is measured on demand:
//
//	go test ./data/backup -run Measure -measure=M -timeout 2h -v
//
// With -practice it is a file that was written before, which is copied first.
var (
	measureSize = flag.String("measure", "", "the demo's size to measure backups on: tiny, S, M or L")
	measureFile = flag.String("practice", "", "a demo practice of that size")
)

// demoPractice opens a demo practice of a size in a temporary folder.
func demoPractice(t testing.TB, size demo.Size, made string) (*data.Practice, store.Actor, data.Env) {
	t.Helper()
	now := time.Date(2026, time.November, 28, 9, 0, 0, 0, time.UTC)
	notes, err := data.OpenLocal(filepath.Join(t.TempDir(), "local"))
	if err != nil {
		t.Fatal(err)
	}
	env := data.Env{Now: func() time.Time { now = now.Add(time.Second); return now }, Rand: rand.Reader, Local: notes, Press: datatest.Press{},
		Vault: vault.Options{KDF: vault.FloorKDF}}
	path := filepath.Join(t.TempDir(), "demo.satchel")
	if made == "" {
		err = demo.Make(ctx, path, size, 1, env, nil)
	} else {
		var content []byte
		if content, err = os.ReadFile(made); err == nil {
			err = os.WriteFile(path, content, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	p, owner, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	if p.Store().MustRelocate() {
		if err := p.Relocate(ctx, owner, store.Moved); err != nil {
			t.Fatal(err)
		}
	}
	return p, owner, env
}

// work does a day's worth of changes at the desk.
func work(t testing.TB, p *data.Practice, actor store.Actor, acts int) {
	t.Helper()
	for n := range acts {
		if err := p.Update(ctx, actor, action.RegisterPatient, register(fmt.Sprint("Measured ", n))); err != nil {
			t.Fatal(err)
		}
	}
}

func register(name string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: name}, Gender: value.GenderUnknown})
		return err
	}
}

func TestMeasure(t *testing.T) {
	if *measureSize == "" {
		t.Skip("measured on demand: -measure=M")
	}
	size, err := demo.ParseSize(*measureSize)
	if err != nil {
		t.Fatal(err)
	}
	p, owner, env := demoPractice(t, size, *measureFile)
	info, err := os.Stat(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("practice: %.1f MB", float64(info.Size())/1e6)
	folder := t.TempDir()
	for _, kind := range []string{"full", "incremental, nothing new", "incremental, 100 registrations", "incremental, again"} {
		if kind == "incremental, 100 registrations" {
			work(t, p, owner, 100)
		}
		began, cpu := time.Now(), cpuTime()
		var written time.Duration
		made, err := backup.Make(context.Background(), p, owner, folder, func(s backup.Step) {
			if s.Proving && written == 0 {
				written = time.Since(began)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %.1f s, of which written in %.1f s; %.1f s of the processors; %.1f MB", kind, time.Since(began).Seconds(), written.Seconds(),
			(cpuTime() - cpu).Seconds(), float64(made.Own)/1e6)
	}
	began, cpu := time.Now(), cpuTime()
	if _, err := backup.Prove(ctx, p, owner, folder, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("drill: %.1f s, %.1f s of the processors", time.Since(began).Seconds(), (cpuTime() - cpu).Seconds())
	list, err := backup.List(ctx, p, folder)
	if err != nil {
		t.Fatal(err)
	}
	began, cpu = time.Now(), cpuTime()
	_, err = backup.Restore(ctx, backup.RestoreRequest{Path: list[0].Path, Key: vault.Password(demo.Owner, demo.Password), To: filepath.Join(t.TempDir(), "r.satchel")}, env, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("restore: %.1f s, %.1f s of the processors", time.Since(began).Seconds(), (cpuTime() - cpu).Seconds())
}

// BenchmarkFull and BenchmarkIncremental back up demo set S, proof included.
func BenchmarkFull(b *testing.B) {
	p, owner, _ := demoPractice(b, demo.Small, *measureFile)
	for b.Loop() {
		if _, err := backup.Make(ctx, p, owner, b.TempDir(), nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIncremental(b *testing.B) {
	p, owner, _ := demoPractice(b, demo.Small, *measureFile)
	folder := b.TempDir()
	if _, err := backup.Make(ctx, p, owner, folder, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		work(b, p, owner, 10)
		if _, err := backup.Make(ctx, p, owner, folder, nil); err != nil {
			b.Fatal(err)
		}
	}
}
