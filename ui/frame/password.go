package frame

import (
	"time"

	"satchel/data/password"
	"satchel/ui/kit"
	"satchel/ui/session"

	"fyne.io/fyne/v2"
)

// PasswordSpec is what a pair of fields for a new password needs.
type PasswordSpec struct {
	Text  session.Words
	Label string // catalogue key of the first field's label
	// About is what somebody who guesses knows, as the form stands.
	About func() password.About
	// Draw makes the password that is offered.
	Draw func() (string, error)
	Fail func(error)
}

// PasswordPair asks for a new password: typed twice, or drawn at the press of a button. While it is typed it says what is missing.
type PasswordPair struct {
	spec            PasswordSpec
	password, again *kit.Field
	offer           *kit.Button
	written         *kit.Text // what to do with a drawn one
}

// NewPasswordPair makes the fields. AddTo puts them on a form under the keys "password" and "again".
func NewPasswordPair(spec PasswordSpec) *PasswordPair {
	p := &PasswordPair{spec: spec, written: kit.NewText("", kit.Accent)}
	p.password = kit.NewPasswordField(spec.Text(spec.Label), "")
	p.again = kit.NewPasswordField(spec.Text("frame.password_again"), "")
	p.offer = kit.NewButton(spec.Text("frame.offer"), kit.Standard, p.Offer)
	p.password.OnTyped = func(string) {
		p.written.SetText("")
		p.Advise()
	}
	p.Advise()
	return p
}

// NewPasswordPair makes the fields for a new password of somebody about whom a guesser knows this.
func (f *Frame) NewPasswordPair(about func() password.About) *PasswordPair {
	return NewPasswordPair(PasswordSpec{Text: f.Text, Label: "frame.new_password", About: about, Draw: f.Session.Practice.DrawPassword, Fail: f.Fail})
}

// AddTo puts the two fields side by side on a form of so many columns, and the offer below them.
func (p *PasswordPair) AddTo(form *kit.Form, columns int) {
	form.Add("password", p.password, max(columns/2, 1))
	form.Add("again", p.again, max(columns/2, 1))
	form.AddObject(kit.Row(kit.Gap, p.offer, p.written), columns)
}

// Advise judges what is typed again: a name on the form may be another now.
func (p *PasswordPair) Advise() {
	a := session.AdviceOn(p.spec.Text, p.password.Value(), p.spec.About())
	p.password.SetAdvice(a.Short, a.Why, a.Done)
}

// Offer draws a password, fills both fields with it and shows it, to be written down.
func (p *PasswordPair) Offer() {
	drawn, err := p.spec.Draw()
	if err != nil {
		p.spec.Fail(err)
		return
	}
	for _, field := range []*kit.Field{p.password, p.again} {
		field.SetValue(drawn)
		field.Reveal(true)
	}
	p.Advise()
	p.written.SetText(p.spec.Text("frame.offered"))
	kit.Focus(p.password.FocusTarget())
}

// Clear empties and hides both fields.
func (p *PasswordPair) Clear() {
	for _, field := range []*kit.Field{p.password, p.again} {
		field.SetValue("")
		field.Reveal(false)
	}
	p.written.SetText("")
	p.Advise()
}

// FocusTarget is the first field's.
func (p *PasswordPair) FocusTarget() fyne.Focusable { return p.password.FocusTarget() }

// Waiting counts down, second by second, how long nobody may try again under one name.
type Waiting struct {
	now   func() time.Time
	after func(time.Duration, func()) (cancel func())
	until time.Time
	name  string
	stop  func()
}

// NewWaiting makes a countdown over a clock and a timer that runs on the window's goroutine.
func NewWaiting(now func() time.Time, after func(time.Duration, func()) (cancel func())) *Waiting {
	return &Waiting{now: now, after: after}
}

// Left is how long the name must still wait; zero: it may try.
func (w *Waiting) Left(name string) time.Duration {
	if name != w.name {
		return 0
	}
	return max(0, w.until.Sub(w.now()))
}

// Start begins to count for a name. say is told what is left, at once and with each second; the last time it is zero.
func (w *Waiting) Start(name string, wait time.Duration, say func(left time.Duration)) {
	w.Stop()
	w.name, w.until = name, w.now().Add(wait)
	w.tick(say)
}

func (w *Waiting) tick(say func(time.Duration)) {
	left := w.Left(w.name)
	say(left)
	if left > 0 {
		w.stop = w.after(min(left, time.Second), func() { w.tick(say) })
	}
}

// Stop ends the telling, not the wait: the words have gone from the screen.
func (w *Waiting) Stop() {
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
}
