package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setDayEnd draws the page of a closed day: the drawer first, which somebody signs for, then what the day brought, then the code by which
// the page later bears witness to the record.
func setDayEnd(_ documents.Kind, f documents.DayEndFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued = s.word("documents.title.day_end"), f.Practice, f.Closed
	s.number = s.date(f.Date)

	closed := s.word("documents.day_end.closed", "When", instant(s.setting.Language, f.Closed, s.setting.Zone))
	by := ""
	if f.ClosedBy != "" {
		by = s.word("documents.day_end.by", "Name", s.printed(f.ClosedBy))
	}
	count := ""
	if f.Counts > 1 {
		count = s.word("documents.day_end.count", "Number", f.Counts)
	}
	first := s.deskHead(s.printed(f.Place), closed, by, count)
	elements := []page.Element{
		page.Part{Box: s.Text(s.width(), page.Left, s.person, "date", s.wholeDay(f.Date))},
		page.Part{Before: s.line / 2, Box: s.drawer(f)},
	}
	methods := s.methodTable(f)
	elements = append(elements, s.titled(methods, s.words(s.width(), page.Left, in(s.big, accent), "documents.day_end.methods")))
	papers := s.paperTable(f)
	elements = append(elements, s.titled(papers, s.words(s.width(), page.Left, in(s.big, accent), "documents.day_end.papers")))
	if f.Later {
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.framed(alarm, s.words(s.width()-6*mm, page.Left, in(s.strong, alarm), "documents.day_end.later"))})
	}
	elements = append(elements, page.Part{Before: s.line * 3 / 2, Box: s.anchorCode(f.Code)})
	width := s.width() * 42 / 100
	closing, err := s.signature(s.signHere(width, "documents.day_end.checked"), nil,
		s.Text(width, page.Left, s.noteStrong, "closedBy", s.printed(f.ClosedBy)), s.words(width, page.Left, s.label, "documents.day_end.counted_by"))
	if err != nil {
		return nil, err
	}
	return s.compose(first, closing, elements...)
}

// signHere is a line to sign on with a caption below, for the left of a signature.
func (s *setter) signHere(width page.Length, key string) page.Box {
	return page.Stack(page.Space(s.line*12/5), page.Rule(width, fine, ink), page.Space(s.line/5), s.Text(width, page.Left, s.noteStrong, "text", nbsp), s.words(width, page.Left, s.label, key))
}

// drawer sets the count of the cash: what should lie there, what does, and why it differs.
func (s *setter) drawer(f documents.DayEndFacts) page.Box {
	padding := page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}
	inner := s.width() - padding.Left - padding.Right
	room := max(s.room(s.body, f.Opening, f.Cash), s.room(s.strong, f.Expected), s.roomFor(s.big, s.amount(f.Counted), s.amount(f.Difference), s.amount(f.Difference.Neg())))
	rows := []page.Box{
		s.sum(inner, room, s.word("documents.day_end.opening"), s.body, s.money(f.Opening)),
		s.sum(inner, room, s.word("documents.day_end.cash"), s.body, s.money(f.Cash)),
		s.sum(inner, room, s.word("documents.day_end.expected"), s.strong, s.money(f.Expected)),
		page.Space(s.line / 4), page.Rule(inner, hairline, muted), page.Space(s.line / 4),
		s.sum(inner, room, s.word("documents.day_end.counted"), s.big, s.amount(f.Counted)),
	}
	switch {
	case f.Difference.Minor == 0:
		rows = append(rows, s.words(inner, page.Left, s.body, "documents.day_end.exact"))
	case f.Difference.Minor < 0:
		rows = append(rows, s.sum(inner, room, s.word("documents.day_end.missing"), in(s.big, alarm), s.amount(f.Difference.Neg())))
	default:
		rows = append(rows, s.sum(inner, room, s.word("documents.day_end.over"), in(s.big, alarm), s.amount(f.Difference)))
	}
	if f.Note != "" {
		rows = append(rows, page.Space(s.line/4), s.words(inner, page.Left, s.heading, "documents.day_end.note"), s.Text(inner, page.Left, s.body, "note", s.printed(f.Note)))
	}
	return page.Fill(page.Pad(page.Stack(rows...), padding), tint)
}

// methodTable lists what each way of paying brought, with the sums below.
func (s *setter) methodTable(f documents.DayEndFacts) page.Table {
	rows := make([][]gridCell, 0, len(f.Methods)+1)
	refunded := func(m value.Money) string {
		if m.IsZero() {
			return ""
		}
		return s.money(m.Neg())
	}
	net := func(in, out value.Money) string {
		return s.money(value.Money{Minor: in.Minor - out.Minor, Currency: in.Currency})
	}
	for _, m := range f.Methods {
		rows = append(rows, []gridCell{{field: "methods", text: m.Method, style: s.strong}, {field: "methods", text: s.figure(m.Payments + m.Refunds), more: []string{s.numbers(m.First, m.Last)}},
			{field: "methods", text: s.money(m.Received)}, {field: "methods", text: refunded(m.Refunded)}, {field: "methods", text: net(m.Received, m.Refunded), style: s.strong}})
	}
	if len(f.Methods) == 0 {
		rows = append(rows, []gridCell{{}, {field: "text", text: s.word("documents.day_end.no_money"), style: s.slanted}})
	}
	rows = append(rows, []gridCell{{field: "text", text: s.word("documents.day_end.total"), style: s.strong}, {}, {field: "received", text: s.money(f.Received), style: s.strong},
		{field: "refunded", text: refunded(f.Refunded), style: s.strong}, {field: "received", text: net(f.Received, f.Refunded), style: s.strong}})
	return s.grid([]gridColumn{
		{key: "documents.day_end.method", share: 2},
		{key: "documents.day_end.receipts", share: 3},
		{key: "documents.day_end.received", align: page.Figures},
		{key: "documents.day_end.refunded", align: page.Figures},
		{key: "documents.day_end.net", align: page.Figures},
	}, rows)
}

// paperTable lists the papers of the day with their numbers, so that none is missing unseen.
func (s *setter) paperTable(f documents.DayEndFacts) page.Table {
	row := func(key, field string, p documents.DayEndPapers, total value.Money) []gridCell {
		return []gridCell{{field: field, text: s.word(key)}, {field: field, text: s.figure(p.Count)}, {field: field, text: s.numbers(p.First, p.Last)}, {field: field, text: s.money(total)}}
	}
	return s.grid([]gridColumn{
		{key: "documents.day_end.paper", share: 2},
		{key: "documents.day_end.how_many", align: page.Figures},
		{key: "documents.day_end.which", share: 3},
		{key: "documents.day_end.amount", args: []any{"Currency", value.Symbol(f.Counted.Currency)}, align: page.Figures},
	}, [][]gridCell{row("documents.day_end.invoices", "invoices", f.Invoices, f.Invoices.Total), row("documents.day_end.credit_notes", "creditNotes", f.CreditNotes, f.CreditNotes.Total.Neg())})
}

// numbers writes a range of printed numbers.
func (s *setter) numbers(first, last string) string {
	switch {
	case first == "":
		return ""
	case first == last:
		return bound(first)
	}
	return s.word("documents.day_end.range", "First", bound(first), "Last", bound(last))
}

// anchorCode sets the code that says how far the audit trail reached, and how to compare it.
func (s *setter) anchorCode(code string) page.Box {
	padding := page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}
	inner := s.width() - padding.Left - padding.Right
	style := page.Style{Face: page.Bold, Size: s.body.Size * 15 / 10, Leading: s.body.Leading * 15 / 10, Colour: ink}
	return page.Frame(page.Pad(page.Stack(
		s.words(inner, page.Left, s.heading, "documents.day_end.code"),
		page.Space(s.line/5), s.Text(inner, page.Left, style, "code", code), page.Space(s.line/5),
		s.words(inner, page.Left, s.note, "documents.day_end.code_how")), padding), fine, accent)
}
