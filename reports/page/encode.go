package page

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The stored form of a page is the two letters "SP", a format version, and a DEFLATE
// stream (RFC 1951) of the fields of a Document in their order. Numbers are varints
// (zigzag for signed ones), places are differences from the last place, texts and lists
// carry their length. The version rises when a field is added; Decode keeps reading every
// version that was ever shipped.
//
// Version 2 added runs of glyphs, and outlines after the images. Version 3 has its pictures,
// and the shapes that are marked Shared, in parts beside the page (part.go), and names them by
// their place in the list of parts; its fonts are cut by the kit. The PDF of an older page is
// written as on its day, byte for byte.
const (
	magic         = "SP"
	formatVersion = 3
)

// Kinds of operation in the stored form.
const (
	codeText = iota + 1
	codeLine
	codeRect
	codePath
	codePicture
	codeGlyphs // from version 2 on
	codeShared // from version 3 on: a drawing among the parts
)

// old tells a page that was stored before version 3.
func (d *Document) old() bool { return d.stored != 0 }

// version is the format that the document is written in: a page that was read stays what it was.
func (d *Document) version() byte {
	if d.old() {
		return d.stored
	}
	return formatVersion
}

// Encode returns a document in its stored form, 2 to 4 kB for the usual page, and the parts
// that lie beside it: its pictures and shared shapes, each once, for whoever keeps the page
// to keep once for all pages that have it. Decode needs them in this order.
func (d *Document) Encode() (stored []byte, parts [][]byte, err error) {
	if err := d.Validate(); err != nil {
		return nil, nil, fmt.Errorf("check document: %w", err)
	}
	var w encoder
	w.text(d.Title)
	w.text(d.Language)
	w.text(d.Author)
	w.signed(d.Issued)
	w.count(len(d.Fonts))
	for _, identity := range d.Fonts {
		w.data = append(w.data, identity[:]...)
	}
	version := d.version()
	w.count(len(d.Images))
	for _, image := range d.Images {
		if version >= 3 {
			w.part(image)
		} else {
			w.text(string(image))
		}
	}
	if version >= 2 {
		w.count(len(d.Outlines))
		for _, outline := range d.Outlines {
			w.last = Place{}
			w.segments(outline)
		}
	}
	w.count(len(d.Sheets))
	for _, sheet := range d.Sheets {
		if err := w.sheet(sheet); err != nil {
			return nil, nil, err
		}
	}
	if len(w.parts) > maxParts {
		return nil, nil, errors.New("document exceeds its limits")
	}
	stored, err = w.compressed(magic, version)
	return stored, w.parts, err
}

func (w *encoder) compressed(magic string, version byte) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(magic)
	out.WriteByte(version)
	deflate, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	if _, err := deflate.Write(w.data); err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	if err := deflate.Close(); err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	if out.Len() > maxEncoded {
		return nil, errors.New("document exceeds its limits")
	}
	return out.Bytes(), nil
}

type encoder struct {
	data  []byte
	last  Place
	parts [][]byte
}

// part writes the place of a part in the list, which it joins unless it is there.
func (w *encoder) part(content []byte) {
	at := slices.IndexFunc(w.parts, func(known []byte) bool { return bytes.Equal(known, content) })
	if at < 0 {
		at = len(w.parts)
		w.parts = append(w.parts, content)
	}
	w.count(at)
}

func (w *encoder) count(n int)      { w.data = binary.AppendUvarint(w.data, uint64(n)) }
func (w *encoder) signed(n int64)   { w.data = binary.AppendVarint(w.data, n) }
func (w *encoder) length(l Length)  { w.signed(int64(l)) }
func (w *encoder) colour(c Colour)  { w.data = append(w.data, c.R, c.G, c.B) }
func (w *encoder) text(text string) { w.count(len(text)); w.data = append(w.data, text...) }

func (w *encoder) place(x, y Length) {
	w.length(x - w.last.X)
	w.length(y - w.last.Y)
	w.last = Place{x, y}
}

func (w *encoder) sheet(s Sheet) error {
	w.last = Place{}
	w.length(s.Width)
	w.length(s.Height)
	w.place(s.Note.X, s.Note.Y)
	w.length(s.Note.Width)
	w.count(s.Note.Font)
	w.signed(int64(s.Note.Size))
	w.colour(s.Note.Colour)
	runs := runs(s.Ops)
	w.count(len(runs))
	for _, run := range runs {
		if err := w.run(run); err != nil {
			return err
		}
	}
	return nil
}

// run writes one operation, or shapes that are shared together.
func (w *encoder) run(run []Op) error {
	first, ok := run[0].(Path)
	if !ok || !first.shared() {
		return w.op(run[0])
	}
	origin := first.Segments[0].Places[0]
	content, err := encodeDrawing(run, origin)
	if err != nil {
		return err
	}
	w.count(codeShared)
	w.place(origin.X, origin.Y)
	w.part(content)
	return nil
}

func (w *encoder) op(op Op) error {
	switch op := op.(type) {
	case Text:
		w.count(codeText)
		w.place(op.X, op.Y)
		w.count(op.Font)
		w.signed(int64(op.Size))
		w.colour(op.Colour)
		w.text(op.String)
		w.length(op.Advance)
	case Line:
		w.count(codeLine)
		w.place(op.X1, op.Y1)
		w.place(op.X2, op.Y2)
		w.length(op.Width)
		w.colour(op.Colour)
	case Rect:
		w.count(codeRect)
		w.place(op.X, op.Y)
		w.length(op.Width)
		w.length(op.Height)
		w.length(op.Stroke)
		w.colour(op.Colour)
	case Path:
		w.count(codePath)
		w.colour(op.Colour)
		w.segments(op.Segments)
	case Glyphs:
		w.count(codeGlyphs)
		w.glyphs(op)
	case Picture:
		w.count(codePicture)
		w.place(op.X, op.Y)
		w.length(op.Width)
		w.length(op.Height)
		w.count(op.Image)
	default:
		return errors.New("unknown drawing operation")
	}
	return nil
}

func (w *encoder) segments(list []Segment) {
	w.count(len(list))
	for _, segment := range list {
		w.count(int(segment.Kind))
		for _, at := range segment.Places[:segment.used()] {
			w.place(at.X, at.Y)
		}
	}
}

func (w *encoder) glyphs(op Glyphs) {
	w.place(op.X, op.Y)
	w.count(op.Font - OwnOutlines)
	w.signed(int64(op.Size))
	w.colour(op.Colour)
	w.text(op.String)
	w.length(op.Advance)
	direction := 0
	if op.RightToLeft {
		direction = 1
	}
	w.count(direction)
	w.count(len(op.Clusters))
	for _, cluster := range op.Clusters {
		w.count(cluster.Bytes)
		w.signed(int64(cluster.Advance))
		w.count(len(cluster.Glyphs))
		for _, glyph := range cluster.Glyphs {
			w.count(glyph.ID)
			w.signed(int64(glyph.X))
			w.signed(int64(glyph.Rise))
		}
	}
}
