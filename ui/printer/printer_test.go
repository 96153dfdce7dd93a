//go:build !windows

package printer

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

var ctx = context.Background()

// receipt is a frozen page on a paper.
func receipt(t *testing.T, paper documents.Paper) documents.Frozen {
	t.Helper()
	frozen, err := reports.New().Set(documents.Receipt, datatest.Receipt(paper))
	if err != nil {
		t.Fatal(err)
	}
	return frozen
}

// fakePrinter puts an lp and an lpstat on the PATH that behave as the scripts say, and returns the folder of what they were given.
func fakePrinter(t *testing.T, lp, lpstat string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{"lp": lp, "lpstat": lpstat} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\nout="+dir+"\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	return dir
}

const (
	goodLP = `printf '%s ' "$@" >"$out/args"; cat >"$out/stdin"; echo "request id is Office-17 (1 file(s))"`
	idle   = `case "$*" in *not-completed*) ;; *) echo "printer Office is idle.  enabled since Mon"; echo "system default destination: Office";; esac`
	// jams is a printer that takes the job and then stops.
	jams = `case "$*" in *not-completed*) echo "Office-17 user 1024 Mon";; *)
if [ -f "$out/stdin" ]; then echo "printer Office disabled since Mon -"; else echo "printer Office is idle.  enabled since Mon"; fi
echo "system default destination: Office";; esac`
)

func TestPrint(t *testing.T) {
	for paper, want := range map[documents.Paper]string{documents.PaperA4: "media=A4", documents.PaperA5: "media=A5", documents.PaperLetter: "media=Letter", documents.PaperRoll80: "media=Custom.80x"} {
		dir := fakePrinter(t, goodLP, idle)
		frozen := receipt(t, paper)
		if err := (Printer{}).Print(ctx, frozen, frame.Copy{}); err != nil {
			t.Fatal(err)
		}
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		if !strings.Contains(string(args), want) {
			t.Errorf("%s: lp was called with %s", paper, args)
		}
		sent, _ := os.ReadFile(filepath.Join(dir, "stdin"))
		original, err := Printer{}.PDF(frozen, frame.Copy{})
		if err != nil || !bytes.Equal(sent, original) {
			t.Errorf("%s: what was printed is not the original, %v", paper, err)
		}
	}
}

func TestTrouble(t *testing.T) {
	frozen := receipt(t, documents.PaperA5)
	for name, c := range map[string]struct {
		lp, lpstat string
		want       error
	}{
		"jam":     {goodLP, jams, printing.ErrStopped},
		"off":     {goodLP, `echo "printer Office disabled since Mon -"; echo "system default destination: Office"`, printing.ErrStopped},
		"none":    {goodLP, `echo "lpstat: No destinations added." >&2; exit 1`, printing.ErrNoPrinter},
		"refuses": {`echo "lp: Office is not accepting jobs." >&2; exit 1`, idle, printing.ErrRejecting},
	} {
		fakePrinter(t, c.lp, c.lpstat)
		if err := (Printer{}).Print(ctx, frozen, frame.Copy{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	dir := fakePrinter(t, goodLP, jams)
	addCancel(t, dir)
	_ = Printer{}.Print(ctx, frozen, frame.Copy{})
	if cancelled, _ := os.ReadFile(filepath.Join(dir, "cancelled")); strings.TrimSpace(string(cancelled)) != "Office-17" {
		t.Errorf("a page that jammed was left in the queue: %q", cancelled)
	}
	damaged := frozen
	damaged.Layout = append([]byte(nil), frozen.Layout...)
	damaged.Layout[len(damaged.Layout)/2] ^= 1
	if err := (Printer{}).Print(ctx, damaged, frame.Copy{}); err == nil {
		t.Error("a damaged page was printed")
	}
	if _, err := (Printer{}).Preview(damaged, 0, 6); err == nil {
		t.Error("a damaged page was shown")
	}
}

func addCancel(t *testing.T, dir string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "cancel"), []byte("#!/bin/sh\necho \"$@\" >>"+dir+"/cancelled\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// Each kind of document goes to its own printer and tray, moved as that printer needs it; what has no choice goes where the system says.
func TestChoices(t *testing.T) {
	two := `case "$*" in *not-completed*) ;; *) echo "printer Office is idle."; echo "printer Till is idle."; echo "system default destination: Office";; esac`
	dir := fakePrinter(t, goodLP, two)
	frozen := receipt(t, documents.PaperRoll80)
	p := Printer{Memory: printing.Remember(t.TempDir())}
	said := func() string {
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		return string(args)
	}
	sent := func() []byte {
		pdf, _ := os.ReadFile(filepath.Join(dir, "stdin"))
		return pdf
	}
	if err := p.Print(ctx, frozen, frame.Copy{}); err != nil || !strings.Contains(said(), "-d Office") {
		t.Fatalf("%v, %s", err, said())
	}
	original := sent()
	if err := p.Choose(func(c printing.Choices) printing.Choices { return c.WithAdjustment("Office", page.Adjustment{Down: 3}) }); err != nil {
		t.Fatal(err)
	}
	if err := p.Print(ctx, frozen, frame.Copy{}); err != nil || bytes.Equal(sent(), original) {
		t.Errorf("the default printer's adjustment changes nothing: %v", err)
	}
	if err := p.Choose(func(c printing.Choices) printing.Choices {
		c.Standard = "Office"
		return c.With(documents.Receipt, printing.Way{Queue: "Till", Tray: "Roll"}).WithAdjustment("Till", page.Adjustment{Across: 12})
	}); err != nil {
		t.Fatal(err)
	}
	if err := p.Print(ctx, frozen, frame.Copy{}); err != nil || !strings.Contains(said(), "-d Till") || !strings.Contains(said(), "InputSlot=Roll") || bytes.Equal(sent(), original) {
		t.Errorf("%v, %s", err, said())
	}
	if file, err := p.PDF(frozen, frame.Copy{}); err != nil || !bytes.Equal(file, original) {
		t.Errorf("a saved file is moved as for a printer, %v", err)
	}
	if err := p.PrintOn(ctx, "Till", frozen, false); err != nil || !strings.Contains(said(), "-d Till") || !bytes.Equal(sent(), original) {
		t.Errorf("without its adjustment: %v, %s", err, said())
	}
	if err := p.PrintOn(ctx, "Office", frozen, true); err != nil || !strings.Contains(said(), "-d Office") || strings.Contains(said(), "InputSlot") {
		t.Errorf("on another printer: %v, %s", err, said())
	}
}

// A copy says so, with who and when, by the practice's clock.
func TestCopy(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Log("without pdftotext only that the copy differs is looked at")
	}
	frozen := receipt(t, documents.PaperA5)
	zone, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		t.Fatal(err)
	}
	second, err := Printer{}.PDF(frozen, frame.Copy{Number: 2, At: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC).In(zone), By: "Priya"})
	if err != nil {
		t.Fatal(err)
	}
	original, err := Printer{}.PDF(frozen, frame.Copy{})
	if err != nil || bytes.Equal(second, original) {
		t.Fatalf("the copy is the original, %v", err)
	}
	text := exec.Command("pdftotext", "-", "-")
	text.Stdin = bytes.NewReader(second)
	if said, err := text.Output(); err == nil && !strings.Contains(strings.Join(strings.Fields(string(said)), " "), "Copy 2, printed 23 Nov 2026, 14:00 by Priya") {
		t.Errorf("the copy says %s", said)
	}
}

func TestPreview(t *testing.T) {
	picture, err := Printer{}.Preview(receipt(t, documents.PaperA5), 0, 6)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X < 880 || size.X > 900 || size.Y < 1250 || size.Y > 1270 {
		t.Errorf("an A5 page at 6 pixels a mm is %v", size)
	}
}
