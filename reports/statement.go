package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setStatement draws a statement of account: each entry with the balance after it, so that whoever pays can follow how it came about.
func setStatement(_ documents.Kind, f documents.StatementFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title = s.word("documents.title.statement")
	s.practice, s.number, s.issued, s.patient = f.Letterhead.Practice, f.Number, f.Issued, &f.Patient

	first := s.letterhead(f.Letterhead, s.headTitle(f.Letterhead.Practice))
	table := s.statementTable(f)
	table.Before = s.line * 3 / 4
	table.Tail = s.statementTotals(f)
	elements := []page.Element{page.Part{Box: s.statementHead(f)}, table}
	if f.Closing.Minor > 0 {
		elements = append(elements, page.Part{Before: s.line * 3 / 2, Box: s.ageing(f.Ageing)})
	}
	elements = append(elements, page.Part{Before: s.line, Box: s.words(s.width(), page.Left, s.label, "documents.statement.how", "Currency", value.Symbol(f.Closing.Currency))})
	return s.compose(first, page.Box{}, elements...)
}

// statementHead says whose account it is on the left; number, date and period on the right.
func (s *setter) statementHead(f documents.StatementFacts) page.Box {
	right := s.width() * 40 / 100
	left := s.width() - right - 4*mm
	return page.RowTop(s.width(),
		page.Cell{Box: page.Stack(s.words(left, page.Left, s.heading, "documents.statement.account"), s.identity(left, false))},
		page.Cell{X: s.width() - right, Box: page.Stack(
			s.pair(right, "documents.statement.number", s.strong, "number", bound(f.Number)),
			s.pair(right, "documents.statement.date", s.body, "issued", s.date(s.day())),
			s.pair(right, "documents.statement.from", s.body, "from", s.date(f.From)),
			s.pair(right, "documents.statement.to", s.body, "to", s.date(f.To)))},
	)
}

// The columns of a statement.
func statementColumns() []gridColumn {
	return []gridColumn{
		{key: "documents.statement.day", align: page.Left},
		{key: "documents.statement.what", align: page.Left, share: 1},
		{key: "documents.statement.charged", align: page.Figures},
		{key: "documents.statement.settled", align: page.Figures},
		{key: "documents.statement.balance", align: page.Figures},
	}
}

// statementTable lists the entries between the balances at both ends. The balance goes over from page to page.
func (s *setter) statementTable(f documents.StatementFacts) page.Table {
	end := func(day value.PartialDate, key, field string, balance value.Money) []gridCell {
		return []gridCell{{field: field, text: s.date(day), style: s.strong}, {field: field, text: s.word(key), style: s.strong}, {}, {}, {field: field, text: s.money(balance), style: s.strong}}
	}
	rows := [][]gridCell{end(f.From, "documents.statement.opening", "opening", f.Opening)}
	balances := []value.Money{f.Opening, f.Opening} // after so many rows
	for i, line := range f.Lines {
		rows, balances = append(rows, s.statementLine(i, line)), append(balances, line.Balance)
	}
	if len(f.Lines) == 0 {
		rows, balances = append(rows, []gridCell{{}, {field: "text", text: s.word("documents.statement.nothing"), style: s.slanted}}), append(balances, f.Opening)
	}
	rows = append(rows, end(f.To, "documents.statement.closing", "closing", f.Closing))
	columns := statementColumns()
	table := s.grid(columns, rows) // which gives the columns their widths
	running := func(key string) func(int) page.Box {
		return func(n int) page.Box {
			return s.sumRow(key, s.money(balances[min(n, len(balances)-1)]), columns[len(columns)-1].width)
		}
	}
	table.Carried, table.Brought = running("documents.statement.carried"), running("documents.statement.brought")
	return table
}

func (s *setter) statementLine(i int, line documents.StatementLine) []gridCell {
	field := func(part string) string { return documents.LineField(i, part) }
	of := ""
	if line.Of != "" {
		of = s.word("documents.statement.of", "Number", bound(line.Of))
	}
	payer := ""
	if line.Payer != "" {
		payer = s.word("documents.statement.payer", "Name", line.Payer)
	}
	charged, settled := s.money(line.Amount), ""
	if !line.Entry.Raises() {
		charged, settled = "", charged
	}
	return []gridCell{{field: field("date"), text: s.date(line.Date)}, {field: field("number"), text: s.word(line.Entry.CatalogueKey()), more: []string{line.Number, line.Method, of, payer}},
		{field: field("amount"), text: charged}, {field: field("amount"), text: settled}, {field: field("balance"), text: s.money(line.Balance)}}
}

// statementTotals sets what the period brought, and what is to pay at its end.
func (s *setter) statementTotals(f documents.StatementFacts) page.Box {
	width := s.width() * 46 / 100
	inner := width - 2*s.cellPad()
	charged, settled := value.Money{Currency: f.Closing.Currency}, value.Money{Currency: f.Closing.Currency}
	for _, line := range f.Lines { // Validate has added the same amounts
		if line.Entry.Raises() {
			charged.Minor += line.Amount.Minor
		} else {
			settled.Minor += line.Amount.Minor
		}
	}
	room := max(s.room(s.body, f.Opening, charged, settled.Neg()), s.roomFor(s.big, s.amount(f.Closing), s.amount(f.Closing.Neg())))
	row := func(key string, amount value.Money) page.Box {
		return page.Pad(s.sum(inner, room, s.word(key), s.body, s.money(amount)), page.Margins{Left: s.cellPad(), Right: s.cellPad(), Bottom: s.line / 6})
	}
	right := page.Stack(row("documents.statement.opening_sum", f.Opening), row("documents.statement.charged_sum", charged), row("documents.statement.settled_sum", settled.Neg()),
		page.Space(s.line/8), page.Rule(width, fine, ink), page.Space(s.line/5), s.closing(width, room, f.Closing))
	return page.Pad(page.RowTop(s.width(), page.Cell{X: s.width() - width, Box: right}), page.Margins{Top: s.line / 2})
}

// closing is the amount that matters.
func (s *setter) closing(width, room page.Length, balance value.Money) page.Box {
	padding := page.Margins{Top: s.line / 3, Right: s.cellPad(), Bottom: s.line / 3, Left: s.cellPad()}
	inner := width - padding.Left - padding.Right
	switch {
	case balance.Minor == 0:
		return page.Pad(s.words(inner, page.Left, s.strong, "documents.statement.to_pay_none"), padding)
	case balance.Minor < 0:
		return page.Pad(s.sum(inner, room, s.word("documents.statement.in_favour"), s.big, s.amount(balance.Neg())), padding)
	}
	return page.Fill(page.Pad(s.sum(inner, room, s.word("documents.statement.to_pay"), in(s.big, white), s.amount(balance)), padding), accent)
}

// ageing sets how long what is owed has been owed.
func (s *setter) ageing(a documents.Ageing) page.Box {
	parts := []struct {
		key    string
		amount value.Money
	}{{"documents.statement.age_30", a.UpTo30}, {"documents.statement.age_60", a.UpTo60}, {"documents.statement.age_90", a.UpTo90}, {"documents.statement.age_more", a.Over90}}
	if !a.Credit.IsZero() {
		parts = append(parts, struct {
			key    string
			amount value.Money
		}{"documents.statement.credit", a.Credit.Neg()})
	}
	each := (s.width() - 2*s.cellPad()) / page.Length(len(parts))
	cells := make([]page.Cell, 0, len(parts))
	for i, part := range parts {
		style := s.strong
		if part.amount.IsZero() {
			style = in(s.body, muted)
		}
		cells = append(cells, page.Cell{X: s.cellPad() + each*page.Length(i), Box: page.Stack(
			s.words(each-2*mm, page.Left, s.label, part.key), s.Text(each-2*mm, page.Left, style, "ageing", s.money(part.amount)))})
	}
	return page.Stack(s.words(s.width(), page.Left, s.heading, "documents.statement.ageing"), page.Space(s.line/4),
		page.Fill(s.padded(page.RowTop(s.width(), cells...), s.line/4), tint))
}
