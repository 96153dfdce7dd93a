package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// giveOneTime asks first: the person's present password is gone for good, and whoever is signed in with it is signed out.
func (s *peopleSection) giveOneTime(p person) {
	f := s.f
	f.Confirm(f.Text("settings.people.one_time_title", "Name", p.user.Name()), f.Text("settings.people.one_time_text"), f.Text("settings.people.one_time_make"), kit.Primary, func() {
		frame.Save(f, func(ctx context.Context) (handed, error) { return s.model.giveOneTime(ctx, p) }, func(given handed, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			s.load(s.list.Selected())
			s.showOneTime(given)
		})
	})
}

// showOneTime shows a one-time password, the only time that it is shown, in groups that can be read out.
func (s *peopleSection) showOneTime(given handed) {
	f := s.f
	var groups []fyne.CanvasObject
	for _, group := range strings.SplitAfter(given.password, "-") {
		letters := kit.NewText(group, kit.Figure)
		letters.Keep, letters.Align = true, fyne.TextAlignCenter
		groups = append(groups, letters)
	}
	until := f.Session.Day(value.DateOf(given.until.In(f.Session.Zone())))
	body := kit.Column(kit.GapLarge,
		kit.NewParagraph(f.Text("settings.people.one_time_lead", "Name", given.name), kit.Body),
		kit.NewCard("", container.NewGridWithColumns(len(groups), groups...)),
		kit.NewParagraph(f.Text("settings.people.one_time_then", "Name", given.name, "Until", until), kit.Muted))
	var d *kit.Dialog
	done := kit.NewButton(f.Text("settings.people.one_time_done"), kit.Primary, func() { d.Close() })
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("settings.people.one_time"), Body: body, Buttons: []*kit.Button{done}, Default: done, Width: 560, Stay: true})
}
