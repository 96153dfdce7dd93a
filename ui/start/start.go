// Package start is what stands before an open practice: the first run, opening a file, signing in, the demo, and the questions that
// a file asks at opening.
//
//	start.go     the host's hands, the frame of every page, work beside the window
//	welcome.go   the ways in
//	found.go     the first run: the practice, its owner, the recovery key
//	restore.go   a practice from a backup, or a look into one
//	signin.go    opening a file: password, recovery key, questions
//	letin.go     somebody gets a password: by the recovery key, or a first one of their own
package start

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/assets"
	"satchel/data"
	"satchel/data/backup"
	"satchel/data/documents"
	"satchel/data/password"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// Host is what main and the window give.
type Host struct {
	Env      data.Env
	Folder   string // where a new practice's file is suggested
	Home     string // what "~" stands for
	Country  string // ISO 3166-1 alpha-2, as this computer is set; "" where it does not say
	Language string // of the words before a practice is open
	Recent   Recent
	// MakeDemo writes the demo practice to path; nil: not offered. It returns when it is done or cancelled.
	MakeDemo func(ctx context.Context, path string, progress func(percent int)) error
	// Print prints a page that is kept nowhere, and Save writes it where the person says; nil: not offered.
	Print func(ctx context.Context, page documents.Frozen) error
	Save  func(page documents.Frozen, done func(error))
	// Looked is called with a backup that was opened to look into; nil: not offered.
	Looked func(*backup.Looked)
	// Opened is called when somebody is signed in and the file has no question left.
	Opened func(*session.Session)
	// Run starts work beside the window and Do comes back to it; tests replace them.
	Run, Do func(func())
}

// Start is the content of the window while no practice is open.
type Start struct {
	*kit.Stage
	host Host
	body *fyne.Container
	page int // counts the pages shown, so that late work of an older one is dropped
	busy bool
	open *session.Session // signed in, while the file still asks or the key is shown
	back func()           // what Esc does
	wait *frame.Waiting   // after wrong passwords
	bar  *kit.Progress    // over the work that runs, if any

	backups string // where backups were looked for last
}

// New builds the start. Show it in the window, then call Welcome or SignIn.
func New(host Host) *Start {
	s := &Start{Stage: kit.NewStage(), host: host, body: container.NewStack()}
	s.host.Env.Updating = s.updating
	s.wait = frame.NewWaiting(host.Env.Now, func(d time.Duration, fn func()) func() { return s.After(d, fn) })
	kit.SetLanguage(host.Language)
	rail := kit.NewRail(s.text("start.brand"), nil)
	s.SetPage(container.NewBorder(nil, nil, rail, nil, kit.NewGround(s.body)))
	return s
}

// Attach shows the start in a window.
func (s *Start) Attach(w fyne.Window) {
	w.SetContent(s.Stage)
	w.Canvas().SetOnTypedKey(s.typedKey)
}

// Close gives up what was begun: a practice that was opened and never handed on is closed.
func (s *Start) Close() error {
	if s.open == nil {
		return nil
	}
	p := s.open.Practice
	s.open = nil
	return p.Close()
}

func (s *Start) text(key string, args ...any) string {
	return assets.Text(s.host.Language, key, args...)
}

// view is one page of the start.
type view struct {
	title, lead string
	step        string // "Step 1 of 3"
	parts       []fyne.CanvasObject
	follow      []any
	focus       func()
	back        func()
}

// pageWidth is the width of the start's pages, in pixels of the standard density.
const pageWidth float32 = 640

func (s *Start) show(v view) {
	s.page++
	s.wait.Stop()
	s.back = v.back
	var parts []fyne.CanvasObject
	if v.step != "" {
		parts = append(parts, kit.NewText(v.step, kit.Accent))
	}
	parts = append(parts, kit.NewText(v.title, kit.Title))
	if v.lead != "" {
		parts = append(parts, kit.NewParagraph(v.lead, kit.Muted))
	}
	parts = append(parts, v.parts...)
	card := kit.NewCard("", kit.Inset(14, 10, kit.Column(kit.GapLarge, parts...)))
	column := kit.Inset(20, 28, container.NewCenter(kit.Fixed(pageWidth, 0, card)))
	s.body.Objects = []fyne.CanvasObject{kit.NewScroll(column, v.follow...)}
	s.body.Refresh()
	if v.focus != nil {
		v.focus()
	}
}

func (s *Start) typedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape {
		s.escape()
	}
}

func (s *Start) escape() {
	if s.back != nil && !s.busy && !s.Covered() {
		s.back()
	}
}

// work runs something slow beside the window, under a dialog that says what it is; then comes back to the same page.
func work[T any](s *Start, doing string, job func(ctx context.Context) (T, error), then func(T, error)) {
	if s.busy {
		return
	}
	s.busy = true
	page := s.page
	s.bar = s.Progress(doing, nil)
	s.host.Run(func() {
		result, err := job(context.Background())
		s.host.Do(func() {
			s.bar.Close()
			s.bar, s.busy = nil, false
			if s.page == page {
				then(result, err)
			}
		})
	})
}

// updating shows that a file of an older version is copied and brought up to date.
func (s *Start) updating(stage data.UpdateStage, percent int) {
	note := updateNotes[stage]
	s.host.Do(func() {
		if s.bar != nil {
			s.bar.Set(max(percent, 0), 100, s.text(note))
		}
	})
}

// pathField is a field for a practice file's path.
func (s *Start) pathField(label, hint string) *kit.Suggest {
	return frame.NewPathField(s.text(label), hint, s.host.Home, Extension, s.host.Run, s.host.Do)
}

// ShowProblem shows an error that came from outside the start.
func (s *Start) ShowProblem(err error) { s.fail(err) }

// passwordPair asks for a new password of somebody about whom a guesser knows this.
func (s *Start) passwordPair(label string, about func() password.About) *frame.PasswordPair {
	return frame.NewPasswordPair(frame.PasswordSpec{Text: s.text, Label: label, About: about, Fail: s.fail,
		Draw: func() (string, error) { return password.Draw(s.host.Env.Rand) }})
}

// fail shows an error that belongs to no field.
func (s *Start) fail(err error) {
	if err == nil {
		return
	}
	p := session.ProblemIn(s.host.Language, err)
	s.ShowError(p.Text, p.Hint)
}

// options turns choices into those of a field.
func options(choices []session.Choice) []kit.Option {
	var list []kit.Option
	for _, c := range choices {
		list = append(list, kit.Option{Value: c.Value, Label: c.Label})
	}
	return list
}

// foot is the row of buttons under a page, the next step at the right.
func foot(back *kit.Button, buttons ...*kit.Button) fyne.CanvasObject {
	row := []fyne.CanvasObject{back, kit.Spacer()}
	for _, b := range buttons {
		row = append(row, b)
	}
	return kit.Row(kit.Gap, row...)
}

// sentence puts an error into words: what happened, and what to do next.
func (s *Start) sentence(err error) (text, hint string) {
	p := session.ProblemIn(s.host.Language, err)
	return p.Text, p.Hint
}
