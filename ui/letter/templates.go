package letter

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// listScreen is what letters begin from.
type listScreen struct {
	f       *frame.Frame
	model   templateModel
	content fyne.CanvasObject
	list    *kit.List
	rows    []documents.LetterTemplate
	retire  *kit.Button
}

func openTemplateList(f *frame.Frame) frame.Screen {
	s := &listScreen{f: f, model: templateModel{f.Session}}
	add := kit.NewIconButton("plus", f.Text("letter.template_new"), kit.Primary, s.add)
	s.list = kit.NewList([]kit.ListColumn{{Title: f.Text("letter.column.name"), Weight: 2}, {Title: f.Text("letter.column.paper"), Weight: 1.4}, {Weight: 1.4}}, kit.NewEmptyState("note", f.Text("letter.no_templates"), add))
	s.list.OnOpened = func(row int) { f.Go(targetOf(s.rows[row])) }
	s.list.OnSelected = func(int) { s.showRetire() }
	s.retire = kit.NewButton(f.Text("letter.template_retire"), kit.Standard, s.turn).WithKey("F8")
	head := kit.Row(kit.Gap, kit.NewText(f.Text("letter.templates"), kit.Title), kit.Spacer(), s.retire,
		kit.NewButton(f.Text("letter.template_copy"), kit.Standard, s.copy).WithKey("F3"),
		kit.NewIconButton("plus", f.Text("letter.template_new"), kit.Primary, s.add).WithKey("F2"))
	s.content = kit.Page(kit.Column(kit.Gap, head, kit.NewParagraph(f.Text("letter.templates_lead"), kit.Muted)), kit.NewFlushCard("", s.list))
	return s
}

// Content implements frame.Screen.
func (s *listScreen) Content() fyne.CanvasObject { return s.content }

// Leave implements frame.Screen.
func (s *listScreen) Leave() {}

// Shown implements frame.Screen.
func (s *listScreen) Shown() {
	kit.Focus(s.list)
	s.load(0)
}

func (s *listScreen) load(selected int) {
	frame.Load(s.f, s.model.All, func(rows []documents.LetterTemplate, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.rows = rows
		s.list.SetRows(len(rows), s.cells, min(selected, len(rows)-1))
		s.showRetire()
	})
}

func (s *listScreen) cells(row int) []kit.Cell {
	f, t := s.f, s.rows[row]
	var marks []kit.Mark
	if !t.Active {
		marks = append(marks, kit.Mark{Text: f.Text("letter.retired"), Tone: theme.Neutral})
	}
	switch {
	case t.ID.IsZero():
		marks = append(marks, kit.Mark{Text: f.Text("letter.built_in"), Tone: theme.Info})
	case t.BuiltIn != "":
		marks = append(marks, kit.Mark{Text: f.Text("letter.built_in_changed"), Tone: theme.Info})
	}
	name := kit.Cell{Text: t.Name, Role: kit.Strong}
	if !t.Active {
		name.Color = theme.ColorMuted
	}
	return []kit.Cell{name, {Text: f.Text(documents.LetterTitle(t.Kind)), Role: kit.Muted}, {Marks: marks}}
}

// marked is the template under the mark; false for none.
func (s *listScreen) marked() (documents.LetterTemplate, bool) {
	row := s.list.Selected()
	if row < 0 || row >= len(s.rows) {
		return documents.LetterTemplate{}, false
	}
	return s.rows[row], true
}

// showRetire says whether the marked one goes or comes back.
func (s *listScreen) showRetire() {
	label := "letter.template_retire"
	if t, any := s.marked(); any && !t.Active {
		label = "letter.template_offer"
	}
	s.retire.SetLabel(s.f.Text(label))
}

func (s *listScreen) add() { s.f.Go(frame.Target{Place: frame.Templates, Text: newTemplate}) }

func (s *listScreen) copy() {
	if t, any := s.marked(); any {
		frame.Save(s.f, func(ctx context.Context) (documents.LetterTemplate, error) { return s.model.Copy(ctx, t) }, func(c documents.LetterTemplate, err error) {
			if err != nil {
				s.f.Fail(err)
				return
			}
			s.f.Go(targetOf(c))
		})
	}
}

func (s *listScreen) turn() {
	t, any := s.marked()
	if !any {
		return
	}
	set := func(t documents.LetterTemplate, retired bool, then func(documents.LetterTemplate)) {
		frame.Save(s.f, func(ctx context.Context) (documents.LetterTemplate, error) { return s.model.Retire(ctx, t, retired) }, func(kept documents.LetterTemplate, err error) {
			s.f.Fail(err)
			s.load(s.list.Selected())
			if err == nil && then != nil {
				then(kept)
			}
		})
	}
	said := "letter.template_offered"
	if t.Active {
		said = "letter.template_retired"
	}
	set(t, t.Active, func(kept documents.LetterTemplate) {
		s.f.Done(s.f.Text(said, "Name", t.Name), func() { set(kept, kept.Active, nil) })
	})
}

// Key implements frame.Screen.
func (s *listScreen) Key(key frame.Key) bool {
	switch key {
	case "F2", frame.KeyNew:
		s.add()
	case "F3":
		s.copy()
	case "F8":
		s.turn()
	default:
		return false
	}
	return true
}
