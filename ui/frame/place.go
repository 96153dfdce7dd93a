package frame

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/store"
	"satchel/data/store/action"
)

// The places of the window. Those of the rail come first; the others are reached from them.
const (
	Today    = "today"
	Calendar = "calendar"
	Patients = "patients"
	Billing  = "billing"
	Practice = "practice"
	Settings = "settings"
	Patient  = "patient"  // one patient: Target.Patient
	Register = "register" // the registration form: Target.Text fills it
	Visit    = "visit"    // one visit: Target.Patient and Target.Record (the encounter); without one, a visit begins
	Bill     = "bill"     // one bill: Target.Patient and Target.Record (the invoice)
	Document = "document" // one issued page, to preview and print: Target.Patient and Target.Record
)

// Target says where to go.
type Target struct {
	Place   string
	Patient store.RawID
	Record  store.RawID
	Text    string
}

// Screen is one place, built anew each time that it is gone to. All its methods run on the window's goroutine.
type Screen interface {
	// Content is what is shown.
	Content() fyne.CanvasObject
	// Shown is called when the content is in the window: it loads (with Load), and gives something the keyboard.
	Shown()
	// Key handles a key of the window that no widget took: true where it did.
	Key(Key) bool
	// Leave is called before another place is shown. It keeps what was being typed.
	Leave()
}

// Key is one of the window's own keys.
type Key string

const (
	KeyFinish Key = "finish" // Ctrl+Enter
	KeyPrint  Key = "print"  // Ctrl+P
	KeyNew    Key = "new"    // Ctrl+N
	KeySave   Key = "save"   // Ctrl+S
	KeyEscape Key = "escape"
	KeyHelp   Key = "help" // F1
)

// Keys2 to 9 of the function keys are a screen's own: "F2" ... "F9".

// PlaceSpec is one line of the list of screens.
type PlaceSpec struct {
	Name  string
	Label string        // catalogue key of what the rail and the palette call it
	Icon  string        // of the rail; "" for a place that is not on it
	Needs action.Action // who may not do this is not offered the place; "" for everyone
	Open  func(f *Frame, to Target) Screen
}

// Load runs work off the window's goroutine, and hands its result to then on it. Where the screen was left meanwhile, the context
// is cancelled and then is not called. An error goes to then as well, which may pass it to Fail.
func Load[T any](f *Frame, work func(ctx context.Context) (T, error), then func(T, error)) {
	scope := f.scope
	f.run(func() {
		result, err := work(scope)
		f.do(func() {
			if scope.Err() == nil {
				then(result, err)
			}
		})
	})
}

// Save is Load for a write: it is not cancelled when the screen is left, and then is called wherever the person is by now.
func Save[T any](f *Frame, work func(ctx context.Context) (T, error), then func(T, error)) {
	f.run(func() {
		result, err := work(context.WithoutCancel(f.scope))
		f.do(func() { then(result, err) })
	})
}
