package page

import (
	"slices"
	"strings"
)

// Align places the lines of a paragraph.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Right
	Centre
	// Figures is Right on any page: figures in a column line up by their last digit.
	Figures
)

// Style is how a text looks.
type Style struct {
	Face    Face
	Size    Size
	Leading Size // from baseline to baseline; zero is 1.36 times the size
	Colour  Colour
}

func (s Style) leading() Size {
	if s.Leading > 0 {
		return s.Leading
	}
	return s.Size * 136 / 100
}

// Compositor sets texts into boxes and collects those that can't be printed. It is for one
// document and one goroutine.
type Compositor struct {
	shaper *shaper
	// images are the pictures in use; Picture ops index it.
	images   [][]byte
	problems TextErrors
	// admitted are the texts that came through the gate: heads and feet are set again and again.
	admitted map[string]string
	// rightToLeft turns whole pages around: Compose mirrors what was placed from the left.
	rightToLeft bool
}

// NewCompositor starts the texts of a document that runs from left to right.
func NewCompositor() *Compositor {
	return &Compositor{shaper: newShaper(), admitted: map[string]string{}}
}

// NewCompositorFor starts the texts of a document in a language (a BCP 47 tag). For one that
// runs from right to left, Left and the left edge of every Row, table and margin stand for
// the start of the line: the finished pages are mirrored, while figures and Latin words in
// them still run from left to right.
func NewCompositorFor(language string) *Compositor {
	return &Compositor{shaper: newShaper(), admitted: map[string]string{}, rightToLeft: RightToLeft(language)}
}

// Err returns TextErrors when a text was refused, naming each field once.
func (c *Compositor) Err() error {
	if len(c.problems) == 0 {
		return nil
	}
	return c.problems
}

// admit passes a text through the gate; a refused one is noted and set as nothing.
func (c *Compositor) admit(field, text string) string {
	if clean, ok := c.admitted[text]; ok {
		return clean
	}
	clean, err := Admit(field, text)
	if err == nil {
		c.admitted[text] = clean
		return clean
	}
	for _, known := range c.problems {
		if known.Field == field {
			return ""
		}
	}
	if problem, ok := err.(*TextError); ok {
		c.problems = append(c.problems, problem)
	}
	return ""
}

// Width is a text's width on one line.
func (c *Compositor) Width(style Style, field, text string) Length {
	return c.shaper.width(style, strings.ReplaceAll(c.admit(field, text), "\n", " "), c.rightToLeft)
}

// Text sets a paragraph in one style.
func (c *Compositor) Text(width Length, align Align, style Style, field, text string) Box {
	return c.Rich(width, align, Span{Style: style, Field: field, Text: text})
}

// Rich sets a paragraph of several styles. Its lines stand on one baseline each; the
// largest leading in a line is that line's height. Empty texts give an empty box.
func (c *Compositor) Rich(width Length, align Align, spans ...Span) Box {
	clean := make([]Span, 0, len(spans))
	for _, span := range spans {
		span.Text = c.admit(span.Field, span.Text)
		clean = append(clean, span)
	}
	box := Box{Width: width}
	atoms := c.shaper.atoms(clean, c.rightToLeft)
	if len(atoms) == 0 {
		return box
	}
	if align == Figures {
		align = Right
		if c.rightToLeft {
			align = Left // the page is mirrored yet
		}
	}
	hang := Length(0)
	for _, line := range c.shaper.lines(atoms, width) {
		hang = box.addLine(line, align, hang)
	}
	box.Height += hang // stacked letters that reach below the last line's room
	return box
}

// addLine sets one line below what the box holds. Letters of the line before may hang below
// its room by a length; addLine returns how far its own do.
func (b *Box) addLine(line []atom, align Align, hang Length) Length {
	height, baseline := Length(0), Length(0)
	total := Length(0)
	inkRise, inkDrop := Length(0), Length(0)
	for i, a := range line {
		leading := a.style.leading().Height()
		height = max(height, leading)
		// The letters stand in the middle of the line's height, by ascender and descender.
		rise := (leading-a.style.Size.length(ascent+descent))/2 + a.style.Size.length(ascent)
		baseline = max(baseline, rise)
		inkRise, inkDrop = max(inkRise, a.style.Size.length(a.set.rise)), max(inkDrop, a.style.Size.length(a.set.drop))
		if i+1 < len(line) {
			total += a.advance()
		} else {
			total += a.width()
		}
	}
	top := b.Height
	// Where stacked letters would run into the line above, or out of the box, this one moves
	// down.
	if lower := inkRise + hang - baseline; inkRise > 0 && lower > 0 {
		height += lower
		baseline += lower
	}
	x := Length(0)
	switch align {
	case Right:
		x = b.Width - total
	case Centre:
		x = (b.Width - total) / 2
	}
	if top == 0 {
		b.Baseline = baseline
	}
	around := block{x, total}
	var ops []Op
	for _, i := range lineOrder(line) {
		a, set := line[i], line[i].spaced
		if i+1 == len(line) {
			set = a.set
		}
		for _, p := range set.pieces {
			ops = appendPiece(ops, a.style, p, x, top+baseline)
		}
		x += a.style.Size.length(set.width)
	}
	for _, op := range ops {
		if t, ok := op.(Text); ok {
			// A no-break space has done its work. As a plain one, which is as wide, the words
			// are found when someone searches the PDF.
			t.String = strings.ReplaceAll(t.String, "\u00a0", " ")
			op = t
		}
		b.items = append(b.items, item{op: op, top: top, bottom: top + height, block: around})
	}
	b.Height = top + height
	return max(0, baseline+inkDrop-height)
}

// lineOrder is the order of a line's atoms from left to right.
func lineOrder(line []atom) []int {
	levels := make([]uint8, len(line))
	for i, a := range line {
		levels[i] = a.level
	}
	return visualOrder(levels)
}

// appendPiece adds a piece, joined to the run before it where that draws the same.
func appendPiece(list []Op, style Style, p piece, x, y Length) []Op {
	if p.clusters != nil {
		g := Glyphs{
			X: x + style.Size.length(p.x), Y: y, Font: int(p.face), Size: style.Size, Colour: style.Colour,
			String: strings.ReplaceAll(p.text, "\u00a0", " "), Advance: style.Size.length(p.width), RightToLeft: p.rightToLeft, Clusters: narrowed(p),
		}
		if n := len(list); n > 0 {
			if last, ok := list[n-1].(Glyphs); ok && last.join(&g) {
				list[n-1] = g
				return list
			}
		}
		return append(list, g)
	}
	t := Text{
		X: x + style.Size.length(p.x), Y: y - style.Size.length(p.rise),
		Font: int(p.face), Size: style.Size, Colour: style.Colour,
		String: p.text, Advance: style.Size.length(p.width),
	}
	if n := len(list); n > 0 {
		if last, ok := list[n-1].(Text); ok {
			apart := t.X - (last.X + last.Advance)
			if last.Font == t.Font && last.Size == t.Size && last.Colour == t.Colour && last.Y == t.Y && apart >= -2 && apart <= 2 &&
				len(last.String)+len(t.String) <= maxTextBytes {
				last.String += t.String
				last.Advance = t.X + t.Advance - last.X
				list[n-1] = last
				return list
			}
		}
	}
	return append(list, t)
}

// narrowed are a piece's clusters with the bytes of a plain space where a no-break one stood.
func narrowed(p piece) []Cluster {
	if !strings.Contains(p.text, "\u00a0") {
		return p.clusters
	}
	list := slices.Clone(p.clusters)
	for i, text := range (Glyphs{String: p.text, RightToLeft: p.rightToLeft, Clusters: p.clusters}).texts() {
		list[i].Bytes = len(strings.ReplaceAll(text, "\u00a0", " "))
	}
	return list
}
