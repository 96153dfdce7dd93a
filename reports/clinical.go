package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// newClinical begins a page from a patient's chart, and sets its first head: the practice on the left, what the page is on the right.
func newClinical(kind documents.Kind, c documents.Clinical) (*setter, page.Box) {
	s := newSetter(c.Setting)
	s.title, s.practice = s.word("documents.title."+string(kind)), c.Letterhead.Practice
	s.number, s.issued, s.patient = c.Number, c.Issued, &c.Patient
	return s, s.letterhead(c.Letterhead, s.headTitle(c.Letterhead.Practice))
}

// clinicalHead names the patient on the left, and number, date and doctor on the right; extra pairs follow them.
func (s *setter) clinicalHead(c documents.Clinical, pairs ...page.Box) page.Part {
	right := s.pairWidth()
	left := s.width() - right - 4*mm
	rows := append([]page.Box{
		s.pair(right, "documents.clinical.number", s.strong, "number", bound(c.Number)),
		s.pair(right, "documents.clinical.date", s.body, "issued", s.date(s.day())),
		s.pair(right, "documents.clinical.doctor", s.body, "practitioner.name", s.name("practitioner.name", c.Practitioner.Name)),
	}, pairs...)
	return page.Part{Box: page.RowTop(s.width(), page.Cell{Box: s.identity(left, true)}, page.Cell{X: s.width() - right, Box: page.Stack(rows...)})}
}

func (s *setter) pairWidth() page.Length { return s.width() * 40 / 100 }

// signed is the bottom of a page that a practitioner answers for.
func (s *setter) signed(p documents.Practitioner, left page.Box) (page.Box, error) {
	width := s.width() * 42 / 100
	box, err := s.signature(left, p.Signature,
		s.Text(width, page.Left, s.noteStrong, "practitioner.name", s.name("practitioner.name", p.Name)),
		s.dotted(width, s.note, "practitioner.registration", p.Qualification, p.Registration),
		s.words(width, page.Left, s.label, "documents.clinical.signature"))
	return box, problem("practitioner.signature", err)
}

// chapter sets a title over parts of text. The title stays with the first of them.
func (s *setter) chapter(key string, boxes ...page.Box) []page.Element {
	var list []page.Element
	for _, box := range boxes {
		if box.Empty() {
			continue
		}
		if len(list) == 0 {
			title := page.Stack(s.words(s.width(), page.Left, in(s.big, accent), key), page.Space(s.line/12))
			list = append(list, page.Part{Before: s.line / 2, Box: title, Glue: true}, page.Part{Box: box})
			continue
		}
		list = append(list, page.Part{Before: s.line / 6, Box: box})
	}
	return list
}

// point sets a text behind a dot.
func (s *setter) point(box func(width page.Length) page.Box) page.Box {
	indent := s.line * 2 / 3
	return page.Row(s.width(), page.Cell{Box: s.Text(indent, page.Left, s.body, "text", "•")}, page.Cell{X: indent, Box: box(s.width() - indent)})
}

// remark is a part of a small text across the page.
func (s *setter) remark(text string) page.Part {
	return page.Part{Before: s.line / 3, Box: s.Text(s.width(), page.Left, s.label, "text", text)}
}
