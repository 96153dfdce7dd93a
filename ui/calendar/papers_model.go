package calendar

import (
	"context"
	"slices"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// What the form of the papers holds.
const (
	fieldSheet = "sheet"
	fieldNote  = "note"
	fieldWhich = "which"
	fieldPaper = "paper"

	sheetList     = "list"
	sheetDowntime = "downtime"
	whichAll      = "all"
	whichOne      = "one"
)

// papersModel sets the sheets of a day and the slips. Its methods may be called on any goroutine.
type papersModel struct{ session *session.Session }

// People are who can be booked.
func (m papersModel) People(ctx context.Context) (list []organization.Practitioner, err error) {
	err = m.session.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		list, err = organization.ActivePractitioners(tx)
		return err
	})
	return list, err
}

// Sheet sets the sheet that the form asks for. What is wrong with the day is under its field.
func (m papersModel) Sheet(ctx context.Context, values map[string]string) (documents.Frozen, error) {
	day, err := value.ParseDay(values[fieldDay], m.session.Settings.DateOrder, m.session.Now())
	if err != nil {
		return documents.Frozen{}, &store.Error{Code: store.Invalid, Key: "error.store.problems", Err: value.Problems{{Field: fieldDay, Key: problemKey(err)}}}
	}
	practitioner := organization.PractitionerID{}
	if id, err := store.ParseID[organization.Practitioner](values[fieldPractitioner]); err == nil {
		practitioner = id
	}
	if values[fieldSheet] == sheetDowntime {
		return m.session.DowntimePage(ctx, day, practitioner)
	}
	return m.session.DayListPage(ctx, day, practitioner)
}

func problemKey(err error) string {
	if p, is := err.(value.Problem); is {
		return p.Key
	}
	return "error.value.invalid"
}

// Slip sets the slip that the form asks for.
func (m papersModel) Slip(ctx context.Context, row schedule.Row, values map[string]string) (documents.Frozen, error) {
	only := row.ID
	if values[fieldWhich] == whichAll {
		only = schedule.AppointmentID{}
	}
	return m.session.SlipPage(ctx, row.Patient, only, values[fieldNote], documents.Paper(values[fieldPaper]))
}

// SlipPapers are the papers that a slip is offered on: the usual one, and the small ones, from the largest to the smallest.
func (m papersModel) SlipPapers(usual string) []string {
	list := []string{string(documents.PaperA5), string(documents.PaperA6), string(documents.PaperRoll80)}
	if !slices.Contains(list, usual) {
		list = slices.Insert(list, 0, usual)
	}
	return list
}
