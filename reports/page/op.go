package page

// Share of the font size that glyphs may reach above and below the baseline (the
// ascender and descender of Noto Sans, 1069 and 293 thousandths).
const (
	ascent  = 1069
	descent = 293
)

func (t Text) moved(dx, dy Length) Op {
	t.X += dx
	t.Y += dy
	return t
}

func (t Text) extent() (left, top, right, bottom Length) {
	return t.X, t.Y - t.Size.length(ascent), t.X + t.Advance, t.Y + t.Size.length(descent)
}

func (l Line) moved(dx, dy Length) Op {
	l.X1 += dx
	l.X2 += dx
	l.Y1 += dy
	l.Y2 += dy
	return l
}

func (l Line) extent() (left, top, right, bottom Length) {
	half := l.Width / 2
	if l.Y1 == l.Y2 { // level: the ends are cut square
		return min(l.X1, l.X2), l.Y1 - half, max(l.X1, l.X2), l.Y1 + half
	}
	if l.X1 == l.X2 {
		return l.X1 - half, min(l.Y1, l.Y2), l.X1 + half, max(l.Y1, l.Y2)
	}
	return min(l.X1, l.X2) - half, min(l.Y1, l.Y2) - half, max(l.X1, l.X2) + half, max(l.Y1, l.Y2) + half
}

func (r Rect) moved(dx, dy Length) Op {
	r.X += dx
	r.Y += dy
	return r
}

func (r Rect) extent() (left, top, right, bottom Length) {
	return r.X, r.Y, r.X + r.Width, r.Y + r.Height
}

func (p Path) moved(dx, dy Length) Op {
	segments := make([]Segment, len(p.Segments))
	for i, segment := range p.Segments {
		for j := range segment.used() {
			segment.Places[j].X += dx
			segment.Places[j].Y += dy
		}
		segments[i] = segment
	}
	p.Segments = segments
	return p
}

// extent counts control points too, so it may be larger than the shape.
func (p Path) extent() (left, top, right, bottom Length) {
	for i, segment := range p.Segments {
		for j := range segment.used() {
			x, y := segment.Places[j].X, segment.Places[j].Y
			if i == 0 && j == 0 {
				left, top, right, bottom = x, y, x, y
			}
			left, top = min(left, x), min(top, y)
			right, bottom = max(right, x), max(bottom, y)
		}
	}
	return left, top, right, bottom
}

// used is how many of the segment's places count.
func (s Segment) used() int {
	if s.Kind == CubicTo {
		return 3
	}
	return 1
}

func (p Picture) moved(dx, dy Length) Op {
	p.X += dx
	p.Y += dy
	return p
}

func (p Picture) extent() (left, top, right, bottom Length) {
	return p.X, p.Y, p.X + p.Width, p.Y + p.Height
}
