package page

import (
	"errors"
	"fmt"
	"math"
)

// ErrOutside means that a layout put something beyond the edge of the paper.
var ErrOutside = errors.New("content leaves the paper")

// Outside describes the first operation whose ink leaves the margins, or returns "".
// Shapes, such as a stamp, are held to the sheet alone.
func Outside(d *Document, m Margins) string {
	faces, err := d.typefaces()
	if err != nil {
		return err.Error()
	}
	var fonts []*metrics
	for _, face := range faces {
		fonts = append(fonts, newMetrics(face))
	}
	const rounding = 10 * Micrometre
	for i, sheet := range d.Sheets {
		for _, op := range sheet.Ops {
			left, top, right, bottom := op.extent()
			edge := m
			switch op := op.(type) {
			case Path:
				edge = Margins{}
			case Text:
				rise, drop := fonts[op.Font].ink(op.String)
				top, bottom = op.Y-op.Size.length(rise), op.Y+op.Size.length(drop)
			case Glyphs:
				top, bottom = d.glyphInk(fonts, op)
			}
			if left < edge.Left-rounding || top < edge.Top-rounding || right > sheet.Width-edge.Right+rounding || bottom > sheet.Height-edge.Bottom+rounding {
				return fmt.Sprintf("page %d: %T reaches from (%d, %d) to (%d, %d) micrometres", i+1, op, left, top, right, bottom)
			}
		}
	}
	return ""
}

// ink is how far a text's glyphs reach above and below the baseline, in thousandths of an
// em. A text without ink reaches nowhere.
func (m *metrics) ink(text string) (rise, drop int64) {
	for _, r := range text {
		gid, ok := m.glyph(r)
		if !ok {
			continue
		}
		extents, ok := m.face.GlyphExtents(gid)
		if !ok {
			continue
		}
		top := float64(extents.YBearing) * m.scale
		rise = max(rise, int64(math.Ceil(top)))
		drop = max(drop, int64(math.Ceil(-(top + float64(extents.Height)*m.scale))))
	}
	return rise, drop
}

// glyphInk is how high and low a run of glyphs marks the sheet.
func (d *Document) glyphInk(fonts []*metrics, op Glyphs) (top, bottom Length) {
	rise, drop := 0, 0
	for _, cluster := range op.Clusters {
		for _, glyph := range cluster.Glyphs {
			for _, segment := range d.glyphOutline(fonts, op.Font, glyph.ID) {
				for _, at := range segment.Places[:segment.used()] {
					rise, drop = max(rise, glyph.Rise-int(at.Y)), max(drop, int(at.Y)-glyph.Rise)
				}
			}
		}
	}
	return op.Y - op.Size.length(int64(rise)), op.Y + op.Size.length(int64(drop))
}
