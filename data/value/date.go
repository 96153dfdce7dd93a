package value

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Years outside these bounds are typing errors: no living patient and no
// record kept on paper before this program is older, and no recall lies further
// ahead.
const (
	MinYear = 1850
	MaxYear = 2200
)

// Reasons why a date is refused; compare with errors.Is.
var (
	ErrDateUnclear    = Problem{Key: "error.value.date_unclear"}    // no form that ParseDate knows
	ErrDateImpossible = Problem{Key: "error.value.date_impossible"} // no such day in the calendar
	ErrDateRange      = Problem{Key: "error.value.date_range"}      // year before MinYear or after MaxYear; args Min, Max
	ErrDateFuture     = Problem{Key: "error.value.date_future"}     // after today
	ErrDatePartial    = Problem{Key: "error.value.date_partial"}    // a full day is needed
)

// PartialDate is a calendar date of which the day, or the month and day, may be
// unknown, as in FHIR R4's date type. The zero value is an unknown date. It has
// no time and no zone.
type PartialDate struct {
	Year  int // MinYear to MaxYear, 0 when nothing is known
	Month int // 1 to 12, 0 when unknown
	Day   int // 1 to 31, 0 when unknown
}

// Precision says how much of a date, or how fine an age, is known.
type Precision int

// Precisions from coarse to fine.
const (
	PrecisionNone Precision = iota
	PrecisionYear
	PrecisionMonth
	PrecisionDay
)

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) PartialDate {
	y, m, d := t.Date()
	return PartialDate{y, int(m), d}
}

// ParseISO reads "1951", "1951-03" or "1951-03-02" (FHIR R4 date), and "" as
// the unknown date.
func ParseISO(s string) (PartialDate, error) {
	if s == "" {
		return PartialDate{}, nil
	}
	var d PartialDate
	switch len(s) {
	case 10:
		if s[7] != '-' {
			return PartialDate{}, ErrDateUnclear
		}
		if d.Day = twoDigits(s[8:10]); d.Day <= 0 {
			return PartialDate{}, unclearOrImpossible(d.Day)
		}
		fallthrough
	case 7:
		if s[4] != '-' {
			return PartialDate{}, ErrDateUnclear
		}
		if d.Month = twoDigits(s[5:7]); d.Month <= 0 {
			return PartialDate{}, unclearOrImpossible(d.Month)
		}
		fallthrough
	case 4:
		century, year := twoDigits(s[0:2]), twoDigits(s[2:4])
		if century < 0 || year < 0 {
			return PartialDate{}, ErrDateUnclear
		}
		d.Year = century*100 + year
	default:
		return PartialDate{}, ErrDateUnclear
	}
	if d.Year == 0 {
		return PartialDate{}, ErrDateRange.with("Min", MinYear, "Max", MaxYear)
	}
	if err := d.Validate(); err != nil {
		return PartialDate{}, err
	}
	return d, nil
}

// twoDigits returns the number of two ASCII digits, or -1.
func twoDigits(s string) int {
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return -1
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}

func unclearOrImpossible(n int) error {
	if n < 0 {
		return ErrDateUnclear
	}
	return ErrDateImpossible
}

// IsZero reports that nothing is known.
func (d PartialDate) IsZero() bool { return d == PartialDate{} }

// IsFull reports that year, month and day are known.
func (d PartialDate) IsFull() bool { return d.Precision() == PrecisionDay }

// Precision returns how much of d is known.
func (d PartialDate) Precision() Precision {
	switch {
	case d.Year == 0:
		return PrecisionNone
	case d.Month == 0:
		return PrecisionYear
	case d.Day == 0:
		return PrecisionMonth
	}
	return PrecisionDay
}

// Validate checks d against the Gregorian calendar and the year bounds; the
// zero date is valid. It returns ErrDateImpossible or ErrDateRange.
func (d PartialDate) Validate() error {
	switch {
	case d.IsZero():
		return nil
	case d.Year == 0, d.Month == 0 && d.Day != 0, d.Month < 0, d.Month > 12, d.Day < 0:
		return ErrDateImpossible
	case d.Year < MinYear, d.Year > MaxYear:
		return ErrDateRange.with("Min", MinYear, "Max", MaxYear)
	case d.Month != 0 && d.Day > daysIn(d.Year, d.Month):
		return ErrDateImpossible
	}
	return nil
}

// String returns the ISO form as far as the date is known, "" when unknown.
func (d PartialDate) String() string {
	switch d.Precision() {
	case PrecisionYear:
		return fmt.Sprintf("%04d", d.Year)
	case PrecisionMonth:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case PrecisionDay:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return ""
}

// Compare sorts dates: by year, month, day, an unknown part before every known
// one. For "is certainly earlier" use [PartialDate.Before].
func (d PartialDate) Compare(o PartialDate) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports that d is certainly earlier than o, whatever their unknown
// parts are. An unknown date is before nothing.
func (d PartialDate) Before(o PartialDate) bool {
	return !d.IsZero() && !o.IsZero() && d.Latest().Compare(o.Earliest()) < 0
}

// Earliest returns the first day that d can mean; the unknown date stays unknown.
func (d PartialDate) Earliest() PartialDate {
	switch d.Precision() {
	case PrecisionYear:
		return PartialDate{d.Year, 1, 1}
	case PrecisionMonth:
		return PartialDate{d.Year, d.Month, 1}
	}
	return d
}

// Latest returns the last day that d can mean; the unknown date stays unknown.
func (d PartialDate) Latest() PartialDate {
	switch d.Precision() {
	case PrecisionYear:
		return PartialDate{d.Year, 12, 31}
	case PrecisionMonth:
		return PartialDate{d.Year, d.Month, daysIn(d.Year, d.Month)}
	}
	return d
}

// AddDays returns the full date n days later (earlier when negative). A partial
// date counts from its earliest day; an unknown one stays unknown.
func (d PartialDate) AddDays(n int) PartialDate {
	if d.IsZero() {
		return d
	}
	return DateOf(d.In(time.UTC).AddDate(0, 0, n))
}

// AddMonths returns the date n months later, on the month's last day where that
// month is shorter (31 January + 1 month is 28 or 29 February).
func (d PartialDate) AddMonths(n int) PartialDate {
	if d.IsZero() {
		return d
	}
	e := d.Earliest()
	months := e.Year*12 + e.Month - 1 + n
	year, month := months/12, months%12+1
	return PartialDate{year, month, min(e.Day, daysIn(year, month))}
}

// DaysUntil returns the days from d's earliest day to o's; negative when o lies
// before d.
func (d PartialDate) DaysUntil(o PartialDate) int {
	return int(o.In(time.UTC).Sub(d.In(time.UTC)) / (24 * time.Hour))
}

// In returns midnight of the earliest day in a location. Where clocks skip
// midnight, it is the first instant of that day.
func (d PartialDate) In(location *time.Location) time.Time {
	e := d.Earliest()
	t := time.Date(e.Year, time.Month(e.Month), e.Day, 0, 0, 0, 0, location)
	if DateOf(t) != e { // midnight doesn't exist and Go chose the day before
		t = t.Add(time.Hour)
	}
	return t
}

// Weekday returns the day of the week of the earliest day.
func (d PartialDate) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MarshalText writes the ISO form (JSON: a string).
func (d PartialDate) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; "" is the unknown date.
func (d *PartialDate) UnmarshalText(text []byte) error {
	parsed, err := ParseISO(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the ISO form as TEXT, NULL when unknown (database/sql/driver).
func (d PartialDate) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	if err := d.Validate(); err != nil {
		return nil, err
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *PartialDate) Scan(source any) error {
	text, err := scanText(source)
	if err != nil {
		return fmt.Errorf("scan date: %w", err)
	}
	return d.UnmarshalText([]byte(text))
}

// scanText accepts the two forms in which SQLite drivers hand over TEXT, and NULL.
func scanText(source any) (string, error) {
	switch s := source.(type) {
	case nil:
		return "", nil
	case string:
		return s, nil
	case []byte:
		return string(s), nil
	}
	return "", fmt.Errorf("column holds %T, want TEXT", source)
}
