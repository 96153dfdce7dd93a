package start

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"satchel/data/crash"
	"satchel/ui/kit"
)

// crashNotice says that the program broke last time, with a way to see the report; nothing where it did not.
func (s *Start) crashNotice() []fyne.CanvasObject {
	newest, found := s.host.newCrash()
	if !found {
		return nil
	}
	look := kit.NewButton(s.text("start.crash_report"), kit.Quiet, func() { s.showCrash(newest) })
	return []fyne.CanvasObject{kit.NewParagraph(s.text("start.crashed"), kit.Accent), kit.Row(kit.Gap, look, kit.Spacer())}
}

// showCrash shows a report as it is, and where it lies.
func (s *Start) showCrash(k crash.Kept) {
	report, err := s.host.Env.Local.Crash(k.Name)
	if err != nil {
		s.fail(err)
		return
	}
	file := filepath.Join(s.host.Env.Local.Folder(), k.Name)
	var d *kit.Dialog
	done := kit.NewButton(s.text("ui.understood"), kit.Primary, func() { d.Close() })
	d = s.ShowDialog(kit.DialogSpec{Title: s.text("start.crash_report"), Text: s.text("start.crash_text", "File", file), Width: 640,
		Body: kit.Fixed(0, 260, kit.NewScroll(kit.NewParagraph(report, kit.Caption))), Buttons: []*kit.Button{done}, Default: done})
}
