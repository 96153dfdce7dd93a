package ui

import (
	"context"
	"math"
	"time"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/reports"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

// paper draws issued documents and hands them to the computer's printer.
type paper struct{}

var _ frame.Printer = paper{}

// Preview implements frame.Printer.
func (paper) Preview(f documents.Frozen, page int, pixelsPerMM float32) (frame.PageImage, error) {
	const millimetresPerInch = 25.4
	dpi := int(math.Round(float64(pixelsPerMM) * millimetresPerInch))
	return reports.Preview(f, page, dpi, reports.Overlay{})
}

// PDF implements frame.Printer.
func (paper) PDF(f documents.Frozen, c frame.Copy) ([]byte, error) {
	return reports.PDF(f, reports.Overlay{Copy: c.Number, At: c.At, By: c.By})
}

const (
	printerPatience = 60 * time.Second
	printerInterval = 500 * time.Millisecond
)

// Print implements frame.Printer. It waits until the page has left the queue, and says so when the printer has stopped; after a
// minute in the queue of a printer that still works the page counts as taken.
func (p paper) Print(ctx context.Context, f documents.Frozen, c frame.Copy) error {
	pdf, err := p.PDF(f, c)
	if err != nil {
		return err
	}
	request, err := printing.Print(ctx, printing.Job{PDF: pdf})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, printerPatience)
	defer cancel()
	for {
		waiting, err := printing.Waiting(ctx, request)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if !waiting || ctx.Err() != nil {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(printerInterval):
		}
	}
}

// savePage saves a page that is kept nowhere, while nobody's frame is there yet.
func (s *shell) savePage(page documents.Frozen, done func(error)) {
	pdf, err := paper{}.PDF(page, frame.Copy{})
	if err != nil {
		done(err)
		return
	}
	o := s.options
	text := func(key string, args ...any) string { return assets.Text(o.Language, key, args...) }
	field := frame.NewPathField(text("frame.save.path"), "", o.Home, "", o.Run, o.Do)
	frame.NewSaveDialog(s.start.Stage, text, field, text("settings.file.key_file"), func(path string, finished func(error)) {
		o.Run(func() {
			err := frame.WriteNewFile(path, pdf)
			o.Do(func() { finished(err) })
		})
	}, nil)
}
