package uitest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/theme"
)

// Pictures tells whether this run shall draw pictures for people to look at: SATCHEL_PICTURES names a folder for them.
func Pictures() bool { return os.Getenv("SATCHEL_PICTURES") != "" }

// Picture writes what the window shows to SATCHEL_PICTURES: light and dark, at 1280 by 800 and at 1024 by 700. Without that it does
// nothing.
func (k *Kit) Picture(name string) {
	k.t.Helper()
	if !Pictures() {
		return
	}
	settings := fyne.CurrentApp().Settings()
	for _, look := range []struct {
		name       string
		appearance theme.Appearance
	}{{"dark", theme.Dark}, {"light", theme.Light}} {
		settings.SetTheme(theme.New(look.appearance, theme.Standard))
		for _, size := range []fyne.Size{fyne.NewSize(1024, 700), fyne.NewSize(1280, 800)} {
			k.Window.Resize(size)
			file := fmt.Sprintf("%s-%s-%.0f.png", name, look.name, size.Width)
			if err := write(filepath.Join(os.Getenv("SATCHEL_PICTURES"), file), k.Window.Canvas().Capture()); err != nil {
				k.t.Fatal(err)
			}
		}
	}
}

func write(path string, picture image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(file, picture); err != nil {
		return fmt.Errorf("%w, %w", err, file.Close())
	}
	return file.Close()
}

// Printer prints nowhere, and remembers what it was given.
type Printer struct {
	Printed []documents.Frozen
	Copies  []frame.Copy
	// Err is what Print answers: a jam.
	Err error
}

var _ frame.Printer = (*Printer)(nil)

// Preview implements frame.Printer with a blank A5 page.
func (*Printer) Preview(_ documents.Frozen, _ int, pixelsPerMM float32) (frame.PageImage, error) {
	page := image.NewRGBA(image.Rect(0, 0, int(148*pixelsPerMM), int(210*pixelsPerMM)))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	return page, nil
}

// Print implements frame.Printer.
func (p *Printer) Print(_ context.Context, f documents.Frozen, c frame.Copy) error {
	if p.Err != nil {
		return p.Err
	}
	p.Printed, p.Copies = append(p.Printed, f), append(p.Copies, c)
	return nil
}

// PDF implements frame.Printer with the least that calls itself one.
func (*Printer) PDF(documents.Frozen, frame.Copy) ([]byte, error) {
	return []byte("%PDF-1.4\n%%EOF\n"), nil
}

// PreviewVoid implements frame.Printer with the same page.
func (p *Printer) PreviewVoid(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	return p.Preview(f, page, pixelsPerMM)
}

// Batch implements frame.Printer: each paper is out, or refused, as soon as it is added.
func (p *Printer) Batch() frame.Batch { return atOnce{p} }

type atOnce struct{ p *Printer }

func (b atOnce) Add(ctx context.Context, f documents.Frozen, c frame.Copy, done func(error)) error {
	err := b.p.Print(ctx, f, c)
	done(err)
	return err
}

func (atOnce) Finish(context.Context) error { return nil }

// blankPress freezes one page that says nothing but its facts.
type blankPress struct{}

// Set implements documents.Press.
func (blankPress) Set(kind documents.Kind, facts any) (documents.Frozen, error) {
	layout := fmt.Appendf(nil, "%s %+v", kind, facts)
	return documents.Frozen{Kind: kind, Layout: layout, SHA256: sha256.Sum256(layout), Pages: 1}, nil
}
