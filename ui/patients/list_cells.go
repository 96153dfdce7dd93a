package patients

import (
	"satchel/data/patients"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// Cells writes a row of the list; one that is not there yet is blank.
func (m *listModel) Cells(row int) []kit.Cell {
	r, there := m.Row(row)
	if !there {
		return nil
	}
	s := m.session
	name := kit.Cell{Text: s.PatientName(r), Role: kit.Strong, Marks: m.marks(r)}
	if !r.Active || r.Retracted || r.Deceased {
		name.Color = theme.ColorMuted
	}
	var relation kit.Cell
	if r.Relation != "" {
		relation.Text, relation.Role = s.Text(r.Relation.CatalogueKey(), "Name", r.RelationName), kit.Muted
	}
	return []kit.Cell{
		name,
		{Text: s.Text(r.Gender.CatalogueKey())},
		{Text: bornText(s, r.BirthDate, r.BirthDateEstimated), Role: kit.Muted},
		{Text: ageText(s, r.BirthDate, r.Deceased)},
		relation,
		{Text: r.Phone},
		{Text: r.Locality},
		{Text: r.Number, Role: kit.Muted},
	}
}

// marks are the words beside a name: why the search met it where that does not show, and why one should look twice.
func (m *listModel) marks(r patients.Row) []kit.Mark {
	s := m.session
	var marks []kit.Mark
	add := func(holds bool, text string, tone theme.Tone) {
		if holds {
			marks = append(marks, kit.Mark{Text: text, Tone: tone})
		}
	}
	switch r.Match {
	case patients.MatchPreviousName:
		add(true, s.Text("patients_screen.mark.previous", "Name", s.Name(r.PreviousName)), theme.Info)
	case patients.MatchSound:
		add(true, s.Text(r.Match.CatalogueKey()), theme.Info)
	}
	add(r.Retracted, s.Text("patients_screen.mark.error"), theme.Allergy)
	add(r.Deceased, s.Text("patients_screen.mark.deceased"), theme.Neutral)
	add(!r.Active && !r.Deceased, s.Text("patients_screen.mark.inactive"), theme.Neutral)
	add(r.Unidentified && !r.Name.IsZero(), s.Text("patients_screen.mark.unidentified"), theme.Alert)
	return marks
}
