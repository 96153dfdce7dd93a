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

func (m printModel) on(printer frame.Printer) frame.Papers {
	return frame.Papers{Session: m.session, Printer: printer}
}

// Print prints a document, then notes what became of it; see frame.Papers.
func (m printModel) Print(ctx context.Context, printer frame.Printer, d documents.Document) error {
	return m.on(printer).Print(ctx, d)
}

// PrintAll prints papers in their order as one batch; see frame.Papers.
func (m printModel) PrintAll(ctx context.Context, printer frame.Printer, list []documents.Document, progress func(out int)) (frame.Printed, error) {
	return m.on(printer).PrintAll(ctx, list, progress)
}

// Note keeps what became of a paper that said it was copy number.
func (m printModel) Note(ctx context.Context, d documents.Document, number int, outcome documents.Outcome) error {
	return m.on(nil).Note(ctx, d, number, outcome)
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

// CameOut notes that a paper came out which a printer had held.
func (m printModel) CameOut(ctx context.Context, d documents.Document) error {
	return m.session.Update(ctx, action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.CameOut(tx, d.ID)
		return err
	}, store.About(d.Patient))
}

// PDF is a document as a file's bytes, with the number of the copy that it is.
func (m printModel) PDF(ctx context.Context, printer frame.Printer, d documents.Document) ([]byte, int, error) {
	frozen, c, err := m.on(printer).Draw(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	pdf, err := printer.PDF(frozen, c)
	return pdf, c.Number, err
}
