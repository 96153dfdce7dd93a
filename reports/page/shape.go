package page

import (
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// kernFrom is the size from which pairs of letters are kerned. Every kerned pair starts a
// new run in the PDF, which in running text costs more than the eye gains.
const kernFrom = 11 * Point

// piece is a part of a text that one font draws in one go.
type piece struct {
	face Face
	text string
	// x and rise place the piece from the start of the text and from its baseline
	// (upwards), width is its own; all in thousandths of an em.
	x, rise, width int64
	// clusters are set where the text is drawn as shaped glyphs.
	clusters    []Cluster
	rightToLeft bool
}

// shaper measures and splits text. It is for one goroutine.
type shaper struct {
	faces  map[Face]*typeface
	chunks map[chunkKey]shaped
}

type chunkKey struct {
	face        Face
	kern        bool
	rightToLeft bool
	tongue      language.Language
	text        string
}

type shaped struct {
	pieces []piece
	width  int64 // thousandths of an em
	// rise and drop are how far shaped glyphs reach above and below the baseline, in
	// thousandths of an em; zero where there are none.
	rise, drop int64
}

func newShaper() *shaper {
	return &shaper{faces: map[Face]*typeface{}, chunks: map[chunkKey]shaped{}}
}

func (s *shaper) of(face Face) *typeface {
	if s.faces[face] == nil {
		s.faces[face] = typefaceOf(face)
	}
	return s.faces[face]
}

// setting is how a text runs: from which side, and in which language where that matters to
// the font.
type setting struct {
	rightToLeft bool
	tongue      language.Language
}

// shape sets a text that passed the gate, in one style and without line breaks.
func (s *shaper) shape(face Face, size Size, text string, how setting) shaped {
	key := chunkKey{face, size >= kernFrom, how.rightToLeft, how.tongue, text}
	if known, ok := s.chunks[key]; ok {
		return known
	}
	var out shaped
	runes := []rune(text)
	if how.rightToLeft || slices.ContainsFunc(runes, needsShaping) {
		s.glyphRuns(&out, face, key.kern, runes, how)
		s.chunks[key] = out
		return out
	}
	for start := 0; start < len(runes); {
		own, _ := faceFor(face, runes[start])
		end, marks := start+1, isMark(runes[start])
		for end < len(runes) {
			next, _ := faceFor(face, runes[end])
			if next != own {
				break
			}
			marks = marks || isMark(runes[end])
			end++
		}
		s.run(&out, own, key.kern, marks, runes[start:end])
		start = end
	}
	s.chunks[key] = out
	return out
}

// run appends the pieces of a text that lies in one font.
func (s *shaper) run(out *shaped, face Face, kern, marks bool, runes []rune) {
	m := s.of(face)
	var placed []placement
	if kern || marks {
		placed, _ = s.place(m, runes)
	}
	begin := true
	for i, r := range runes {
		width := m.advance(r)
		if len(placed) == 0 {
			out.append(face, r, 0, 0, width, begin)
			begin = false
			continue
		}
		p := placed[i]
		apart := begin || p.x != 0 || p.rise != 0
		out.append(face, r, p.x, p.rise, width, apart)
		// After a mark or a kerned letter the pen stands elsewhere than the run's own widths say.
		begin = p.x != 0 || p.rise != 0 || p.advance != width
		out.width += p.advance - width
	}
}

func (out *shaped) append(face Face, r rune, x, rise, width int64, apart bool) {
	if apart {
		out.pieces = append(out.pieces, piece{face: face, x: out.width + x, rise: rise})
	}
	last := &out.pieces[len(out.pieces)-1]
	last.text += string(r)
	last.width += width
	out.width += width
}

// placement is where the shaper puts one character, in thousandths of an em.
type placement struct {
	x, rise, advance int64
}

var plainFeatures = []shaping.FontFeature{ // one glyph for each character
	{Tag: opentype.MustNewTag("liga"), Value: 0},
	{Tag: opentype.MustNewTag("clig"), Value: 0},
	{Tag: opentype.MustNewTag("calt"), Value: 0},
}

// place kerns letters and puts combining marks over their letters. It fails where the
// font would exchange glyphs, which the PDF's text operator can't follow.
func (s *shaper) place(t *typeface, runes []rune) ([]placement, bool) {
	output := t.set(shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR,
		FontFeatures: plainFeatures, Size: fixed.I(emUnits), Script: scriptOf(runes),
	})
	if len(output.Glyphs) != len(runes) {
		return nil, false
	}
	placed := make([]placement, len(runes))
	for i, glyph := range output.Glyphs {
		nominal, ok := t.glyph(runes[i])
		if !ok || glyph.GlyphID != nominal {
			return nil, false
		}
		placed[i] = placement{thousandths(glyph.XOffset), thousandths(glyph.YOffset), thousandths(glyph.Advance)}
	}
	return placed, true
}

func scriptOf(runes []rune) language.Script {
	for _, r := range runes {
		if script := language.LookupScript(r); script != language.Common && script != language.Inherited {
			return script
		}
	}
	return language.Latin
}

func thousandths(v fixed.Int26_6) int64 { return int64(math.Round(float64(v) / 64)) }

var markShapers = sync.Pool{New: func() any { return newShaper() }}

// shapeable tells whether every part of a text that is to be shaped comes out with glyphs,
// in each of the weights.
func shapeable(text string) bool {
	s := markShapers.Get().(*shaper)
	defer markShapers.Put(s)
	for _, line := range strings.FieldsFunc(withoutIsolates(text), func(r rune) bool { return r == ' ' || r == '\n' }) {
		if runes := []rune(line); slices.ContainsFunc(runes, needsShaping) {
			for _, wanted := range [...]Face{Regular, Bold} {
				if !s.covered(wanted, runes) {
					return false
				}
			}
		}
	}
	return true
}

// marksPlaced tells whether every combining mark of a text can be put over its letter in
// each of the faces. Marks of shaped letters are the business of shapeable.
func marksPlaced(text string) bool {
	s := markShapers.Get().(*shaper)
	defer markShapers.Put(s)
	runes := []rune(text)
	for start := 0; start < len(runes); {
		end := start + 1
		for end < len(runes) && isMark(runes[end]) {
			end++
		}
		if (end > start+1 || isMark(runes[start])) && !slices.ContainsFunc(runes[start:end], needsShaping) {
			for _, wanted := range [...]Face{Regular, Bold, Italic} {
				own, _ := faceFor(wanted, runes[start])
				for _, r := range runes[start:end] {
					if face, _ := faceFor(wanted, r); face != own {
						return false
					}
				}
				if _, ok := s.place(s.of(own), runes[start:end]); !ok {
					return false
				}
			}
		}
		start = end
	}
	return true
}
