package backup

import (
	"time"

	"satchel/data"
)

// Interval is how often an automatic backup is made while people write; Retry how soon one that failed is tried again.
const (
	Interval = time.Hour
	Retry    = 10 * time.Minute
)

// Moment is what Due decides on. All instants are UTC; zero where there was none.
type Moment struct {
	Now     time.Time
	Changed time.Time // the newest entry of the record; see (*store.Store).LastWritten
	Ended   time.Time // when the last backup that succeeded in a place was over
	Failed  time.Time // when the last attempt was over, if it failed
	Zone    *time.Location
}

// Due reports whether an automatic backup is due: something was written since the last one, and an hour is over, or the day on which it
// was written is.
func Due(m Moment) bool {
	if !m.Changed.After(m.Ended) {
		return false
	}
	if wait := m.Now.Sub(m.Failed); !m.Failed.IsZero() && wait >= 0 && wait < Retry {
		return false
	}
	since := m.Now.Sub(m.Ended)
	return since >= Interval || since < 0 || !sameDay(m.Now, m.Changed, m.Zone)
}

// DueNow reports it for an open practice. It reads no disk.
func DueNow(p *data.Practice, now time.Time, zone *time.Location) bool {
	known := memoryOf(p)
	known.mu.Lock()
	defer known.mu.Unlock()
	m := Moment{Now: now, Changed: p.Store().LastWritten(), Ended: known.end, Failed: known.failed, Zone: zone}
	if m.Ended.IsZero() { // not in this run of the program
		for _, n := range known.notes {
			m.Ended = later(m.Ended, n.Proved)
		}
	}
	return Due(m)
}
