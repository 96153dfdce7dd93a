package visit

import (
	"context"
	"slices"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
	"satchel/ui/frame"
)

// ready is what finishing will do, for a last look.
type ready struct {
	Page  page
	Open  []prescribing.Finding // to be answered first, or seen
	Total value.Money           // of the bill
	Due   value.Money           // of it, what is still to be paid
	Solo  bool                  // nobody else takes the money
	// Telling is what the prescription tells the patient in their own language.
	Telling telling
	// Lacks is what the prescription won't carry, though the law asks for it.
	Lacks []organization.Lacking
}

// Ready looks at the visit as it stands in the record.
func (m *visitModel) Ready(ctx context.Context) (ready, error) {
	var r ready
	err := m.session.View(ctx, action.OpenChart, func(tx *store.Tx) (err error) {
		if r.Page, err = m.read(tx, m.readPatient, m.readNote, m.readPrescriptions, m.readMoney); err != nil {
			return err
		}
		r.Open = r.Page.Draft.open()
		if err := m.readDue(tx, &r); err != nil {
			return err
		}
		if len(r.Page.Draft.Lines) > 0 {
			if r.Lacks, err = workflow.Lacks(tx, organization.SheetPrescription, m.patient, r.Page.Encounter.Practitioner, r.Page.Draft.Lines...); err != nil {
				return err
			}
		}
		if r.Telling, err = m.readTelling(tx, r.Page); err != nil {
			return err
		}
		users, err := organization.AllUsers(tx)
		r.Solo = !slices.ContainsFunc(users, func(u organization.User) bool { return u.Active && u.Role == action.Desk })
		return err
	}, store.About(m.patient))
	return r, err
}

// readDue finds what the visit costs: its bill, or the fee from which finishing will make one.
func (m *visitModel) readDue(tx *store.Tx, r *ready) error {
	r.Total, r.Due = m.session.Amount(0), m.session.Amount(0)
	if bill := r.Page.Bill; !bill.Invoice.ID.IsZero() {
		r.Total = bill.Total()
		account, err := billing.AccountOf(tx, bill.Invoice.ID)
		if err != nil {
			return err
		}
		if r.Due = account.Balance(); bill.Status == billing.Draft {
			r.Due = bill.Total()
		}
		return nil
	}
	if r.Page.Encounter.Appointment.IsZero() {
		return nil
	}
	a, err := schedule.Get(tx, r.Page.Encounter.Appointment)
	if err != nil || a.VisitType.IsZero() {
		return err
	}
	kind, err := store.Get(tx, schedule.VisitTypes, a.VisitType)
	if err != nil {
		return err
	}
	fee, err := billing.FeeOf(tx, kind.FeeCode)
	if store.CodeOf(err) == store.NotFound {
		return nil
	}
	r.Total, r.Due = fee.Price.In(m.session.Settings.Currency), fee.Price.In(m.session.Settings.Currency)
	return err
}

// usualMethod is how the fee is taken unless one says otherwise: in cash by a doctor who works alone, at the desk where there is one.
func (r ready) usualMethod() billing.Method {
	if r.Solo && r.Due.Minor > 0 {
		return billing.Cash
	}
	return ""
}

// finishing is what was decided on the last look.
type finishing struct {
	Version int64             // of the visit, as it was looked at
	Reasons map[string]string // by alert: why it is prescribed all the same
	Seen    []string          // alerts of what could not be checked, and was seen
	Pay     billing.Method
}

// Finish answers the alerts, signs the visit, issues what was prescribed and settles the bill, or does nothing of it. The sheet was
// saved before.
func (m *visitModel) Finish(ctx context.Context, f finishing) (workflow.Finished, error) {
	var done workflow.Finished
	err := m.session.Update(ctx, action.FinishVisit, func(tx *store.Tx) error {
		if len(f.Reasons)+len(f.Seen) > 0 {
			rx, err := prescribing.DraftOf(tx, m.origin())
			if err != nil {
				return err
			}
			for alert, reason := range f.Reasons {
				if _, err := prescribing.Answer(tx, rx.ID, alert, prescribing.Overridden, reason); err != nil {
					return err
				}
			}
			for _, alert := range f.Seen {
				if _, err := prescribing.Answer(tx, rx.ID, alert, prescribing.Acknowledged, ""); err != nil {
					return err
				}
			}
		}
		if err := store.DropDraft(tx, m.draftName()); err != nil {
			return err
		}
		var err error
		done, err = workflow.FinishVisit(tx, m.session.Practice.Press(), workflow.Finish{Encounter: m.encounter, Version: f.Version, Pay: f.Pay})
		return err
	}, store.About(m.patient))
	return done, err
}

// Print prints issued documents as one batch and says what came of it. What the printer did not take waits in the list of papers to print.
func (m *visitModel) Print(ctx context.Context, printer frame.Printer, list []documents.Document) (frame.Printed, error) {
	return frame.Papers{Session: m.session, Printer: printer}.PrintAll(ctx, list, func(int) {})
}

// PrintedWords say what a printer did not print, and why; "" where all came out.
func (m *visitModel) PrintedWords(r frame.Printed, err error) string {
	if err == nil {
		return ""
	}
	key := "visit.not_printed"
	if r.Held > 0 && r.Left == 0 {
		key = "visit.held"
	}
	return m.session.Text(key, "Problem", m.session.Problem(err).Text, "Printed", r.Out, "Total", r.All())
}
