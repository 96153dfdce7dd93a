//go:build !windows

package printing

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/reports/page"
)

// fakePrinter puts commands on the PATH that behave as the scripts say, and returns the folder where they leave what they were given.
func fakePrinter(t *testing.T, lp, lpstat string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{"lp": lp, "lpstat": lpstat} {
		if script != "" {
			addCommand(t, dir, name, script)
		}
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	if lp == "" || lpstat == "" {
		t.Setenv("PATH", dir) // without the machine's own
	}
	return dir
}

func addCommand(t *testing.T, dir, name, script string) {
	t.Helper()
	text := "#!/bin/sh\nout=" + dir + "\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

const (
	goodLP     = `printf '%s\n' "$@" >"$out/args"; cat >"$out/stdin"; echo "request id is Office-17 (1 file(s))"`
	goodLPStat = `case "$*" in *not-completed*) echo "Office-17 user 1024 Mon"; echo "	queued for Office";; *) echo "printer Label is idle.  enabled since Mon"
echo "printer Office is idle.  enabled since Mon"; echo "Label accepting requests since Mon"; echo "Office accepting requests since Mon"; echo "system default destination: Office";; esac`
)

func TestPrint(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	doc := receipt(t, documents.PaperA5)
	handle, err := Print(ctx, Job{Pages: doc, Queue: "Office", Media: MediaOf(doc), Tray: "Tray2", Copies: 2})
	if err != nil || handle != (Handle{"Office", "Office-17"}) {
		t.Fatalf("Print = %q, %v", handle, err)
	}
	stdin, _ := os.ReadFile(filepath.Join(dir, "stdin"))
	if original, err := page.PDF(doc, ""); err != nil || !bytes.Equal(stdin, original) {
		t.Error("lp didn't get the page on its standard input")
	}
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	got := strings.Join(strings.Fields(string(args)), " ")
	if want := "-t Satchel -d Office -o media=A5 -o InputSlot=Tray2 -o print-scaling=none -n 2 -- -"; got != want {
		t.Errorf("lp was called with %s, want %s", got, want)
	}
	if p, err := Ask(ctx, "Office"); err != nil || len(p.Waiting) != 1 || !p.Waiting["Office-17"] || p.Trouble != nil {
		t.Errorf("Ask = %+v, %v", p, err)
	}
	if _, err := Print(ctx, Job{Pages: doc, Adjust: page.Adjustment{Across: 10}}); err != nil {
		t.Fatal(err)
	}
	if moved, _ := os.ReadFile(filepath.Join(dir, "stdin")); bytes.Equal(moved, stdin) {
		t.Error("the printer's adjustment changed nothing")
	}
}

// What CUPS 2.4 answers to lpstat -l -p -a -d, word for word.
const talkative = `printer Office disabled since Sat Nov 28 20:16:05 2026 -
	Paper jam in tray 2
	Form mounted:
	Content types: any
	Printer types: unknown
	Description: Office
	Alerts: media-jam-error paused
	Location: at the desk
	Connection: direct
	Interface: /etc/cups/ppd/Office.ppd
	On fault: no alert
	After fault: continue
	Users allowed:
		(all)
	Forms allowed:
		(none)
	Banner required
	Charset sets:
		(none)
	Default pitch:
	Default page size:
	Default port settings:
printer Attic is idle.  enabled since Sat Nov 28 20:16:05 2026
	Alerts: offline-report
printer Till now printing Till-12.  enabled since Sat Nov 28 20:16:05 2026
	Alerts: none
Office accepting requests since Sat Nov 28 20:16:05 2026
Attic accepting requests since Sat Nov 28 20:16:05 2026
Till not accepting requests since Sat Nov 28 20:16:06 2026 -
	On holiday
system default destination: Till
`

func TestQueues(t *testing.T) {
	list := parseQueues(talkative)
	if len(list) != 3 || list[0].Name != "Till" || list[1].Name != "Attic" || list[2].Name != "Office" {
		t.Fatalf("%+v", list)
	}
	till, attic, office := list[0], list[1], list[2]
	if !till.Default || till.State != Printing || !till.Rejecting || till.Message != "On holiday" || !errors.Is(till.Trouble(), ErrRejecting) {
		t.Errorf("%+v", till)
	}
	if attic.State != Offline || attic.Trouble() != nil || !errors.Is(attic.stuck(), ErrOffline) || attic.Message != "" {
		t.Errorf("%+v", attic)
	}
	if office.State != Stopped || !slices.Equal(office.Reasons, []string{"media-jam", "paused"}) || office.Message != "Paper jam in tray 2" || !errors.Is(office.Trouble(), ErrStopped) {
		t.Errorf("%+v", office)
	}
	for _, reason := range office.Reasons {
		if ReasonKey(reason) == "" {
			t.Errorf("%s has no words", reason)
		}
	}
	if ReasonKey("com.example.moon-phase") != "" {
		t.Error("words for a reason that nobody knows")
	}
}

func TestPapers(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	addCommand(t, dir, "lpoptions", `echo "PageSize/Media Size: *A4 A5 Letter Custom.WIDTHxHEIGHT"; echo "InputSlot/Media Source: *Auto Tray1 Tray2"; echo "Duplex/2-Sided: *None"`)
	p, err := PapersOf(ctx, "")
	if err != nil || !slices.Equal(p.Media, []string{"A4", "A5", "Letter"}) || p.DefaultMedia != "A4" || !p.Custom || !slices.Equal(p.Trays, []string{"Auto", "Tray1", "Tray2"}) || p.DefaultTray != "Auto" {
		t.Errorf("%+v, %v", p, err)
	}
	addCommand(t, dir, "lpoptions", `echo "lpoptions: Unable to get PPD file for Office: Not Found" >&2; exit 1`)
	if p, err := PapersOf(ctx, "Office"); err != nil || len(p.Media) != 0 {
		t.Errorf("a printer without a driver: %+v, %v", p, err)
	}
	if _, err := PapersOf(ctx, "-l"); !errors.Is(err, ErrUnknown) {
		t.Errorf("an option for a printer: %v", err)
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
		{"daemon gone between", `touch "$out/gone"; echo "lp: Error - The printer or class does not exist." >&2; exit 1`,
			`if [ -f "$out/gone" ]; then echo "lpstat: Scheduler is not running." >&2; exit 1; fi; ` + goodLPStat, Job{}, ErrAbsent},
		{"no printer", goodLP, `echo "lpstat: No destinations added." >&2; exit 1`, Job{}, ErrNoPrinter},
		{"empty list", goodLP, `echo "no system default destination"`, Job{}, ErrNoPrinter},
		{"no default", goodLP, `echo "printer Office is idle."; echo "no system default destination"`, Job{}, ErrNoPrinter},
		{"jam", goodLP, `echo "printer Office disabled since Mon - media jam"; echo "system default destination: Office"`, Job{}, ErrStopped},
		{"takes nothing", goodLP, `echo "printer Office is idle."; echo "Office not accepting requests since Mon -"; echo "	On holiday"; echo "system default destination: Office"`, Job{}, ErrRejecting},
		{"unknown queue", goodLP, goodLPStat, Job{Queue: "Attic"}, ErrUnknown},
		{"option for a queue", goodLP, goodLPStat, Job{Queue: "-o"}, ErrUnknown},
		{"queue with a space", goodLP, goodLPStat, Job{Queue: "a b"}, ErrUnknown},
		{"refused", `echo "lp: Destination \"Office\" is not accepting jobs." >&2; exit 1`, goodLPStat, Job{}, ErrRejecting},
		{"nonsense", `exit 3`, goodLPStat, Job{}, ErrRefused},
		{"no request", `cat >/dev/null`, goodLPStat, Job{}, ErrRefused},
		{"a request that is none", `cat >/dev/null; echo "request id is -17 (1 file(s))"`, goodLPStat, Job{}, ErrRefused},
	}
	doc := receipt(t, documents.PaperA5)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fakePrinter(t, c.lp, c.lpstat)
			c.job.Pages = doc
			if _, err := Print(ctx, c.job); !errors.Is(err, c.want) {
				t.Errorf("Print: %v, want %v", err, c.want)
			}
		})
	}
}

func TestBadJobs(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	doc := receipt(t, documents.PaperA5)
	for name, job := range map[string]Job{
		"nothing": {}, "no page": {Pages: &page.Document{}}, "copies": {Pages: doc, Copies: 51}, "less than none": {Pages: doc, Copies: -1},
		"paper": {Pages: doc, Media: "A4 -o raw"}, "tray": {Pages: doc, Tray: "a b"}, "beside the paper": {Pages: doc, Adjust: page.Adjustment{Down: 5000}},
	} {
		if _, err := Print(ctx, job); err == nil {
			t.Errorf("%s: printed", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "args")); err == nil {
		t.Error("lp was called for a bad job")
	}
}

func TestCancel(t *testing.T) {
	dir := fakePrinter(t, goodLP, goodLPStat)
	addCommand(t, dir, "cancel", `echo "$@" >"$out/args"`)
	if err := Cancel(ctx, Handle{"Office", "Office-17"}); err != nil {
		t.Fatal(err)
	}
	if args, _ := os.ReadFile(filepath.Join(dir, "args")); strings.TrimSpace(string(args)) != "Office-17" {
		t.Errorf("cancel was called with %s", args)
	}
	addCommand(t, dir, "cancel", `echo "cancel: cancel-job failed: Job #17 does not exist." >&2; exit 1`)
	if err := Cancel(ctx, Handle{"Office", "Office-17"}); err != nil {
		t.Errorf("a job that is out: %v", err)
	}
	addCommand(t, dir, "cancel", `echo "cancel: Forbidden" >&2; exit 1`)
	if err := Cancel(ctx, Handle{"Office", "Office-17"}); !errors.Is(err, ErrRefused) {
		t.Errorf("forbidden: %v", err)
	}
	if err := Cancel(ctx, Handle{"Office", "-a"}); !errors.Is(err, ErrUnknown) {
		t.Errorf("an option for a job: %v", err)
	}
}

// A service that hangs is given up when the caller is.
func TestHangingService(t *testing.T) {
	fakePrinter(t, goodLP, `sleep 20`)
	short, cancel := context.WithTimeout(ctx, 100e6)
	defer cancel()
	if _, err := Queues(short); !errors.Is(err, ErrAbsent) {
		t.Errorf("Queues: %v, want ErrAbsent", err)
	}
}
