package shots

import (
	"context"
	"fmt"
	"slices"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// chartPages adds what is made from a chart, and what a doctor writes about a patient, unless it was issued: as if it were issued now, and
// nothing is kept.
// What only a child has is drawn of the youngest patient.
func chartPages(ctx context.Context, who *session.Session, patient patients.ID, drawn map[documents.Kind]documents.Frozen) error {
	child, err := youngest(ctx, who)
	if err != nil {
		return err
	}
	if child.IsZero() {
		child = patient
	}
	if err := issuedOf(ctx, who, child, drawn); err != nil {
		return err
	}
	of := map[documents.Kind]patients.ID{
		documents.VisitSummary: patient, documents.PatientSummary: patient, documents.ResultsTrend: patient,
		documents.ImmunizationCard: child, documents.VaccinationCertificate: child, documents.GrowthRecord: child,
	}
	for _, kind := range documents.LetterKinds {
		of[kind] = patient
	}
	for kind, whose := range of {
		if _, issued := drawn[kind]; issued {
			continue
		}
		var frozen documents.Frozen
		err := who.View(ctx, action.OpenChart, func(tx *store.Tx) error {
			visits, err := chart.Timeline(tx, whose, 1, chart.Cursor{})
			if err != nil {
				return err
			}
			var visit chart.EncounterID
			if len(visits) > 0 {
				visit = visits[0].ID
			}
			if slices.Contains(documents.LetterKinds, kind) {
				frozen, err = letterPage(tx, who, kind, whose, visit)
				return err
			}
			facts, err := workflow.FactsFromChart(tx, workflow.FromChart{Kind: kind, Patient: whose, Encounter: visit})
			if err == nil {
				frozen, err = who.Practice.Press().Set(kind, facts)
			}
			return err
		}, store.About(whose))
		switch store.CodeOf(err) {
		case store.Invalid, store.NotFound: // nothing measured, no dose, no visit
			continue
		}
		if err != nil {
			return fmt.Errorf("draw %s: %w", kind, err)
		}
		drawn[kind] = frozen
	}
	return nil
}

// letterPage is a letter as it begins, from the first of the built-in templates of its kind.
func letterPage(tx *store.Tx, who *session.Session, kind documents.Kind, patient patients.ID, visit chart.EncounterID) (documents.Frozen, error) {
	l, err := workflow.BeginLetter(tx, kind, documents.WrittenLetter{Patient: patient, Encounter: visit, Practitioner: who.Practitioner.ID, Location: who.Location.ID})
	if err != nil {
		return documents.Frozen{}, err
	}
	for _, t := range documents.BuiltInTemplates(who.Settings.Language) {
		if t.Kind != kind {
			continue
		}
		l.Heading = t.Heading
		if l.Body, err = workflow.FillTemplate(tx, t.Body, l); err != nil {
			return documents.Frozen{}, err
		}
		break
	}
	return workflow.PreviewLetter(tx, who.Practice.Press(), workflow.Writing{WrittenLetter: l})
}

// youngest is the youngest of the patients seen last whose day of birth is known; zero where there is none.
func youngest(ctx context.Context, who *session.Session) (id patients.ID, err error) {
	var rows []patients.Row
	err = who.View(ctx, action.FindPatients, func(tx *store.Tx) error {
		rows, _, err = patients.Find(tx, patients.Query{Limit: searched})
		return err
	})
	if err != nil {
		return id, fmt.Errorf("find patients: %w", err)
	}
	var best patients.Row
	for _, row := range rows {
		if row.BirthDate.IsFull() && (best.ID.IsZero() || best.BirthDate.Before(row.BirthDate)) {
			best = row
		}
	}
	return best.ID, nil
}

// practicePages adds the pages about the practice itself. The recovery key on its page opens no practice.
func practicePages(ctx context.Context, who *session.Session, drawn map[documents.Kind]documents.Frozen) error {
	const noPractice = "00000-00000-00000-00000-00000-00000-00000-00000"
	for kind, page := range map[documents.Kind]func() (documents.Frozen, error){
		documents.Loss:        func() (documents.Frozen, error) { return who.LossPage(ctx) },
		documents.Successor:   func() (documents.Frozen, error) { return who.SuccessorPage(ctx) },
		documents.RecoveryKey: func() (documents.Frozen, error) { return who.RecoveryPage(noPractice) },
	} {
		frozen, err := page()
		if err != nil {
			return fmt.Errorf("draw %s: %w", kind, err)
		}
		drawn[kind] = frozen
	}
	return nil
}
