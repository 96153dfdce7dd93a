package frame

import (
	"context"
	"strings"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// searchLimit is how many patients the search box offers; more typing is the way to the rest.
const searchLimit = 8

// hit is one row that the search box offers.
type hit struct {
	target   Target
	title    string
	subtitle string
	right    string
	icon     string
}

// command is something to do that the search box knows by its name.
type command struct {
	label  string
	icon   string
	target Target
}

// searchModel finds patients and commands for a typed text.
type searchModel struct {
	session  *session.Session
	commands []command
}

// find returns what the text may mean, the likeliest first: patients, then commands whose words begin like it.
func (m *searchModel) find(ctx context.Context, text string) ([]hit, error) {
	var hits []hit
	if m.session.May(action.FindPatients) {
		err := m.session.View(ctx, action.FindPatients, func(tx *store.Tx) error {
			rows, _, err := patients.Find(tx, patients.Query{Text: text, Limit: searchLimit})
			for _, row := range rows {
				hits = append(hits, m.patient(row))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, c := range m.commands {
		if beginsLike(c.label, text) {
			hits = append(hits, hit{target: c.target, title: c.label, icon: c.icon})
		}
	}
	return hits, nil
}

// patient writes a patient as a row of the search box.
func (m *searchModel) patient(row patients.Row) hit {
	s := m.session
	parts := []string{s.Text(row.Gender.CatalogueKey())}
	if !row.BirthDate.IsZero() {
		parts = append(parts, s.Age(row.BirthDate))
	}
	if row.Relation != "" {
		parts = append(parts, s.Text(row.Relation.CatalogueKey(), "Name", row.RelationName))
	}
	parts = append(parts, row.Locality, row.Phone)
	if row.Match != "" {
		parts = append(parts, s.Text(row.Match.CatalogueKey()))
	}
	h := hit{target: Target{Place: Patient, Patient: row.ID.Raw()}, title: s.PatientName(row), right: row.Number, icon: "patient"}
	h.subtitle = strings.Join(notEmpty(parts), "  ·  ")
	return h
}

func notEmpty(list []string) []string {
	kept := list[:0]
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// beginsLike reports whether each typed word begins a word of the label. A single letter finds no command: it is a name begun.
func beginsLike(label, typed string) bool {
	words, wanted := value.SearchTokens(label), value.SearchTokens(typed)
	if len(wanted) == 0 || len([]rune(strings.TrimSpace(typed))) < 2 {
		return false
	}
	for _, want := range wanted {
		found := false
		for _, word := range words {
			found = found || strings.HasPrefix(word, want)
		}
		if !found {
			return false
		}
	}
	return true
}
