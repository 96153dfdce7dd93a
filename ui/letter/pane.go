package letter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// pane is what a screen of this package stands in: nothing until it has read what it shows.
type pane struct {
	f       *frame.Frame
	content *fyne.Container
}

func newPane(f *frame.Frame) pane {
	return pane{f, container.NewStack(kit.NewGround(container.NewWithoutLayout()))}
}

// Content implements frame.Screen.
func (p pane) Content() fyne.CanvasObject { return p.content }

func (p pane) show(object fyne.CanvasObject) {
	p.content.Objects = []fyne.CanvasObject{object}
	p.content.Refresh()
}

// failed shows why there is nothing under a title.
func (p pane) failed(title string, err error) {
	problem := p.f.Session.Problem(err)
	p.show(kit.Page(kit.NewText(title, kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
}

// restored says that a draft stands in the form, with the way to begin anew; nothing where none does.
func (p pane) restored(kept map[string]string, startOver func()) fyne.CanvasObject {
	if kept == nil {
		return container.NewStack()
	}
	return kit.NewNoticeBar("info", p.f.Text("letter.restored"), theme.Info, kit.NewButton(p.f.Text("letter.start_over"), kit.Standard, startOver))
}
