package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// setSuccessor draws the page by which somebody else opens the practice. It is set larger than other papers, since its reader may be
// old, upset or both, and leaves by hand what no file should know: where the recovery key is.
func setSuccessor(_ documents.Kind, f documents.SuccessorFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.look = s.look.larger(108)
	s.title, s.practice, s.issued = s.word("documents.title.successor"), f.Practice, f.Created

	elements := []page.Element{page.Part{Box: s.words(s.width(), page.Left, s.body, "documents.successor.lead", "Practice", f.Practice)}}
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
		column := s.successorColumn()
		add(s.fact(column, "documents.successor.call_"+key, s.blanks(page.Box{}, s.width()-column, 1)))
	}
	add(s.section("documents.successor.keep"),
		page.Part{Before: s.line / 4, Box: s.blanks(s.words(s.width(), page.Left, s.body, "documents.successor.keep_years"), s.width(), 1)},
		page.Part{Before: s.line / 2, Box: s.words(s.width(), page.Left, s.label, "documents.successor.keep_format", "Format", f.Format)})
	closing, err := s.signature(page.Box{}, nil, s.words(s.width()*42/100, page.Left, s.label, "documents.successor.sign"))
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
	record := page.Stack(s.path(width, s.strong, f.File), s.words(width, page.Left, s.label, "documents.successor.in_folder"), s.path(width, s.body, f.Folder))

	backups := s.blanks(text(s.body, s.word("documents.successor.backups_none")), width, 1)
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

	key := text(s.body, s.word("documents.successor.key_where"))
	if !f.RecoveryPrinted {
		key = page.Stack(text(in(s.strong, alarm), s.word("documents.successor.key_not_printed")), key)
	}
	list := []page.Part{
		s.fact(column, "documents.successor.record", record),
		s.fact(column, "documents.successor.backups", backups),
		s.fact(column, "documents.successor.program", s.blanks(text(s.body, s.word("documents.successor.program_where", "Version", f.Version)), width, 1)),
		s.fact(column, "documents.successor.key", s.blanks(key, width, 1)),
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
		return s.blanks(s.words(width, page.Left, s.body, "documents.successor.by_hand"), width, 1)
	}
	return s.Text(width, page.Left, style, "path", name)
}
