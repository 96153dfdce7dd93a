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

// fileSection is the practice's file: checking it, its keys, the papers for bad days, the end of the trial.
type fileSection struct {
	passing
	f     *frame.Frame
	model fileModel
	owner bool
	path  *kit.Paragraph
	kept  *kit.Chip
	trial *fyne.Container
	body  fyne.CanvasObject
}

func newFileSection(f *frame.Frame) section {
	text := f.Text
	s := &fileSection{f: f, model: fileModel{f.Session}, owner: f.Session.May(action.ManagePractice), trial: container.NewStack()}
	s.path, s.kept = kit.NewParagraph("", kit.Muted), kit.NewChip("", theme.Neutral)
	cards := []fyne.CanvasObject{
		kit.NewCard(text("settings.file.verify"), kit.Column(kit.GapLarge, s.path, kit.NewParagraph(text("settings.file.verify_lead"), kit.Muted),
			kit.Row(kit.Gap, kit.Spacer(), kit.NewIconButton("shield", text("settings.file.verify_now"), kit.Standard, s.verify)))),
	}
	if s.owner {
		cards = append(cards,
			kit.NewCard(text("settings.file.key"), kit.Column(kit.GapLarge, kit.Row(kit.Gap, s.kept), kit.NewParagraph(text("settings.file.key_lead"), kit.Muted),
				kit.Row(kit.Gap, kit.Spacer(), kit.NewButton(text("settings.file.key_new"), kit.Standard, s.replaceKey)))),
			s.codeCard(), s.papersCard(), s.rekeyCard())
	}
	s.body = column(nil, append(cards, s.trial)...)
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
	})
}

func (s *fileSection) show(state fileState) {
	text := s.f.Text
	s.path.SetText(text("settings.file.path", "Path", state.path))
	if state.keyIsKept {
		s.kept.Set(text("settings.file.key_kept"), theme.Done)
	} else {
		s.kept.Set(text("settings.file.key_not_kept"), theme.Alert)
	}
	s.trial.Objects = nil
	if state.trial && s.f.Session.May(action.StartForReal) {
		start := kit.NewButton(text("settings.file.start"), kit.Danger, s.startForReal)
		s.trial.Objects = []fyne.CanvasObject{kit.NewCard(text("settings.file.trial"), kit.Column(kit.GapLarge, kit.NewParagraph(text("settings.file.trial_lead"), kit.Muted),
			kit.Row(kit.Gap, kit.Spacer(), start)))}
	}
	s.trial.Refresh()
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
	title := "settings.file.verified"
	for _, l := range lines {
		if len(l.wrong) > 0 {
			title = "settings.file.damaged"
		}
	}
	tell(s.f, s.f.Text(title), kit.Column(kit.Gap, verifiedRows(s.f, lines)...))
}

// verifiedRows shows what was checked, a row a part, and under each what does not hold.
func verifiedRows(f *frame.Frame, lines []line) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, l := range lines {
		part := f.Text("settings.file.part." + l.part)
		if len(l.wrong) == 0 {
			rows = append(rows, kit.Row(kit.Gap, kit.NewIcon("check", theme.Done.Text(), 16), kit.NewText(part, kit.Body), kit.Spacer(), kit.NewCaption(fmt.Sprint(l.counted))))
			continue
		}
		for _, wrong := range l.wrong[:min(len(l.wrong), 10)] {
			rows = append(rows, container.NewBorder(nil, nil, kit.NewIcon("error", theme.Allergy.Text(), 16), nil, kit.Inset(6, 0, kit.NewParagraph(part+": "+wrong, kit.Body))))
		}
	}
	return rows
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
	spec := frame.RecoveryKeySpec{Text: f.Text, Code: k.code, Ask: k.ask, Kept: func() { done(true) }, Later: func() { done(false) }}
	if f.Printer != nil {
		spec.Save, spec.Print = pageWays(f, f.Text("settings.file.key_file"), func(context.Context) (documents.Frozen, error) { return who.RecoveryPage(k.code) })
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
