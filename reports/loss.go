package reports

import (
	"strings"

	"satchel/data/documents"
	"satchel/reports/page"
)

// setLoss draws the page for the day the computer is lost or stolen. What is to be done stands first: whoever takes this page out of
// a drawer has no patience for the rest. The rest is what the insurer, the authority and the patients ask.
func setLoss(_ documents.Kind, f documents.LossFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title, s.practice, s.issued = s.word("documents.title.loss"), f.Practice, f.Created

	elements := []page.Element{page.Part{Box: s.words(s.width(), page.Left, s.body, "documents.loss.lead")}}
	add := func(parts ...page.Part) {
		for _, part := range parts {
			elements = append(elements, part)
		}
	}
	add(s.section("documents.loss.do"),
		s.ticked("documents.loss.do_noticed", 1), s.ticked("documents.loss.do_restore", 0), s.ticked("documents.loss.do_password", 0),
		s.ticked("documents.loss.do_accounts", 0), s.ticked("documents.loss.do_police", 1), s.ticked("documents.loss.do_insurer", 1),
		s.ticked("documents.loss.do_adviser", 2), s.form(s.width()*30/100, "documents.loss.sign"))
	add(s.section("documents.loss.what"))
	add(s.lossCounts(f)...)
	add(s.section("documents.loss.sealed"))
	add(s.lossSeal(f)...)
	add(s.section("documents.loss.unknown"),
		s.bullet("documents.loss.unknown_open"), s.bullet("documents.loss.unknown_note"), s.bullet("documents.loss.unknown_copies"))
	add(s.section("documents.loss.law"),
		s.paragraph(s.body, s.word("documents.loss.law_lead", "Read", s.word("documents.loss.law_read"))),
		s.paragraph(s.body, s.word("documents.loss.law_of."+lawOf(f.Country))),
		s.paragraph(s.label, s.word("documents.loss.law_elsewhere")))
	return s.compose(s.pageHead(f.Version), page.Box{}, elements...)
}

// lossCounts are how much there was, and when it was last used.
func (s *setter) lossCounts(f documents.LossFacts) []page.Part {
	column := s.width() * 46 / 100
	row := func(key, text string) page.Part {
		return s.fact(column, key, s.Text(s.width()-column, page.Left, s.strong, "text", text))
	}
	list := []page.Part{row("documents.loss.patients", s.figure(f.Patients)), row("documents.loss.charts", s.figure(f.Charts)),
		row("documents.loss.entry", s.moment(f.Use.Entry, "documents.practice_page.none")), row("documents.loss.opened", s.moment(f.Use.Opened, "documents.practice_page.none"))}
	if !f.Moved.IsZero() {
		list = append(list, row("documents.loss.moved", s.moment(f.Moved, "")), row("documents.loss.before_entry", s.moment(f.Before.Entry, "documents.practice_page.none")),
			row("documents.loss.before_opened", s.moment(f.Before.Opened, "documents.practice_page.none")))
	}
	list = append(list, row("documents.loss.backup", s.moment(f.Backup, "documents.loss.backup_none")))
	for i := range list {
		list[i].Glue = true // one table, with its note
	}
	return append(list, s.paragraph(s.label, s.word("documents.loss.source", "Date", s.moment(f.Created, ""))))
}

// lossSeal says how the file was locked: in plain words, then exactly.
func (s *setter) lossSeal(f documents.LossFacts) []page.Part {
	plain, recovery, wrapped := "documents.loss.plain_alone", "documents.loss.recovery_none", ""
	if f.Seal.RecoveryKey {
		plain, recovery, wrapped = "documents.loss.plain", "documents.loss.recovery_not_printed", s.word("documents.loss.cipher_recovery")
		if f.RecoveryPrinted {
			recovery = "documents.loss.recovery_printed"
		}
	}
	costs := make([]string, len(f.Seal.Costs))
	for i, c := range f.Seal.Costs {
		costs[i] = s.word("documents.loss.cost", "Memory", s.figure(int(c.MemoryKiB>>10)), "Passes", s.figure(int(c.Passes)), "Lanes", s.figure(int(c.Threads)))
	}
	exactly := join(" ", s.word("documents.loss.cipher", "Format", f.Seal.Format, "PageSize", s.figure(f.Seal.PageSize), "Suite", bound(f.Seal.Suite), "Costs", strings.Join(costs, "; ")),
		wrapped, s.word("documents.loss.format"))
	return []page.Part{
		s.paragraph(s.body, s.word(plain, "Count", f.Seal.Passwords)),
		s.paragraph(s.body, join(" ", s.word("documents.loss.idle", "Count", f.IdleMinutes), s.word(recovery))),
		s.paragraph(s.body, s.word("documents.loss.kept")),
		{Before: s.line / 2, Glue: true, Box: s.words(s.width(), page.Left, s.heading, "documents.loss.exactly")},
		s.paragraph(s.note, exactly),
	}
}

// lawOf tells by which law's name the catalogue knows a country's rule; "unnamed" where it names none.
func lawOf(country string) string {
	const union = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK " // the members in 2026
	switch country {
	case "GB", "US", "IN", "AU", "NZ", "KE", "NG", "BR":
		return strings.ToLower(country)
	}
	if len(country) == 2 && strings.Contains(union, " "+country+" ") {
		return "eu"
	}
	return "unnamed"
}
