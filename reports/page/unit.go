// Package page lays out printed pages and draws them.
//
// Text is measured and set once, into a Document: a display list of runs, rules,
// rectangles and paths at fixed places. Two backends draw it, PDF for the printer and
// Raster for the window, so that the preview is the page. A Document can be encoded,
// kept, and drawn again years later with the same result.
//
// Everything a caller wants printed goes through the text gate (gate.go).
package page

import "image/color"

// Length is a distance on paper in micrometres.
type Length int32

// Lengths that read well in layout code: 14 * page.Millimetre.
const (
	Micrometre Length = 1
	Millimetre Length = 1000
)

// points converts to PDF points (1/72 inch).
func (l Length) points() float64 { return float64(l) * 72 / 25400 }

// Size is a font size or a line spacing in hundredths of a point.
type Size int32

// Point is the unit in which sizes are spoken of: 10 * page.Point.
const Point Size = 100

// emUnits is the resolution of glyph widths: PDF gives them in thousandths of an em.
const emUnits = 1000

// length converts a distance in thousandths of an em at this size.
// One point is 25400/72 micrometres; the result is rounded half up.
func (s Size) length(perMille int64) Length {
	n := perMille * int64(s) * 254
	if n < 0 {
		return -Length((-n + 36000) / 72000)
	}
	return Length((n + 36000) / 72000)
}

// Height is the size as a distance: a line spacing of 12 points is 4.23 mm.
func (s Size) Height() Length { return s.length(emUnits) }

// Paper is a sheet's size. A Height of zero is a roll: as long as its content.
type Paper struct {
	Width, Height Length
}

// The papers a practice prints on (ISO 216; ANSI/ASME Y14.1; the usual receipt roll).
var (
	A4     = Paper{210 * Millimetre, 297 * Millimetre}
	A5     = Paper{148 * Millimetre, 210 * Millimetre}
	A6     = Paper{105 * Millimetre, 148 * Millimetre}
	Letter = Paper{215900, 279400}
	Roll80 = Paper{80 * Millimetre, 0}
)

// maxRoll bounds the length of a receipt roll: what a printer's driver takes as one page.
const maxRoll = 3000 * Millimetre

// Margins are the blank edges of a sheet.
type Margins struct {
	Top, Right, Bottom, Left Length
}

// Colour is an opaque sRGB colour.
type Colour struct {
	R, G, B uint8
}

func (c Colour) rgba() color.RGBA { return color.RGBA{c.R, c.G, c.B, 255} }
