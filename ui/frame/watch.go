package frame

import (
	"crypto/sha256"
	"time"

	"fyne.io/fyne/v2"

	"satchel/ui/kit"
)

const (
	watchEvery = 5 * time.Second
	// suspended is how far the clock may run ahead between two looks before the computer counts as having slept.
	suspended = 2 * time.Minute
)

// watch looks every few seconds whether somebody is there.
type watch struct {
	stop     func()
	last     time.Time // of the last look
	touched  time.Time // when Practice.Touch was last called
	focus    fyne.Focusable
	typed    [sha256.Size]byte // of what the focused entry held
	cursor   int
	outside  [sha256.Size]byte // of the clipboard when the window came to the front
	own      [sha256.Size]byte // of what was on the clipboard when it went to the back, if that was new
	front    bool
	attached fyne.Window
}

// startWatch begins to look for idle time, a suspended computer and the clipboard.
func (f *Frame) startWatch(w fyne.Window) {
	f.watch = watch{last: f.Session.Practice.Now(), attached: w, front: true}
	if app := fyne.CurrentApp(); app != nil {
		f.watch.outside = sha256.Sum256([]byte(app.Clipboard().Content()))
		app.Lifecycle().SetOnEnteredForeground(func() { f.toFront(true) })
		app.Lifecycle().SetOnExitedForeground(func() { f.toFront(false) })
	}
	f.touch()
	f.again()
}

func (f *Frame) stopWatch() {
	if f.watch.stop != nil {
		f.watch.stop()
	}
	if app := fyne.CurrentApp(); app != nil && f.watch.attached != nil {
		app.Lifecycle().SetOnEnteredForeground(nil)
		app.Lifecycle().SetOnExitedForeground(nil)
	}
	f.watch = watch{}
}

func (f *Frame) again() { f.watch.stop = f.Stage.After(watchEvery, f.look) }

// look locks the window when nobody did anything for the minutes that the practice set, or the computer slept.
func (f *Frame) look() {
	if f.watch.attached == nil {
		return
	}
	defer f.again()
	now := f.Session.Practice.Now()
	slept := now.Sub(f.watch.last) > suspended || now.Before(f.watch.last)
	f.watch.last = now
	if f.lock != nil {
		return
	}
	f.noticeTyping()
	limit := time.Duration(f.Session.Settings.IdleMinutes) * time.Minute
	if idle := f.Session.Practice.Idle(f.Session.Actor); slept || limit > 0 && idle >= limit {
		f.Lock()
		return
	}
	f.status.update()
}

// touch notes that somebody is at the keyboard, once a second at most.
func (f *Frame) touch() {
	now := f.Session.Practice.Now()
	if f.lock != nil || now.Sub(f.watch.touched).Abs() < time.Second {
		return
	}
	f.watch.touched = now
	f.Session.Practice.Touch(f.Session.Actor)
}

// noticeTyping counts a changed entry, and a move of the keyboard to another widget, as somebody being there: the window does not
// see the keys that an entry takes. Only a hash of the text is kept.
func (f *Frame) noticeTyping() {
	focused := f.watch.attached.Canvas().Focused()
	var typed [sha256.Size]byte
	cursor := 0
	if entry, ok := focused.(*kit.Entry); ok {
		typed, cursor = sha256.Sum256([]byte(entry.Text)), entry.CursorRow<<20|entry.CursorColumn
	}
	if focused != f.watch.focus || typed != f.watch.typed || cursor != f.watch.cursor {
		f.watch.focus, f.watch.typed, f.watch.cursor = focused, typed, cursor
		f.touch()
	}
}

// toFront remembers what the clipboard held when the window came to the front or left it. What is new when it leaves was copied
// in this window.
func (f *Frame) toFront(front bool) {
	f.do(func() {
		now := clipboardHash()
		f.watch.front = front
		switch {
		case front:
			f.watch.outside = now
		case now != f.watch.outside:
			f.watch.own = now
		}
	})
}

// clearClipboard empties the clipboard where it holds what was copied in this window.
func (f *Frame) clearClipboard() {
	app := fyne.CurrentApp()
	if app == nil || f.watch.attached == nil {
		return
	}
	now := clipboardHash()
	if now == f.watch.own || f.watch.front && now != f.watch.outside {
		app.Clipboard().SetContent("")
		f.watch.own = [sha256.Size]byte{}
		f.watch.outside = clipboardHash()
	}
}

func clipboardHash() [sha256.Size]byte {
	return sha256.Sum256([]byte(fyne.CurrentApp().Clipboard().Content()))
}
