package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Point is one value of a Sparkline; X only orders and spaces it.
type Point struct{ X, Y float64 }

// Sparkline is a small plot without axes: the course of one value, with the range that is normal shaded. Values are for
// drawing only; the number beside it comes from the record.
type Sparkline struct {
	widget.BaseWidget
	points    []Point
	low, high float64 // the shaded range; none where low >= high
}

// NewSparkline plots points in order of X; low to high is shaded.
func NewSparkline(points []Point, low, high float64) *Sparkline {
	s := &Sparkline{points: points, low: low, high: high}
	s.ExtendBaseWidget(s)
	return s
}

// SetPoints changes the plot.
func (s *Sparkline) SetPoints(points []Point, low, high float64) {
	s.points, s.low, s.high = points, low, high
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *Sparkline) CreateRenderer() fyne.WidgetRenderer {
	return &sparklineRenderer{owner: s, pen: &pen{}}
}

type sparklineRenderer struct {
	owner *Sparkline
	pen   *pen
}

func (r *sparklineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Scaled(90), theme.Scaled(30))
}
func (r *sparklineRenderer) Refresh()                     { r.Layout(r.owner.Size()) }
func (r *sparklineRenderer) Objects() []fyne.CanvasObject { return r.pen.used }
func (r *sparklineRenderer) Destroy()                     {}

func (r *sparklineRenderer) Layout(size fyne.Size) {
	s := r.owner
	r.pen.begin()
	defer canvas.Refresh(s)
	if len(s.points) == 0 || size.Width <= 0 {
		return
	}
	pad := theme.Scaled(4)
	left, right := s.points[0].X, s.points[len(s.points)-1].X
	least, most := s.points[0].Y, s.points[0].Y
	for _, p := range s.points {
		least, most = min(least, p.Y), max(most, p.Y)
	}
	if s.low < s.high {
		least, most = min(least, s.low), max(most, s.high)
	}
	scale := func(v, from, to float64, length float32) float32 {
		if to <= from {
			return length / 2
		}
		return float32((v-from)/(to-from)) * length
	}
	at := func(p Point) fyne.Position {
		return fyne.NewPos(pad+scale(p.X, left, right, size.Width-2*pad), size.Height-pad-scale(p.Y, least, most, size.Height-2*pad))
	}
	if s.low < s.high {
		top, bottom := at(Point{left, s.high}).Y, at(Point{left, s.low}).Y
		r.pen.rect(theme.Done.Ground(), "", 3, 0, top, size.Width, bottom-top)
	}
	for i := 1; i < len(s.points); i++ {
		r.pen.line(theme.ColorAccent, theme.Scaled(1.75), at(s.points[i-1]), at(s.points[i]))
	}
	for i, p := range s.points {
		outside := s.low < s.high && (p.Y < s.low || p.Y > s.high)
		if !outside && i != len(s.points)-1 {
			continue
		}
		color, side := theme.ColorAccent, theme.Scaled(7)
		if outside {
			color = theme.Allergy.Bar()
		}
		r.pen.rect(color, theme.ColorCard, 3.5, at(p).X-side/2, at(p).Y-side/2, side, side)
	}
}
