package page

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"rsc.io/qr"
)

// ErrQRText means that a text is too long for a QR code that a phone reads from paper.
var ErrQRText = errors.New("the text is too long for a QR code")

// maxQRText is what still gives modules of about 0.5 mm in a 25 mm square.
const maxQRText = 300 // bytes

// QR draws a text as a QR code (ISO/IEC 18004, level M) in a square, as one shape. The
// caller leaves the quiet zone of four modules around it blank.
func QR(text string, side Length, colour Colour) (Box, error) {
	if len(text) > maxQRText {
		return Box{}, ErrQRText
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return Box{}, fmt.Errorf("encode QR code: %w", err)
	}
	at := func(module int) Length { return Length(int64(side) * int64(module) / int64(code.Size)) }
	path := Path{Colour: colour}
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			path.Segments = append(path.Segments, rectangle(at(from), at(y), at(x), at(y+1))...)
		}
	}
	return Box{Width: side, Height: side, items: []item{{op: path, bottom: side}}}, nil
}

func rectangle(left, top, right, bottom Length) []Segment {
	return []Segment{
		{Kind: MoveTo, Places: [3]Place{{left, top}}},
		{Kind: LineTo, Places: [3]Place{{right, top}}},
		{Kind: LineTo, Places: [3]Place{{right, bottom}}},
		{Kind: LineTo, Places: [3]Place{{left, bottom}}},
	}
}

// Stamp draws a word as a shape, large and rising across a sheet: TRIAL, VOID. As a shape
// it doesn't come between the words of the page when someone searches or copies them.
func (c *Compositor) Stamp(paper Paper, field, word string, colour Colour) []Op {
	word = strings.ReplaceAll(withoutIsolates(c.admit(field, word)), "\n", " ")
	shapes, total := c.shaper.stampShapes(word)
	if total == 0 {
		return nil
	}
	width, height := float64(paper.Width), float64(paper.Height)
	if height > 1.5*width {
		height = 1.5 * width // a roll: near its top
	}
	angle := math.Atan2(height*0.62, width*0.78)
	// The word takes 70 % of the diagonal, and never more than 38 % of the width in height.
	em := min(0.70*math.Hypot(width, height)*emUnits/float64(total), 0.38*width)
	sin, cos := math.Sincos(angle)
	const capitals = 0.714 // of Noto Sans, in em
	startX := width/2 - (float64(total)/emUnits*em*cos-capitals*em*sin)/2
	startY := height/2 + (float64(total)/emUnits*em*sin+capitals*em*cos)/2
	place := func(x, y float64) Place {
		return Place{Length(math.Round(startX + x*cos - y*sin)), Length(math.Round(startY - x*sin - y*cos))}
	}
	path := Path{Colour: colour}
	for _, shape := range shapes {
		unit := em * shape.scale / emUnits
		path.Segments = append(path.Segments, outlineSegments(shape.outline, func(p opentype.SegmentPoint) Place {
			return place(shape.x/emUnits*em+float64(p.X)*unit, shape.rise/emUnits*em+float64(p.Y)*unit)
		})...)
	}
	return []Op{path}
}

// stampShape is a glyph of a stamp, at a place in thousandths of an em.
type stampShape struct {
	x, rise, scale float64
	outline        []opentype.Segment
}

// stampShapes are a word's glyphs in bold, and its width in thousandths of an em. Letters that
// need no shaping stand apart by their own widths alone.
func (s *shaper) stampShapes(word string) (shapes []stampShape, total int64) {
	add := func(m *typeface, gid font.GID, x, rise int64) {
		shapes = append(shapes, stampShape{float64(x), float64(rise), m.scale, m.shape(gid).source})
	}
	if !strings.ContainsFunc(word, needsShaping) {
		m := s.of(Bold)
		for _, r := range word {
			if gid, ok := m.glyph(r); ok {
				add(m, gid, total, 0)
			}
			total += m.advance(r)
		}
		return shapes, total
	}
	line := s.atoms([]Span{{Style: Style{Face: Bold, Size: Point}, Text: word}}, false)
	for _, i := range lineOrder(line) {
		for _, p := range line[i].spaced.pieces {
			m, pen := s.of(p.face), total+p.x
			for _, r := range p.text {
				if gid, ok := m.glyph(r); ok && p.clusters == nil {
					add(m, gid, pen, p.rise)
					pen += m.advance(r)
				}
			}
			for _, cluster := range p.clusters {
				for _, glyph := range cluster.Glyphs {
					add(m, font.GID(glyph.ID), pen+int64(glyph.X), int64(glyph.Rise))
				}
				pen += int64(cluster.Advance)
			}
		}
		total += line[i].spaced.width
	}
	return shapes, total
}

// outlineSegments turns a glyph's outline into path segments. TrueType's quadratic curves
// become cubic ones, which is exact.
func outlineSegments(outline []opentype.Segment, place func(opentype.SegmentPoint) Place) []Segment {
	var list []Segment
	var pen opentype.SegmentPoint
	third := func(a, b opentype.SegmentPoint) opentype.SegmentPoint { // two thirds of the way to b
		return opentype.SegmentPoint{X: a.X + (b.X-a.X)*2/3, Y: a.Y + (b.Y-a.Y)*2/3}
	}
	for _, s := range outline {
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			list = append(list, Segment{Kind: MoveTo, Places: [3]Place{place(s.Args[0])}})
			pen = s.Args[0]
		case opentype.SegmentOpLineTo:
			list = append(list, Segment{Kind: LineTo, Places: [3]Place{place(s.Args[0])}})
			pen = s.Args[0]
		case opentype.SegmentOpQuadTo:
			list = append(list, Segment{Kind: CubicTo, Places: [3]Place{
				place(third(pen, s.Args[0])), place(third(s.Args[1], s.Args[0])), place(s.Args[1]),
			}})
			pen = s.Args[1]
		case opentype.SegmentOpCubeTo:
			list = append(list, Segment{Kind: CubicTo, Places: [3]Place{place(s.Args[0]), place(s.Args[1]), place(s.Args[2])}})
			pen = s.Args[2]
		}
	}
	return list
}
