// Package settings is what the owner sets for the practice, what everyone sets for themselves, and who opened what.
//
//	settings.go   the tabs; section.go what each of them is
//	practice.go   name, country and habits, paper
//	letterhead.go what stands on the practice's paper; law.go what the law asks of it
//	people.go     who signs in
//	fees.go       the fee list
//	medicines.go  on which list of the law each medicine stands, for a doctor to say
//	phrases.go    the sentences in which patients are told a dose, for a doctor to accept
//	backup.go     where backups go, which there are, looking into one, restoring one, the drill
//	file.go       checking the file, recovery key, the end of the trial; rekey.go a new key for it, code.go a day-end's
//	              code compared, papers.go pages for bad days
//	account.go    one's own password and PIN, the look of the window
//	printing.go   this computer's printers
//	audit.go      the report of who opened and changed what
package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Places lists this area's screens.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{
		{Name: frame.Practice, Label: "settings.audit.place", Icon: "practice", Needs: action.ReadAudit, Open: openAudit, Help: []string{"settings.help.audit"}},
		{Name: frame.Settings, Label: "settings.place", Icon: "settings", Open: openSettings, Help: []string{"settings.help.tabs"}},
	}
}

// section is one tab. It is built when it is first shown.
type section interface {
	content() fyne.CanvasObject
	shown()
	// save does what Ctrl+S does; false where there is nothing to save.
	save() bool
	// key handles a function key of the section's own.
	key(frame.Key) bool
	leave()
}

// tab is one line of the list of tabs.
type tab struct {
	name  string        // as in Target.Text, and in the catalogue under settings.tab
	needs action.Action // "" for everyone
	open  func(*frame.Frame) section
}

var tabs = []tab{
	{"practice", action.ManagePractice, newPracticeSection},
	{"letterhead", action.ManagePractice, newLetterheadSection},
	{"law", action.ManagePractice, newLawSection},
	{"people", action.ManageUsers, newPeopleSection},
	{"fees", action.ManagePractice, newFeesSection},
	{"medicines", action.WriteFormulary, newMedicinesSection},
	{"phrases", action.AcceptPhrases, newPhrasesSection},
	{"backup", action.MakeBackup, newBackupSection},
	{"file", action.VerifyPractice, newFileSection},
	{"printing", action.PrintDocument, newPrintingSection},
	{"account", "", newAccountSection},
}

type settingsScreen struct {
	f       *frame.Frame
	tabs    []tab
	bar     *kit.Tabs
	body    *fyne.Container
	page    fyne.CanvasObject
	current section
}

func openSettings(f *frame.Frame, to frame.Target) frame.Screen {
	s := &settingsScreen{f: f, body: container.NewStack()}
	var labels []string
	at := 0
	for _, t := range tabs {
		if t.needs == "" || f.Session.May(t.needs) {
			if t.name == to.Text {
				at = len(s.tabs)
			}
			s.tabs = append(s.tabs, t)
			labels = append(labels, f.Text("settings.tab."+t.name))
		}
	}
	s.bar = kit.NewTabs(labels...)
	s.bar.SetCurrent(at)
	s.bar.OnChanged = func(index int) {
		s.Leave()
		s.show(index)
	}
	s.page = kit.Page(kit.Column(kit.Gap, kit.NewText(f.Text("settings.place"), kit.Title), s.bar), s.body)
	s.build(at)
	return s
}

func (s *settingsScreen) build(index int) {
	s.current = s.tabs[index].open(s.f)
	s.body.Objects = []fyne.CanvasObject{s.current.content()}
	s.body.Refresh()
}

func (s *settingsScreen) show(index int) {
	s.build(index)
	s.current.shown()
}

func (s *settingsScreen) Content() fyne.CanvasObject { return s.page }
func (s *settingsScreen) Shown()                     { s.current.shown() }
func (s *settingsScreen) Leave()                     { s.current.leave() }

// Key saves, and turns the tabs with F2 and F3.
func (s *settingsScreen) Key(key frame.Key) bool {
	turn := func(by int) bool {
		next := (s.bar.Current() + by + len(s.tabs)) % len(s.tabs)
		s.bar.SetCurrent(next)
		s.bar.OnChanged(next)
		return true
	}
	switch key {
	case frame.KeySave, frame.KeyFinish:
		return s.current.save()
	case "F2":
		return turn(-1)
	case "F3":
		return turn(1)
	}
	return s.current.key(key)
}

// column sets cards one below the other, at a width that can be read, and scrolls where they are higher than the page.
func column(follow []any, cards ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewScroll(container.New(readable{}, kit.Column(kit.GapLarge, cards...)), follow...)
}

// readable holds a column to a width that the eye follows.
type readable struct{}

const readableWidth float32 = 860

// Layout implements fyne.Layout.
func (readable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(fyne.NewSize(min(size.Width, scaled(readableWidth)), size.Height))
	}
}

// MinSize implements fyne.Layout.
func (readable) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
