package letter

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// choiceScreen asks what to write: a draft to go on with, or a kind of paper with or without a template.
type choiceScreen struct {
	pane
	model writeModel
	list  *kit.List
	rows  []option
}

func openChoice(f *frame.Frame, to frame.Target) frame.Screen {
	s := &choiceScreen{pane: newPane(f), model: newWriteModel(f.Session, to)}
	s.list = kit.NewList([]kit.ListColumn{{Title: f.Text("letter.column.paper"), Weight: 1.4}, {Title: f.Text("letter.column.template"), Weight: 2}, {Weight: 1.6}}, nil)
	s.list.OnOpened = func(row int) { f.Replace(s.rows[row].to) }
	return s
}

// Leave implements frame.Screen.
func (s *choiceScreen) Leave() {}

// Shown implements frame.Screen.
func (s *choiceScreen) Shown() {
	type found struct {
		who  kit.Identity
		rows []option
	}
	frame.Load(s.f, func(ctx context.Context) (found, error) {
		who, rows, err := s.model.Choices(ctx)
		return found{who, rows}, err
	}, func(read found, err error) {
		f := s.f
		if err != nil {
			s.failed(f.Text("letter.title"), err)
			return
		}
		s.rows = read.rows
		s.list.SetRows(len(s.rows), s.cells, 0)
		head := []fyne.CanvasObject{kit.NewText(f.Text("letter.choose"), kit.Title), kit.Spacer()}
		if f.Session.May(action.WriteTemplate) {
			head = append(head, kit.NewIconButton("edit", f.Text("letter.templates"), kit.Standard, s.templates).WithKey("F2"))
		}
		s.show(kit.Page(kit.Column(kit.Gap, kit.NewBanner(read.who), kit.Row(kit.Gap, head...)), kit.NewFlushCard("", s.list)))
		kit.Focus(s.list)
	})
}

func (s *choiceScreen) cells(row int) []kit.Cell {
	f, o := s.f, s.rows[row]
	title, begins := f.Text("letter.again"), kit.Cell{Text: f.Text("letter.no_template"), Role: kit.Muted}
	if o.kind != "" {
		title = f.Text(documents.LetterTitle(o.kind))
	}
	if o.kind.IsOrder() || o.kind == "" {
		begins = kit.Cell{}
	}
	if o.template != "" {
		begins = kit.Cell{Text: o.template}
	}
	mark := kit.Cell{}
	if o.kept != "" {
		mark.Marks = []kit.Mark{{Text: f.Text("letter.draft", "When", o.kept), Icon: "edit", Tone: theme.Alert}}
	}
	return []kit.Cell{{Text: title, Role: kit.Strong}, begins, mark}
}

func (s *choiceScreen) templates() { s.f.Go(frame.Target{Place: frame.Templates}) }

// Key implements frame.Screen.
func (s *choiceScreen) Key(key frame.Key) bool {
	if key == "F2" && s.f.Session.May(action.WriteTemplate) {
		s.templates()
		return true
	}
	return false
}
