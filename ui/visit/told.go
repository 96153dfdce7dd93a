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
	untold := ""
	if t.Untold > 0 {
		untold = f.Text("told.untold", "Count", t.Untold)
	}
	switch {
	case t.Language == "":
	case !t.Known:
		line("info", f.Text("told.missing"), f.Text("told.missing_detail", "Language", name), theme.ColorMuted)
	case len(t.Waits) > 0:
		line("warn", f.Text("told.waits", "Language", name, "Count", len(t.Waits)), joined(f.Text("told.waits_detail"), untold), theme.Alert.Text())
	case t.Told > 0:
		line("check", f.Text("told.prints", "Language", name), untold, theme.Done.Text())
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
	frame.Load(f, func(context.Context) ([]session.Sentence, error) { return o.model.Drawn(t), nil }, func(list []session.Sentence, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		var rows []fyne.CanvasObject
		for i, sentence := range list {
			if i > 0 {
				rows = append(rows, kit.NewHairline())
			}
			var words fyne.CanvasObject = kit.NewParagraph(sentence.Text, kit.Strong)
			if sentence.Picture != nil {
				words = kit.NewPrinted(sentence.Picture, session.ToldPixels)
			}
			rows = append(rows, kit.Column(2, kit.NewParagraph(t.Waits[i].Medicine, kit.Caption), words, kit.NewParagraph(sentence.Here, kit.Muted)))
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
		body := kit.Column(kit.Gap, kit.NewParagraph(f.Text("told.accept_lead"), kit.Muted), tall(kit.Column(kit.Gap, rows...)))
		d = f.ShowDialog(kit.DialogSpec{Title: f.Text("told.accept_title", "Language", f.Session.LanguageName(t.Language)), Body: body,
			Buttons: []*kit.Button{no, yes}, Default: yes, Width: 620, OnCancel: again})
	})
}

// toldHeight is how much of a long list is in view at once, in pixels of the standard density.
const toldHeight float32 = 380

// tall lets what is higher than a dialog scroll.
func tall(content fyne.CanvasObject) fyne.CanvasObject {
	if content.MinSize().Height <= theme.Scaled(toldHeight) {
		return content
	}
	return kit.Fixed(0, toldHeight, kit.NewScroll(content))
}
