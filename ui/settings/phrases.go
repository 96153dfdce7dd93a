package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// phrasesSection is where a doctor reads the sentences that patients are told, a page at a time, and accepts them.
type phrasesSection struct {
	passing
	f        *frame.Frame
	model    phrasesModel
	language *kit.ChoiceField
	status   *kit.Text
	page     *fyne.Container
	read     phraseList
}

func newPhrasesSection(f *frame.Frame) section {
	s := &phrasesSection{f: f, model: phrasesModel{f.Session}, status: kit.NewText("", kit.Strong), page: container.NewStack()}
	var choices []session.Choice
	for _, tag := range s.model.languages() {
		choices = append(choices, session.Choice{Value: tag, Label: f.Session.LanguageName(tag)})
	}
	s.language = kit.NewSelectField(f.Text("told.choose"), "", options(choices)...)
	s.language.SetValue(choices[0].Value)
	s.language.Connect(func() { s.load(0) }, nil, func() { f.Key(frame.KeyEscape) })
	return s
}

func (s *phrasesSection) content() fyne.CanvasObject {
	text := s.f.Text
	lead := kit.Column(kit.Gap, kit.NewParagraph(text("told.lead"), kit.Muted))
	if own := s.model.own(); own != "" {
		lead.Add(kit.NewParagraph(text("told.lead_own", "Language", s.f.Session.LanguageName(own)), kit.Muted))
	}
	head := kit.Column(kit.GapLarge, lead, kit.Share(kit.GapLarge, []float32{1, 2}, s.language, kit.Inset(0, 26, s.status)))
	return column([]any{s.language}, kit.NewCard(text("told.title"), head), s.page)
}

func (s *phrasesSection) shown() {
	s.load(0)
	kit.Focus(s.language.FocusTarget())
}

// load reads a page of the chosen language; then, where it is given, has the keyboard's next step.
func (s *phrasesSection) load(from int) {
	lang := s.language.Value()
	frame.Load(s.f, func(ctx context.Context) (phraseList, error) { return s.model.load(ctx, lang, from) }, func(list phraseList, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.read = list
		s.show()
	})
}

func (s *phrasesSection) show() {
	f, l := s.f, s.read
	s.status.SetText(s.model.status(l))
	var rows []fyne.CanvasObject
	if l.Reviewed == "" {
		rows = append(rows, kit.NewNoticeBar("warn", f.Text("told.unreviewed", "Language", f.Session.LanguageName(l.Language)), theme.Alert))
	}
	for i, row := range l.Rows {
		if i > 0 {
			rows = append(rows, kit.NewHairline())
		}
		rows = append(rows, s.row(row))
	}
	rows = append(rows, kit.NewHairline(), s.turn())
	title := f.Text("told.sentences", "Language", f.Session.LanguageName(l.Language), "From", l.From+1, "To", l.From+len(l.Rows), "Total", l.Total)
	s.page.Objects = []fyne.CanvasObject{kit.NewCard(title, kit.Column(kit.Gap, rows...))}
	s.page.Refresh()
}

// row is one sentence as it prints, the same in the practice's language, and how it stands.
func (s *phrasesSection) row(row phraseRow) fyne.CanvasObject {
	f := s.f
	words := kit.Column(2, printed(row.Sentence), kit.NewParagraph(row.Sentence.Here, kit.Muted))
	if s.read.Reviewed != "" {
		return words
	}
	var state []fyne.CanvasObject
	if row.State == phraseAccepted {
		state = append(state, kit.NewIconChip("check", f.Text("told.accepted"), theme.Done), kit.NewCaption(row.Who),
			kit.NewButton(f.Text("told.take_back"), kit.Quiet, func() { s.takeBack([]string{row.Key}) }))
	} else {
		if row.State == phraseChanged {
			state = append(state, kit.NewParagraph(f.Text("told.changed"), kit.Caption))
		}
		state = append(state, kit.NewButton(f.Text("told.accept"), kit.Standard, func() { s.accept([]string{row.Key}, s.read.From) }))
	}
	return kit.Share(kit.Gap, []float32{4, 1}, words, kit.Column(2, state...))
}

// printed is a sentence as it prints; in the window's own letters where it can't be drawn.
func printed(s session.Sentence) fyne.CanvasObject {
	if s.Picture == nil {
		return kit.NewParagraph(s.Text, kit.Strong)
	}
	return kit.NewPrinted(s.Picture, session.ToldPixels)
}

// turn has the ways on: back, next, and to accept what is on this page.
func (s *phrasesSection) turn() fyne.CanvasObject {
	f, l := s.f, s.read
	var buttons []fyne.CanvasObject
	if l.From > 0 {
		buttons = append(buttons, kit.NewIconButton("chevron-left", f.Text("told.previous"), kit.Standard, func() { s.load(l.From - phrasePage) }))
	}
	buttons = append(buttons, kit.Spacer())
	next := l.From + phrasePage
	if next < l.Total {
		buttons = append(buttons, kit.NewIconButton("chevron-right", f.Text("told.next"), kit.Standard, func() { s.load(next) }))
	}
	if open := l.open(); len(open) > 0 && l.Reviewed == "" {
		buttons = append(buttons, kit.NewIconButton("check", f.Text("told.accept_page"), kit.Primary, func() { s.accept(open, min(next, l.Total-1)) }))
	}
	return kit.Row(kit.Gap, buttons...)
}

// accept keeps sentences and goes on to a page; it can be undone.
func (s *phrasesSection) accept(keys []string, then int) {
	f, lang := s.f, s.read.Language
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.accept(ctx, lang, keys) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("told.page_accepted"), func() { s.takeBack(keys) })
		s.load(then)
	})
}

func (s *phrasesSection) takeBack(keys []string) {
	f, lang := s.f, s.read.Language
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.withdraw(ctx, lang, keys) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("told.taken_back"), nil)
		s.load(s.read.From)
	})
}
