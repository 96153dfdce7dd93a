package scenario

import (
	"errors"
	"strings"
	"time"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// register NAME family= latin= gender= born= phone= relation= of= locality=
func register(s *story, c *call) error {
	name := c.next()
	p, err := s.patientOf(c, name)
	if err != nil {
		return err
	}
	err = s.update(action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	if err == nil {
		s.people[name] = &who{Patient: p, papers: map[documents.Kind]documents.Document{}}
	}
	return err
}

func (s *story) patientOf(c *call, name string) (patients.Patient, error) {
	p := patients.Patient{Name: value.HumanName{Given: name, Family: c.get("family"), Latin: c.get("latin")}, Gender: value.GenderFemale,
		Relation: patients.Relation(c.get("relation")), RelationName: c.get("of"), Locality: c.get("locality")}
	if script := c.get("script"); script != "" {
		p.Name = value.HumanName{Text: script, Latin: strings.TrimSpace(name + " " + c.get("family"))}
	}
	if gender := c.get("gender"); gender != "" {
		p.Gender = value.AdministrativeGender(gender)
	}
	if phone := c.get("phone"); phone != "" {
		p.Phones = []patients.Phone{{Number: phone, Whose: patients.WhoseSelf}}
	}
	born := c.get("born")
	if born == "" {
		born = "1990"
	}
	date, estimated, err := value.ParseDate(born, value.DMY, s.Clock.Now())
	p.BirthDate, p.BirthDateEstimated = date, estimated
	if estimated {
		p.BirthDateEstimatedOn = value.DateOf(s.Clock.Now())
	}
	return p, err
}

// unknown NAME gender= born="about 40": somebody of whom the practice knows no name; NAME is the script's own.
func unknown(s *story, c *call) error {
	name := c.next()
	p, err := s.patientOf(c, name)
	if err != nil {
		return err
	}
	p.Name, p.Unidentified = value.HumanName{}, true
	err = s.update(action.RegisterPatient, func(tx *store.Tx) (err error) {
		p, err = patients.Register(tx, p)
		return err
	})
	if err == nil {
		s.people[name] = &who{Patient: p, papers: map[documents.Kind]documents.Document{}}
	}
	return err
}

// correct NAME given= family=: what the patient is called after all.
func correct(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	p := w.Renamed(value.HumanName{Given: c.get("given"), Family: c.get("family")})
	return s.update(action.CorrectPatient, func(tx *store.Tx) (err error) {
		w.Patient, err = patients.Correct(tx, p)
		return err
	}, store.About(w.ID))
}

// find "text" NAME...: who is found, in this order.
func find(s *story, c *call) error {
	text, want := c.next(), c.words
	c.words = nil
	var got []string
	err := s.view(action.FindPatients, func(tx *store.Tx) error {
		rows, _, err := patients.Find(tx, patients.Query{Text: text, Limit: 10})
		for _, r := range rows {
			for name, w := range s.people {
				if w.ID == r.ID {
					got = append(got, name)
				}
			}
		}
		return err
	})
	return errors.Join(err, expect("found", strings.Join(got, " "), strings.Join(want, " ")))
}

// duplicates NAME family= ... is=NAME: what the desk is warned of before it registers; is= is empty for nobody.
func duplicates(s *story, c *call) error {
	p, err := s.patientOf(c, c.next())
	if err != nil {
		return err
	}
	got := ""
	err = s.view(action.FindPatients, func(tx *store.Tx) error {
		list, err := patients.Duplicates(tx, p)
		for name, w := range s.people {
			if len(list) > 0 && list[0].Likely && list[0].Row.ID == w.ID {
				got = name
			}
		}
		return err
	})
	return errors.Join(err, expect("the likely duplicate", got, c.get("is")))
}

// book NAME at=HH:MM day= reason=
func book(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	at, err := time.Parse("15:04", c.get("at"))
	if err != nil {
		return err
	}
	a := s.visitOf(w)
	a.Minute, a.Reason = at.Hour()*60+at.Minute(), c.get("reason")
	zone, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		return err
	}
	a.Date = value.DateOf(s.Clock.Now().In(zone))
	if day := c.get("day"); day != "" {
		if a.Date, err = value.ParseISO(day); err != nil {
			return err
		}
	}
	return s.update(action.Book, func(tx *store.Tx) (err error) {
		w.appointment, _, err = schedule.Book(tx, a)
		return err
	}, store.About(w.ID))
}

func (s *story) visitOf(w *who) schedule.Appointment {
	return schedule.Appointment{Patient: w.ID, Practitioner: s.doctor, Location: s.place, VisitType: s.kind}
}

func arrive(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.Arrive, func(tx *store.Tx) error {
		arrived, err := workflow.Arrive(tx, w.appointment.ID, w.appointment.Version)
		if err == nil {
			w.appointment = arrived.Appointment
		}
		return err
	}, store.About(w.ID))
}

func walkIn(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.Arrive, func(tx *store.Tx) error {
		arrived, err := workflow.WalkIn(tx, s.visitOf(w))
		w.appointment = arrived.Appointment
		return err
	}, store.About(w.ID))
}

func undoArrival(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.Arrive, func(tx *store.Tx) (err error) {
		w.appointment, err = workflow.UndoArrival(tx, w.appointment.ID, w.appointment.Version)
		return err
	}, store.About(w.ID))
}

// goodbye lets a patient go who has nothing to pay.
func goodbye(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.ChangeBooking, func(tx *store.Tx) (err error) {
		w.appointment, err = schedule.Close(tx, w.appointment.ID, 0)
		return err
	}, store.About(w.ID))
}

// board NAME state: where the patient stands.
func board(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want, got := c.next(), ""
	if !w.appointment.ID.IsZero() {
		err = s.view(action.ReadSchedule, func(tx *store.Tx) error {
			now, err := schedule.Get(tx, w.appointment.ID)
			got = string(now.State)
			return err
		})
	}
	return errors.Join(err, expect("the patient", got, want))
}
