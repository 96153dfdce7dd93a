package printing

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"satchel/reports/page"
)

// device is a printer of Windows as GDI shows it (wingdi.h): a surface in dots, whose corner is the corner of what it can print on.
// gdi_windows.go is the real one; tests record the calls. It is here, and not there, so that what is drawn is tested on any system.
type device interface {
	// metrics are the resolution in dots per inch, and how far the printable area begins from the sheet's left and top edge, in dots.
	metrics() (dpiX, dpiY, offsetX, offsetY int)
	startDoc(title string) (id int, err error)
	startPage() error
	endPage() error
	endDoc() error
	abortDoc()

	beginPath() error
	moveTo(p point) error
	lineTo(p point) error
	bezierTo(control1, control2, end point) error
	closeFigure() error
	// fillPath ends the path and fills it (WINDING).
	fillPath(c page.Colour) error
	// stretch draws a picture, whose pixels are opaque, into a rectangle.
	stretch(at, size point, picture *image.NRGBA) error
}

// point is a place on a device, in dots.
type point struct{ x, y int32 }

// drawJob prints a job on a device and returns the spooler's number for it. Where anything fails the whole document is given up: half
// of a prescription is none.
func drawJob(d device, job Job) (id int, err error) {
	if job.Pages == nil || len(job.Pages.Sheets) == 0 {
		return 0, page.ErrNoPage
	}
	if err := job.Adjust.Validate(); err != nil {
		return 0, err
	}
	if id, err = d.startDoc(jobTitle); err != nil {
		return 0, ErrRefused
	}
	for range max(job.Copies, 1) {
		for n, sheet := range job.Pages.Sheets {
			if err := drawSheet(d, job, n, sheet); err != nil {
				d.abortDoc()
				return 0, err
			}
		}
	}
	if err := d.endDoc(); err != nil {
		d.abortDoc()
		return 0, ErrRefused
	}
	return id, nil
}

func drawSheet(d device, job Job, n int, sheet page.Sheet) error {
	if err := d.startPage(); err != nil {
		return ErrRefused
	}
	p := &pen{device: d, sheet: sheet, adjust: job.Adjust}
	p.dpiX, p.dpiY, p.offsetX, p.offsetY = d.metrics()
	if p.dpiX <= 0 || p.dpiY <= 0 {
		return ErrRefused
	}
	if err := page.Trace(job.Pages, n, job.Note, p); err != nil {
		return fmt.Errorf("draw page: %w", err)
	}
	if err := d.endPage(); err != nil {
		return ErrRefused
	}
	return nil
}

// pen draws the shapes of one sheet on a device.
type pen struct {
	device
	sheet            page.Sheet
	adjust           page.Adjustment
	dpiX, dpiY       int
	offsetX, offsetY int
}

var _ page.Tracer = (*pen)(nil)

const micrometresPerInch = 25_400

// at is where a place of the sheet lies on the device.
func (p *pen) at(place page.Place) point {
	place = p.adjust.Place(p.sheet, place)
	dots := func(l page.Length, dpi, offset int) int32 {
		n := int64(l) * int64(dpi)
		if n < 0 {
			n -= micrometresPerInch / 2
		} else {
			n += micrometresPerInch / 2
		}
		return int32(n/micrometresPerInch) - int32(offset)
	}
	return point{dots(place.X, p.dpiX, p.offsetX), dots(place.Y, p.dpiY, p.offsetY)}
}

// Fill implements page.Tracer.
func (p *pen) Fill(colour page.Colour, shape []page.Segment) error {
	if len(shape) == 0 {
		return nil
	}
	if err := p.beginPath(); err != nil {
		return err
	}
	for n, s := range shape {
		var err error
		switch s.Kind {
		case page.MoveTo:
			if n > 0 {
				err = p.closeFigure()
			}
			err = errors.Join(err, p.moveTo(p.at(s.Places[0])))
		case page.LineTo:
			err = p.lineTo(p.at(s.Places[0]))
		case page.CubicTo:
			err = p.bezierTo(p.at(s.Places[0]), p.at(s.Places[1]), p.at(s.Places[2]))
		}
		if err != nil {
			return err
		}
	}
	if err := p.closeFigure(); err != nil {
		return err
	}
	return p.fillPath(colour)
}

// Image implements page.Tracer. What is transparent shows the paper, which is white: a printer's device may know no transparency.
func (p *pen) Image(place page.Picture, data []byte) error {
	source, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("read image: %w", err)
	}
	picture := image.NewNRGBA(image.Rect(0, 0, source.Bounds().Dx(), source.Bounds().Dy()))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(picture, picture.Bounds(), source, source.Bounds().Min, draw.Over)
	corner, end := p.at(page.Place{X: place.X, Y: place.Y}), p.at(page.Place{X: place.X + place.Width, Y: place.Y + place.Height})
	return p.stretch(corner, point{end.x - corner.x, end.y - corner.y}, picture)
}
