// Package chartpage is the screen on which a page is made from a patient's chart: what, of which visit or values, and a preview that
// follows every choice. What is issued is shown by package document from then on.
//
// A Target's Record is the visit of a visit summary, its Text the kind of page.
package chartpage

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{{Name: frame.ChartPage, Label: "chartpage.title", Needs: action.IssueFromChart, Open: open, Help: []string{
		"chartpage.help.issue", "chartpage.help.print", "chartpage.help.back"}}}
}

// screen is one page being made. All of it runs on the window's goroutine.
type screen struct {
	f     *frame.Frame
	model model
	to    frame.Target

	content *fyne.Container
	offer   offer
	loaded  bool
	values  map[string]string
	view    *kit.PageView
	pages   *fyne.Container // the preview, or why there is none
	side    *fyne.Container
	form    *kit.Form
	shown   int // generation of the newest preview
	cancel  func()
	busy    bool
}

func open(f *frame.Frame, to frame.Target) frame.Screen {
	return &screen{f: f, to: to, model: model{f.Session, f.Printer, patients.ID(to.Patient)}, cancel: func() {},
		content: container.NewStack(kit.NewGround(container.NewWithoutLayout()))}
}

func (s *screen) Content() fyne.CanvasObject { return s.content }

func (s *screen) Shown() {
	frame.Load(s.f, s.model.Load, func(o offer, err error) {
		if err != nil {
			problem := s.f.Session.Problem(err)
			s.show(kit.Page(kit.NewText(s.f.Text("chartpage.title"), kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
			return
		}
		s.offer, s.loaded = o, true
		visit := ""
		if !s.to.Record.IsZero() {
			visit = chart.EncounterID(s.to.Record).String()
		}
		s.values = o.begin(documents.Kind(s.to.Text), visit, s.f.PaperOf)
		s.build()
	})
}

func (s *screen) Leave() { s.cancel() }

func (s *screen) show(object fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{object}
	s.content.Refresh()
}

func (s *screen) build() {
	f := s.f
	s.view, s.pages, s.side = kit.NewPageView(), container.NewStack(), container.NewStack()
	head := kit.Row(kit.GapLarge, kit.NewText(f.Text("chartpage.title"), kit.Title), kit.NewText(f.Session.PatientName(s.offer.Patient), kit.Muted))
	s.show(kit.Page(head, kit.Share(kit.GapLarge, []float32{2.2, 1}, kit.NewFlushCard("", s.pages), s.side)))
	s.ask()
	kit.Focus(s.form.Input(fieldKind).FocusTarget())
}

// ask builds the form anew for the kind that is chosen, with what was answered, and draws the preview.
func (s *screen) ask() {
	f := s.f
	form := kit.NewForm(1)
	choose := func(field string, options []option) {
		list := make([]kit.Option, len(options))
		for i, o := range options {
			list[i] = kit.Option{Value: o.Value, Label: o.Label}
		}
		form.Add(field, kit.NewSelectField(f.Text("chartpage.field."+labelOf(field)), "", list...), 1)
	}
	write := func(field string, limit int) {
		input := kit.NewTextField(f.Text("chartpage.field."+field), f.Text("chartpage.hint."+field), 3)
		input.Entry.MaxRunes = limit
		form.Add(field, input, 1)
	}
	var offered []option
	for _, kind := range s.offer.kindsOffered() {
		offered = append(offered, option{string(kind), f.Text("documents.title." + string(kind))})
	}
	choose(fieldKind, offered)
	for _, field := range fieldsOf(documents.Kind(s.values[fieldKind])) {
		switch field {
		case fieldVisit:
			choose(field, s.offer.visitOptions(f.Session))
		case fieldFound, fieldTests, fieldSooner:
			write(field, textLimit)
		default:
			choose(field, s.offer.observedOptions(f.Session))
		}
	}
	choose(fieldPaper, []option{{string(documents.PaperA4), f.Text("chartpage.paper.a4")}, {string(documents.PaperA5), f.Text("chartpage.paper.a5")},
		{string(documents.PaperLetter), f.Text("chartpage.paper.letter")}})
	form.SetValues(s.values)
	form.OnChanged = s.changed
	form.OnSubmit = func() { s.issueThen("") }
	form.OnCancel = f.Back
	s.form = form
	buttons := []fyne.CanvasObject{kit.NewIconButton("check", f.Text("chartpage.issue"), kit.Primary, func() { s.issueThen("") }).WithKey("Ctrl+Enter")}
	if f.Session.May(action.PrintDocument) {
		buttons = append(buttons, kit.NewIconButton("print", f.Text("chartpage.issue_print"), kit.Standard, func() { s.issueThen(printNow) }).WithKey("Ctrl+P"))
	}
	buttons = append(buttons, kit.NewParagraph(f.Text("chartpage.lead"), kit.Muted))
	buttons = append(buttons, f.LackNotes(s.offer.lacksOf(documents.Kind(s.values[fieldKind])))...)
	s.side.Objects = []fyne.CanvasObject{kit.NewScroll(kit.Column(kit.GapLarge, kit.NewCard("", form), kit.NewCard("", kit.Column(kit.Gap, buttons...))))}
	s.side.Refresh()
	s.preview()
}

// textLimit bounds a text of the form, in characters.
const textLimit = 2_000

// labelOf names a field's label; the fields of a trend share one.
func labelOf(field string) string {
	if field == fieldsObserved[0] || field == fieldsObserved[1] || field == fieldsObserved[2] {
		return "observed"
	}
	return field
}

// pause is how long typing rests before the preview follows.
const pause = 400 * time.Millisecond

func (s *screen) changed(field string) {
	kind := s.values[fieldKind]
	for key, text := range s.form.Values() {
		s.values[key] = text
	}
	s.cancel()
	if s.values[fieldKind] != kind {
		s.values[fieldPaper] = string(s.f.PaperOf(documents.Kind(s.values[fieldKind])))
		s.ask()
		kit.Focus(s.form.Input(fieldKind).FocusTarget())
		return
	}
	if field == fieldFound || field == fieldTests || field == fieldSooner {
		s.cancel = s.f.After(pause, s.preview)
		return
	}
	s.preview()
}

// preview draws what would be issued; a later one overtakes an earlier one that is still on its way.
func (s *screen) preview() {
	s.shown++
	generation, asked := s.shown, s.model.asked(s.offer, s.values)
	frame.Load(s.f, func(ctx context.Context) ([]frame.PageImage, error) { return s.model.Preview(ctx, asked) }, func(pages []frame.PageImage, err error) {
		if generation != s.shown {
			return
		}
		var show fyne.CanvasObject = s.view
		if err != nil {
			problem := s.f.Session.Problem(err)
			show = kit.NewEmptyState("info", refusal(problem), nil)
		} else {
			s.view.SetPages(pages)
		}
		s.pages.Objects = []fyne.CanvasObject{show}
		s.pages.Refresh()
	})
}

// refusal says why a page can't be made: the first field that is wrong, otherwise the problem as a whole.
func refusal(p session.Problem) string {
	for _, field := range slices.Sorted(maps.Keys(p.Fields)) {
		return p.Fields[field]
	}
	return p.Text + " " + p.Hint
}

// printNow is the text of a Target to an issued page that prints it at once.
const printNow = "print"

// issueThen issues the page and goes to it, with printNow to print it there.
func (s *screen) issueThen(then string) {
	if s.busy || !s.loaded {
		return
	}
	s.busy = true
	s.cancel()
	asked := s.model.asked(s.offer, s.values)
	frame.Save(s.f, func(ctx context.Context) (documents.Document, error) { return s.model.Issue(ctx, asked) }, func(d documents.Document, err error) {
		s.busy = false
		if err != nil {
			s.f.Fail(err)
			return
		}
		if s.f.At() == s.to {
			s.f.Replace(frame.Target{Place: frame.Document, Patient: d.Patient.Raw(), Record: d.ID.Raw(), Text: then})
		}
		s.f.Done(s.f.Text("chartpage.issued", "Number", d.Number), nil)
	})
}

// Key handles the keys of the page.
func (s *screen) Key(key frame.Key) bool {
	switch {
	case !s.loaded:
		return false
	case key == frame.KeyFinish:
		s.issueThen("")
	case key == frame.KeyPrint && s.f.Session.May(action.PrintDocument):
		s.issueThen(printNow)
	default:
		return false
	}
	return true
}
