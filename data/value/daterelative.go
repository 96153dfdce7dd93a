package value

import (
	"strconv"
	"strings"
)

// relative is the outcome of "t-3" or "5m".
type relative struct {
	date      PartialDate // as precise as the unit
	exact     PartialDate // the very day, for bookings
	estimated bool
}

// ago reads today, today plus or minus days, and spans in days, weeks, months
// and years, which count in the given direction.
func (p dateParser) ago(text string, direction int) (relative, bool) {
	if rest, ok := strings.CutPrefix(text, "t"); ok {
		rest = strings.ReplaceAll(rest, " ", "")
		if rest == "" || rest == "oday" {
			return relative{date: p.today, exact: p.today}, true
		}
		n, err := strconv.Atoi(rest)
		if err != nil || rest[0] != '-' && rest[0] != '+' || n < -99999 || n > 99999 {
			return relative{}, false
		}
		day := p.today.AddDays(n)
		return relative{date: day, exact: day}, true
	}
	days, months, fine := 0, 0, PrecisionNone
	tokens := dateTokens(strings.ReplaceAll(text, " ", ""))
	if len(tokens) == 0 || len(tokens)%2 != 0 {
		return relative{}, false
	}
	for i := 0; i < len(tokens); i += 2 {
		n, ok := smallNumber(tokens[i], 4)
		if !ok {
			return relative{}, false
		}
		var unit Precision
		switch tokens[i+1] {
		case "d", "day", "days":
			unit, days = PrecisionDay, days+n
		case "w", "wk", "week", "weeks":
			unit, days = PrecisionDay, days+7*n
		case "m", "mo", "month", "months":
			unit, months = PrecisionMonth, months+n
		case "y", "yr", "yrs", "yo", "year", "years":
			unit, months = PrecisionYear, months+12*n
		default:
			return relative{}, false
		}
		if i > 0 && unit < fine {
			return relative{}, false // "6m 1y" is a slip, not an age
		}
		fine = unit
	}
	if months > 12*150 || days > 366*150 { // no such age
		return relative{date: PartialDate{Year: MinYear - 1}, exact: PartialDate{Year: MinYear - 1}}, true
	}
	exact := p.today.AddMonths(direction * months).AddDays(direction * days)
	date := exact
	if fine < PrecisionDay {
		date.Day = 0
	}
	if fine < PrecisionMonth {
		date.Month = 0
	}
	return relative{date: date, exact: exact, estimated: true}, true
}
