package reports

import (
	"slices"
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// letterhead sets the head of a first page: the practice on the start side, another box on the
// end side, who works there below where everyone is listed, and a rule. On printed pads only the
// box on the end side stays, where it says more than the paper does.
func (s *setter) letterhead(head documents.Letterhead, right page.Box) page.Box {
	rightWidth := right.Width
	if s.setting.PadBand > 0 {
		if right.Empty() {
			return page.Box{}
		}
		return page.Stack(page.Row(s.width(), page.Cell{X: s.width() - rightWidth, Box: right}), page.Space(s.line/2))
	}
	s.footer = head.Footer
	left := s.practiceBlock(s.width()-rightWidth-4*mm, head)
	return page.Stack(
		page.Row(s.width(), page.Cell{Box: left}, page.Cell{X: s.width() - rightWidth, Box: right}),
		s.heads(head.Practitioners),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line*2/3),
	)
}

// titleLeast is the least size of a title, in per cent of its usual one, that lets the practice's name stand beside it on one line.
const titleLeast = 70

// headTitle is what the document is, on the end side of a letterhead. A long title is set smaller where that keeps the practice's name on one
// line; where it does not, both break.
func (s *setter) headTitle(practice string) page.Box {
	style := s.titleWithin(s.look.title, s.width()-4*mm-s.Width(s.look.practice, "letterhead.practice", practice)-2*mm)
	return s.Text(min(s.Width(style, "text", s.title)+mm, s.width()*58/100), page.Right, style, "text", s.title)
}

// titleWithin is a style in which the title takes no more than some room, or the usual one where even the least size takes more.
func (s *setter) titleWithin(usual page.Style, room page.Length) page.Style {
	style := usual
	for s.Width(style, "text", s.title) > room {
		if style.Size <= usual.Size*titleLeast/100 {
			return usual
		}
		style = smaller(style)
	}
	return style
}

// smaller is a style a step smaller.
func smaller(style page.Style) page.Style {
	step := style.Size / 20
	style.Leading -= style.Leading * step / style.Size
	style.Size -= step
	return style
}

// sheetTitle is what a sheet without a letterhead is, on one line where a smaller size makes that possible.
func (s *setter) sheetTitle(width page.Length) page.Box {
	return s.Text(width, page.Left, s.titleWithin(in(s.look.title, accent), width), "text", s.title)
}

// practiceBlock is the practice with its logo: a wide one above the name, another beside it.
func (s *setter) practiceBlock(width page.Length, head documents.Letterhead) page.Box {
	logo, above := s.logo(head.Logo, width)
	text := width
	if !logo.Empty() && !above {
		text -= logo.Width + logoGap
	}
	lines := []page.Box{
		s.Text(text, page.Left, s.look.practice, "letterhead.practice", head.Practice),
		s.Text(text, page.Left, s.slanted, "letterhead.slogan", head.Slogan),
	}
	// A small sheet has no room for a line of its own for each fact.
	set := func(field string, facts []string) {
		if s.setting.Paper == documents.PaperA5 || s.setting.Paper == documents.PaperA6 {
			lines = append(lines, s.dotted(text, s.label, field, facts...))
			return
		}
		lines = append(lines, s.Text(text, page.Left, s.label, field, strings.Join(facts, "\n")))
	}
	set("letterhead.address", head.Address)
	lines = append(lines, s.dotted(text, s.label, "letterhead.phone", bound(head.Phone), head.Email))
	set("letterhead.hours", head.Hours)
	lines = append(lines, s.dotted(text, s.note, "letterhead.taxId", head.TaxID, head.Registration))
	block := page.Stack(lines...)
	switch {
	case logo.Empty():
		return block
	case above:
		return page.Stack(logo, page.Space(s.line/2), block)
	}
	beside := page.RowTop(width, page.Cell{Box: logo}, page.Cell{X: logo.Width + logoGap, Box: block})
	beside.Baseline = block.Baseline
	return beside
}

// The room of a logo on A4. On smaller sheets it shrinks with the type.
const (
	logoGap        = 4 * mm
	logoWideWidth  = 74 * mm
	logoWideHeight = 15 * mm
	logoSide       = 23 * mm // of a square one, and the most that one beside the name is wide
	logoTall       = 27 * mm
)

// logo sets the logo in the room that its proportions ask for, and tells whether it stands above the
// name: one more than twice as wide as high does. One that can't be drawn is left out: the page is
// worth more than its ornament, and Settings has drawn it before it was kept.
func (s *setter) logo(data []byte, most page.Length) (box page.Box, above bool) {
	if len(data) == 0 {
		return page.Box{}, false
	}
	shrink := func(l page.Length) page.Length {
		return l * page.Length(s.body.Size) / page.Length(lookFor(documents.PaperA4, 0).body.Size)
	}
	wide, high := proportions(data)
	height := shrink(logoSide)
	width := shrink(logoSide)
	switch {
	case wide >= 2*high:
		above, width, height = true, shrink(logoWideWidth), shrink(logoWideHeight)
	case 4*wide < 3*high:
		height = shrink(logoTall)
	case wide > high:
		width = shrink(logoSide * 4 / 3)
	}
	box, err := s.Picture(data, min(width, most), height)
	if err != nil {
		return page.Box{}, false
	}
	return box, above
}

// heads lists everyone who treats, in columns as wide as the sheet allows. A list that would take a
// fifth of the sheet shrinks to the names, and one that still does is left out: the page names who
// signs it all the same, and the patient's part needs the room.
func (s *setter) heads(list []documents.Practitioner) page.Box {
	if len(list) == 0 {
		return page.Box{}
	}
	most := s.paper.Height / 5
	if box := s.headColumns(list); box.Height <= most {
		return box
	}
	var names []string
	for i, p := range list {
		names = append(names, bound(s.name(documents.HeadField(i)+".name", p.Name)))
	}
	if box := page.Stack(page.Space(s.line/2), s.dotted(s.width(), s.note, "letterhead.practitioners", names...)); box.Height <= most {
		return box
	}
	return page.Box{}
}

func (s *setter) headColumns(list []documents.Practitioner) page.Box {
	columns := 2
	if s.width() > 150*mm && len(list) > 2 {
		columns = 3
	}
	const gap = 5 * mm
	width := (s.width() - page.Length(columns-1)*gap) / page.Length(columns)
	rows := []page.Box{page.Space(s.line / 2)}
	for start := 0; start < len(list); start += columns {
		var cells []page.Cell
		for i, p := range list[start:min(start+columns, len(list))] {
			field := documents.HeadField(start + i)
			cells = append(cells, page.Cell{X: page.Length(i) * (width + gap), Box: page.Stack(
				s.Text(width, page.Left, s.noteStrong, field+".name", s.name(field+".name", p.Name)),
				s.dotted(width, s.label, field+".qualification", p.Qualification, p.Profession, p.Registration),
			)})
		}
		rows = append(rows, page.RowTop(s.width(), cells...), page.Space(s.line/4))
	}
	return page.Stack(rows...)
}

// practitioner sets who signs, for the right of the letterhead.
func (s *setter) practitioner(p documents.Practitioner, field string) page.Box {
	width := s.width() * 42 / 100
	return page.Stack(
		s.Text(width, page.Right, s.person, field+".name", s.name(field+".name", p.Name)),
		s.Text(width, page.Right, s.label, field+".qualification", join(dot, p.Profession, p.Qualification)),
		s.Text(width, page.Right, s.note, field+".registration", p.Registration),
		s.Text(width, page.Right, s.note, field+".identifiers", strings.Join(p.Identifiers, "\n")),
		s.Text(width, page.Right, s.label, field+".phone", strings.Join(kept(bound(p.Phone), p.Email), "\n")),
	)
}

// kept are the texts that aren't empty.
func kept(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// identity sets the patient's block in a width. A page about a patient names them so that
// two people can't be taken for each other: name, birth date, number, and what helps. What
// only a clinical page needs stays off a bill.
func (s *setter) identity(width page.Length, clinical bool) page.Box {
	p := s.patient
	weight, relation := "", ""
	if clinical {
		relation = p.Relation
		if !p.Weight.IsZero() {
			weight = bound(s.word("documents.page.weight", "Weight", p.Weight.String(), "Date", s.date(p.WeightDate)))
		}
	}
	return page.Stack(
		s.Text(width, page.Left, s.person, "patient.name", s.name("patient.name", p.Name)),
		s.Text(width, page.Left, s.label, "patient.relation", relation),
		s.dotted(width, s.body, "patient", s.word(p.Sex.CatalogueKey()), s.age(), s.born()),
		s.dotted(width, s.body, "patient", s.patientNumber(), weight),
		s.Text(width, page.Left, s.label, "patient.address", s.joined(", ", p.Address...)),
	)
}

// dotted sets facts with a dot between them; where a line ends, none is left hanging.
func (s *setter) dotted(width page.Length, style page.Style, field string, facts ...string) page.Box {
	var lines []string
	for _, fact := range facts {
		if fact == "" {
			continue
		}
		if page.RightToLeft(s.setting.Language) {
			fact = page.Isolate(fact)
		}
		if n := len(lines); n > 0 && s.Width(style, field, lines[n-1]+dot+fact) <= width {
			lines[n-1] += dot + fact
		} else {
			lines = append(lines, fact)
		}
	}
	return s.Text(width, page.Left, style, field, strings.Join(lines, "\n"))
}

// notices are the lines under the head that change what the page is worth.
func (s *setter) notices(reference *documents.Reference, field, key, undated string) []page.Element {
	var list []page.Element
	if v := s.void; v != nil {
		when := instant(s.setting.Language, v.At, s.setting.Zone)
		text := s.word("documents.page.void", "When", when, "Reason", v.Reason)
		if v.By != "" {
			text = s.word("documents.page.void_by", "When", when, "Reason", v.Reason, "Name", v.By)
		}
		list = append(list, page.Part{Before: s.line / 2, Box: s.framed(alarm, s.Text(s.width()-6*mm, page.Left, in(s.strong, alarm), "void.reason", text))})
	}
	if r := reference; r != nil {
		text := s.word(undated, "Number", r.Number, "Reason", r.Reason)
		if !r.Date.IsZero() {
			text = s.word(key, "Number", r.Number, "Date", s.date(r.Date), "Reason", r.Reason)
		}
		list = append(list, page.Part{Before: s.line / 2, Box: s.Text(s.width(), page.Left, s.body, field+".reason", text)})
	}
	return list
}

// framed puts a text in a frame across the page.
func (s *setter) framed(colour page.Colour, box page.Box) page.Box {
	padding := page.Margins{Top: s.line / 4, Right: 3 * mm, Bottom: s.line / 4, Left: 3 * mm}
	return page.Frame(page.Pad(box, padding), fine, colour)
}

// labelled sets a label and a text in two columns; nothing where there is no text.
func (s *setter) labelled(key, field, text string) page.Box {
	if text == "" {
		return page.Box{}
	}
	indent := s.indent()
	return page.Row(s.width(),
		page.Cell{Box: s.words(indent-2*mm, page.Left, s.label, key)},
		page.Cell{X: indent, Box: s.Text(s.width()-indent, page.Left, s.body, field, text)},
	)
}

// indent is the width of the column of labels, by the longest of them.
func (s *setter) indent() page.Length {
	indent := s.line * 3
	for _, key := range []string{"documents.prescription.diagnosis", "documents.prescription.advice", "documents.prescription.review"} {
		indent = max(indent, s.Width(s.label, "text", s.word(key))+3*mm)
	}
	return min(indent, s.width()/4)
}

// signature sets the line to sign on, or the signature, with the signer's name below. What
// stands on the left of it is given by the caller.
func (s *setter) signature(left page.Box, image []byte, caption ...page.Box) (page.Box, error) {
	width := s.width() * 42 / 100
	room := s.line * 12 / 5
	above := page.Space(room)
	if len(image) > 0 {
		picture, err := s.Picture(image, width, room)
		if err != nil {
			return page.Box{}, err
		}
		above = page.Pad(picture, page.Margins{Top: room - picture.Height})
	}
	parts := append([]page.Box{above, page.Rule(width, fine, ink), page.Space(s.line / 5)}, caption...)
	sign := page.Stack(parts...)
	height := max(left.Height, sign.Height)
	return page.RowTop(s.width(),
		page.Cell{Box: page.Pad(left, page.Margins{Top: height - left.Height})},
		page.Cell{X: s.width() - width, Box: page.Pad(sign, page.Margins{Top: height - sign.Height})},
	), nil
}

// code sets a QR code with a caption beside it; nothing without a text.
func (s *setter) code(text, titleKey string, caption page.Box) (page.Box, error) {
	if text == "" {
		return page.Box{}, nil
	}
	const side, quiet = 22 * mm, 2 * mm
	square, err := page.QR(text, side, ink)
	if err != nil {
		return page.Box{}, err
	}
	width := s.width()*56/100 - side - 2*quiet
	title := s.words(width, page.Left, s.noteStrong, titleKey)
	return page.RowTop(s.width()*56/100, page.Cell{Box: square}, page.Cell{X: side + 2*quiet, Box: page.Stack(title, caption)}), nil
}
