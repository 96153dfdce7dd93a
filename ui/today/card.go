package today

import (
	"strconv"
	"strings"

	"satchel/data/chart"
	"satchel/data/schedule"
	"satchel/data/value"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

func toneOf(state schedule.State) theme.Tone {
	switch state {
	case schedule.Arrived, schedule.ToPay:
		return theme.Alert
	case schedule.WithNurse, schedule.WithDoctor:
		return theme.Info
	case schedule.Done:
		return theme.Done
	}
	return theme.Neutral
}

// boardCard is a row on the board.
func (s *screen) boardCard(row schedule.Row) kit.BoardCard {
	session := s.f.Session
	now := session.Now()
	waiting := row.Waiting(now)
	card := kit.BoardCard{Key: row.ID.String(), Title: session.PatientName(row.Who), Time: value.FormatClock(row.Minute), Waiting: int(waiting.Minutes()),
		Late: row.Late(now) > 0 || waiting >= longWait, Marks: s.marks(row)}
	if row.Token > 0 {
		card.Time = s.f.Text("today.token", "Token", strconv.Itoa(row.Token))
	}
	card.Detail = strings.Join(notEmpty(s.age(row), s.kind(row)), " · ")
	return card
}

// marks are what must not be missed: the bill of who is to pay, allergies, old debts.
func (s *screen) marks(row schedule.Row) []kit.Mark {
	session := s.f.Session
	var marks []kit.Mark
	if left := s.model.day.Bills[row.ID].Left; row.State == schedule.ToPay && left.Minor > 0 {
		marks = append(marks, kit.Mark{Text: session.Money(left), Tone: theme.Info})
	}
	allergies := s.model.day.Allergies[row.Patient]
	here := row.State == schedule.Arrived || row.State == schedule.WithNurse || row.State == schedule.WithDoctor
	switch {
	case row.State == schedule.Done:
	case allergies.State == chart.AllergySome:
		for _, a := range allergies.Items {
			marks = append(marks, kit.Mark{Text: a.Substance.Display, Icon: "warn", Tone: theme.Allergy})
		}
	case allergies.State == chart.AllergyUnknown && here && s.model.sees:
		marks = append(marks, kit.Mark{Text: s.f.Text("today.allergies_unknown"), Icon: "help", Tone: theme.Alert})
	}
	if due := s.model.day.Balances[row.Patient].Due(); row.State != schedule.ToPay && due.Minor > 0 {
		marks = append(marks, kit.Mark{Text: s.f.Text("today.owes", "Amount", session.Money(due)), Tone: theme.Alert})
	}
	return marks
}

// facts tell a patient apart in full, for the line above the board.
func (s *screen) facts(row schedule.Row) []string {
	session := s.f.Session
	who := row.Who
	relation := ""
	if who.Relation != "" {
		relation = session.Text(who.Relation.CatalogueKey(), "Name", who.RelationName)
	}
	doctor := ""
	if len(s.model.day.People) > 1 {
		for _, p := range s.model.day.People {
			if p.ID == row.Practitioner {
				doctor = session.Name(p.Name)
			}
		}
	}
	return notEmpty(session.Age(who.BirthDate), who.Number, row.Reason, s.kind(row), doctor, who.Phone, relation)
}

func (s *screen) kind(row schedule.Row) string { return s.model.day.Kinds[row.VisitType].Name }

// age is an age as short as a card needs it.
func (s *screen) age(row schedule.Row) string {
	born := row.Who.BirthDate
	if born.IsZero() {
		return ""
	}
	age := born.Age(s.model.day.Date)
	switch {
	case age.Years >= 2 || age.Precision == value.PrecisionYear || age.Precision == value.PrecisionNone:
		return s.f.Text("today.age_years", "Years", age.Years)
	case age.Years > 0 || age.Months > 0:
		return s.f.Text("today.age_months", "Months", age.Years*12+age.Months)
	}
	return s.f.Text("today.age_days", "Days", age.Days)
}

func notEmpty(parts ...string) []string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return list
}
