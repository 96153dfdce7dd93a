package page

import (
	"math"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
)

// glyphShape is what a font says of one glyph. It is shared by every document and never written.
type glyphShape struct {
	// width is its advance, in thousandths of an em.
	width int64
	// rise and drop are how far it reaches above and below the baseline, in thousandths of an em.
	rise, drop int64
	// source is the outline in the font's own units, Y upwards; outline the same in thousandths of
	// an em, Y downwards. A glyph without ink has none.
	source  []opentype.Segment
	outline []Segment
}

// shapeCache keeps the shapes of a font that were asked for: reading one from the file takes longer
// than drawing it. A font has a bounded number of them, and pages use few.
type shapeCache struct {
	mutex sync.Mutex
	face  *font.Face // for one goroutine
	known map[font.GID]*glyphShape
}

// shape returns what the font says of a glyph.
func (t *typeface) shape(gid font.GID) *glyphShape {
	t.shapes.mutex.Lock()
	defer t.shapes.mutex.Unlock()
	if known, ok := t.shapes.known[gid]; ok {
		return known
	}
	face := t.shapes.face
	s := &glyphShape{width: int64(math.Round(float64(face.HorizontalAdvance(gid)) * t.scale))}
	if extents, ok := face.GlyphExtents(gid); ok {
		top := float64(extents.YBearing) * t.scale
		s.rise = int64(math.Ceil(top))
		s.drop = int64(math.Ceil(-(top + float64(extents.Height)*t.scale)))
	}
	outline, _ := face.GlyphDataOutline(gid)
	s.source = outline.Segments
	s.outline = outlineSegments(outline.Segments, func(p opentype.SegmentPoint) Place {
		return Place{thousandth(float64(p.X) * t.scale), thousandth(-float64(p.Y) * t.scale)}
	})
	t.shapes.known[gid] = s
	return s
}

// engine is HarfBuzz with a font made ready for it, which takes longer than shaping a line. It is for one
// goroutine at a time.
type engine struct {
	harfbuzz shaping.HarfbuzzShaper
	face     *font.Face
}

// set shapes a text with the font.
func (t *typeface) set(input shaping.Input) shaping.Output {
	e, ok := t.engines.Get().(*engine)
	if !ok {
		e = &engine{face: font.NewFace(t.font)}
	}
	input.Face = e.face
	output := e.harfbuzz.Shape(input)
	t.engines.Put(e) // not after a panic over a damaged font of the machine
	return output
}
