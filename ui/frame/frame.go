// Package frame is the window's frame: the rail, the search box, who is signed in, the lock, and the way between places. Screens
// meet here and nowhere else.
//
//	place.go         what a screen is, Load and Save: all that a screen's author needs
//	frame.go         going from place to place
//	build.go         the rail, the bar above and the line below
//	search.go        the one search box; search_model.go finds
//	lock.go          the lock and handing over; lock_model.go decides
//	key.go           the window's own keys; help.go shows them
//	guard.go         what happens when a screen panics
//	resume.go        where somebody was before a crash
//	draft.go         when what is typed is kept
//	watch.go         idle time, suspended computers, the clipboard
//	notice.go        what a person should know on coming in
//	password.go      the fields for a new password, and the wait after wrong ones
//	recoverykey.go   a recovery key, shown once
//	path.go          a field for a file's path, which completes itself
//	savefile.go      saving a file where the person says
//	paper.go         a page that is drawn when it is asked for: looked at, printed or saved
//	printing.go      many papers at once, and what the settings say to printers
package frame

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/crash"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// Frame is the inside of the window of one open practice.
type Frame struct {
	*kit.Stage
	// Session is the person at the keyboard; it changes when the keyboard is handed over.
	Session *session.Session
	// Printer prints and previews issued documents; main gives it.
	Printer Printer
	// Printing is what the settings say to this computer's printers; main gives it. Nil: nothing can be set.
	Printing Printing
	// Look reads and changes how the window looks on this computer; main gives it.
	Look Look
	// BackupState tells how the backups stand; it is asked every few seconds and must not look at a disk. Nil: nothing is said of them.
	BackupState func() BackupState
	// BackUp backs up to every place of the practice, under a dialog that shows how far it is; then is told, on the window's goroutine,
	// what became of each. Nil where there is nothing to back up, as in a backup that is only looked at.
	BackUp func(then func([]backup.Outcome, error))
	// LookAtBackups reads anew how the backups stand, for BackupState: a place was added or removed. Nil: nobody keeps backups.
	LookAtBackups func()
	// LookInto shows an opened backup in the place of the practice, until the person comes back. Nil: not offered.
	LookInto func(*backup.Looked)
	// SignInAgain shows the sign-in to the same file, once the practice was closed by a change of its key.
	SignInAgain func()
	// MoreNotices tells what else a person should know on coming in, beside what the record tells; nil: nothing. It runs beside the window.
	MoreNotices func(ctx context.Context, who *session.Session) []data.Notice
	// OnClosed is called when everyone was signed out and the practice can be closed; reason may be nil.
	OnClosed func(reason error)
	// OnPanic sees what a screen panicked with; it is for tests, since the value may hold a patient's data.
	OnPanic func(value any, stack []byte)
	// OnCrash keeps a report of a screen that panicked; main gives it.
	OnCrash func(crash.Report)

	places  []PlaceSpec
	strip   *Strip
	rail    *kit.Rail
	body    *fyne.Container
	status  *status
	search  *searchBox
	current Screen
	at      Target
	back    []Target
	window  fyne.Window
	waiting []waiting // whose place waits behind the lock, who left last first
	lock    *lock
	watch   watch
	notices notices

	placeTimer func() // cancels the keeping of the present place; nil while none waits

	scope  context.Context
	cancel context.CancelFunc

	// run and do are replaced in tests: run starts work beside the window, do comes back to it.
	run func(func())
	do  func(func())
}

// Look reads and changes the appearance and the size of everything, on this computer. Both may be nil.
type Look struct {
	Get func() (theme.Appearance, theme.Density)
	Set func(theme.Appearance, theme.Density)
}

// Strip is a band above every page, with one thing to do.
type Strip struct {
	Icon, Text, Action string
	Tone               theme.Tone
	Do                 func()
}

// SetStrip shows a band above every page; nil takes it away.
func (f *Frame) SetStrip(strip *Strip) {
	f.strip = strip
	f.build()
}

// waiting is where a person was when the keyboard was handed over. The person's session is locked.
type waiting struct {
	session *session.Session
	at      Target
	back    []Target
}

// backLimit is how many places Back remembers.
const backLimit = 50

// New builds the frame around a signed-in session. run and do may be nil: a goroutine, and fyne.Do. Attach shows it.
func New(s *session.Session, places []PlaceSpec, printer Printer, run, do func(func())) *Frame {
	f := &Frame{Stage: kit.NewStage(), Session: s, Printer: printer, places: places, run: run, do: do}
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

// Attach puts the frame into a window and takes over the window's keys.
func (f *Frame) Attach(w fyne.Window) {
	f.window = w
	w.SetContent(f.Stage)
	f.takeKeys(w.Canvas())
	f.startWatch(w)
	f.BackupChanged()
	f.lookForNotices()
}

// Detach ends the frame: its loads are cancelled, the window's keys are free.
func (f *Frame) Detach() {
	f.leave()
	f.stopPlace()
	f.stopWatch()
	if f.window != nil {
		f.freeKeys(f.window.Canvas())
		f.dropOverlays()
	}
	f.window = nil
}

// Go shows a place. What was being typed where one was is kept by that screen.
func (f *Frame) Go(to Target) {
	if f.current != nil {
		f.back = append(f.back, f.at)
		if len(f.back) > backLimit {
			f.back = f.back[1:]
		}
	}
	f.show(to)
}

// Replace shows a place in the stead of the present one: Back does not return to it.
func (f *Frame) Replace(to Target) { f.show(to) }

// Back shows the place before, or the first of the rail.
func (f *Frame) Back() {
	if len(f.back) == 0 {
		if home := f.home(); f.at != home {
			f.show(home)
		}
		return
	}
	to := f.back[len(f.back)-1]
	f.back = f.back[:len(f.back)-1]
	f.show(to)
}

// Home shows the first place of the rail, with nothing to go back to.
func (f *Frame) Home() {
	f.back = nil
	f.show(f.home())
}

func (f *Frame) home() Target {
	if places := f.railPlaces(); len(places) > 0 {
		return Target{Place: places[0].Name}
	}
	return Target{}
}

// At is where one is.
func (f *Frame) At() Target { return f.at }

// Has reports whether a place exists and the person may go there: what is not offered has no button.
func (f *Frame) Has(place string) bool {
	_, known := f.place(place)
	return known
}

// Reload builds the present place anew: the record changed under it.
func (f *Frame) Reload() { f.show(f.at) }

func (f *Frame) show(to Target) {
	place, known := f.place(to.Place)
	if !known {
		return
	}
	f.leave()
	if f.window != nil && !f.Covered() {
		f.window.Canvas().Unfocus()
	}
	f.at = to
	f.guard(func() {
		f.current = place.Open(f, to)
		f.body.Objects = []fyne.CanvasObject{f.current.Content()}
		f.body.Refresh()
		f.rail.SetCurrent(railOf(to.Place))
		f.current.Shown()
	})
	f.keepPlace()
}

// leave ends the present place: its typing is kept, its loads are cancelled.
func (f *Frame) leave() {
	if left := f.current; left != nil {
		f.current = nil
		f.guard(left.Leave)
	}
	f.cancel()
	f.scope, f.cancel = context.WithCancel(context.Background())
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
	case Patient, Register, Visit, Document:
		return Patients
	case Bill:
		return Billing
	}
	return name
}

// Text looks a sentence up in the practice's language.
func (f *Frame) Text(key string, args ...any) string { return f.Session.Text(key, args...) }

// Fail is the one place that shows an error which no field shows. nil and a cancelled load are none.
func (f *Frame) Fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	p := f.Session.Problem(err)
	switch p.Key {
	case "error.data.locked", "error.store.signed_out":
		f.Lock()
		return
	}
	for _, field := range sortedFields(p.Fields) {
		if p.Key == "error.store.problems" { // the screen has no field for it: better here than nowhere
			p.Hint = p.Fields[field]
			break
		}
	}
	f.ShowError(p.Text, p.Hint)
}

// Done says in passing that something was done; undo may be nil.
func (f *Frame) Done(text string, undo func()) {
	if undo == nil {
		f.Toast(text, theme.Done)
		return
	}
	f.ToastUndo(text, func() { f.guard(undo) })
}

// After runs fn on the window's goroutine after d, unless the place was left.
func (f *Frame) After(d time.Duration, fn func()) (cancel func()) {
	scope := f.scope
	return f.Stage.After(d, func() {
		if scope.Err() == nil {
			f.guard(fn)
		}
	})
}

// SettingsChanged makes the session fresh and builds the frame anew around the present screen, which stays as it is: the practice's
// name, its language or a role may be others now.
func (f *Frame) SettingsChanged() {
	Save(f, f.Session.Fresh, func(fresh *session.Session, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Session = fresh
		f.build()
		f.rail.SetCurrent(railOf(f.at.Place))
	})
}

// SetBadge shows how many things wait in a place of the rail; 0 shows nothing.
func (f *Frame) SetBadge(place string, count int) { f.rail.SetBadge(place, count) }

// Sessions are everyone who is signed in: the person at the keyboard, then those who wait behind the lock.
func (f *Frame) Sessions() []*session.Session {
	list := []*session.Session{f.Session}
	for _, w := range f.waiting {
		list = append(list, w.session)
	}
	return list
}
