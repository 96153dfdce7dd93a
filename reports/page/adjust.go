package page

import (
	"errors"

	"github.com/jung-kurt/gofpdf"
)

// Adjustment moves and stretches pages on their paper, so that a printer that pulls paper in
// a little askew, or prints a little small, puts everything where it belongs. It is applied to
// what goes to that printer and never to a stored page.
type Adjustment struct {
	// Across moves to the right and Down moves down, in tenths of a millimetre.
	Across int `json:"across,omitempty"`
	Down   int `json:"down,omitempty"`
	// Scale stretches about the sheet's centre, in hundredths of a percent over 100 %: 50 is
	// 100.50 %.
	Scale int `json:"scale,omitempty"`
}

// Limits of an Adjustment. What needs more is the wrong paper, or a printer's own setting.
const (
	MaxShift   = 200  // tenths of a millimetre
	MaxStretch = 1000 // hundredths of a percent
)

// ErrAdjustment means that pages would be moved or stretched beyond the limits.
var ErrAdjustment = errors.New("the adjustment is out of range")

// IsZero reports that pages stay as they are.
func (a Adjustment) IsZero() bool { return a == Adjustment{} }

// Validate returns ErrAdjustment beyond the limits.
func (a Adjustment) Validate() error {
	for _, part := range []struct{ value, most int }{{a.Across, MaxShift}, {a.Down, MaxShift}, {a.Scale, MaxStretch}} {
		if part.value < -part.most || part.value > part.most {
			return ErrAdjustment
		}
	}
	return nil
}

// perUnit is what a Scale of 0 is made of.
const perUnit = 10_000

// Place is where a point of a sheet goes.
func (a Adjustment) Place(s Sheet, p Place) Place {
	stretch := func(at, centre Length, shift int) Length {
		return centre + Length(int64(at-centre)*int64(perUnit+a.Scale)/perUnit) + Length(shift)*Millimetre/10
	}
	return Place{stretch(p.X, s.Width/2, a.Across), stretch(p.Y, s.Height/2, a.Down)}
}

// matrix is the same in PDF's coordinates (ISO 32000-1, 8.3.4), whose y points up from the
// bottom edge, in points.
func (a Adjustment) matrix(s Sheet) gofpdf.TransformMatrix {
	k := float64(perUnit+a.Scale) / perUnit
	tenth := (Millimetre / 10).points()
	return gofpdf.TransformMatrix{A: k, D: k,
		E: s.Width.points()/2*(1-k) + float64(a.Across)*tenth,
		F: s.Height.points()/2*(1-k) - float64(a.Down)*tenth}
}
