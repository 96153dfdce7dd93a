package reports

import (
	"slices"
	"time"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/data/value"
	"satchel/reports/page"
)

// setter is one document while it is being set.
type setter struct {
	*page.Compositor
	look
	setting documents.Setting
	// title is what the document is ("Prescription"), practice whose it is, and about whom.
	title, practice string
	footer          string // the practice's own last line
	patient         *documents.PatientIdentity
	number          string
	issued          time.Time
	void            *documents.Void
	// nameByHand leaves a line for a name that no font here can print.
	nameByHand bool
}

func newSetter(setting documents.Setting) *setter {
	if setting.Number.Mark == "" {
		setting.Number = value.Plain
	}
	return &setter{Compositor: page.NewCompositorFor(setting.Language), look: lookOn(setting), setting: setting}
}

// word looks up a word or sentence of the page. What is put into it, a name or a dose, keeps
// its own order in it.
func (s *setter) word(key string, args ...any) string {
	return assets.Text(s.setting.Language, key, isolated(s.setting.Language, args)...)
}

// isolated sets the texts among a sentence's arguments apart, where anything in the sentence
// runs from right to left.
func isolated(language string, args []any) []any {
	out := slices.Clone(args)
	for i := 1; i < len(out); i += 2 {
		if text, ok := out[i].(string); ok && (page.RightToLeft(language) || page.HasRightToLeft(text)) {
			out[i] = page.Isolate(text)
		}
	}
	return out
}

// joined writes facts with a separator, each in its own order.
func (s *setter) joined(separator string, facts ...string) string {
	if !page.RightToLeft(s.setting.Language) && !slices.ContainsFunc(facts, page.HasRightToLeft) {
		return join(separator, facts...)
	}
	apart := make([]string, len(facts))
	for i, fact := range facts {
		apart[i] = page.Isolate(fact)
	}
	return join(separator, apart...)
}

// comma and semicolon part what stands in a list, in the page's own form.
func (s *setter) comma() string     { return s.word("documents.page.comma") + " " }
func (s *setter) semicolon() string { return s.word("documents.page.semicolon") + " " }

// named writes what the document is, and its number.
func (s *setter) named() string { return s.joined(" ", s.title, bound(s.number)) }

func (s *setter) date(d value.PartialDate) string { return date(s.setting.Language, d) }

// day is the date of issue by the practice's clock.
func (s *setter) day() value.PartialDate {
	return value.DateOf(s.issued.In(location(s.setting.Zone)))
}

// name returns the form of a name that the page can print. What it can't is noted by the
// compositor when the name is set, and asked for in Latin letters; on a page that no name may
// hold up, a line is left to write it on.
func (s *setter) name(field string, name value.HumanName) string {
	text, err := page.Choose(field, name, s.setting.NameOrder)
	switch {
	case err == nil:
		return text
	case s.nameByHand:
		return s.word("documents.page.name_by_hand")
	}
	return name.Display(s.setting.NameOrder)
}

// words sets the page's own words.
func (s *setter) words(width page.Length, align page.Align, style page.Style, key string, args ...any) page.Box {
	return s.Text(width, align, style, "text", s.word(key, args...))
}

// compose flows the elements with the document's head and foot on every page.
func (s *setter) compose(first page.Box, closing page.Box, elements ...page.Element) (*page.Document, error) {
	note := in(s.note, muted)
	layout := page.Layout{
		Paper: s.paper, Margins: s.margins, Close: closing, CloseBefore: s.line / 2,
		Head: func(number, total int) page.Box {
			if number == 1 {
				return first
			}
			return s.runningHead()
		},
		Foot: s.foot,
		Note: &note, NoteWidth: s.width(),
		Under: s.under,
	}
	about := page.About{
		Title: join(" ", s.title, s.number), Language: s.setting.Language, Author: s.practice, Issued: s.issued.Unix(),
	}
	return s.Compose(about, layout, elements...)
}

// under draws what lies below the text: the marks of pages that aren't valid.
func (s *setter) under(paper page.Paper) []page.Op {
	switch {
	case s.void != nil:
		return s.Stamp(paper, "text", s.word("documents.page.void_mark"), rose)
	case s.setting.Trial:
		return s.Stamp(paper, "text", s.word("documents.page.trial_mark"), pale)
	}
	return nil
}

// runningHead names document and patient on the second page and after.
func (s *setter) runningHead() page.Box {
	half := s.width() * 60 / 100
	left := s.Text(half, page.Left, s.strong, "letterhead.practice", s.practice)
	if s.patient != nil {
		left = page.Stack(
			s.Text(half, page.Left, s.strong, "patient.name", s.name("patient.name", s.patient.Name)),
			s.Text(half, page.Left, s.label, "patient", s.joined(dot, s.born(), s.patientNumber())),
		)
	}
	rest := s.width() - half
	named := s.named()
	if s.Width(s.strong, "number", named) > rest { // a number is not torn at its hyphens
		named = join("\n", s.title, s.number)
	}
	right := page.Stack(
		s.Text(rest, page.Right, s.strong, "number", named),
		s.Text(rest, page.Right, s.label, "issued", s.date(s.day())),
	)
	return page.Stack(
		page.Row(s.width(), page.Cell{Box: left}, page.Cell{X: half, Box: right}),
		page.Space(s.line/3), page.Rule(s.width(), fine, accent), page.Space(s.line*2/3),
	)
}

// foot says on every page whose document it is, which one, its date and the page's number.
// Its first line stays blank on the original: a reprint's line goes there.
func (s *setter) foot(number, total int) page.Box {
	small := in(s.note, muted)
	pages := s.word("documents.page.number", "Number", number, "Total", total)
	pagesWidth := s.Width(small, "text", s.word("documents.page.number", "Number", 8888, "Total", 8888))
	what := s.joined(dot, s.practice, s.named(), s.date(s.day()))
	left := s.width() - pagesWidth - 2*mm
	if s.Width(small, "letterhead.practice", what) > left { // the date would stand alone below
		what = join("\n", s.practice, s.joined(dot, s.named(), s.date(s.day())))
	}
	line := page.Row(s.width(),
		page.Cell{Box: s.Text(left, page.Left, small, "letterhead.practice", what)},
		page.Cell{X: left, Box: s.Text(s.width()-left, page.Right, small, "text", pages)},
	)
	blank := s.Text(s.width(), page.Left, small, "text", nbsp)
	parts := []page.Box{blank, page.Rule(s.width(), hairline, hair), page.Space(s.line / 5), line}
	if s.footer != "" {
		parts = append(parts, s.Text(s.width(), page.Centre, small, "letterhead.footer", s.footer))
	}
	if s.setting.Trial {
		parts = append(parts, s.words(s.width(), page.Centre, in(s.noteStrong, alarm), "documents.page.trial"))
	}
	return page.Stack(parts...)
}

// born says when the patient was born, as far as it is known.
func (s *setter) born() string {
	switch {
	case s.patient.BirthDate.IsZero():
		return s.word("documents.page.born_unknown")
	case s.patient.BirthDateEstimated:
		return bound(s.word("documents.page.born_estimated", "Date", s.date(s.patient.BirthDate)))
	}
	return bound(s.word("documents.page.born", "Date", s.date(s.patient.BirthDate)))
}

func (s *setter) patientNumber() string {
	return bound(s.word("documents.page.patient_number", "Number", s.patient.Number))
}

// age is the patient's age on the day of issue.
func (s *setter) age() string {
	if s.patient.BirthDate.IsZero() || s.day().Before(s.patient.BirthDate) {
		return ""
	}
	key, args := s.patient.BirthDate.Age(s.day()).Label()
	return bound(s.word(key, args...))
}
