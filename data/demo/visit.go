package demo

import (
	"slices"
	"time"

	"satchel/data/chart"
	"satchel/data/value"
)

// code is the diagnosis.
func (i *illness) code() value.Code {
	return value.Code{System: value.SystemICD10, Code: i.icd10, Display: i.name}
}

// problems is the problem list of a person on a day.
func (p *person) problems(c chance, on value.PartialDate) (list []chart.Condition) {
	for _, i := range p.ills {
		onset := value.PartialDate{Year: max(on.Year-c.between(0, 9), p.BirthDate.Year+1)}
		if onset.Year >= on.Year {
			onset = value.PartialDate{}
		}
		list = append(list, chart.Condition{Category: chart.ProblemListItem, Code: i.code(), Onset: onset})
	}
	return list
}

func (p *person) intolerances() (list []chart.AllergyIntolerance) {
	for _, a := range p.allergies {
		item := chart.AllergyIntolerance{Substance: value.Code{Display: a.substance}, Type: chart.Allergy, Category: chart.FoodAllergy, Criticality: chart.CriticalityLow,
			VerificationStatus: chart.Unconfirmed, Reaction: a.reaction}
		if a.drug {
			item.Category, item.VerificationStatus = chart.MedicationAllergy, chart.Confirmed
		}
		if a.grave {
			item.Criticality, item.Severity = chart.CriticalityHigh, chart.Severe
		}
		list = append(list, item)
	}
	return list
}

// vaccines are what a made-up child was given elsewhere, by age in days; a story, and no schedule.
var vaccines = []struct {
	name  string
	dose  int
	days  int
	route chart.ImmunizationRoute
}{
	{"BCG vaccine", 1, 2, chart.Intradermal}, {"Pentavalent vaccine (DTwP-HepB-Hib)", 1, 44, chart.Intramuscular}, {"Pentavalent vaccine (DTwP-HepB-Hib)", 2, 73, chart.Intramuscular},
	{"Pentavalent vaccine (DTwP-HepB-Hib)", 3, 101, chart.Intramuscular}, {"Measles and rubella vaccine", 1, 281, chart.Subcutaneous}, {"Measles and rubella vaccine", 2, 497, chart.Subcutaneous},
}

// oldestCarded is up to which age in years a child comes with a vaccination card.
const oldestCarded = 8

// immunizations is what the card of a small child says on a day.
func (p *person) immunizations(on value.PartialDate) (list []chart.Immunization) {
	if !p.BirthDate.IsFull() || p.BirthDate.Age(on).Years > oldestCarded {
		return nil
	}
	for _, v := range vaccines {
		if given := p.BirthDate.AddDays(v.days); given.Before(on) {
			list = append(list, chart.Immunization{Vaccine: value.Code{Display: v.name}, DoseNumber: v.dose, Occurrence: given, Route: v.route,
				Source: chart.FromCard, Place: "Health centre, Udaipur"})
		}
	}
	return list
}

// missing is how many more of a total there should be after the present visit than were written.
func (s *story) missing(total, written int) int {
	return total*(s.visits+1)/s.encounters - written
}

// mostResults and mostLines bound one visit.
const (
	mostResults = 14
	mostLines   = 6
)

// examine is what is measured and tested at a visit, as many as the plan still wants.
func (s *story) examine(p *person, why *illness, on time.Time) []chart.Observation {
	list := vitals(s.chance, p, why, on)
	if why == &dressing {
		list = list[:min(2, len(list))]
	}
	want := min(s.missing(s.plan.measure.observations, s.results), mostResults)
	tests := slices.Clone(why.tests)
	for _, t := range usual {
		if p.age(on) >= 2 && why != &dressing && !slices.Contains(tests, t) {
			tests = append(tests, t)
		}
	}
	for _, t := range tests {
		if len(list) >= want {
			break
		}
		list = append(list, t.result(s.chance))
	}
	s.results += len(list)
	return list
}

// supplements are what an adult may be given beside, where the plan wants more lines.
var supplements = []string{"calcium", "colecalciferol", "folic-acid", "omeprazole"}

// medicines chooses what is prescribed at a visit: for the illness, for those that stay, and as many as the plan still wants.
func (s *story) medicines(p *person, why *illness, on time.Time) (keys []string) {
	age := p.age(on)
	if why == &dressing && p.visits%14 != 0 {
		return nil
	}
	wanted := slices.Clone(why.medicines(age))
	if why.stays {
		for _, other := range p.ills {
			wanted = append(wanted, other.medicines(age)...)
		}
	}
	if age >= 18 && len(wanted) > 0 {
		wanted = append(wanted, supplements...)
	}
	most := min(s.missing(s.plan.measure.lines, s.prescribed), mostLines)
	for _, key := range wanted {
		if len(keys) < most && !slices.Contains(keys, key) && !p.mustNotHave(key) {
			keys = append(keys, key)
		}
	}
	s.prescribed += len(keys)
	return keys
}
