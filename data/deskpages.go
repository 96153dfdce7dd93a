package data

import (
	"context"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// DayEndFacts gathers what the page of a closed day says, with the code of its audit anchor. The act is audited. NotFound where the day was
// not closed.
func (p *Practice) DayEndFacts(ctx context.Context, actor store.Actor, date value.PartialDate, location organization.LocationID) (f documents.DayEndFacts, err error) {
	var end billing.DayEnd
	err = p.View(ctx, actor, action.PrintDayEnd, func(tx *store.Tx) (err error) {
		f, end, err = workflow.DayEndFacts(tx, date, location)
		return err
	})
	f.Code = p.CodeOf(end.Anchor())
	return f, err
}

// DayListFacts gathers the appointments of a day, with one practitioner, or with everybody where it is zero. The act is audited about each
// patient on the list.
func (p *Practice) DayListFacts(ctx context.Context, actor store.Actor, date value.PartialDate, practitioner organization.PractitionerID) (f documents.DayListFacts, err error) {
	err = p.sheet(ctx, actor, action.PrintSchedule, date, practitioner, func(tx *store.Tx) (err error) {
		f, err = workflow.DayListFacts(tx, date, practitioner)
		return err
	})
	return f, err
}

// DowntimeFacts gathers what the practice needs to work through a day without its computer. Whoever may read charts gets allergies and
// medicines, and each of these charts counts as opened; for others they are left out. The code says which state of the record was read.
func (p *Practice) DowntimeFacts(ctx context.Context, actor store.Actor, date value.PartialDate, practitioner organization.PractitionerID) (f documents.DowntimeFacts, err error) {
	act := action.PrintSchedule
	if def, known := action.Find(action.PrintDowntime); known && def.Allowed(actor.Role) {
		act = action.PrintDowntime
	}
	err = p.sheet(ctx, actor, act, date, practitioner, func(tx *store.Tx) (err error) {
		f, err = workflow.DowntimeFacts(tx, date, practitioner)
		return err
	})
	if len(f.Groups) == 0 {
		f.Clinical = act == action.PrintDowntime // nothing was left out
	}
	f.Code = p.AnchorCode()
	return f, err
}

// sheetTries is how often a sheet is begun anew because somebody was booked between the question whom it names and its audit.
const sheetTries = 3

// sheet reads under an act that names, and so audits, every patient of a day.
func (p *Practice) sheet(ctx context.Context, actor store.Actor, act action.Action, date value.PartialDate, practitioner organization.PractitionerID, read func(*store.Tx) error) (err error) {
	for range sheetTries {
		var who []patients.ID
		err = p.View(ctx, actor, action.ReadSchedule, func(tx *store.Tx) (err error) {
			who, err = workflow.OnSheet(tx, date, practitioner)
			return err
		})
		if err != nil {
			return err
		}
		options := make([]store.Option, len(who))
		for i, id := range who {
			options[i] = store.About(id)
		}
		now := act
		if len(who) == 0 {
			now = action.PrintSchedule // an empty day names nobody, and holds nothing of a chart
		}
		if err = p.View(ctx, actor, now, read, options...); store.CodeOf(err) != store.Conflict {
			return err
		}
	}
	return err
}

// SlipFacts gathers what a patient is told of one appointment, or of all that are booked where only is zero. The act is audited. NotFound
// where there is none.
func (p *Practice) SlipFacts(ctx context.Context, actor store.Actor, patient patients.ID, only schedule.AppointmentID, note string) (f documents.AppointmentFacts, err error) {
	err = p.View(ctx, actor, action.PrintSchedule, func(tx *store.Tx) (err error) {
		f, err = workflow.SlipFacts(tx, patient, only, note)
		return err
	}, store.About(patient))
	return f, err
}

// AuditFacts gathers what a printed audit report says. The act is audited. The code says how far the chain reached.
func (p *Practice) AuditFacts(ctx context.Context, actor store.Actor, q workflow.AuditQuestion) (f documents.AuditFacts, err error) {
	var options []store.Option
	if !q.Patient.IsZero() {
		options = append(options, store.About(q.Patient))
	}
	err = p.View(ctx, actor, action.PrintAudit, func(tx *store.Tx) (err error) {
		f, err = workflow.AuditFacts(tx, q)
		return err
	}, options...)
	f.Code = p.AnchorCode()
	return f, err
}

// DisclosureFacts gathers who was given a patient's data, who put them on paper and who looked at them. The act is audited, and is itself on
// the next such page.
func (p *Practice) DisclosureFacts(ctx context.Context, actor store.Actor, patient patients.ID, from, to value.PartialDate) (f documents.DisclosureFacts, err error) {
	err = p.View(ctx, actor, action.PrintDisclosures, func(tx *store.Tx) (err error) {
		f, err = workflow.DisclosureFacts(tx, patient, from, to)
		return err
	}, store.About(patient))
	return f, err
}
