package patients

import (
	"context"
	"slices"
	"strings"

	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/ui/session"
)

// visitPage is how many visits are read at once: a chart with a thousand opens as fast as one with ten.
const visitPage = 60

// visits are the newest of a patient, as far as read. Add belongs to the window's goroutine.
type visits struct {
	List      []chart.TimelineEntry
	Retracted []chart.TimelineEntry // entered in error, newest first; read with the last of List
	People    people
	More      bool // older ones are still to be read
}

// Visits reads the visits before a cursor, newest first.
func (m *patientModel) Visits(ctx context.Context, before chart.Cursor) (visits, error) {
	var v visits
	err := m.view(ctx, func(tx *store.Tx) (err error) {
		if v.List, err = chart.Timeline(tx, m.id, visitPage, before); err != nil {
			return err
		}
		v.More = len(v.List) == visitPage
		if !v.More { // what was taken back stays readable, behind the others
			if v.Retracted, err = chart.Retracted(tx, m.id, visitPage); err != nil {
				return err
			}
		}
		var seenBy []organization.PractitionerID
		for _, e := range append(slices.Clone(v.List), v.Retracted...) {
			seenBy = append(seenBy, e.Practitioner)
		}
		v.People, err = readPeople(tx, m.session, seenBy...)
		return err
	})
	return v, err
}

// VitalsOf reads the signs taken in a visit.
func (m *patientModel) VitalsOf(ctx context.Context, e chart.Encounter) ([]chart.Observation, error) {
	var list []chart.Observation
	err := m.view(ctx, func(tx *store.Tx) (err error) {
		list, err = chart.VitalsOf(tx, e)
		return err
	})
	return list, err
}

// Add puts older visits behind.
func (v *visits) Add(older visits) {
	v.List, v.Retracted, v.More = append(v.List, older.List...), older.Retracted, older.More
	if v.People.practitioners == nil {
		v.People = older.People
		return
	}
	for id, name := range older.People.practitioners {
		v.People.practitioners[id] = name
	}
}

// Count is how many there are to look at, those taken back included.
func (v *visits) Count() int { return len(v.List) + len(v.Retracted) }

// At returns one of them.
func (v *visits) At(row int) chart.TimelineEntry {
	if row < len(v.List) {
		return v.List[row]
	}
	return v.Retracted[row-len(v.List)]
}

// Next is where reading goes on.
func (v *visits) Next() chart.Cursor {
	if len(v.List) == 0 {
		return chart.Cursor{}
	}
	return v.List[len(v.List)-1].Cursor()
}

// visitWords are a visit in words.
type visitWords struct {
	When, Title, By, State string
	Open, Retracted        bool
}

func (v *visits) words(s *session.Session, e chart.TimelineEntry) visitWords {
	w := visitWords{When: s.Moment(e.Started), By: v.People.practitioners[e.Practitioner], Open: e.Status == chart.EncounterInProgress, Retracted: e.Retracted}
	w.State = s.Text("chart.encounter." + string(e.Status))
	w.Title = diagnosisWords(e)
	if w.Title == "" {
		w.Title = e.Reason
	}
	if w.Title == "" {
		w.Title = s.Text("patients_screen.visit")
	}
	return w
}

func diagnosisWords(e chart.TimelineEntry) string {
	var names []string
	for _, d := range e.Diagnoses {
		names = append(names, d.Code.Display)
	}
	return strings.Join(names, ", ")
}

// part is a headed piece of a note.
type part struct{ Title, Text string }

// noteParts are what a visit says, in the order of reading; what was left empty is left out.
func noteParts(s *session.Session, p people, e chart.TimelineEntry, signs []chart.Observation) []part {
	var parts []part
	add := func(key, text string) {
		if strings.TrimSpace(text) != "" {
			parts = append(parts, part{s.Text("patients_screen.note." + key), text})
		}
	}
	add("reason", e.Reason)
	var measured []string
	for _, o := range signs {
		measured = append(measured, s.Text(vitalKey(o.Code))+" "+observed(o))
	}
	add("vitals", strings.Join(measured, "  ·  "))
	add("note", e.Note)
	var diagnoses []string
	for _, d := range e.Diagnoses {
		text := d.Code.Display
		if d.Code.Code != "" {
			text += " (" + d.Code.Code + ")"
		}
		if d.VerificationStatus != chart.Confirmed {
			text += " – " + s.Text("chart.verification."+string(d.VerificationStatus))
		}
		diagnoses = append(diagnoses, text)
	}
	add("diagnoses", strings.Join(diagnoses, "\n"))
	add("plan", e.Plan)
	if !e.FollowUp.IsZero() {
		add("follow_up", s.Day(e.FollowUp))
	}
	for _, a := range e.Addenda {
		parts = append(parts, part{s.Text("patients_screen.note.addendum", "When", s.Moment(a.Signed), "Who", p.user(a.SignedBy)), a.Text})
	}
	return parts
}

// signedWords says who signed and when.
func signedWords(s *session.Session, p people, e chart.Encounter) string {
	if e.Signed.IsZero() {
		return s.Text("patients_screen.not_signed")
	}
	return s.Text("patients_screen.signed", "When", s.Moment(e.Signed), "Who", p.user(e.SignedBy))
}

// day is the practice's civil date of an instant.
func day(s *session.Session, e chart.Encounter) string {
	return s.Day(value.DateOf(e.Started.In(s.Zone())))
}
