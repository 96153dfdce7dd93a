package reports

import (
	"unicode"

	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/reports/page"
)

// setLetter draws a letter or a referral: to whom, about whom, and what the doctor wrote.
func setLetter(kind documents.Kind, f documents.LetterFacts) (*page.Document, error) {
	s := written(kind, f.Written)
	first := s.letterhead(f.Letterhead, s.practitioner(f.Author, "author"))
	elements := []page.Element{page.Part{Box: s.addressed(f.Addressee)}}
	elements = append(elements, s.notices(f.Replaces, "replaces", "documents.page.replaces", "documents.page.replaces_undated")...)
	elements = append(elements, page.Part{Before: s.line / 2, Glue: true, Box: s.about()})
	heading := f.Heading
	if heading == "" {
		heading = s.title
	}
	elements = append(elements, page.Part{Before: s.line * 4 / 5, Glue: true, Box: s.headed(heading, f.Addressee.Priority)})
	if kind == documents.Referral {
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.allergies(f.Allergies)})
	}
	elements = append(elements, s.blocks(f.Body)...)
	closing, err := s.signedBelow(f.Author, f.Addressee.CopyTo)
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// written begins the setter of what a doctor wrote.
func written(kind documents.Kind, w documents.Written) *setter {
	s := newSetter(w.Setting)
	s.title, s.practice = s.word(documents.LetterTitle(kind)), w.Letterhead.Practice
	s.number, s.issued, s.patient, s.void = w.Number, w.Issued, &w.Patient, w.Void
	return s
}

// addressed sets whom the page goes to on the left; the day and the number on the right.
func (s *setter) addressed(a documents.Addressee) page.Box {
	right := s.width() * 36 / 100
	left := s.width() - right - 3*mm
	to := page.Box{}
	if a.Name != "" || a.Address != "" {
		to = page.Stack(
			s.words(left, page.Left, s.heading, "documents.letter.to"),
			s.Text(left, page.Left, s.strong, "addressee", a.Name),
			s.Text(left, page.Left, s.body, "address", a.Address))
	}
	return page.RowTop(s.width(), page.Cell{Box: to}, page.Cell{X: s.width() - right, Box: s.dated(right)})
}

// dated sets the day, and the number under it.
func (s *setter) dated(width page.Length) page.Box {
	return page.Stack(
		s.Text(width, page.Right, s.person, "issued", s.date(s.day())),
		s.Text(width, page.Right, s.label, "number", s.word("documents.letter.number", "Number", bound(s.number))))
}

// headed sets the heading of the text, and at its right how soon an answer is needed where that is not routine.
func (s *setter) headed(heading string, p documents.Priority) page.Box {
	if p == "" || p == documents.Routine {
		return s.Text(s.width(), page.Left, s.big, "heading", heading)
	}
	word := s.word(p.CatalogueKey())
	right := min(s.Width(in(s.person, alarm), "priority", word)+mm, s.width()/3)
	return page.Row(s.width(),
		page.Cell{Box: s.Text(s.width()-right-3*mm, page.Left, s.big, "heading", heading)},
		page.Cell{X: s.width() - right, Box: s.Text(right, page.Right, in(s.person, alarm), "priority", word)})
}

// underHeading sets what the paper is on the left; the day and the number on the right.
func (s *setter) underHeading(field, title string) page.Box {
	right := s.width() * 36 / 100
	return page.Row(s.width(),
		page.Cell{Box: s.Text(s.width()-right-3*mm, page.Left, s.look.title, field, title)},
		page.Cell{X: s.width() - right, Box: s.dated(right)})
}

// subject sets the patient as a certificate or an order form names them, in a tinted block across the page.
func (s *setter) subject() page.Box {
	return s.tinted(s.identity(s.width()-8*mm, true))
}

func (s *setter) tinted(box page.Box) page.Box {
	box.Width = s.width() - 8*mm
	return page.Fill(page.Pad(box, page.Margins{Top: s.line / 3, Right: 4 * mm, Bottom: s.line / 3, Left: 4 * mm}), tint)
}

// about sets the patient in a tinted block across the page.
func (s *setter) about() page.Box {
	inner := s.width() - 8*mm
	return s.tinted(page.Stack(s.words(inner, page.Left, s.heading, "documents.letter.patient"), s.identity(inner, false)))
}

// blocks sets the text. A heading stays with what follows; a gap, which only a preview has, stands out.
func (s *setter) blocks(body []template.Block) []page.Element {
	var list []page.Element
	for i, b := range body {
		part := page.Part{Before: s.line / 2}
		switch b.Kind {
		case template.Heading:
			part.Before, part.Glue = s.line*4/5, true
			part.Box = s.runs(s.width(), in(s.strong, accent), b)
		case template.Item:
			indent := s.line
			if i > 0 && body[i-1].Kind == template.Item {
				part.Before = s.line / 6
			} else {
				part.Before = s.line / 4
			}
			part.Box = page.Row(s.width(),
				page.Cell{Box: s.Text(indent, page.Left, in(s.strong, accent), "text", "•")},
				page.Cell{X: indent, Box: s.runs(s.width()-indent, s.body, b)})
		default:
			if i > 0 && body[i-1].Kind == template.Heading {
				part.Before = s.line / 4
			}
			part.Box = s.runs(s.width(), s.body, b)
		}
		list = append(list, part)
	}
	return list
}

func (s *setter) runs(width page.Length, style page.Style, b template.Block) page.Box {
	spans := make([]page.Span, len(b.Runs))
	for i, r := range b.Runs {
		spans[i] = page.Span{Style: style, Field: "body", Text: r.Text}
		if r.Gap {
			gap := in(s.strong, alarm)
			gap.Size, gap.Leading = style.Size, style.Leading
			spans[i] = page.Span{Style: gap, Field: "body", Text: s.word("documents.letter.gap", "Label", r.Text)}
		}
	}
	if len(spans) > 0 && mostlyLatin(b.Text()) {
		spans[0].Language = "en" // any that runs from left to right
	}
	return s.Rich(width, page.Left, spans...)
}

// mostlyLatin tells whether a text that somebody typed runs from left to right, whatever the page's own language: an English letter
// about a patient whose name is Arabic.
func mostlyLatin(text string) bool {
	balance := 0
	for _, r := range text {
		switch {
		case page.HasRightToLeft(string(r)):
			balance--
		case unicode.IsLetter(r):
			balance++
		}
	}
	return balance > 0
}

// signedBelow sets the line to sign on with who signs, and at its left who gets a copy.
func (s *setter) signedBelow(p documents.Practitioner, copyTo string) (page.Box, error) {
	left := page.Box{}
	if copyTo != "" {
		left = s.Text(s.width()*54/100, page.Left, s.label, "copyTo", s.word("documents.letter.copy_to", "Name", copyTo))
	}
	return s.signedBeside(left, p)
}

func (s *setter) signedBeside(left page.Box, p documents.Practitioner) (page.Box, error) {
	width := s.width() * 42 / 100
	box, err := s.signature(left, p.Signature,
		s.Text(width, page.Left, s.noteStrong, "author.name", s.name("author.name", p.Name)),
		s.Text(width, page.Left, s.note, "author.qualification", p.Qualification),
		s.Text(width, page.Left, s.note, "author.registration", p.Registration),
		s.words(width, page.Left, s.label, "documents.letter.signature"))
	return box, problem("author.signature", err)
}
