package frame

import (
	"context"

	"satchel/data/documents"
	"satchel/reports/printing"
)

// Batch prints documents one after the other, in their order, without waiting for each to be out before the next is handed over. It is
// for one goroutine.
type Batch interface {
	// Add hands a document to its printer. done is told once, by Add or Finish, what became of it: nil when it is out,
	// printing.ErrHeld where the printer has it and was not seen to print it, context.Canceled where it was not tried, else why it
	// is not out and will not be, for then it was taken out of the queue. After an error nothing more is to be added.
	Add(ctx context.Context, f documents.Frozen, c Copy, done func(error)) error
	// Finish waits until all that was added is out, or will not be, or is held.
	Finish(ctx context.Context) error
}

// Printing is what the settings ask of this computer's printers and tell them. Its methods but Choices may take their time.
type Printing interface {
	Choices() printing.Choices
	Choose(change func(printing.Choices) printing.Choices) error
	// Printers lists them, the system's default one first.
	Printers(ctx context.Context) ([]printing.Queue, error)
	// Papers is what a printer, "" for the system's default one, can be told about its paper.
	Papers(ctx context.Context, queue string) (printing.Papers, error)
	// PrintOn prints a page on one printer, with its adjustment or as the printer does without.
	PrintOn(ctx context.Context, queue string, f documents.Frozen, adjusted bool) error
}

// PaperOf is the paper that a kind of document usually has on this computer: its own choice, or the practice's.
func (f *Frame) PaperOf(kind documents.Kind) documents.Paper {
	if f.Printing != nil {
		if own := f.Printing.Choices().Ways[kind].Paper; own != "" {
			return own
		}
	}
	return documents.Paper(f.Session.Settings.Paper)
}
