package frame

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
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
	// ChartPage is making a page from a chart: Target.Patient, with Target.Record (the visit) and Target.Text (the kind) where they are known.
	ChartPage = "chart_page"
	// Letter is writing to somebody about a patient: Target.Patient and Target.Record (the visit; or the document to write anew, with the
	// Text LetterAgain).
	Letter    = "letter"
	Templates = "templates" // what letters begin from; Target.Record is one to edit
)

// LetterAgain is the text of a Target that writes an issued document anew.
const LetterAgain = "again"

// Target says where to go.
type Target struct {
	Place   string
	Patient store.RawID
	Record  store.RawID
	Text    string
}

// Screen is one place, built anew each time that it is gone to. All its methods run on the window's goroutine.
type Screen interface {
	// Content is what is shown, over the whole body: kit.Page gives it the page's margins, the frame adds none.
	Content() fyne.CanvasObject
	// Shown is called when the content is in the window: it loads (with Load), and gives something the keyboard.
	Shown()
	// Key handles a key of the window that no widget took: true where it did. An Escape that it does not take goes Back.
	Key(Key) bool
	// Leave is called before another place is shown, and when the screen is locked to be handed over. It keeps what was being
	// typed, without waiting: with Save, or Practice.SaveDraft on the way.
	Leave()
}

// Key is one of the window's own keys. The function keys "F2" to "F9" are a screen's own, and are handed on by their name.
type Key string

const (
	KeyFinish Key = "finish" // Ctrl+Enter
	KeyPrint  Key = "print"  // Ctrl+P
	KeyNew    Key = "new"    // Ctrl+N; a screen that does not take it leaves it to the registration form
	KeySave   Key = "save"   // Ctrl+S
	KeyWrite  Key = "write"  // Ctrl+E: a letter about the patient in view
	KeyEscape Key = "escape"
	KeyHelp   Key = "help" // F1; a screen that does not take it leaves it to the list of keys
)

// PlaceSpec is one line of the list of screens.
type PlaceSpec struct {
	Name  string
	Label string        // catalogue key of what the rail and the palette call it
	Icon  string        // of the rail; "" for a place that is not on it
	Needs action.Action // who may not do this is not offered the place; "" for everyone
	Open  func(f *Frame, to Target) Screen
	// Help names the catalogue keys of the lines that the list of keys (F1) shows for this place; "Key: what it does".
	Help []string
}

// PageImage is one page of a document, drawn.
type PageImage = image.Image

// Printer prints issued documents.
type Printer interface {
	// Preview draws one page of an issued document; page counts from 0, scale is pixels per mm.
	Preview(f documents.Frozen, page int, pixelsPerMM float32) (PageImage, error)
	// Print sends the document to the practice's printer, and returns when the printer has taken it.
	Print(ctx context.Context, f documents.Frozen, c Copy) error
	// PDF returns the document as a file's bytes.
	PDF(f documents.Frozen, c Copy) ([]byte, error)

	// PreviewVoid is Preview of a document that was made void after it was issued: the page says so.
	PreviewVoid(f documents.Frozen, page int, pixelsPerMM float32) (PageImage, error)
	// Batch prints many documents; see Batch.
	Batch() Batch
}

// Copy is what a reprint says about itself; the zero Copy is the original.
type Copy struct {
	Number int // of the copy, from 1
	At     time.Time
	By     string // who printed it
}

// Load runs work off the window's goroutine, and hands its result to then on it. Where the screen was left meanwhile, the context
// is cancelled and then is not called. An error goes to then as well, which may pass it to Fail.
func Load[T any](f *Frame, work func(ctx context.Context) (T, error), then func(T, error)) {
	scope := f.scope
	f.touch()
	f.run(func() {
		result, err := guarded(scope, work)
		f.do(func() {
			if scope.Err() == nil {
				f.guardResult(err, func() { then(result, err) })
			}
		})
	})
}

// Save is Load for a write: it is not cancelled when the screen is left, and then is called wherever the person is by now. Where
// the keyboard was handed over meanwhile, then is not called: an error is shown to whoever is there.
func Save[T any](f *Frame, work func(ctx context.Context) (T, error), then func(T, error)) {
	scope, who := context.WithoutCancel(f.scope), f.Session
	f.touch()
	f.run(func() {
		result, err := guarded(scope, work)
		f.do(func() {
			if f.Session.Actor != who.Actor {
				f.Fail(err)
				return
			}
			f.guardResult(err, func() { then(result, err) })
		})
	})
}

// Beside runs work that takes a while off the window's goroutine, whatever the person does meanwhile; what it returns runs on the
// window's goroutine. It is for work with a progress dialog of its own; Load and Save are for the rest.
func (f *Frame) Beside(work func() (then func())) {
	f.run(func() {
		then, err := guarded(context.Background(), func(context.Context) (func(), error) { return work(), nil })
		f.do(func() { f.guardResult(err, func() { then() }) })
	})
}

// Soon runs fn on the window's goroutine; it may be called from any.
func (f *Frame) Soon(fn func()) { f.do(func() { f.guard(fn) }) }
