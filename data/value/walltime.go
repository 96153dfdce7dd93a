package value

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones travel with the program; Windows has none of its own
)

// Reasons why a time is refused; compare with errors.Is.
var (
	ErrTimeUnclear     = Problem{Key: "error.value.time_unclear"}
	ErrZoneUnknown     = Problem{Key: "error.value.zone_unknown"} // no name of the IANA time zone database
	ErrIntervalReverse = Problem{Key: "error.value.interval_reverse"}
)

// MinutesPerDay bounds wall times; 1440 is only ever an end.
const MinutesPerDay = 24 * 60

// WallTime is what a clock on the wall of a place shows: how an appointment is
// meant, whatever the zone's rules become before it takes place.
type WallTime struct {
	Date   PartialDate // a full date
	Minute int         // minutes since midnight on the wall, 0 to 1439
	Zone   string      // IANA name, such as "Asia/Kolkata"
}

// Resolution says how a wall time met the instants of its zone.
type Resolution int

// A wall time is unique except in the nights when clocks change.
const (
	Unique   Resolution = iota
	Skipped             // the clock never shows it: the instant lies as much after the change as the time lay in the gap
	Repeated            // the clock shows it twice: the instant is the first
)

var zones sync.Map // name -> *time.Location

// LoadZone returns a zone of the IANA database by its name; "", "Local" and
// unknown names return ErrZoneUnknown.
func LoadZone(name string) (*time.Location, error) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, ErrZoneUnknown
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, ErrZoneUnknown
	}
	zones.Store(name, zone)
	return zone, nil
}

// WallTimeOf returns what the wall shows in a zone at an instant, to the minute.
// It returns ErrZoneUnknown.
func WallTimeOf(t time.Time, zone string) (WallTime, error) {
	location, err := LoadZone(zone)
	if err != nil {
		return WallTime{}, err
	}
	t = t.In(location)
	return WallTime{DateOf(t), t.Hour()*60 + t.Minute(), zone}, nil
}

// Validate returns all problems of date, minute and zone.
func (w WallTime) Validate() error {
	var problems Problems
	problems.Check("date", w.Date.Validate())
	if !w.Date.IsFull() {
		problems.Check("date", ErrDatePartial)
	}
	if w.Minute < 0 || w.Minute >= MinutesPerDay {
		problems.Check("minute", ErrTimeUnclear)
	}
	_, err := LoadZone(w.Zone)
	problems.Check("zone", err)
	return problems.Err()
}

// Instant returns the UTC instant of the wall time, and how it was found where
// clocks change. It returns the problems of Validate.
func (w WallTime) Instant() (time.Time, Resolution, error) {
	if err := w.Validate(); err != nil {
		return time.Time{}, Unique, err
	}
	location, err := LoadZone(w.Zone)
	if err != nil {
		return time.Time{}, Unique, err
	}
	// time.Date leaves open which side of a change it takes, so the offsets a
	// day before and after are tried: no zone changes its clocks twice in two days.
	wall := time.Date(w.Date.Year, time.Month(w.Date.Month), w.Date.Day, 0, w.Minute, 0, 0, time.UTC)
	_, before := wall.AddDate(0, 0, -1).In(location).Zone()
	_, after := wall.AddDate(0, 0, 1).In(location).Zone()
	first, second := wall.Add(-time.Duration(before)*time.Second), wall.Add(-time.Duration(after)*time.Second)
	shows := func(t time.Time) bool {
		_, offset := t.In(location).Zone()
		return t.Add(time.Duration(offset) * time.Second).Equal(wall)
	}
	switch {
	case before == after:
		return first, Unique, nil
	case shows(first) && shows(second):
		return first, Repeated, nil
	case shows(first):
		return first, Unique, nil
	case shows(second):
		return second, Unique, nil
	}
	return first, Skipped, nil
}

// Interval is a span of wall minutes within one day, start included, end not.
type Interval struct {
	Start int `json:"start"` // minutes since midnight, 0 to 1439
	End   int `json:"end"`   // 1 to 1440, after Start
}

// Validate returns ErrTimeUnclear or ErrIntervalReverse.
func (i Interval) Validate() error {
	switch {
	case i.Start < 0, i.End > MinutesPerDay:
		return ErrTimeUnclear
	case i.Start >= i.End:
		return ErrIntervalReverse
	}
	return nil
}

// Minutes returns the length.
func (i Interval) Minutes() int { return i.End - i.Start }

// Contains reports whether a minute lies inside.
func (i Interval) Contains(minute int) bool { return minute >= i.Start && minute < i.End }

// Covers reports whether all of o lies inside.
func (i Interval) Covers(o Interval) bool { return o.Start >= i.Start && o.End <= i.End }

// Overlaps reports whether they share a minute; one that ends as the other
// starts doesn't.
func (i Interval) Overlaps(o Interval) bool { return i.Start < o.End && o.Start < i.End }

// String returns "09:00–13:30".
func (i Interval) String() string { return FormatClock(i.Start) + "–" + FormatClock(i.End) }

// Free returns what is left of the open intervals without the busy ones, in
// order, with touching pieces joined.
func Free(open, busy []Interval) []Interval {
	free := join(open)
	for _, b := range join(busy) {
		var rest []Interval
		for _, f := range free {
			if !f.Overlaps(b) {
				rest = append(rest, f)
				continue
			}
			if f.Start < b.Start {
				rest = append(rest, Interval{f.Start, b.Start})
			}
			if b.End < f.End {
				rest = append(rest, Interval{b.End, f.End})
			}
		}
		free = rest
	}
	return free
}

// join sorts intervals and merges those that touch; invalid ones are left out.
func join(intervals []Interval) []Interval {
	sorted := slices.DeleteFunc(slices.Clone(intervals), func(i Interval) bool { return i.Validate() != nil })
	slices.SortFunc(sorted, func(a, b Interval) int { return cmp.Compare(a.Start, b.Start) })
	var joined []Interval
	for _, i := range sorted {
		if last := len(joined) - 1; last >= 0 && i.Start <= joined[last].End {
			joined[last].End = max(joined[last].End, i.End)
		} else {
			joined = append(joined, i)
		}
	}
	return joined
}

// FormatClock returns minutes since midnight as "09:05"; 1440 is "24:00".
func FormatClock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// ParseClock reads a time of day: "9", "9:30", "0930", "17.30", "5pm",
// "12:15 am". It returns minutes since midnight, or ErrTimeUnclear.
func ParseClock(text string) (minute int, err error) {
	if len(text) > maxDateText {
		return 0, ErrTimeUnclear
	}
	s := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(asciiDigits(text))), " ", "")
	half := ""
	for _, suffix := range []string{"am", "pm", "a.m.", "p.m.", "a", "p"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			s, half = rest, suffix[:1]
			break
		}
	}
	s = strings.TrimSuffix(s, "h")
	h, m := s, "00"
	if i := strings.IndexAny(s, ":.h"); i >= 0 {
		h, m = s[:i], s[i+1:]
	} else if len(s) == 3 || len(s) == 4 {
		h, m = s[:len(s)-2], s[len(s)-2:]
	}
	hour, okHour := smallNumber(h, 2)
	minutes, okMinute := smallNumber(m, 2)
	if !okHour || !okMinute || len(m) != 2 || minutes > 59 || hour > 23 {
		return 0, ErrTimeUnclear
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, ErrTimeUnclear
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	return hour*60 + minutes, nil
}
