package reports

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// Press sets documents. It implements documents.Press, keeps no state and may be shared.
type Press struct {
	// Paper names the paper that documents of a kind are set for on this computer, instead of the one that
	// their facts name; "" leaves it at that. It may be nil.
	Paper func(documents.Kind) documents.Paper
}

var _ documents.Press = (*Press)(nil)

// New returns a press.
func New() *Press { return &Press{} }

// Set draws a document and freezes it. It returns value.Problems for facts that are
// missing, contradict each other, or hold a text that the page can't print.
func (p *Press) Set(kind documents.Kind, facts any) (documents.Frozen, error) {
	d, err := kindOf(kind)
	if err != nil {
		return documents.Frozen{}, err
	}
	paper := documents.Paper("")
	if p.Paper != nil {
		if chosen := p.Paper(kind); slices.Contains(d.Papers, chosen) { // one that the document is not made for changes nothing
			paper = chosen
		}
	}
	doc, err := d.set(kind, facts, paper)
	if err != nil {
		return documents.Frozen{}, err
	}
	layout, parts, err := doc.Encode()
	if err != nil {
		return documents.Frozen{}, fmt.Errorf("freeze %s: %w", kind, err)
	}
	return documents.Frozen{Kind: kind, Layout: layout, Parts: parts, SHA256: documents.PagesHash(layout, parts...), Pages: len(doc.Sheets)}, nil
}

// Overlay is what a page shows over what was issued: the line of a reprint, the mark of a page that was taken back
// since. The zero Overlay adds nothing: it gives the issued original.
type Overlay struct {
	Copy int       // the number of this copy, from 1
	At   time.Time // when it was printed
	Zone string    // in which it is shown
	By   string    // who printed it; left out where the page can't print the name
	// Void marks every page as void: the document was, after it was issued.
	Void bool
}

func (o Overlay) line(language string) string {
	if o.Copy == 0 {
		return ""
	}
	when := instant(language, o.At, o.Zone)
	if o.By == "" || !page.Drawable(o.By) {
		return assets.Text(language, "documents.page.copy_unnamed", "Number", o.Copy, "When", when)
	}
	return assets.Text(language, "documents.page.copy", isolated(language, []any{"Number", o.Copy, "When", when, "Name", o.By})...)
}

// Open reads a frozen document for the printer: its pages, and the line that an overlay puts into the note of each. It
// returns value.Problem error.documents.damaged or error.documents.newer for a page that can't be read.
func Open(f documents.Frozen, o Overlay) (doc *page.Document, note string, err error) {
	if doc, err = thaw(f); err != nil {
		return nil, "", err
	}
	if o.Void {
		if err := markVoid(doc); err != nil {
			return nil, "", fmt.Errorf("mark %s: %w", f.Kind, err)
		}
	}
	return doc, o.line(doc.Language), nil
}

// PDF draws a frozen document as a file. The same document and overlay give the same bytes. Its errors are those of
// Open.
func PDF(f documents.Frozen, o Overlay) ([]byte, error) {
	doc, note, err := Open(f, o)
	if err != nil {
		return nil, err
	}
	data, err := page.PDF(doc, note)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", f.Kind, err)
	}
	return data, nil
}

// Batch draws many frozen documents into one PDF, each as its issued original: a printer takes
// them in one go, and the fonts are in the file once. It returns what PDF does.
func Batch(list []documents.Frozen) ([]byte, error) {
	pages := make([]*page.Document, len(list))
	for i, f := range list {
		doc, err := thaw(f)
		if err != nil {
			return nil, err
		}
		pages[i] = doc
	}
	joined, err := page.Join(pages...)
	if err != nil {
		return nil, fmt.Errorf("join documents: %w", err)
	}
	data, err := page.PDF(joined, "")
	if err != nil {
		return nil, fmt.Errorf("draw documents: %w", err)
	}
	return data, nil
}

// Preview draws one page (from 0) of a frozen document for the window, at a resolution in
// dots per inch (24 to 600). Everything lies where PDF puts it.
func Preview(f documents.Frozen, sheet, dpi int, o Overlay) (image.Image, error) {
	doc, note, err := Open(f, o)
	if err != nil {
		return nil, err
	}
	picture, err := page.Raster(doc, sheet, dpi, note)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", f.Kind, err)
	}
	return picture, nil
}

// markVoid puts the word under the text of every page, in the place of the mark of a trial where there is one: two
// words over each other can't be read, and void says more.
func markVoid(doc *page.Document) error {
	for n := range doc.Sheets {
		s := &doc.Sheets[n]
		c := page.NewCompositor()
		mark := c.Stamp(page.Paper{Width: s.Width, Height: s.Height}, "text", assets.Text(doc.Language, "documents.page.void_mark"), rose)
		if err := c.Err(); err != nil {
			return err
		}
		ops := s.Ops
		if len(ops) > 0 {
			if first, ok := ops[0].(page.Path); ok && first.Colour == pale {
				ops = ops[1:]
			}
		}
		s.Ops = append(mark, ops...)
	}
	return nil
}

func thaw(f documents.Frozen) (*page.Document, error) {
	if documents.PagesHash(f.Layout, f.Parts...) != f.SHA256 {
		return nil, value.Problem{Key: "error.documents.damaged"}
	}
	doc, err := page.Decode(f.Layout, f.Parts...)
	switch {
	case errors.Is(err, page.ErrNewer):
		return nil, value.Problem{Key: "error.documents.newer"}
	case err != nil:
		return nil, value.Problem{Key: "error.documents.damaged"}
	}
	return doc, nil
}

// problemsOf turns what the kit refuses into problems with the facts' fields.
func problemsOf(err error) error {
	keys := map[page.Reason]string{
		page.ReasonEncoding: "error.documents.text_encoding",
		page.ReasonControl:  "error.documents.text_control",
		page.ReasonScript:   "error.documents.text_script",
		page.ReasonGlyph:    "error.documents.text_glyph",
	}
	var texts page.TextErrors
	switch {
	case errors.As(err, &texts):
		var problems value.Problems
		for _, text := range texts {
			problems.Add(text.Field, keys[text.Reason])
		}
		return problems
	case errors.Is(err, page.ErrTooTall), errors.Is(err, page.ErrOutside):
		return value.Problems{{Field: "setting.paper", Key: "error.documents.too_tall"}}
	}
	return err
}

// problem names the field of an image or code that can't be drawn.
func problem(field string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, page.ErrPictureTooLarge):
		return value.Problems{{Field: field, Key: "error.documents.image_too_large"}}
	}
	return value.Problems{{Field: field, Key: "error.documents.image_unusable"}}
}
