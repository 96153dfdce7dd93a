package shots

import (
	"context"
	"fmt"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// toldKind names the picture of a prescription that tells a patient in another language than the practice's.
const toldKind documents.Kind = "prescription-told"

// issuedOf adds what was issued for a patient, the newest paper of each kind that is not there yet.
func issuedOf(ctx context.Context, who *session.Session, patient patients.ID, drawn map[documents.Kind]documents.Frozen) error {
	err := who.View(ctx, action.ReadDocument, func(tx *store.Tx) error {
		pages, err := documents.OfPatient(tx, patient, 200)
		for _, page := range pages {
			if _, known := drawn[page.Document.Kind]; known || err != nil {
				continue
			}
			_, drawn[page.Document.Kind], err = documents.FrozenOf(tx, page.Document.ID)
		}
		return err
	}, store.About(patient))
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	return nil
}

// toldPage adds the newest prescription of somebody who is told in Hindi, where the practice's own documents are in another language.
func toldPage(ctx context.Context, who *session.Session, drawn map[documents.Kind]documents.Frozen) error {
	const language = "hi"
	if who.Settings.Language == language {
		return nil
	}
	var rows []patients.Row
	err := who.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, _, err = patients.Find(tx, patients.Query{Limit: searched})
		return err
	})
	for _, row := range rows {
		var speaks string
		if err == nil {
			err = who.View(ctx, action.OpenPatient, func(tx *store.Tx) error {
				p, err := patients.Get(tx, row.ID)
				speaks = p.Language
				return err
			}, store.About(row.ID))
		}
		if err != nil {
			return fmt.Errorf("find somebody to be told: %w", err)
		}
		if speaks != language {
			continue
		}
		theirs := map[documents.Kind]documents.Frozen{}
		if err = issuedOf(ctx, who, row.ID, theirs); err != nil {
			return err
		}
		if page, found := theirs[documents.Prescription]; found {
			drawn[toldKind] = page
			return nil
		}
	}
	return err
}
