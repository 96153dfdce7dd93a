package page

import (
	"crypto/sha256"
	"slices"
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
// when a text of the document was refused, and ErrTooTall when something can't be placed.
func (c *Compositor) Compose(about About, l Layout, elements ...Element) (*Document, error) {
	f := newFlow(l)
	for start := 0; start < len(elements); {
		if t, ok := elements[start].(Table); ok {
			f.table(t)
			start++
			continue
		}
		var parts []Part
		glued := true
		for glued && start < len(elements) {
			p, ok := elements[start].(Part)
			if !ok {
				break
			}
			parts = append(parts, p)
			glued = p.Glue
			start++
		}
		keep := Length(0)
		if start == len(elements) {
			keep = l.closing()
		}
		f.chain(parts, keep)
	}
	f.finish()
	if f.err != nil {
		return nil, f.err
	}
	doc := &Document{
		Title: c.admit("title", about.Title), Language: c.admit("language", about.Language),
		Author: c.admit("author", about.Author), Issued: about.Issued, Images: c.images,
	}
	for i := range f.pages {
		doc.Sheets = append(doc.Sheets, f.sheet(i))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	doc.nameFonts()
	return doc, doc.Validate()
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
			f.put(l.Close, 0)
		} else {
			f.put(l.Close, l.CloseBefore)
		}
	}
	f.pages = append(f.pages, f.page)
}

// sheet draws page i, now that the number of pages is known.
func (f *flow) sheet(i int) Sheet {
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
	for _, it := range content.items {
		sheet.Ops = append(sheet.Ops, it.op)
	}
	return sheet
}

// nameFonts replaces the kit's faces by indices into Fonts, which lists those in use.
func (d *Document) nameFonts() {
	d.Fonts = [][sha256.Size]byte{}
	index := func(face int) int {
		identity := typefaces()[face].file.SHA256
		if at := slices.Index(d.Fonts, identity); at >= 0 {
			return at
		}
		d.Fonts = append(d.Fonts, identity)
		return len(d.Fonts) - 1
	}
	for i := range d.Sheets {
		sheet := &d.Sheets[i]
		for j, op := range sheet.Ops {
			if text, ok := op.(Text); ok {
				text.Font = index(text.Font)
				sheet.Ops[j] = text
			}
		}
		if sheet.Note.Width > 0 {
			sheet.Note.Font = index(sheet.Note.Font)
		}
	}
}
