package demo

import (
	"testing"
	"time"
)

// The plan alone says how large a practice becomes; it is quick also where writing it takes minutes.
func TestPlansHoldTheirMeasure(t *testing.T) {
	now := time.Date(2026, time.November, 27, 6, 0, 0, 0, time.UTC)
	for _, size := range []Size{Tiny, Small, Medium} {
		m := measures[size]
		p := newPlan(newChance(1, 1), m, now, time.UTC)
		for _, who := range p.all {
			if who.Name.Validate() != nil && !who.Unidentified {
				t.Errorf("%s: somebody has neither a name nor a reason for it", size)
			}
		}
		visits, often, today := 0, 0, p.days[len(p.days)-1]
		for i, d := range p.days {
			for _, who := range d.callers {
				if who.registered > i {
					t.Fatalf("%s: somebody comes before the registration", size)
				}
				if who == p.all[0] {
					often++
				}
			}
			if i < len(p.days)-1 {
				visits += len(d.callers)
			}
		}
		if got := visits + p.encountersToday(); got != m.encounters {
			t.Errorf("%s: %d encounters, want %d", size, got, m.encounters)
		}
		if len(p.all) != m.patients || len(today.callers) != m.today {
			t.Errorf("%s: %d patients, %d appointments today", size, len(p.all), len(today.callers))
		}
		if m.frequent > 0 && often != m.frequent {
			t.Errorf("%s: the most frequent patient comes %d times, want %d", size, often, m.frequent)
		}
	}
}

func TestTheBoardAddsUp(t *testing.T) {
	for _, n := range []int{14, 30, 150} {
		for doctors := range 5 {
			b := boardOf(n, doctors+1)
			if n == 14 && doctors > 1 {
				continue
			}
			for _, part := range []int{b.done, b.pay, b.doctor, b.nurse, b.waiting, b.noshow, b.cancelled, b.booked} {
				if part < 1 {
					t.Errorf("%d appointments, %d doctors: %+v", n, doctors+1, b)
				}
			}
			if b.came()+b.noshow+b.cancelled+b.booked != n {
				t.Errorf("%+v is not %d", b, n)
			}
		}
	}
}

func TestEveryIllnessKnowsItsMedicines(t *testing.T) {
	known := map[string]bool{}
	for _, m := range medicines {
		if known[m.key] {
			t.Errorf("%s stands there twice", m.key)
		}
		known[m.key] = true
	}
	for _, i := range append([]illness{dressing}, illnesses...) {
		for _, list := range [][]string{i.gives, i.child, i.infant, supplements} {
			for _, key := range list {
				if !known[key] {
					t.Errorf("%s: no medicine %s", i.name, key)
				}
			}
		}
		if len(i.history) == 0 || len(i.exam) == 0 || len(i.plan) == 0 {
			t.Errorf("%s: nothing to write", i.name)
		}
	}
}
