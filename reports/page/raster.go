package page

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"

	"github.com/go-text/typesetting/font/opentype"
	ximage "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// Bounds of a preview's resolution, and of its size in pixels.
const (
	minDPI    = 24
	maxDPI    = 600
	maxPixels = 64_000_000
)

// ErrNoSheet means that a document has no sheet of that number.
var ErrNoSheet = errors.New("the document has no such page")

// ErrResolution means that a preview's resolution is outside 24 to 600 dots per inch, or
// that the picture would be too large.
var ErrResolution = errors.New("the preview's resolution is out of range")

// Raster draws one sheet (from 0) at a resolution in dots per inch, with a line of text in
// its note where one is given. Every run, rule and shape lies where PDF puts it.
func Raster(d *Document, sheet, dpi int, note string) (*image.RGBA, error) {
	if err := d.Validate(); err != nil {
		return nil, fmt.Errorf("check document: %w", err)
	}
	if sheet < 0 || sheet >= len(d.Sheets) {
		return nil, ErrNoSheet
	}
	d, err := d.noted(note)
	if err != nil {
		return nil, err
	}
	faces, err := d.typefaces()
	if err != nil {
		return nil, err
	}
	s := d.Sheets[sheet]
	scale := float32(dpi) / 25400
	width, height := int(float32(s.Width)*scale+0.5), int(float32(s.Height)*scale+0.5)
	if dpi < minDPI || dpi > maxDPI || width < 1 || height < 1 || width*height > maxPixels {
		return nil, ErrResolution
	}
	r := &rasterer{doc: d, faces: faces, scale: scale, image: image.NewRGBA(image.Rect(0, 0, width, height))}
	draw.Draw(r.image, r.image.Bounds(), image.White, image.Point{}, draw.Src)
	for _, op := range s.Ops {
		if err := r.draw(op); err != nil {
			return nil, err
		}
	}
	return r.image, nil
}

// rasterer draws into an image; scale is pixels per micrometre.
type rasterer struct {
	doc    *Document
	scale  float32
	image  *image.RGBA
	faces  []*typeface
	vector vector.Rasterizer
}

func (r *rasterer) draw(op Op) error {
	switch op := op.(type) {
	case Text:
		r.text(op)
	case Glyphs:
		r.glyphs(op)
	case Line:
		r.line(op)
	case Rect:
		r.rect(op)
	case Path:
		left, top, right, bottom := op.extent()
		r.shape(left, top, right, bottom, op.Colour, func(x, y float32) {
			for _, segment := range op.Segments {
				r.segment(segment, x, y)
			}
		})
	case Picture:
		return r.picture(op)
	}
	return nil
}

// shape rasterizes a figure within an area. The figure is drawn with places in pixels from
// the area's corner, which trace is given.
func (r *rasterer) shape(left, top, right, bottom Length, colour Colour, trace func(x, y float32)) {
	area := image.Rect(
		int(float32(left)*r.scale)-1, int(float32(top)*r.scale)-1,
		int(float32(right)*r.scale)+2, int(float32(bottom)*r.scale)+2,
	).Intersect(r.image.Bounds())
	if area.Empty() {
		return
	}
	r.vector.Reset(area.Dx(), area.Dy())
	trace(float32(area.Min.X), float32(area.Min.Y))
	r.vector.ClosePath()
	r.vector.Draw(r.image, area, image.NewUniform(colour.rgba()), image.Point{})
}

func (r *rasterer) segment(s Segment, x, y float32) {
	r.trace(s, func(p Place) (float32, float32) { return float32(p.X)*r.scale - x, float32(p.Y)*r.scale - y })
}

// trace adds a segment to the figure, each of its places put where at says, in pixels.
func (r *rasterer) trace(s Segment, at func(Place) (x, y float32)) {
	ax, ay := at(s.Places[0])
	switch s.Kind {
	case MoveTo:
		r.vector.ClosePath()
		r.vector.MoveTo(ax, ay)
	case LineTo:
		r.vector.LineTo(ax, ay)
	case CubicTo:
		bx, by := at(s.Places[1])
		cx, cy := at(s.Places[2])
		r.vector.CubeTo(ax, ay, bx, by, cx, cy)
	}
}

func (r *rasterer) text(t Text) {
	m := r.faces[t.Font]
	left, top, right, bottom := t.extent()
	reach := t.Size.Height() // accents and slanted letters may stand out
	unit := float32(t.Size.Height()) / emUnits * r.scale
	r.shape(left-reach, top-reach, right+reach, bottom+reach, t.Colour, func(x, y float32) {
		pen, baseline := int64(0), float32(t.Y)*r.scale-y
		for _, char := range t.String {
			gid, ok := m.glyph(char)
			if !ok {
				continue
			}
			start := float32(t.X)*r.scale - x + float32(pen)*unit
			r.glyph(m.shape(gid).source, start, baseline, unit*float32(m.scale))
			pen += m.advance(char)
		}
	})
}

func (r *rasterer) glyphs(g Glyphs) {
	left, top, right, bottom := g.extent()
	reach := 2 * g.Size.Height() // stacked letters and marks stand out
	unit := float32(g.Size.Height()) / emUnits * r.scale
	r.shape(left-reach, top-reach, right+reach, bottom+reach, g.Colour, func(x, y float32) {
		pen, startX, baseline := 0, float32(g.X)*r.scale-x, float32(g.Y)*r.scale-y
		for _, cluster := range g.Clusters {
			for _, glyph := range cluster.Glyphs {
				atX, atY := startX+float32(pen+glyph.X)*unit, baseline-float32(glyph.Rise)*unit
				for _, segment := range r.doc.glyphOutline(r.faces, g.Font, glyph.ID) {
					r.outlined(segment, atX, atY, unit)
				}
			}
			pen += cluster.Advance
		}
	})
}

// outlined adds a segment of a glyph, in thousandths of an em, at a place in pixels.
func (r *rasterer) outlined(s Segment, x, y, unit float32) {
	r.trace(s, func(p Place) (float32, float32) { return x + float32(p.X)*unit, y + float32(p.Y)*unit })
}

// glyph adds an outline at a pen position; unit is pixels per unit of the font.
func (r *rasterer) glyph(segments []opentype.Segment, x, y, unit float32) {
	for _, s := range segments {
		ax, ay := x+s.Args[0].X*unit, y-s.Args[0].Y*unit
		bx, by := x+s.Args[1].X*unit, y-s.Args[1].Y*unit
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			r.vector.ClosePath()
			r.vector.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			r.vector.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			r.vector.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			r.vector.CubeTo(ax, ay, bx, by, x+s.Args[2].X*unit, y-s.Args[2].Y*unit)
		}
	}
}

// hairline is the least width in pixels at which a rule is drawn.
const hairline = 1

func (r *rasterer) line(l Line) {
	half := max(float32(l.Width)*r.scale, hairline) / 2
	x1, y1, x2, y2 := float32(l.X1)*r.scale, float32(l.Y1)*r.scale, float32(l.X2)*r.scale, float32(l.Y2)*r.scale
	dx, dy := y2-y1, x1-x2 // normal to the line
	if length := hypot(dx, dy); length > 0 {
		dx, dy = dx/length*half, dy/length*half
	}
	left, top, right, bottom := l.extent()
	grow := Length(1 / r.scale)
	r.shape(left-grow, top-grow, right+grow, bottom+grow, l.Colour, func(x, y float32) {
		r.vector.MoveTo(x1+dx-x, y1+dy-y)
		r.vector.LineTo(x2+dx-x, y2+dy-y)
		r.vector.LineTo(x2-dx-x, y2-dy-y)
		r.vector.LineTo(x1-dx-x, y1-dy-y)
	})
}

func (r *rasterer) rect(rect Rect) {
	left, top, right, bottom := rect.extent()
	if rect.Stroke > 0 {
		half := rect.Stroke / 2
		for _, l := range [...]Line{
			{left, top + half, right, top + half, rect.Stroke, rect.Colour},
			{left, bottom - half, right, bottom - half, rect.Stroke, rect.Colour},
			{left + half, top, left + half, bottom, rect.Stroke, rect.Colour},
			{right - half, top, right - half, bottom, rect.Stroke, rect.Colour},
		} {
			r.line(l)
		}
		return
	}
	r.shape(left, top, right, bottom, rect.Colour, func(x, y float32) {
		x1, y1 := float32(left)*r.scale-x, float32(top)*r.scale-y
		x2, y2 := float32(right)*r.scale-x, float32(bottom)*r.scale-y
		r.vector.MoveTo(x1, y1)
		r.vector.LineTo(x2, y1)
		r.vector.LineTo(x2, y2)
		r.vector.LineTo(x1, y2)
	})
}

func (r *rasterer) picture(p Picture) error {
	source, err := png.Decode(bytes.NewReader(r.doc.Images[p.Image]))
	if err != nil {
		return fmt.Errorf("read image %d: %w", p.Image, err)
	}
	left, top, right, bottom := p.extent()
	pixel := func(l Length) int { return int(float32(l)*r.scale + 0.5) }
	area := image.Rect(pixel(left), pixel(top), pixel(right), pixel(bottom))
	if area.Intersect(r.image.Bounds()).Empty() || area.Dx()*area.Dy() > maxPixels {
		return nil
	}
	ximage.CatmullRom.Scale(r.image, area, source, source.Bounds(), draw.Over, nil)
	return nil
}

func hypot(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }
