package frame

import (
	"context"
	"errors"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/reports/printing"
	"satchel/ui/session"
)

// Papers puts issued documents on paper and notes what became of each: nothing is noted as printed that was not seen to come out. Its
// methods may be called on any goroutine.
type Papers struct {
	Session *session.Session
	Printer Printer
}

// Printed is what came of printing several papers.
type Printed struct {
	Out  int
	Held int // the printer has them, and was not seen to print them
	Left int // were not tried, refused, or taken back: they wait as before
}

// All is how many there were.
func (p Printed) All() int { return p.Out + p.Held + p.Left }

// Draw reads a document's pages and what its next paper must say.
func (p Papers) Draw(ctx context.Context, d documents.Document) (documents.Frozen, Copy, error) {
	var frozen documents.Frozen
	var c Copy
	err := p.Session.View(ctx, action.PrintDocument, func(tx *store.Tx) (err error) {
		if c.Number, err = documents.NextCopy(tx, d.ID); err != nil {
			return err
		}
		_, frozen, err = documents.FrozenOf(tx, d.ID)
		return err
	}, store.About(d.Patient))
	c.At, c.By = p.Session.Now(), p.Session.DisplayName()
	return frozen, c, err
}

// Note keeps what became of a paper that said it was copy number.
func (p Papers) Note(ctx context.Context, d documents.Document, number int, outcome documents.Outcome) error {
	return p.Session.Update(context.WithoutCancel(ctx), action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.Printed(tx, d.ID, number, outcome)
		return err
	}, store.About(d.Patient))
}

// Print prints one document and waits for it. What the printer says comes back: what it refused goes on waiting, what it holds is noted
// as sent.
func (p Papers) Print(ctx context.Context, d documents.Document) error {
	frozen, c, err := p.Draw(ctx, d)
	if err != nil {
		return err
	}
	said := p.Printer.Print(ctx, frozen, c)
	if err := p.settle(ctx, d, c.Number, said); err != nil {
		return err
	}
	return said
}

// PrintAll prints papers in their order as one batch, and stops at the first that is refused or held, or when ctx ends: what lies in the
// printer is taken back then, unless the printer goes on holding it. Each is noted once it is known what became of it; what was stopped or
// not tried goes on waiting. progress hears how many are out.
func (p Papers) PrintAll(ctx context.Context, list []documents.Document, progress func(out int)) (Printed, error) {
	r := Printed{Left: len(list)}
	var broken error // the first that could not be noted
	batch := p.Printer.Batch()
	for _, d := range list {
		if ctx.Err() != nil || broken != nil {
			break
		}
		frozen, c, err := p.Draw(ctx, d)
		if err != nil {
			broken = err
			break
		}
		err = batch.Add(ctx, frozen, c, func(outcome error) {
			if err := p.settle(ctx, d, c.Number, outcome); err != nil && broken == nil {
				broken = err
			}
			switch {
			case outcome == nil:
				r.Out++
				r.Left--
				progress(r.Out)
			case errors.Is(outcome, printing.ErrHeld):
				r.Held++
				r.Left--
			}
		})
		if err != nil {
			return r, errors.Join(err, broken)
		}
	}
	finished := batch.Finish(ctx)
	for _, err := range []error{finished, broken, ctx.Err()} {
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// settle notes what became of a paper.
func (p Papers) settle(ctx context.Context, d documents.Document, number int, outcome error) error {
	switch {
	case errors.Is(outcome, context.Canceled): // it waits as before
		return nil
	case errors.Is(outcome, printing.ErrHeld):
		return p.Note(ctx, d, number, documents.PrintSent)
	case outcome != nil:
		return p.Note(ctx, d, number, documents.PrintFailed)
	}
	return p.Note(ctx, d, number, documents.PrintTaken)
}
