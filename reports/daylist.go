package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// setDayList draws the appointments of a day, for the desk and the door.
func setDayList(_ documents.Kind, f documents.DayListFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued = s.word("documents.title.day_list"), f.Practice, f.Made
	s.number = s.date(f.Date)

	elements := []page.Element{page.Part{Box: s.Text(s.width(), page.Left, s.person, "date", s.wholeDay(f.Date))}}
	for _, g := range f.Groups {
		elements = append(elements, s.titled(s.dayTable(g), s.whoseDay(g.Practitioner, len(g.Rows))))
	}
	if len(f.Groups) == 0 {
		elements = append(elements, page.Part{Before: s.line, Box: s.words(s.width(), page.Left, s.body, "documents.desk.nobody")})
	}
	elements = append(elements, s.leftOut(f.LeftOut))
	return s.compose(s.deskHead(s.printed(f.Place), s.madeAt(f.MadeBy)), page.Box{}, elements...)
}

// madeAt says when the sheet was made and by whom.
func (s *setter) madeAt(by string) string {
	when := instant(s.setting.Language, s.issued, s.setting.Zone)
	if by == "" || !page.Drawable(by) {
		return s.word("documents.desk.made", "When", when)
	}
	return s.word("documents.desk.made_by", "When", when, "Name", by)
}

// dayTable lists the appointments of one practitioner, with boxes to tick and room for a word.
func (s *setter) dayTable(g documents.DayListGroup) page.Table {
	boxes := []string{"documents.desk.came", "documents.desk.seen", "documents.desk.paid"}
	tick := s.line * 5 / 2
	time := s.Width(s.strong, "text", clock(0)) + 3*mm
	pad := s.cellPad()
	ticks := tick * page.Length(len(boxes))
	inner := s.width() - 2*pad - time - ticks - 2*mm
	who := inner * 50 / 100
	why := inner - who - 3*mm
	place := func(i int) page.Length { return s.width() - pad - ticks + tick*page.Length(i) }

	head := []page.Cell{{X: pad, Box: s.words(time, page.Left, s.noteStrong, "documents.desk.time")}, {X: pad + time, Box: s.words(who, page.Left, s.noteStrong, "documents.desk.patient")},
		{X: pad + time + who + 3*mm, Box: s.words(why, page.Left, s.noteStrong, "documents.desk.reason")}}
	for i, key := range boxes {
		head = append(head, page.Cell{X: place(i), Box: s.words(tick, page.Left, s.noteStrong, key)})
	}
	table := page.Table{Head: page.Fill(s.padded(page.Row(s.width(), head...), s.line/4), tint)}
	for _, row := range g.Rows {
		cells := []page.Cell{
			{X: pad, Box: s.Text(time, page.Left, s.strong, "minute", clock(row.Minute))},
			{X: pad + time, Box: page.Stack(s.Text(who, page.Left, s.strong, "patient", s.called(row.Patient)), s.dotted(who, s.label, "number", s.patientFacts(row)...))},
			{X: pad + time + who + 3*mm, Box: page.Stack(s.dotted(why, s.body, "reason", s.purpose(row)...), s.dotted(why, s.label, "phone", append(s.standing(row), bound(s.printed(row.Phone)))...))},
		}
		for i := range boxes {
			cells = append(cells, page.Cell{X: place(i), Box: s.box()})
		}
		table.Rows = append(table.Rows, page.Stack(s.padded(page.Row(s.width(), cells...), s.line/5), page.Rule(s.width(), hairline, hair)))
	}
	return table
}
