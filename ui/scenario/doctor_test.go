package scenario

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

func (w *who) origin() chart.Origin { return chart.Origin{Patient: w.ID, Encounter: w.encounter.ID} }

// start NAME: the visit of the appointment; without one, the patient is simply there.
func start(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.StartVisit, func(tx *store.Tx) error {
		var e chart.Encounter
		var err error
		if w.appointment.ID.IsZero() {
			e, err = workflow.StartWalkInVisit(tx, s.visitOf(w))
		} else {
			e, err = workflow.StartVisit(tx, w.appointment.ID, 0)
		}
		if err != nil {
			return err
		}
		w.encounter, w.appointment.ID = e, e.Appointment
		return nil
	}, store.About(w.ID))
}

// vitals NAME pressure=128/82 pulse= weight= temperature=
func vitals(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	var list []chart.Observation
	decimal := func(text string) value.Decimal {
		d, problem := value.ParseDecimal(text, value.Point)
		err = errors.Join(err, problem)
		return d
	}
	if text := c.get("pressure"); text != "" {
		high, low, _ := strings.Cut(text, "/")
		list = append(list, chart.Observation{Code: chart.BloodPressure, Components: []chart.Component{
			{Code: chart.Systolic, Value: value.Quantity{Value: decimal(high), Unit: "mm[Hg]"}}, {Code: chart.Diastolic, Value: value.Quantity{Value: decimal(low), Unit: "mm[Hg]"}}}})
	}
	for _, sign := range chart.Vitals {
		if text := c.get(sign.Field); text != "" {
			list = append(list, chart.Observation{Code: sign.Code, Value: decimal(text), Unit: sign.Units[0]})
		}
	}
	if err != nil {
		return err
	}
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		_, _, err := chart.SaveVitals(tx, w.encounter.ID, list)
		return err
	}, store.About(w.ID))
}

// note NAME "text" plan=
func note(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	e := w.encounter
	e.Note, e.Plan = c.next(), c.get("plan")
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		saved, err := chart.Save(tx, e)
		if err == nil {
			w.encounter = saved
		}
		return err
	}, store.About(w.ID))
}

// allergy NAME substance reaction= criticality=
func allergy(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddAllergy(tx, chart.AllergyIntolerance{Origin: s.originOf(w), Substance: value.Code{Display: c.next()}, Reaction: c.get("reaction"),
			Criticality: chart.Criticality(c.get("criticality"))})
		return err
	}, store.About(w.ID))
}

// originOf is the open visit, or the practice where there is none.
func (s *story) originOf(w *who) chart.Origin {
	if w.encounter.ID.IsZero() || w.encounter.Status != chart.EncounterInProgress {
		return chart.Origin{Patient: w.ID, Practitioner: s.doctor, Location: s.place}
	}
	return w.origin()
}

func noAllergies(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: s.originOf(w), NoneKnown: true})
		return err
	}, store.About(w.ID))
}

// allergies NAME unknown|none_known|some: every role sees it.
func allergies(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	var list chart.AllergyList
	err = s.view(action.OpenPatient, func(tx *store.Tx) (err error) {
		list, err = chart.Allergies(tx, w.ID)
		return err
	}, store.About(w.ID))
	return errors.Join(err, expect("what is known", string(list.State), c.next()))
}

// diagnose NAME words [code=ICD-10]
func diagnose(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	code := value.Code{Display: c.next()}
	if icd := c.get("code"); icd != "" {
		code.System, code.Code = value.SystemICD10, icd
	}
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.AddCondition(tx, chart.Condition{Origin: w.origin(), Category: chart.EncounterDiagnosis, Code: code})
		return err
	}, store.About(w.ID))
}

func pregnant(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.WriteChart, func(tx *store.Tx) error {
		_, err := chart.RecordPregnancy(tx, w.origin(), chart.Pregnant)
		return err
	}, store.About(w.ID))
}

// prescribe NAME "line as typed"
func prescribe(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	typed := c.next()
	return s.update(action.Prescription, func(tx *store.Tx) error {
		rx, err := prescribing.DraftOf(tx, w.origin())
		if err != nil {
			return err
		}
		list, err := prescribing.Propose(tx, s.doctor, typed, 1)
		if err != nil {
			return err
		}
		line := prescribing.MedicationRequest{Brand: typed} // in the doctor's own words
		if len(list) > 0 {
			line = list[0].Line
		}
		line.Prescription = rx.ID
		_, err = prescribing.SaveLine(tx, line)
		return err
	}, store.About(w.ID))
}

// repeat NAME: the lines of the last prescription, again.
func repeat(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.Prescription, func(tx *store.Tx) error {
		_, _, err := prescribing.RepeatAll(tx, w.origin())
		return err
	}, store.About(w.ID))
}

// openAlerts are what must be answered before issuing.
func openAlerts(tx *store.Tx, w *who) (prescribing.Prescription, []prescribing.Finding, error) {
	rx, err := prescribing.DraftOf(tx, w.origin())
	if err != nil {
		return rx, nil, err
	}
	all, err := prescribing.Check(tx, rx.ID)
	var open []prescribing.Finding
	for _, f := range all {
		if f.Open() {
			open = append(open, f)
		}
	}
	return rx, open, err
}

// alerts NAME N [kind=allergy]: so many wait for an answer, the gravest of this kind.
func alerts(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want, kind := c.next(), c.get("kind")
	return s.update(action.Prescription, func(tx *store.Tx) error {
		_, open, err := openAlerts(tx, w)
		err = errors.Join(err, expect("the number of alerts", strconv.Itoa(len(open)), want))
		if err == nil && kind != "" {
			err = expect("the gravest", string(open[0].Kind), kind)
		}
		return err
	}, store.About(w.ID))
}

// answer NAME overridden|acknowledged [reason=]: the gravest alert that waits.
func answer(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	decision, reason := prescribing.Decision(c.next()), c.get("reason")
	return s.update(action.Prescription, func(tx *store.Tx) error {
		rx, open, err := openAlerts(tx, w)
		if err != nil {
			return err
		}
		if len(open) == 0 {
			return errors.New("no alert waits for an answer")
		}
		_, err = prescribing.Answer(tx, rx.ID, open[0].ID, decision, reason)
		return err
	}, store.About(w.ID))
}

// remove NAME N: the N-th line of the draft, from 1.
func remove(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	return s.update(action.Prescription, func(tx *store.Tx) error {
		rx, err := prescribing.DraftOf(tx, w.origin())
		if err != nil {
			return err
		}
		lines, err := prescribing.Lines(tx, rx.ID)
		if err != nil {
			return err
		}
		if n < 1 || n > len(lines) {
			return fmt.Errorf("the draft has %d lines", len(lines))
		}
		return prescribing.RemoveLine(tx, lines[n-1].ID)
	}, store.About(w.ID))
}

// finish NAME [pay=cash]
func finish(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	how := workflow.Finish{Encounter: w.encounter.ID, Version: w.encounter.Version, Pay: billing.Method(c.get("pay"))}
	var done workflow.Finished
	err = s.update(action.FinishVisit, func(tx *store.Tx) (err error) {
		done, err = workflow.FinishVisit(tx, s.Press(), how)
		return err
	}, store.About(w.ID))
	if err != nil {
		return err
	}
	w.encounter = done.Encounter
	for _, d := range done.Documents {
		w.papers[d.Kind] = d
	}
	return nil
}

// visit NAME in-progress|finished|entered-in-error
func visitState(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	var e chart.Encounter
	err = s.view(action.OpenChart, func(tx *store.Tx) (err error) {
		e, err = store.Get(tx, chart.Encounters, w.encounter.ID)
		return err
	}, store.About(w.ID))
	return errors.Join(err, expect("the visit", string(e.Status), c.next()))
}

// undo NAME [onto=NAME] because=: the finished visit is taken back, and goes on as a draft, perhaps on another patient.
func undo(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	onto, about := w, []interface{ Raw() store.RawID }{w.ID}
	if name := c.get("onto"); name != "" {
		if onto = s.people[name]; onto == nil {
			return fmt.Errorf("nobody in this story is called %q", name)
		}
		about = append(about, onto.ID)
	}
	var undone workflow.Undone
	err = s.update(action.UndoVisit, func(tx *store.Tx) (err error) {
		undone, err = workflow.UndoVisit(tx, s.Press(), w.encounter.ID, onto.ID)
		return err
	}, store.About(about...), store.Because(c.get("because")))
	if err == nil {
		onto.encounter = undone.Reopened
	}
	return err
}

// amend NAME "text"
func amend(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.AmendVisit, func(tx *store.Tx) error {
		_, err := chart.Amend(tx, chart.Addendum{Origin: w.origin(), Text: c.next()})
		return err
	}, store.About(w.ID))
}
