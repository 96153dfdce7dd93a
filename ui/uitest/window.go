package uitest

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// Show puts a frame for a person into a window of 1280 by 800 pixels, in the light appearance. A panic in a screen fails the test.
func (k *Kit) Show(s *session.Session, places ...frame.PlaceSpec) *frame.Frame {
	k.t.Helper()
	if k.Frame != nil {
		k.Frame.Detach()
	}
	at := func(work func()) { work() }
	k.Frame = frame.New(s, places, k.Printer, at, at)
	k.Frame.OnPanic = func(value any, stack []byte) { k.t.Errorf("a screen panicked: %v\n%s", value, stack) }
	k.Frame.Stage.After = k.Timers.After
	k.Open(k.Frame.Stage)
	k.Frame.Attach(k.Window)
	return k.Frame
}

// Open puts any content into the test's window, making it where there is none.
func (k *Kit) Open(content fyne.CanvasObject) {
	if k.Window == nil {
		app := test.NewTempApp(k.t)
		app.Settings().SetTheme(theme.New(theme.Light, theme.Standard))
		k.Window = test.NewTempWindow(k.t, content)
		k.Window.SetPadded(false)
	}
	k.Window.SetContent(content)
	k.Window.Resize(fyne.NewSize(1280, 800))
}

// Focused is what has the keyboard.
func (k *Kit) Focused() fyne.Focusable { return k.Window.Canvas().Focused() }

// Type types text where the keyboard is.
func (k *Kit) Type(text string) {
	k.t.Helper()
	for _, r := range text {
		focused := k.Focused()
		if focused == nil {
			k.t.Fatalf("nothing has the keyboard for %q", text)
		}
		focused.TypedRune(r)
	}
}

var keyNames = map[string]fyne.KeyName{
	"Enter": fyne.KeyReturn, "Esc": fyne.KeyEscape, "Tab": fyne.KeyTab, "Space": fyne.KeySpace, "Backspace": fyne.KeyBackspace, "Delete": fyne.KeyDelete,
	"Up": fyne.KeyUp, "Down": fyne.KeyDown, "Left": fyne.KeyLeft, "Right": fyne.KeyRight, "Home": fyne.KeyHome, "End": fyne.KeyEnd,
	"PageUp": fyne.KeyPageUp, "PageDown": fyne.KeyPageDown,
}

// Press presses keys one after the other, as the window's driver would: "Enter", "Tab", "Shift+Tab", "Ctrl+Enter", "Alt+1", "F2", "k".
func (k *Kit) Press(keys ...string) {
	k.t.Helper()
	for _, key := range keys {
		parts := strings.Split(key, "+")
		name, known := keyNames[parts[len(parts)-1]]
		if !known {
			name = fyne.KeyName(strings.ToUpper(parts[len(parts)-1]))
		}
		var modifier fyne.KeyModifier
		for _, part := range parts[:len(parts)-1] {
			i := slices.Index([]string{"Shift", "Ctrl", "Alt"}, part)
			if i < 0 {
				k.t.Fatalf("unknown key %q", key)
			}
			modifier |= []fyne.KeyModifier{fyne.KeyModifierShift, fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt}[i]
		}
		k.press(name, modifier)
	}
}

func (k *Kit) press(name fyne.KeyName, modifier fyne.KeyModifier) {
	canvas := k.Window.Canvas()
	focused := canvas.Focused()
	if name == fyne.KeyTab && modifier&^fyne.KeyModifierShift == 0 {
		if takes, ok := focused.(fyne.Tabbable); !ok || !takes.AcceptsTab() {
			if modifier == 0 {
				canvas.FocusNext()
			} else {
				canvas.FocusPrevious()
			}
			return
		}
	}
	if shortcut := shortcutOf(name, modifier); shortcut != nil {
		if takes, ok := focused.(fyne.Shortcutable); ok {
			takes.TypedShortcut(shortcut)
		} else if takes, ok := canvas.Content().(fyne.Shortcutable); ok {
			takes.TypedShortcut(shortcut)
		}
		return
	}
	event := &fyne.KeyEvent{Name: name}
	switch {
	case focused != nil:
		focused.TypedKey(event)
		if name == fyne.KeySpace {
			focused.TypedRune(' ')
		}
	case canvas.OnTypedKey() != nil:
		canvas.OnTypedKey()(event)
	}
}

// shortcutOf returns the shortcut that the driver makes of a key, nil for none.
func shortcutOf(name fyne.KeyName, modifier fyne.KeyModifier) fyne.Shortcut {
	clipboard := fyne.CurrentApp().Clipboard()
	if modifier == fyne.KeyModifierShortcutDefault {
		switch name {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{Clipboard: clipboard}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: clipboard}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: clipboard}
		}
	}
	if modifier == 0 || modifier == fyne.KeyModifierShift {
		return nil
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifier}
}

// Timers holds what waits for time to pass.
type Timers struct {
	now   time.Duration
	queue []*timer
}

type timer struct {
	at time.Duration
	do func()
}

// After is a kit.After.
func (c *Timers) After(d time.Duration, do func()) (cancel func()) {
	t := &timer{c.now + d, do}
	c.queue = append(c.queue, t)
	return func() { t.do = nil }
}

var _ kit.After = (&Timers{}).After

// Pass lets time go by for timers and clock; what comes due runs in order.
func (k *Kit) Pass(d time.Duration) {
	c := k.Timers
	end := c.now + d
	for {
		next := -1
		for i, t := range c.queue {
			if t.at <= end && (next < 0 || t.at < c.queue[next].at) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		due := c.queue[next]
		c.queue = slices.Delete(c.queue, next, next+1)
		if due.at > c.now {
			k.Clock.Add(due.at - c.now)
			c.now = due.at
		}
		if due.do != nil {
			due.do()
		}
	}
	if end > c.now {
		k.Clock.Add(end - c.now)
		c.now = end
	}
}
