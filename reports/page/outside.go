package page

import (
	"errors"
	"fmt"
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
	const rounding = 10 * Micrometre
	for i, sheet := range d.Sheets {
		for _, op := range sheet.Ops {
			left, top, right, bottom := op.extent()
			edge := m
			switch op := op.(type) {
			case Path:
				edge = Margins{}
			case Text:
				rise, drop := faces[op.Font].ink(op.String)
				top, bottom = op.Y-op.Size.length(rise), op.Y+op.Size.length(drop)
			case Glyphs:
				top, bottom = d.glyphInk(faces, op)
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
func (t *typeface) ink(text string) (rise, drop int64) {
	for _, r := range text {
		if gid, ok := t.glyph(r); ok {
			shape := t.shape(gid)
			rise, drop = max(rise, shape.rise), max(drop, shape.drop)
		}
	}
	return rise, drop
}

// glyphInk is how high and low a run of glyphs marks the sheet.
func (d *Document) glyphInk(fonts []*typeface, op Glyphs) (top, bottom Length) {
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
