package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/billing"
	"satchel/data/datatest"
	"satchel/data/documents"
	"satchel/data/exchange"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/data/workflow"
)

// acts is THE list of verbs.
var acts map[string]func(*story, *call) error

func init() {
	acts = map[string]func(*story, *call) error{
		"as": as, "signin": signIn, "clock": clockTo, "later": later, "lock": lock, "unlock": unlock, "pin": pin, "typing": typing, "draft": draft,
		"register": register, "unknown": unknown, "correct": correct, "find": find, "duplicates": duplicates,
		"book": book, "arrive": arrive, "walkin": walkIn, "undo-arrival": undoArrival, "board": board, "goodbye": goodbye,
		"bill": bill, "pay": pay, "refund": refund, "owes": owes, "credit": credit, "print": printPaper, "jam": jam, "queue": queue, "handover": handOver, "paper": paper,
		"verify": verify, "backup": makeBackup, "restore-check": restoreCheck, "export": export, "opened": opened,
		"start": start, "vitals": vitals, "note": note, "allergy": allergy, "no-allergies": noAllergies, "allergies": allergies, "diagnose": diagnose, "pregnant": pregnant,
		"prescribe": prescribe, "alerts": alerts, "answer": answer, "remove": remove, "finish": finish, "visit": visitState, "undo": undo, "amend": amend, "repeat": repeat,
	}
}

func as(s *story, c *call) error {
	switch name := c.next(); name {
	case "desk":
		s.me = s.Desk
	case "doctor":
		s.me = s.Owner
	default:
		return fmt.Errorf("no user %q", name)
	}
	return nil
}

// signIn gives the password anew; a PIN reopens a screen for half a day only.
func signIn(s *story, c *call) error {
	name := c.next()
	actor, err := s.SignIn(ctx, vault.Password(name, datatest.Password))
	if err != nil {
		return err
	}
	if name == datatest.Owner {
		s.Owner = actor
	} else {
		s.Desk = actor
	}
	s.me = actor
	return nil
}

// clockTo sets the practice's wall clock: clock 2026-11-27 09:00
func clockTo(s *story, c *call) error {
	zone, err := value.LoadZone("Asia/Kolkata")
	if err != nil {
		return err
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", c.next()+" "+c.next(), zone)
	s.Clock.Set(at)
	return err
}

func later(s *story, c *call) error {
	d, err := time.ParseDuration(c.next())
	s.Clock.Add(d)
	return err
}

func lock(s *story, _ *call) error { return s.Lock(ctx, s.me) }

func unlock(s *story, c *call) error { return s.Unlock(ctx, s.me, c.next()) }

func pin(s *story, c *call) error { return s.SetPIN(ctx, s.me, c.next()) }

// typing keeps what somebody has typed and not saved; draft looks whether it is there: draft note "text", or draft note "" for none.
func typing(s *story, c *call) error {
	return s.SaveDraft(ctx, s.me, store.Draft{Name: c.next(), Body: []byte(c.next())})
}

func draft(s *story, c *call) error {
	name, want := c.next(), c.next()
	list, err := s.Drafts(ctx, s.me)
	got := ""
	for _, d := range list {
		if d.Name == name {
			got = string(d.Body)
		}
	}
	return errors.Join(err, expect("the draft", got, want))
}

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

// billOf is the newest bill of the patient's visit.
func billOf(tx *store.Tx, w *who) (billing.Bill, error) {
	b, found, err := billing.OfVisit(tx, w.appointment.ID, w.encounter.ID)
	if err == nil && !found {
		err = errors.New("the visit has no bill")
	}
	return b, err
}

// bill NAME [discount=PERCENT]: issues the draft.
func bill(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	off := c.get("discount")
	return s.update(action.Bill, func(tx *store.Tx) error {
		b, err := billOf(tx, w)
		if err != nil {
			return err
		}
		if off != "" {
			percent, err := value.ParseDecimal(off, value.Point)
			if err != nil {
				return err
			}
			if b, err = billing.DiscountPercent(tx, b.Invoice, percent); err != nil {
				return err
			}
		}
		billed, err := workflow.IssueInvoice(tx, s.Press(), b.Invoice)
		if err == nil {
			w.papers[documents.Invoice] = billed.Paper
		}
		return err
	}, store.About(w.ID))
}

// pay NAME rupees method [advance]
func pay(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	rupees, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	due := billing.Payment{Patient: w.ID, Location: s.place, Practitioner: s.doctor, Method: billing.Method(c.next()), Amount: billing.Minor(rupees * 100)}
	advance := c.next() == "advance"
	return s.update(action.TakePayment, func(tx *store.Tx) error {
		var invoices []billing.InvoiceID
		if !advance {
			b, err := billOf(tx, w)
			if err != nil {
				return err
			}
			invoices = append(invoices, b.ID)
		}
		received, err := workflow.TakePayment(tx, s.Press(), due, invoices...)
		if err == nil {
			w.papers[documents.Receipt] = received.Paper
		}
		return err
	}, store.About(w.ID))
}

// refund NAME rupees because=
func refund(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	rupees, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	return s.update(action.Refund, func(tx *store.Tx) error {
		paid, err := billing.PaymentsOf(tx, w.ID)
		if err != nil || len(paid) == 0 {
			return errors.Join(err, errors.New("nothing was paid"))
		}
		back := billing.Payment{Patient: w.ID, Location: s.place, Method: billing.Cash, Amount: billing.Minor(rupees * 100)}
		received, err := workflow.Refund(tx, s.Press(), back, paid[0].ID)
		w.papers[documents.Receipt] = received.Paper
		return err
	}, store.About(w.ID), store.Because(c.get("because")))
}

// owes NAME rupees; below zero it is the patient's credit.
func owes(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want, err := strconv.Atoi(c.next())
	if err != nil {
		return err
	}
	got := int64(0)
	err = s.view(action.ReadBilling, func(tx *store.Tx) error {
		b, err := billing.BalanceOf(tx, w.ID)
		got = b.Due().Minor / 100
		return err
	})
	return errors.Join(err, expect("the balance", got, int64(want)))
}

// credit NAME because=: the bill is taken back.
func credit(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	return s.update(action.CreditInvoice, func(tx *store.Tx) error {
		b, err := billOf(tx, w)
		if err != nil {
			return err
		}
		_, err = workflow.CreditInvoice(tx, s.Press(), b.ID)
		return err
	}, store.About(w.ID), store.Because(c.get("because")))
}

func (s *story) paperOf(c *call) (*who, documents.Document, error) {
	w, err := s.who(c)
	if err != nil {
		return nil, documents.Document{}, err
	}
	kind := documents.Kind(c.next())
	d, known := w.papers[kind]
	if !known {
		return nil, d, fmt.Errorf("there is no %s", kind)
	}
	return w, d, nil
}

// print NAME kind [outcome=failed] [copy=N]
func printPaper(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	outcome := documents.Outcome(c.get("outcome"))
	if outcome == "" {
		outcome = documents.PrintTaken
	}
	return s.update(action.PrintDocument, func(tx *store.Tx) error {
		copy, err := documents.NextCopy(tx, d.ID)
		if err != nil {
			return err
		}
		if want := c.get("copy"); want != "" {
			if err := expect("the copy", strconv.Itoa(copy), want); err != nil {
				return err
			}
		}
		_, err = documents.Printed(tx, d.ID, copy, outcome)
		return err
	}, store.About(w.ID))
}

// jam NAME kind: the printer said that it printed, and nothing came out.
func jam(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.update(action.PrintDocument, func(tx *store.Tx) error {
		_, err := documents.DidNotComeOut(tx, d.ID)
		return err
	}, store.About(w.ID))
}

// queue N: so many papers wait for the printer.
func queue(s *story, c *call) error {
	want, got := c.next(), 0
	err := s.view(action.PrintDocument, func(tx *store.Tx) (err error) {
		got, err = documents.CountToPrint(tx)
		return err
	})
	return errors.Join(err, expect("the queue", strconv.Itoa(got), want))
}

func handOver(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.update(action.HandOverDocument, func(tx *store.Tx) error {
		_, err := documents.HandOverTo(tx, d.ID, c.get("to"))
		return err
	}, store.About(w.ID))
}

// paper NAME kind status [number=]
func paper(s *story, c *call) error {
	w, d, err := s.paperOf(c)
	if err != nil {
		return err
	}
	err = s.view(action.ReadDocument, func(tx *store.Tx) (err error) {
		d, err = store.Get(tx, documents.Documents, d.ID)
		return err
	}, store.About(w.ID))
	err = errors.Join(err, expect("the paper", string(d.Status), c.next()))
	if number := c.get("number"); number != "" {
		err = errors.Join(err, expect("the number", d.Number, number))
	}
	return err
}

func verify(s *story, _ *call) error {
	v, err := s.Verify(ctx, s.me, nil)
	if err == nil && !v.OK() {
		err = fmt.Errorf("%+v", v)
	}
	return err
}

func makeBackup(s *story, _ *call) error {
	made, err := backup.Make(ctx, s.Practice, s.me, s.folder, nil)
	s.backup = made.Path
	return err
}

// restoreCheck opens a copy of the last backup as a practice of its own, with the doctor's password, and looks for the patients.
func restoreCheck(s *story, c *call) error {
	content, err := os.ReadFile(s.backup)
	if err != nil {
		return err
	}
	path := filepath.Join(s.folder, "restored.satchel")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return err
	}
	// Another computer: what it sees of the copy must not be taken for what this one saw of the practice.
	elsewhere, clock := datatest.Env(s.t, s.Press())
	clock.Set(s.Clock.Now())
	p, owner, err := data.Open(ctx, path, vault.Password(datatest.Owner, datatest.Password), elsewhere)
	if err != nil {
		return err
	}
	err = p.View(ctx, owner, action.FindPatients, func(tx *store.Tx) error {
		for _, name := range c.words {
			if s.people[name] == nil {
				return fmt.Errorf("nobody in this story is called %q", name)
			}
			if _, err := patients.Get(tx, s.people[name].ID); err != nil {
				return err
			}
		}
		c.words = nil
		return nil
	})
	v, checking := p.Verify(ctx, owner, nil)
	if checking == nil && !v.OK() {
		checking = fmt.Errorf("%+v", v)
	}
	return errors.Join(err, checking, p.Close(), os.Remove(path))
}

// export NAME [holds="text"]: the summary for another program.
func export(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	var bundle []byte
	err = s.view(action.ExportChart, func(tx *store.Tx) (err error) {
		bundle, err = exchange.IPS(tx, w.ID)
		return err
	}, store.About(w.ID))
	if err == nil && !json.Valid(bundle) {
		err = errors.New("the bundle is no JSON")
	}
	if err == nil && !strings.Contains(string(bundle), c.get("holds")) {
		err = fmt.Errorf("the bundle does not hold %q", c.get("holds"))
	}
	return err
}

// opened NAME by=user: who has opened this chart.
func opened(s *story, c *call) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	want := map[string]store.UserID{"doctor": s.Owner.User, "desk": s.Desk.User}[c.get("by")]
	found := false
	err = s.view(action.ReadOpenedBy, func(tx *store.Tx) error {
		events, err := store.Audit(tx, store.AuditQuery{Patient: w.ID.Raw()})
		for _, e := range events {
			found = found || e.User == want
		}
		return err
	}, store.About(w.ID))
	return errors.Join(err, expect("the opening's being on record", found, true))
}
