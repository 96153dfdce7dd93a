package settings

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// letterheadSection sets what stands on the practice's paper, with a page beside it that shows it.
type letterheadSection struct {
	passing
	f     *frame.Frame
	model *letterheadModel
	form  *kit.Form
	path  *kit.Suggest
	paper *kit.Form
	view  *kit.PageView
	what  *kit.Paragraph // why there is no page
	bands []kit.Input
	due   bool // the page will be drawn anew
	turn  int  // which drawing is the last that was asked for
}

// previewPause is how long a hand must rest before the page is drawn anew.
const previewPause = 250 * time.Millisecond

// previewScale is in pixels per mm: a sheet of A4 is read on a screen of 1280 by 800.
const previewScale float32 = 3.2

func newLetterheadSection(f *frame.Frame) section {
	s := &letterheadSection{f: f, model: &letterheadModel{s: f.Session}, form: kit.NewForm(4), paper: kit.NewForm(1), view: kit.NewPageView(), what: kit.NewParagraph("", kit.Mistake)}
	text := f.Text
	s.what.Hide()
	s.path = f.PathField(text("settings.letterhead.logo"), text("settings.letterhead.logo_hint"), "")
	s.form.Add("logo", s.path, 4)
	s.form.AddObject(kit.Row(kit.Gap, kit.Spacer(),
		kit.NewButton(text("settings.letterhead.remove_logo"), kit.Quiet, s.removeLogo),
		kit.NewButton(text("settings.letterhead.use_logo"), kit.Standard, s.useLogo)), 4)
	s.form.AddSection(text("settings.letterhead.lines"))
	slogan := kit.NewField(text("settings.letterhead.slogan"), text("settings.optional"))
	slogan.Entry.MaxRunes = organization.SloganLength
	s.form.Add("slogan", slogan, 4)
	s.form.Add("hours", kit.NewTextField(text("settings.letterhead.hours"), text("settings.optional"), 2), 4)
	footer := kit.NewField(text("settings.letterhead.footer"), text("settings.optional"))
	footer.Entry.MaxRunes = organization.FooterLength
	s.form.Add("footer", footer, 4)
	s.form.Add("list", kit.NewSegmentField(text("settings.letterhead.who"), "", kit.Option{Value: no, Label: text("settings.letterhead.who_signs")},
		kit.Option{Value: yes, Label: text("settings.letterhead.who_all")}), 4)
	s.form.AddSection(text("settings.letterhead.paper"))
	s.form.Add("own", kit.NewSegmentField(text("settings.letterhead.own"), "", kit.Option{Value: no, Label: text("settings.letterhead.own_no")},
		kit.Option{Value: yes, Label: text("settings.letterhead.own_yes")}), 4)
	for _, field := range []string{"bandA4", "bandA5", "bandLetter", "bandFoot"} {
		input := kit.NewField(text("settings.letterhead."+field), text("settings.letterhead.mm"))
		s.bands = append(s.bands, input)
		s.form.Add(field, input, 1)
	}
	s.paper.Add("paper", kit.NewSegmentField("", "", papers()...), 1)
	s.paper.OnChanged = func(string) { s.soon() }
	s.form.OnChanged = func(key string) {
		if key == "own" {
			s.showBands()
		}
		if key != "logo" {
			s.soon()
		}
	}
	s.form.OnSubmit = func() { s.save() }
	s.form.OnCancel = func() { f.Key(frame.KeyEscape) }
	return s
}

func papers() []kit.Option {
	var list []kit.Option
	for _, p := range organization.Papers {
		list = append(list, kit.Option{Value: p, Label: p})
	}
	return list
}

func (s *letterheadSection) content() fyne.CanvasObject {
	text := s.f.Text
	save := kit.NewButton(text("settings.save"), kit.Primary, func() { s.save() }).WithKey(text("settings.key_save"))
	form := column([]any{s.form}, kit.NewCard(text("settings.tab.letterhead"), s.form, save))
	if s.f.Printer == nil {
		return form
	}
	page := kit.NewFlushCard(text("settings.letterhead.preview"), kit.Under(kit.Inset(8, 4, s.what), s.view), s.paper)
	return kit.Share(kit.GapLarge, []float32{1.1, 1}, form, page)
}

func (s *letterheadSection) shown() {
	frame.Load(s.f, s.model.load, func(values map[string]string, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.form.SetValues(values)
		s.paper.SetValues(map[string]string{"paper": s.f.Session.Settings.Paper})
		s.showBands()
		s.form.FocusFirst()
		s.draw()
	})
}

// showBands shows the bands where the paper is printed already.
func (s *letterheadSection) showBands() {
	own := s.form.Values()["own"] == yes
	for _, input := range s.bands {
		if own {
			input.Show()
		} else {
			input.Hide()
		}
	}
	s.form.Refresh()
}

// soon draws the page once the hand rests.
func (s *letterheadSection) soon() {
	if s.due {
		return
	}
	s.due = true
	s.f.After(previewPause, func() {
		if s.due {
			s.draw()
		}
	})
}

// draw shows the page with what the form holds, or says why it can't be.
func (s *letterheadSection) draw() {
	s.due = false
	f := s.f
	if f.Printer == nil {
		return
	}
	s.turn++
	turn, values, paper := s.turn, s.form.Values(), s.paper.Values()["paper"]
	frame.Load(f, func(ctx context.Context) (frame.PageImage, error) {
		frozen, err := s.model.sample(ctx, values, paper)
		if err != nil {
			return nil, err
		}
		return f.Printer.Preview(frozen, 0, previewScale)
	}, func(page frame.PageImage, err error) {
		if turn != s.turn {
			return // another was asked for meanwhile
		}
		if err != nil {
			problem := f.Session.Problem(err)
			s.what.SetText(strings.TrimSpace(problem.Text + " " + problem.Hint))
			s.what.Show()
			return
		}
		s.what.Hide()
		s.view.SetPages([]frame.PageImage{page})
	})
}

// useLogo takes the picture of the path that is typed.
func (s *letterheadSection) useLogo() {
	f := s.f
	path := frame.ExpandPath(strings.TrimSpace(s.path.Value()), frame.HomeFolder())
	frame.Save(f, func(context.Context) (struct{}, error) { return struct{}{}, s.model.choose(path) }, func(_ struct{}, err error) {
		if err != nil {
			refuse(f, s.form, err)
			return
		}
		s.form.SetErrors(nil)
		s.draw()
	})
}

func (s *letterheadSection) removeLogo() {
	s.model.remove()
	s.draw()
}

func (s *letterheadSection) save() bool {
	f, values := s.f, s.form.Values()
	frame.Save(f, func(ctx context.Context) (before, error) { return s.model.save(ctx, values) }, func(was before, err error) {
		if err != nil {
			refuse(f, s.form, err)
			return
		}
		s.form.SetErrors(nil)
		s.form.MarkClean()
		f.Done(f.Text("settings.saved"), func() {
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.back(ctx, was) }, func(_ struct{}, err error) {
				if err != nil {
					f.Fail(err)
					return
				}
				f.SettingsChanged()
				f.Done(f.Text("settings.saved"), nil)
				s.shown()
			})
		})
		f.SettingsChanged()
	})
	return true
}
