package frame

import (
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
	text, tone := s.f.backupFact()
	s.backup.Set(text, tone)
	s.day.SetText(s.f.Session.Day(s.f.Session.Today()))
}

func (f *Frame) backupFact() (string, theme.Tone) {
	var at time.Time
	if f.LastBackup != nil {
		at = f.LastBackup()
	}
	if at.IsZero() {
		return f.Text("frame.backup_none"), theme.Alert
	}
	now := f.Session.Now()
	tone := theme.Done
	if now.Sub(at) > staleBackup {
		tone = theme.Alert
	}
	when := f.Session.Clock(at)
	if value.DateOf(at.In(f.Session.Zone())) != f.Session.Today() {
		when = f.Session.Moment(at)
	}
	return f.Text("frame.backup_proven", "When", when), tone
}

// BackupChanged shows what LastBackup says now.
func (f *Frame) BackupChanged() { f.status.update() }
