package billing

import (
	"context"

	"satchel/data/documents"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// askStatement asks over which days the patient's account is stated, issues the statement, and goes to it.
func (s *billScreen) askStatement() {
	f := s.f
	form := f.PeriodForm(s.model.StatementFrom(), f.Session.Today())
	ask(s, question{title: f.Text("billing_screen.statement.title"), text: f.Text("billing_screen.statement.lead"), label: f.Text("billing_screen.statement.issue"), importance: kit.Primary, form: form, focus: "from"},
		s.model.Statement, func(d documents.Document) {
			s.here()
			f.Go(frame.Target{Place: frame.Document, Patient: d.Patient.Raw(), Record: d.ID.Raw()})
		})
}

// mayPrint reports that the page of a closed day can be offered.
func (v *endView) mayPrint() bool {
	return v.s.f.Printer != nil && v.s.f.Session.May(action.PrintDayEnd)
}

// offerPage offers the page of the closed day in view.
func (v *endView) offerPage() {
	f, s, p := v.s.f, v.s, v.s.page
	if !v.mayPrint() {
		return
	}
	f.OfferPaper(frame.Paper{Title: f.Text("billing_screen.day_end.page"), Lead: f.Text("billing_screen.day_end.page_lead", "Day", f.Session.Day(p.Date)), File: "day-end-" + p.Date.String() + ".pdf",
		Set: func(ctx context.Context, _ map[string]string) (documents.Frozen, error) { return s.model.Page(ctx, p) }})
}
