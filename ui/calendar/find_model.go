package calendar

import (
	"context"
	"strings"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// findLimit is how many patients the field offers; more typing is the way to the rest.
const findLimit = 8

// find returns the patients whom a typed text may mean, the likeliest first. It may be called on any goroutine.
func find(ctx context.Context, s *session.Session, text string) ([]patients.Row, error) {
	var rows []patients.Row
	err := s.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		rows, _, err = patients.Find(tx, patients.Query{Text: text, Limit: findLimit})
		return err
	})
	return rows, err
}

// apart are the words that tell a patient from others of the same name.
func apart(s *session.Session, row patients.Row) string {
	parts := []string{s.Text(row.Gender.CatalogueKey()), s.Age(row.BirthDate)}
	if row.Relation != "" {
		parts = append(parts, s.Text(row.Relation.CatalogueKey(), "Name", row.RelationName))
	}
	parts = append(parts, row.Locality, row.Phone)
	if row.Match != "" {
		parts = append(parts, s.Text(row.Match.CatalogueKey()))
	}
	return strings.Join(notEmpty(parts), "  ·  ")
}
