// Package shots draws every screen of a demo practice, and every kind of document in it, as pictures, without a display.
package shots

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/data"
	"satchel/data/demo"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/printer"
	"satchel/ui/session"
	"satchel/ui/start"
	"satchel/ui/theme"
)

// Source is what is drawn.
type Source struct {
	Env    data.Env
	Places []frame.PlaceSpec
	// MakeDemo writes the practice whose screens are drawn.
	MakeDemo func(ctx context.Context, path string, progress func(percent int)) error
	Language string
	// Languages are those in which the documents are drawn, beside that of MakeDemo's practice.
	Languages []string
}

// look is one way to see a screen.
type look struct {
	name       string
	appearance theme.Appearance
	size       fyne.Size
}

var looks = []look{
	{"light", theme.Light, fyne.NewSize(1280, 800)},
	{"dark", theme.Dark, fyne.NewSize(1280, 800)},
	{"small", theme.Light, fyne.NewSize(1024, 700)},
}

// Draw makes a demo practice in a folder of its own, draws it into dir, which it makes, and writes the name of each picture to out.
func Draw(ctx context.Context, dir string, src Source, out io.Writer) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	folder, err := os.MkdirTemp("", "satchel-shots-")
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "demo"+start.Extension)
	if err := src.MakeDemo(ctx, path, func(int) {}); err != nil {
		return fmt.Errorf("make demo practice: %w", err)
	}
	p, actor, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), src.Env)
	if err != nil {
		return fmt.Errorf("open demo practice: %w", err)
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	who, err := session.New(ctx, p, actor)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	if who, err = backUp(ctx, who, filepath.Join(folder, "backups")); err != nil {
		return err
	}
	d := &drawer{dir: dir, out: out, src: src}
	if err := d.documents(ctx, who, ""); err != nil {
		return err
	}
	if err := d.byLaw(ctx, who); err != nil {
		return err
	}
	for _, language := range src.Languages {
		if language == src.Language {
			continue
		}
		if err := d.documentsIn(ctx, language, filepath.Join(folder, "demo-"+language+start.Extension)); err != nil {
			return err
		}
	}
	return d.screens(ctx, who, folder)
}

// drawer draws into a folder.
type drawer struct {
	dir    string
	out    io.Writer
	src    Source
	window fyne.Window
	timers timers
}

// timers hold what a screen does after a while. It would otherwise come from another goroutine, in the midst of a drawing.
type timers struct{ waiting []*func() }

// soon is how far ahead a picture sees: a preview follows what is typed, and the watch over an idle window does not come.
const soon = 500 * time.Millisecond

func (t *timers) after(wait time.Duration, work func()) (cancel func()) {
	if wait > soon {
		return func() {}
	}
	held := &work
	t.waiting = append(t.waiting, held)
	return func() { *held = nil }
}

// pass does what came due; what that asks for in its turn is done the next time.
func (t *timers) pass() {
	due := t.waiting
	t.waiting = nil
	for _, work := range due {
		if *work != nil {
			(*work)()
		}
	}
}

// documentsIn makes a practice that prints in a language, and draws its documents.
func (d *drawer) documentsIn(ctx context.Context, language, path string) (err error) {
	if err := demo.MakeIn(ctx, path, language, demo.Tiny, 1, d.src.Env, nil); err != nil {
		return fmt.Errorf("make demo practice: %w", err)
	}
	p, actor, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), d.src.Env)
	if err != nil {
		return fmt.Errorf("open demo practice: %w", err)
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	who, err := session.New(ctx, p, actor)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return d.documents(ctx, who, "-"+language)
}

// screens draws the start, then every screen.
func (d *drawer) screens(ctx context.Context, who *session.Session, folder string) error {
	application := test.NewApp()
	defer application.Quit()
	d.window = test.NewWindow(nil)
	defer d.window.Close()
	d.window.SetPadded(false)
	at := func(work func()) { work() }
	begin := start.New(start.Host{Env: d.src.Env, Folder: folder, Home: folder, Country: "IN", Language: d.src.Language, MakeDemo: d.src.MakeDemo, Run: at, Do: at})
	begin.Attach(d.window)
	begin.Welcome()
	if err := d.shoot("start"); err != nil {
		return err
	}
	begin.SignIn(filepath.Join(folder, "demo"+start.Extension))
	if err := d.shoot("start-sign-in"); err != nil {
		return err
	}
	targets, err := targetsOf(ctx, who)
	if err != nil {
		return err
	}
	f := frame.New(who, d.src.Places, printer.Printer{}, at, at)
	f.Printing = madeUpPrinters{}
	f.Stage.After = d.timers.after
	var broken error
	f.OnPanic = func(value any, stack []byte) { broken = fmt.Errorf("a screen panicked: %v\n%s", value, stack) }
	if err := offerBackups(ctx, f); err != nil {
		return err
	}
	f.Attach(d.window)
	defer f.Detach()
	for _, t := range targets {
		if !f.Has(t.to.Place) {
			continue
		}
		f.Go(t.to)
		if broken != nil {
			return fmt.Errorf("%s: %w", t.name, broken)
		}
		if err := d.shoot(t.name); err != nil {
			return err
		}
	}
	f.Home()
	f.Lock()
	return d.shoot("locked")
}

// shoot draws what the window shows in every look.
func (d *drawer) shoot(name string) error {
	d.timers.pass()
	for _, l := range looks {
		fyne.CurrentApp().Settings().SetTheme(theme.New(l.appearance, theme.Standard))
		d.window.Resize(l.size)
		if err := d.write(name+"-"+l.name+".png", d.window.Canvas().Capture()); err != nil {
			return err
		}
	}
	return nil
}

func (d *drawer) write(name string, picture image.Image) error {
	file, err := os.Create(filepath.Join(d.dir, name))
	if err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	err = png.Encode(file, picture)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	_, err = fmt.Fprintln(d.out, name)
	return err
}
