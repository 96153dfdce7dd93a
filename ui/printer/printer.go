// Package printer is the frame's way to paper: it draws issued documents and hands them to the computer's printers.
//
//	printer.go  one document; what the settings ask
//	batch.go    many documents, and how long one waits for a printer
package printer

import (
	"context"
	"math"

	"satchel/data/documents"
	"satchel/reports"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

const millimetresPerInch = 25.4

// Printer implements frame.Printer and frame.Printing over the system's print queues.
type Printer struct {
	// Memory is what this computer remembers of its printers; nil leaves everything to the system.
	Memory *printing.Memory
}

var (
	_ frame.Printer  = Printer{}
	_ frame.Printing = Printer{}
)

// Preview draws one page, from 0, at so many pixels a mm.
func (Printer) Preview(f documents.Frozen, n int, pixelsPerMM float32) (frame.PageImage, error) {
	return preview(f, n, pixelsPerMM, reports.Overlay{})
}

// PreviewVoid draws one page of a document that was made void.
func (Printer) PreviewVoid(f documents.Frozen, n int, pixelsPerMM float32) (frame.PageImage, error) {
	return preview(f, n, pixelsPerMM, reports.Overlay{Void: true})
}

func preview(f documents.Frozen, n int, pixelsPerMM float32, o reports.Overlay) (frame.PageImage, error) {
	return reports.Preview(f, n, int(math.Round(float64(pixelsPerMM)*millimetresPerInch)), o)
}

// overlay is what a copy says about itself. The zone of its instant is that of c.At.
func overlay(c frame.Copy) reports.Overlay {
	return reports.Overlay{Copy: c.Number, At: c.At, Zone: c.At.Location().String(), By: c.By}
}

// PDF returns the file's bytes; a copy says so on every page.
func (Printer) PDF(f documents.Frozen, c frame.Copy) ([]byte, error) {
	return reports.PDF(f, overlay(c))
}

// Print hands a document to the printer of its kind, on paper of its own size, and waits until it has left the queue. It returns the
// errors of package printing: the page is not out then, and will not come out later.
func (p Printer) Print(ctx context.Context, f documents.Frozen, c frame.Copy) error {
	job, err := p.job(f, c)
	if err != nil {
		return err
	}
	return p.printJob(ctx, job, true)
}

// PrintOn implements frame.Printing.
func (p Printer) PrintOn(ctx context.Context, queue string, f documents.Frozen, adjusted bool) error {
	job, err := p.job(f, frame.Copy{})
	if err != nil {
		return err
	}
	if queue != job.Queue {
		job.Queue, job.Tray = queue, ""
	}
	return p.printJob(ctx, job, adjusted)
}

func (p Printer) printJob(ctx context.Context, job printing.Job, adjusted bool) error {
	b := newBatch()
	b.printer = p
	var outcome error
	if err := b.add(ctx, job, adjusted, func(err error) { outcome = err }); err != nil {
		return err
	}
	if err := b.Finish(ctx); err != nil {
		return err
	}
	return outcome
}

// job says how a document is printed on this computer.
func (p Printer) job(f documents.Frozen, c frame.Copy) (printing.Job, error) {
	doc, note, err := reports.Open(f, overlay(c))
	if err != nil {
		return printing.Job{}, err
	}
	way := p.Memory.Choices().WayOf(f.Kind)
	return printing.Job{Pages: doc, Note: note, Queue: way.Queue, Media: printing.MediaOf(doc), Tray: way.Tray}, nil
}

// Choices implements frame.Printing, as do the next three.
func (p Printer) Choices() printing.Choices { return p.Memory.Choices() }

// Choose changes what this computer remembers.
func (p Printer) Choose(change func(printing.Choices) printing.Choices) error {
	return p.Memory.Choose(change)
}

// Printers lists the printers.
func (Printer) Printers(ctx context.Context) ([]printing.Queue, error) { return printing.Queues(ctx) }

// Papers is what a printer can be told about its paper.
func (Printer) Papers(ctx context.Context, queue string) (printing.Papers, error) {
	return printing.PapersOf(ctx, queue)
}
