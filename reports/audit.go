package reports

import (
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setAudit draws the audit report: who did what, newest first, with the question that it answers at its head.
func setAudit(_ documents.Kind, f documents.AuditFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued, s.patient = s.word("documents.title.audit"), f.Practice, f.Made, f.Patient

	elements := []page.Element{page.Part{Box: s.auditQuestion(f)}}
	rows := make([][]gridCell, len(f.Rows))
	for i, row := range f.Rows {
		rows[i] = s.auditRow(row, f.Patient != nil)
	}
	columns := []gridColumn{
		{key: "documents.audit.when"},
		{key: "documents.audit.who", share: 7},
		{key: "documents.audit.what", share: 8},
	}
	if f.Patient == nil {
		columns = append(columns, gridColumn{key: "documents.audit.patient", share: 7})
	}
	columns = append(columns, gridColumn{key: "documents.audit.reason", share: 7})
	if len(rows) > 0 {
		table := s.gridIn(s.note, columns, rows)
		table.Before = s.line
		elements = append(elements, table)
	}
	end := s.word("documents.audit.count", "Count", len(f.Rows))
	if f.More {
		end = s.word("documents.audit.more", "Count", len(f.Rows))
	}
	elements = append(elements, page.Part{Before: s.line, Box: s.Text(s.width(), page.Left, s.strong, "text", end)},
		page.Part{Before: s.line / 4, Box: s.words(s.width(), page.Left, s.label, "documents.audit.how")})
	return s.compose(s.deskHead(s.madeAt(f.MadeBy), s.stateOf(f.Code)), page.Box{}, elements...)
}

// auditQuestion is what was asked: about whom, by whom, from when to when.
func (s *setter) auditQuestion(f documents.AuditFacts) page.Box {
	who := s.word("documents.audit.everyone")
	if f.Who != "" {
		who = s.printed(f.Who)
	}
	rows := []page.Box{s.questionRow("documents.audit.period", s.span(f.From, f.To)), s.questionRow("documents.audit.by", who)}
	if f.Patient == nil {
		return page.StackGap(s.line/6, append(rows, s.questionRow("documents.audit.about", s.word("documents.audit.all_patients")))...)
	}
	return page.Stack(s.identity(s.width(), false), page.Space(s.line/2), page.StackGap(s.line/6, rows...))
}

func (s *setter) questionRow(key, text string) page.Box {
	column := s.width() * 18 / 100
	return page.Row(s.width(), page.Cell{Box: s.words(column, page.Left, s.label, key)}, page.Cell{X: column + 2*mm, Box: s.Text(s.width()-column-2*mm, page.Left, s.body, "text", text)})
}

// span writes a period that may be open at either end.
func (s *setter) span(from, to value.PartialDate) string {
	switch {
	case from.IsZero() && to.IsZero():
		return s.word("documents.audit.always")
	case from.IsZero():
		return s.word("documents.audit.until", "To", s.date(to))
	case to.IsZero():
		return s.word("documents.audit.since", "From", s.date(from))
	case from == to:
		return s.date(from)
	}
	return s.word("documents.audit.between", "From", s.date(from), "To", s.date(to))
}

func (s *setter) auditRow(row documents.AuditRow, onePatient bool) []gridCell {
	what := gridCell{field: "what", text: row.What}
	if row.Outcome != "" {
		what.style, what.more = in(s.strong, alarm), []string{row.Outcome}
	}
	cells := []gridCell{{field: "at", text: instant(s.setting.Language, row.At, s.setting.Zone)}, {field: "who", text: s.printed(row.Who), style: s.strong, more: []string{row.Role}}, what}
	if !onePatient {
		patient := gridCell{field: "patient"}
		if row.Number != "" {
			patient.text, patient.more = s.called(row.Patient), []string{row.Number}
		}
		cells = append(cells, patient)
	}
	return append(cells, gridCell{field: "reason", text: s.printed(row.Reason)})
}
