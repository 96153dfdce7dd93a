package today

import (
	"context"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// paper is a document that waits for a printer.
type paper struct {
	documents.Document
	Who patients.Row
}

// queueModel is what waits for a printer. Its methods may be called on any goroutine.
type queueModel struct{ session *session.Session }

// Read lists what waits, today's first.
func (m *queueModel) Read(ctx context.Context) ([]paper, error) {
	var list []paper
	err := m.session.View(ctx, action.ReadSchedule, func(tx *store.Tx) error {
		waiting, err := documents.ToPrint(tx)
		if err != nil {
			return err
		}
		ids := make([]patients.ID, len(waiting))
		for i, d := range waiting {
			ids[i] = d.Patient
		}
		who, err := patients.Rows(tx, ids)
		for _, d := range waiting {
			list = append(list, paper{d, who[d.Patient]})
		}
		return err
	})
	return list, err
}

// Print prints one document and notes what became of it, in this order: a paper that nobody noted could be printed twice as the
// original. Where the printer refused, its error comes back and the paper goes on waiting.
func (m *queueModel) Print(ctx context.Context, printer frame.Printer, p paper) error {
	var frozen documents.Frozen
	copied := 0
	err := m.session.View(ctx, action.PrintDocument, func(tx *store.Tx) (err error) {
		if copied, err = documents.NextCopy(tx, p.ID); err != nil {
			return err
		}
		_, frozen, err = documents.FrozenOf(tx, p.ID)
		return err
	}, store.About(p.Patient))
	if err != nil {
		return err
	}
	outcome := documents.PrintTaken
	refused := printer.Print(ctx, frozen, frame.Copy{Number: copied, At: m.session.Now(), By: m.session.DisplayName()})
	if refused != nil {
		outcome = documents.PrintFailed
	}
	err = m.session.Update(context.WithoutCancel(ctx), action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.Printed(tx, p.ID, copied, outcome)
		return err
	}, store.About(p.Patient))
	if refused != nil {
		return store.Fail(store.Unsupported, "error.today.printer_refused")
	}
	return err
}
