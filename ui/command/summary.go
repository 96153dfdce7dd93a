package command

import (
	"context"
	"errors"
	"os"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/reports"
)

// printSummary issues the summary of the patient with a number, and saves it: a summary is issued by being printed. Where the file can't be
// written, nothing was issued.
func printSummary(ctx context.Context, p *data.Practice, actor store.Actor, number, to string) (d documents.Document, err error) {
	var patient patients.Patient
	err = p.View(ctx, actor, action.FindPatients, func(tx *store.Tx) (err error) {
		patient, err = patients.ByNumber(tx, number)
		return err
	})
	if err != nil {
		return d, err
	}
	written := false
	err = p.Update(ctx, actor, action.IssueFromChart, func(tx *store.Tx) error {
		var err error
		if d, err = workflow.IssueFromChart(tx, p.Press(), workflow.FromChart{Kind: documents.PatientSummary, Patient: patient.ID}); err != nil {
			return err
		}
		_, frozen, err := documents.FrozenOf(tx, d.ID)
		if err != nil {
			return err
		}
		pdf, err := reports.PDF(frozen, reports.Overlay{})
		if err != nil {
			return err
		}
		if _, err := documents.Printed(tx, d.ID, 0, documents.PrintSaved); err != nil {
			return err
		}
		err = writeNew(to, pdf)
		written = err == nil
		return err
	}, store.About(patient.ID))
	if err != nil && written {
		err = errors.Join(err, os.Remove(to))
	}
	return d, err
}
