package frame

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/value"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// staleBackup is how old the newest proven backup may be before the status bar warns.
const staleBackup = 24 * time.Hour

// status is the line below every page.
type status struct {
	f      *Frame
	bar    fyne.CanvasObject
	backup *kit.Chip
	day    *kit.Text
	proved time.Time // the newest backup
}

func newStatus(f *Frame) *status {
	s := &status{f: f, backup: kit.NewIconChip("backup", "", theme.Neutral), day: kit.NewCaption("")}
	s.day.Keep = true
	facts := []fyne.CanvasObject{s.backup}
	if f.Session.Settings.Trial {
		facts = append(facts, kit.NewChip(f.Text("frame.trial"), theme.Alert))
	}
	facts = append(facts, kit.Spacer(), s.day)
	s.bar = kit.NewStatusBar(facts...)
	return s
}

// update shows the state of the backup and the day as they are now.
func (s *status) update() {
	text, tone := s.fact()
	s.backup.Set(text, tone)
	s.day.SetText(s.f.Session.Day(s.f.Session.Today()))
}

func (s *status) fact() (string, theme.Tone) {
	f := s.f
	if s.proved.IsZero() {
		return f.Text("frame.backup_none"), theme.Alert
	}
	tone := theme.Done
	if f.Session.Now().Sub(s.proved) > staleBackup {
		tone = theme.Alert
	}
	when := f.Session.Clock(s.proved)
	if value.DateOf(s.proved.In(f.Session.Zone())) != f.Session.Today() {
		when = f.Session.Moment(s.proved)
	}
	return f.Text("frame.backup_proven", "When", when), tone
}

// BackupChanged looks for the newest proved backup and shows it.
func (f *Frame) BackupChanged() {
	folder := f.Session.Settings.BackupFolder
	if f.LastBackup == nil || folder == "" {
		f.status.update()
		return
	}
	Save(f, func(context.Context) (time.Time, error) { return f.LastBackup(folder), nil }, func(at time.Time, _ error) {
		f.status.proved = at
		f.status.update()
	})
}
