// Package printer is the frame's way to paper: it draws issued documents and hands them to the computer's printer.
package printer

import (
	"context"
	"errors"
	"math"
	"time"

	"satchel/data/documents"
	"satchel/reports"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

const millimetresPerInch = 25.4

const (
	// patience is how long a page may lie in the queue of a printer that works before it counts as taken.
	patience = 60 * time.Second
	interval = 500 * time.Millisecond
)

// Printer implements frame.Printer over the system's print queues.
type Printer struct {
	// Queue is the printer's name; "" is the system's default.
	Queue string
}

var _ frame.Printer = Printer{}

// Preview draws one page, from 0, at so many pixels a mm.
func (Printer) Preview(f documents.Frozen, n int, pixelsPerMM float32) (frame.PageImage, error) {
	return reports.Preview(f, n, int(math.Round(float64(pixelsPerMM)*millimetresPerInch)), reports.Overlay{})
}

// PDF returns the file's bytes; a copy says so on every page. The zone of its instant is that of c.At.
func (Printer) PDF(f documents.Frozen, c frame.Copy) ([]byte, error) {
	return reports.PDF(f, reports.Overlay{Copy: c.Number, At: c.At, Zone: c.At.Location().String(), By: c.By})
}

// Print hands a document to the printer on paper of its own size, and waits until it has left the queue. It returns the errors of package
// printing: the page is not out then.
func (p Printer) Print(ctx context.Context, f documents.Frozen, c frame.Copy) error {
	pdf, err := p.PDF(f, c)
	if err != nil {
		return err
	}
	media, err := mediaOf(f)
	if err != nil {
		return err
	}
	request, err := printing.Print(ctx, printing.Job{PDF: pdf, Queue: p.Queue, Media: media})
	if err != nil {
		return err
	}
	return wait(ctx, request)
}

// wait returns once a job has left its queue. What can't be found out does not count against it: only a printer that says that it has
// stopped does.
func wait(ctx context.Context, request string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		waiting, err := printing.Waiting(ctx, request)
		switch {
		case errors.Is(err, printing.ErrStopped):
			return err
		case err != nil, !waiting:
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// sheets are the papers that have a name of their own for a print queue (ISO 216, ANSI/ASME Y14.1).
var sheets = []struct {
	paper         documents.Paper
	width, height page.Length
}{
	{documents.PaperA4, 210 * page.Millimetre, 297 * page.Millimetre},
	{documents.PaperA5, 148 * page.Millimetre, 210 * page.Millimetre},
	{documents.PaperLetter, 215_900 * page.Micrometre, 279_400 * page.Micrometre},
}

// mediaOf names the paper that a document was set for; "" leaves it to the queue, as for a roll.
func mediaOf(f documents.Frozen) (string, error) {
	doc, err := page.Decode(f.Layout)
	if err != nil || len(doc.Sheets) == 0 {
		return "", err
	}
	for _, s := range sheets {
		if near(doc.Sheets[0].Width, s.width) && near(doc.Sheets[0].Height, s.height) {
			return printing.Media(s.paper), nil
		}
	}
	return "", nil
}

// near reports that two lengths are the same within a millimetre.
func near(a, b page.Length) bool { return max(a-b, b-a) < page.Millimetre }
