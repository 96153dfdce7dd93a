package page

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"satchel/assets/fonts"
)

// Face chooses one of the kit's own fonts in layout code.
type Face int

// The faces, in the order in which fonts.All lists their files.
const (
	Regular Face = iota
	Bold
	Italic
	fallback    // where the others lack a glyph
	firstScript // Devanagari; each script has a regular and a bold face
)

// scriptFaces are the regular faces of the scripts that have embedded fonts of their own.
var scriptFaces = map[language.Script]Face{
	language.Devanagari: firstScript, language.Bengali: firstScript + 2, language.Tamil: firstScript + 4, language.Telugu: firstScript + 6,
	language.Thai: firstScript + 8, language.Arabic: firstScript + 10, language.Hebrew: firstScript + 12,
}

// firstForeign is the first face that comes from the machine's own fonts.
const firstForeign Face = 1000

// ErrFontMissing means that a stored page names a font which this program doesn't carry.
var ErrFontMissing = errors.New("a font of the page is missing")

// typeface is a parsed font file. It is shared by goroutines and never written after parsing,
// but for the shapes that it has learnt.
type typeface struct {
	file fonts.Font
	font *font.Font
	err  error
	// scale turns the font's own units into thousandths of an em.
	scale    float64
	parse    sync.Once
	shapes   shapeCache
	drawings drawings
	// engines are ready to shape texts: *engine.
	engines sync.Pool
	// tables are those that a PDF's font is cut from.
	tables func() (*trueType, error)
}

var typefaces = sync.OnceValue(func() []*typeface {
	var list []*typeface
	for _, file := range fonts.All() {
		list = append(list, &typeface{file: file, tables: sync.OnceValues(func() (*trueType, error) { return readTrueType(file.Bytes) })})
	}
	return list
})

// ready parses the file when it is first used: few practices need every script.
func (t *typeface) ready() *typeface {
	t.parse.Do(func() {
		if t.font != nil {
			return
		}
		face, err := font.ParseTTF(bytes.NewReader(t.file.Bytes))
		if err != nil {
			t.err = fmt.Errorf("read font %s: %w", t.file.Name, err)
			return
		}
		t.use(face.Font)
	})
	return t
}

func (t *typeface) use(f *font.Font) {
	t.font = f
	t.scale = emUnits / float64(f.Upem())
	t.shapes = shapeCache{face: font.NewFace(f), known: map[font.GID]*glyphShape{}}
}

// typefaceOf returns the font of a face, embedded or the machine's.
func typefaceOf(face Face) *typeface {
	if face >= firstForeign {
		return foreignFonts.face(face)
	}
	return typefaces()[face].ready()
}

// fontByIdentity finds the embedded font that a stored page names.
func fontByIdentity(identity [sha256.Size]byte) (*typeface, error) {
	for _, t := range typefaces() {
		if t.file.SHA256 == identity {
			return t, t.ready().err
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

// advance returns a character's width in thousandths of an em, rounded the way the PDF's
// width table rounds it: both backends then agree on every place.
func (t *typeface) advance(r rune) int64 {
	gid, ok := t.glyph(r)
	if !ok {
		return 0
	}
	return t.shape(gid).width
}

func thousandth(v float64) Length { return Length(math.Round(v)) }
