package frame

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// lock is the cover over the locked window. It is opaque, and asks one person at a time: the one who locked, one who waits behind
// it, or somebody new.
type lock struct {
	f      *Frame
	model  lockModel
	cover  *kit.Cover
	body   *fyne.Container
	people []*session.Session // who can come back: the one who locked, then those who wait
	chosen int                // index in people; len(people): another person

	pin      *kit.PINField
	login    *kit.Field
	password *kit.Field
	pair     *PasswordPair // while somebody must set a password of their own
	entering *session.Session
	notice   *kit.Paragraph
	enter    *kit.Button
	wait     *Waiting
	busy     bool
	secret   bool // the password is asked, although there is a PIN
}

// Locked reports whether the window is locked.
func (f *Frame) Locked() bool { return f.lock != nil }

// Lock covers the window until somebody who may see it proves who they are. Pressed again, it offers the next person: one keyboard,
// two people. What is under it stays as it is; what is being typed is kept by its screen.
func (f *Frame) Lock() {
	if f.lock != nil {
		f.lock.choose((f.lock.chosen + 1) % (len(f.lock.people) + 1))
		return
	}
	l := &lock{f: f, model: lockModel{f.Session.Practice}, body: container.NewStack()}
	l.people = []*session.Session{f.Session}
	for _, w := range f.waiting {
		l.people = append(l.people, w.session)
	}
	l.wait = NewWaiting(f.Session.Practice.Now, func(d time.Duration, fn func()) func() { return f.Stage.After(d, fn) })
	f.lock = l
	l.cover = f.Cover(kit.NewGround(l.body), nil, l.typedKey)
	l.choose(0)
	f.clearClipboard()
	actor := f.Session.Actor
	background(l, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.model.practice.Lock(ctx, actor) }, func(_ struct{}, err error) {
		if err != nil {
			l.say(f.Session.Problem(err).Text)
		}
	})
}

// background runs work beside the window; then comes back to it, unless the lock was opened meanwhile.
func background[T any](l *lock, work func(context.Context) (T, error), then func(T, error)) {
	f := l.f
	f.run(func() {
		result, err := guarded(context.Background(), work)
		f.do(func() {
			if f.lock == l {
				then(result, err)
			}
		})
	})
}

// choose asks the person at index: the PIN where there is one, else the password.
func (l *lock) choose(index int) {
	if l.busy {
		return
	}
	l.leaveOwn()
	l.chosen, l.secret = index, false
	l.ask("")
}

func (l *lock) person() *session.Session {
	if l.chosen < len(l.people) {
		return l.people[l.chosen]
	}
	return nil
}

// ask builds the card for the chosen person and gives its field the keyboard.
func (l *lock) ask(notice string) {
	f, who := l.f, l.person()
	l.wait.Stop()
	l.pin, l.login, l.password = nil, nil, nil
	l.notice = kit.NewParagraph(notice, kit.Body)
	l.notice.Align = fyne.TextAlignCenter
	l.enter = kit.NewButton(f.Text("frame.unlock"), kit.Primary, l.submit)
	var focus fyne.Focusable
	parts := []fyne.CanvasObject{
		container.NewCenter(kit.NewIcon("lock", theme.ColorAccent, 30)),
		l.centred(f.Session.Settings.Name, kit.Section),
	}
	switch {
	case who == nil:
		l.enter.SetLabel(f.Text("frame.sign_in"))
		l.login = kit.NewField(f.Text("frame.login"), "")
		l.login.Entry.MaxRunes = organization.LoginLength
		l.login.Connect(nil, func() { kit.Focus(l.password.FocusTarget()) }, nil)
		parts = append(parts, l.centred(f.Text("frame.another_person"), kit.Title), l.login, l.passwordField())
		focus = l.login.FocusTarget()
	case hasPIN(who) && !l.secret:
		l.pin = kit.NewPINField(f.Text("frame.pin"), organization.PINDigits)
		l.pin.OnComplete = func(string) { l.submit() }
		parts = append(parts, l.centred(who.DisplayName(), kit.Title), container.NewCenter(l.pin))
		focus = l.pin.FocusTarget()
	default:
		parts = append(parts, l.centred(who.DisplayName(), kit.Title), l.passwordField())
		focus = l.password.FocusTarget()
	}
	parts = append(parts, l.notice, container.NewGridWithColumns(1, l.enter), kit.NewHairline())
	parts = append(parts, l.others()...)
	caption := kit.NewParagraph(f.Text("frame.locked_kept"), kit.Caption)
	caption.Align = fyne.TextAlignCenter
	parts = append(parts, caption)
	card := kit.Fixed(380, 0, kit.NewCard("", kit.Inset(12, 10, kit.Column(kit.GapLarge, parts...))))
	l.body.Objects = []fyne.CanvasObject{container.NewCenter(card)}
	l.body.Refresh()
	kit.Focus(focus)
}

func (l *lock) passwordField() fyne.CanvasObject {
	l.password = kit.NewPasswordField(l.f.Text("frame.password"), "")
	l.password.Connect(nil, l.submit, nil)
	return l.password
}

func (l *lock) centred(text string, role kit.Role) fyne.CanvasObject {
	line := kit.NewText(text, role)
	line.Align = fyne.TextAlignCenter
	return line
}

// others are the ways in for everybody but the person asked.
func (l *lock) others() []fyne.CanvasObject {
	f := l.f
	var buttons []fyne.CanvasObject
	for i, s := range l.people {
		if i != l.chosen {
			buttons = append(buttons, kit.NewIconButton("swap", s.DisplayName(), kit.Standard, func() { l.choose(i) }))
		}
	}
	if l.chosen < len(l.people) {
		buttons = append(buttons, kit.NewIconButton("swap", f.Text("frame.another_person"), kit.Standard, func() { l.choose(len(l.people)) }))
	}
	if who := l.person(); who != nil && hasPIN(who) && !l.secret {
		buttons = append(buttons, kit.NewButton(f.Text("frame.use_password"), kit.Quiet, func() {
			l.secret = true
			l.ask("")
		}))
	}
	buttons = append(buttons, kit.NewButton(f.Text("frame.close_practice"), kit.Quiet, f.Close))
	return buttons
}

// say shows a sentence on the lock.
func (l *lock) say(text string) { l.notice.SetText(text) }

func (l *lock) typedKey(event *fyne.KeyEvent) {
	l.f.touch()
	if event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter {
		l.submit()
	}
}

// submit tries what was typed.
func (l *lock) submit() {
	if l.busy {
		return
	}
	who := l.person()
	var login, password string // of the try, where it is with a password
	var work func(ctx context.Context) (*session.Session, error)
	switch {
	case l.pair != nil: // its own form submits
		return
	case who == nil:
		login, password = l.login.Value(), l.password.Value()
		work = func(ctx context.Context) (*session.Session, error) { return l.model.signIn(ctx, login, password) }
	case l.pin != nil:
		pin := l.pin.Value()
		if len(pin) < organization.PINDigits {
			kit.Focus(l.pin.FocusTarget())
			return
		}
		work = func(ctx context.Context) (*session.Session, error) { return l.model.unlock(ctx, who, pin) }
	default:
		login, password = who.User.Login, l.password.Value()
		work = func(ctx context.Context) (*session.Session, error) { return l.model.reauthenticate(ctx, who, password) }
	}
	if left := l.wait.Left(login); l.pin == nil && left > 0 { // trying would be in vain
		l.waiting(left)
		return
	}
	l.setBusy(true)
	background(l, work, func(proved *session.Session, err error) {
		l.setBusy(false)
		if wait := data.Wait(err); wait > 0 {
			l.password.SetValue("")
			l.wait.Start(login, wait, l.waiting)
			return
		}
		if err != nil {
			l.refuse(err)
			return
		}
		if proved.Practice.MustChangePassword(proved.Actor) {
			l.askOwn(proved, password)
			return
		}
		l.f.open(proved)
	})
}

// waiting says how long nobody may try under this name.
func (l *lock) waiting(left time.Duration) {
	if left == 0 {
		l.say(l.f.Text("frame.wait_over"))
		return
	}
	l.say(l.f.Text("frame.wait", "Left", session.WaitLeft(l.f.Text, left)))
}

func (l *lock) setBusy(busy bool) {
	l.busy = busy
	if busy {
		l.say(l.f.Text("frame.checking"))
		l.enter.Disable()
		return
	}
	l.say("")
	l.enter.Enable()
}

// refuse says why not, empties the secret and asks again.
func (l *lock) refuse(err error) {
	p := l.f.Session.Problem(err)
	text := p.Text + " " + p.Hint
	switch {
	case needsPassword(err):
		l.secret = true
		l.ask(text)
	case p.Key == "error.store.signed_out": // an owner ended this person's stay: only signing in is left
		l.chosen = len(l.people)
		l.ask(text)
	case l.pin != nil:
		l.pin.Clear()
		l.say(text)
		kit.Focus(l.pin.FocusTarget())
	default:
		l.password.SetValue("")
		l.say(text)
		kit.Focus(l.password.FocusTarget())
	}
}

// open takes the lock away for the person who proved to be there. The one who locked finds everything as it was; for another one
// the place of the first is put aside, with nothing of it left in the window.
func (f *Frame) open(who *session.Session) {
	cover := f.lock.cover
	f.lock = nil
	if who.Actor == f.Session.Actor {
		f.Session = who
		cover.Remove()
		if f.current == nil { // the screen broke
			f.Home()
		}
		f.lookForNotices()
		return
	}
	f.handOver(who)
	f.lookForNotices()
}

// handOver puts the present person's place aside and takes up the other's, where that one was.
func (f *Frame) handOver(who *session.Session) {
	at, back, left := f.at, f.back, f.Session
	f.leave()
	f.dropOverlays()
	f.back = nil
	next, known := f.home(), false
	kept := []waiting{{left, at, back}}
	if left.Actor.User == who.Actor.User { // the same person signed in anew: the old stay ends, its place goes on
		kept, next, f.back, known = nil, at, back, true
		f.signOut(left)
	}
	for _, w := range f.waiting {
		switch {
		case w.session.Actor.User != who.Actor.User:
			kept = append(kept, w)
			continue
		case w.session.Actor != who.Actor:
			f.signOut(w.session)
		}
		next, f.back, known = w.at, w.back, true
	}
	f.waiting, f.Session = kept, who
	after := f.Stage.After
	f.Stage = kit.NewStage()
	f.Stage.After = after
	f.build()
	if f.window != nil {
		f.window.SetContent(f.Stage)
		f.takeKeys(f.window.Canvas())
	}
	if next.Place == "" || !f.Has(next.Place) {
		next = f.home()
	}
	f.show(next)
	if !known {
		f.resume()
	}
}

// signOut ends a stay whose person came back by another door.
func (f *Frame) signOut(s *session.Session) {
	f.run(func() {
		err := s.Practice.SignOut(context.Background(), s.Actor)
		if store.CodeOf(err) != "" {
			f.do(func() { f.Fail(err) })
		}
	})
}

// dropOverlays takes every dialog and cover off the window.
func (f *Frame) dropOverlays() {
	if f.window == nil {
		return
	}
	overlays := f.window.Canvas().Overlays()
	for _, o := range overlays.List() {
		overlays.Remove(o)
	}
	f.window.Canvas().Unfocus()
}

// Close ends everyone's stay. What was being typed is kept.
func (f *Frame) Close() {
	f.leave()
	f.stopPlace()
	f.body.Objects = nil
	f.body.Refresh()
	if f.OnClosed != nil {
		f.OnClosed(nil)
	}
}
