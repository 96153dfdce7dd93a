// Package ui is the window: it shows the start until somebody is signed in, then the frame with the list of screens, and closes the
// practice with a proved backup.
package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/crash"
	"satchel/data/documents"
	"satchel/reports/printing"
	"satchel/ui/frame"
	"satchel/ui/printer"
	"satchel/ui/session"
	"satchel/ui/start"
	"satchel/ui/theme"
)

// Options is what main gives the window.
type Options struct {
	Env         data.Env
	File        string // to open; "" opens what was open last, or the first run
	LocalFolder string // where this computer remembers which file that was
	Folder      string // where a new practice's file is suggested
	Home        string // the person's home folder
	Country     string // ISO 3166-1 alpha-2, as this computer is set; "" where it does not say
	Language    string // of the words before a practice is open
	// MakeDemo writes the demo practice; nil: not offered.
	MakeDemo func(ctx context.Context, path string, progress func(percent int)) error
	// Printing is what this computer remembers of its printers; nil leaves everything to the system.
	Printing *printing.Memory
	// Run starts work beside the window and Do comes back to it; nil: a goroutine, and fyne.Do.
	Run, Do func(func())
	// End ends the program after a panic beside the window; nil: os.Exit.
	End func(code int)
}

func (o Options) printer() printer.Printer { return printer.Printer{Memory: o.Printing} }

// Preferences: the size of the window and its look, and nothing else.
const (
	preferWidth      = "width"
	preferHeight     = "height"
	preferAppearance = "appearance"
	preferDensity    = "density"
)

// shell is the one window and what it shows.
type shell struct {
	app     fyne.App
	window  fyne.Window
	options Options
	start   *start.Start
	frame   *frame.Frame
	keeper  *keeper
	closing bool
	// leaveLook closes the backup that is being looked into, shows what was there before, and goes on; nil where there is none.
	leaveLook func(then func())
}

// Run shows the window and returns when it is closed, or when something panicked that no screen contained.
func Run(app fyne.App, o Options) (crashed bool) {
	var s *shell
	return runGuarded(o, func() string { return s.place() }, func() {
		s = newShell(app, o)
		s.window.ShowAndRun()
	})
}

// place is what the window shows, for a report.
func (s *shell) place() string {
	switch {
	case s == nil:
		return "opening"
	case s.frame == nil:
		return "start"
	}
	return s.frame.At().Place
}

func newShell(app fyne.App, o Options) *shell {
	if o.End == nil {
		o.End = end
	}
	if o.Run == nil {
		o.Run = beside(o)
	}
	if o.Do == nil {
		o.Do = fyne.Do
	}
	s := &shell{app: app, options: o, window: app.NewWindow("Satchel")}
	s.setLook(s.look())
	s.window.SetPadded(false)
	preferences := app.Preferences()
	width, height := preferences.FloatWithFallback(preferWidth, 1280), preferences.FloatWithFallback(preferHeight, 800)
	s.window.Resize(fyne.NewSize(float32(width), float32(height)))
	s.window.SetMaster()
	s.window.SetCloseIntercept(s.quit)
	s.begin(o.File)
	return s
}

// look is the appearance and the density that this computer remembers.
func (s *shell) look() (theme.Appearance, theme.Density) {
	preferences := s.app.Preferences()
	return theme.Appearance(preferences.IntWithFallback(preferAppearance, int(theme.Light))), theme.Density(preferences.IntWithFallback(preferDensity, int(theme.Standard)))
}

// setLook changes it at once, and remembers it.
func (s *shell) setLook(appearance theme.Appearance, density theme.Density) {
	s.app.Settings().SetTheme(theme.New(appearance, density))
	s.app.Preferences().SetInt(preferAppearance, int(appearance))
	s.app.Preferences().SetInt(preferDensity, int(density))
}

// begin shows the start: signing in to a file, or the first run where there is none.
func (s *shell) begin(file string) {
	o := s.options
	host := start.Host{Env: o.Env, Folder: o.Folder, Home: o.Home, Country: o.Country, Language: o.Language, Recent: start.NewRecent(o.LocalFolder),
		MakeDemo: o.MakeDemo, Opened: s.opened, Looked: s.lookFirst, Run: o.Run, Do: o.Do}
	host.Print = func(ctx context.Context, page documents.Frozen) error {
		return o.printer().Print(ctx, page, frame.Copy{})
	}
	host.Save = s.savePage
	s.start = start.New(host)
	s.start.Attach(s.window)
	if file == "" {
		file = host.Recent.Path()
	}
	if file == "" {
		s.start.Welcome()
		return
	}
	s.start.SignIn(file)
}

// opened shows the frame for whoever signed in.
func (s *shell) opened(who *session.Session) {
	s.start = nil
	f := frame.New(who, Places(), s.options.printer(), s.options.Run, s.options.Do)
	f.Printing = s.options.printer()
	f.Look = frame.Look{Get: s.look, Set: s.setLook}
	f.OnCrash = func(r crash.Report) { keepCrash(s.options, r) }
	f.OnClosed = func(error) { s.closePractice(func() { s.begin("") }) }
	f.LookInto = s.lookInto
	f.MoreNotices = func(ctx context.Context, who *session.Session) []data.Notice {
		list, _ := backup.Notices(ctx, who.Practice, who.Actor) // a folder that can't be read is said by the line below every page
		return list
	}
	f.SignInAgain = s.signInAgain
	s.frame = f
	s.keeper = newKeeper(f)
	s.keeper.start()
	f.Attach(s.window)
	f.Begin()
}

// signInAgain shows the sign-in after the practice was closed by a change of its key: nobody's session goes on.
func (s *shell) signInAgain() {
	path := s.frame.Session.Practice.Path()
	s.letGo()
	s.frame.Detach()
	s.frame = nil
	s.begin(path)
}

// quit closes the window, the practice first.
func (s *shell) quit() {
	size := s.window.Canvas().Size()
	s.app.Preferences().SetFloat(preferWidth, float64(size.Width))
	s.app.Preferences().SetFloat(preferHeight, float64(size.Height))
	if s.leaveLook != nil {
		s.leaveLook(s.quit)
		return
	}
	if s.frame == nil {
		if err := s.start.Close(); err != nil {
			s.start.ShowProblem(err)
			return
		}
		s.window.Close()
		return
	}
	s.frame.OnClosed = func(error) { s.closePractice(s.window.Close) }
	s.frame.Close()
}
