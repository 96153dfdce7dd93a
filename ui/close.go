package ui

import (
	"context"
	"errors"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/store/action"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// lastBackup tells when the newest proven backup in any of a practice's places was made.
func lastBackup(p *data.Practice, folders []string) (newest time.Time) {
	for _, folder := range folders {
		if at, found := backup.Newest(folder, p.Vault().UUID()); found && at.After(newest) {
			newest = at
		}
	}
	return newest
}

// closePractice backs up where a folder was chosen, signs everyone out and closes the file; then goes on. Where a backup fails, the
// person is asked; behind a locked screen nobody is there to ask, and the file is closed.
func (s *shell) closePractice(then func()) {
	if s.closing {
		return
	}
	f := s.frame
	if len(f.Session.Settings.BackupFolders()) == 0 || !f.Session.May(action.MakeBackup) {
		s.closeFile(then)
		return
	}
	s.closing = true
	ctx, cancel := context.WithCancel(context.Background())
	bar := f.Progress(f.Text("ui.closing_backup"), cancel)
	who := f.Session
	f.Beside(func() func() {
		made := backup.MakeIn(ctx, who.Practice, who.Actor, who.Settings.BackupFolders(), func(step backup.Step) {
			note := "settings.file.copying"
			if step.Proving {
				note = "settings.file.proving"
			}
			f.Soon(func() { bar.Set(max(step.Percent, 0), 100, f.Text(note)) })
		})
		err := backup.Trouble(made)
		return func() {
			s.closing = false
			bar.Close()
			skipped := errors.Is(err, context.Canceled)
			cancel()
			if err != nil && !skipped && !f.Locked() {
				s.askAfterFailure(err, then)
				return
			}
			s.closeFile(then)
		}
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

func signOut(everyone []*session.Session) error {
	var problems []error
	for _, one := range everyone {
		problems = append(problems, one.Practice.SignOut(context.Background(), one.Actor))
	}
	return errors.Join(append(problems, everyone[0].Practice.Close())...)
}
