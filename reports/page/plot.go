package page

import "slices"

// Plot is a chart of curves and marked points over two axes. What it plots are whole numbers in units of the caller's choice,
// thousandths of a kilogram or days, and every place follows from them in whole numbers: the same plot on every machine.
//
// Curves tell themselves apart by dash, thickness and the shape of their points, since most practices print grey.
type Plot struct {
	// Width and Height are those of the whole, the words of the axes included.
	Width, Height Length
	X, Y          Axis
	Bands         []Band
	Curves        []Curve // the first lies lowest
	Words         Style   // of the axes' words
	Grid, Edge    Colour  // of the lines at ticks, and of the frame
}

// Axis is a range of values with its ticks. Low is left or below.
type Axis struct {
	Low, High int64
	Ticks     []Tick
	Title     string // the unit: after the last tick of X, above Y
}

// Tick is a line across the plot, with a word beside it or none.
type Tick struct {
	At    int64
	Label string
}

// Band is a range of Y with a colour behind everything.
type Band struct {
	Low, High int64
	Colour    Colour
}

// Curve is a line through points, or points alone.
type Curve struct {
	Points []PlotPoint
	Width  Length // of the line; 0: none
	Dash   Length // of its dashes, with gaps as long; 0: none
	Colour Colour
	Marker Marker
	Size   Length // of a marker, across
	Label  string // at the right edge, level with the last point that the plot shows
	Words  Style  // of the label
}

// PlotPoint is one place of a curve.
type PlotPoint struct{ X, Y int64 }

// Marker is the shape of a point.
type Marker uint8

// The markers. The zero Marker draws none.
const (
	NoMarker Marker = iota
	Disc
	Ring
	Square
	Diamond
	Triangle
	Cross
)

// NiceTicks returns a range that holds low to high and ends on round values, and the round values in it, at most most+1 of them, 1, 2 or 5
// times a power of ten apart. A most below 2 counts as 2: around zero fewer are not to be had.
func NiceTicks(low, high int64, most int) (from, to int64, ticks []int64) {
	if high <= low {
		high = low + 1
	}
	step := int64(1)
	for factor := []int64{2, 5, 10}; ; {
		from, to = floor(low, step), -floor(-high, step)
		if (to-from)/step <= int64(max(most, 2)) || step > maxStep {
			break
		}
		base := step
		for base%10 == 0 {
			base /= 10
		}
		step = step / base * factor[slices.Index([]int64{1, 2, 5}, base)]
	}
	for at := from; at <= to; at += step {
		ticks = append(ticks, at)
	}
	return from, to, ticks
}

// maxStep keeps NiceTicks from overflowing.
const maxStep = int64(1) << 58

// floor is the largest multiple of step that is not above v.
func floor(v, step int64) int64 {
	rest := v % step
	if rest < 0 {
		rest += step
	}
	return v - rest
}

// spot is a place inside a plot, in micrometres; wider than Length, since what is clipped away may lie far outside.
type spot struct{ x, y int64 }

// frame is the plot's inner rectangle while it is drawn.
type frame struct {
	left, top, right, bottom int64
	x, y                     Axis
}

// at is where a value lies.
func (f frame) at(p PlotPoint) spot {
	return spot{f.left + along(p.X, f.x, f.right-f.left), f.bottom - along(p.Y, f.y, f.bottom-f.top)}
}

// along is how far a value lies along an axis; values far outside are drawn in to ten lengths, beyond which nothing is seen.
func along(v int64, a Axis, length int64) int64 {
	span := a.High - a.Low
	for span > 1<<36 { // finer than any paper
		span, v, a.Low = span>>1, v>>1, a.Low>>1
	}
	return min(max(v-a.Low, -10*span), 10*span) * length / span
}

// Plot draws a chart as a box that no page break cuts. Its words go through the gate under the field "text".
func (c *Compositor) Plot(p Plot) Box {
	for _, a := range []*Axis{&p.X, &p.Y} {
		if a.High <= a.Low {
			a.High = a.Low + 1
		}
	}
	box := Box{Width: p.Width}
	f := c.plotFrame(p)
	for _, band := range p.Bands {
		box.band(f, band)
	}
	c.plotTicks(&box, f, p)
	box.items = append(box.items, item{op: Rect{X: Length(f.left), Y: Length(f.top), Width: Length(f.right - f.left), Height: Length(f.bottom - f.top),
		Stroke: plotHair, Colour: p.Edge}})
	for _, curve := range p.Curves {
		box.curve(f, curve)
	}
	c.plotLabels(&box, f, p)
	box.Height = p.Height
	for i := range box.items {
		box.items[i].top, box.items[i].bottom = 0, p.Height
	}
	return Upright(box) // time runs to the right in any language
}

// plotHair is the width of the grid's lines, plotGap the space between the plot and its words.
const (
	plotHair = 150 * Micrometre
	plotGap  = 1200 * Micrometre
)

// plotFrame leaves room for the words around the plot.
func (c *Compositor) plotFrame(p Plot) frame {
	line := p.Words.leading().Height()
	left, right := Length(0), Length(0)
	for _, t := range p.Y.Ticks {
		left = max(left, c.Width(p.Words, "text", t.Label))
	}
	for _, curve := range p.Curves {
		if curve.Label != "" {
			right = max(right, c.Width(curve.Words, "text", curve.Label)+plotGap)
		}
	}
	if n := len(p.X.Ticks); n > 0 { // the last word stands under its tick, half of it beyond
		right = max(right, c.Width(p.Words, "text", p.X.Ticks[n-1].Label)/2)
	}
	left, right = min(left, p.Width/4), min(right, p.Width/3) // a long word breaks
	bottom := p.Height - line - plotGap/2
	if p.X.Title != "" {
		bottom -= line
	}
	return frame{left: int64(left + plotGap), top: int64(line + plotGap/2), right: int64(p.Width - right - plotHair), bottom: int64(bottom), x: p.X, y: p.Y}
}

func (b *Box) band(f frame, band Band) {
	low, high := max(band.Low, f.y.Low), min(band.High, f.y.High)
	if low >= high {
		return
	}
	top, bottom := f.at(PlotPoint{f.x.Low, high}), f.at(PlotPoint{f.x.Low, low})
	b.items = append(b.items, item{op: Rect{X: Length(f.left), Y: Length(top.y), Width: Length(f.right - f.left), Height: Length(max(bottom.y-top.y, 1)), Colour: band.Colour}})
}

// plotTicks draws the grid and its words; of words that would touch, the later one gives way.
func (c *Compositor) plotTicks(box *Box, f frame, p Plot) {
	line := p.Words.leading().Height()
	last := int64(-1 << 40)
	for _, t := range p.X.Ticks {
		if t.At < f.x.Low || t.At > f.x.High {
			continue
		}
		x := f.at(PlotPoint{t.At, f.y.Low}).x
		box.items = append(box.items, item{op: Line{X1: Length(x), Y1: Length(f.top), X2: Length(x), Y2: Length(f.bottom), Width: plotHair, Colour: p.Grid}})
		width := int64(c.Width(p.Words, "text", t.Label))
		// The word stands under its tick; the first one begins no further left than the lowest word of the other axis ends.
		if from := max(x-width/2, f.left-int64(plotGap)); t.Label != "" && from > last {
			box.place(c.Text(Length(width), Left, p.Words, "text", t.Label), Length(from), Length(f.bottom)+plotGap/2)
			last = from + width + int64(plotGap)
		}
	}
	for _, t := range p.Y.Ticks {
		if t.At < f.y.Low || t.At > f.y.High {
			continue
		}
		y := Length(f.at(PlotPoint{f.x.Low, t.At}).y)
		box.items = append(box.items, item{op: Line{X1: Length(f.left), Y1: y, X2: Length(f.right), Y2: y, Width: plotHair, Colour: p.Grid}})
		box.place(c.Text(Length(f.left)-plotGap, Right, p.Words, "text", t.Label), 0, y-line/2)
	}
	box.place(c.Text(p.Width, Left, p.Words, "text", p.Y.Title), 0, 0)
	box.place(c.Text(Length(f.right), Right, p.Words, "text", p.X.Title), 0, Length(f.bottom)+plotGap/2+line)
}

// plotLabels writes the curves' names at the right edge, apart where their ends lie close together.
func (c *Compositor) plotLabels(box *Box, f frame, p Plot) {
	type label struct {
		box Box
		top Length
	}
	var list []label
	for _, curve := range p.Curves {
		for _, point := range slices.Backward(curve.Points) {
			s := f.at(point)
			if curve.Label == "" || !f.holds(s) {
				continue
			}
			text := c.Text(p.Width-Length(f.right)-plotGap, Left, curve.Words, "text", curve.Label)
			list = append(list, label{text, Length(s.y) - text.Height/2})
			break
		}
	}
	slices.SortStableFunc(list, func(a, b label) int { return int(a.top - b.top) })
	for i := 1; i < len(list); i++ {
		list[i].top = max(list[i].top, list[i-1].top+list[i-1].box.Height)
	}
	limit := Length(f.bottom) + p.Words.leading().Height()/2
	for i := len(list) - 1; i >= 0; i-- {
		list[i].top = min(list[i].top, limit-list[i].box.Height)
		limit = list[i].top
	}
	for _, l := range list {
		box.place(l.box, Length(f.right)+plotGap, l.top)
	}
}

func (f frame) holds(s spot) bool {
	return s.x >= f.left && s.x <= f.right && s.y >= f.top && s.y <= f.bottom
}
