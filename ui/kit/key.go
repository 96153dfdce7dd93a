package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// canvasOf returns the canvas an object is shown on, nil before it is shown.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Focus gives a widget the keyboard. Call it after the widget is shown.
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
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if !ok {
		return
	}
	c := canvasOf(from)
	if c == nil {
		return
	}
	if covers, ok := c.Overlays().Top().(*covers); ok && covers.typedShortcut(custom) {
		return
	}
	if typed, ok := c.(fyne.Shortcutable); ok {
		typed.TypedShortcut(shortcut)
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
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	c.Refresh()
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.Refresh()
}

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
