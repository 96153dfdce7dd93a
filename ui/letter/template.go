package letter

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// templateScreen is the editor of one template, with the page of a made-up patient beside it.
type templateScreen struct {
	pane
	to    frame.Target
	model templateModel

	loaded  bool
	edited  edited
	form    *kit.Form
	preview *preview
	draft   *frame.DraftTimer
	kept    map[string]string
	done    bool
}

func openTemplateEditor(f *frame.Frame, to frame.Target) frame.Screen {
	s := &templateScreen{pane: newPane(f), to: to, model: templateModel{f.Session}}
	s.draft = f.DraftTimer(s.keep)
	return s
}

// Shown implements frame.Screen.
func (s *templateScreen) Shown() {
	frame.Load(s.f, func(ctx context.Context) (edited, error) { return s.model.Load(ctx, s.to) }, func(e edited, err error) {
		f := s.f
		if err != nil {
			s.failed(f.Text("letter.templates"), err)
			return
		}
		s.edited, s.loaded = e, true
		s.build()
		s.preview.now(s.page())
		s.form.FocusFirst()
	})
}

func (s *templateScreen) build() {
	f, e := s.f, s.edited
	var kinds []kit.Option
	for _, kind := range documents.LetterKinds {
		if kind.HasText() {
			kinds = append(kinds, kit.Option{Value: string(kind), Label: f.Text(documents.LetterTitle(kind))})
		}
	}
	s.form = kit.NewForm(2)
	s.form.Add(fieldName, kit.NewField(f.Text("letter.form.name"), ""), 1)
	s.form.Add(fieldKind, kit.NewSelectField(f.Text("letter.form.kind"), "", kinds...), 1)
	s.form.Add(fieldHeading, kit.NewField(f.Text("letter.form.heading"), f.Text("letter.hint.heading")), 2)
	body := kit.NewTextField(f.Text("letter.form.body"), f.Text("letter.hint.template"), 18)
	body.Entry.MaxRunes = template.MaxLength
	s.form.Add(fieldBody, body, 2)
	s.form.SetValues(s.model.values(e.LetterTemplate))
	s.kept = s.form.Values()
	if e.Kept != nil {
		s.form.Restore(e.Kept)
		s.kept = e.Kept
	}
	s.preview = newPreview(f)
	s.form.OnChanged = func(string) {
		s.draft.Changed()
		s.preview.soon(s.page)
	}
	head := []fyne.CanvasObject{kit.NewText(s.title(), kit.Title), kit.Spacer(), kit.NewIconButton("plus", f.Text("letter.insert"), kit.Standard, s.insert).WithKey("F2")}
	if e.BuiltIn != "" {
		head = append(head, kit.NewIconButton("undo", f.Text("letter.reset"), kit.Standard, s.reset).WithKey("F7"))
	}
	head = append(head, kit.NewIconButton("save", f.Text("letter.save"), kit.Primary, s.save).WithKey("Ctrl+S"))
	scroll := kit.NewScroll(s.form)
	for _, key := range []string{fieldName, fieldKind, fieldHeading, fieldBody} {
		scroll.Follow(s.form.Input(key))
	}
	s.show(kit.Page(kit.Column(kit.Gap, kit.Row(kit.Gap, head...), s.restored(e.Kept, s.startOver)), kit.Share(kit.GapLarge, []float32{1.15, 1}, kit.NewCard("", scroll), s.preview.content)))
}

func (s *templateScreen) title() string {
	if s.edited.Name == "" {
		return s.f.Text("letter.template_new")
	}
	return s.edited.Name
}

func (s *templateScreen) typed() documents.LetterTemplate {
	return s.model.typed(s.edited.LetterTemplate, s.form.Values())
}

func (s *templateScreen) page() setPage {
	typed := s.typed()
	return func(ctx context.Context) (documents.Frozen, error) { return s.model.Preview(ctx, typed) }
}

func (s *templateScreen) keep() {
	if !s.loaded || s.done {
		return
	}
	values := s.form.Values()
	if maps.Equal(values, s.kept) {
		return
	}
	s.kept = values
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.KeepDraft(ctx, s.to, values) }, func(_ struct{}, err error) { s.f.Fail(err) })
}

func (s *templateScreen) startOver() {
	s.draft.Stop()
	s.done = true
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.DropDraft(ctx, s.to) }, func(_ struct{}, err error) {
		if err != nil {
			s.done = false
			s.f.Fail(err)
			return
		}
		s.f.Replace(s.to)
	})
}

// insert asks for a field and writes its name where the cursor stands.
func (s *templateScreen) insert() {
	body := s.form.Input(fieldBody).(*kit.Field)
	chooseField(s.f, func(f template.Field) {
		kit.Focus(body.Entry)
		typeInto(body.Entry, "{"+f.Name+"}")
	})
}

// reset puts the built-in wording into the editor; it is kept when it is saved, and until then the way back is offered.
func (s *templateScreen) reset() {
	original, found := documents.BuiltInTemplate(s.f.Session.Language(), s.edited.BuiltIn)
	if !found {
		return
	}
	was := s.form.Values()
	set := func(values map[string]string) {
		s.form.Restore(values)
		s.draft.Changed()
		s.preview.now(s.page())
	}
	set(s.model.values(original))
	s.f.Done(s.f.Text("letter.was_reset"), func() { set(was) })
}

func (s *templateScreen) save() {
	s.draft.Stop()
	f, typed := s.f, s.typed()
	frame.Save(f, func(ctx context.Context) (documents.LetterTemplate, error) { return s.model.Save(ctx, typed, s.to) }, func(kept documents.LetterTemplate, err error) {
		if err != nil {
			s.refuse(err)
			return
		}
		s.done = true
		f.Done(f.Text("letter.template_saved", "Name", kept.Name), nil)
		if f.At() == s.to {
			f.Back()
		}
	})
}

// refuse shows what is wrong beside its fields, and puts the cursor where the text is at fault.
func (s *templateScreen) refuse(err error) {
	s.draft.Changed()
	fields := s.f.Session.Problem(err).Fields
	if len(fields) == 0 {
		s.f.Fail(err)
		return
	}
	s.form.SetErrors(fields)
	s.preview.say(fields[fieldBody])
	if line, column, found := bodyProblem(err); found {
		body := s.form.Input(fieldBody).(*kit.Field)
		kit.Focus(body.Entry)
		body.Entry.CursorTo(offsetOf(body.Value(), line, column))
	}
}

// Key implements frame.Screen.
func (s *templateScreen) Key(key frame.Key) bool {
	if !s.loaded {
		return false
	}
	switch {
	case key == frame.KeySave, key == frame.KeyFinish:
		s.save()
	case key == "F2":
		s.insert()
	case key == "F7" && s.edited.BuiltIn != "":
		s.reset()
	default:
		return false
	}
	return true
}

// Leave implements frame.Screen.
func (s *templateScreen) Leave() {
	s.draft.Stop()
	s.keep()
}
