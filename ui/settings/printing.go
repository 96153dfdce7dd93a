package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/documents"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// printingSection is this computer's printers: how they stand, which paper goes where, and how far each prints beside its place.
type printingSection struct {
	passing
	f     *frame.Frame
	model printingModel
	read  printers

	list     *kit.List       // of printers
	there    *fyne.Container // the list, or why there is none
	standard *kit.Form
	ways     *kit.List
	rows     []wayRow
	which    *kit.Form // the printer whose fit is shown, and the paper of its ruler page
	fit      *kit.Form
}

func newPrintingSection(f *frame.Frame) section {
	s := &printingSection{f: f, model: printingModel{f.Session, f.Printing}}
	text := f.Text
	column := func(key string, weight float32) kit.ListColumn {
		return kit.ListColumn{Title: text("settings.printing." + key), Weight: weight}
	}
	s.list = kit.NewList([]kit.ListColumn{column("printer", 2), column("state", 1.2), column("matter", 3)}, nil).SetInline()
	s.there = container.NewStack(s.list)

	s.standard = kit.NewForm(2)
	s.standard.Add("queue", kit.NewSelectField(text("settings.printing.standard"), text("settings.account.this_computer")), 1)
	s.standard.OnChanged = func(string) { s.setStandard() }

	s.ways = kit.NewList([]kit.ListColumn{column("document", 2), column("printer", 2), column("paper", 1.4), column("tray", 1.2)}, nil).SetInline()
	s.ways.OnOpened = s.editWay

	s.which = kit.NewForm(2)
	s.which.Add("queue", kit.NewSelectField(text("settings.printing.printer"), text("settings.account.this_computer")), 1)
	s.which.Add("paper", kit.NewSegmentField(text("settings.printing.ruler_paper"), "", s.rulerPapers()...), 1)
	s.which.OnChanged = func(key string) {
		if key == "queue" {
			s.showFit()
		}
	}
	s.fit = kit.NewForm(3)
	s.fit.Add("across", kit.NewField(text("settings.printing.across"), text("settings.printing.across_hint")), 1)
	s.fit.Add("down", kit.NewField(text("settings.printing.down"), text("settings.printing.across_hint")), 1)
	s.fit.Add("length", kit.NewField(text("settings.printing.length"), text("settings.printing.length_hint")), 1)
	s.fit.OnSubmit = func() { s.saveFit() }
	escape := func() { f.Key(frame.KeyEscape) }
	s.standard.OnCancel, s.which.OnCancel, s.fit.OnCancel = escape, escape, escape
	return s
}

// rulerPapers are those with a ruler page.
func (s *printingSection) rulerPapers() []kit.Option {
	var list []kit.Option
	for _, p := range []documents.Paper{documents.PaperA4, documents.PaperA5, documents.PaperLetter, documents.PaperRoll80} {
		list = append(list, kit.Option{Value: string(p), Label: paperLabel(s.f.Text, p)})
	}
	return list
}

func (s *printingSection) content() fyne.CanvasObject {
	text := s.f.Text
	if s.f.Printing == nil {
		return column(nil, kit.NewCard(text("settings.tab.printing"), kit.NewParagraph(text("settings.printing.no_computer"), kit.Muted)))
	}
	again := kit.NewButton(text("settings.printing.again"), kit.Standard, s.look).WithKey("F5")
	print := func(adjusted bool) func() { return func() { s.printRuler(adjusted) } }
	fit := kit.Column(kit.GapLarge,
		kit.NewParagraph(text("settings.printing.fit_lead"), kit.Muted), s.which,
		kit.Row(kit.Gap, kit.NewIconButton("print", text("settings.printing.ruler"), kit.Standard, print(false)).WithKey("F6"), kit.Spacer()),
		s.fit,
		kit.Row(kit.Gap, kit.NewIconButton("print", text("settings.printing.check"), kit.Standard, print(true)).WithKey("F7"), kit.Spacer(),
			kit.NewButton(text("settings.save"), kit.Primary, func() { s.saveFit() }).WithKey(text("settings.key_save"))))
	ways := kit.Column(kit.Gap, s.ways, kit.Inset(14, 6, kit.NewParagraph(text("settings.printing.ways_lead"), kit.Muted)))
	edit := kit.NewIconButton("edit", text("settings.printing.edit"), kit.Standard, func() { s.editWay(s.ways.Selected()) })
	return column([]any{s.standard, s.ways, s.which, s.fit},
		kit.NewFlushCard(text("settings.printing.title"), kit.Column(0, s.there, kit.Inset(14, 10, s.standard)), again),
		kit.NewFlushCard(text("settings.printing.ways"), ways, edit),
		kit.NewCard(text("settings.printing.fit"), fit))
}

func (s *printingSection) shown() {
	if s.f.Printing == nil {
		return
	}
	paper := s.f.Session.Settings.Paper
	s.which.SetValues(map[string]string{"paper": paper})
	s.showWays(0)
	s.look()
	s.standard.FocusFirst()
}

func (s *printingSection) key(key frame.Key) bool {
	if s.f.Printing == nil {
		return false
	}
	switch key {
	case "F5":
		s.look()
	case "F6":
		s.printRuler(false)
	case "F7":
		s.printRuler(true)
	default:
		return false
	}
	return true
}

// look asks the system how the printers stand.
func (s *printingSection) look() {
	frame.Load(s.f, s.model.load, func(p printers, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.read = p
		s.list.SetRows(len(p.list), s.cells, -1)
		s.there.Objects = []fyne.CanvasObject{s.list}
		if p.problem.Text != "" {
			s.there.Objects = []fyne.CanvasObject{kit.Inset(14, 14, kit.Column(4, kit.NewParagraph(p.problem.Text, kit.Strong), kit.NewParagraph(p.problem.Hint, kit.Muted)))}
		}
		s.there.Refresh()
		s.showChoices()
	})
}

var stateTones = map[printing.State]theme.Tone{printing.Idle: theme.Done, printing.Printing: theme.Info, printing.Stopped: theme.Allergy, printing.Offline: theme.Alert}

func (s *printingSection) cells(row int) []kit.Cell {
	q := s.read.list[row]
	tone := stateTones[q.State]
	if q.Rejecting && q.State != printing.Stopped {
		tone = theme.Alert
	}
	name := kit.Cell{Text: q.Name, Role: kit.Strong}
	if q.Default {
		name.Marks = []kit.Mark{{Text: s.f.Text("settings.printing.default"), Tone: theme.Neutral}}
	}
	return []kit.Cell{name, {Marks: []kit.Mark{{Text: s.f.Text(q.State.CatalogueKey()), Tone: tone}}}, {Text: s.model.trouble(q), Role: kit.Muted}}
}

// showChoices fills the lists of printers to choose from, with what is chosen.
func (s *printingSection) showChoices() {
	c := s.model.p.Choices()
	field := func(form *kit.Form) *kit.ChoiceField { return form.Input("queue").(*kit.ChoiceField) }
	field(s.standard).SetOptions(options(s.model.queues("settings.printing.system_default", s.read.list, c.Standard))...)
	s.standard.SetValues(map[string]string{"queue": c.Standard})
	chosen := s.which.Values()["queue"]
	if chosen == "" {
		chosen = s.model.first(s.read.list)
	}
	field(s.which).SetOptions(options(s.model.queues("", s.read.list, chosen))...)
	s.which.SetValues(map[string]string{"queue": chosen, "paper": s.which.Values()["paper"]})
	s.showFit()
}

func (s *printingSection) showFit() { s.fit.SetValues(s.model.fit(s.which.Values()["queue"])) }

func (s *printingSection) showWays(selected int) {
	s.rows = s.model.ways()
	standard := s.model.p.Choices().Standard
	s.ways.SetRows(len(s.rows), func(row int) []kit.Cell {
		r, text := s.rows[row], s.f.Text
		own := func(chosen, none string) kit.Cell {
			if chosen == "" {
				return kit.Cell{Text: none, Role: kit.Muted}
			}
			return kit.Cell{Text: chosen}
		}
		printer := text("settings.printing.system_default")
		if standard != "" {
			printer = standard
		}
		paper := ""
		if r.Way.Paper != "" {
			paper = paperLabel(text, r.Way.Paper)
		}
		return []kit.Cell{{Text: text(r.Title), Role: kit.Strong}, own(r.Way.Queue, printer), own(paper, text("settings.printing.practice_paper", "Paper", s.f.Session.Settings.Paper)),
			own(r.Way.Tray, text("settings.printing.any_tray"))}
	}, selected)
}

// write changes the choices beside the window, and shows them.
func (s *printingSection) write(form *kit.Form, work func() error, then func()) {
	frame.Save(s.f, func(context.Context) (struct{}, error) { return struct{}{}, work() }, func(_ struct{}, err error) {
		if err != nil {
			refuse(s.f, form, err)
			return
		}
		form.SetErrors(nil)
		s.showWays(s.ways.Selected())
		then()
	})
}

func (s *printingSection) setStandard() {
	queue := s.standard.Values()["queue"]
	s.write(s.standard, func() error { return s.model.setStandard(queue) }, func() {})
}

// editWay asks how a kind of document is printed here.
func (s *printingSection) editWay(row int) {
	if row < 0 || row >= len(s.rows) {
		return
	}
	f, text, r := s.f, s.f.Text, s.rows[row]
	queue := r.Way.Queue
	if queue == "" {
		queue = s.model.p.Choices().Standard
	}
	frame.Load(f, func(ctx context.Context) (printing.Papers, error) {
		papers, err := s.model.p.Papers(ctx, queue)
		if err != nil { // a printer that is not there has no trays; the list above says why
			return printing.Papers{}, nil
		}
		return papers, nil
	}, func(papers printing.Papers, _ error) {
		form := kit.NewForm(1)
		form.Add("queue", kit.NewSelectField(text("settings.printing.printer"), text("settings.account.this_computer"), options(s.model.queues("settings.printing.standard_one", s.read.list, r.Way.Queue))...), 1)
		form.Add("paper", kit.NewSelectField(text("settings.printing.paper"), text("settings.printing.paper_hint"), options(s.model.sizes(r.Document))...), 1)
		tray := kit.NewSelectField(text("settings.printing.tray"), "", options(s.model.trays(papers, r.Way.Tray))...)
		form.Add("tray", tray, 1)
		form.SetValues(map[string]string{"queue": r.Way.Queue, "paper": string(r.Way.Paper), "tray": r.Way.Tray})
		form.OnChanged = func(key string) {
			if key == "queue" {
				s.offerTrays(form.Values()["queue"], tray)
			}
		}
		askForm(f, r.Title, form, func(_ context.Context, values map[string]string) error { return s.model.setWay(r.Kind, values) }, func() {
			f.Done(text("settings.saved"), nil)
			s.showWays(row)
		})
	})
}

// offerTrays offers those of another printer.
func (s *printingSection) offerTrays(queue string, tray *kit.ChoiceField) {
	if queue == "" {
		queue = s.model.p.Choices().Standard
	}
	frame.Load(s.f, func(ctx context.Context) (printing.Papers, error) { return s.model.p.Papers(ctx, queue) }, func(papers printing.Papers, err error) {
		if err != nil {
			papers = printing.Papers{} // it can be chosen all the same: it may come back
		}
		tray.SetOptions(options(s.model.trays(papers, ""))...)
		tray.SetValue("")
	})
}

func (s *printingSection) save() bool { s.saveFit(); return true }

func (s *printingSection) saveFit() {
	queue, values := s.which.Values()["queue"], s.fit.Values()
	if s.f.Printing == nil || queue == "" {
		return
	}
	s.write(s.fit, func() error { return s.model.setFit(queue, values) }, func() {
		s.showFit()
		s.f.Done(s.f.Text("settings.saved"), nil)
	})
}

func (s *printingSection) printRuler(adjusted bool) {
	values := s.which.Values()
	queue, paper := values["queue"], documents.Paper(values["paper"])
	if queue == "" { // there is none; the system says why
		s.look()
		return
	}
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.model.printRuler(ctx, queue, paper, adjusted)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.f.Done(s.f.Text("settings.printing.ruler_printed"), nil)
	})
}
