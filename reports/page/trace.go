package page

import (
	"errors"
	"fmt"
	"math"

	"github.com/go-text/typesetting/font/opentype"
)

// Tracer draws what is left of a page once its letters are shapes: for a device that is to
// need no font of ours.
type Tracer interface {
	// Fill fills a shape (nonzero winding); each subpath is closed.
	Fill(colour Colour, shape []Segment) error
	// Image stretches a PNG into a rectangle.
	Image(place Picture, png []byte) error
}

// Trace draws one sheet (from 0) with a line of text in its note where one is given. The places
// are those of the sheet, as PDF puts them.
func Trace(d *Document, sheet int, note string, to Tracer) error {
	if err := d.Validate(); err != nil {
		return fmt.Errorf("check document: %w", err)
	}
	if sheet < 0 || sheet >= len(d.Sheets) {
		return ErrNoSheet
	}
	d, err := d.noted(note)
	if err != nil {
		return err
	}
	faces, err := d.typefaces()
	if err != nil {
		return err
	}
	t := &tracer{doc: d, to: to, faces: faces}
	for _, op := range d.Sheets[sheet].Ops {
		if err := t.draw(op); err != nil {
			return err
		}
	}
	return nil
}

type tracer struct {
	doc   *Document
	to    Tracer
	faces []*typeface
}

func (t *tracer) draw(op Op) error {
	switch op := op.(type) {
	case Text:
		return t.text(op)
	case Glyphs:
		return t.glyphs(op)
	case Line:
		return t.to.Fill(op.Colour, op.shape())
	case Rect:
		if op.Stroke == 0 {
			return t.to.Fill(op.Colour, rectangle(op.X, op.Y, op.X+op.Width, op.Y+op.Height))
		}
		left, top, right, bottom := op.extent()
		inner := rectangle(left+op.Stroke, top+op.Stroke, right-op.Stroke, bottom-op.Stroke)
		inner[1], inner[3] = inner[3], inner[1] // the other way round: a hole
		return t.to.Fill(op.Colour, append(rectangle(left, top, right, bottom), inner...))
	case Path:
		return t.to.Fill(op.Colour, op.Segments)
	case Picture:
		return t.to.Image(op, t.doc.Images[op.Image])
	}
	return errors.New("unknown drawing operation")
}

// text turns a run into one shape.
func (t *tracer) text(op Text) error {
	m := t.faces[op.Font]
	unit := float64(op.Size.Height()) / emUnits
	var shape []Segment
	pen := int64(0)
	for _, char := range op.String {
		gid, ok := m.glyph(char)
		if !ok {
			continue
		}
		x := float64(op.X) + float64(pen)*unit
		shape = append(shape, outlineSegments(m.shape(gid).source, func(p opentype.SegmentPoint) Place {
			return Place{Length(math.Round(x + float64(p.X)*unit*m.scale)), Length(math.Round(float64(op.Y) - float64(p.Y)*unit*m.scale))}
		})...)
		pen += m.advance(char)
	}
	if len(shape) == 0 {
		return nil
	}
	return t.to.Fill(op.Colour, shape)
}

// glyphs turns shaped text into one shape.
func (t *tracer) glyphs(op Glyphs) error {
	unit := float64(op.Size.Height()) / emUnits
	var shape []Segment
	pen := 0
	for _, cluster := range op.Clusters {
		for _, glyph := range cluster.Glyphs {
			x, y := float64(op.X)+float64(pen+glyph.X)*unit, float64(op.Y)-float64(glyph.Rise)*unit
			for _, s := range t.doc.glyphOutline(t.faces, op.Font, glyph.ID) {
				for n, at := range s.Places {
					s.Places[n] = Place{Length(math.Round(x + float64(at.X)*unit)), Length(math.Round(y + float64(at.Y)*unit))}
				}
				shape = append(shape, s)
			}
		}
		pen += cluster.Advance
	}
	if len(shape) == 0 {
		return nil
	}
	return t.to.Fill(op.Colour, shape)
}

// shape is a rule as a rectangle along it, with its ends cut square.
func (l Line) shape() []Segment {
	dx, dy := float64(l.Y2-l.Y1), float64(l.X1-l.X2) // normal to the line
	length := math.Hypot(dx, dy)
	if length == 0 {
		return nil
	}
	half := float64(l.Width) / 2
	nx, ny := Length(math.Round(dx/length*half)), Length(math.Round(dy/length*half))
	return []Segment{
		{Kind: MoveTo, Places: [3]Place{{l.X1 + nx, l.Y1 + ny}}},
		{Kind: LineTo, Places: [3]Place{{l.X2 + nx, l.Y2 + ny}}},
		{Kind: LineTo, Places: [3]Place{{l.X2 - nx, l.Y2 - ny}}},
		{Kind: LineTo, Places: [3]Place{{l.X1 - nx, l.Y1 - ny}}},
	}
}
