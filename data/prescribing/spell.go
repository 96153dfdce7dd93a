package prescribing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"satchel/data/value"
)

// speller writes whole numbers in words by rules in the manner of CLDR's rule-based number formats: each rule serves from its base up
// to the next one. A base may name another root of its powers ("60/20": French counts on from sixty by twenty).
type speller struct {
	point string
	limit int64       // the first number that is left in figures
	rules []spellRule // by base
	// manners are the other ways of counting in the language: how many thousands there are takes the gender of "thousand".
	manners map[string]*speller
}

type spellRule struct {
	base, divisor int64
	text          string // {q}, {q:manner}, {r}, [with remainder|without]
}

func newSpeller(file map[string]string) (*speller, error) {
	if len(file) == 0 {
		return nil, nil
	}
	s := &speller{}
	for key, text := range file {
		switch key {
		case "point":
			s.point = text
			continue
		case "limit":
			limit, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("words: limit: %w", err)
			}
			s.limit = limit
			continue
		}
		number, root, rooted := strings.Cut(key, "/")
		base, err := strconv.ParseInt(number, 10, 64)
		radix := int64(10)
		if err == nil && rooted {
			radix, err = strconv.ParseInt(root, 10, 64)
		}
		if err != nil || base < 0 || radix < 2 {
			return nil, fmt.Errorf("words: %q is no number", key)
		}
		divisor := int64(1)
		for divisor <= base/radix {
			divisor *= radix
		}
		s.rules = append(s.rules, spellRule{base, divisor, text})
	}
	slices.SortFunc(s.rules, func(a, b spellRule) int { return cmp.Compare(a.base, b.base) })
	if len(s.rules) == 0 || s.rules[0].base != 0 || s.point == "" || s.limit == 0 {
		return nil, errors.New("words: zero, the point or the limit is missing")
	}
	return s, nil
}

// whole writes n in words.
func (s *speller) whole(n int64) string {
	rule := s.rules[0]
	for _, r := range s.rules {
		if r.base <= n {
			rule = r
		}
	}
	q, r := n/rule.divisor, n%rule.divisor
	text := rule.text
	if open := strings.IndexByte(text, '['); open >= 0 {
		inside, after, _ := strings.Cut(text[open+1:], "]")
		with, without, _ := strings.Cut(inside, "|")
		if r == 0 {
			with = without
		}
		text = text[:open] + with + after
	}
	if before, after, found := strings.Cut(text, "{q:"); found {
		manner, after, _ := strings.Cut(after, "}")
		text = before + s.manners[manner].whole(q) + after
	}
	if strings.Contains(text, "{q}") {
		text = strings.ReplaceAll(text, "{q}", s.whole(q))
	}
	if strings.Contains(text, "{r}") {
		text = strings.ReplaceAll(text, "{r}", s.whole(r))
	}
	return text
}

// NumberWords writes a number that is counted or dispensed in words: "thirty-seven point five". It is "" where the language has no
// table, where its number words are left out since they would have to agree with what is counted, and for numbers that nobody reads
// aloud (negative, or beyond the table's limit).
func NumberWords(lang string, d value.Decimal) string {
	t := tableOf(lang)
	if t == nil || t.words == nil || !d.IsSet() || d.Sign() < 0 {
		return ""
	}
	whole, fraction, _ := strings.Cut(d.Safe(), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n >= t.words.limit {
		return ""
	}
	words := []string{t.words.whole(n)}
	if fraction != "" {
		words = append(words, t.words.point)
	}
	for _, digit := range fraction {
		words = append(words, t.words.whole(int64(digit-'0')))
	}
	return strings.Join(words, " ")
}
