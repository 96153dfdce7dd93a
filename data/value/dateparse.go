package value

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// DateOrder is the order in which a practice types and reads the parts of a date.
type DateOrder int

// The three orders in use; DMY is the zero value.
const (
	DMY DateOrder = iota
	MDY
	YMD
)

// maxDateText bounds what ParseDate looks at, in bytes.
const maxDateText = 64

// monthPrefix holds the shortest unambiguous beginnings of English month names.
var monthPrefix = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// ParseDate reads a date of the past, a birth or an onset, as a person types it:
//
//	3/2/51  3.2.1951  3-2-1951  03021951  030251   in the order given
//	1951-02-03  1951-02  2/1951  1951              year first needs no order
//	3 feb 1951  feb 3, 1951  feb 1951
//	t  t-3                                         today, three days ago
//	3d  2w  5m  6y  1y 6m  ~1951                   an age, or "about": estimated
//
// Two-digit years are the latest that isn't after today. Digits of every script
// are read. The empty text is the unknown date. Nothing is swapped or rolled
// over: 31/2/1951 is ErrDateImpossible, a day after today ErrDateFuture, and
// anything unknown ErrDateUnclear. today's location says which day it is.
func ParseDate(text string, order DateOrder, today time.Time) (date PartialDate, estimated bool, err error) {
	p := dateParser{order: order, today: DateOf(today)}
	text = normalizeDate(text)
	if text == "" {
		return PartialDate{}, false, nil
	}
	if rest, about := strings.CutPrefix(text, "~"); about {
		estimated, text = true, strings.TrimSpace(rest)
	}
	if d, ok := p.ago(text, -1); ok {
		date, estimated, err = d.date, estimated || d.estimated, d.date.Validate()
	} else {
		date, err = p.calendar(text)
	}
	if err != nil {
		return PartialDate{}, false, err
	}
	if p.today.Before(date) {
		return PartialDate{}, false, ErrDateFuture
	}
	return date, estimated, nil
}

// ParseDay reads one full day, for a booking or a recall, in the forms of
// [ParseDate]; "2w" and "t+3" lie ahead, and without a year ("3/2", "3 feb") it
// is the next such day. A two-digit year is the one within fifty years of
// today. The day may be past or future; the caller sets the limits. It returns
// ErrDatePartial when the day is missing, empty text included.
func ParseDay(text string, order DateOrder, today time.Time) (PartialDate, error) {
	p := dateParser{order: order, today: DateOf(today), ahead: true}
	text = normalizeDate(text)
	if text == "" {
		return PartialDate{}, ErrDatePartial
	}
	if d, ok := p.ago(text, +1); ok {
		day := d.exact
		return day, day.Validate()
	}
	date, err := p.calendar(text)
	if err != nil {
		return PartialDate{}, err
	}
	if !date.IsFull() {
		return PartialDate{}, ErrDatePartial
	}
	return date, nil
}

func normalizeDate(text string) string {
	if len(text) > maxDateText {
		return text[:maxDateText] + "?" // too long to be a date: unclear
	}
	return strings.ToLower(strings.TrimSpace(asciiDigits(text)))
}

type dateParser struct {
	order DateOrder
	today PartialDate
	ahead bool // a day to come, not a birth
}

// calendar reads the absolute forms.
func (p dateParser) calendar(text string) (PartialDate, error) {
	for _, r := range text {
		if !unicode.IsLetter(r) && (r < '0' || r > '9') && !strings.ContainsRune("/.-, ", r) {
			return PartialDate{}, ErrDateUnclear
		}
	}
	tokens := dateTokens(text)
	for i, token := range tokens {
		if month := monthNumber(token); month > 0 {
			rest := append(append([]string{}, tokens[:i]...), tokens[i+1:]...)
			return p.named(month, rest)
		}
		if _, ok := smallNumber(token, 8); !ok {
			return PartialDate{}, ErrDateUnclear
		}
	}
	switch len(tokens) {
	case 1:
		return p.digits(tokens[0])
	case 2:
		return p.pair(tokens[0], tokens[1])
	case 3:
		if len(tokens[0]) == 4 {
			return p.build(tokens[0], tokens[1], tokens[2])
		}
		switch p.order {
		case MDY:
			return p.build(tokens[2], tokens[0], tokens[1])
		case YMD:
			return p.build(tokens[0], tokens[1], tokens[2])
		}
		return p.build(tokens[2], tokens[1], tokens[0])
	}
	return PartialDate{}, ErrDateUnclear
}

// digits reads a date typed without separators.
func (p dateParser) digits(s string) (PartialDate, error) {
	switch len(s) {
	case 4:
		return p.build(s, "", "")
	case 6:
		switch p.order {
		case MDY:
			return p.build(s[4:], s[:2], s[2:4])
		case YMD:
			return p.build(s[:2], s[2:4], s[4:])
		}
		return p.build(s[4:], s[2:4], s[:2])
	case 8:
		// Year first can't be mistaken for the other orders: read as day and
		// month, a year's first two digits leave the month 18 to 22.
		if d, err := p.build(s[:4], s[4:6], s[6:]); err == nil || p.order == YMD {
			return d, err
		}
		if p.order == MDY {
			return p.build(s[4:], s[:2], s[2:4])
		}
		return p.build(s[4:], s[2:4], s[:2])
	}
	return PartialDate{}, ErrDateUnclear
}

// pair reads two numbers: a year with a month or, ahead, a day with a month.
func (p dateParser) pair(a, b string) (PartialDate, error) {
	switch {
	case len(a) == 4 && len(b) <= 2:
		return p.build(a, b, "")
	case len(b) == 4 && len(a) <= 2:
		return p.build(b, a, "")
	case p.ahead && len(a) <= 2 && len(b) <= 2:
		if p.order == DMY {
			a, b = b, a
		}
		return p.next(a, b)
	}
	return PartialDate{}, ErrDateUnclear
}

// named reads a date with its month in letters; rest are the other tokens.
func (p dateParser) named(month int, rest []string) (PartialDate, error) {
	for _, token := range rest {
		if _, ok := smallNumber(token, 4); !ok {
			return PartialDate{}, ErrDateUnclear
		}
	}
	m := strconv.Itoa(month)
	switch {
	case len(rest) == 1 && len(rest[0]) == 4:
		return p.build(rest[0], m, "")
	case len(rest) == 1 && p.ahead:
		return p.next(m, rest[0])
	case len(rest) == 2 && len(rest[0]) == 4:
		return p.build(rest[0], m, rest[1])
	case len(rest) == 2:
		return p.build(rest[1], m, rest[0])
	}
	return PartialDate{}, ErrDateUnclear
}

// next returns the first such day from today on.
func (p dateParser) next(month, day string) (PartialDate, error) {
	m, _ := smallNumber(month, 2)
	d, _ := smallNumber(day, 2)
	for year := p.today.Year; year <= p.today.Year+8; year++ { // a 29 February comes within eight years
		date := PartialDate{year, m, d}
		if m > 0 && d > 0 && date.Validate() == nil && date.Compare(p.today) >= 0 {
			return date, nil
		}
	}
	return PartialDate{}, ErrDateImpossible
}

// build checks the parts; month and day may be empty.
func (p dateParser) build(year, month, day string) (PartialDate, error) {
	if len(year) != 4 && len(year) != 2 || len(month) > 2 || len(day) > 2 {
		return PartialDate{}, ErrDateUnclear
	}
	var d PartialDate
	d.Year, _ = smallNumber(year, 4)
	if month != "" {
		if d.Month, _ = smallNumber(month, 2); d.Month == 0 {
			return PartialDate{}, ErrDateImpossible
		}
	}
	if day != "" {
		if d.Day, _ = smallNumber(day, 2); d.Day == 0 {
			return PartialDate{}, ErrDateImpossible
		}
	}
	if len(year) == 2 {
		d.Year = p.century(d)
	} else if d.Year == 0 {
		return PartialDate{}, ErrDateRange.with("Min", MinYear, "Max", MaxYear)
	}
	if err := d.Validate(); err != nil {
		return PartialDate{}, err
	}
	return d, nil
}

// century completes a two-digit year.
func (p dateParser) century(d PartialDate) int {
	d.Year += p.today.Year / 100 * 100
	switch {
	case p.ahead && d.Year < p.today.Year-50:
		d.Year += 100
	case p.ahead && d.Year >= p.today.Year+50:
		d.Year -= 100
	case !p.ahead && p.today.Before(d):
		d.Year -= 100
	}
	return d.Year
}

// dateTokens splits a text into runs of digits and runs of letters.
func dateTokens(text string) []string {
	var tokens []string
	start, kind := 0, 0
	for i, r := range text {
		k := 0
		if r >= '0' && r <= '9' {
			k = 1
		} else if unicode.IsLetter(r) {
			k = 2
		}
		if k != kind {
			if kind != 0 {
				tokens = append(tokens, text[start:i])
			}
			start, kind = i, k
		}
	}
	if kind != 0 {
		tokens = append(tokens, text[start:])
	}
	return tokens
}

func monthNumber(token string) int {
	for i, prefix := range monthPrefix {
		full := strings.ToLower(time.Month(i + 1).String())
		if token == "sept" && i == 8 || strings.HasPrefix(token, prefix) && strings.HasPrefix(full, token) {
			return i + 1
		}
	}
	return 0
}

// smallNumber reads at most max ASCII digits.
func smallNumber(s string, max int) (int, bool) {
	if s == "" || len(s) > max {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
