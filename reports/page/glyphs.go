package page

import (
	"errors"
	"slices"
	"unicode/utf8"
)

// Glyphs is a run of shaped glyphs on the baseline Y: text whose letters change with their
// neighbours, or runs from right to left. The clusters stand from left to right as drawn;
// String is the text as it is read.
type Glyphs struct {
	X, Y        Length
	Font        int // index into Document.Fonts; OwnOutlines where the document brings the shapes
	Size        Size
	Colour      Colour
	String      string
	Advance     Length
	RightToLeft bool // the first cluster draws the end of String
	Clusters    []Cluster
}

// OwnOutlines stands for a font that the program doesn't carry: its glyphs are kept in
// Document.Outlines, so that the page needs no font of the machine it was made on.
const OwnOutlines = -1

// Cluster is a part of a run that is drawn, and read, as one. Measures are in thousandths
// of an em.
type Cluster struct {
	Bytes   int // of String
	Advance int
	Glyphs  []Glyph // none for a space
}

// Glyph is a shape of a font at a place from its cluster's start, Rise upwards.
type Glyph struct {
	ID, X, Rise int
}

// Limits of shaped runs.
const (
	maxOutlines        = 6000
	maxOutlineSegments = 600_000 // of all outlines together
	maxGlyphs          = 400_000 // in all sheets together
	maxShift           = 50_000  // thousandths of an em, of any place in a cluster
)

func (g Glyphs) moved(dx, dy Length) Op {
	g.X += dx
	g.Y += dy
	return g
}

func (g Glyphs) extent() (left, top, right, bottom Length) {
	return g.X, g.Y - g.Size.length(ascent), g.X + g.Advance, g.Y + g.Size.length(descent)
}

// join puts the run before another in front of it, where both then draw the same as one.
func (g Glyphs) join(next *Glyphs) bool {
	apart := next.X - (g.X + g.Advance)
	if g.Font != next.Font || g.Size != next.Size || g.Colour != next.Colour || g.Y != next.Y || g.RightToLeft != next.RightToLeft ||
		apart < -2 || apart > 2 || len(g.String)+len(next.String) > maxTextBytes {
		return false
	}
	if g.RightToLeft {
		g.String = next.String + g.String
	} else {
		g.String += next.String
	}
	g.Clusters = slices.Concat(g.Clusters, next.Clusters)
	g.Advance = next.X + next.Advance - g.X
	*next = g
	return true
}

// texts gives each cluster its part of the text.
func (g Glyphs) texts() []string {
	list := make([]string, len(g.Clusters))
	rest := g.String
	for i := range g.Clusters {
		at := i
		if g.RightToLeft {
			at = len(g.Clusters) - 1 - i
		}
		n := min(g.Clusters[at].Bytes, len(rest))
		list[at], rest = rest[:n], rest[n:]
	}
	return list
}

// readingOrder is the text of each cluster, in the order in which they are read.
func (g Glyphs) readingOrder() []string {
	list := g.texts()
	if g.RightToLeft {
		slices.Reverse(list)
	}
	return list
}

// validateGlyphs checks a run against the document. It returns how many glyphs it has.
func (d *Document) validateGlyphs(g Glyphs) (int, error) {
	if g.Font < OwnOutlines || g.Font >= len(d.Fonts) || g.Size <= 0 || g.Size > maxFontSize || !reachable(g.X, g.Y, g.Advance) {
		return 0, errors.New("glyphs out of range")
	}
	if len(g.String) > maxTextBytes || reasonAgainstShaped(g.String) != "" {
		return 0, errors.New("glyphs of a text that can't be drawn")
	}
	bytes, count := 0, 0
	for _, cluster := range g.Clusters {
		if cluster.Bytes <= 0 || !inShift(cluster.Advance) {
			return 0, errors.New("cluster out of range")
		}
		bytes += cluster.Bytes
		count += len(cluster.Glyphs)
		for _, glyph := range cluster.Glyphs {
			if glyph.ID < 0 || glyph.ID > 0xFFFF || g.Font == OwnOutlines && glyph.ID >= len(d.Outlines) || !inShift(glyph.X) || !inShift(glyph.Rise) {
				return 0, errors.New("glyph out of range")
			}
		}
	}
	if bytes != len(g.String) || slices.ContainsFunc(g.texts(), func(text string) bool { return !utf8.ValidString(text) }) {
		return 0, errors.New("clusters that don't make up their text")
	}
	return count, nil
}

func inShift(n int) bool { return n >= -maxShift && n <= maxShift }
