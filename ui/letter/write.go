package letter

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// printNow is the text of a document's Target that prints it at once.
const printNow = "print"

// writeScreen is the editor of one letter, certificate or order form, with the page beside it.
type writeScreen struct {
	pane
	to    frame.Target
	model writeModel

	loaded  bool
	writing writing
	form    *kit.Form
	scroll  *kit.Scroll
	preview *preview
	draft   *frame.DraftTimer
	state   *kit.Text
	kept    map[string]string // as it was last kept
	busy    bool              // it is being issued
	done    bool              // it was issued, or given up
}

func openWriter(f *frame.Frame, to frame.Target) frame.Screen {
	s := &writeScreen{pane: newPane(f), to: to, model: newWriteModel(f.Session, to)}
	s.draft = f.DraftTimer(s.keep)
	return s
}

// Shown implements frame.Screen.
func (s *writeScreen) Shown() {
	frame.Load(s.f, s.model.Load, func(w writing, err error) {
		f := s.f
		if err != nil {
			s.failed(f.Text("letter.title"), err)
			return
		}
		s.writing, s.loaded = w, true
		s.build()
		s.preview.now(s.page())
		s.focus()
	})
}

func (s *writeScreen) build() {
	f, w := s.f, s.writing
	s.form = newForm(f, w.Fields)
	s.form.SetValues(w.Started)
	s.kept = w.Started
	if w.Kept != nil {
		s.form.Restore(w.Kept)
		s.kept = w.Kept
	}
	s.form.OnChanged = func(string) {
		s.draft.Changed()
		s.showState()
		s.preview.soon(s.page)
	}
	s.scroll = kit.NewScroll(s.form)
	for _, one := range w.Fields {
		s.scroll.Follow(s.form.Input(one.key))
	}
	s.preview = newPreview(f)
	s.state = kit.NewCaption("")
	s.state.Keep = true
	title := kit.NewText(f.Text(documents.LetterTitle(w.Kind)), kit.Title)
	title.Keep = true
	head := []fyne.CanvasObject{title, s.state, kit.Spacer()}
	if w.Kind.HasText() {
		head = append(head, kit.NewIconButton("plus", f.Text("letter.insert"), kit.Standard, s.insert).WithKey("F2"),
			kit.NewIconButton("arrow-right", f.Text("letter.next_gap"), kit.Standard, s.nextGap).WithKey("F4"))
	}
	head = append(head, kit.NewIconButton("print", f.Text("letter.issue_print"), kit.Standard, func() { s.issue(printNow) }).WithKey("Ctrl+P"),
		kit.NewIconButton("check", f.Text("letter.issue"), kit.Primary, func() { s.issue("") }).WithKey("Ctrl+Enter"))
	editor := kit.NewCard("", s.scroll)
	s.show(kit.Page(kit.Column(kit.Gap, kit.NewBanner(w.Who), kit.Row(kit.Gap, head...), s.restored(w.Kept, s.startOver), s.lacks()), kit.Share(kit.GapLarge, []float32{1.15, 1}, editor, s.preview.content)))
	s.showState()
}

// lacks says what a certificate won't carry though the law asks for it; nobody is held up by it.
func (s *writeScreen) lacks() fyne.CanvasObject {
	notes := s.f.LackNotes(s.writing.Lacks)
	if len(notes) == 0 {
		return container.NewStack()
	}
	return kit.NewCard("", kit.Column(kit.GapSmall, notes...))
}

// page sets what is typed now.
func (s *writeScreen) page() setPage {
	values := s.form.Values()
	return func(ctx context.Context) (documents.Frozen, error) { return s.model.Preview(ctx, s.writing, values) }
}

// body is the text, nil where the kind has none.
func (s *writeScreen) body() *kit.Field {
	if !s.loaded {
		return nil
	}
	field, _ := s.form.Input(fieldBody).(*kit.Field)
	return field
}

// focus gives the keyboard to the first place to fill in, else to the first field that is empty.
func (s *writeScreen) focus() {
	if s.writing.AskWhy {
		kit.Focus(s.form.Input(fieldBecause).FocusTarget())
		return
	}
	for _, one := range s.writing.Fields {
		if one.key == fieldBody {
			continue
		}
		if input := s.form.Input(one.key); input.Value() == "" && one.key != "heading" {
			kit.Focus(input.FocusTarget())
			return
		}
	}
	s.form.FocusFirst()
}

// showState says what is still to be filled in, and whether the typing is kept.
func (s *writeScreen) showState() {
	text := ""
	if body := s.body(); body != nil {
		if read, err := template.Parse(body.Value()); err == nil && len(read.Gaps()) > 0 {
			text = s.f.Text("letter.to_fill", "Count", len(read.Gaps()))
		}
	}
	if text == "" && !maps.Equal(s.form.Values(), s.writing.Started) {
		text = s.f.Text("letter.not_issued")
	}
	s.state.SetText(text)
}

// keep keeps the draft where something was typed since.
func (s *writeScreen) keep() {
	if !s.loaded || s.done || s.busy {
		return
	}
	values := s.form.Values()
	if maps.Equal(values, s.kept) {
		return
	}
	s.kept = values
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.KeepDraft(ctx, values) }, func(_ struct{}, err error) { s.f.Fail(err) })
}

// startOver gives the draft up.
func (s *writeScreen) startOver() {
	s.draft.Stop()
	s.done = true
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.DropDraft(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			s.done = false
			s.f.Fail(err)
			return
		}
		s.f.Replace(s.to)
	})
}

// nextGap marks the next place to fill in, so that typing fills it.
func (s *writeScreen) nextGap() {
	body := s.body()
	if body == nil {
		return
	}
	g, found := nextGap(body.Value(), body.Entry.CursorTextOffset())
	if !found {
		s.f.Done(s.f.Text("letter.no_gap"), nil)
		return
	}
	kit.Focus(body.Entry)
	body.Entry.SelectRange(g.from, g.count)
}

// insert asks for a field and writes what the record has for it where the cursor stands.
func (s *writeScreen) insert() {
	body := s.body()
	if body == nil {
		return
	}
	chooseField(s.f, func(f template.Field) {
		frame.Load(s.f, func(ctx context.Context) (string, error) { return s.model.FieldText(ctx, f, s.writing) }, func(text string, err error) {
			if err != nil {
				s.f.Fail(err)
				return
			}
			kit.Focus(body.Entry)
			typeInto(body.Entry, text)
		})
	})
}

// issue issues the paper and goes to it; then is what to do there.
func (s *writeScreen) issue(then string) {
	if s.busy || !s.loaded {
		return
	}
	s.busy = true
	s.draft.Stop()
	f, values := s.f, s.form.Values()
	frame.Save(f, func(ctx context.Context) (documents.Document, error) { return s.model.Issue(ctx, s.writing, values) }, func(paper documents.Document, err error) {
		s.busy = false
		if err != nil {
			s.refuse(err)
			return
		}
		s.done = true
		if f.At() == s.to {
			f.Replace(frame.Target{Place: frame.Document, Patient: s.to.Patient, Record: paper.ID.Raw(), Text: then})
		}
		f.Done(f.Text("letter.issued", "Number", paper.Number), nil)
	})
}

// refuse shows what is wrong beside its fields; the typing stays kept.
func (s *writeScreen) refuse(err error) {
	s.draft.Changed()
	fields := s.f.Session.Problem(err).Fields
	if len(fields) == 0 {
		s.f.Fail(err)
		return
	}
	s.form.SetErrors(fields)
	body := s.body()
	if fields[fieldBody] == "" || body == nil {
		return
	}
	s.preview.say(fields[fieldBody]) // the text may be so long that what is said below it is out of sight
	if len(fields) > 1 {
		return // the first field in trouble has the keyboard
	}
	if line, column, found := bodyProblem(err); found {
		kit.Focus(body.Entry)
		body.Entry.CursorTo(offsetOf(body.Value(), line, column))
		return
	}
	if g, found := nextGap(body.Value(), 0); found {
		kit.Focus(body.Entry)
		body.Entry.SelectRange(g.from, g.count)
	}
}

// Key implements frame.Screen.
func (s *writeScreen) Key(key frame.Key) bool {
	if !s.loaded {
		return false
	}
	switch key {
	case frame.KeyFinish:
		s.issue("")
	case frame.KeyPrint:
		s.issue(printNow)
	case frame.KeySave:
		s.keep()
		s.f.Done(s.f.Text("letter.kept"), nil)
	case "F2":
		s.insert()
	case "F4":
		s.nextGap()
	default:
		return false
	}
	return true
}

// Leave implements frame.Screen.
func (s *writeScreen) Leave() {
	s.draft.Stop()
	s.keep()
}
