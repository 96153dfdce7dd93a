package document

import (
	"context"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
)

// waiting is a paper that waits for a printer.
type waiting struct {
	documents.Document
	Who patients.Row
	By  string // who issued it
}

// queueModel is what waits for a printer: of everybody, or of one patient.
type queueModel struct {
	printModel
	patient patients.ID // zero: everybody
}

// Read lists what waits, today's first.
func (m queueModel) Read(ctx context.Context) ([]waiting, error) {
	var list []waiting
	err := m.session.View(ctx, action.PrintDocument, func(tx *store.Tx) error {
		found, err := documents.ToPrint(tx)
		if err != nil {
			return err
		}
		users, err := organization.AllUsers(tx)
		if err != nil {
			return err
		}
		names := map[store.UserID]string{}
		for _, u := range users {
			names[u.KernelID()] = u.Name()
		}
		var ids []patients.ID
		for _, d := range found {
			if !m.patient.IsZero() && d.Patient != m.patient {
				continue
			}
			by, known := names[d.IssuedBy]
			if !known {
				by = m.session.Text("session.recovery")
			}
			list = append(list, waiting{Document: d, By: by})
			ids = append(ids, d.Patient)
		}
		rows, err := patients.Rows(tx, ids)
		for n := range list {
			list[n].Who = rows[list[n].Patient]
		}
		return err
	})
	return list, err
}

func documentsOf(list []waiting) []documents.Document {
	papers := make([]documents.Document, len(list))
	for n, w := range list {
		papers[n] = w.Document
	}
	return papers
}
