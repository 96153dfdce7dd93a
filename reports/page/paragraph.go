package page

import "strings"

// Align places the lines of a paragraph.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Right
	Centre
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
}

// NewCompositor starts a document's texts.
func NewCompositor() *Compositor { return &Compositor{shaper: newShaper()} }

// Err returns TextErrors when a text was refused, naming each field once.
func (c *Compositor) Err() error {
	if len(c.problems) == 0 {
		return nil
	}
	return c.problems
}

// admit passes a text through the gate; a refused one is noted and set as nothing.
func (c *Compositor) admit(field, text string) string {
	clean, err := Admit(field, text)
	if err == nil {
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
	return c.shaper.measure(style, strings.ReplaceAll(c.admit(field, text), "\n", " "))
}

// Text sets a paragraph in one style.
func (c *Compositor) Text(width Length, align Align, style Style, field, text string) Box {
	return c.Rich(width, align, Span{style, field, text})
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
	atoms := c.shaper.atoms(clean)
	if len(atoms) == 0 {
		return box
	}
	for _, line := range c.shaper.lines(atoms, width) {
		box.addLine(line, align)
	}
	return box
}

// addLine sets one line below what the box holds.
func (b *Box) addLine(line []atom, align Align) {
	height, baseline := Length(0), Length(0)
	total := Length(0)
	for i, a := range line {
		leading := a.style.leading().Height()
		height = max(height, leading)
		// The letters stand in the middle of the line's height, by ascender and descender.
		rise := (leading-a.style.Size.length(ascent+descent))/2 + a.style.Size.length(ascent)
		baseline = max(baseline, rise)
		if i+1 < len(line) {
			total += a.advance()
		} else {
			total += a.width()
		}
	}
	x := Length(0)
	switch align {
	case Right:
		x = b.Width - total
	case Centre:
		x = (b.Width - total) / 2
	}
	top := b.Height
	if top == 0 {
		b.Baseline = baseline
	}
	var text []Text
	for i, a := range line {
		set := a.spaced
		if i+1 == len(line) {
			set = a.set
		}
		for _, p := range set.pieces {
			text = appendText(text, a.style, p, x, top+baseline)
		}
		x += a.style.Size.length(set.width)
	}
	for _, t := range text {
		// A no-break space has done its work. As a plain one, which is as wide, the words
		// are found when someone searches the PDF.
		t.String = strings.ReplaceAll(t.String, "\u00a0", " ")
		b.items = append(b.items, item{op: t, top: top, bottom: top + height})
	}
	b.Height = top + height
}

// appendText adds a piece, joined to the run before it where that draws the same.
func appendText(list []Text, style Style, p piece, x, y Length) []Text {
	t := Text{
		X: x + style.Size.length(p.x), Y: y - style.Size.length(p.rise),
		Font: int(p.face), Size: style.Size, Colour: style.Colour,
		String: p.text, Advance: style.Size.length(p.width),
	}
	if n := len(list); n > 0 {
		last := &list[n-1]
		apart := t.X - (last.X + last.Advance)
		if last.Font == t.Font && last.Size == t.Size && last.Colour == t.Colour && last.Y == t.Y && apart >= -2 && apart <= 2 &&
			len(last.String)+len(t.String) <= maxTextBytes {
			last.String += t.String
			last.Advance = t.X + t.Advance - last.X
			return list
		}
	}
	return append(list, t)
}
