package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// told sets what the patient is told in their own language: larger than the chemist's line above it, since it is for eyes that read
// slowly. Words that no font here can draw are left out, never the prescription.
func (s *setter) told(told documents.Told, width page.Length, field string) page.Box {
	if text := told.Text(); text == "" || !page.Drawable(text) {
		return page.Box{}
	}
	style := s.body
	style.Size, style.Leading = style.Size*112/100, style.Leading*118/100
	spans := make([]page.Span, len(told.Spans))
	for i, span := range told.Spans {
		spans[i] = page.Span{Style: style, Field: field, Text: span.Text}
	}
	return page.Pad(s.Rich(width, page.Left, spans...), page.Margins{Top: s.line / 10, Bottom: s.line / 10})
}
