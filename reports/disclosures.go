package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// setDisclosures draws what a patient is told of who was given their data, who put it on paper and who looked at it. What was given out
// stands first: it is what the law asks of.
func setDisclosures(_ documents.Kind, f documents.DisclosureFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title = s.word("documents.title.disclosures")
	s.practice, s.issued, s.patient = f.Letterhead.Practice, f.Made, &f.Patient

	first := s.letterhead(f.Letterhead, s.headTitle(f.Letterhead.Practice))
	right := s.width() * 38 / 100
	left := s.width() - right - 4*mm
	elements := []page.Element{
		page.Part{Box: page.RowTop(s.width(), page.Cell{Box: page.Stack(s.words(left, page.Left, s.heading, "documents.disclosures.about"), s.identity(left, false))},
			page.Cell{X: s.width() - right, Box: page.Stack(
				s.pair(right, "documents.disclosures.made", s.body, "issued", s.date(s.day())),
				s.pair(right, "documents.disclosures.from", s.body, "from", s.date(f.From)),
				s.pair(right, "documents.disclosures.to", s.body, "to", s.date(f.To)))})},
		page.Part{Before: s.line * 3 / 4, Box: s.words(s.width(), page.Left, s.body, "documents.disclosures.lead", "Practice", f.Letterhead.Practice)},
	}
	elements = append(elements, s.disclosed("documents.disclosures.given", "documents.disclosures.given_none", "documents.disclosures.to_whom", f.Given)...)
	elements = append(elements, s.disclosed("documents.disclosures.printed", "documents.disclosures.printed_none", "", f.Printed)...)
	elements = append(elements, s.seen(f.Seen)...)
	if f.More {
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.framed(alarm, s.words(s.width()-6*mm, page.Left, in(s.strong, alarm), "documents.disclosures.more"))})
	}
	elements = append(elements,
		page.Part{Before: s.line, Glue: true, Box: s.words(s.width(), page.Left, in(s.big, accent), "documents.disclosures.not_here")},
		page.Part{Before: s.line / 4, Box: s.words(s.width(), page.Left, s.body, "documents.disclosures.not_here_text")},
		page.Part{Before: s.line / 2, Box: s.words(s.width(), page.Left, s.label, "documents.disclosures.law_"+rightOf(f.Country))})
	width := s.width() * 42 / 100
	closing, err := s.signature(page.Box{}, nil, s.Text(width, page.Left, s.noteStrong, "madeBy", s.printed(f.MadeBy)),
		s.words(width, page.Left, s.label, "documents.invoice.signature", "Practice", f.Letterhead.Practice))
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// disclosed lists what left, under a heading; recipient names the column of who took it, "" for a list without one.
func (s *setter) disclosed(title, none, recipient string, lines []documents.DisclosureLine) []page.Element {
	heading := s.words(s.width(), page.Left, in(s.big, accent), title)
	if len(lines) == 0 {
		return []page.Element{page.Part{Before: s.line, Glue: true, Box: heading}, page.Part{Before: s.line / 4, Box: s.words(s.width(), page.Left, s.slanted, none)}}
	}
	columns := []gridColumn{{key: "documents.audit.when", share: 7}, {key: "documents.disclosures.what", share: 8}}
	if recipient != "" {
		columns = append(columns, gridColumn{key: recipient, share: 6})
	}
	columns = append(columns, gridColumn{key: "documents.disclosures.by", share: 6})
	rows := make([][]gridCell, len(lines))
	for i, line := range lines {
		row := []gridCell{{field: "at", text: instant(s.setting.Language, line.At, s.setting.Zone)}, {field: "what", text: s.printed(line.What), more: []string{line.How}}}
		if recipient != "" {
			to := gridCell{field: "to", text: s.printed(line.To), style: s.strong}
			if to.text == "" {
				to.text, to.style = s.word("documents.disclosures.unknown"), s.slanted
			}
			row = append(row, to)
		}
		rows[i] = append(row, gridCell{field: "by", text: s.printed(line.By), more: []string{s.printed(line.Why)}})
	}
	return []page.Element{s.titled(s.grid(columns, rows), heading)}
}

// seen lists who looked at the record inside the practice.
func (s *setter) seen(lines []documents.SeenLine) []page.Element {
	heading := s.words(s.width(), page.Left, in(s.big, accent), "documents.disclosures.seen")
	if len(lines) == 0 {
		return []page.Element{page.Part{Before: s.line, Glue: true, Box: heading}, page.Part{Before: s.line / 4, Box: s.words(s.width(), page.Left, s.slanted, "documents.disclosures.seen_none")}}
	}
	rows := make([][]gridCell, len(lines))
	for i, line := range lines {
		rows[i] = []gridCell{{field: "who", text: s.printed(line.Who), style: s.strong, more: []string{line.Role}}, {field: "times", text: s.figure(line.Times)},
			{field: "first", text: instant(s.setting.Language, line.First, s.setting.Zone)}, {field: "last", text: instant(s.setting.Language, line.Last, s.setting.Zone)}}
	}
	return []page.Element{s.titled(s.grid([]gridColumn{
		{key: "documents.disclosures.person", share: 1},
		{key: "documents.disclosures.times", align: page.Figures},
		{key: "documents.disclosures.first", align: page.Right},
		{key: "documents.disclosures.last", align: page.Right},
	}, rows), heading)}
}

// rightOf tells which law's right to this page the catalogue names for a country; "unnamed" where it names none.
func rightOf(country string) string {
	switch law := lawOf(country); law {
	case "eu", "gb", "us", "in":
		return law
	}
	return "unnamed"
}
