// Package frame is the window's frame: the rail, the search box, who is signed in, the lock, and the way between places. Screens
// meet here and nowhere else.
package frame

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// Frame is the inside of the window of one open practice.
type Frame struct {
	*kit.Stage
	Session *session.Session
	// Printer prints and previews issued documents; main gives it.
	Printer Printer
	// OnClosed is called when the practice was closed and the sign-in must be shown; reason may be nil.
	OnClosed func(reason error)

	places  []PlaceSpec
	rail    *kit.Rail
	body    *fyne.Container
	status  *fyne.Container
	search  *kit.Suggest
	who     *kit.Button
	current Screen
	at      Target
	back    []Target
	waiting map[store.UserID]waiting // whose screen waits behind the lock
	lock    *lock

	scope  context.Context
	cancel context.CancelFunc

	// run and do are replaced in tests: run starts work beside the window, do comes back to it.
	run func(func())
	do  func(func())
}

// Printer prints issued documents.
type Printer interface {
	// Preview draws one page of an issued document; page counts from 0, scale is pixels per mm.
	Preview(f documents.Frozen, page int, pixelsPerMM float32) (PageImage, error)
	// Print sends the document to the practice's printer. copyLine is "" for the original.
	Print(ctx context.Context, f documents.Frozen, copyLine string) error
	// PDF returns the document as a file's bytes.
	PDF(f documents.Frozen, copyLine string) ([]byte, error)
}

// waiting is where a person was when the screen was locked or handed over.
type waiting struct {
	session *session.Session
	at      Target
	back    []Target
}

// New builds the frame around a signed-in session. run and do may be nil: a goroutine, and fyne.Do.
func New(s *session.Session, places []PlaceSpec, printer Printer, run, do func(func())) *Frame {
	f := &Frame{Stage: kit.NewStage(), Session: s, Printer: printer, places: places, waiting: map[store.UserID]waiting{}, run: run, do: do}
	if f.run == nil {
		f.run = func(work func()) { go work() }
	}
	if f.do == nil {
		f.do = fyne.Do
	}
	f.scope, f.cancel = context.WithCancel(context.Background())
	f.build()
	return f
}

// Go shows a place. What was being typed where one was is kept by that screen.
func (f *Frame) Go(to Target) {
	if f.current != nil {
		f.back = append(f.back, f.at)
		if len(f.back) > 50 {
			f.back = f.back[1:]
		}
	}
	f.show(to)
}

// Replace shows a place in the stead of the present one: Back does not return to it.
func (f *Frame) Replace(to Target) { f.show(to) }

// Back shows the place before, or Today.
func (f *Frame) Back() {
	if len(f.back) == 0 {
		f.show(Target{Place: Today})
		return
	}
	to := f.back[len(f.back)-1]
	f.back = f.back[:len(f.back)-1]
	f.show(to)
}

// At is where one is.
func (f *Frame) At() Target { return f.at }

// Reload builds the present place anew: the record changed under it.
func (f *Frame) Reload() { f.show(f.at) }

func (f *Frame) show(to Target) {
	place, known := f.place(to.Place)
	if !known {
		return
	}
	f.leave()
	f.at = to
	f.current = place.Open(f, to)
	f.body.Objects = []fyne.CanvasObject{f.current.Content()}
	f.body.Refresh()
	f.rail.SetCurrent(railOf(to.Place))
	f.current.Shown()
}

// leave ends the present place: its loads are cancelled, its typing is kept.
func (f *Frame) leave() {
	if f.current != nil {
		f.current.Leave()
	}
	f.cancel()
	f.scope, f.cancel = context.WithCancel(context.Background())
	f.current = nil
}

func (f *Frame) place(name string) (PlaceSpec, bool) {
	for _, p := range f.places {
		if p.Name == name && (p.Needs == "" || f.Session.May(p.Needs)) {
			return p, true
		}
	}
	return PlaceSpec{}, false
}

// railOf tells which place of the rail a place belongs to.
func railOf(name string) string {
	switch name {
	case Patient, Register, Visit:
		return Patients
	case Bill:
		return Billing
	}
	return name
}

// Text looks a sentence up in the practice's language.
func (f *Frame) Text(key string, args ...any) string { return f.Session.Text(key, args...) }

// Fail is the one place that shows an error which no field shows. A cancelled load is none.
func (f *Frame) Fail(err error) {
	if err == nil || context.Cause(f.scope) != nil && f.scope.Err() == err {
		return
	}
	p := f.Session.Problem(err)
	switch p.Key {
	case "error.data.locked", "error.store.signed_out":
		f.Lock()
		return
	}
	f.ShowError(p.Text, p.Hint)
}

// Done says in passing that something was done; undo may be nil.
func (f *Frame) Done(text string, undo func()) {
	if undo == nil {
		f.Toast(text, theme.Done)
		return
	}
	f.ToastUndo(text, undo)
}

// After runs fn on the window's goroutine after d, unless the place was left.
func (f *Frame) After(d time.Duration, fn func()) (cancel func()) {
	scope := f.scope
	return f.Stage.After(d, func() {
		if scope.Err() == nil {
			fn()
		}
	})
}
