package visit

import (
	"strconv"
	"strings"
	"time"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/value"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// note is a line of what is known: what, and in a smaller voice what more.
type note struct {
	Text, Detail string
	Alert        bool // look before going on
	Plain        bool // running text
	Label        bool // Detail is the name of what Text says
}

// identity is the patient as the banner names them.
func (p page) identity(s *session.Session) kit.Identity {
	q := p.Patient
	who := kit.Identity{Name: q.Name.Display(value.GivenFirst), Latin: q.Name.Latin, Sex: s.Text(q.Gender.CatalogueKey()), Born: s.Day(q.BirthDate), Age: s.Age(q.BirthDate), Number: q.Number}
	if q.Name.IsZero() {
		key, args := patients.Label(q.Gender, q.BirthDate, s.Today())
		who.Name = s.Text(key, args...)
	}
	if q.BirthDateEstimated {
		who.Born = s.Text("visit.about", "Date", who.Born)
	}
	if q.Deceased {
		who.Age = ""
		who.Alerts = append(who.Alerts, s.Text("visit.deceased"))
	}
	if len(q.Phones) > 0 {
		who.Phone = q.Phones[0].Number
	}
	if q.Relation != "" {
		who.Relation = s.Text(q.Relation.CatalogueKey(), "Name", q.RelationName)
	}
	switch p.Summary.Allergies.State {
	case chart.AllergySome:
		who.Allergy, who.Allergies = kit.AllergiesKnown, p.allergyWords()
	case chart.AllergyNoneKnown:
		who.Allergy = kit.AllergiesNoneKnown
	}
	if p.Pregnant {
		who.Alerts = append(who.Alerts, s.Text("visit.pregnant"))
	}
	return who
}

// allergyWords are the allergies to act on, with what happened, the most critical first.
func (p page) allergyWords() []string {
	var words []string
	for _, a := range p.Summary.Allergies.Items {
		text := a.Substance.Display
		if a.Reaction != "" {
			text += " – " + a.Reaction
		}
		words = append(words, text)
	}
	return words
}

// last is the newest signed visit before this one.
func (p page) last() (chart.TimelineEntry, bool) {
	for _, e := range p.Summary.Encounters {
		if e.Status == chart.EncounterFinished && e.ID != p.Encounter.ID {
			return e, true
		}
	}
	return chart.TimelineEntry{}, false
}

// lastNotes are what was found and agreed at the last visit.
func (p page) lastNotes(s *session.Session) []note {
	e, found := p.last()
	if !found {
		return nil
	}
	var diagnoses []string
	for _, d := range e.Diagnoses {
		diagnoses = append(diagnoses, d.Code.Display)
	}
	var list []note
	add := func(text, key string) {
		if text != "" {
			list = append(list, note{Text: text, Detail: s.Text(key), Plain: key != "visit.diagnosis", Label: true})
		}
	}
	add(strings.Join(diagnoses, "; "), "visit.diagnosis")
	if len(diagnoses) == 0 {
		add(e.Reason, "visit.reason")
	}
	add(shortened(e.Plan, 240), "visit.plan")
	if e.Plan == "" {
		add(shortened(e.Note, 240), "visit.note")
	}
	if !e.FollowUp.IsZero() {
		n := note{Text: s.Text("visit.come_again", "Date", s.Day(e.FollowUp))}
		if days := e.FollowUp.DaysUntil(s.Today()); days > 0 {
			n.Detail, n.Alert = s.Text("visit.late", "Count", days), true
		}
		list = append(list, n)
	}
	return list
}

// shortened cuts a text to about so many characters, between words.
func shortened(text string, limit int) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) <= limit {
		return string(runes)
	}
	cut := string(runes[:limit])
	if space := strings.LastIndexAny(cut, " \n"); space > limit/2 {
		cut = cut[:space]
	}
	return cut + " …"
}

// medicineNotes are what is taken: what was prescribed here, then what comes from elsewhere.
func (p page) medicineNotes(s *session.Session) []note {
	var list []note
	for _, m := range p.Medicines {
		until := ""
		if !m.Ends.IsZero() {
			until = s.Text("visit.until", "Date", s.Day(m.Ends))
		}
		list = append(list, note{Text: prescribing.MedicationText(s.Language(), m), Detail: joined(prescribing.DosageText(s.Language(), m), until)})
	}
	for _, t := range p.Summary.Medications {
		list = append(list, note{Text: t.Medication, Detail: joined(t.Dosage, s.Text("chart.source."+string(t.Source))), Alert: len(t.Ingredients) == 0})
	}
	return list
}

// problemNotes are the problems that matter today.
func (p page) problemNotes(s *session.Session) []note {
	var list []note
	for _, c := range p.Summary.Problems {
		if c.ClinicalStatus != chart.Active {
			continue
		}
		since := ""
		if !c.Onset.IsZero() {
			since = s.Text("visit.since", "Date", s.Day(c.Onset))
		}
		list = append(list, note{Text: c.Code.Display, Detail: joined(c.Code.Code, since, c.Note)})
	}
	return list
}

// changeNotes say what became different since the last signed visit, outside of visits.
func (p page) changeNotes(s *session.Session) []note {
	last, found := p.last()
	if !found {
		return nil
	}
	var list []note
	tell := func(version, at int64, visit chart.EncounterID, area, what string) {
		if at <= last.Signed.UnixMilli() || visit == p.Encounter.ID {
			return
		}
		key := "visit.changed"
		if version == 1 {
			key = "visit.added"
		}
		list = append(list, note{Text: s.Text(key, "What", what), Detail: s.Text("visit." + area)})
	}
	allergies := p.Summary.Allergies
	for _, group := range [][]chart.AllergyIntolerance{allergies.Items, allergies.Past} {
		for _, a := range group {
			tell(a.Version, a.Changed.Time().UnixMilli(), a.Encounter, "allergies", a.Substance.Display)
		}
	}
	for _, c := range p.Summary.Problems {
		tell(c.Version, c.Changed.Time().UnixMilli(), c.Encounter, "problems", c.Code.Display)
	}
	for _, m := range p.Summary.Medications {
		tell(m.Version, m.Changed.Time().UnixMilli(), m.Encounter, "medicines", m.Medication)
	}
	return list
}

// course is one vital sign over the visits: the newest number before this visit, when, and what a plot shows.
type course struct {
	Name, Value, When string
	Points            []kit.Point // the oldest first
}

// courses are the signs that were taken before.
func (p page) courses(s *session.Session) []course {
	var list []course
	for _, v := range vitalFields {
		series := p.Summary.Vitals[v.code]
		c := course{Name: s.Text("chart.vital." + v.field)}
		for i := len(series) - 1; i >= 0; i-- {
			if y, ok := drawn(series[i]); ok {
				c.Points = append(c.Points, kit.Point{X: float64(series[i].Effective.Unix()), Y: y})
			}
			if series[i].Encounter != p.Encounter.ID {
				c.Value, c.When = observed(series[i]), s.Day(dayOf(s, series[i].Effective))
			}
		}
		if c.Value != "" {
			list = append(list, c)
		}
	}
	return list
}

// observed writes an observation's value: "120/80 mmHg", "37.2 °C".
func observed(o chart.Observation) string {
	systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic)
	switch {
	case !systolic.IsZero() && !diastolic.IsZero():
		return systolic.Value.String() + "/" + diastolic.String()
	case !systolic.IsZero():
		return systolic.String()
	}
	return o.Quantity().String()
}

// drawn is the number that a plot shows: of a blood pressure the systolic one. The record keeps the digits as typed.
func drawn(o chart.Observation) (float64, bool) {
	q := o.Quantity()
	if systolic := o.Component(chart.Systolic); !systolic.IsZero() {
		q = systolic
	}
	y, err := strconv.ParseFloat(q.Value.String(), 64)
	return y, err == nil
}

// dayOf is the practice's civil date of an instant.
func dayOf(s *session.Session, at time.Time) value.PartialDate { return value.DateOf(at.In(s.Zone())) }
