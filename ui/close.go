package ui

import (
	"context"
	"errors"

	"satchel/data/backup"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// closePractice backs up where places were chosen, signs everyone out and closes the file; then goes on. Where no place got its backup,
// the person is asked; behind a locked screen nobody is there to ask, and the file is closed.
func (s *shell) closePractice(then func()) {
	if s.closing {
		return
	}
	f := s.frame
	if s.keeper == nil || len(s.keeper.places()) == 0 || !s.keeper.may() {
		s.closeFile(then)
		return
	}
	s.closing = true
	s.keeper.under("ui.closing_backup", func(outcomes []backup.Outcome, err error) {
		s.closing = false
		if failure := errors.Join(err, backup.Trouble(outcomes)); failure != nil && !errors.Is(failure, context.Canceled) && !f.Locked() {
			s.askAfterFailure(failure, then)
			return
		}
		s.closeFile(then)
	})
}

// askAfterFailure says why there is no backup, and lets the person choose.
func (s *shell) askAfterFailure(err error, then func()) {
	f := s.frame
	p := f.Session.Problem(err)
	var d *kit.Dialog
	button := func(key string, importance kit.Importance, act func()) *kit.Button {
		return kit.NewButton(f.Text(key), importance, func() {
			d.Close()
			act()
		})
	}
	again := button("ui.try_again", kit.Primary, func() { s.closePractice(then) })
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("ui.no_backup"), Text: p.Text + " " + p.Hint, Default: again, OnCancel: f.Home,
		Buttons: []*kit.Button{button("ui.stay", kit.Standard, f.Home), button("ui.close_anyway", kit.Danger, func() { s.closeFile(then) }), again}})
}

// closeFile signs everyone out and closes the file. It closes in any case; what could not be written is said before the window goes on.
func (s *shell) closeFile(then func()) {
	if s.closing {
		return
	}
	s.closing = true
	f := s.frame
	everyone := f.Sessions()
	s.letGo()
	f.Beside(func() func() {
		err := signOut(everyone)
		return func() {
			s.closing = false
			finish := func() {
				f.Detach()
				s.frame = nil
				then()
			}
			if err == nil {
				finish()
				return
			}
			p := f.Session.Problem(err)
			var d *kit.Dialog
			ok := kit.NewButton(f.Text("ui.understood"), kit.Primary, func() {
				d.Close()
				finish()
			})
			d = f.ShowDialog(kit.DialogSpec{Title: p.Text, Text: p.Hint, Buttons: []*kit.Button{ok}, Default: ok, Stay: true})
		}
	})
}

// letGo ends what works beside the frame.
func (s *shell) letGo() {
	if s.keeper != nil {
		s.keeper.stop()
		s.keeper = nil
	}
}

func signOut(everyone []*session.Session) error {
	var problems []error
	for _, one := range everyone {
		problems = append(problems, one.Practice.SignOut(context.Background(), one.Actor))
	}
	return errors.Join(append(problems, everyone[0].Practice.Close())...)
}
