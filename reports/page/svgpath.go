package page

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// point is a place in an SVG's own units.
type point struct{ x, y float64 }

func (p point) plus(q point) point        { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point       { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point     { return point{p.x * f, p.y * f} }
func between(p, q point, f float64) point { return p.plus(q.minus(p).times(f)) }
func (p point) distance(q point) float64  { return math.Hypot(p.x-q.x, p.y-q.y) }
func (p point) finite() bool              { return math.Abs(p.x) < 1e7 && math.Abs(p.y) < 1e7 } // false for NaN too

// svgSegment is a step of a path; subpaths are as those of Path.
type svgSegment struct {
	kind SegmentKind
	at   [3]point
}

func (s svgSegment) end() point {
	if s.kind == CubicTo {
		return s.at[2]
	}
	return s.at[0]
}

// svgPath collects segments. closed notes which subpaths end where they began.
type svgPath struct {
	segments []svgSegment
	start    point
	pen      point
}

func (p *svgPath) move(to point) {
	p.segments = append(p.segments, svgSegment{MoveTo, [3]point{to}})
	p.start, p.pen = to, to
}

func (p *svgPath) line(to point) {
	p.segments = append(p.segments, svgSegment{LineTo, [3]point{to}})
	p.pen = to
}

func (p *svgPath) cubic(a, b, to point) {
	p.segments = append(p.segments, svgSegment{CubicTo, [3]point{a, b, to}})
	p.pen = to
}

func (p *svgPath) quadratic(a, to point) {
	p.cubic(between(p.pen, a, 2.0/3), between(to, a, 2.0/3), to)
}

func (p *svgPath) close() {
	if p.pen != p.start {
		p.line(p.start)
	}
}

// rectangle adds a rectangle, its corners rounded where rx or ry says so.
func (p *svgPath) rectangle(x, y, w, h, rx, ry float64) {
	if w <= 0 || h <= 0 {
		return
	}
	if rx <= 0 {
		rx = ry
	}
	if ry <= 0 {
		ry = rx
	}
	rx, ry = min(rx, w/2), min(ry, h/2)
	if rx <= 0 {
		p.move(point{x, y})
		p.line(point{x + w, y})
		p.line(point{x + w, y + h})
		p.line(point{x, y + h})
		p.close()
		return
	}
	p.move(point{x + rx, y})
	p.line(point{x + w - rx, y})
	p.arc(rx, ry, 0, false, true, point{x + w, y + ry})
	p.line(point{x + w, y + h - ry})
	p.arc(rx, ry, 0, false, true, point{x + w - rx, y + h})
	p.line(point{x + rx, y + h})
	p.arc(rx, ry, 0, false, true, point{x, y + h - ry})
	p.line(point{x, y + ry})
	p.arc(rx, ry, 0, false, true, point{x + rx, y})
}

func (p *svgPath) ellipse(cx, cy, rx, ry float64) {
	if rx <= 0 || ry <= 0 {
		return
	}
	p.move(point{cx + rx, cy})
	p.arc(rx, ry, 0, false, true, point{cx - rx, cy})
	p.arc(rx, ry, 0, false, true, point{cx + rx, cy})
}

// arc adds an elliptical arc as cubic curves (SVG 1.1, F.6.5).
func (p *svgPath) arc(rx, ry, degrees float64, large, sweep bool, to point) {
	from := p.pen
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || from == to {
		p.line(to)
		return
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	half := from.minus(to).times(0.5)
	x, y := cos*half.x+sin*half.y, -sin*half.x+cos*half.y
	if lambda := x*x/(rx*rx) + y*y/(ry*ry); lambda > 1 {
		rx, ry = rx*math.Sqrt(lambda), ry*math.Sqrt(lambda)
	}
	root := max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x))
	f := math.Sqrt(root)
	if large == sweep {
		f = -f
	}
	cx, cy := f*rx*y/ry, -f*ry*x/rx
	centre := point{cos*cx - sin*cy, sin*cx + cos*cy}.plus(between(from, to, 0.5))
	begin := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - begin
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	steps := int(math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9))
	step := turn / float64(max(steps, 1))
	k := 4.0 / 3 * math.Tan(step/4)
	place := func(u, v float64) point {
		return point{centre.x + cos*rx*u - sin*ry*v, centre.y + sin*rx*u + cos*ry*v}
	}
	for i := range steps {
		s1, c1 := math.Sincos(begin + float64(i)*step)
		s2, c2 := math.Sincos(begin + float64(i+1)*step)
		end := place(c2, s2)
		if i+1 == steps {
			end = to
		}
		p.cubic(place(c1-k*s1, s1+k*c1), place(c2+k*s2, s2-k*c2), end)
	}
}

var (
	pathToken  = regexp.MustCompile(`[MmLlHhVvCcSsQqTtAaZz]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`)
	numberText = regexp.MustCompile(`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`)
	transforms = regexp.MustCompile(`(\w+)\s*\(([^()]*)\)`)
)

func numbers(text string) (list []float64) {
	for _, match := range numberText.FindAllString(text, 20_000) {
		v, err := strconv.ParseFloat(match, 64)
		if err != nil || math.Abs(v) > 1e6 {
			return nil
		}
		list = append(list, v)
	}
	return list
}

// arguments is how many numbers each command of path data takes.
var arguments = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 't': 2, 'a': 7}

// data reads the path data of SVG 1.1, 8.3.
func (p *svgPath) data(text string) error {
	s := pathScanner{rest: text}
	command, before := byte(0), byte(0)
	var control point // the last control point, for the smooth commands
	for {
		if c, ok := s.command(); ok {
			command = c
		} else if s.done() {
			return nil
		} else if command == 0 || command|0x20 == 'z' {
			return fmt.Errorf("path data out of order")
		}
		lower := command | 0x20
		if lower == 'z' {
			p.close()
			before = lower
			continue
		}
		var n [7]float64
		for i := range arguments[lower] {
			v, ok := s.number(lower == 'a' && (i == 3 || i == 4))
			if !ok {
				return fmt.Errorf("path data ends early")
			}
			n[i] = v
		}
		if len(p.segments) == 0 && lower != 'm' || len(p.segments) > maxSVGSegments {
			return fmt.Errorf("path data out of order")
		}
		origin := point{}
		if command == lower {
			origin = p.pen
		}
		at := func(i int) point { return point{n[i], n[i+1]}.plus(origin) }
		if before == 'z' && lower != 'm' {
			p.move(p.start)
		}
		mirrored := p.pen
		if strings.IndexByte("cs", before) >= 0 && lower == 's' || strings.IndexByte("qt", before) >= 0 && lower == 't' {
			mirrored = p.pen.times(2).minus(control)
		}
		switch lower {
		case 'm':
			p.move(at(0))
			command -= 'm' - 'l' // further pairs are lines
		case 'l':
			p.line(at(0))
		case 'h':
			p.line(point{n[0] + origin.x, p.pen.y})
		case 'v':
			p.line(point{p.pen.x, n[0] + origin.y})
		case 'c':
			control = at(2)
			p.cubic(at(0), at(2), at(4))
		case 's':
			control = at(0)
			p.cubic(mirrored, at(0), at(2))
		case 'q':
			control = at(0)
			p.quadratic(at(0), at(2))
		case 't':
			control = mirrored
			p.quadratic(mirrored, at(0))
		case 'a':
			p.arc(n[0], n[1], n[2], n[3] != 0, n[4] != 0, at(5))
		}
		if !p.pen.finite() {
			return fmt.Errorf("path data out of range")
		}
		before = lower
	}
}

// pathScanner reads path data, whose numbers may stand without anything between them.
type pathScanner struct{ rest string }

func (s *pathScanner) skip() { s.rest = strings.TrimLeft(s.rest, " \t\r\n,") }

func (s *pathScanner) done() bool { s.skip(); return s.rest == "" }

func (s *pathScanner) command() (byte, bool) {
	s.skip()
	if s.rest == "" || !strings.ContainsRune("MmLlHhVvCcSsQqTtAaZz", rune(s.rest[0])) {
		return 0, false
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	return c, true
}

// number reads one; a flag of an arc is a single digit.
func (s *pathScanner) number(flag bool) (float64, bool) {
	s.skip()
	if flag {
		if s.rest == "" || s.rest[0] != '0' && s.rest[0] != '1' {
			return 0, false
		}
		v := float64(s.rest[0] - '0')
		s.rest = s.rest[1:]
		return v, true
	}
	at := pathToken.FindStringIndex(s.rest)
	if at == nil || at[0] != 0 {
		return 0, false
	}
	v, err := strconv.ParseFloat(s.rest[:at[1]], 64)
	s.rest = s.rest[at[1]:]
	return v, err == nil && math.Abs(v) <= 1e6
}

// matrix maps x, y to ax+cy+e, bx+dy+f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func (m matrix) on(p point) point { return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f} }

// transform reads a list of transforms.
func transform(text string) (matrix, error) {
	m := identity
	for _, match := range transforms.FindAllStringSubmatch(text, 50) {
		n := numbers(match[2])
		at := func(i int) float64 {
			if i < len(n) {
				return n[i]
			}
			return 0
		}
		switch name := match[1]; {
		case name == "matrix" && len(n) == 6:
			m = m.times(matrix{n[0], n[1], n[2], n[3], n[4], n[5]})
		case name == "translate" && len(n) > 0:
			m = m.times(matrix{1, 0, 0, 1, n[0], at(1)})
		case name == "scale" && len(n) == 1:
			m = m.times(matrix{n[0], 0, 0, n[0], 0, 0})
		case name == "scale" && len(n) == 2:
			m = m.times(matrix{n[0], 0, 0, n[1], 0, 0})
		case name == "rotate" && len(n) > 0:
			sin, cos := math.Sincos(n[0] * math.Pi / 180)
			m = m.times(matrix{1, 0, 0, 1, at(1), at(2)}).times(matrix{cos, sin, -sin, cos, 0, 0}).times(matrix{1, 0, 0, 1, -at(1), -at(2)})
		case name == "skewX" && len(n) == 1:
			m = m.times(matrix{1, 0, math.Tan(n[0] * math.Pi / 180), 1, 0, 0})
		case name == "skewY" && len(n) == 1:
			m = m.times(matrix{1, math.Tan(n[0] * math.Pi / 180), 0, 1, 0, 0})
		default:
			return m, fmt.Errorf("transform %q is not supported", name)
		}
	}
	return m, nil
}

func moved(segments []svgSegment, m matrix) []svgSegment {
	out := slices.Clone(segments)
	for i := range out {
		for j := range out[i].at {
			out[i].at[j] = m.on(out[i].at[j])
		}
	}
	return out
}

// subpaths cuts a path where the pen moves.
func subpaths(segments []svgSegment) (list [][]svgSegment) {
	for i, s := range segments {
		if s.kind == MoveTo || i == 0 {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], s)
	}
	return list
}

// flattened are the corners of a subpath, its curves as short lines.
func flattened(subpath []svgSegment) (list []point) {
	for _, s := range subpath {
		if s.kind != CubicTo {
			list = append(list, s.at[0])
			continue
		}
		const steps = 12
		from := list[len(list)-1]
		for i := 1; i <= steps; i++ {
			t := float64(i) / steps
			a, b, c := between(from, s.at[0], t), between(s.at[0], s.at[1], t), between(s.at[1], s.at[2], t)
			list = append(list, between(between(a, b, t), between(b, c, t), t))
		}
	}
	return list
}

// nonzero turns a path that is filled by the even-odd rule into one that the nonzero rule
// fills alike, as long as its subpaths don't cross: those that lie in an even number of
// others run one way, the rest the other way.
func nonzero(segments []svgSegment) (out []svgSegment) {
	parts := subpaths(segments)
	outlines := make([][]point, len(parts))
	for i, part := range parts {
		outlines[i] = flattened(part)
	}
	for i, part := range parts {
		depth := 0
		for j := range parts {
			if j != i && encloses(outlines[j], outlines[i][0]) {
				depth++
			}
		}
		if (area(outlines[i]) > 0) == (depth%2 == 0) {
			out = append(out, part...)
		} else {
			out = append(out, reversed(part)...)
		}
	}
	return out
}

func area(outline []point) (sum float64) {
	for i, p := range outline {
		q := outline[(i+1)%len(outline)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

func encloses(outline []point, p point) (inside bool) {
	for i, a := range outline {
		b := outline[(i+1)%len(outline)]
		if (a.y > p.y) != (b.y > p.y) && p.x < (b.x-a.x)*(p.y-a.y)/(b.y-a.y)+a.x {
			inside = !inside
		}
	}
	return inside
}

func reversed(part []svgSegment) []svgSegment {
	out := []svgSegment{{MoveTo, [3]point{part[len(part)-1].end()}}}
	for i := len(part) - 1; i > 0; i-- {
		to := part[i-1].end()
		if part[i].kind == CubicTo {
			out = append(out, svgSegment{CubicTo, [3]point{part[i].at[1], part[i].at[0], to}})
		} else {
			out = append(out, svgSegment{LineTo, [3]point{to}})
		}
	}
	return out
}

// strokeOf is a path's stroke as filled shapes that all run the same way: a bar for each
// line, and a disc at each corner.
func strokeOf(segments []svgSegment, width float64, ends string) (out []svgSegment) {
	half := width / 2
	polygon := func(points ...point) {
		if area(points) < 0 {
			slices.Reverse(points)
		}
		for i, p := range points {
			kind := LineTo
			if i == 0 {
				kind = MoveTo
			}
			out = append(out, svgSegment{kind, [3]point{p}})
		}
	}
	disc := func(at point) {
		var p svgPath
		p.ellipse(at.x, at.y, half, half)
		out = append(out, p.segments...)
	}
	for _, part := range subpaths(segments) {
		line := slices.Compact(flattened(part))
		closed := len(line) > 2 && line[0] == line[len(line)-1]
		for i := range line {
			first, last := i == 0, i+1 == len(line)
			if !closed && (first || last) {
				if ends == "round" {
					disc(line[i])
				}
			} else if !last {
				disc(line[i])
			}
			if last {
				break
			}
			a, b := line[i], line[i+1]
			along := b.minus(a).times(half / a.distance(b))
			across := point{-along.y, along.x}
			if ends == "square" && !closed {
				if first {
					a = a.minus(along)
				}
				if i+2 == len(line) {
					b = b.plus(along)
				}
			}
			polygon(a.plus(across), b.plus(across), b.minus(across), a.minus(across))
		}
	}
	return out
}
