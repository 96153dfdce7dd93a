package page

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rendered is what another program shows of a PDF's first page.
func rendered(t *testing.T, data []byte, dpi int) image.Image {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return pictureOf(t, path, dpi)
}

// pictureOf is what poppler shows of a file's first page.
func pictureOf(t *testing.T, path string, dpi int) image.Image {
	t.Helper()
	name := strings.TrimSuffix(path, ".pdf")
	output(t, "pdftoppm", "-r", strconv.Itoa(dpi), "-png", "-singlefile", path, name)
	file, err := os.ReadFile(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// black is the middle of what is dark in a page that one rectangle is on, in pixels.
func black(picture image.Image) (x, y, width int) {
	left, top, right, bottom := 1<<20, 1<<20, -1, -1
	for j := picture.Bounds().Min.Y; j < picture.Bounds().Max.Y; j++ {
		for i := picture.Bounds().Min.X; i < picture.Bounds().Max.X; i++ {
			if r, _, _, _ := picture.At(i, j).RGBA(); r < 0x8000 {
				left, top, right, bottom = min(left, i), min(top, j), max(right, i), max(bottom, j)
			}
		}
	}
	return (left + right + 1) / 2, (top + bottom + 1) / 2, right - left + 1
}

// Another program's picture of the PDF shows the page moved and stretched by as much as was asked.
func TestAdjustedPDF(t *testing.T) {
	d := &Document{Language: "en", Sheets: []Sheet{{Width: 148 * Millimetre, Height: 210 * Millimetre, Ops: []Op{
		Rect{X: 20 * Millimetre, Y: 30 * Millimetre, Width: 40 * Millimetre, Height: 10 * Millimetre}}}}}
	plain, err := PDF(d, "")
	if err != nil {
		t.Fatal(err)
	}
	if same, err := AdjustedPDF(d, "", Adjustment{}); err != nil || !bytes.Equal(same, plain) {
		t.Errorf("no adjustment changes bytes: %v", err)
	}
	const dpi = 254 // ten pixels a mm
	for _, c := range []struct {
		adjust      Adjustment
		x, y, width int
	}{
		{Adjustment{}, 400, 350, 400},
		{Adjustment{Across: 15, Down: -20}, 415, 330, 400},
		{Adjustment{Across: -7, Down: 3}, 393, 353, 400},
		{Adjustment{Scale: 500}, 740 - 357, 1050 - 735, 420},
		{Adjustment{Across: 10, Scale: -500}, 740 - 323 + 10, 1050 - 665, 380},
	} {
		data, err := AdjustedPDF(d, "", c.adjust)
		if err != nil {
			t.Fatal(err)
		}
		x, y, width := black(rendered(t, data, dpi))
		if off := max(x-c.x, c.x-x, y-c.y, c.y-y, width-c.width, c.width-width); off > 2 {
			t.Errorf("%+v: at %d, %d, %d wide; want %d, %d, %d", c.adjust, x, y, width, c.x, c.y, c.width)
		}
		corner := c.adjust.Place(d.Sheets[0], Place{40 * Millimetre, 35 * Millimetre})
		if off := max(int(corner.X)/100-c.x, c.x-int(corner.X)/100, int(corner.Y)/100-c.y, c.y-int(corner.Y)/100); off > 2 {
			t.Errorf("%+v: Place says %v", c.adjust, corner)
		}
	}
	for _, bad := range []Adjustment{{Across: MaxShift + 1}, {Down: -MaxShift - 1}, {Scale: MaxStretch + 1}, {Scale: -10_000}} {
		if _, err := AdjustedPDF(d, "", bad); !errors.Is(err, ErrAdjustment) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
