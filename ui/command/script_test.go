package command_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"satchel/data"
	"satchel/data/demo"
	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/reports"
	"satchel/ui/command"
)

// localFolder is where a script's computer keeps its own notes.
const localFolder = "SATCHEL_TEST_LOCAL"

// noon is a Friday in Udaipur.
var noon = time.Date(2026, time.November, 27, 6, 30, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"satchel": satchel})
}

// satchel runs as a process of its own, as main wires it: without a terminal, and with a clock that stands.
func satchel() {
	local, err := data.OpenLocal(os.Getenv(localFolder))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	os.Exit(command.Run(context.Background(), os.Args[1:], command.World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Local: local,
		Now: func() time.Time { return noon }, Rand: rand.Reader, Press: reports.New(), Vault: vault.Options{KDF: vault.FloorKDF}}))
}

// sample is a practice that every script gets a copy of, with the notes of the computer on which it was made, and the numbers of
// one document of each kind in it.
type sample struct {
	folder  string
	numbers map[documents.Kind]string
}

var sampleOnce = sync.OnceValues(func() (s sample, err error) {
	if s.folder, err = os.MkdirTemp("", "satchel-script-"); err != nil {
		return s, err
	}
	local, err := data.OpenLocal(filepath.Join(s.folder, "local"))
	if err != nil {
		return s, err
	}
	env := data.Env{Now: func() time.Time { return noon }, Rand: rand.Reader, Local: local, Press: reports.New(), Vault: vault.Options{KDF: vault.FloorKDF}}
	path, ctx := filepath.Join(s.folder, "d.satchel"), context.Background()
	if err := demo.Make(ctx, path, demo.Tiny, 1, env, nil); err != nil {
		return s, err
	}
	p, owner, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), env)
	if err != nil {
		return s, err
	}
	if err := writeLetters(ctx, p, owner); err != nil {
		return s, errors.Join(err, p.Close())
	}
	s.numbers = map[documents.Kind]string{}
	err = p.View(ctx, owner, action.PrintDocument, func(tx *store.Tx) error {
		list, err := store.Select(tx, documents.Documents, "status = 'current' ORDER BY id")
		for _, d := range list {
			s.numbers[d.Kind] = d.Number
		}
		return err
	})
	return s, errors.Join(err, p.Close())
})

func TestCommands(t *testing.T) {
	s, err := sampleOnce()
	t.Cleanup(func() {
		if err := os.RemoveAll(s.folder); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv(localFolder, filepath.Join(e.WorkDir, "local"))
			for kind, number := range s.numbers {
				name := strings.ReplaceAll(strings.ToUpper(string(kind)), "-", "_")
				e.Setenv(name, number)
				e.Setenv(name+"_COUNTER", strings.TrimLeft(number[strings.LastIndex(number, "/")+1:], "0"))
			}
			if err := os.CopyFS(filepath.Join(e.WorkDir, "local"), os.DirFS(filepath.Join(s.folder, "local"))); err != nil {
				return err
			}
			practice, err := os.ReadFile(filepath.Join(s.folder, "d.satchel"))
			if err != nil {
				return err
			}
			for name, content := range map[string]string{"d.satchel": string(practice), "password": demo.Password + "\n", "wrong": "not the password at all\n"} {
				if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(content), 0o600); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"damage": damage, "exits": exits, "same": same},
	})
}

// damage FILE PERCENT flips one bit of the file that far behind its beginning.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: damage file percent")
	}
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	percent, err := strconv.Atoi(args[1])
	ts.Check(err)
	content[len(content)*percent/100] ^= 0x10
	ts.Check(os.WriteFile(path, content, 0o600))
}

// exits CODE ARGUMENT... runs satchel and holds it to its exit code, and to silence on the error stream where that is 0.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits code argument...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("satchel", args[1:]...)
	got := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if got == 0 && ts.ReadFile("stderr") != "" {
		ts.Fatalf("done, but it complains")
	}
}

// same FILE FILE compares bytes without showing them.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same file file")
	}
	if equal := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); equal == neg {
		ts.Fatalf("equal: %t", equal)
	}
}
