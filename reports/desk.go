package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// What the sheets have in common with which the practice works: they stay in the house, so they bear its name and no letterhead.

// deskHead sets the title and the practice on the left, and what the sheet was made from on the right.
func (s *setter) deskHead(lines ...string) page.Box {
	left := s.width() * 62 / 100
	right := s.width() - left
	var facts []page.Box
	for _, line := range lines {
		facts = append(facts, s.Text(right, page.Right, s.label, "text", line))
	}
	return page.Stack(
		page.Row(s.width(),
			page.Cell{Box: page.Stack(s.sheetTitle(left), s.Text(left, page.Left, s.strong, "practice", s.practice))},
			page.Cell{X: left, Box: page.Stack(facts...)},
		),
		page.Space(s.line/2), page.Rule(s.width(), thickRule, accent), page.Space(s.line*2/3),
	)
}

// weekdays are the words of the days of a week, from time.Sunday on.
var weekdays = [7]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// wholeDay writes a day with its weekday in full: "Monday, 12 Jan 2026".
func (s *setter) wholeDay(d value.PartialDate) string {
	return s.word("documents.desk.day", "Weekday", s.word("documents.desk.weekday."+weekdays[d.Weekday()]), "Date", s.date(d))
}

// clock writes a minute of the day.
func clock(minute int) string { return value.FormatClock(minute) }

// called writes a name in the form that the page can print. A sheet about many patients is never held up by one of them: where no form can
// be printed, it leaves room to write it by hand.
func (s *setter) called(name value.HumanName) string {
	text, err := page.Choose("name", name, s.setting.NameOrder)
	if err != nil || strings.TrimSpace(text) == "" {
		return s.word("documents.desk.name_by_hand")
	}
	return text
}

// printed is a text from the record, or a word instead of it where the page can't print it.
func (s *setter) printed(text string) string {
	if !page.Drawable(text) {
		return s.word("documents.desk.text_unprintable")
	}
	return text
}

// bornShort says when somebody was born, as far as it is known.
func (s *setter) bornShort(d value.PartialDate) string {
	if d.IsZero() {
		return bound(s.word("documents.page.born_unknown"))
	}
	return bound(s.word("documents.page.born", "Date", s.date(d)))
}

// box is an empty box to tick.
func (s *setter) box() page.Box { return s.Text(s.line*3/2, page.Left, s.big, "text", "☐") }

// boxes sets words with a box to tick before each, in a row, each as wide as its share.
func (s *setter) boxes(width page.Length, keys ...string) page.Box {
	each := width / page.Length(len(keys))
	mark := s.line * 5 / 4
	cells := make([]page.Cell, 0, 2*len(keys))
	for i, key := range keys {
		x := each * page.Length(i)
		cells = append(cells, page.Cell{X: x, Box: s.box()}, page.Cell{X: x + mark, Box: s.words(each-mark, page.Left, s.label, key)})
	}
	return page.Row(width, cells...)
}

// blank sets lines to write on across a width.
func (s *setter) blank(width page.Length, lines int) page.Box {
	var parts []page.Box
	for range lines {
		parts = append(parts, page.Space(s.line*3/2), page.Rule(width, hairline, muted))
	}
	return page.Stack(parts...)
}

// leftOut says how many appointments of the day are not on the sheet; nothing where all are.
func (s *setter) leftOut(count int) page.Part {
	if count == 0 {
		return page.Part{}
	}
	return page.Part{Before: s.line / 2, Box: s.words(s.width(), page.Left, s.label, "documents.desk.left_out", "Count", count)}
}

// whoseDay is the line above the appointments with one practitioner.
func (s *setter) whoseDay(name value.HumanName, count int) page.Box {
	half := s.width() * 70 / 100
	return page.Row(s.width(),
		page.Cell{Box: s.Text(half, page.Left, in(s.big, accent), "practitioner", s.called(name))},
		page.Cell{X: half, Box: s.words(s.width()-half, page.Right, s.label, "documents.desk.appointments", "Count", count)})
}

// patientFacts are what tells two patients of a list apart.
func (s *setter) patientFacts(row documents.DayListRow) []string {
	return []string{s.bornShort(row.BirthDate), bound(s.word("documents.desk.number", "Number", row.Number))}
}

// purpose is why somebody comes, standing how the appointment stands.
func (s *setter) purpose(row documents.DayListRow) []string {
	return []string{s.printed(row.Kind), s.printed(row.Reason)}
}

func (s *setter) standing(row documents.DayListRow) []string {
	var list []string
	if row.WalkIn {
		list = append(list, s.word("documents.desk.walk_in"))
	}
	if row.State != "" {
		list = append(list, s.word(row.State))
	}
	return list
}
