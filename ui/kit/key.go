package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// canvasOf returns the canvas an object is shown on. Fyne knows it from the first frame on; before that, it is the canvas
// of the one window there is. It is nil while there is none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	if windows := driver.AllWindows(); len(windows) > 0 {
		return windows[0].Canvas()
	}
	return nil
}

// Focus gives a widget the keyboard. Call it after the widget is on the page, in a window that is shown.
func Focus(target fyne.Focusable) {
	object, ok := target.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := canvasOf(object); c != nil {
		c.Focus(target)
	}
}

// forwardKey hands on a key that a focused widget has no use for: to the dialog it stands in, else to its canvas, where
// the window's own keys (Esc, F1) live.
func forwardKey(from fyne.CanvasObject, event *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if covers, ok := c.Overlays().Top().(*covers); ok {
		covers.typedKey(event)
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(event)
	}
}

// forwardShortcut hands on a shortcut: a focused entry would swallow Ctrl+K, Ctrl+L, Ctrl+P and Ctrl+Enter.
func forwardShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if covers, ok := c.Overlays().Top().(*covers); ok && covers.typedShortcut(shortcut) {
		return
	}
	if stage, ok := c.Content().(*Stage); ok {
		stage.TypedShortcut(shortcut)
	}
}

// isEnter tells whether a key is one of the two Enter keys.
func isEnter(event *fyne.KeyEvent) bool {
	return event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
}

// control is what our own focusable widgets have in common.
type control struct {
	widget.BaseWidget
	focused  bool
	hovered  bool
	disabled bool
	reveal   func() // scrolls the widget into view, where something asked for it
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	call(c.reveal)
	c.Refresh()
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedShortcut implements fyne.Shortcutable: our widgets have no shortcuts of their own, the dialog or window has.
func (c *control) TypedShortcut(shortcut fyne.Shortcut) { forwardShortcut(c, shortcut) }

func (c *control) onReveal(f func()) { c.reveal = f }

// TypedRune implements fyne.Focusable; widgets that type ahead have their own.
func (c *control) TypedRune(rune) {}

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered = false
	c.Refresh()
}

// Disabled implements fyne.Disableable.
func (c *control) Disabled() bool { return c.disabled }

// Enable implements fyne.Disableable.
func (c *control) Enable() {
	c.disabled = false
	c.Refresh()
}

// Disable implements fyne.Disableable.
func (c *control) Disable() {
	c.disabled = true
	c.Refresh()
}

// After runs f on the window's goroutine once d has passed; cancel prevents it. Tests put their own in its place.
type After func(d time.Duration, f func()) (cancel func())

// realAfter is the After of a running program.
func realAfter(d time.Duration, f func()) (cancel func()) {
	timer := time.AfterFunc(d, func() { fyne.Do(f) })
	return func() { timer.Stop() }
}
