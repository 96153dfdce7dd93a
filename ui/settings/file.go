package settings

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/documents"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// fileSection is backup, checking, the recovery key and the end of the trial.
type fileSection struct {
	passing
	f      *frame.Frame
	model  fileModel
	owner  bool
	folder *kit.Form
	proved *kit.Paragraph
	path   *kit.Paragraph
	key    *kit.Chip
	trial  *fyne.Container
	body   fyne.CanvasObject
}

func newFileSection(f *frame.Frame) section {
	text := f.Text
	s := &fileSection{f: f, model: fileModel{f.Session}, owner: f.Session.May(action.ManagePractice), folder: kit.NewForm(1), trial: container.NewStack()}
	s.proved, s.path = kit.NewParagraph("", kit.Muted), kit.NewParagraph("", kit.Muted)
	s.key = kit.NewChip("", theme.Neutral)
	s.folder.Add("folder", f.PathField(text("settings.file.folder"), text("settings.file.folder_hint"), ""), 1)
	s.folder.OnSubmit, s.folder.OnCancel = s.setFolder, func() { f.Key(frame.KeyEscape) }

	backup := []fyne.CanvasObject{s.proved}
	buttons := []fyne.CanvasObject{kit.Spacer()}
	if s.owner {
		backup = append(backup, s.folder)
		buttons = append(buttons, kit.NewButton(text("settings.file.keep_folder"), kit.Standard, s.setFolder))
	}
	buttons = append(buttons, kit.NewIconButton("backup", text("settings.file.backup_now"), kit.Primary, s.backUp))
	backup = append(backup, kit.Row(kit.Gap, buttons...))
	cards := []fyne.CanvasObject{
		kit.NewCard(text("settings.file.backup"), kit.Column(kit.GapLarge, backup...)),
		kit.NewCard(text("settings.file.verify"), kit.Column(kit.GapLarge, s.path, kit.NewParagraph(text("settings.file.verify_lead"), kit.Muted),
			kit.Row(kit.Gap, kit.Spacer(), kit.NewIconButton("shield", text("settings.file.verify_now"), kit.Standard, s.verify)))),
	}
	if s.owner {
		cards = append(cards, kit.NewCard(text("settings.file.key"), kit.Column(kit.GapLarge, kit.Row(kit.Gap, s.key), kit.NewParagraph(text("settings.file.key_lead"), kit.Muted),
			kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.file.key_new"), kit.Standard, s.replaceKey)))))
	}
	cards = append(cards, s.trial)
	s.body = column([]any{s.folder}, cards...)
	return s
}

func (s *fileSection) content() fyne.CanvasObject { return s.body }

func (s *fileSection) shown() {
	frame.Load(s.f, s.model.load, func(state fileState, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.show(state)
		if s.owner {
			s.folder.FocusFirst()
		}
	})
}

func (s *fileSection) show(state fileState) {
	text := s.f.Text
	s.path.SetText(text("settings.file.path", "Path", state.path))
	s.folder.SetValues(map[string]string{"folder": state.folder})
	switch {
	case state.folder == "":
		s.proved.SetText(text("settings.file.no_folder"))
	case state.proved.IsZero():
		s.proved.SetText(text("settings.file.none_yet"))
	default:
		s.proved.SetText(text("settings.file.proved", "When", s.f.Session.Moment(state.proved)))
	}
	if state.keyIsKept {
		s.key.Set(text("settings.file.key_kept"), theme.Done)
	} else {
		s.key.Set(text("settings.file.key_not_kept"), theme.Alert)
	}
	s.trial.Objects = nil
	if state.trial && s.f.Session.May(action.StartForReal) {
		start := kit.NewButton(text("settings.file.start"), kit.Danger, s.startForReal)
		s.trial.Objects = []fyne.CanvasObject{kit.NewCard(text("settings.file.trial"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.file.trial_lead"), kit.Muted),
			kit.Row(kit.Gap, kit.Spacer(), start)))}
	}
	s.trial.Refresh()
}

func (s *fileSection) setFolder() {
	typed := frame.ExpandPath(s.folder.Values()["folder"], frame.HomeFolder())
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.setFolder(ctx, typed) }, func(_ struct{}, err error) {
		if err != nil {
			refuse(s.f, s.folder, err)
			return
		}
		s.folder.SetErrors(nil)
		s.f.Done(s.f.Text("settings.saved"), nil)
		s.f.SettingsChanged()
		s.shown()
	})
}

// slow runs work under a dialog with a bar, which can be stopped.
func slow[T any](f *frame.Frame, title string, work func(ctx context.Context, progress func(percent int, note string)) (T, error), then func(T, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	bar := f.Progress(f.Text(title), cancel)
	f.Beside(func() func() {
		result, err := work(ctx, func(percent int, note string) { f.Soon(func() { bar.Set(percent, 100, note) }) })
		return func() {
			bar.Close()
			cancel()
			then(result, err)
		}
	})
}

func (s *fileSection) backUp() {
	f := s.f
	slow(f, "settings.file.backing_up", func(ctx context.Context, progress func(int, string)) (struct{}, error) {
		return struct{}{}, s.model.backUp(ctx, func(proving bool, percent int) {
			note := "settings.file.copying"
			if proving {
				note = "settings.file.proving"
			}
			progress(max(percent, 0), f.Text(note))
		})
	}, func(_ struct{}, err error) {
		if err != nil {
			if s.owner {
				refuse(f, s.folder, err)
				return
			}
			f.Fail(err)
			return
		}
		f.Done(f.Text("settings.file.backed_up"), nil)
		f.BackupChanged()
		s.shown()
	})
}

func (s *fileSection) verify() {
	f := s.f
	slow(f, "settings.file.verifying", func(ctx context.Context, progress func(int, string)) ([]line, error) {
		return s.model.verify(ctx, func(part string, percent int) { progress(max(percent, 0), f.Text("settings.file.part."+part)) })
	}, func(lines []line, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		s.showVerified(lines)
	})
}

func (s *fileSection) showVerified(lines []line) {
	f := s.f
	var rows []fyne.CanvasObject
	title := "settings.file.verified"
	for _, l := range lines {
		part := f.Text("settings.file.part." + l.part)
		if len(l.wrong) == 0 {
			rows = append(rows, kit.Row(kit.Gap, kit.NewIcon("check", theme.Done.Text(), 16), kit.NewText(part, kit.Body), kit.Spacer(), kit.NewCaption(fmt.Sprint(l.counted))))
			continue
		}
		title = "settings.file.damaged"
		for _, wrong := range l.wrong[:min(len(l.wrong), 10)] {
			rows = append(rows, container.NewBorder(nil, nil, kit.NewIcon("error", theme.Allergy.Text(), 16), nil, kit.Inset(6, 0, kit.NewParagraph(part+": "+wrong, kit.Body))))
		}
	}
	var d *kit.Dialog
	closing := kit.NewButton(f.Text("frame.help.close"), kit.Primary, func() { d.Close() })
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text(title), Body: kit.Column(kit.Gap, rows...), Buttons: []*kit.Button{closing}, Default: closing})
}

func (s *fileSection) replaceKey() {
	f := s.f
	f.Confirm(f.Text("settings.file.key_new"), f.Text("settings.file.key_confirm"), f.Text("settings.file.key_new"), kit.Standard, func() {
		frame.Save(f, s.model.replaceKey, func(k newKey, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			s.showKey(k)
		})
	})
}

func (s *fileSection) showKey(k newKey) {
	f, who := s.f, s.f.Session
	var d *kit.Dialog
	done := func(kept bool) {
		d.Close()
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.keepKey(ctx, kept) }, func(_ struct{}, err error) {
			f.Fail(err)
			s.shown()
		})
	}
	page := func(use func(documents.Frozen)) func() {
		return func() {
			frame.Save(f, func(context.Context) (documents.Frozen, error) { return who.RecoveryPage(k.code) }, func(p documents.Frozen, err error) {
				if err != nil {
					f.Fail(err)
					return
				}
				use(p)
			})
		}
	}
	spec := frame.RecoveryKeySpec{Text: f.Text, Code: k.code, Ask: k.ask, Kept: func() { done(true) }, Later: func() { done(false) }}
	if f.Printer != nil {
		spec.Print = page(func(p documents.Frozen) {
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, f.Printer.Print(ctx, p, frame.Copy{}) }, func(_ struct{}, err error) { f.Fail(err) })
		})
		spec.Save = page(func(p documents.Frozen) {
			pdf, err := f.Printer.PDF(p, frame.Copy{})
			if err != nil {
				f.Fail(err)
				return
			}
			f.SaveFile(f.Text("settings.file.key_file"), pdf, nil)
		})
	}
	sheet := frame.NewRecoveryKeySheet(spec)
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("settings.file.key"), Body: sheet.Content, Width: 640, Stay: true})
	sheet.Focus()
}

func (s *fileSection) startForReal() {
	f := s.f
	f.Confirm(f.Text("settings.file.start"), f.Text("settings.file.start_confirm"), f.Text("settings.file.start"), kit.Danger, func() {
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.startForReal(ctx) }, func(_ struct{}, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.Done(f.Text("settings.file.started"), nil)
			f.SettingsChanged()
			s.shown()
		})
	})
}
