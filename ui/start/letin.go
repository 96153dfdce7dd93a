package start

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// letIn has the holder of the recovery key give a user a new password.
func (s *Start) letIn(path string) {
	who := s.open
	work(s, s.text("start.opening"), func(ctx context.Context) ([]organization.User, error) { return usersOf(ctx, who) }, func(users []organization.User, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		form := kit.NewForm(2)
		var list []kit.Option
		for _, u := range users {
			list = append(list, kit.Option{Value: u.Login, Label: u.Name()})
		}
		form.Add("user", kit.NewSelectField(s.text("start.user"), "", list...), 2)
		pair := s.passwordPair("frame.new_password", func() password.About { return aboutUser(who, userOf(users, form.Values()["user"])) })
		pair.AddTo(form, 2)
		form.OnChanged = func(key string) {
			if key == "user" {
				pair.Advise()
			}
		}
		if len(list) > 0 {
			form.SetValues(map[string]string{"user": list[0].Value})
		}
		give := func() { s.regain(form, users) }
		form.OnSubmit, form.OnCancel = give, s.escape
		stop := func() { s.giveUp(path) }
		s.show(view{title: s.text("start.let_in"), lead: s.text("start.let_in_lead"), back: stop, follow: []any{form}, focus: form.FocusFirst,
			parts: []fyne.CanvasObject{form, foot(kit.NewButton(s.text("start.close_again"), kit.Standard, stop), kit.NewButton(s.text("start.next"), kit.Primary, give))}})
	})
}

func (s *Start) regain(form *kit.Form, users []organization.User) {
	values := form.Values()
	if values["password"] != values["again"] {
		text, hint := s.sentence(store.Fail(store.Invalid, "error.session.password_differs"))
		form.SetErrors(map[string]string{"again": text + " " + hint})
		return
	}
	user, holder := userOf(users, values["user"]), s.open
	work(s, s.text("start.opening"), func(ctx context.Context) (regained, error) {
		return s.host.regain(ctx, holder, user, values["password"])
	},
		func(r regained, err error) {
			if err != nil {
				if fields := session.ProblemIn(s.host.Language, err).Fields; len(fields) > 0 {
					form.SetErrors(fields)
					return
				}
				s.fail(err)
				return
			}
			s.open = r.session
			s.showKey("", r.recoveryKey, r.ask)
		})
}

// ownPassword has somebody who came in with a one-time password set one of their own. Until then the file shows nothing else.
func (s *Start) ownPassword(path string, who *session.Session, handed string) {
	form := kit.NewForm(2)
	pair := s.passwordPair("frame.new_password", who.About)
	pair.AddTo(form, 2)
	set := func() {
		values := form.Values()
		work(s, s.text("start.opening"), func(ctx context.Context) (*session.Session, error) {
			return who.SetOwnPassword(ctx, handed, values["password"], values["again"])
		}, func(fresh *session.Session, err error) {
			if err != nil {
				if fields := session.ProblemIn(s.host.Language, err).Fields; len(fields) > 0 {
					form.SetErrors(fields)
					return
				}
				s.fail(err)
				return
			}
			pair.Clear()
			s.open = fresh
			s.handOn()
		})
	}
	form.OnSubmit, form.OnCancel = set, s.escape
	stop := func() { s.giveUp(path) }
	s.show(view{title: s.text("frame.own_password"), lead: s.text("frame.own_password_lead"), back: stop, follow: []any{form}, focus: form.FocusFirst,
		parts: []fyne.CanvasObject{form, foot(kit.NewButton(s.text("start.close_again"), kit.Standard, stop), kit.NewButton(s.text("frame.own_password_set"), kit.Primary, set))}})
}
