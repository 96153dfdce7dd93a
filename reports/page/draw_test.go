package page

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rsc.io/qr"
)

func TestPDFIsDeterministic(t *testing.T) {
	doc := everyOp(t)
	first, err := PDF(doc, "Copy 1")
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			again, err := PDF(doc, "Copy 1")
			if err != nil || !bytes.Equal(again, first) {
				t.Errorf("another %d bytes, %v", len(again), err)
			}
		})
	}
	group.Wait()
}

// save writes a PDF into the test's own folder for the tools to read.
func save(t *testing.T, doc *Document, note string) string {
	t.Helper()
	data, err := PDF(doc, note)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(tool(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestPDFByOthers(t *testing.T) {
	path := save(t, everyOp(t), "Copy 1, printed 12 Jan 2026")
	if out := output(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
	fonts := strings.Split(strings.TrimSpace(output(t, "pdffonts", path)), "\n")[2:]
	if len(fonts) != 4 { // regular, bold, fallback, and what is shaped
		t.Errorf("fonts: %v", fonts)
	}
	for _, line := range fonts {
		fields := strings.Fields(line)
		if n := len(fields); fields[n-5] != "yes" { // the column "emb"
			t.Errorf("not embedded: %s", line)
		}
	}
	text := output(t, "pdftotext", "-layout", path, "-")
	for _, want := range []string{"Plain → text, with an arrow from the other font", "AVATAR To:", "क्षमा 500 mg", "مُحَمَّد", baybayin, "Copy 1, printed 12 Jan 2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	if plain := output(t, "qpdf", "--qdf", "--object-streams=disable", path, "-"); !strings.Contains(plain, "/Lang (en-IN)") {
		t.Error("the catalog has no language")
	}
	info := output(t, "pdfinfo", path)
	for _, want := range []string{"Every kind", "Clinic", "419.5"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
}

// Both backends put the same ink in the same places: poppler's picture of the PDF against
// our own of the display list.
func TestPreviewIsThePage(t *testing.T) {
	const dpi = 100
	doc := everyOp(t)
	path := save(t, doc, "")
	theirs := pictureOf(t, path, dpi)
	ours, err := Raster(doc, 0, dpi, "")
	if err != nil {
		t.Fatal(err)
	}
	if d := inkMissing(ours, theirs); d > 0.002 {
		t.Errorf("%.2f %% of the preview's ink is not on the page", 100*d)
	}
	if d := inkMissing(theirs, ours); d > 0.002 {
		t.Errorf("%.2f %% of the page's ink is not in the preview", 100*d)
	}
	// The comparison notices a run that is 1 mm off.
	for i, op := range doc.Sheets[0].Ops {
		if run, ok := op.(Text); ok && strings.HasPrefix(run.String, "Plain") {
			doc.Sheets[0].Ops[i] = run.moved(Millimetre, 0)
		}
	}
	moved, err := Raster(doc, 0, dpi, "")
	if err != nil {
		t.Fatal(err)
	}
	if inkMissing(moved, theirs) < 0.002 {
		t.Error("a run that moved is not noticed")
	}
}

// inkMissing is the share of dark pixels in a that have no dark pixel next to them in b.
func inkMissing(a, b image.Image) float64 {
	dark := func(m image.Image, x, y int, below uint32) bool {
		if !(image.Point{x, y}).In(m.Bounds()) {
			return false
		}
		r, g, blue, _ := m.At(x, y).RGBA()
		return r+g+blue < 3*below
	}
	total, missing := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if !dark(a, x, y, 0x5000) {
				continue
			}
			total++
			found := false
			for dy := -1; dy <= 1 && !found; dy++ {
				for dx := -1; dx <= 1 && !found; dx++ {
					found = dark(b, x+dx, y+dy, 0xb000)
				}
			}
			if !found {
				missing++
			}
		}
	}
	return float64(missing) / float64(max(total, 1))
}

// The squares of the code are where a reader expects them.
func TestQRModules(t *testing.T) {
	const text, side = "SATCHEL1;A/26-27/0124;kD8s7Fq2mQn0vX4tZb1yHc5uJw9eLr6pGa3sKd7fMxQ2vN8bTz4c", 40 * Millimetre
	square, err := QR(text, side, testInk)
	if err != nil {
		t.Fatal(err)
	}
	doc := &Document{Sheets: []Sheet{{Width: side, Height: side, Ops: []Op{square.items[0].op}}}}
	picture, err := Raster(doc, 0, 300, "")
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	width := picture.Bounds().Dx()
	for y := range code.Size {
		for x := range code.Size {
			at := picture.RGBAAt((2*x+1)*width/(2*code.Size), (2*y+1)*width/(2*code.Size))
			if code.Black(x, y) != (at.R < 128) {
				t.Fatalf("module %d, %d", x, y)
			}
		}
	}
	if _, err := QR(strings.Repeat("x", maxQRText+1), side, testInk); !errors.Is(err, ErrQRText) {
		t.Errorf("a text too long: %v", err)
	}
}

// The reprint's line lies in its own place, however long it is.
func TestNoteFits(t *testing.T) {
	doc := plainDocument(t, "body")
	for _, note := range []string{"Copy 1", "Copy 2, printed 12 Jan 2026, 10:24 by " + strings.Repeat("Wolfeschlegelsteinhausen ", 8)} {
		noted, err := doc.noted(note)
		if err != nil || len(noted.Sheets[0].Ops) != len(doc.Sheets[0].Ops)+1 {
			t.Fatalf("%v, %v", noted, err)
		}
		run := noted.Sheets[0].Ops[len(doc.Sheets[0].Ops)].(Text)
		if run.Advance > doc.Sheets[0].Note.Width {
			t.Errorf("the note is %d wide, its place %d", run.Advance, doc.Sheets[0].Note.Width)
		}
		if !strings.HasPrefix(run.String, "Copy ") {
			t.Errorf("note: %s", run.String)
		}
	}
	if _, err := PDF(doc, "\u0378"); err == nil {
		t.Error("a note that can't be drawn is drawn")
	}
}

func TestMissingFont(t *testing.T) {
	doc := plainDocument(t, "body")
	doc.Fonts[0] = sha256.Sum256([]byte("a font that was never shipped"))
	if _, err := PDF(doc, ""); !errors.Is(err, ErrFontMissing) {
		t.Errorf("PDF: %v", err)
	}
	if _, err := Raster(doc, 0, 96, ""); !errors.Is(err, ErrFontMissing) {
		t.Errorf("Raster: %v", err)
	}
}

func TestRasterBounds(t *testing.T) {
	doc := plainDocument(t, "body")
	for _, c := range []struct {
		sheet, dpi int
		want       error
	}{{-1, 96, ErrNoSheet}, {1, 96, ErrNoSheet}, {0, 0, ErrResolution}, {0, 23, ErrResolution}, {0, 601, ErrResolution}, {0, 96, nil}} {
		if _, err := Raster(doc, c.sheet, c.dpi, ""); !errors.Is(err, c.want) {
			t.Errorf("sheet %d at %d: %v, want %v", c.sheet, c.dpi, err, c.want)
		}
	}
}

// A page of an old version looks, and reads, as the same page stored by this one: where the fonts are cut shows nowhere.
func TestOldAndNewPagesLookTheSame(t *testing.T) {
	for _, name := range []string{"prescription-A5", "invoice-A4", "prescription-mixed", "recovery-key-A4"} {
		stored, err := os.ReadFile(filepath.Join("..", "testdata", "frozen", name+".page"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Decode(stored)
		if err != nil || !doc.old() {
			t.Fatalf("%s: old %t, %v", name, doc.old(), err)
		}
		old := save(t, doc, "")
		doc.stored = 0
		fresh := save(t, doc, "")
		if was, is := output(t, "pdftotext", "-layout", old, "-"), output(t, "pdftotext", "-layout", fresh, "-"); was != is {
			t.Errorf("%s reads differently:\n%s\nand was\n%s", name, is, was)
		}
		was, is := pictureOf(t, old, 110), pictureOf(t, fresh, 110)
		if a, b := inkMissing(was, is), inkMissing(is, was); a > 0 || b > 0 {
			t.Errorf("%s: %.3f %% of the ink is gone, %.3f %% is new", name, 100*a, 100*b)
		}
	}
}
