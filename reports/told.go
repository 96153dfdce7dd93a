package reports

import (
	"fmt"
	"image"
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// told sets what the patient is told in their own language: larger than the chemist's line above it, since it is for eyes that read
// slowly. Words that no font here can draw are left out, never the prescription.
func (s *setter) told(told documents.Told, width page.Length, field string) page.Box {
	text := toldText(told)
	if text == "" || !page.Drawable(text) {
		return page.Box{}
	}
	style := s.body
	style.Size, style.Leading = style.Size*112/100, style.Leading*118/100
	align := page.Left
	if page.RightToLeft(told.Language) != page.RightToLeft(s.setting.Language) {
		align = page.Right // the side on which a reader of that language looks for the line's start
	}
	return page.Pad(s.Rich(width, align, page.Span{Style: style, Field: field, Text: text, Isolate: true}), page.Margins{Top: s.line / 8, Bottom: s.line / 8})
}

// toldText is the whole of it for the compositor, with the isolates that its doses stand in.
func toldText(told documents.Told) string {
	var b strings.Builder
	for _, span := range told.Spans {
		text := span.Text
		if span.Isolate {
			text = page.Isolate(text)
		}
		b.WriteString(text)
	}
	return b.String()
}

// Strip draws a sentence as it will be printed, black on white and as high as it needs, for a doctor who is to accept it: what the
// window's own letters might show differently, or not at all. width is in mm, dpi 24 to 600. It returns an error where no font here has
// the letters.
func Strip(told documents.Told, width, dpi int) (image.Image, error) {
	s := newSetter(documents.Setting{Language: told.Language, Paper: documents.PaperA5, Zone: "UTC"})
	text := toldText(told)
	room := page.Length(width)*mm - 2*mm
	box := s.Rich(room, page.Left, page.Span{Style: s.body, Field: "told", Text: text})
	layout := page.Layout{Paper: page.Paper{Width: page.Length(width) * mm}, Margins: page.Margins{Top: mm / 2, Right: mm, Bottom: mm / 2, Left: mm}}
	doc, err := s.Compose(page.About{Title: "told", Language: told.Language}, layout, page.Part{Box: box})
	if err != nil {
		return nil, fmt.Errorf("draw sentence: %w", err)
	}
	picture, err := page.Raster(doc, 0, dpi, "")
	if err != nil {
		return nil, fmt.Errorf("draw sentence: %w", err)
	}
	return picture, nil
}
