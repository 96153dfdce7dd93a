package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// downtimeWalkIns is how many empty places the sheet has for patients who come without an appointment.
const downtimeWalkIns = 4

// setDowntime draws the sheet with which the practice works while its computer cannot. Each patient has what must be known before anything is
// given to them, and lines to write on.
func setDowntime(_ documents.Kind, f documents.DowntimeFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued = s.word("documents.title.downtime"), f.Practice, f.Made
	s.number = s.date(f.Date)

	when := instant(s.setting.Language, f.Made, s.setting.Zone)
	elements := []page.Element{
		page.Part{Box: s.Text(s.width(), page.Left, s.person, "date", s.wholeDay(f.Date))},
		page.Part{Before: s.line / 4, Box: s.words(s.width(), page.Left, s.body, "documents.downtime.lead", "When", when)},
	}
	if !f.Clinical {
		elements = append(elements, page.Part{Before: s.line / 2, Box: s.framed(alarm, s.words(s.width()-6*mm, page.Left, in(s.strong, alarm), "documents.downtime.not_clinical"))})
	}
	for _, g := range f.Groups {
		table := page.Table{Before: s.line, Head: page.Stack(s.whoseDay(g.Practitioner, len(g.Rows)), page.Space(s.line/4), page.Rule(s.width(), fine, ink))}
		for _, row := range g.Rows {
			table.Rows = append(table.Rows, s.downtimeRows(f, row)...)
		}
		elements = append(elements, table)
	}
	if len(f.Groups) == 0 {
		elements = append(elements, page.Part{Before: s.line, Box: s.words(s.width(), page.Left, s.body, "documents.desk.nobody")})
	}
	elements = append(elements, s.leftOut(f.LeftOut), s.walkIns())
	return s.compose(s.deskHead(s.printed(f.Place), s.madeAt(f.MadeBy), s.stateOf(f.Code)), page.Box{}, elements...)
}

// stateOf names the state of the record that a sheet was drawn from.
func (s *setter) stateOf(code string) string {
	if code == "" {
		return ""
	}
	return s.word("documents.desk.state", "Code", bound(code))
}

// medicinesTogether is how many medicines stand in one row: who takes more has several rows, which fill the pages that one could not.
const medicinesTogether = 8

// downtimeRows is one patient: who and when, what must be known, and room to write. Each row after the first names the patient again, for it
// may stand on another page.
func (s *setter) downtimeRows(f documents.DowntimeFacts, row documents.DowntimeRow) []page.Box {
	time := s.Width(s.person, "text", clock(0)) + 4*mm
	width := s.width() - time
	right := width * 34 / 100
	left := width - right - 3*mm
	balance := s.word("documents.downtime.balance_none")
	switch {
	case row.Balance.Minor > 0:
		balance = s.word("documents.downtime.balance", "Amount", s.amount(row.Balance))
	case row.Balance.Minor < 0:
		balance = s.word("documents.downtime.credit", "Amount", s.amount(row.Balance.Neg()))
	}
	who := page.RowTop(width,
		page.Cell{Box: page.Stack(s.Text(left, page.Left, s.big, "patient", s.called(row.Patient)), s.dotted(left, s.label, "number", append(s.patientFacts(row.DayListRow), bound(s.printed(row.Phone)))...))},
		page.Cell{X: left + 3*mm, Box: page.Stack(s.Text(right, page.Right, s.body, "balance", balance), s.Text(right, page.Right, s.label, "reason", strings.Join(s.purpose(row.DayListRow), "\n")), s.Text(right, page.Right, s.label, "state", s.joined(s.comma(), s.standing(row.DayListRow)...)))})
	beside := func(parts ...page.Box) page.Box {
		return page.RowTop(s.width(), page.Cell{Box: s.Text(time, page.Left, s.person, "minute", clock(row.Minute))}, page.Cell{X: time, Box: page.Stack(parts...)})
	}
	parts, medicines := []page.Box{who}, row.Medicines
	var rows []page.Box
	if f.Clinical {
		parts = append(parts, page.Space(s.line/4), s.downtimeFact(width, "documents.downtime.allergies", s.allergyText(row.Allergies)),
			s.downtimeFact(width, "documents.downtime.medicines", s.medicineText(medicines[:min(len(medicines), medicinesTogether)])))
		for len(medicines) > medicinesTogether {
			medicines = medicines[medicinesTogether:]
			rows = append(rows, page.Pad(beside(parts...), page.Margins{Top: s.line / 3}))
			parts = []page.Box{s.Text(width, page.Left, s.label, "patient", s.called(row.Patient)),
				s.downtimeFact(width, "documents.downtime.medicines", s.medicineText(medicines[:min(len(medicines), medicinesTogether)]))}
		}
	}
	parts = append(parts, page.Space(s.line/2), s.boxes(width, "documents.desk.came", "documents.desk.seen", "documents.downtime.paid_how_much"), s.blank(width, 2), page.Space(s.line/4))
	return append(rows, page.Stack(s.padded(beside(parts...), s.line/3), page.Rule(s.width(), hairline, hair)))
}

// downtimeFact is a label and a text beside it.
func (s *setter) downtimeFact(width page.Length, key string, text page.Span) page.Box {
	label := s.Width(s.label, "text", s.word("documents.downtime.medicines"))
	label = max(label, s.Width(s.label, "text", s.word("documents.downtime.allergies"))) + 3*mm
	label = min(label, width/3)
	return page.Row(width, page.Cell{Box: s.words(label, page.Left, s.label, key)}, page.Cell{X: label, Box: s.Text(width-label, page.Left, text.Style, text.Field, text.Text)})
}

// allergyText says what the patient must not be given; not asked is no "none".
func (s *setter) allergyText(a documents.AllergyStatus) page.Span {
	switch a.State {
	case documents.AllergyNoneKnown:
		return page.Span{Style: s.body, Field: "allergies", Text: s.word("documents.prescription.allergies_none")}
	case documents.AllergyListed:
		var list []string
		for _, one := range a.Allergies {
			risk := ""
			if one.HighRisk {
				risk = s.word("documents.prescription.high_risk")
			}
			list = append(list, s.printed(s.joined(s.comma(), one.Substance, risk, one.Reaction)))
		}
		return page.Span{Style: in(s.strong, alarm), Field: "allergies", Text: s.joined(s.semicolon(), list...)}
	}
	return page.Span{Style: s.strong, Field: "allergies", Text: s.word("documents.prescription.allergies_not_asked")}
}

// medicineText lists what the patient takes, one a line.
func (s *setter) medicineText(list []string) page.Span {
	if len(list) == 0 {
		return page.Span{Style: in(s.body, muted), Field: "medicines", Text: s.word("documents.downtime.medicines_none")}
	}
	lines := make([]string, len(list))
	for i, medicine := range list {
		lines[i] = s.printed(medicine)
	}
	return page.Span{Style: s.body, Field: "medicines", Text: strings.Join(lines, "\n")}
}

// walkIns are empty places for who comes without an appointment.
func (s *setter) walkIns() page.Element {
	table := page.Table{Before: s.line * 3 / 2, Head: page.Stack(s.words(s.width(), page.Left, in(s.big, accent), "documents.downtime.walk_ins"), page.Space(s.line/4), page.Rule(s.width(), fine, ink))}
	half := s.width()/2 - 2*mm
	for range downtimeWalkIns {
		first := page.RowTop(s.width(),
			page.Cell{Box: s.toWrite(half, s.label, s.word("documents.downtime.name"), 1)},
			page.Cell{X: half + 4*mm, Box: s.toWrite(half, s.label, s.word("documents.downtime.born"), 1)})
		second := page.RowTop(s.width(),
			page.Cell{Box: s.toWrite(half, s.label, s.word("documents.downtime.phone"), 1)},
			page.Cell{X: half + 4*mm, Box: s.toWrite(half, s.label, s.word("documents.downtime.asked_allergies"), 1)})
		row := page.Stack(page.Space(s.line*2/3), first, page.Space(s.line*2/3), second, page.Space(s.line/2),
			s.boxes(s.width(), "documents.desk.came", "documents.desk.seen", "documents.downtime.paid_how_much"), s.blank(s.width(), 2), page.Space(s.line*2/3))
		table.Rows = append(table.Rows, page.Stack(row, page.Rule(s.width(), hairline, hair)))
	}
	return table
}
