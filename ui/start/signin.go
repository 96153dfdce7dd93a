package start

import (
	"context"
	"path/filepath"
	"strings"
	"time"

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
		s.enter(path, values["login"], func(ctx context.Context) (*session.Session, error) {
			return s.host.signIn(ctx, path, values["login"], values["password"])
		},
			func(sentence string) {
				form.SetValues(map[string]string{"password": ""})
				form.SetErrors(map[string]string{"password": sentence})
			},
			func(who *session.Session) { s.ownPassword(path, who, values["password"]) })
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
		s.enter(path, "", func(ctx context.Context) (*session.Session, error) { return s.host.useRecoveryKey(ctx, path, code) },
			func(sentence string) { form.SetErrors(map[string]string{"key": sentence}) },
			func(*session.Session) { s.letIn(path) })
	}
	form.OnSubmit, form.OnCancel = use, s.escape
	s.show(view{title: s.text("start.use_key"), lead: s.text("start.use_key_lead"), follow: []any{form}, back: again, focus: form.FocusFirst,
		parts: []fyne.CanvasObject{form, foot(kit.NewButton(s.text("start.back"), kit.Standard, again), kit.NewButton(s.text("start.next"), kit.Primary, use))}})
}

// enter opens the file for whoever gave a name ("" for the recovery key), and goes on with its questions. What is wrong with the key is
// said beside its field, the rest in a dialog. first is done before the practice is handed on, where it is due: a user's own password, or
// who is let in.
func (s *Start) enter(path, name string, open func(context.Context) (*session.Session, error), refuse func(sentence string), first func(*session.Session)) {
	waiting := func(left time.Duration) {
		if left == 0 {
			refuse(s.text("frame.wait_over"))
			return
		}
		refuse(s.text("frame.wait", "Left", session.WaitLeft(s.text, left)))
	}
	if left := s.wait.Left(name); left > 0 { // trying would be in vain
		waiting(left)
		return
	}
	work(s, s.text("start.opening"), open, func(who *session.Session, err error) {
		if wait := data.Wait(err); wait > 0 {
			s.wait.Start(name, wait, waiting)
			return
		}
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
		s.ask(path, questionsOf(who.Practice), first)
	})
}

// ask puts the file's questions one after the other, then goes on.
func (s *Start) ask(path string, questions []question, first func(*session.Session)) {
	if len(questions) == 0 {
		s.asked(first)
		return
	}
	who, next := s.open, func() { s.ask(path, questions[1:], first) }
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
	lead := stop // what is not to be answered in passing has the keyboard on the way out
	switch questions[0] {
	case wasUpdated:
		update, _ := who.Practice.Updated()
		title, text = s.text("start.updated"), s.text("start.updated_text", "Copy", update.Copy)
		buttons = []*kit.Button{kit.NewButton(s.text("start.next"), kit.Primary, next)}
		lead = buttons[0]
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
	s.show(view{title: title, back: func() { s.giveUp(path) }, focus: func() { kit.Focus(lead) },
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
func (s *Start) asked(first func(*session.Session)) {
	who := s.open
	if data.IsRecovery(who.Actor) || who.Practice.MustChangePassword(who.Actor) {
		first(who)
		return
	}
	s.handOn()
}
