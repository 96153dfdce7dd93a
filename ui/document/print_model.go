package document

import (
	"context"

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
	Left    int // were not tried, or refused
}

// PrintAll prints papers one after the other, and stops at the first that is refused, or when ctx ends. progress hears before each.
func (m printModel) PrintAll(ctx context.Context, printer frame.Printer, list []documents.Document, progress func(n int)) (run, error) {
	r := run{Left: len(list)}
	for n, d := range list {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		progress(n)
		if err := m.Print(context.WithoutCancel(ctx), printer, d); err != nil { // what is in the printer is finished
			return r, err
		}
		r.Printed++
		r.Left--
	}
	return r, nil
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
