package settings

import (
	"context"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/ui/frame"
)

// question is what the form asks at this moment.
func (s *auditScreen) question() auditQuestion {
	values := s.form.Values()
	return auditQuestion{patient: s.chosen, user: values["user"], from: values["from"], to: values["to"]}
}

// offerReport offers the report on paper, narrowed as it is on the screen.
func (s *auditScreen) offerReport() {
	f := s.f
	if s.form.Values()["patient"] != "" && s.chosen.IsZero() {
		s.form.SetErrors(map[string]string{"patient": f.Text("settings.audit.choose")})
		return
	}
	q := s.question()
	f.OfferPaper(frame.Paper{Title: f.Text("settings.audit_page.title"), Lead: f.Text("settings.audit_page.lead"), File: "audit-" + f.Session.Today().String() + ".pdf",
		Set: func(ctx context.Context, _ map[string]string) (documents.Frozen, error) { return s.model.page(ctx, q) }})
}

// offerDisclosures offers what the chosen patient is told of who has seen their record.
func (s *auditScreen) offerDisclosures() {
	if !s.chosen.IsZero() {
		s.f.OfferDisclosures(patients.ID(s.chosen))
	}
}
