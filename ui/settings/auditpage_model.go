package settings

import (
	"context"
	"strings"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// page sets the report that answers a question. Problems are under "from" and "to".
func (m auditModel) page(ctx context.Context, q auditQuestion) (documents.Frozen, error) {
	asked, err := m.asked(ctx, q)
	if err != nil {
		return documents.Frozen{}, err
	}
	return m.s.AuditPage(ctx, asked)
}

// asked reads the typed days and the user's name.
func (m auditModel) asked(ctx context.Context, q auditQuestion) (workflow.AuditQuestion, error) {
	asked := workflow.AuditQuestion{Patient: patients.ID(q.patient)}
	var problems value.Problems
	day := func(field, typed string) (d value.PartialDate) {
		if strings.TrimSpace(typed) == "" {
			return d
		}
		d, err := value.ParseDay(typed, m.s.Settings.DateOrder, m.s.Now())
		problems.Check(field, err)
		return d
	}
	asked.From, asked.To = day("from", q.from), day("to", q.to)
	if problems != nil {
		return asked, invalid(problems.Err())
	}
	if q.user == "" {
		return asked, nil
	}
	err := m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		users, err := organization.AllUsers(tx)
		for _, u := range users {
			if u.Login == q.user {
				asked.User = u.KernelID()
			}
		}
		return err
	})
	return asked, err
}
