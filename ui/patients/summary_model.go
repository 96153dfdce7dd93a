package patients

import (
	"strconv"
	"strings"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/prescribing"
	"satchel/data/value"
	"satchel/ui/session"
)

// note is a line of the summary: what, and in a smaller voice what more.
type note struct {
	Text, Detail string
	Alert        bool // look before going on
}

// vital is one measured thing: the newest number, when it was taken, and its course.
type vital struct {
	Name, Value, When string
	Course            []point // the oldest first
}

// point is a value of a course, for drawing alone.
type point struct{ At, Value float64 }

// allergyWords are the allergies to act on, with what happened, the most critical first.
func (p page) allergyWords() []string {
	var words []string
	for _, a := range p.Allergies.Items {
		text := a.Substance.Display
		if a.Reaction != "" {
			text += " – " + a.Reaction
		}
		words = append(words, text)
	}
	return words
}

// problemNotes are the problems that matter today, then the others.
func (p page) problemNotes(s *session.Session) []note {
	var notes []note
	for _, c := range p.Problems {
		n := note{Text: c.Code.Display}
		var since, status string
		if !c.Onset.IsZero() {
			since = s.Text("patients_screen.since", "Date", s.Day(c.Onset))
		}
		if c.ClinicalStatus != chart.Active {
			status = s.Text("chart.clinical." + string(c.ClinicalStatus))
		} else if c.VerificationStatus != chart.Confirmed {
			status = s.Text("chart.verification." + string(c.VerificationStatus))
		}
		n.Detail = joined(c.Code.Code, since, status, c.Note)
		notes = append(notes, n)
	}
	return notes
}

// medicineNotes are what is taken: what was prescribed here, then what comes from elsewhere.
func (p page) medicineNotes(s *session.Session) []note {
	var notes []note
	lang := s.Language()
	for _, m := range p.Medicines {
		notes = append(notes, note{
			Text:   prescribing.MedicationText(lang, m),
			Detail: joined(prescribing.DosageText(lang, m), s.Text("patients_screen.since", "Date", s.Day(m.Started)), until(s, m.Ends)),
		})
	}
	for _, t := range p.Told {
		n := note{Text: t.Medication, Detail: joined(t.Dosage, s.Text("chart.source."+string(t.Source)), unlessTaking(s, t))}
		if len(t.Ingredients) == 0 {
			n.Alert, n.Detail = true, joined(n.Detail, s.Text("patients_screen.not_checked"))
		}
		notes = append(notes, n)
	}
	return notes
}

func until(s *session.Session, day value.PartialDate) string {
	if day.IsZero() {
		return ""
	}
	return s.Text("patients_screen.until", "Date", s.Day(day))
}

func unlessTaking(s *session.Session, t chart.MedicationStatement) string {
	if t.Status == chart.Taking {
		return ""
	}
	return s.Text("chart.statement." + string(t.Status))
}

// vitalsShown are the signs of the summary, in their order, by LOINC code.
var vitalsShown = []string{chart.BloodPressure, chart.HeartRate, chart.BodyTemperature, chart.OxygenSaturation, chart.RespiratoryRate, chart.BodyWeight, chart.BodyHeight,
	chart.HeadCircumference}

// vitals are the signs that were ever taken, and the body mass index that follows from them.
func (p page) vitals(s *session.Session) []vital {
	var list []vital
	for _, code := range vitalsShown {
		series := p.Vitals[code]
		if len(series) == 0 {
			continue
		}
		v := vital{Name: s.Text(vitalKey(code)), Value: observed(series[0]), When: s.Day(value.DateOf(series[0].Effective.In(s.Zone())))}
		for i := len(series) - 1; i >= 0; i-- {
			if y, ok := drawn(series[i]); ok {
				v.Course = append(v.Course, point{float64(series[i].Effective.Unix()), y})
			}
		}
		list = append(list, v)
	}
	weight, height := p.Vitals[chart.BodyWeight], p.Vitals[chart.BodyHeight]
	if len(weight) > 0 && len(height) > 0 {
		if index := chart.MassIndex(weight[0], height[0], p.Patient.BirthDate); !index.IsZero() {
			list = append(list, vital{Name: s.Text("chart.vital.mass_index"), Value: index.String(), When: s.Day(value.DateOf(weight[0].Effective.In(s.Zone())))})
		}
	}
	return list
}

func vitalKey(code string) string {
	if v, known := chart.VitalOf(code); known {
		return v.CatalogueKey()
	}
	return "chart.vital.pressure"
}

// observed writes an observation's value: "120/80 mmHg", "37.2 °C".
func observed(o chart.Observation) string {
	systolic, diastolic := o.Component(chart.Systolic), o.Component(chart.Diastolic)
	switch {
	case !systolic.IsZero() && !diastolic.IsZero():
		return systolic.Value.String() + "/" + diastolic.String()
	case !systolic.IsZero():
		return systolic.String()
	case o.ValueText != "":
		return o.ValueText
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

// lastSigned is the newest visit that is signed.
func (p page) lastSigned() (chart.TimelineEntry, bool) {
	for _, v := range p.Visits {
		if v.Status == chart.EncounterFinished {
			return v, true
		}
	}
	return chart.TimelineEntry{}, false
}

// changes says what became different since the last signed visit, outside of it.
func (p page) changes(s *session.Session) []note {
	last, found := p.lastSigned()
	if !found {
		return nil
	}
	var notes []note
	tell := func(version int64, changed int64, area, what string) {
		if changed <= last.Signed.UnixMilli() {
			return
		}
		key := "patients_screen.changed"
		if version == 1 {
			key = "patients_screen.added"
		}
		notes = append(notes, note{Text: s.Text(key, "What", what), Detail: s.Text("patients_screen.area." + area)})
	}
	for _, a := range append(p.Allergies.Items, p.Allergies.Past...) {
		tell(a.Version, a.Changed.Time().UnixMilli(), "allergies", a.Substance.Display)
	}
	for _, c := range p.Problems {
		tell(c.Version, c.Changed.Time().UnixMilli(), "problems", c.Code.Display)
	}
	for _, m := range p.Medicines {
		tell(m.Version, m.Changed.Time().UnixMilli(), "medicines", prescribing.MedicationText(s.Language(), m))
	}
	for _, t := range p.Told {
		tell(t.Version, t.Changed.Time().UnixMilli(), "medicines", t.Medication)
	}
	for _, code := range vitalsShown {
		if series := p.Vitals[code]; len(series) > 0 {
			tell(1, series[0].Effective.UnixMilli(), "vitals", s.Text(vitalKey(code))+" "+observed(series[0]))
		}
	}
	return notes
}

// loops are what is still open: a visit that is not signed, a follow-up, an appointment, money.
func (p page) loops(s *session.Session) []note {
	var notes []note
	for _, v := range p.Visits {
		if v.Status == chart.EncounterInProgress {
			notes = append(notes, note{Text: s.Text("patients_screen.visit_open", "When", s.Moment(v.Started)), Detail: v.Reason, Alert: true})
		}
	}
	if last, found := p.lastSigned(); found && !last.FollowUp.IsZero() && len(p.Visits) > 0 && p.Visits[0].ID == last.ID {
		n := note{Text: s.Text("patients_screen.follow_up", "Date", s.Day(last.FollowUp))}
		if last.FollowUp.Before(s.Today()) {
			n.Alert, n.Detail = true, s.Text("patients_screen.overdue")
		}
		notes = append(notes, n)
	}
	for _, a := range p.Coming {
		notes = append(notes, note{
			Text:   s.Text("patients_screen.appointment", "Date", s.Day(a.Date), "Time", value.FormatClock(a.Minute)),
			Detail: joined(p.People.practitioners[a.Practitioner], s.Text(a.State.CatalogueKey()), a.Reason),
		})
	}
	return append(notes, p.balanceNotes(s)...)
}

func (p page) balanceNotes(s *session.Session) []note {
	switch due := p.Balance.Due(); {
	case due.Minor > 0:
		return []note{{Text: s.Text("patients_screen.owes", "Amount", s.Money(due)), Alert: true}}
	case due.Minor < 0:
		return []note{{Text: s.Text("patients_screen.credit", "Amount", s.Money(due.Neg()))}}
	}
	return nil
}

// whereNotes are who and where the patient is: name to say, relation, phones, address, languages.
func (p page) whereNotes(s *session.Session) []note {
	q := p.Patient
	var notes []note
	add := func(labelKey, text string) {
		if text != "" {
			notes = append(notes, note{Text: text, Detail: s.Text(labelKey)})
		}
	}
	for _, phone := range q.Phones {
		notes = append(notes, note{Text: phone.Number, Detail: s.Text(phone.Whose.CatalogueKey())})
	}
	add(labelKeys[fieldEmail], q.Email)
	add(labelKeys[fieldAddress], strings.Join(notEmpty(append(strings.Split(q.Address, "\n"), q.Locality, q.Region, q.PostalCode)), ", "))
	for _, name := range q.PreviousNames {
		add("patients_screen.previous_name", s.Name(name))
	}
	add(labelKeys[fieldOldNumber], q.OldNumber)
	for _, identifier := range q.Identifiers {
		notes = append(notes, note{Text: identifier.Value, Detail: identifier.System})
	}
	if q.Language != "" {
		add(labelKeys[fieldLanguage], languageText(s, q.Language))
	}
	add(labelKeys[fieldNote], q.Note)
	return notes
}

func notEmpty(list []string) []string {
	var kept []string
	for _, text := range list {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// relationWords is "daughter of Ramesh Sharma"; "" where none is known.
func relationWords(s *session.Session, q patients.Patient) string {
	if q.Relation == "" {
		return ""
	}
	return s.Text(q.Relation.CatalogueKey(), "Name", q.RelationName)
}
