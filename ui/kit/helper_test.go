package kit

import (
	"bytes"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"satchel/ui/theme"
)

// show puts an object on a stage in a window of our look.
func show(t *testing.T, object fyne.CanvasObject, width, height float32) (*Stage, fyne.Canvas) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, theme.Standard))
	stage := NewStage()
	stage.After = func(time.Duration, func()) func() { return func() {} }
	window := test.NewTempWindow(t, stage)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(width, height))
	if object != nil {
		stage.SetPage(object)
	}
	return stage, window.Canvas()
}

// press sends keys to whatever has the keyboard, as the window would.
func press(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, key := range keys {
		event := &fyne.KeyEvent{Name: key}
		if focused := c.Focused(); focused != nil {
			focused.TypedKey(event)
		} else if typed := c.OnTypedKey(); typed != nil {
			typed(event)
		}
	}
}

// typeText sends runes to whatever has the keyboard.
func typeText(c fyne.Canvas, text string) {
	for _, r := range text {
		if focused := c.Focused(); focused != nil {
			focused.TypedRune(r)
		}
	}
}

// shortcut sends Ctrl and a key to whatever has the keyboard, as the window would.
func shortcut(c fyne.Canvas, key fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
	} else {
		c.Content().(*Stage).TypedShortcut(s)
	}
}

// click taps a widget at a place within it.
func click(object fyne.Tappable, x, y float32) {
	object.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, y)})
}

// fixedToday is the day of all date tests: a Monday.
func fixedToday() time.Time { return time.Date(2026, 11, 23, 10, 40, 0, 0, time.UTC) }

// samePixels tells whether two pictures are the same.
func samePixels(a, b image.Image) bool {
	left, right := a.(*image.NRGBA), b.(*image.NRGBA)
	return left.Bounds() == right.Bounds() && bytes.Equal(left.Pix, right.Pix)
}
