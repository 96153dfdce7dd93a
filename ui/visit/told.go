package visit

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// toldLine says, on the last look, in which language the patient is told how to take the medicines.
func (s *finishSheet) toldLine(line func(icon, text, detail string, tone fyne.ThemeColorName)) {
	f, t := s.o.f, s.ready.Telling
	name := f.Session.LanguageName(t.Language)
	prints, waits := "told.prints", "told.waits_detail"
	if t.Own {
		prints, waits = "told.prints_own", "told.waits_detail_own"
	}
	untold := ""
	if t.Untold > 0 {
		untold = f.Text("told.untold", "Count", t.Untold)
	}
	switch {
	case t.Language == "":
	case !t.Known:
		line("info", f.Text("told.missing"), f.Text("told.missing_detail", "Language", name), theme.ColorMuted)
	case len(t.Waits) > 0:
		line("warn", f.Text("told.waits", "Language", name, "Count", len(t.Waits)), joined(f.Text(waits), untold), theme.Alert.Text())
	case t.Told > 0:
		line("check", f.Text(prints, "Language", name), untold, theme.Done.Text())
	default:
		line("info", f.Text("told.missing"), untold, theme.ColorMuted)
	}
}

// readButton leads to what waits; nil where nothing does, or where it is not this person's to accept.
func (s *finishSheet) readButton() fyne.CanvasObject {
	if len(s.ready.Telling.Waits) == 0 || !s.o.f.Session.May(action.AcceptPhrases) {
		return nil
	}
	return kit.Row(0, kit.NewButton(s.o.f.Text("told.read"), kit.Standard, func() {
		s.dialog.Close()
		s.readTold()
	}), kit.Spacer())
}

// readTold shows each sentence that waits as it will print; then the last look comes again, whatever was decided.
func (s *finishSheet) readTold() {
	o, t := s.o, s.ready.Telling
	f := o.f
	type drawn struct{ lines, forms []session.Sentence }
	frame.Load(f, func(context.Context) (drawn, error) { return drawn{o.model.Drawn(t), o.model.OtherForms(t)}, nil }, func(list drawn, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		var rows []fyne.CanvasObject
		for i, sentence := range list.lines {
			if i > 0 {
				rows = append(rows, kit.NewHairline())
			}
			rows = append(rows, kit.NewParagraph(t.Waits[i].Medicine, kit.Caption), printed(sentence), kit.NewParagraph(sentence.Here, kit.Muted))
		}
		if len(list.forms) > 0 {
			rows = append(rows, kit.NewHairline(), kit.NewParagraph(f.Text("told.forms"), kit.Caption))
		}
		for _, sentence := range list.forms {
			rows = append(rows, printed(sentence), kit.NewParagraph(sentence.Here, kit.Muted))
		}
		var words fyne.CanvasObject = kit.Column(kit.GapSmall, rows...)
		if len(list.lines)+len(list.forms) > toldRows {
			words = kit.Fixed(0, toldHeight, kit.NewScroll(words))
		}
		var d *kit.Dialog
		again := func() { o.beginFinish() }
		no := kit.NewButton(f.Text("told.not_now"), kit.Standard, func() { d.Cancel() })
		yes := kit.NewButton(f.Text("told.accept"), kit.Primary, func() {
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, o.model.AcceptTold(ctx, t) }, func(_ struct{}, err error) {
				d.Close()
				if err != nil {
					f.Fail(err)
					return
				}
				again()
			})
		})
		body := kit.Column(kit.Gap, kit.NewParagraph(f.Text("told.accept_lead"), kit.Muted), words)
		d = f.ShowDialog(kit.DialogSpec{Title: f.Text("told.accept_title", "Language", f.Session.LanguageName(t.Language)), Body: body,
			Buttons: []*kit.Button{no, yes}, Default: yes, Width: 620, OnCancel: again})
	})
}

// printed is a sentence as it prints; in the window's own letters where it can't be drawn.
func printed(s session.Sentence) fyne.CanvasObject {
	if s.Picture == nil {
		return kit.NewParagraph(s.Text, kit.Strong)
	}
	return kit.NewPrinted(s.Picture, session.ToldPixels)
}

// What of a long list is in view at once: so many sentences, and from there on a height in pixels of the standard density.
const (
	toldRows           = 5
	toldHeight float32 = 380
)
