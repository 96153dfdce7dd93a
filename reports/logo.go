package reports

import (
	"bytes"
	"image"
	"image/draw"
	_ "image/jpeg" // a logo may come as one
	"image/png"
	"strings"

	xdraw "golang.org/x/image/draw"

	"satchel/data/value"
	"satchel/reports/page"
)

// Limits of a picture that somebody chooses for the letterhead, or as a signature.
const (
	maxChosen     = 24 << 20  // bytes of the file
	maxChosenArea = 64 << 20  // pixels: 8,192 by 8,192. Drawn, they take 256 MB for a moment
	maxVector     = 200 << 10 // bytes of an SVG: it is drawn anew on each page
	maxKept       = 120 << 10 // bytes as kept
	leastSide     = 24        // pixels; less is no logo but a dot
	logoDPI       = 300
	leastDPI      = 120
)

// Logo turns a picture that somebody chose into one that a letterhead can bear: a PNG without its blank edges, no larger than it prints
// at 300 dots an inch, standing as it was taken, without what a camera wrote into it; or an SVG as it is, where the page can draw it. The same file gives the same
// bytes.
//
// It returns value.Problem, which says what other picture is needed.
func Logo(data []byte) ([]byte, error) { return chosen(data, logoWideWidth, logoTall, false) }

// Signature does the same for the picture of a signature. Paper that is nearly white becomes clear, so that the line to sign on shows.
func Signature(data []byte) ([]byte, error) {
	if isVector(data) {
		return nil, value.Problem{Key: "error.documents.picture_kind_signature"}
	}
	return chosen(data, signatureWidth, signatureHeight, true)
}

// The room that a signature is drawn in, above the line.
const (
	signatureWidth  = 70 * mm
	signatureHeight = 16 * mm
)

func chosen(data []byte, width, height page.Length, onLine bool) ([]byte, error) {
	if len(data) > maxChosen {
		return nil, value.Problem{Key: "error.documents.picture_heavy", Args: []any{"Most", maxChosen >> 20}}
	}
	if isVector(data) {
		if len(data) > maxVector {
			return nil, value.Problem{Key: "error.documents.picture_vector_heavy", Args: []any{"Most", maxVector >> 10}}
		}
		if !drawn(data) {
			return nil, value.Problem{Key: "error.documents.picture_vector"}
		}
		return data, nil
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, value.Problem{Key: "error.documents.picture_kind"}
	case config.Width > maxChosenArea/max(config.Height, 1):
		return nil, value.Problem{Key: "error.documents.picture_large", Args: []any{"Width", config.Width, "Height", config.Height}}
	case config.Width < leastSide || config.Height < leastSide:
		return nil, value.Problem{Key: "error.documents.picture_small", Args: []any{"Least", leastSide}}
	}
	source, err := decode(data)
	if err != nil {
		return nil, err
	}
	content := trimmed(source)
	if content.Empty() {
		return nil, value.Problem{Key: "error.documents.picture_blank"}
	}
	for dpi := logoDPI; ; dpi = dpi * 3 / 4 {
		picture := scaled(source, content, width, height, dpi)
		if onLine {
			clearPaper(picture)
		}
		kept, err := encoded(picture)
		if err != nil || len(kept) <= maxKept || dpi < leastDPI {
			return kept, err
		}
	}
}

// decode reads a whole picture. A file that breaks off in the middle, or that makes a decoder panic, is refused in words.
func decode(data []byte) (source image.Image, err error) {
	defer func() {
		if recover() != nil {
			source, err = nil, value.Problem{Key: "error.documents.picture_broken"}
		}
	}()
	source, _, err = image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, value.Problem{Key: "error.documents.picture_broken"}
	}
	return page.Oriented(source, data), nil
}

// isVector reports whether a file is an SVG, as far as its beginning tells.
func isVector(data []byte) bool {
	head := strings.ToLower(string(data[:min(len(data), 4096)]))
	return strings.Contains(head, "<svg")
}

// drawn reports whether a page can draw a picture.
func drawn(data []byte) bool {
	c := page.NewCompositor()
	_, err := c.Picture(data, logoWideWidth, logoTall)
	return err == nil && c.Err() == nil
}

// blank is how much of a full channel still counts as empty paper at an edge.
const blank = 0xf600

// trimmed is the part of a picture that shows anything: neither clear nor nearly white.
func trimmed(source image.Image) image.Rectangle {
	b := source.Bounds()
	shows := func(x, y int) bool {
		r, g, bl, a := source.At(x, y).RGBA()
		clear := 0xffff - a // over white paper
		return r+clear < blank || g+clear < blank || bl+clear < blank
	}
	row := func(y int) bool {
		for x := b.Min.X; x < b.Max.X; x++ {
			if shows(x, y) {
				return true
			}
		}
		return false
	}
	column := func(x, top, bottom int) bool {
		for y := top; y < bottom; y++ {
			if shows(x, y) {
				return true
			}
		}
		return false
	}
	for b.Min.Y < b.Max.Y && !row(b.Min.Y) {
		b.Min.Y++
	}
	for b.Max.Y > b.Min.Y && !row(b.Max.Y-1) {
		b.Max.Y--
	}
	for b.Min.X < b.Max.X && !column(b.Min.X, b.Min.Y, b.Max.Y) {
		b.Min.X++
	}
	for b.Max.X > b.Min.X && !column(b.Max.X-1, b.Min.Y, b.Max.Y) {
		b.Max.X--
	}
	return b
}

// scaled draws the part of a picture as large as it prints in a room at a resolution, never larger than it is.
func scaled(source image.Image, content image.Rectangle, width, height page.Length, dpi int) *image.NRGBA {
	pixels := func(l page.Length) int { return int(int64(l) * int64(dpi) / int64(25_400*page.Micrometre)) }
	w, h := content.Dx(), content.Dy()
	if most := pixels(width); w > most {
		w, h = most, max(1, h*most/w)
	}
	if most := pixels(height); h > most {
		w, h = max(1, w*most/h), most
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == content.Dx() && h == content.Dy() {
		draw.Draw(out, out.Bounds(), source, content.Min, draw.Src)
	} else {
		xdraw.CatmullRom.Scale(out, out.Bounds(), source, content, draw.Src, nil)
	}
	return out
}

// clearPaper makes nearly white pixels clear, and those between paper and ink as clear as they are light.
func clearPaper(picture *image.NRGBA) {
	const ink, paper = 96, 208 // of 255: darker is ink, lighter is paper
	for i := 0; i < len(picture.Pix); i += 4 {
		p := picture.Pix[i : i+4]
		light := (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000 // ITU-R BT.601 luma
		switch {
		case light >= paper:
			p[3] = 0
		case light > ink:
			p[3] = uint8(int(p[3]) * (paper - light) / (paper - ink))
		}
	}
}

func encoded(picture image.Image) ([]byte, error) {
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, picture); err != nil {
		return nil, value.Problem{Key: "error.documents.picture_broken"}
	}
	return file.Bytes(), nil
}

// proportions are the width and height of a picture, in any unit; equal where they can't be read.
func proportions(data []byte) (width, height page.Length) {
	if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		return page.Length(config.Width), page.Length(config.Height)
	}
	box, err := page.NewCompositor().Picture(data, 100*mm, 100*mm)
	if err != nil {
		return 1, 1
	}
	return box.Width, box.Height
}
