package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// rollRuler draws the ruler page of a printer of rolls. A roll has no middle from top to bottom, for it begins where the last one was cut:
// only how far the print is off to the side is read off it, and how much it stretches, along the roll, where there is room for the line.
func (s *setter) rollRuler(f documents.RulerFacts) (*page.Document, error) {
	width := s.width()
	gap := s.line * 2 / 3
	printer := f.Printer
	if printer == "" {
		printer = s.word("documents.ruler.default_printer")
	}
	head := page.Stack(
		s.Text(width, page.Left, in(s.person, accent), "text", s.title), s.Text(width, page.Left, s.strong, "practice", f.Practice),
		s.Text(width, page.Left, s.strong, "printer", printer), s.Text(width, page.Left, s.label, "created", instant(s.setting.Language, f.Created, s.setting.Zone)),
		s.Text(width, page.Left, s.label, "text", s.rulerTold(f)), page.Space(s.line/3), page.Rule(width, fine, ink), page.Space(s.line/2))
	return s.compose(head, page.Box{},
		page.Part{Box: page.Stack(s.words(width, page.Left, s.body, "documents.ruler.roll_lead"), page.Space(gap), s.numbered(1, width, "documents.ruler.roll_across"), page.Space(s.line/2), s.acrossRuler())},
		page.Part{Before: gap, Box: s.standingLine()},
		page.Part{Before: gap, Box: s.rollNotes()})
}

// standingLine is the line whose length somebody measures, down the page, with what to do beside it.
func (s *setter) standingLine() page.Box {
	x := s.width() - 2*tickLarge
	end := bar(2*tickLarge, tickWidth)
	text := s.numbered(2, x-4*mm, "documents.ruler.length")
	return page.RowTop(s.width(),
		page.Cell{Box: page.Pad(text, page.Margins{Top: tickLarge})},
		page.Cell{X: x, Box: end}, page.Cell{X: x, Box: page.Pad(end, page.Margins{Top: lineLength - tickWidth})},
		page.Cell{X: x + tickLarge - fine/2, Box: bar(fine, lineLength)})
}

// rollNotes has a place for each of the two numbers.
func (s *setter) rollNotes() page.Box {
	width := s.width()
	parts := []page.Box{s.numbered(3, width, "documents.ruler.roll_type")}
	for _, key := range []string{"documents.ruler.note_across", "documents.ruler.note_length"} {
		parts = append(parts, page.Space(s.line*3/2), page.Rule(width, fine, muted), page.Space(s.line/4), s.words(width, page.Left, s.label, key))
	}
	return page.Stack(parts...)
}
