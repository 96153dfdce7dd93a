package start

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data"
	"satchel/data/demo"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// SignIn asks who opens the practice file at path.
func (s *Start) SignIn(path string) {
	form := kit.NewForm(1)
	login := kit.NewField(s.text("frame.login"), "")
	login.Entry.MaxRunes = organization.LoginLength
	form.Add("login", login, 1)
	form.Add("password", kit.NewPasswordField(s.text("frame.password"), ""), 1)
	open := func() {
		values := form.Values()
		if values["login"] == "" {
			form.SetErrors(map[string]string{"login": s.text("start.login_missing")})
			return
		}
		s.enter(path, func(ctx context.Context) (*session.Session, error) {
			return s.host.signIn(ctx, path, values["login"], values["password"])
		},
			func(sentence string) {
				form.SetValues(map[string]string{"password": ""})
				form.SetErrors(map[string]string{"password": sentence})
			})
	}
	form.OnSubmit, form.OnCancel = func() {
		if form.Values()["password"] == "" { // Enter after the name
			kit.Focus(form.Input("password").FocusTarget())
			return
		}
		open()
	}, s.escape
	lost := kit.NewButton(s.text("start.use_key"), kit.Quiet, func() { s.recover(path) })
	other := kit.NewButton(s.text("start.other_file"), kit.Quiet, s.Welcome)
	parts := []fyne.CanvasObject{form, kit.Row(kit.Gap, other, lost, kit.Spacer(), kit.NewButton(s.text("frame.sign_in"), kit.Primary, open))}
	if filepath.Base(path) == "demo"+Extension {
		parts = append([]fyne.CanvasObject{kit.NewParagraph(s.text("start.demo_users", "Password", demo.Password), kit.Accent)}, parts...)
	}
	parts = append(s.crashNotice(), append(parts, kit.NewHairline(), kit.NewParagraph(s.text("start.one_computer"), kit.Caption))...)
	s.show(view{title: s.fileName(path), lead: s.text("start.sign_in_lead"), parts: parts, follow: []any{form}, back: s.Welcome, focus: form.FocusFirst})
}

// fileName is the practice file's name without folder and extension.
func (s *Start) fileName(path string) string {
	return strings.TrimSuffix(filepath.Base(path), Extension)
}

// recover asks for the recovery key.
func (s *Start) recover(path string) {
	form := kit.NewForm(1)
	form.Add("key", kit.NewField(s.text("start.key"), s.text("start.key_hint")), 1)
	again := func() { s.SignIn(path) }
	use := func() {
		code := form.Values()["key"]
		s.enter(path, func(ctx context.Context) (*session.Session, error) { return s.host.useRecoveryKey(ctx, path, code) },
			func(sentence string) { form.SetErrors(map[string]string{"key": sentence}) })
	}
	form.OnSubmit, form.OnCancel = use, s.escape
	s.show(view{title: s.text("start.use_key"), lead: s.text("start.use_key_lead"), follow: []any{form}, back: again, focus: form.FocusFirst,
		parts: []fyne.CanvasObject{form, foot(kit.NewButton(s.text("start.back"), kit.Standard, again), kit.NewButton(s.text("start.next"), kit.Primary, use))}})
}

// enter opens the file and goes on with its questions. What is wrong with the key is said beside its field, the rest in a dialog.
func (s *Start) enter(path string, open func(context.Context) (*session.Session, error), refuse func(sentence string)) {
	work(s, s.text("start.opening"), open, func(who *session.Session, err error) {
		if err != nil {
			if code := store.CodeOf(err); code == store.Forbidden || code == store.Invalid {
				text, hint := s.sentence(err)
				refuse(text + " " + hint)
				return
			}
			s.fail(err)
			return
		}
		s.open = who
		s.ask(path, questionsOf(who.Practice))
	})
}

// ask puts the file's questions one after the other, then goes on.
func (s *Start) ask(path string, questions []question) {
	if len(questions) == 0 {
		s.asked(path)
		return
	}
	who, next := s.open, func() { s.ask(path, questions[1:]) }
	answer := func(job func(ctx context.Context) error) func() {
		return func() {
			work(s, s.text("start.opening"), func(ctx context.Context) (struct{}, error) { return struct{}{}, job(ctx) }, func(_ struct{}, err error) {
				if err != nil {
					s.fail(err)
					return
				}
				next()
			})
		}
	}
	stop := kit.NewButton(s.text("start.close_again"), kit.Standard, func() { s.giveUp(path) })
	var title, text string
	var buttons []*kit.Button
	first := stop // what is not to be answered in passing has the keyboard on the way out
	switch questions[0] {
	case wasUpdated:
		update, _ := who.Practice.Updated()
		title, text = s.text("start.updated"), s.text("start.updated_text", "Copy", update.Copy)
		buttons = []*kit.Button{kit.NewButton(s.text("start.next"), kit.Primary, next)}
		first = buttons[0]
	case wasElsewhere:
		title, text = s.text("start.elsewhere"), s.text("start.elsewhere_text")
		buttons = []*kit.Button{
			kit.NewButton(s.text("start.copied"), kit.Standard, answer(func(ctx context.Context) error { return who.Practice.Relocate(ctx, who.Actor, store.Copied) })),
			kit.NewButton(s.text("start.moved"), kit.Primary, answer(func(ctx context.Context) error { return who.Practice.Relocate(ctx, who.Actor, store.Moved) })),
		}
	case clockBehind:
		title, text = s.text("start.clock"), s.text("start.clock_text", "Count", daysBehind(who.Practice), "Now", who.Moment(who.Now()))
		buttons = []*kit.Button{kit.NewButton(s.text("start.clock_right"), kit.Primary, answer(func(ctx context.Context) error { return who.Practice.ConfirmClock(ctx, who.Actor) }))}
	case olderCopy:
		title, text = s.text("start.older"), strings.Join(append(s.host.warningsOf(who.Practice), s.text("start.older_text")), " ")
		buttons = []*kit.Button{kit.NewButton(s.text("start.older_go"), kit.Standard, next)}
	}
	s.show(view{title: title, back: func() { s.giveUp(path) }, focus: func() { kit.Focus(first) },
		parts: []fyne.CanvasObject{kit.NewParagraph(text, kit.Body), foot(stop, buttons...)}})
}

// giveUp closes the file without an answer.
func (s *Start) giveUp(path string) {
	if err := s.Close(); err != nil {
		s.fail(err)
	}
	s.SignIn(path)
}

// asked goes on when the file has no question left.
func (s *Start) asked(path string) {
	if data.IsRecovery(s.open.Actor) {
		s.letIn(path)
		return
	}
	s.handOn()
}

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
		form.Add("password", kit.NewPasswordField(s.text("start.new_password"), s.text("start.password_hint", "Count", data.MinPassword)), 1)
		form.Add("again", kit.NewPasswordField(s.text("start.again"), ""), 1)
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
		text, hint := s.sentence(store.Fail(store.Invalid, "error.start.password_differs"))
		form.SetErrors(map[string]string{"again": text + " " + hint})
		return
	}
	var user organization.User
	for _, u := range users {
		if u.Login == values["user"] {
			user = u
		}
	}
	holder := s.open
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
