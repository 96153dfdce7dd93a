package session

import (
	"slices"
	"strings"

	"satchel/data/organization"
)

// Jurisdiction is the body of law under which the practice works.
func (s *Session) Jurisdiction() organization.Jurisdiction {
	return organization.JurisdictionOf(s.Settings.Country)
}

// LegalChoices are the lists of the law on which a medicine may stand where the practice is, with the one it stands on already, which may
// be another country's.
func (s *Session) LegalChoices(now organization.LegalStatus) []Choice {
	list := append([]organization.LegalStatus{organization.NotClassified}, organization.LegalStatuses(s.Jurisdiction())...)
	if !slices.Contains(list, now) {
		list = append(list, now)
	}
	choices := make([]Choice, len(list))
	for i, status := range list {
		choices[i] = Choice{Value: string(status), Label: s.Text(status.CatalogueKey())}
	}
	return choices
}

// DutyWords says what the law asks of whoever prescribes, and whether that was verified.
func (s *Session) DutyWords(d organization.Duty) string {
	if d.Verified {
		return s.Text("settings.law.duty", "Duty", s.Text(d.CatalogueKey()))
	}
	return s.Text("settings.law.duty_unverified", "Duty", s.Text(d.CatalogueKey()))
}

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
