package backup

import (
	"slices"
	"time"
)

// How many backups the rule keeps beside all of today's.
const (
	KeepDays   = 7  // the newest of each of the last days that have one
	KeepWeeks  = 5  // of each of the last weeks, Monday to Sunday
	KeepMonths = 12 // of each of the last months
	KeepLeast  = 2  // in any case
)

// Keep says which backups the rule keeps, by the instants at which they were made, in any order. Days, weeks and months are the
// zone's, and only those in which a backup was made count: a practice that was closed for a month loses nothing by that. What seems
// to have been made after now is kept, and counts for nothing: the clock was wrong, then or now.
func Keep(now time.Time, zone *time.Location, made []time.Time) []bool {
	keep := make([]bool, len(made))
	order := make([]int, 0, len(made)) // newest first
	for i, at := range made {
		if at.After(now) {
			keep[i] = true
		} else {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return made[b].Compare(made[a]) })
	for n, i := range order {
		if n < KeepLeast || sameDay(made[i], now, zone) {
			keep[i] = true
		}
	}
	for _, period := range []struct {
		count int
		start func(time.Time) time.Time
	}{{KeepDays, dayOf}, {KeepWeeks, weekOf}, {KeepMonths, monthOf}} {
		var last time.Time
		left := period.count
		for _, i := range order {
			start := period.start(made[i].In(zone))
			if start.Equal(last) {
				continue // a newer one stands for it
			}
			if left == 0 {
				break
			}
			last, left, keep[i] = start, left-1, true
		}
	}
	return keep
}

// The starts of the period that a wall time lies in, as UTC midnights: wall dates, without a zone's leaps.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func weekOf(t time.Time) time.Time {
	day := dayOf(t)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func monthOf(t time.Time) time.Time {
	y, m, _ := t.Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}
