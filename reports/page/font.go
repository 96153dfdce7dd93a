package page

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/go-text/typesetting/font"

	"satchel/assets/fonts"
)

// Face chooses one of the kit's own fonts in layout code.
type Face int

// The faces, in the order in which fonts.All lists their files.
const (
	Regular Face = iota
	Bold
	Italic
	fallback // where the others lack a glyph
)

// ErrFontMissing means that a stored page names a font which this program doesn't carry.
var ErrFontMissing = errors.New("a font of the page is missing")

// typeface is a parsed font file. It is shared by goroutines and never written after parsing.
type typeface struct {
	file fonts.Font
	font *font.Font
	err  error
	// scale turns the font's own units into thousandths of an em.
	scale float64
}

var typefaces = sync.OnceValue(func() []*typeface {
	var list []*typeface
	for _, file := range fonts.All() {
		t := &typeface{file: file}
		face, err := font.ParseTTF(bytes.NewReader(file.Bytes))
		if err != nil {
			t.err = fmt.Errorf("read font %s: %w", file.Name, err)
		} else {
			t.font = face.Font
			t.scale = emUnits / float64(face.Upem())
		}
		list = append(list, t)
	}
	return list
})

// fontByIdentity finds the embedded font that a stored page names.
func fontByIdentity(identity [sha256.Size]byte) (*typeface, error) {
	for _, t := range typefaces() {
		if t.file.SHA256 == identity {
			return t, t.err
		}
	}
	return nil, ErrFontMissing
}

// glyph returns the font's glyph for a character, or false where it has none.
func (t *typeface) glyph(r rune) (font.GID, bool) {
	if t.font == nil {
		return 0, false
	}
	gid, ok := t.font.NominalGlyph(r)
	return gid, ok && gid != 0
}

// metrics is a typeface with the caches that one goroutine may use.
type metrics struct {
	*typeface
	face     *font.Face
	advances map[rune]int64
}

func newMetrics(t *typeface) *metrics {
	m := &metrics{typeface: t, advances: map[rune]int64{}}
	if t.font != nil {
		m.face = font.NewFace(t.font)
	}
	return m
}

// advance returns a character's width in thousandths of an em, rounded the way the PDF's
// width table rounds it: both backends then agree on every place.
func (m *metrics) advance(r rune) int64 {
	if width, ok := m.advances[r]; ok {
		return width
	}
	width := int64(0)
	if gid, ok := m.glyph(r); ok {
		width = int64(math.Round(float64(m.face.HorizontalAdvance(gid)) * m.scale))
	}
	m.advances[r] = width
	return width
}
