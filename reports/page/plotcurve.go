package page

// curve draws a line through the points, cut off at the frame, and a marker at each that lies inside.
func (b *Box) curve(f frame, c Curve) {
	spots := make([]spot, len(c.Points))
	for i, p := range c.Points {
		spots[i] = f.at(p)
	}
	if c.Width > 0 {
		stroke := stroke{width: int64(c.Width), dash: int64(c.Dash)}
		for i := 1; i < len(spots); i++ {
			from, to, seen := f.clip(spots[i-1], spots[i])
			if seen {
				stroke.line(from, to)
			}
		}
		b.shape(stroke.segments, c.Colour)
	}
	var marks []Segment
	for _, s := range spots {
		if f.holds(s) {
			marks = append(marks, c.Marker.segments(s, int64(c.Size)/2)...)
		}
	}
	b.shape(marks, c.Colour)
}

// shape adds a filled path.
func (b *Box) shape(segments []Segment, colour Colour) {
	if len(segments) > 0 {
		b.items = append(b.items, item{op: Path{Colour: colour, Segments: segments}})
	}
}

// clip cuts a line at the frame; seen is false where nothing of it is left (Liang and Barsky, 1984).
func (f frame) clip(from, to spot) (start, end spot, seen bool) {
	const whole = int64(1) << 20 // parts of the line
	dx, dy := to.x-from.x, to.y-from.y
	first, last := int64(0), whole
	for _, edge := range [4][2]int64{{-dx, from.x - f.left}, {dx, f.right - from.x}, {-dy, from.y - f.top}, {dy, f.bottom - from.y}} {
		toward, room := edge[0], edge[1]
		switch {
		case toward == 0 && room < 0:
			return from, to, false
		case toward < 0:
			first = max(first, room*whole/toward)
		case toward > 0:
			last = min(last, room*whole/toward)
		}
	}
	if first > last {
		return from, to, false
	}
	part := func(n int64) spot { return spot{from.x + dx*n/whole, from.y + dy*n/whole} }
	return part(first), part(last), true
}

// stroke makes filled shapes of lines: a page's paths have no pen.
type stroke struct {
	width, dash int64
	segments    []Segment
	drawn       int64 // of the present dash or gap
	gap         bool
}

// line adds one straight piece, in dashes that run on over the corners.
func (s *stroke) line(from, to spot) {
	length := root((to.x-from.x)*(to.x-from.x) + (to.y-from.y)*(to.y-from.y))
	if length == 0 {
		return
	}
	if s.dash == 0 {
		s.piece(from, to, length, s.width/2)
		return
	}
	for done := int64(0); done < length; {
		step := min(s.dash-s.drawn, length-done)
		part := func(at int64) spot {
			return spot{from.x + (to.x-from.x)*at/length, from.y + (to.y-from.y)*at/length}
		}
		if !s.gap {
			s.piece(part(done), part(done+step), step, 0)
		}
		done, s.drawn = done+step, s.drawn+step
		if s.drawn >= s.dash {
			s.drawn, s.gap = 0, !s.gap
		}
	}
}

// piece is a rectangle along a line, longer by cap at both ends so that corners close.
func (s *stroke) piece(from, to spot, length, cap int64) {
	dx, dy := to.x-from.x, to.y-from.y
	if length == 0 {
		return
	}
	nx, ny := -dy*s.width/(2*length), dx*s.width/(2*length)
	cx, cy := dx*cap/length, dy*cap/length
	s.segments = append(s.segments, polygon(
		spot{from.x - cx + nx, from.y - cy + ny}, spot{to.x + cx + nx, to.y + cy + ny},
		spot{to.x + cx - nx, to.y + cy - ny}, spot{from.x - cx - nx, from.y - cy - ny})...)
}

// root is the whole square root, rounded down.
func root(n int64) int64 {
	if n <= 0 {
		return 0
	}
	guess := n
	for next := (guess + 1) / 2; next < guess; next = (guess + n/guess) / 2 {
		guess = next
	}
	return guess
}

func polygon(corners ...spot) []Segment {
	list := make([]Segment, len(corners))
	for i, c := range corners {
		kind := LineTo
		if i == 0 {
			kind = MoveTo
		}
		list[i] = Segment{Kind: kind, Places: [3]Place{{Length(c.x), Length(c.y)}}}
	}
	return list
}

// circle goes around once; against the clock where inner, which leaves a hole in what lies around it. The control points lie at
// 4/3 (sqrt 2 - 1) of the radius.
func circle(at spot, radius int64, inner bool) []Segment {
	reach := radius * 5523 / 10000
	side := int64(1)
	if inner {
		side = -1
	}
	place := func(x, y int64) Place { return Place{Length(at.x + x), Length(at.y + side*y)} }
	curve := func(a, b, c Place) Segment { return Segment{Kind: CubicTo, Places: [3]Place{a, b, c}} }
	return []Segment{
		{Kind: MoveTo, Places: [3]Place{place(radius, 0)}},
		curve(place(radius, reach), place(reach, radius), place(0, radius)),
		curve(place(-reach, radius), place(-radius, reach), place(-radius, 0)),
		curve(place(-radius, -reach), place(-reach, -radius), place(0, -radius)),
		curve(place(reach, -radius), place(radius, -reach), place(radius, 0)),
	}
}

// segments are the outline of a marker around a place.
func (m Marker) segments(at spot, radius int64) []Segment {
	corner := func(x, y int64) spot { return spot{at.x + x, at.y + y} }
	switch m {
	case Disc:
		return circle(at, radius, false)
	case Ring:
		return append(circle(at, radius, false), circle(at, radius*6/10, true)...)
	case Square:
		side := radius * 9 / 10
		return polygon(corner(-side, -side), corner(side, -side), corner(side, side), corner(-side, side))
	case Diamond:
		return polygon(corner(0, -radius), corner(radius, 0), corner(0, radius), corner(-radius, 0))
	case Triangle:
		return polygon(corner(0, -radius), corner(radius, radius*8/10), corner(-radius, radius*8/10))
	case Cross:
		s := stroke{width: radius / 2}
		for _, y := range []int64{-radius, radius} {
			from, to := corner(-radius, y), corner(radius, -y)
			s.piece(from, to, root(8*radius*radius), 0)
		}
		return s.segments
	}
	return nil
}
