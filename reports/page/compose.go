package page

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
)

// Element is a Part or a Table.
type Element interface {
	element()
}

func (Part) element()  {}
func (Table) element() {}

// About is what a document says of itself.
type About struct {
	Title, Language, Author string
	Issued                  int64 // seconds since 1970 UTC
}

// Compose flows elements onto pages and draws their heads and feet. It returns TextErrors
// when a text of the document was refused, ErrTooTall when something finds no room, and
// ErrOutside when the layout leaves the paper.
func (c *Compositor) Compose(about About, l Layout, elements ...Element) (*Document, error) {
	f := newFlow(l)
	for start := 0; start < len(elements); {
		if t, ok := elements[start].(Table); ok {
			start++
			f.table(t, l.keep(elements[start:]))
			continue
		}
		var parts []Part
		glued := true
		for glued && start < len(elements) {
			p, ok := elements[start].(Part)
			if !ok {
				break
			}
			if !p.Box.Empty() {
				parts = append(parts, p)
			}
			glued = p.Glue
			start++
		}
		f.chain(parts, l.keep(elements[start:]))
	}
	f.finish()
	if f.err != nil {
		return nil, f.err
	}
	doc := &Document{
		Title: c.line("title", about.Title), Language: c.line("language", about.Language),
		Author: c.line("author", about.Author), Issued: about.Issued, Images: c.images,
	}
	for i := range f.pages {
		doc.Sheets = append(doc.Sheets, f.sheet(i, c.rightToLeft))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	doc.nameFonts(c.shaper)
	if err := doc.Validate(); err != nil {
		return nil, err
	}
	// A line that leaves the paper would be lost in the printer without a word.
	if problem := Outside(doc, Margins{}); problem != "" {
		return nil, fmt.Errorf("%w: %s", ErrOutside, problem)
	}
	return doc, nil
}

// line passes a text through the gate as one line.
func (c *Compositor) line(field, text string) string {
	return strings.Join(strings.Fields(withoutIsolates(c.admit(field, text))), " ")
}

// keep is the room that has to follow on the same page: that of the closing box, where
// nothing else comes between.
func (l Layout) keep(rest []Element) Length {
	for _, e := range rest {
		if p, ok := e.(Part); !ok || !p.Box.Empty() {
			return 0
		}
	}
	return l.closing()
}

func (l Layout) closing() Length {
	if l.Close.Empty() {
		return 0
	}
	return l.CloseBefore + l.Close.Height
}

// finish places the closing box and ends the last page.
func (f *flow) finish() {
	if f.err != nil {
		return
	}
	if l := f.layout; !l.Close.Empty() {
		if f.y+l.closing() > f.limit && !f.fresh() {
			f.turn()
		}
		if l.Close.Height > f.room() {
			f.err = ErrTooTall
			return
		}
		if !l.roll() {
			f.y = f.limit - l.Close.Height
			f.put(l.Close)
		} else {
			f.y += l.CloseBefore
			f.put(l.Close)
		}
	}
	f.pages = append(f.pages, f.page)
}

// sheet draws page i, now that the number of pages is known.
func (f *flow) sheet(i int, rightToLeft bool) Sheet {
	l := f.layout
	sheet := Sheet{Width: l.Paper.Width, Height: l.Paper.Height}
	var content Box
	if l.Head != nil {
		content.place(l.Head(i+1, len(f.pages)), l.Margins.Left, l.Margins.Top)
	}
	content.items = append(content.items, f.pages[i].items...)
	if l.Foot != nil {
		foot := l.Foot(i+1, len(f.pages))
		top := l.Paper.Height - l.Margins.Bottom - foot.Height
		if l.roll() {
			top = f.y
		}
		content.place(foot, l.Margins.Left, top)
		if l.Note != nil {
			sheet.Note = Note{
				X: l.Margins.Left, Y: top + foot.Baseline, Width: l.NoteWidth,
				Font: int(l.Note.Face), Size: l.Note.Size, Colour: l.Note.Colour,
			}
		}
		if l.roll() {
			f.y += foot.Height
		}
	}
	if l.roll() {
		sheet.Height = f.y + l.Margins.Bottom
	}
	if l.Under != nil {
		sheet.Ops = append(sheet.Ops, l.Under(Paper{sheet.Width, sheet.Height})...)
	}
	if rightToLeft {
		content.mirrored(sheet.Width)
		sheet.Note.X = sheet.Width - sheet.Note.X - sheet.Note.Width
	}
	for _, it := range content.items {
		sheet.Ops = append(sheet.Ops, it.op)
	}
	return sheet
}

// nameFonts replaces the kit's faces by indices into Fonts, which lists those in use. The
// glyphs of the machine's own fonts become outlines of the document.
func (d *Document) nameFonts(s *shaper) {
	d.Fonts = [][sha256.Size]byte{}
	foreign := map[[2]int]int{}
	for i := range d.Sheets {
		sheet := &d.Sheets[i]
		for j, op := range sheet.Ops {
			sheet.Ops[j] = d.named(op, s, foreign)
		}
		if sheet.Note.Width > 0 {
			sheet.Note.Font = d.fontIndex(sheet.Note.Font)
		}
	}
}

// keepOutlines copies what a run needs of a foreign font into the document.
func (d *Document) keepOutlines(op Glyphs, m *typeface, known map[[2]int]int) Glyphs {
	clusters := make([]Cluster, len(op.Clusters))
	for i, cluster := range op.Clusters {
		cluster.Glyphs = slices.Clone(cluster.Glyphs)
		for j, glyph := range cluster.Glyphs {
			key := [2]int{op.Font, glyph.ID}
			at, ok := known[key]
			if !ok {
				at = len(d.Outlines)
				known[key] = at
				d.Outlines = append(d.Outlines, m.shape(font.GID(glyph.ID)).outline)
			}
			cluster.Glyphs[j].ID = at
		}
		clusters[i] = cluster
	}
	op.Font, op.Clusters = OwnOutlines, clusters
	return op
}
