package demo

import (
	"context"
	"time"

	"satchel/data/billing"
	"satchel/data/chart"
	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// pastDay writes one day of long ago, in the evening of that day.
func (s *story) pastDay(ctx context.Context, d day) error {
	if len(d.new)+len(d.callers) == 0 {
		return nil
	}
	s.clock.set(d.instant(nightfall + 60))
	return s.practice.Update(ctx, s.owner, action.LoadDemo, func(tx *store.Tx) error {
		if err := s.newcomers(tx, d); err != nil {
			return err
		}
		for k, p := range d.callers {
			if err := s.pastVisit(tx, d, p, k); err != nil {
				return err
			}
		}
		return nil
	})
}

// past is one visit of long ago while it is written. Its instants are those of the visit; the kernel's own stamp is the evening's.
type past struct {
	*story
	tx      *store.Tx
	p       *person
	why     *illness
	day     value.PartialDate
	started time.Time
	origin  chart.Origin
}

func (s *story) pastVisit(tx *store.Tx, d day, p *person, k int) error {
	v := past{story: s, tx: tx, p: p, day: value.DateOf(d.start), why: ill(s.chance, p, p.age(d.start))}
	minute := at(k, len(d.callers))
	v.started = d.instant(minute).Add(time.Duration(s.between(0, 540)) * time.Second).UTC()
	v.origin = chart.Origin{Patient: p.ID, Practitioner: s.doctors[k%len(s.doctors)], Location: s.place}
	a, err := v.appointment(minute, k+1)
	if err != nil {
		return err
	}
	if err := v.encounter(a); err != nil {
		return err
	}
	for _, each := range []func() error{v.background, v.diagnosis, v.observations, v.prescription, func() error { return v.bill(a) }} {
		if err := each(); err != nil {
			return err
		}
	}
	p.visits++
	s.visits++
	return nil
}

func (v *past) appointment(minute, token int) (schedule.Appointment, error) {
	kind := v.kindOf(v.why)
	a := schedule.Appointment{Patient: v.p.ID, Practitioner: v.origin.Practitioner, Location: v.place, Date: v.day, Minute: minute, Zone: v.zone.String(),
		Minutes: kind.Minutes, VisitType: kind.ID, Reason: v.why.reason, Status: schedule.StatusFulfilled, State: schedule.Done, Token: token,
		ArrivedAt: v.started.Add(-time.Duration(v.between(4, 35)) * time.Minute), StartedAt: v.started, FinishedAt: v.finished(), ClosedAt: v.finished().Add(3 * time.Minute)}
	if v.p.visits > 0 && v.percent(45) {
		a.BookedAt = a.ArrivedAt.AddDate(0, 0, -v.between(1, 6))
	} else {
		a.WalkIn = true
	}
	return a, store.Insert(v.tx, schedule.Appointments, &a)
}

// finished is when the doctor was done: ten minutes after the beginning.
func (v *past) finished() time.Time { return v.started.Add(10 * time.Minute) }

func (v *past) encounter(a schedule.Appointment) error {
	told := v.why.tell(v.chance, v.p, v.started)
	e := chart.Encounter{Patient: v.p.ID, Practitioner: v.origin.Practitioner, Location: v.place, Appointment: a.ID, Class: chart.Ambulatory,
		Status: chart.EncounterFinished, Started: v.started, Finished: v.finished(), Signed: v.finished(), SignedBy: v.owner.User,
		Reason: told.reason, Note: told.note, Plan: told.plan}
	if v.why.again > 0 {
		e.FollowUp = v.day.AddDays(v.why.again)
	}
	err := store.Insert(v.tx, chart.Encounters, &e)
	v.origin.Encounter = e.ID
	return err
}

// background writes down at the first visit what a person has had for long.
func (v *past) background() error {
	if v.p.charted {
		return nil
	}
	v.p.charted = true
	for _, c := range v.p.problems(v.chance, v.day) {
		c.Origin, c.ClinicalStatus, c.VerificationStatus = v.origin, chart.Active, chart.Confirmed
		if err := store.Insert(v.tx, chart.Conditions, &c); err != nil {
			return err
		}
	}
	for _, a := range v.p.intolerances() {
		a.Origin, a.ClinicalStatus = v.origin, chart.Active
		if err := store.Insert(v.tx, chart.AllergyIntolerances, &a); err != nil {
			return err
		}
	}
	for _, i := range v.p.immunizations(v.day) {
		i.Origin = v.origin
		if err := store.Insert(v.tx, chart.Immunizations, &i); err != nil {
			return err
		}
	}
	if !v.p.asked {
		return nil
	}
	return store.Insert(v.tx, chart.AllergyReviews, &chart.AllergyReview{Origin: v.origin, NoneKnown: len(v.p.allergies) == 0, Reviewed: v.started, ReviewedBy: v.owner.User})
}

func (v *past) diagnosis() error {
	return store.Insert(v.tx, chart.Conditions, &chart.Condition{Origin: v.origin, Category: chart.EncounterDiagnosis, Code: v.why.code(),
		ClinicalStatus: chart.Active, VerificationStatus: chart.Confirmed})
}

func (v *past) observations() error {
	list := v.examine(v.p, v.why, v.started)
	for i := range list {
		list[i].Origin, list[i].Effective = v.origin, v.started
		if list[i].Category == "" {
			list[i].Category = chart.VitalSigns
		}
		if err := store.Insert(v.tx, chart.Observations, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

func (v *past) prescription() error {
	keys := v.medicines(v.p, v.why, v.started)
	if len(keys) == 0 {
		return nil
	}
	number, err := organization.NextNumber(v.tx, organization.SeriesPrescription)
	if err != nil {
		return err
	}
	rx := prescribing.Prescription{Origin: v.origin, Number: number, Status: prescribing.PrescriptionActive, Issued: v.finished(), IssuedBy: v.owner.User,
		ValidUntil: v.day.AddDays(30)}
	if err := store.Insert(v.tx, prescribing.Prescriptions, &rx); err != nil {
		return err
	}
	for i, key := range keys {
		line := v.shelf[key]
		line.Patient, line.Prescription, line.Position = v.p.ID, rx.ID, i+1
		line.Status, line.Started, line.Ends = prescribing.RequestActive, v.day, rx.ValidUntil
		if ends, known := line.Dosage.Ends(v.day); known {
			line.Ends = ends
		}
		if err := store.Insert(v.tx, prescribing.MedicationRequests, &line); err != nil {
			return err
		}
	}
	return nil
}

// bill writes an invoice that was paid at once. Nothing of long ago is left to pay. Like any other it is a draft first: an issued
// invoice takes no line.
func (v *past) bill(a schedule.Appointment) error {
	fee := v.fees[v.kindOf(v.why).FeeCode]
	i := billing.Invoice{Kind: billing.KindInvoice, Status: billing.Draft, Patient: v.p.ID, Encounter: v.origin.Encounter, Appointment: a.ID,
		Practitioner: v.origin.Practitioner, Location: v.place, ServiceDate: v.day, Currency: "INR", Price: fee.Price, Net: fee.Price, Gross: fee.Price}
	if err := store.Insert(v.tx, billing.Invoices, &i); err != nil {
		return err
	}
	line := billing.LineOf(fee)
	line.Invoice, line.Position, line.Price, line.Net, line.Gross = i.ID, 1, fee.Price, fee.Price, fee.Price
	if err := store.Insert(v.tx, billing.ChargeItems, &line); err != nil {
		return err
	}
	number, err := organization.NextNumber(v.tx, organization.SeriesInvoice)
	if err != nil {
		return err
	}
	i.Status, i.Number, i.Issued, i.IssueDate = billing.Issued, number, a.FinishedAt, v.day
	if err := store.Update(v.tx, billing.Invoices, &i); err != nil {
		return err
	}
	return v.payment(i)
}

func (v *past) payment(i billing.Invoice) error {
	number, err := organization.NextNumber(v.tx, organization.SeriesReceipt)
	if err != nil {
		return err
	}
	paid := billing.Payment{Patient: v.p.ID, Location: v.place, Practitioner: v.origin.Practitioner, Number: number, Method: v.method(), Amount: i.Gross,
		Currency: i.Currency, Received: i.Issued.Add(3 * time.Minute), Date: v.day, ReceivedBy: v.desk.User}
	if err := store.Insert(v.tx, billing.Payments, &paid); err != nil {
		return err
	}
	return store.Insert(v.tx, billing.Allocations, &billing.Allocation{Payment: paid.ID, Invoice: i.ID, Amount: i.Gross, Date: v.day})
}

func (s *story) method() billing.Method {
	switch n := s.IntN(100); {
	case n < 55:
		return billing.Cash
	case n < 90:
		return billing.UPI
	case n < 97:
		return billing.Card
	}
	return billing.Transfer
}
