package shots

import (
	"context"
	"fmt"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// dayEndsLooked is how many days back a closed day is looked for.
const dayEndsLooked = 10

// deskPages adds the papers of the desk, which no record keeps, and a statement of account.
func deskPages(ctx context.Context, who *session.Session, patient patients.ID, drawn map[documents.Kind]documents.Frozen) error {
	today := who.Today()
	everybody := organization.PractitionerID{}
	set := map[documents.Kind]func() (documents.Frozen, error){
		documents.DayList:     func() (documents.Frozen, error) { return who.DayListPage(ctx, today, everybody) },
		documents.Downtime:    func() (documents.Frozen, error) { return who.DowntimePage(ctx, today, everybody) },
		documents.Disclosures: func() (documents.Frozen, error) { return who.DisclosuresPage(ctx, patient, today.AddDays(-365), today) },
		documents.AuditReport: func() (documents.Frozen, error) {
			return who.AuditPage(ctx, workflow.AuditQuestion{From: today, To: today})
		},
		documents.Statement: func() (documents.Frozen, error) { return statementPage(ctx, who, patient) },
		documents.AppointmentSlip: func() (documents.Frozen, error) {
			return who.SlipPage(ctx, patient, schedule.AppointmentID{}, "", documents.PaperA5)
		},
		documents.DayEnd: func() (page documents.Frozen, err error) {
			for n := range dayEndsLooked {
				if page, err = who.DayEndPage(ctx, today.AddDays(-n)); store.CodeOf(err) != store.NotFound {
					break
				}
			}
			return page, err
		},
	}
	for kind, page := range set {
		frozen, err := page()
		switch {
		case store.CodeOf(err) == store.NotFound: // nothing booked, no day closed
		case err != nil:
			return fmt.Errorf("draw %s: %w", kind, err)
		default:
			drawn[kind] = frozen
		}
	}
	return nil
}

// statementPage issues a statement of the last year and returns its pages.
func statementPage(ctx context.Context, who *session.Session, patient patients.ID) (frozen documents.Frozen, err error) {
	today := who.Today()
	d, err := who.IssueStatement(ctx, patient, today.AddDays(-365), today)
	if err != nil {
		return frozen, err
	}
	err = who.View(ctx, action.ReadDocument, func(tx *store.Tx) error {
		_, frozen, err = documents.FrozenOf(tx, d.ID)
		return err
	}, store.About(patient))
	return frozen, err
}
