package document

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// docScreen is one paper: its pages at the left, what became of it and what can be done at the right.
type docScreen struct {
	f     *frame.Frame
	model docModel
	to    frame.Target

	content *fyne.Container
	page    docPage
	loaded  bool
	large   bool
	busy    bool
	view    *kit.PageView
	primary *kit.Button
	state   *kit.Paragraph // what the next paper will say, or that it is on its way
}

func openDocument(f *frame.Frame, to frame.Target) frame.Screen {
	return &docScreen{f: f, to: to, content: container.NewStack(kit.NewGround(container.NewWithoutLayout())),
		model: docModel{printModel: printModel{f.Session}, printer: f.Printer, patient: patients.ID(to.Patient), id: documents.DocumentID(to.Record)}}
}

func (s *docScreen) Content() fyne.CanvasObject { return s.content }

func (s *docScreen) Shown() {
	if s.to.Text == printNow { // coming back later must not print again
		to := s.to
		to.Text = ""
		s.f.Replace(to)
		s.f.Key(frame.KeyPrint)
		return
	}
	s.load(nil)
}

func (s *docScreen) Leave() {}

// load reads the paper anew; then runs once it is in view.
func (s *docScreen) load(then func()) {
	scale := s.scale()
	frame.Load(s.f, func(ctx context.Context) (docPage, error) { return s.model.Load(ctx, scale) }, func(p docPage, err error) {
		if err != nil {
			problem := s.f.Session.Problem(err)
			s.show(kit.Page(kit.NewText(s.f.Text("document_screen.title"), kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
			return
		}
		s.page, s.loaded = p, true
		s.build()
		if !s.f.Covered() {
			s.focus()
		}
		if then != nil {
			then()
		}
	})
}

// scale is the resolution of the pictures, in pixels a mm.
func (s *docScreen) scale() float32 {
	if s.large {
		return scaleLarge
	}
	return scaleFit
}

// draw draws another page of the paper beside the window.
func (s *docScreen) draw(view *kit.PageView, n int) {
	p, scale := s.page, s.scale()
	frame.Load(s.f, func(context.Context) (image.Image, error) { return s.model.Draw(p, n, scale) }, func(picture image.Image, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		view.SetPicture(n, picture)
	})
}

func (s *docScreen) focus() {
	if s.primary != nil && !s.large {
		kit.Focus(s.primary)
		return
	}
	kit.Focus(s.view.FocusTarget())
}

func (s *docScreen) show(object fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{object}
	s.content.Refresh()
}

func (s *docScreen) build() {
	f, p := s.f, s.page
	view := kit.NewPageView()
	s.view = view
	view.OnWanted = func(n int) {
		if n == 0 && p.First != nil {
			view.SetPicture(0, p.First)
			return
		}
		s.draw(view, n)
	}
	view.SetCount(p.Document.Pages)
	pages := kit.NewFlushCard("", s.view)
	if s.large {
		s.view.SetZoom(kit.FitWidth)
		done := kit.NewIconButton("check", f.Text("document_screen.copied_by_hand"), kit.Primary, s.copied).WithKey("Ctrl+Enter")
		back := kit.NewButton(f.Text("document_screen.back"), kit.Standard, s.shrink).WithKey("Esc")
		row := []fyne.CanvasObject{kit.NewText(f.Text("document_screen.large_lead"), kit.Muted), kit.Spacer(), back}
		if p.Holds() && f.Session.May(action.PrintDocument) {
			row = append(row, done)
		}
		s.show(kit.Page(kit.Row(kit.Gap, row...), pages))
		return
	}
	head := []fyne.CanvasObject{kit.NewText(f.Text(p.Title), kit.Title), kit.NewText(p.Number, kit.Strong), kit.NewText(f.Session.PatientName(p.Patient), kit.Muted)}
	head = append(head, s.chips()...)
	s.show(kit.Page(kit.Row(kit.GapLarge, head...), kit.Share(kit.GapLarge, []float32{2.2, 1}, pages, s.buildSide())))
}

// chips are what must be seen at once: that the paper is no more, or is no real one.
func (s *docScreen) chips() []fyne.CanvasObject {
	f, p := s.f, s.page
	var list []fyne.CanvasObject
	if p.Status != documents.Current {
		list = append(list, kit.NewIconChip("warn", f.Text(p.Status.CatalogueKey()), theme.Allergy))
	}
	if p.Trial {
		list = append(list, kit.NewChip(f.Text("frame.trial"), theme.Alert))
	}
	if p.Waits {
		list = append(list, kit.NewChip(f.Text("document_screen.waits"), theme.Alert))
	}
	if p.Sent {
		list = append(list, kit.NewIconChip("warn", f.Text("document_screen.sent"), theme.Alert))
	}
	if p.HandedOver {
		list = append(list, kit.NewIconChip("check", f.Text("document_screen.handed_over"), theme.Done))
	}
	return list
}

// act is something that can be done with the paper as it is.
type act struct {
	icon, label, key string
	do               func()
}

func (s *docScreen) acts() []act {
	f, p := s.f, s.page
	may := f.Session.May
	var list []act
	add := func(offered bool, icon, label, key string, do func()) {
		if offered {
			list = append(list, act{icon, label, key, do})
		}
	}
	mayPrint := may(action.PrintDocument)
	label := f.Text("document_screen.print")
	if p.Papers > 0 {
		label = f.Text("document_screen.print_copy", "Number", p.Papers)
	}
	add(p.Holds() && mayPrint, "print", label, "Ctrl+P", s.print)
	add(p.MayTakeBack() && mayPrint, "undo", f.Text("document_screen.not_out"), "F2", s.notOut)
	add(p.Failed() && mayPrint, "check", f.Text("document_screen.came_out"), "F2", func() { s.mark(documents.PrintTaken, "document_screen.noted") })
	add(p.Sent && mayPrint, "check", f.Text("document_screen.came_out"), "F7", s.cameOut) // what was sent does not wait, so F7 is free
	add(p.Holds() && p.Papers > 0 && may(action.HandOverDocument), "check", f.Text("document_screen.hand_over"), "F3", func() { s.handOver("") })
	add(p.Holds() && p.Papers > 0 && may(action.HandOverDocument), "share", f.Text("document_screen.hand_over_other"), "F4", s.handOverOther)
	add(p.Holds() && mayPrint, "save", f.Text("document_screen.save"), "F5", s.save)
	add(true, "zoom-in", f.Text("document_screen.large"), "F6", s.enlarge)
	add(p.Holds() && p.Waits && mayPrint, "close", f.Text("document_screen.waive"), "F7", func() { s.mark(documents.PrintWaived, "document_screen.waived") })
	add(p.Voidable() && may(action.VoidDocument), "trash", f.Text("document_screen.void"), "F8", s.void)
	add(p.Rewritable() && f.Has(frame.Letter) && may(action.WriteLetter), "edit", f.Text("letter.write_anew"), "F9", s.writeAnew)
	add(p.Prescribed() && p.Status != documents.Superseded && f.Has(frame.Visit) && may(action.VoidDocument) && !f.Session.Practitioner.ID.IsZero(),
		"edit", f.Text("document_screen.rewrite"), "F9", s.rewrite)
	return list
}

// buildSide is what became of the paper, and what can be done.
func (s *docScreen) buildSide() fyne.CanvasObject {
	f, p, session := s.f, s.page, s.f.Session
	s.primary = nil
	var buttons []fyne.CanvasObject
	for n, a := range s.acts() {
		importance := kit.Standard
		if n == 0 && a.key == "Ctrl+P" {
			importance = kit.Primary
		}
		button := kit.NewIconButton(a.icon, a.label, importance, a.do).WithKey(a.key)
		if importance == kit.Primary {
			s.primary = button
		}
		buttons = append(buttons, button)
	}
	s.state = kit.NewParagraph(s.model.CopyWords(p), kit.Muted)
	if p.Holds() {
		buttons = append([]fyne.CanvasObject{s.state}, buttons...)
	}
	cards := []fyne.CanvasObject{kit.NewCard("", kit.Column(kit.Gap, buttons...))}
	if p.Status == documents.EnteredInError {
		cards = append(cards, kit.NewCard(f.Text("document_screen.void_title"), kit.Column(4, kit.NewParagraph(p.VoidReason, kit.Body),
			kit.NewText(f.Text("document_screen.by", "Name", p.user(p.VoidedBy), "When", session.Moment(p.Voided)), kit.Caption))))
	}
	story := []fyne.CanvasObject{}
	tell := func(what, detail string) {
		story = append(story, kit.Column(1, kit.NewText(what, kit.Strong), kit.NewText(detail, kit.Caption)))
	}
	tell(f.Text("document_screen.issued"), f.Text("document_screen.by", "Name", p.user(p.IssuedBy), "When", session.Moment(p.Issued)))
	for _, e := range p.Prints {
		tell(s.model.EventWords(p, e))
	}
	for _, h := range p.Given {
		what := f.Text("document_screen.handed_over")
		if h.Recipient != "" {
			what = f.Text("document_screen.handed_to", "Name", h.Recipient)
		}
		tell(what, f.Text("document_screen.by", "Name", p.user(h.User), "When", session.Moment(h.At)))
	}
	cards = append(cards, kit.NewCard(f.Text("document_screen.story"), kit.Column(10, story...)))
	return kit.NewScroll(kit.Column(kit.GapLarge, cards...))
}

// Key handles the keys of the page.
func (s *docScreen) Key(key frame.Key) bool {
	if key == frame.KeyPrint && !s.loaded {
		s.print()
		return true
	}
	switch {
	case !s.loaded:
		return false
	case s.large && key == frame.KeyEscape:
		s.shrink()
		return true
	case s.large && key == frame.KeyFinish:
		s.copied()
		return true
	}
	wanted := string(key)
	if key == frame.KeyPrint {
		wanted = "Ctrl+P"
	}
	for _, a := range s.acts() {
		if a.key == wanted {
			a.do()
			return true
		}
	}
	return false
}

// write runs a write and shows what came of it.
func (s *docScreen) write(work func(context.Context) error, done func()) {
	if s.busy {
		return
	}
	s.busy = true
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		s.busy = false
		s.f.Fail(err)
		if s.f.At() != s.to { // somewhere else by now
			if err == nil {
				done()
			}
			return
		}
		s.load(func() {
			if err == nil {
				done()
			}
		})
	})
}

// print prints the paper: the original, or the next copy.
func (s *docScreen) print() {
	if s.loaded {
		s.state.SetText(s.f.Text("document_screen.printing"))
	}
	d := documents.Document{ID: s.model.id, Patient: s.model.patient}
	s.write(func(ctx context.Context) error { return s.model.Print(ctx, s.f.Printer, d) }, func() { s.f.Done(s.f.Text("document_screen.printed"), nil) })
}

func (s *docScreen) cameOut() {
	d := s.page.Document
	s.write(func(ctx context.Context) error { return s.model.CameOut(ctx, d) }, func() { s.f.Done(s.f.Text("document_screen.noted"), nil) })
}

func (s *docScreen) notOut() {
	s.write(s.model.DidNotComeOut, func() { s.f.Done(s.f.Text("document_screen.not_out_noted"), nil) })
}

// mark notes what became of a paper that no printer told of.
func (s *docScreen) mark(outcome documents.Outcome, said string) {
	d := s.page.Document
	s.write(func(ctx context.Context) error { return s.model.Mark(ctx, d, outcome) }, func() { s.f.Done(s.f.Text(said), nil) })
}

func (s *docScreen) handOver(recipient string) {
	var given documents.HandOver
	s.write(func(ctx context.Context) (err error) {
		given, err = s.model.HandOver(ctx, recipient)
		return err
	}, func() {
		s.f.Done(s.f.Text("document_screen.handed_over"), func() {
			s.write(func(ctx context.Context) error { return s.model.TakeTickBack(ctx, given.ID) }, func() {})
		})
	})
}

// handOverOther asks who takes the paper.
func (s *docScreen) handOverOther() {
	f := s.f
	form := kit.NewForm(1)
	field := kit.NewField(f.Text("document_screen.recipient"), f.Text("document_screen.recipient_hint"))
	field.Entry.MaxRunes = documents.RecipientLength
	form.Add("recipient", field, 1)
	var d *kit.Dialog
	submit := func() {
		name := field.Value()
		d.Close()
		s.handOver(name)
	}
	yes := kit.NewButton(f.Text("document_screen.hand_over_do"), kit.Primary, submit)
	no := kit.NewButton(f.Text("document_screen.cancel"), kit.Standard, func() { d.Cancel() })
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("document_screen.hand_over_other"), Body: form, Buttons: []*kit.Button{no, yes}, Default: yes, Focus: field.FocusTarget()})
}

// save writes the paper as a PDF where the person says, after a word on what that means. It counts as a paper once the file is there.
func (s *docScreen) save() {
	f, d := s.f, s.page.Document
	f.Confirm(f.Text("document_screen.save_title"), f.Text("document_screen.save_text"), f.Text("document_screen.save_go_on"), kit.Primary, func() {
		type file struct {
			content []byte
			copy    int
		}
		frame.Load(f, func(ctx context.Context) (file, error) {
			content, number, err := s.model.PDF(ctx, f.Printer, d)
			return file{content, number}, err
		}, func(made file, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.SaveFile(FileName(d), made.content, func(err error) {
				if err == nil {
					s.write(func(ctx context.Context) error { return s.model.Note(ctx, d, made.copy, documents.PrintSaved) }, func() {})
				}
			})
		})
	})
}

func (s *docScreen) enlarge() { s.large = true; s.load(nil) }
func (s *docScreen) shrink()  { s.large = false; s.load(nil) }

// copied notes that somebody copied the paper from the screen by hand.
func (s *docScreen) copied() {
	if !s.page.Holds() || !s.f.Session.May(action.PrintDocument) {
		return
	}
	s.large = false
	s.mark(documents.PrintShown, "document_screen.copied_noted")
}

// void takes a prescription or a letter back, with a reason.
func (s *docScreen) void() {
	f := s.f
	ask, text, done := "document_screen.void_ask", "document_screen.void_text", "document_screen.voided"
	if s.page.Written() {
		ask, text, done = "letter.void_ask", "letter.void_text", "letter.voided"
	}
	f.Prompt(f.Text(ask), f.Text(text), f.Text("document_screen.void"), kit.Danger, func(reason string) {
		s.write(func(ctx context.Context) error { return s.model.Void(ctx, reason) }, func() { f.Done(f.Text(done), nil) })
	})
}

// rewrite opens a visit with the lines of a prescription. One that still holds is void from then on, so a reason is asked for.
func (s *docScreen) rewrite() {
	f := s.f
	begin := func(reason string) {
		if s.busy {
			return
		}
		s.busy = true
		frame.Save(f, func(ctx context.Context) (chart.EncounterID, error) { return s.model.Rewrite(ctx, reason) }, func(visit chart.EncounterID, err error) {
			s.busy = false
			if f.Fail(err); err == nil && f.At() == s.to {
				f.Go(frame.Target{Place: frame.Visit, Patient: s.to.Patient, Record: visit.Raw()})
			}
		})
	}
	if !s.page.Holds() {
		begin(s.page.VoidReason)
		return
	}
	f.Prompt(f.Text("document_screen.rewrite_ask"), f.Text("document_screen.rewrite_text"), f.Text("document_screen.rewrite"), kit.Danger, begin)
}

// writeAnew opens what the paper was written from; the new paper takes its place once it is issued.
func (s *docScreen) writeAnew() {
	s.f.Go(frame.Target{Place: frame.Letter, Patient: s.to.Patient, Record: s.to.Record, Text: frame.LetterAgain})
}
