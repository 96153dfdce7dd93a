package frame

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// askOwn has somebody who came over the lock with a one-time password set one of their own. The window stays covered until then.
func (l *lock) askOwn(who *session.Session, handed string) {
	f := l.f
	l.pin, l.login, l.password = nil, nil, nil
	form := kit.NewForm(2)
	pair := NewPasswordPair(PasswordSpec{Text: f.Text, Label: "frame.new_password", About: who.About, Draw: who.Practice.DrawPassword, Fail: f.Fail})
	pair.AddTo(form, 2)
	l.pair, l.entering = pair, who
	set := func() {
		if l.busy {
			return
		}
		values := form.Values()
		l.setBusy(true)
		background(l, func(ctx context.Context) (*session.Session, error) {
			return who.SetOwnPassword(ctx, handed, values["password"], values["again"])
		}, func(fresh *session.Session, err error) {
			l.setBusy(false)
			if err != nil {
				p := f.Session.Problem(err)
				if len(p.Fields) > 0 {
					form.SetErrors(p.Fields)
					return
				}
				l.say(p.Text + " " + p.Hint)
				return
			}
			pair.Clear()
			l.pair, l.entering = nil, nil
			f.open(fresh)
		})
	}
	back := func() { l.choose(l.chosen) }
	form.OnSubmit, form.OnCancel = set, back
	l.notice = kit.NewParagraph("", kit.Body)
	l.notice.Align = fyne.TextAlignCenter
	l.enter = kit.NewButton(f.Text("frame.own_password_set"), kit.Primary, set)
	lead := kit.NewParagraph(f.Text("frame.own_password_lead"), kit.Muted)
	lead.Align = fyne.TextAlignCenter
	card := kit.NewCard("", kit.Inset(12, 10, kit.Column(kit.GapLarge,
		container.NewCenter(kit.NewIcon("lock", theme.ColorAccent, 30)), l.centred(who.DisplayName(), kit.Section), l.centred(f.Text("frame.own_password"), kit.Title), lead,
		form, l.notice, kit.Row(kit.Gap, kit.NewButton(f.Text("frame.save.cancel"), kit.Standard, back), kit.Spacer(), l.enter))))
	l.body.Objects = []fyne.CanvasObject{container.NewCenter(kit.Fixed(640, 0, card))}
	l.body.Refresh()
	form.FocusFirst()
}

// leaveOwn ends the stay of somebody who came with a one-time password and set none.
func (l *lock) leaveOwn() {
	if l.entering != nil {
		l.f.signOut(l.entering)
	}
	l.pair, l.entering = nil, nil
}
