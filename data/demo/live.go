package demo

import (
	"context"
	"slices"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/workflow"
)

// visit is one visit that is lived through: each step is an act of its own, by the user who does it.
type visit struct {
	*story
	p           *person
	why         *illness
	doctor      organization.PractitionerID
	day         value.PartialDate
	minute      int // of its appointment; where it walks in, none was made
	walksIn     bool
	appointment schedule.Appointment
	encounter   chart.Encounter
	papers      []documents.Document
}

// event is a step at its instant.
type event struct {
	at  time.Time
	run func(context.Context) error
}

// play runs events in the order of their instants.
func (s *story) play(ctx context.Context, events []event) error {
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		s.clock.set(e.at)
		if err := e.run(ctx); err != nil {
			return err
		}
	}
	return nil
}

// liveDay lives through a whole day before today: everybody who comes is seen, pays and goes. The last such day leaves one of every kind of
// paper.
func (s *story) liveDay(ctx context.Context, d day, last bool) error {
	if len(d.new) > 0 {
		s.clock.set(d.instant(7*60 + 30))
		err := s.practice.Update(ctx, s.desk, action.RegisterPatient, func(tx *store.Tx) error { return s.newcomers(tx, d) })
		if err != nil {
			return err
		}
	}
	var events []event
	var visits []*visit
	for k, p := range d.callers {
		minute := at(k, len(d.callers))
		v := s.newVisit(d, p, k, minute)
		visits = append(visits, v)
		events = append(events, event{d.instant(7*60 + 40), v.book}, event{d.instant(minute - 6), v.arrive}, event{d.instant(minute + 2), v.start},
			event{d.instant(minute + 10), v.finish}, event{d.instant(minute + 12), v.pay}, event{d.instant(minute + 14), v.print})
	}
	if err := s.play(ctx, events); err != nil || !last {
		return err
	}
	return s.everyPaper(ctx, d, visits)
}

func (s *story) newVisit(d day, p *person, k, minute int) *visit {
	return &visit{story: s, p: p, why: ill(s.chance, p, p.age(d.start)), doctor: s.doctors[k%len(s.doctors)], day: value.DateOf(d.start), minute: minute,
		walksIn: k%5 == 4}
}

// act runs one act of a user about the visit's patient.
func (v *visit) act(ctx context.Context, who store.Actor, act action.Action, fn func(*store.Tx) error) error {
	return v.practice.Update(ctx, who, act, fn, store.About(v.p.ID))
}

// asked is the appointment as the desk writes it down.
func (v *visit) asked() schedule.Appointment {
	return schedule.Appointment{Patient: v.p.ID, Practitioner: v.doctor, Location: v.place, Date: v.day, Minute: v.minute, VisitType: v.kindOf(v.why).ID, Reason: v.why.reason}
}

func (v *visit) book(ctx context.Context) error {
	if v.walksIn {
		return nil
	}
	return v.act(ctx, v.desk, action.Book, func(tx *store.Tx) (err error) {
		v.appointment, _, err = schedule.Book(tx, v.asked())
		return err
	})
}

func (v *visit) arrive(ctx context.Context) error {
	return v.act(ctx, v.desk, action.Arrive, func(tx *store.Tx) error {
		var arrived workflow.Arrived
		var err error
		if v.walksIn {
			arrived, err = workflow.WalkIn(tx, v.asked())
		} else {
			arrived, err = workflow.Arrive(tx, v.appointment.ID, v.appointment.Version)
		}
		v.appointment = arrived.Appointment
		return err
	})
}

// step takes the appointment one step on the board.
func (v *visit) step(act action.Action, fn func(*store.Tx, schedule.AppointmentID, int64) (schedule.Appointment, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		return v.act(ctx, v.desk, act, func(tx *store.Tx) (err error) {
			v.appointment, err = fn(tx, v.appointment.ID, v.appointment.Version)
			return err
		})
	}
}

func (v *visit) start(ctx context.Context) error {
	err := v.act(ctx, v.owner, action.StartVisit, func(tx *store.Tx) (err error) {
		v.encounter, err = workflow.StartVisit(tx, v.appointment.ID, v.appointment.Version)
		return err
	})
	if err != nil {
		return err
	}
	return v.act(ctx, v.owner, action.Prescription, v.write)
}

// write fills the open visit: vitals, background, note, diagnosis and medicines.
func (v *visit) write(tx *store.Tx) error {
	on := v.day.In(v.zone)
	origin := chart.Origin{Patient: v.p.ID, Encounter: v.encounter.ID}
	var signs []chart.Observation
	for _, o := range v.examine(v.p, v.why, on) {
		if o.Category == "" {
			signs = append(signs, o)
			continue
		}
		o.Origin = origin
		if _, err := chart.Record(tx, o); err != nil {
			return err
		}
	}
	if _, _, err := chart.SaveVitals(tx, v.encounter.ID, signs); err != nil {
		return err
	}
	if err := v.background(tx, origin); err != nil {
		return err
	}
	told := v.why.tell(v.chance, v.p, on)
	e := v.encounter
	e.Reason, e.Note, e.Plan = told.reason, told.note, told.plan
	if v.why.again > 0 {
		e.FollowUp = v.day.AddDays(v.why.again)
	}
	var err error
	if v.encounter, err = chart.Save(tx, e); err != nil {
		return err
	}
	if _, err := chart.AddCondition(tx, chart.Condition{Origin: origin, Category: chart.EncounterDiagnosis, Code: v.why.code()}); err != nil {
		return err
	}
	v.p.visits++
	err = v.prescribe(tx, origin, v.medicines(v.p, v.why, on))
	v.visits++
	return err
}

func (v *visit) background(tx *store.Tx, origin chart.Origin) error {
	if v.p.charted {
		return nil
	}
	v.p.charted = true
	for _, c := range v.p.problems(v.chance, v.day) {
		c.Origin = origin
		if _, err := chart.AddCondition(tx, c); err != nil {
			return err
		}
	}
	for _, a := range v.p.intolerances() {
		a.Origin = origin
		if _, err := chart.AddAllergy(tx, a); err != nil {
			return err
		}
	}
	for _, i := range v.p.immunizations(v.day) {
		i.Origin = origin
		if _, err := chart.AddImmunization(tx, i); err != nil {
			return err
		}
	}
	if !v.p.asked {
		return nil
	}
	_, err := chart.ReviewAllergies(tx, chart.AllergyReview{Origin: origin, NoneKnown: len(v.p.allergies) == 0})
	return err
}

// prescribe writes the lines and answers what the checks ask.
func (v *visit) prescribe(tx *store.Tx, origin chart.Origin, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	rx, err := prescribing.DraftOf(tx, origin)
	if err != nil {
		return err
	}
	for _, key := range keys {
		line := v.shelf[key]
		line.Prescription = rx.ID
		if _, err := prescribing.SaveLine(tx, line); err != nil {
			return err
		}
	}
	findings, err := prescribing.Check(tx, rx.ID)
	if err != nil {
		return err
	}
	for _, f := range findings {
		if !f.Open() {
			continue
		}
		decision, reason := prescribing.Acknowledged, ""
		if f.MustAnswer {
			decision, reason = prescribing.Overridden, "Discussed with the patient; nothing else is left over at home."
		}
		if _, err := prescribing.Answer(tx, rx.ID, f.ID, decision, reason); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) finish(ctx context.Context) error {
	return v.act(ctx, v.owner, action.FinishVisit, func(tx *store.Tx) error {
		done, err := workflow.FinishVisit(tx, v.practice.Press(), workflow.Finish{Encounter: v.encounter.ID, Version: v.encounter.Version})
		v.papers = append(v.papers, done.Documents...)
		return err
	})
}

// pay issues the bill and takes the money for it.
func (v *visit) pay(ctx context.Context) error {
	return v.act(ctx, v.desk, action.TakePayment, func(tx *store.Tx) error {
		bill, _, err := billing.OfVisit(tx, v.appointment.ID, v.encounter.ID)
		if err != nil {
			return err
		}
		billed, err := workflow.IssueInvoice(tx, v.practice.Press(), bill.Invoice)
		if err != nil {
			return err
		}
		due := billing.Payment{Patient: v.p.ID, Location: v.place, Practitioner: v.doctor, Method: v.method(), Amount: billed.Bill.Gross}
		taken, err := workflow.TakePayment(tx, v.practice.Press(), due, billed.Bill.ID)
		v.papers = append(v.papers, billed.Paper, taken.Paper)
		return err
	})
}

// print puts the papers out and hands them over.
func (v *visit) print(ctx context.Context) error {
	if len(v.papers) == 0 {
		return nil
	}
	return v.act(ctx, v.desk, action.HandOverDocument, func(tx *store.Tx) error {
		for _, paper := range v.papers {
			if _, err := documents.Printed(tx, paper.ID, 0, documents.PrintTaken); err != nil {
				return err
			}
			if _, err := documents.HandOverTo(tx, paper.ID, ""); err != nil {
				return err
			}
		}
		return nil
	})
}
