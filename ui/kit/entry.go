package kit

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is Fyne's entry with the window's keys restored: it hands on the shortcuts and keys it has no use for, Enter
// submits, Esc calls back without touching the text, and Tab leaves a multi-line entry too.
type Entry struct {
	widget.Entry

	// OnSubmit is called on Enter in a single-line entry. Where it is nil, Enter goes to the dialog or the window.
	OnSubmit func()
	// OnCancel is called on Esc. Where it is nil, Esc goes to the dialog or the window.
	OnCancel func()
	// OnKey sees every key first; true keeps it from the entry.
	OnKey func(*fyne.KeyEvent) bool
	// OnFocus is told when the entry gets and loses the keyboard.
	OnFocus func(focused bool)
	// OnRefused is told in words why a paste was not taken.
	OnRefused func(sentence string)
	// MaxRunes bounds the text, in Unicode code points.
	MaxRunes int
	// Filter says which runes may be typed; nil takes all.
	Filter func(rune) bool

	reveal func() // scrolls the entry into view, where something asked for it
}

// Limits of a text typed into an entry, in Unicode code points; a field's own limit is the record's affair.
const (
	maxLine = 500
	maxText = 50000
)

// NewEntry makes a single-line entry.
func NewEntry(placeholder string) *Entry {
	e := &Entry{MaxRunes: maxLine}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// NewTextEntry makes a multi-line entry that shows rows lines without scrolling.
func NewTextEntry(placeholder string, rows int) *Entry {
	e := &Entry{MaxRunes: maxText}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(rows)
	return e
}

// AcceptsTab implements fyne.Tabbable: Tab always goes to the next field.
func (e *Entry) AcceptsTab() bool { return false }

// TypedRune implements fyne.Focusable.
func (e *Entry) TypedRune(r rune) {
	if e.Filter != nil && !e.Filter(r) {
		return
	}
	if e.MaxRunes > 0 && utf8.RuneCountInString(e.Text) >= e.MaxRunes && e.SelectedText() == "" {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(event *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(event) {
		return
	}
	switch {
	case isEnter(event) && !e.MultiLine:
		e.submit(event)
	case event.Name == fyne.KeyEscape && e.OnCancel != nil:
		e.OnCancel()
	case event.Name == fyne.KeyEscape, isFunctionKey(event.Name):
		forwardKey(e, event)
	default:
		e.Entry.TypedKey(event)
	}
}

func (e *Entry) submit(event *fyne.KeyEvent) {
	if e.OnSubmit != nil {
		e.OnSubmit()
		return
	}
	forwardKey(e, event)
}

// isFunctionKey tells whether a key is F1 to F12.
func isFunctionKey(name fyne.KeyName) bool {
	return len(name) >= 2 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if paste, ok := shortcut.(*fyne.ShortcutPaste); ok && !e.takes(paste) {
		return
	}
	e.Entry.TypedShortcut(shortcut)
	if _, custom := shortcut.(*desktop.CustomShortcut); custom { // the others, such as Ctrl+Z, are for the text
		forwardShortcut(e, shortcut)
	}
}

// takes checks a paste before it happens: one that is too long or not allowed is refused whole, never cut silently.
func (e *Entry) takes(paste *fyne.ShortcutPaste) bool {
	if paste.Clipboard == nil {
		return false
	}
	text := paste.Clipboard.Content()
	if e.Filter != nil && strings.IndexFunc(strings.TrimSpace(text), func(r rune) bool { return !e.Filter(r) }) >= 0 {
		return false
	}
	room := e.MaxRunes - utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(e.SelectedText())
	if e.MaxRunes > 0 && utf8.RuneCountInString(text) > room {
		if e.OnRefused != nil {
			e.OnRefused(sentence("error.kit.paste_too_long", "Max", e.MaxRunes))
		}
		return false
	}
	return true
}

func (e *Entry) onReveal(f func()) { e.reveal = f }

// FocusGained implements fyne.Focusable.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	call(e.reveal)
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// SelectAll marks the whole text, so that typing replaces it.
func (e *Entry) SelectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// SelectRange marks characters from an offset on, so that typing replaces them, and puts the cursor behind the last.
func (e *Entry) SelectRange(from, count int) {
	e.CursorTo(from)
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	e.KeyDown(shift)
	for range count {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	e.KeyUp(shift)
}

// CursorTo puts the cursor before the character at an offset. Rows are those on the screen: a long line is several.
func (e *Entry) CursorTo(offset int) {
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) // ends a selection
	e.CursorRow, e.CursorColumn = 0, 0
	for e.MultiLine { // the last row that begins at or before the offset
		row, at := e.CursorRow, e.CursorTextOffset()
		e.CursorRow++
		if next := e.CursorTextOffset(); next > offset || next <= at {
			e.CursorRow = row
			break
		}
	}
	e.CursorColumn = max(offset-e.CursorTextOffset(), 0)
	e.Refresh()
}

// CursorToEnd puts the cursor after the last character.
func (e *Entry) CursorToEnd() {
	lines := strings.Split(e.Text, "\n")
	e.CursorRow, e.CursorColumn = len(lines)-1, utf8.RuneCountInString(lines[len(lines)-1])
	if !e.MultiLine {
		e.CursorRow, e.CursorColumn = 0, utf8.RuneCountInString(e.Text)
	}
	e.Refresh()
}
