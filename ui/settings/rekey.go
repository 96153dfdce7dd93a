package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// rekeyCard offers a new key for the whole file: for when somebody who knew a password has gone, or a copy of the file was lost.
func (s *fileSection) rekeyCard() fyne.CanvasObject {
	text := s.f.Text
	return kit.NewCard(text("settings.rekey.title"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.rekey.lead"), kit.Muted),
		kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.rekey.begin"), kit.Standard, s.askRekey))))
}

// askRekey explains what it means for everyone, and asks the owner's password.
func (s *fileSection) askRekey() {
	f := s.f
	if f.SignInAgain == nil {
		return
	}
	form := kit.NewForm(1)
	form.Add("password", kit.NewPasswordField(f.Text("settings.rekey.password"), ""), 1)
	var d *kit.Dialog
	submit := func() {
		password := form.Values()["password"]
		slow(f, "settings.rekey.working", func(ctx context.Context, progress func(int, string)) (rekeyed, error) {
			return s.model.rekey(ctx, password, func(percent int) { progress(percent, f.Text("settings.rekey.percent", "Percent", percent)) })
		}, func(made rekeyed, err error) {
			if err != nil {
				form.SetValues(map[string]string{"password": ""})
				refuse(f, form, err)
				return
			}
			d.Close()
			s.showRekeyed(made)
		})
	}
	no := kit.NewButton(f.Text("settings.cancel"), kit.Standard, func() { d.Cancel() })
	yes := kit.NewButton(f.Text("settings.rekey.begin"), kit.Danger, submit)
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	body := kit.Column(kit.GapLarge, kit.NewParagraph(f.Text("settings.rekey.means"), kit.Body), form)
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("settings.rekey.title"), Body: body, Buttons: []*kit.Button{no, yes}, Default: yes, Focus: form.Input("password").FocusTarget(), Width: 560})
}

// showRekeyed shows the others' one-time passwords, then the new recovery key; the practice is closed by now, so nothing of it is read.
func (s *fileSection) showRekeyed(made rekeyed) {
	if len(made.OneTime) == 0 {
		s.showNewKey(made)
		return
	}
	f := s.f
	var rows []fyne.CanvasObject
	for _, one := range made.OneTime {
		rows = append(rows, oneTimeRow(f, one))
	}
	var d *kit.Dialog
	next := kit.NewButton(f.Text("settings.rekey.noted"), kit.Primary, func() {
		d.Close()
		s.showNewKey(made)
	})
	body := kit.Column(kit.GapLarge, kit.NewParagraph(f.Text("settings.rekey.one_time"), kit.Body), kit.Column(kit.GapLarge, rows...))
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("settings.rekey.done"), Body: body, Buttons: []*kit.Button{next}, Default: next, Stay: true, Width: 560})
}

func oneTimeRow(f *frame.Frame, one data.OneTime) fyne.CanvasObject {
	phrase := kit.NewText(one.Passphrase, kit.Title)
	phrase.Keep = true
	return kit.Column(kit.GapSmall, kit.NewCaption(f.Text("settings.rekey.for", "Name", one.Name, "Login", one.Login)), phrase)
}

// showNewKey shows the new recovery key, then the sign-in.
func (s *fileSection) showNewKey(made rekeyed) {
	f := s.f
	var d *kit.Dialog
	leave := func() {
		d.Close()
		f.SignInAgain()
	}
	sheet := frame.NewRecoveryKeySheet(frame.RecoveryKeySpec{Text: f.Text, Code: made.RecoveryKey, Ask: made.ask, Kept: leave})
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("settings.file.key"), Body: sheet.Content, Width: 640, Stay: true})
	sheet.Focus()
}
