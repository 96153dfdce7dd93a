package demo

import (
	"context"
	"time"

	"satchel/data"
	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// story is a practice being made.
type story struct {
	chance
	*plan
	clock    clock
	now      time.Time // where it ends
	folder   string    // of the imaginary computer
	practice *data.Practice
	owner    store.Actor
	desk     store.Actor
	progress Progress

	doctors []organization.PractitionerID
	place   organization.LocationID
	kinds   map[string]schedule.VisitType
	fees    map[string]billing.Fee
	shelf   stock
}

// tell writes the whole story, day by day.
func (s *story) tell(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	if err := s.furnish(ctx); err != nil {
		return err
	}
	if err := s.acceptSentences(ctx); err != nil {
		return err
	}
	last := len(s.days) - 1
	alive, open := s.firstRecent(), s.openDays()
	yesterday := open[len(open)-1]
	for i, d := range s.days {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		switch {
		case i == last:
			err = s.liveToday(ctx, d)
		case i >= alive:
			err = s.liveDay(ctx, d, i == yesterday)
		default:
			err = s.pastDay(ctx, d)
		}
		if err != nil {
			return err
		}
		s.progress(100 * (i + 1) / len(s.days))
	}
	return s.bookAhead(ctx)
}

// firstRecent is the first day that is lived through act by act.
func (s *story) firstRecent() int {
	open := s.openDays()
	if s.whole {
		return open[0]
	}
	return open[max(len(open)-s.recent, 0)]
}

// furnish sets up what the practice works with.
func (s *story) furnish(ctx context.Context) error {
	return s.practice.Update(ctx, s.owner, action.FoundPractice, func(tx *store.Tx) error {
		people, err := organization.ActivePractitioners(tx)
		if err != nil {
			return err
		}
		s.doctors = append(s.doctors, people[0].ID)
		if err := s.colleagues(tx); err != nil {
			return err
		}
		place, err := organization.MainLocation(tx)
		if err != nil {
			return err
		}
		s.place = place.ID
		week := schedule.EveryDay([]value.Interval{{Start: morning, End: noon}, {Start: evening, End: nightfall}},
			time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday)
		for _, who := range s.doctors {
			if _, err := schedule.SetHours(tx, who, s.place, week); err != nil {
				return err
			}
		}
		if err := s.priceList(tx); err != nil {
			return err
		}
		s.shelf, err = fillFormulary(tx, s.doctors[0])
		return err
	})
}

// colleagues are the other doctors of a larger practice.
func (s *story) colleagues(tx *store.Tx) error {
	for i, given := range []string{"Nikhil", "Farah", "Joseph", "Lavanya"}[:s.practitioners-1] {
		who := organization.Practitioner{Name: value.HumanName{Prefix: "Dr", Given: given, Family: []string{"Bhandari", "Ansari", "Thomas", "Iyer"}[i]},
			Qualification: "MBBS", Registration: "RMC 3" + string(rune('1'+i)) + "207", Active: true}
		if err := store.Insert(tx, organization.Practitioners, &who); err != nil {
			return err
		}
		s.doctors = append(s.doctors, who.ID)
	}
	return nil
}

// Keys of the kinds of visit, which are also the codes of their fees.
const (
	consultation = "consult"
	followUp     = "followup"
	bandage      = "dressing"
)

func (s *story) priceList(tx *store.Tx) error {
	s.kinds, s.fees = map[string]schedule.VisitType{}, map[string]billing.Fee{}
	for i, f := range []billing.Fee{
		{Code: consultation, Name: "Consultation", Price: 30_000, Favourite: 1}, {Code: followUp, Name: "Follow-up visit", Price: 20_000, Favourite: 2},
		{Code: bandage, Name: "Dressing", Price: 10_000, Favourite: 3}, {Code: "ecg", Name: "Electrocardiogram", Price: 25_000, Favourite: 4},
		{Code: "nebulisation", Name: "Nebulisation", Price: 15_000, Favourite: 5}, {Code: "injection", Name: "Injection", Price: 5_000},
		{Code: "certificate", Name: "Medical certificate", Price: 10_000}, {Code: "home", Name: "Visit at home", Price: 80_000},
	} {
		f.Active = true
		kept, err := billing.SaveFee(tx, f)
		if err != nil {
			return err
		}
		s.fees[f.Code] = kept
		if i > 2 {
			continue
		}
		kind, err := schedule.SaveVisitType(tx, schedule.VisitType{Name: f.Name, Minutes: []int{15, 10, 10}[i], Colour: []string{"#1f6feb", "#1a7f5a", "#9a6700"}[i],
			FeeCode: f.Code, Position: i + 1})
		if err != nil {
			return err
		}
		s.kinds[f.Code] = kind
	}
	return nil
}

// kindOf is the kind of visit for an illness.
func (s *story) kindOf(i *illness) schedule.VisitType {
	switch {
	case i == &dressing:
		return s.kinds[bandage]
	case i.stays:
		return s.kinds[followUp]
	}
	return s.kinds[consultation]
}

// newcomers registers the new patients of a day.
func (s *story) newcomers(tx *store.Tx, d day) error {
	for _, p := range d.new {
		kept, err := patients.Register(tx, p.Patient)
		if err != nil {
			return err
		}
		p.Patient = kept
	}
	return nil
}

// bookAhead books for the coming days.
func (s *story) bookAhead(ctx context.Context) error {
	return s.practice.Update(ctx, s.desk, action.Book, func(tx *store.Tx) error {
		today := s.days[len(s.days)-1]
		for i, p := range s.ahead {
			on := value.DateOf(today.start).AddDays(1 + i%9)
			if on.Weekday() == time.Sunday {
				on = on.AddDays(1)
			}
			_, _, err := schedule.Book(tx, schedule.Appointment{Patient: p.ID, Practitioner: pick(s.chance, s.doctors), Location: s.place, Date: on,
				Minute: at(i, len(s.ahead)) / 15 * 15, VisitType: s.kinds[followUp].ID, Reason: "Check"})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
