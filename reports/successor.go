package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// The type of the successor's page, in percent of other papers'.
var (
	successorSizes = []int{100, 106, 112, 118}
	successorOnTwo = 108
)

// setSuccessor draws the page by which somebody else opens the practice. It is set as large as one page allows, since its reader may
// be old, upset or both; where one page would be small, on two. It leaves by hand what no file should know: where the recovery key is.
func setSuccessor(_ documents.Kind, f documents.SuccessorFacts) (best *page.Document, err error) {
	for _, percent := range successorSizes {
		doc, err := setSuccessorAt(percent, f)
		if err != nil {
			return nil, err
		}
		if len(doc.Sheets) > 1 {
			break
		}
		best = doc
	}
	if best == nil {
		return setSuccessorAt(successorOnTwo, f)
	}
	return best, nil
}

func setSuccessorAt(percent int, f documents.SuccessorFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.look = s.look.larger(percent)
	s.title, s.practice, s.issued = s.word("documents.title.successor"), f.Practice, f.Created

	elements := []page.Element{page.Part{Box: s.words(s.width(), page.Left, s.body, "documents.successor.lead")}}
	add := func(parts ...page.Part) {
		for _, part := range parts {
			elements = append(elements, part)
		}
	}
	add(s.section("documents.successor.lie"))
	add(s.whereThingsLie(f)...)
	add(s.section("documents.successor.open"),
		s.step(1, "documents.successor.open_1"), s.step(2, "documents.successor.open_2"), s.step(3, "documents.successor.open_3"), s.step(4, "documents.successor.open_4"))
	add(s.section("documents.successor.first"),
		s.ticked("documents.successor.first_backup", 0), s.ticked("documents.successor.first_calendar", 0), s.ticked("documents.successor.first_hand_on", 0))
	add(s.section("documents.successor.call"))
	for _, key := range []string{"colleague", "lawyer", "council", "computer"} {
		add(s.form(s.successorColumn(), "documents.successor.call_"+key))
	}
	add(s.section("documents.successor.keep"), page.Part{Before: s.line / 2, Box: s.toWrite(s.width(), s.body, s.word("documents.successor.keep_years"), 1)})
	closing, err := s.signature(s.words(s.width()*54/100, page.Left, s.label, "documents.successor.keep_format", "Format", f.Format),
		nil, s.words(s.width()*42/100, page.Left, s.label, "documents.successor.sign"))
	if err != nil {
		return nil, err
	}
	return s.compose(s.pageHead(f.Version), closing, elements...)
}

// successorColumn is the width of the labels on the left.
func (s *setter) successorColumn() page.Length { return s.width() * 30 / 100 }

// whereThingsLie lists the record, its backups, the program and the keys.
func (s *setter) whereThingsLie(f documents.SuccessorFacts) []page.Part {
	column := s.successorColumn()
	width := s.width() - column
	text := func(style page.Style, text string) page.Box { return s.Text(width, page.Left, style, "text", text) }
	folder := s.path(width, s.body, f.Folder)
	if page.Drawable(f.Folder) {
		folder = text(s.body, s.word("documents.successor.in_folder", "Folder", f.Folder))
	}
	record := page.Stack(s.path(width, s.strong, f.File), folder)

	backups := s.toWrite(width, s.body, s.word("documents.successor.backups_none"), 1)
	if len(f.Backups) > 0 {
		var list []page.Box
		for _, folder := range f.Backups {
			list = append(list, s.path(width, s.strong, folder))
		}
		if !f.Backup.IsZero() {
			list = append(list, text(s.label, s.word("documents.successor.backup", "Date", s.moment(f.Backup, ""))))
		}
		backups = page.StackGap(s.line/6, list...)
	}

	key := s.toWrite(width, s.body, s.word("documents.successor.key_where"), 1)
	if !f.RecoveryPrinted {
		key = page.Stack(text(in(s.strong, alarm), s.word("documents.successor.key_not_printed")), key)
	}
	written := func(part page.Part) page.Part {
		part.Before = s.line / 2 // room above the words for what is written behind them
		return part
	}
	list := []page.Part{
		s.fact(column, "documents.successor.record", record),
		s.fact(column, "documents.successor.backups", backups),
		written(s.fact(column, "documents.successor.program", s.toWrite(width, s.body, s.word("documents.successor.program_where", "Version", f.Version), 1))),
		written(s.fact(column, "documents.successor.key", key)),
	}
	var names []string
	for _, name := range f.SignIn {
		if page.Drawable(name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		list = append(list, s.fact(column, "documents.successor.or_password", text(s.body, s.word("documents.successor.password_of", "Names", strings.Join(names, ", ")))))
	}
	return list
}

// path sets a file's or a folder's name, or a line to write it on where the page has no glyphs for it.
func (s *setter) path(width page.Length, style page.Style, name string) page.Box {
	if !page.Drawable(name) {
		return s.toWrite(width, s.body, s.word("documents.successor.by_hand"), 1)
	}
	return s.Text(width, page.Left, style, "path", name)
}
