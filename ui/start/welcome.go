package start

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Welcome offers the ways in.
func (s *Start) Welcome() {
	found := kit.NewIconButton("practice", s.text("start.found"), kit.Primary, s.foundPractice)
	file := kit.NewIconButton("note", s.text("start.open"), kit.Standard, s.chooseFile)
	parts := []fyne.CanvasObject{
		s.way(found, "start.found_lead"),
		s.way(file, "start.open_lead"),
		s.way(kit.NewIconButton("backup", s.text("start.restore"), kit.Standard, s.chooseBackup), "start.restore_way"),
	}
	if s.host.MakeDemo != nil {
		demo := kit.NewIconButton("help", s.text("start.demo"), kit.Standard, s.demo)
		parts = append(parts, s.way(demo, "start.demo_lead"))
	}
	parts = append(parts, kit.NewHairline(), kit.NewParagraph(s.text("start.one_computer"), kit.Caption))
	s.show(view{title: s.text("start.welcome"), lead: s.text("start.welcome_lead"), parts: parts, focus: func() { kit.Focus(found) }})
}

// way is one way in: a button with what it means beside it.
func (s *Start) way(button *kit.Button, lead string) fyne.CanvasObject {
	return kit.Share(kit.GapGroups, []float32{2, 3}, button, kit.NewParagraph(s.text(lead), kit.Muted))
}

// chooseFile asks for a practice file that is there.
func (s *Start) chooseFile() {
	field := s.pathField("start.file", s.text("start.file_hint"))
	field.SetValue(s.host.Folder + string(filepath.Separator))
	next := func() { s.openFile(field) }
	field.OnText = func(string) { next() }
	field.Connect(nil, next, s.escape)
	back := kit.NewButton(s.text("start.back"), kit.Standard, s.Welcome)
	s.show(view{title: s.text("start.open"), parts: []fyne.CanvasObject{field, foot(back, kit.NewButton(s.text("start.next"), kit.Primary, next))}, back: s.Welcome, focus: func() {
		kit.Focus(field.FocusTarget())
		field.Entry.CursorToEnd()
	}})
}

func (s *Start) openFile(field *kit.Suggest) {
	path := frame.ExpandPath(field.Value(), s.host.Home)
	if err := probe(path); err != nil {
		text, hint := s.sentence(err)
		field.SetError(text + " " + hint)
		kit.Focus(field.FocusTarget())
		return
	}
	s.SignIn(path)
}

// demo makes the demo practice where there is none yet, and signs in to it.
func (s *Start) demo() {
	path := filepath.Join(s.host.Folder, "demo"+Extension)
	if exists(path) {
		s.SignIn(path)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	progress := s.Progress(s.text("start.demo_making"), cancel)
	s.busy = true
	s.host.Run(func() {
		err := makeDemo(ctx, s.host, path, func(percent int) {
			s.host.Do(func() { progress.Set(percent, 100, s.text("start.demo_percent", "Percent", percent)) })
		})
		s.host.Do(func() {
			cancel()
			progress.Close()
			s.busy = false
			switch {
			case err == nil:
				s.SignIn(path)
			case ctx.Err() == nil || !isCancelled(err):
				s.fail(err)
			}
		})
	})
}
