package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// DialogSpec is what a dialog shows and does. Enter presses Default, Esc calls OnCancel and closes.
type DialogSpec struct {
	Title   string
	Text    string            // wraps; may be empty
	Body    fyne.CanvasObject // may be nil
	Buttons []*Button         // from left to right; each closes the dialog itself or leaves it open
	Default *Button           // may be nil
	Focus   fyne.Focusable    // what gets the keyboard; the default button where nil
	Width   float32           // of the standard density; 440 where 0
	// OnCancel is called on Esc after the dialog has closed. Where it and Stay are unset, Esc just closes.
	OnCancel func()
	// Stay keeps the dialog open on Esc: for work that must not be left by accident.
	Stay bool
}

// Dialog is a card over the dimmed window.
type Dialog struct {
	spec  DialogSpec
	cover *Cover
}

const dialogWidth float32 = 440

// ShowDialog opens a dialog; keyboard and pointer stay in it until it closes.
func (s *Stage) ShowDialog(spec DialogSpec) *Dialog {
	d := &Dialog{spec: spec}
	if spec.Width == 0 {
		spec.Width = dialogWidth
	}
	var parts []fyne.CanvasObject
	if spec.Title != "" {
		parts = append(parts, NewText(spec.Title, Title))
	}
	if spec.Text != "" {
		parts = append(parts, NewParagraph(spec.Text, Body))
	}
	if spec.Body != nil {
		parts = append(parts, spec.Body)
	}
	if len(spec.Buttons) > 0 {
		row := []fyne.CanvasObject{Spacer()}
		for _, b := range spec.Buttons {
			row = append(row, b)
		}
		parts = append(parts, Row(Gap, row...))
	}
	back := newSurface(theme.ColorCard, theme.ColorCardBorder, 8)
	back.raised = true
	card := stack(back, Inset(20, 16, Column(14, parts...)))
	focus := spec.Focus
	if focus == nil && spec.Default != nil {
		focus = spec.Default
	}
	if focus == nil && len(spec.Buttons) > 0 {
		focus = spec.Buttons[len(spec.Buttons)-1]
	}
	d.cover = s.Cover(stack(newVeil(), container.New(dialogLayout{spec.Width}, card)), focus, d.typedKey)
	d.cover.shortcut = d.typedShortcut
	return d
}

// Close takes the dialog away and gives the keyboard back.
func (d *Dialog) Close() { d.cover.Remove() }

// Cancel does what Esc does.
func (d *Dialog) Cancel() {
	if d.spec.Stay {
		return
	}
	d.Close()
	call(d.spec.OnCancel)
}

func (d *Dialog) typedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyEscape:
		d.Cancel()
	case isEnter(event):
		d.pressDefault()
	}
}

func (d *Dialog) typedShortcut(shortcut fyne.KeyboardShortcut) bool {
	enter := shortcut.Key() == fyne.KeyReturn || shortcut.Key() == fyne.KeyEnter
	if enter && shortcut.Mod() == fyne.KeyModifierShortcutDefault {
		d.pressDefault()
		return true
	}
	return false
}

func (d *Dialog) pressDefault() {
	if d.spec.Default != nil {
		d.spec.Default.press()
	}
}

// Confirm asks before something that can't be undone; Enter goes ahead, Esc does not. Where the act can be undone,
// ToastUndo is kinder.
func (s *Stage) Confirm(title, text, action string, importance Importance, confirmed func()) *Dialog {
	var d *Dialog
	yes := NewButton(action, importance, func() {
		d.Close()
		confirmed()
	})
	no := NewButton(say("kit.cancel"), Standard, func() { d.Cancel() })
	d = s.ShowDialog(DialogSpec{Title: title, Text: text, Buttons: []*Button{no, yes}, Default: yes})
	if importance == Danger { // the hand must move before harm is done
		Focus(no)
	}
	return d
}

// Prompt asks for a reason, which may not be blank, and hands it on without the space around it.
func (s *Stage) Prompt(title, text, action string, importance Importance, done func(reason string)) *Dialog {
	var d *Dialog
	field := NewTextField(say("kit.reason"), "", 3)
	field.Entry.MaxRunes = maxLine
	submit := func() {
		reason := strings.TrimSpace(field.Value())
		if reason == "" {
			field.SetError(sentence("error.kit.reason_needed"))
			Focus(field.Entry)
			return
		}
		d.Close()
		done(reason)
	}
	yes := NewButton(action, importance, submit).WithKey("Ctrl+Enter")
	no := NewButton(say("kit.cancel"), Standard, func() { d.Cancel() })
	d = s.ShowDialog(DialogSpec{Title: title, Text: text, Body: field, Buttons: []*Button{no, yes}, Default: yes, Focus: field.Entry})
	return d
}

// ShowError says what went wrong and what to do next.
func (s *Stage) ShowError(text, hint string) *Dialog {
	var d *Dialog
	ok := NewButton(say("kit.ok"), Primary, func() { d.Close() })
	words := Column(GapSmall, NewParagraph(text, Strong), NewParagraph(hint, Body))
	body := container.New(headSideLayout{}, NewIcon("error", theme.Allergy.Text(), 26), words)
	d = s.ShowDialog(DialogSpec{Body: body, Buttons: []*Button{ok}, Default: ok})
	return d
}

// headSideLayout sets a mark at the left and gives the second object the rest.
type headSideLayout struct{}

func (headSideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	mark, gap := objects[0].MinSize(), theme.Scaled(14)
	objects[0].Resize(mark)
	objects[1].Move(fyne.NewPos(mark.Width+gap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-mark.Width-gap, size.Height))
}

func (headSideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	mark, words := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(mark.Width+theme.Scaled(14)+words.Width, max(mark.Height, words.Height))
}

// Progress is a dialog for work that takes a while.
type Progress struct {
	dialog *Dialog
	note   *Text
	bar    *progressBar
	stop   *Button
}

// Progress opens a dialog with a bar; cancel is called once if the work is stopped and may be nil where it can't be.
func (s *Stage) Progress(title string, cancel func()) *Progress {
	p := &Progress{note: NewCaption(""), bar: newProgressBar()}
	spec := DialogSpec{Title: title, Body: Column(GapSmall, p.bar, p.note), Stay: true}
	if cancel != nil {
		p.stop = NewButton(say("kit.cancel"), Standard, nil)
		p.stop.OnTapped = func() {
			p.stop.Disable()
			p.note.SetText(say("kit.stopping"))
			cancel()
		}
		spec.Buttons = []*Button{p.stop}
	}
	p.dialog = s.ShowDialog(spec)
	p.dialog.cover.key = func(event *fyne.KeyEvent) {
		if event.Name == fyne.KeyEscape && p.stop != nil {
			p.stop.press()
		}
	}
	return p
}

// Set shows how far the work is, done of total, and what it is at.
func (p *Progress) Set(done, total int, note string) {
	if total > 0 {
		p.bar.fraction = min(max(float32(done)/float32(total), 0), 1)
		p.bar.Refresh()
	}
	p.note.SetText(note)
}

// Close takes the dialog away.
func (p *Progress) Close() { p.dialog.Close() }

type progressBar struct {
	widget.BaseWidget
	fraction float32
}

func newProgressBar() *progressBar {
	b := &progressBar{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *progressBar) CreateRenderer() fyne.WidgetRenderer {
	return &progressRenderer{owner: b, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
}

type progressRenderer struct {
	owner       *progressBar
	track, fill *canvas.Rectangle
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(60, theme.Scaled(8)) }

func (r *progressRenderer) Layout(size fyne.Size) {
	paintRect(r.track, theme.Neutral.Ground(), theme.Neutral.Border(), 4)
	paintRect(r.fill, theme.ColorPrimary, "", 4)
	r.track.Resize(size)
	r.fill.Resize(fyne.NewSize(size.Width*r.owner.fraction, size.Height))
	r.fill.Hidden = r.owner.fraction == 0
}

func (r *progressRenderer) Refresh() {
	r.Layout(r.owner.Size())
	r.track.Refresh()
	r.fill.Refresh()
}

func (r *progressRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.fill} }
func (r *progressRenderer) Destroy()                     {}

// veil dims the window and keeps clicks from it. As a disabled focusable it leaves the keyboard where it is.
type veil struct{ control }

func newVeil() *veil {
	v := &veil{}
	v.disabled = true
	v.ExtendBaseWidget(v)
	return v
}

// Tapped implements fyne.Tappable: a click beside a dialog does nothing.
func (v *veil) Tapped(*fyne.PointEvent) {}

// TypedKey implements fyne.Focusable; the veil never has the keyboard.
func (v *veil) TypedKey(*fyne.KeyEvent) {}

// Scrolled implements fyne.Scrollable: the page beneath stays where it is.
func (v *veil) Scrolled(*fyne.ScrollEvent) {}

func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newSurface(theme.ColorDim, "", 0))
}

// dialogLayout centres a card of a width, a little above the middle.
type dialogLayout struct{ width float32 }

func (l dialogLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := min(max(theme.Scaled(l.width), o.MinSize().Width), size.Width-theme.Scaled(32))
		o.Resize(fyne.NewSize(width, o.Size().Height))
		o.Resize(fyne.NewSize(width, min(o.MinSize().Height, size.Height-theme.Scaled(32))))
		o.Move(fyne.NewPos((size.Width-width)/2, max((size.Height-o.Size().Height)*0.42, theme.Scaled(16))))
	}
}

func (dialogLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return fyne.Size{} }
