package command_test

import (
	"context"
	"fmt"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
)

// writeLetters has the doctor issue one paper of each series of letters about the first patient.
func writeLetters(ctx context.Context, p *data.Practice, doctor store.Actor) error {
	var blank documents.WrittenLetter
	err := p.View(ctx, doctor, action.PrintDocument, func(tx *store.Tx) error {
		rows, err := store.Select(tx, patients.Patients, "1 = 1 ORDER BY id LIMIT 1")
		if err != nil || len(rows) != 1 {
			return fmt.Errorf("%d patients: %w", len(rows), err)
		}
		who, err := organization.ActivePractitioners(tx)
		if err != nil || len(who) == 0 {
			return fmt.Errorf("%d practitioners: %w", len(who), err)
		}
		place, err := organization.MainLocation(tx)
		blank = documents.WrittenLetter{Patient: rows[0].ID, Practitioner: who[0].ID, Location: place.ID}
		return err
	})
	if err != nil {
		return err
	}
	for _, kind := range []documents.Kind{documents.Referral, documents.SickNote, documents.LaboratoryOrder} {
		err := p.Update(ctx, doctor, action.WriteLetter, func(tx *store.Tx) error {
			w, err := workflow.BeginLetter(tx, kind, blank)
			if err != nil {
				return err
			}
			if w.Body = ""; kind == documents.Referral {
				w.Body = "Please see this patient."
			}
			w.Details.Fitness.To, w.Details.Fitness.Identification = w.Details.Fitness.From.AddDays(2), "Scar on the left hand"
			w.Details.Order.Tests, w.Details.Order.Question = []string{"Full blood count"}, "Anaemia?"
			_, _, err = workflow.IssueLetter(tx, p.Press(), workflow.Writing{WrittenLetter: w})
			return err
		}, store.About(blank.Patient))
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}
