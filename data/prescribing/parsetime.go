package prescribing

import (
	"strconv"
	"strings"

	"satchel/data/value"
)

// pattern is 1-0-1 or 1-1-1-1.
func (p *parser) pattern(token string) bool {
	if !patternToken.MatchString(token) {
		return false
	}
	var amounts []value.Decimal
	for _, part := range strings.Split(token, "-") {
		d := decimal(part)
		if !d.IsSet() {
			return false
		}
		amounts = append(amounts, d)
	}
	pattern := Pattern{Morning: amounts[0], Noon: amounts[1], Night: amounts[len(amounts)-1]}
	if len(amounts) == 4 {
		pattern.Evening = amounts[2]
	}
	var problems value.Problems
	Dosage{Pattern: pattern}.validate(&problems)
	if problems != nil || p.timed() {
		return false
	}
	p.entry.Dosage.Pattern = pattern
	return true
}

func (p *parser) timed() bool {
	d := p.entry.Dosage
	return d.Pattern != Pattern{} || d.Frequency != 0 || d.Once
}

// timings are the abbreviations of frequency: times in a period.
var timings = map[string]Dosage{
	"od": {Frequency: 1, PeriodUnit: "d"}, "qd": {Frequency: 1, PeriodUnit: "d"}, "daily": {Frequency: 1, PeriodUnit: "d"}, "o.d": {Frequency: 1, PeriodUnit: "d"},
	"bd": {Frequency: 2, PeriodUnit: "d"}, "bid": {Frequency: 2, PeriodUnit: "d"}, "b.d": {Frequency: 2, PeriodUnit: "d"}, "bds": {Frequency: 2, PeriodUnit: "d"},
	"tds": {Frequency: 3, PeriodUnit: "d"}, "tid": {Frequency: 3, PeriodUnit: "d"}, "t.d.s": {Frequency: 3, PeriodUnit: "d"},
	"qid": {Frequency: 4, PeriodUnit: "d"}, "qds": {Frequency: 4, PeriodUnit: "d"},
	"weekly": {Frequency: 1, PeriodUnit: "wk"}, "monthly": {Frequency: 1, PeriodUnit: "mo"},
	"eod": {Frequency: 1, Period: 2, PeriodUnit: "d"}, "qod": {Frequency: 1, Period: 2, PeriodUnit: "d"},
	"stat": {Once: true}, "once": {Once: true},
	"om": {Pattern: Pattern{Morning: value.Whole(1)}}, "mane": {Pattern: Pattern{Morning: value.Whole(1)}},
	"hs": {Pattern: Pattern{Night: value.Whole(1)}}, "h.s": {Pattern: Pattern{Night: value.Whole(1)}},
	"nocte": {Pattern: Pattern{Night: value.Whole(1)}}, "bedtime": {Pattern: Pattern{Night: value.Whole(1)}},
}

func (p *parser) timing(token string) bool {
	d := &p.entry.Dosage
	switch token {
	case "sos", "prn":
		if d.AsNeeded {
			return false
		}
		d.AsNeeded = true
		p.reason()
		return true
	case "continue", "ongoing", "lifelong":
		d.Ongoing = d.Duration.IsZero()
		return d.Ongoing
	}
	if token == "every" { // "every 6 hours"
		if match := everyToken.FindStringSubmatch("q" + p.peek(0) + p.peek(1)); match != nil && bareToken.MatchString(p.peek(0)) {
			if p.timingOf("q" + match[1] + "h") {
				p.at += 2
				return true
			}
		}
		return false
	}
	return p.timingOf(token)
}

func (p *parser) timingOf(token string) bool {
	d := &p.entry.Dosage
	t, known := timings[token]
	if match := everyToken.FindStringSubmatch(token); match != nil && (strings.HasPrefix(token, "q") || strings.Contains(match[2], "ly")) {
		hours, err := strconv.Atoi(match[1])
		if err != nil || hours == 0 {
			return false
		}
		t, known = Dosage{Frequency: 1, Period: hours, PeriodUnit: "h"}, true
	}
	if !known || p.timed() {
		return false
	}
	d.Pattern, d.Frequency, d.Period, d.PeriodUnit, d.Once = t.Pattern, t.Frequency, t.Period, t.PeriodUnit, t.Once
	return true
}

// reason takes the words after "sos for", up to the next thing that is understood.
func (p *parser) reason() {
	if p.peek(0) != "for" || p.peek(1) == "" || spanOf(p.peek(1), p.peek(2)) != (value.Quantity{}) {
		return
	}
	p.at++
	p.entry.Dosage.AsNeededFor = p.phrase()
}

// maxPhrase bounds a reason or an indication, in words.
const maxPhrase = 8

// phrase takes words up to the next thing that is understood.
func (p *parser) phrase() string {
	var list []string
	for p.at < len(p.tokens) && len(list) < maxPhrase && !p.understood(p.tokens[p.at]) {
		list = append(list, p.tokens[p.at])
		p.at++
	}
	return strings.Join(list, " ")
}

// count is "#15": how much to dispense.
func (p *parser) count(token string) bool {
	match := countToken.FindStringSubmatch(token)
	if match == nil || p.entry.Quantity.IsSet() || decimal(match[1]).Sign() <= 0 {
		return false
	}
	p.entry.Quantity = decimal(match[1])
	return true
}

func (p *parser) understood(token string) bool {
	_, timing := timings[token]
	return timing || patternToken.MatchString(token) || spanToken.MatchString(token) || ukSpanToken.MatchString(token) || amountToken.MatchString(token) ||
		countToken.MatchString(token) || token == "x" || bareToken.MatchString(token)
}

// span is a duration: 5d, x5d, 5/7, "for 5 days", "x 2 weeks".
func (p *parser) span(token string) bool {
	if (token == "x" || token == "×" || token == "for") && p.at < len(p.tokens) {
		if q := spanOf(p.peek(0), p.peek(1)); !q.IsZero() && p.setSpan(q) {
			p.at++
			if spanOf(p.tokens[p.at-1], "").IsZero() {
				p.at++
			}
			return true
		}
		return false
	}
	q := spanOf(token, p.peek(0))
	if q.IsZero() || !p.setSpan(q) {
		return false
	}
	if spanOf(token, "").IsZero() {
		p.at++ // the unit was a word of its own
	}
	return true
}

func (p *parser) setSpan(q value.Quantity) bool {
	d := &p.entry.Dosage
	var problems value.Problems
	Dosage{Duration: q}.validate(&problems)
	if problems != nil || !d.Duration.IsZero() || d.Ongoing {
		return false
	}
	d.Duration = q
	return true
}

// spanOf reads a duration from a token, or from a number and the unit after it.
func spanOf(token, after string) value.Quantity {
	if match := ukSpanToken.FindStringSubmatch(token); match != nil && match[1] != "0" {
		return value.Quantity{Value: decimal(match[1]), Unit: map[string]string{"7": "d", "52": "wk", "12": "mo"}[match[2]]}
	}
	match := spanToken.FindStringSubmatch(token)
	if match == nil && bareToken.MatchString(token) && after != "m" { // 5 m is anything

		match = spanToken.FindStringSubmatch(token + after)
	}
	if match == nil {
		return value.Quantity{}
	}
	n := decimal(match[1])
	if n.Sign() <= 0 {
		return value.Quantity{}
	}
	unit := map[byte]string{'d': "d", 'w': "wk", 'm': "mo"}[match[2][0]]
	return value.Quantity{Value: n, Unit: unit}
}

// meal is ac, pc, or "before food".
func (p *parser) meal(token string) bool {
	d := &p.entry.Dosage
	if d.Meal != "" {
		return false
	}
	switch token {
	case "ac":
		d.Meal = BeforeMeal
	case "pc":
		d.Meal = AfterMeal
	case "cc": // cum cibo; never a volume here
		d.Meal = WithMeal
	case "before", "after", "with":
		if after := p.peek(0); after != "food" && after != "meals" && after != "meal" {
			return false
		}
		p.at++
		d.Meal = map[string]Meal{"before": BeforeMeal, "after": AfterMeal, "with": WithMeal}[token]
	default:
		return false
	}
	return true
}
