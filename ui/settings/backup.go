package settings

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"satchel/data/backup"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// backupSection is where the backups go, which there are, and the proof that they come back.
type backupSection struct {
	passing
	f     *frame.Frame
	model backupModel
	owner bool
	state backupState

	fact   *kit.Chip
	hint   *kit.Paragraph
	places *kit.List
	kept   *kit.List
	drill  *kit.Text
	due    *kit.Chip
	// What needs a place, and what needs a backup: hidden while there is none.
	withPlace, withBackup []*kit.Button
	body                  fyne.CanvasObject
}

func newBackupSection(f *frame.Frame) section {
	text := f.Text
	s := &backupSection{f: f, model: backupModel{f.Session}, owner: f.Session.May(action.ManagePractice)}
	s.fact, s.hint = kit.NewIconChip("backup", "", theme.Neutral), kit.NewParagraph("", kit.Muted)
	s.drill, s.due = kit.NewText("", kit.Muted), kit.NewChip(text("settings.backup.drill_due"), theme.Alert)
	s.due.Hide()

	s.places = kit.NewList([]kit.ListColumn{{Title: text("settings.backup.place"), Weight: 4}, {Title: text("settings.backup.proved"), Weight: 2}, {Title: "", Weight: 2}},
		kit.NewEmptyState("backup", text("settings.backup.no_place"), s.addButton(kit.Primary))).SetInline()
	s.kept = kit.NewList([]kit.ListColumn{{Title: text("settings.backup.made"), Width: 170}, {Title: text("settings.backup.place"), Weight: 3, Narrow: 620},
		{Title: text("settings.backup.size"), Width: 90, Align: fyne.TextAlignTrailing}, {Title: "", Weight: 2}},
		kit.NewEmptyState("backup", text("settings.backup.none"), nil)).SetInline()
	s.kept.OnOpened = func(int) { s.look() }

	state := []fyne.CanvasObject{kit.Row(kit.Gap, s.fact), s.hint, s.places}
	actions := []fyne.CanvasObject{}
	if s.owner {
		s.withPlace = append(s.withPlace, kit.NewButton(text("settings.backup.remove_place"), kit.Quiet, s.removePlace), s.addButton(kit.Standard))
	}
	if f.BackUp != nil {
		s.withPlace = append(s.withPlace, kit.NewIconButton("backup", text("settings.backup.now"), kit.Primary, s.backUp).WithKey("F4"))
	}
	for i, b := range s.withPlace {
		if i == len(s.withPlace)-1 {
			actions = append(actions, kit.Spacer())
		}
		actions = append(actions, b)
	}
	cards := []fyne.CanvasObject{kit.NewCard(text("settings.backup.title"), kit.Column(kit.GapLarge, append(state, kit.Row(kit.Gap, actions...))...))}
	kept := []fyne.CanvasObject{s.kept, kit.NewParagraph(text("settings.backup.rule", "Days", backup.KeepDays, "Weeks", backup.KeepWeeks, "Months", backup.KeepMonths), kit.Caption)}
	if s.owner {
		s.withBackup = []*kit.Button{kit.NewButton(text("settings.backup.restore"), kit.Standard, s.restore)}
		if f.LookInto != nil {
			s.withBackup = append(s.withBackup, kit.NewIconButton("search", text("settings.backup.look"), kit.Standard, s.look))
		}
		buttons := []fyne.CanvasObject{kit.Spacer()}
		for _, b := range s.withBackup {
			buttons = append(buttons, b)
		}
		kept = append(kept, kit.Row(kit.Gap, buttons...))
	}
	cards = append(cards, kit.NewCard(text("settings.backup.kept"), kit.Column(kit.GapLarge, kept...)))
	if s.owner {
		cards = append(cards, kit.NewCard(text("settings.backup.drill"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.backup.drill_lead"), kit.Muted),
			kit.Row(kit.Gap, s.due, s.drill, kit.Spacer(), kit.NewIconButton("shield", text("settings.backup.drill_now"), kit.Standard, s.prove)))))
	}
	s.body = column([]any{s.places, s.kept}, cards...)
	return s
}

func (s *backupSection) addButton(importance kit.Importance) *kit.Button {
	if !s.owner {
		return nil
	}
	return kit.NewIconButton("plus", s.f.Text("settings.backup.add_place"), importance, s.addPlace)
}

func (s *backupSection) content() fyne.CanvasObject { return s.body }

func (s *backupSection) shown() {
	s.load()
	kit.Focus(s.places)
}

// key makes a backup with F4.
func (s *backupSection) key(key frame.Key) bool {
	if key == "F4" && s.f.BackUp != nil {
		s.backUp()
		return true
	}
	return false
}

func (s *backupSection) load() {
	s.kept.SetLoading(true)
	frame.Load(s.f, s.model.load, func(state backupState, err error) {
		s.kept.SetLoading(false)
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.show(state)
	})
}

func (s *backupSection) show(state backupState) {
	s.state = state
	f, who := s.f, s.f.Session
	s.fact.Set(who.BackupLine(state.status), frame.BackupTone(state.status.Tone))
	hint := ""
	if state.status.Key != "" && state.status.Tone != backup.Good {
		hint = f.Text(state.status.Key + ".hint")
	}
	s.hint.SetText(hint)
	if hint == "" {
		s.hint.Hide()
	} else {
		s.hint.Show()
	}
	s.places.SetRows(len(state.status.Places), s.placeCells, min(0, len(state.status.Places)-1))
	s.kept.SetRows(len(state.kept), s.keptCells, min(0, len(state.kept)-1))
	offer(s.withPlace, len(state.status.Places) > 0)
	offer(s.withBackup, len(state.kept) > 0)
	if state.drill.IsZero() {
		s.drill.SetText(f.Text("settings.backup.drill_never"))
	} else {
		s.drill.SetText(f.Text("settings.backup.drill_last", "When", who.Moment(state.drill)))
	}
	if s.model.drillDue(state) {
		s.due.Show()
	} else {
		s.due.Hide()
	}
	s.body.Refresh()
}

// offer shows buttons, or hides them where there is nothing for them to do.
func offer(buttons []*kit.Button, some bool) {
	for _, b := range buttons {
		if some {
			b.Show()
		} else {
			b.Hide()
		}
	}
}

func (s *backupSection) placeCells(row int) []kit.Cell {
	p, who := s.state.status.Places[row], s.f.Session
	proved := who.Lately(p.Proved)
	if p.Proved.IsZero() {
		proved = s.f.Text("settings.backup.never")
	}
	var marks []kit.Mark
	switch {
	case p.Absent:
		marks = append(marks, kit.Mark{Text: s.f.Text("settings.backup.absent"), Tone: frame.BackupTone(p.Tone)})
	case p.Tone != backup.Good:
		marks = append(marks, kit.Mark{Text: who.BackupReason(p.Key, p.Args), Tone: frame.BackupTone(p.Tone)})
	}
	return []kit.Cell{{Text: p.Folder, Role: kit.Strong}, {Text: proved}, {Marks: marks}}
}

func (s *backupSection) keptCells(row int) []kit.Cell {
	b, text := s.state.kept[row], s.f.Text
	var marks []kit.Mark
	switch {
	case b.OlderKey:
		marks = append(marks, kit.Mark{Text: text("settings.backup.older_key"), Tone: theme.Neutral})
	case b.Missing > 0:
		marks = append(marks, kit.Mark{Text: text("settings.backup.missing", "Count", b.Missing), Tone: theme.Allergy})
	case b.Full:
		marks = append(marks, kit.Mark{Text: text("settings.backup.full"), Tone: theme.Neutral})
	}
	return []kit.Cell{{Text: s.f.Session.Moment(b.Made), Role: kit.Strong}, {Text: b.folder, Role: kit.Muted}, {Text: size(s.f.Text, b.Own)}, {Marks: marks}}
}

func (s *backupSection) backUp() {
	f := s.f
	if len(f.Session.Settings.BackupFolders()) == 0 { // first things first
		if s.owner {
			s.addPlace()
		}
		return
	}
	f.BackUp(func(outcomes []backup.Outcome, err error) {
		err = errors.Join(err, backup.Trouble(outcomes))
		s.load()
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("settings.backup.done"), nil)
	})
}

func (s *backupSection) addPlace() {
	f := s.f
	form := kit.NewForm(1)
	field := f.PathField(f.Text("settings.backup.folder"), f.Text("settings.backup.folder_hint"), "")
	form.Add("folder", field, 1)
	askForm(f, "settings.backup.add_place", form, func(ctx context.Context, values map[string]string) error {
		return s.model.addPlace(ctx, frame.ExpandPath(values["folder"], frame.HomeFolder()))
	}, s.placesChanged)
}

func (s *backupSection) removePlace() {
	f := s.f
	row := s.places.Selected()
	if row < 0 || row >= len(s.state.status.Places) {
		return
	}
	folder := s.state.status.Places[row].Folder
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.removePlace(ctx, folder) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Done(f.Text("settings.backup.removed"), func() {
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.addPlace(ctx, folder) }, func(_ struct{}, err error) {
				f.Fail(err)
				s.placesChanged()
			})
		})
		s.placesChanged()
	})
}

func (s *backupSection) placesChanged() {
	s.f.SettingsChanged()
	if s.f.LookAtBackups != nil {
		s.f.LookAtBackups()
	}
	s.load()
}

// chosen is the selected backup that can be restored; where it can't, that is said.
func (s *backupSection) chosen() (kept, bool) {
	row := s.kept.Selected()
	if row < 0 || row >= len(s.state.kept) {
		return kept{}, false
	}
	return s.state.kept[row], true
}

func (s *backupSection) look() {
	b, ok := s.chosen()
	if !ok || s.f.LookInto == nil || !s.owner {
		return
	}
	form := frame.NewKeyForm(s.f.Text, nil)
	form.Form.SetValues(map[string]string{"login": s.f.Session.User.Login})
	withKey(s, "settings.backup.look", "settings.backup.opening", b, form, form.RefuseRecovery, func(ctx context.Context, key vault.Key, progress func(backup.Step)) (*backup.Looked, error) {
		return s.model.look(ctx, b, key, progress)
	}, s.f.LookInto)
}

func (s *backupSection) restore() {
	b, ok := s.chosen()
	if !ok {
		return
	}
	path := s.f.PathField(s.f.Text("settings.backup.restore_to"), s.f.Text("settings.backup.restore_hint"), "")
	form := frame.NewKeyForm(s.f.Text, path)
	form.Form.SetValues(map[string]string{"path": s.model.restoreTo(b), "login": s.f.Session.User.Login})
	withKey(s, "settings.backup.restore", "settings.backup.restoring", b, form, nil, func(ctx context.Context, key vault.Key, progress func(backup.Step)) (backup.Restored, error) {
		return s.model.restore(ctx, b, key, frame.ExpandPath(form.Form.Values()["path"], frame.HomeFolder()), progress)
	}, func(r backup.Restored) {
		tell(s.f, s.f.Text("settings.backup.restored"), kit.NewParagraph(s.f.Text("settings.backup.restored_text", "Path", r.Path, "When", s.f.Session.Moment(r.Made)), kit.Body))
	})
}

// withKey asks for the key of a backup in a dialog, then does something with it under a bar. What is wrong with the key or the path is said
// beside its field; refuse, where it is not nil, may say more before anything is tried.
func withKey[T any](s *backupSection, title, doing string, b kept, form *frame.KeyForm, refuse func() bool, work func(context.Context, vault.Key, func(backup.Step)) (T, error), then func(T)) {
	f := s.f
	var d *kit.Dialog
	submit := func() {
		if refuse != nil && refuse() {
			return
		}
		key, ok := form.Key()
		if !ok {
			return
		}
		slow(f, doing, func(ctx context.Context, progress func(int, string)) (T, error) {
			return work(ctx, key, func(step backup.Step) { progress(max(step.Percent, 0), stepNote(f, step)) })
		}, func(result T, err error) {
			switch {
			case err == nil:
				d.Close()
				then(result)
			case !form.Refuse(f.Session.Problem(err)):
				f.Fail(err)
			}
		})
	}
	yes := kit.NewButton(f.Text(title), kit.Primary, submit)
	no := kit.NewButton(f.Text("settings.cancel"), kit.Standard, func() { d.Cancel() })
	form.Form.OnSubmit, form.Form.OnCancel = submit, func() { d.Cancel() }
	lead := f.Text("settings.backup.key_lead", "When", f.Session.Moment(b.Made))
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text(title), Text: lead, Body: form.Form, Buttons: []*kit.Button{no, yes}, Default: yes, Focus: form.Form.Input("password").FocusTarget(), Width: 560})
}

func stepNote(f *frame.Frame, step backup.Step) string {
	if step.Proving {
		return f.Text("settings.backup.proving")
	}
	return f.Text("settings.backup.copying")
}

func (s *backupSection) prove() {
	f := s.f
	slow(f, "settings.backup.drilling", func(ctx context.Context, progress func(int, string)) (backup.Proof, error) {
		return s.model.prove(ctx, s.state, func(step backup.Step) { progress(max(step.Percent, 0), stepNote(f, step)) })
	}, func(p backup.Proof, err error) {
		s.load()
		if err != nil {
			f.Fail(err)
			return
		}
		rows := verifiedRows(f, fileModel(s.model).lines(p.Verified))
		lead := kit.NewParagraph(f.Text("settings.backup.drilled", "When", f.Session.Moment(p.Backup.Made)), kit.Body)
		tell(f, f.Text("settings.backup.drill_done"), kit.Column(kit.GapLarge, lead, kit.Column(kit.Gap, rows...)))
	})
}
