package document

import (
	"context"
	"errors"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// printModel puts papers into the world. Its methods may be called on any goroutine.
type printModel struct{ session *session.Session }

// draw reads a document's pages and what its next paper must say.
func (m printModel) draw(ctx context.Context, d documents.Document) (documents.Frozen, frame.Copy, error) {
	var frozen documents.Frozen
	var c frame.Copy
	err := m.session.View(ctx, action.PrintDocument, func(tx *store.Tx) (err error) {
		if c.Number, err = documents.NextCopy(tx, d.ID); err != nil {
			return err
		}
		_, frozen, err = documents.FrozenOf(tx, d.ID)
		return err
	}, store.About(d.Patient))
	c.At, c.By = m.session.Now(), m.session.DisplayName()
	return frozen, c, err
}

// Print prints a document, then notes that it came out. Where the printer refuses, its error comes back: the attempt is noted as
// failed, and the paper goes on waiting.
func (m printModel) Print(ctx context.Context, printer frame.Printer, d documents.Document) error {
	frozen, c, err := m.draw(ctx, d)
	if err != nil {
		return err
	}
	if refused := printer.Print(ctx, frozen, c); refused != nil {
		if err := m.Note(ctx, d, c.Number, documents.PrintFailed); err != nil {
			return err
		}
		return refused
	}
	return m.Note(ctx, d, c.Number, documents.PrintTaken)
}

// Note keeps what became of a paper that said it was copy number.
func (m printModel) Note(ctx context.Context, d documents.Document, number int, outcome documents.Outcome) error {
	return m.session.Update(context.WithoutCancel(ctx), action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.Printed(tx, d.ID, number, outcome)
		return err
	}, store.About(d.Patient))
}

// Mark keeps what became of a paper that did not come from the printer: copied by hand, not wanted, or out after all.
func (m printModel) Mark(ctx context.Context, d documents.Document, outcome documents.Outcome) error {
	return m.session.Update(ctx, action.PrintDocument, func(tx *store.Tx) error {
		number, err := documents.NextCopy(tx, d.ID)
		if err != nil {
			return err
		}
		_, err = documents.Printed(tx, d.ID, number, outcome)
		return err
	}, store.About(d.Patient))
}

// run is what came of printing several papers.
type run struct {
	Printed int
	Left    int // were not tried, refused, or taken back
}

// PrintAll prints papers in their order, and stops at the first that is refused, or when ctx ends: what lies in the printer then is taken
// back. Each is noted as printed once it is out, and as failed where the printer would not; what was stopped or not tried goes on
// waiting. progress hears how many are out.
func (m printModel) PrintAll(ctx context.Context, printer frame.Printer, list []documents.Document, progress func(out int)) (run, error) {
	r := run{Left: len(list)}
	var broken error // the first that could not be noted
	batch := printer.Batch()
	for _, d := range list {
		if ctx.Err() != nil || broken != nil {
			break
		}
		frozen, c, err := m.draw(ctx, d)
		if err != nil {
			broken = err
			break
		}
		err = batch.Add(ctx, frozen, c, func(outcome error) {
			if err := m.settle(ctx, d, c.Number, outcome); err != nil && broken == nil {
				broken = err
			}
			if outcome == nil {
				r.Printed++
				r.Left--
				progress(r.Printed)
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

// settle notes what became of a paper of a batch.
func (m printModel) settle(ctx context.Context, d documents.Document, number int, outcome error) error {
	switch {
	case errors.Is(outcome, context.Canceled): // it waits as before
		return nil
	case outcome != nil:
		return m.Note(ctx, d, number, documents.PrintFailed)
	}
	return m.Note(ctx, d, number, documents.PrintTaken)
}

// PDF is a document as a file's bytes, with the number of the copy that it is.
func (m printModel) PDF(ctx context.Context, printer frame.Printer, d documents.Document) ([]byte, int, error) {
	frozen, c, err := m.draw(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	pdf, err := printer.PDF(frozen, c)
	return pdf, c.Number, err
}
