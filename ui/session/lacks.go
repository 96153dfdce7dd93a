package session

import (
	"strings"

	"satchel/data/organization"
)

// LackWords says what a paper would lack by law before it is issued, and where to fill it in: first what the paper is worth nothing
// without, then the rest; "" where nothing of the kind is lacking.
func (s *Session) LackWords(list []organization.Lacking) (void, other string) {
	var grave, rest []string
	for _, l := range list {
		line := s.Text("session.lacks.line", "Field", s.Text(l.Field.CatalogueKey()), "Where", s.Text(l.Filled.CatalogueKey()))
		if l.Void {
			grave = append(grave, line)
		} else {
			rest = append(rest, line)
		}
	}
	return strings.Join(grave, "\n"), strings.Join(rest, "\n")
}
