package demo

import (
	"slices"
	"time"
)

// plan is the whole story before anything is written: who is registered and who comes, day by day.
type plan struct {
	measure
	zone  *time.Location
	first time.Time // local midnight of day 0
	days  []day     // the last one is today
	all   []*person // in the order of registration
	ahead []*person // booked for the coming days
	// What was written so far, to keep up with what the measure asks for.
	visits, prescribed, results int
}

// day is one day of the practice. Days on which it is closed are empty.
type day struct {
	start   time.Time // local midnight
	new     []*person // registered that day
	callers []*person // who comes, in order
}

// newPlan makes up people and visits.
func newPlan(c chance, m measure, now time.Time, zone *time.Location) *plan {
	y, month, d := now.In(zone).Date()
	p := &plan{measure: m, zone: zone, first: time.Date(y, month, d-m.days, 0, 0, 0, 0, zone)}
	for i := range m.days + 1 {
		p.days = append(p.days, day{start: time.Date(y, month, d-m.days+i, 0, 0, 0, 0, zone)})
	}
	open := p.openDays()
	p.register(c, open)
	p.visit(c, open)
	for range 4 + m.patients/40 {
		p.ahead = append(p.ahead, pick(c, p.all))
	}
	return p
}

// openDays are the indices of working days before today; today is always one.
func (p *plan) openDays() (open []int) {
	for i, d := range p.days[:len(p.days)-1] {
		if d.start.Weekday() != time.Sunday {
			open = append(open, i)
		}
	}
	return open
}

// unknownAt is the place among the registrations of the one patient of whom nobody knows the name.
const unknownAt = 20

// register spreads the registrations: a third in the first quarter, so that there is somebody to come again.
func (p *plan) register(c chance, open []int) {
	when := make([]int, p.patients)
	for i := range when {
		at := c.IntN(len(open))
		if c.percent(40) {
			at = c.IntN(len(open)/4 + 1)
		}
		when[i] = open[at]
	}
	when[0] = open[0]
	slices.Sort(when)
	for i, at := range when {
		on := p.days[at].start
		var who *person
		switch {
		case i == unknownAt:
			who = unknown(c, on, at)
		case i%10 == 9: // one registration in ten is somebody who is here already
			of := p.all[c.IntN(i)]
			if of.Unidentified { // has no name to be registered under again
				of = p.all[0]
			}
			who = nearly(c, of, on, at)
		default:
			who = newPerson(c, on, at)
		}
		p.all = append(p.all, who)
		p.days[at].new = append(p.days[at].new, who)
	}
	if p.frequent > 0 {
		often := p.all[0]
		often.born = p.first.AddDate(-67, -3, 0)
		often.BirthDate.Year, often.BirthDate.Month, often.BirthDate.Day = often.born.Year(), int(often.born.Month()), often.born.Day()
		often.BirthDateEstimated, often.BirthDateEstimatedOn.Year, often.BirthDateEstimatedOn.Month, often.BirthDateEstimatedOn.Day = false, 0, 0, 0
		often.ills = []*illness{&dressing}
	}
}

// fewest is how many come at least on a day that is lived through, so that a tiny practice has papers too.
const fewest = 6

// visit spreads the visits: one of everybody on the day of registration, the rest at random, more for those with an illness that stays.
func (p *plan) visit(c chance, open []int) {
	left := p.encounters - p.encountersToday()
	come := func(who *person, at int) {
		p.days[at].callers = append(p.days[at].callers, who)
		left--
	}
	for _, who := range p.all {
		come(who, who.registered)
	}
	for i := range max(p.frequent-2, 0) { // the first and today's are two more
		come(p.all[0], open[i*len(open)/p.frequent])
	}
	for _, i := range open[len(open)-p.recent:] {
		for len(p.days[i].callers) < fewest {
			if who := pick(c, p.all); who.registered <= i {
				come(who, i)
			}
		}
	}
	last := open[len(open)-1]
	for left > 0 {
		who := pick(c, p.all)
		if who.registered >= last || len(who.ills) == 0 && c.percent(60) || p.frequent > 0 && who == p.all[0] {
			continue
		}
		at, _ := slices.BinarySearch(open, who.registered+1+c.IntN(last-who.registered))
		come(who, open[at])
	}
	for i := range p.days {
		callers := p.days[i].callers
		c.Shuffle(len(callers), func(a, b int) { callers[a], callers[b] = callers[b], callers[a] })
	}
	p.chooseToday(c)
}

// chooseToday chooses today's callers: the frequent one first, nobody twice.
func (p *plan) chooseToday(c chance) {
	t := &p.days[len(p.days)-1]
	taken := map[*person]bool{}
	if p.frequent > 0 {
		t.callers, taken[p.all[0]] = append(t.callers, p.all[0]), true
	}
	for len(t.callers) < min(p.measure.today, len(p.all)) {
		if who := pick(c, p.all); !taken[who] {
			t.callers, taken[who] = append(t.callers, who), true
		}
	}
}

// Minutes of the working day, on the wall.
const (
	morning, noon      = 9 * 60, 13 * 60
	evening, nightfall = 17 * 60, 20 * 60
	worked             = noon - morning + nightfall - evening
)

// at is the minute of the day when the k-th of n callers has the time.
func at(k, n int) int {
	m := k * worked / max(n, 1)
	if m < noon-morning {
		return morning + m
	}
	return evening + m - (noon - morning)
}

// instant is a wall minute of the day.
func (d day) instant(minute int) time.Time { return d.start.Add(time.Duration(minute) * time.Minute) }
