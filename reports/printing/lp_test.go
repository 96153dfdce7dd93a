//go:build !windows

package printing

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var pdf = []byte("%PDF-1.3\nnot much of a page\n%%EOF\n")

// fakePrinter puts an lp and an lpstat on the PATH that behave as the scripts say, and
// returns the folder where they leave what they were given.
func fakePrinter(t *testing.T, lp, lpstat string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{"lp": lp, "lpstat": lpstat} {
		if script == "" {
			continue
		}
		text := "#!/bin/sh\nout=" + dir + "\n" + script + "\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	if lp == "" || lpstat == "" {
		t.Setenv("PATH", dir) // without the machine's own
	}
	return dir
}

const (
	goodLP     = `printf '%s\n' "$@" >"$out/args"; cat >"$out/stdin"; echo "request id is Office-17 (1 file(s))"`
	goodLPStat = `case "$*" in *not-completed*) echo "Office-17 user 1024 Mon";; *) echo "printer Label is idle.  enabled since Mon"
echo "printer Office is idle.  enabled since Mon"; echo "system default destination: Office";; esac`
)

func TestPrint(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	request, err := Print(context.Background(), Job{PDF: pdf, Queue: "Office", Media: "A5", Copies: 2})
	if err != nil || request != "Office-17" {
		t.Fatalf("Print = %q, %v", request, err)
	}
	stdin, _ := os.ReadFile(filepath.Join(dir, "stdin"))
	if !bytes.Equal(stdin, pdf) {
		t.Error("lp didn't get the page on its standard input")
	}
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	got := strings.Join(strings.Fields(string(args)), " ")
	if want := "-t Satchel -d Office -o media=A5 -o print-scaling=none -n 2 -- -"; got != want {
		t.Errorf("lp was called with %s, want %s", got, want)
	}
	if waiting, err := Waiting(context.Background(), request); !waiting || err != nil {
		t.Errorf("Waiting = %v, %v", waiting, err)
	}
	if waiting, err := Waiting(context.Background(), "Office-16"); waiting || err != nil {
		t.Errorf("a printed job: Waiting = %v, %v", waiting, err)
	}
}

func TestQueues(t *testing.T) {
	fakePrinter(t, goodLP, goodLPStat)
	list, err := Queues(context.Background())
	if err != nil || len(list) != 2 || list[0] != (Queue{Name: "Office", Default: true}) || list[1].Name != "Label" {
		t.Errorf("Queues = %v, %v", list, err)
	}
}

func TestTrouble(t *testing.T) {
	cases := []struct {
		name, lp, lpstat string
		job              Job
		want             error
	}{
		{"no lp", "", goodLPStat, Job{}, ErrNoCommand},
		{"no lpstat", goodLP, "", Job{}, ErrNoCommand},
		{"no daemon", goodLP, `echo "lpstat: Bad file descriptor" >&2; exit 1`, Job{}, ErrAbsent},
		{"daemon gone at lp", `echo "lp: Connection refused" >&2; exit 1`, goodLPStat, Job{}, ErrAbsent},
		{"no printer", goodLP, `echo "lpstat: No destinations added." >&2; exit 1`, Job{}, ErrNoPrinter},
		{"empty list", goodLP, `echo "no system default destination"`, Job{}, ErrNoPrinter},
		{"no default", goodLP, `echo "printer Office is idle."; echo "no system default destination"`, Job{}, ErrNoPrinter},
		{"jam", goodLP, `echo "printer Office disabled since Mon - media jam"; echo "system default destination: Office"`, Job{}, ErrStopped},
		{"unknown queue", goodLP, goodLPStat, Job{Queue: "Attic"}, ErrUnknown},
		{"option for a queue", goodLP, goodLPStat, Job{Queue: "-o"}, ErrUnknown},
		{"queue with a space", goodLP, goodLPStat, Job{Queue: "a b"}, ErrUnknown},
		{"refused", `echo "lp: Destination \"Office\" is not accepting jobs." >&2; exit 1`, goodLPStat, Job{}, ErrRefused},
		{"nonsense", `exit 3`, goodLPStat, Job{}, ErrRefused},
		{"no request", `cat >/dev/null`, goodLPStat, Job{}, ErrRefused},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fakePrinter(t, c.lp, c.lpstat)
			c.job.PDF = pdf
			if _, err := Print(context.Background(), c.job); !errors.Is(err, c.want) {
				t.Errorf("Print: %v, want %v", err, c.want)
			}
		})
	}
}

func TestBadJobs(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	for name, job := range map[string]Job{
		"empty": {}, "not a PDF": {PDF: []byte("hello")}, "copies": {PDF: pdf, Copies: 51}, "less than none": {PDF: pdf, Copies: -1},
		"paper": {PDF: pdf, Media: "A4 -o raw"},
	} {
		if _, err := Print(context.Background(), job); err == nil {
			t.Errorf("%s: printed", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "args")); err == nil {
		t.Error("lp was called for a bad job")
	}
}

// A service that hangs is given up when the caller is.
func TestHangingService(t *testing.T) {
	fakePrinter(t, goodLP, `sleep 20`)
	ctx, cancel := context.WithTimeout(context.Background(), 100e6)
	defer cancel()
	if _, err := Queues(ctx); !errors.Is(err, ErrAbsent) {
		t.Errorf("Queues: %v, want ErrAbsent", err)
	}
}
