package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/theme"
)

// How long a toast stays, and how many there are at most.
const (
	toastTime     = 4 * time.Second
	toastUndoTime = 10 * time.Second
	toastLimit    = 3
	toastText     = float32(620) // a longer text is cut, in pixels of the standard density
)

// toastTray is the place at the bottom of the stage where toasts pile up.
type toastTray struct {
	box  *fyne.Container
	list []*Toast
}

func newToastTray() *toastTray {
	return &toastTray{box: container.New(trayLayout{})}
}

// Toast is a short message that goes away by itself, and the way to take back what it tells of.
type Toast struct {
	stage  *Stage
	object fyne.CanvasObject
	undo   func()
	cancel func()
}

// Toast says what was done.
func (s *Stage) Toast(text string, tone theme.Tone) *Toast {
	return s.toast(text, tone, nil, toastTime)
}

// ToastUndo says what was done and offers to undo it.
func (s *Stage) ToastUndo(text string, undo func()) *Toast {
	return s.toast(text, theme.Done, undo, toastUndoTime)
}

// UndoToast undoes what the newest toast offers to undo; the window binds a key to it. It returns whether there was one.
func (s *Stage) UndoToast() bool {
	for i := len(s.toasts.list) - 1; i >= 0; i-- {
		if t := s.toasts.list[i]; t.undo != nil {
			t.takeBack()
			return true
		}
	}
	return false
}

var toastIcon = map[theme.Tone]string{theme.Done: "check", theme.Alert: "warn", theme.Allergy: "error"}

func (s *Stage) toast(text string, tone theme.Tone, undo func(), stay time.Duration) *Toast {
	t := &Toast{stage: s, undo: undo}
	icon := toastIcon[tone]
	if icon == "" {
		icon = "info"
	}
	words := NewText(text, Body)
	words.Keep = words.NaturalWidth() <= theme.Scaled(toastText)
	parts := []fyne.CanvasObject{NewIcon(icon, tone.Text(), 18), words, Spacer()}
	if undo != nil {
		parts = append(parts, NewIconButton("undo", say("kit.undo"), Quiet, t.takeBack))
	}
	parts = append(parts, NewIconButton("close", "", Quiet, t.Close))
	back := newSurface(theme.ColorCard, tone.Border(), radiusCard)
	back.raised = true
	t.object = stack(back, Inset(12, 4, Row(Gap, parts...)))
	s.toasts.list = append(s.toasts.list, t)
	if len(s.toasts.list) > toastLimit {
		s.toasts.list[0].Close()
	}
	t.cancel = s.After(stay, t.Close)
	s.showToasts()
	return t
}

func (t *Toast) takeBack() {
	undo := t.undo
	t.Close()
	undo()
}

// Close takes the toast away; closing it twice does nothing.
func (t *Toast) Close() {
	for i, other := range t.stage.toasts.list {
		if other == t {
			if t.cancel != nil {
				t.cancel()
			}
			t.stage.toasts.list = append(t.stage.toasts.list[:i], t.stage.toasts.list[i+1:]...)
			t.stage.showToasts()
			return
		}
	}
}

func (s *Stage) showToasts() {
	s.toasts.box.Objects = nil
	for _, t := range s.toasts.list {
		s.toasts.box.Objects = append(s.toasts.box.Objects, t.object)
	}
	s.toasts.box.Refresh()
}

// trayLayout piles toasts up from the bottom, in the middle, the newest lowest.
type trayLayout struct{}

func (trayLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := size.Height - theme.Scaled(40)
	for i := len(objects) - 1; i >= 0; i-- {
		o := objects[i]
		least := o.MinSize()
		width := min(max(least.Width, theme.Scaled(360)), size.Width-theme.Scaled(40))
		y -= least.Height + theme.Scaled(8)
		o.Resize(fyne.NewSize(width, least.Height))
		o.Move(fyne.NewPos((size.Width-width)/2, y))
	}
}

func (trayLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
