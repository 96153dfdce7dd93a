package frame

import (
	"fyne.io/fyne/v2"

	"satchel/data/backup"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// BackupState is how the practice's backups stand, in one line.
type BackupState struct {
	Text string
	Tone theme.Tone // Done; Alert where somebody should look; Allergy where work may be lost
}

// BackupTone is the colour of a state of the backups.
func BackupTone(t backup.Tone) theme.Tone {
	switch t {
	case backup.Good:
		return theme.Done
	case backup.Late:
		return theme.Alert
	}
	return theme.Allergy
}

// status is the line below every page.
type status struct {
	f      *Frame
	bar    fyne.CanvasObject
	backup *kit.FactChip
	day    *kit.Text
}

func newStatus(f *Frame) *status {
	s := &status{f: f, day: kit.NewCaption("")}
	s.backup = kit.NewFactChip("backup", "", theme.Neutral, func() { f.Go(Target{Place: Settings, Text: "backup"}) })
	s.day.Keep = true
	facts := []fyne.CanvasObject{s.backup}
	if f.Session.Settings.Trial {
		facts = append(facts, kit.NewChip(f.Text("frame.trial"), theme.Alert))
	}
	facts = append(facts, kit.Spacer(), s.day)
	s.bar = kit.NewStatusBar(facts...)
	s.update()
	return s
}

// update shows the state of the backup and the day as they are now.
func (s *status) update() {
	if s.f.BackupState == nil {
		s.backup.Hide()
	} else {
		state := s.f.BackupState()
		s.backup.Set(state.Text, state.Tone)
		s.backup.Show()
		s.bar.Refresh() // the chip is as wide as its words
	}
	s.day.SetText(s.f.Session.Day(s.f.Session.Today()))
}

// BackupChanged shows the state of the backups as it is now.
func (f *Frame) BackupChanged() { f.status.update() }
