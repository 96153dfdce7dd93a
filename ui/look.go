package ui

import (
	"context"

	"satchel/data/backup"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// lookInto shows an opened backup in the place of the practice. The practice stays open behind it, and its backups go on; the person
// comes back by the button of the strip, or by closing the backup as one closes a practice.
func (s *shell) lookInto(looked *backup.Looked) {
	practice := s.frame
	s.showLooked(looked, func() {
		s.frame = practice
		practice.Attach(s.window)
		practice.Go(frame.Target{Place: frame.Settings, Text: "backup"})
	}, func(err error) { practice.Fail(err) })
}

// lookFirst shows a backup where no practice is open: on the computer that comes after the lost one.
func (s *shell) lookFirst(looked *backup.Looked) {
	s.start = nil
	s.showLooked(looked, func() { s.begin("") }, func(err error) { s.start.ShowProblem(err) })
}

// showLooked frames a backup. back shows what was there before, and fail what went wrong with closing.
func (s *shell) showLooked(looked *backup.Looked, back func(), fail func(error)) {
	who, err := session.New(context.Background(), looked.Practice, looked.Actor)
	if err != nil {
		closing := looked.Close()
		fail(err)
		fail(closing)
		return
	}
	if s.frame != nil {
		s.frame.Detach()
	}
	f := frame.New(who, lookedPlaces(), s.options.printer(), s.options.Run, s.options.Do)
	f.Look = frame.Look{Get: s.look, Set: s.setLook}
	leave := func(then func()) {
		if s.closing {
			return
		}
		s.closing = true
		f.Beside(func() func() {
			err := looked.Close()
			return func() {
				s.closing, s.leaveLook = false, nil
				f.Detach()
				s.frame = nil
				back()
				if err != nil {
					fail(err)
				}
				if then != nil {
					then()
				}
			}
		})
	}
	s.leaveLook = leave
	f.OnClosed = func(error) { leave(nil) }
	f.SetStrip(&frame.Strip{Icon: "backup", Text: f.Text("ui.looking", "When", who.Moment(looked.Made)), Action: f.Text("ui.looking_end"), Tone: theme.Alert,
		Do: func() { leave(nil) }})
	s.frame = f
	f.Attach(s.window)
	f.Home()
}

// lookedPlaces are the screens of a backup: all but the settings, which would change what can't be changed.
func lookedPlaces() []frame.PlaceSpec {
	var list []frame.PlaceSpec
	for _, p := range Places() {
		if p.Name != frame.Settings {
			list = append(list, p)
		}
	}
	return list
}
