package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// windowKey is one of the window's own keys and what it does. The kit's entries hand on what they have no use for, so there is no
// need of a menu bar, which would take room from the page.
type windowKey struct {
	shortcut fyne.KeyboardShortcut
	always   bool // works over a dialog, too
	act      func()
}

func (f *Frame) windowKeys() []windowKey {
	custom := func(key fyne.KeyName, modifier fyne.KeyModifier) fyne.KeyboardShortcut {
		return &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	}
	control := fyne.KeyModifierShortcutDefault
	keys := []windowKey{
		{custom(fyne.KeyK, control), false, f.FocusSearch},
		{custom(fyne.KeyL, control), true, f.Lock},
		{custom(fyne.KeyP, control), false, func() { f.Key(KeyPrint) }},
		{custom(fyne.KeyN, control), false, func() { f.Key(KeyNew) }},
		{custom(fyne.KeyS, control), false, func() { f.Key(KeySave) }},
		{custom(fyne.KeyE, control), false, func() { f.Key(KeyWrite) }},
		{custom(fyne.KeyReturn, control), false, func() { f.Key(KeyFinish) }},
		{custom(fyne.KeyEnter, control), false, func() { f.Key(KeyFinish) }},
		{custom(fyne.KeyLeft, fyne.KeyModifierAlt), false, f.Back},
		{custom(fyne.Key0, fyne.KeyModifierAlt), false, f.readFirst},
		{&fyne.ShortcutUndo{}, false, func() { f.UndoToast() }},
	}
	for i, digit := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6} {
		keys = append(keys, windowKey{custom(digit, fyne.KeyModifierAlt), false, func() {
			if places := f.railPlaces(); i < len(places) {
				f.Go(Target{Place: places[i].Name})
			}
		}})
	}
	return keys
}

// takeKeys makes the frame's keys those of the window.
func (f *Frame) takeKeys(c fyne.Canvas) {
	for _, key := range f.windowKeys() {
		f.AddShortcut(key.shortcut, func() {
			f.touch()
			if key.always || !f.Covered() {
				f.guard(key.act)
			}
		})
	}
	c.SetOnTypedKey(f.typedKey)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(*fyne.KeyEvent) { f.touch() })
	}
}

func (f *Frame) freeKeys(c fyne.Canvas) {
	for _, key := range f.windowKeys() {
		c.RemoveShortcut(key.shortcut)
	}
	c.SetOnTypedKey(nil)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(nil)
	}
}

// typedKey gets the keys that no widget took.
func (f *Frame) typedKey(event *fyne.KeyEvent) {
	f.touch()
	if f.Covered() {
		return
	}
	switch event.Name {
	case fyne.KeyEscape:
		f.Key(KeyEscape)
	case fyne.KeyF1:
		f.Key(KeyHelp)
	case fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9:
		f.Key(Key(event.Name))
	}
}

// Key does what one of the window's keys does: the screen's part in it, else the frame's own.
func (f *Frame) Key(key Key) {
	f.guard(func() {
		if f.current != nil && f.current.Key(key) {
			return
		}
		switch key {
		case KeyEscape:
			f.Back()
		case KeyHelp:
			f.showHelp()
		case KeyNew:
			f.Go(Target{Place: Register})
		}
	})
}
