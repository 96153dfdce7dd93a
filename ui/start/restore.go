package start

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"satchel/data/backup"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// restoreRows is how many backups are in view at once.
const restoreRows = 8

// chooseBackup asks where the backups lie: a folder, a memory stick, one file.
func (s *Start) chooseBackup() {
	field := frame.NewPathField(s.text("start.restore_from"), s.text("start.restore_from_hint"), s.host.Home, backup.Extension, s.host.Run, s.host.Do)
	if s.backups == "" {
		s.backups = s.host.Home + string(filepath.Separator)
	}
	field.SetValue(s.backups)
	next := func() {
		s.backups = field.Value()
		work(s, s.text("start.restore_looking"), func(context.Context) (shelf, error) { return s.host.browse(s.backups) }, func(found shelf, err error) {
			if err != nil {
				text, hint := s.sentence(err)
				field.SetError(text + " " + hint)
				kit.Focus(field.FocusTarget())
				return
			}
			s.pickBackup(found)
		})
	}
	field.OnText = func(string) { next() }
	field.Connect(nil, next, s.escape)
	back := kit.NewButton(s.text("start.back"), kit.Standard, s.Welcome)
	s.show(view{title: s.text("start.restore"), lead: s.text("start.restore_lead"), back: s.Welcome,
		parts: []fyne.CanvasObject{field, foot(back, kit.NewButton(s.text("start.next"), kit.Primary, next))},
		focus: func() {
			kit.Focus(field.FocusTarget())
			field.Entry.CursorToEnd()
		}})
}

// pickBackup shows the days that can be gone back to.
func (s *Start) pickBackup(found shelf) {
	list := kit.NewList([]kit.ListColumn{{Title: s.text("start.restore_made"), Width: 170}, {Title: "", Weight: 1}, {Title: s.text("start.restore_name"), Weight: 2}}, nil)
	list.SetRows(len(found.found), func(row int) []kit.Cell { return s.restoreCells(found.found[row], row == 0) }, found.at)
	next := func() {
		if row := list.Selected(); row >= 0 {
			s.openBackup(found, row)
		}
	}
	list.OnOpened = func(int) { next() }
	var parts []fyne.CanvasObject
	if found.more {
		parts = append(parts, kit.NewParagraph(s.text("start.restore_more"), kit.Muted))
	}
	height := float32(30 * (min(len(found.found), restoreRows) + 1))
	parts = append(parts, kit.Fixed(0, height, list), foot(kit.NewButton(s.text("start.back"), kit.Standard, s.chooseBackup), kit.NewButton(s.text("start.next"), kit.Primary, next)))
	s.show(view{title: s.text("start.restore_pick"), lead: s.text("start.restore_pick_lead"), parts: parts, back: s.chooseBackup, focus: func() { kit.Focus(list) }})
}

// openBackup asks for the key of a backup and where the practice shall lie, then restores it or looks into it.
func (s *Start) openBackup(found shelf, row int) {
	chosen := found.found[row]
	path := s.pathField("start.restore_to", "")
	path.SetValue(suggestPath(s.host.Folder, ""))
	form := frame.NewKeyForm(s.text, path)
	refuse := func(err error) {
		if isCancelled(err) {
			return
		}
		if !form.Refuse(session.ProblemIn(s.host.Language, err)) {
			s.fail(err)
		}
	}
	restore := func() {
		key, ok := form.Key()
		if !ok {
			return
		}
		typed := form.Form.Values()["path"]
		underBar(s, "start.restoring", func(ctx context.Context, progress func(backup.Step)) (backup.Restored, error) {
			return s.host.restore(ctx, chosen, key, typed, progress)
		}, func(made backup.Restored, err error) {
			if err != nil {
				refuse(err)
				return
			}
			s.SignIn(made.Path)
			s.Toast(s.text("start.restored"), theme.Done)
		})
	}
	look := func() {
		if form.RefuseRecovery() {
			return
		}
		key, ok := form.Key()
		if !ok {
			return
		}
		s.lookAt(chosen, key, refuse)
	}
	form.Form.OnSubmit, form.Form.OnCancel = restore, s.escape
	back := func() { s.pickBackup(found) }
	buttons := []*kit.Button{}
	if s.host.Looked != nil {
		buttons = append(buttons, kit.NewIconButton("search", s.text("start.restore_look"), kit.Standard, look))
	}
	buttons = append(buttons, kit.NewButton(s.text("start.restore_do"), kit.Primary, restore))
	s.show(view{title: s.text("start.restore_key"), lead: s.text("start.restore_key_lead", "When", s.when(chosen.Made)), follow: []any{form.Form}, back: back,
		parts: []fyne.CanvasObject{form.Form, foot(kit.NewButton(s.text("start.back"), kit.Standard, back), buttons...)},
		focus: func() { kit.Focus(form.Form.Input("login").FocusTarget()) }})
}

func (s *Start) lookAt(chosen backup.Found, key vault.Key, refuse func(error)) {
	underBar(s, "start.restore_opening", func(ctx context.Context, progress func(backup.Step)) (*backup.Looked, error) {
		return s.host.look(ctx, chosen, key, progress)
	}, func(looked *backup.Looked, err error) {
		if err != nil {
			refuse(err)
			return
		}
		s.page++
		s.host.Looked(looked)
	})
}

// underBar runs slow work on a backup under a bar that can be stopped, then comes back to the same page.
func underBar[T any](s *Start, doing string, job func(context.Context, func(backup.Step)) (T, error), then func(T, error)) {
	if s.busy {
		return
	}
	s.busy = true
	ctx, cancel := context.WithCancel(context.Background())
	bar := s.Progress(s.text(doing), cancel)
	s.host.Run(func() {
		result, err := job(ctx, func(step backup.Step) {
			note := "start.restore_copying"
			if step.Proving {
				note = "start.restore_proving"
			}
			s.host.Do(func() { bar.Set(max(step.Percent, 0), 100, s.text(note)) })
		})
		s.host.Do(func() {
			cancel()
			bar.Close()
			s.busy = false
			then(result, err)
		})
	})
}
