package prescribing

import (
	"fmt"
	"maps"
)

// The manners of saying an amount of money; a language may have one alone.
const (
	AsCounted   = ""          // as things are counted: the words of NumberWords
	ShortScale  = "short"     // thousand, million, billion
	IndianScale = "indian"    // thousand, lakh, crore
	Masculine   = "masculine" // before a masculine name of a currency: "veintiún euros"
	Feminine    = "feminine"  // before a feminine one: "veintiuna libras"
)

// CurrencyManner is how a language counts what has a name in the catalogue ("rupee"): by the name's gender, where its number words have one.
// A manner that the language lacks means figures.
func CurrencyManner(lang, name string) string {
	t := tableOf(lang)
	if t == nil || len(t.amounts) == 0 {
		return AsCounted
	}
	if gender, told := t.genders[name]; told {
		return gender
	}
	return Masculine
}

// CountedApart are the parts in which a language names so many of something: one, or the hundreds and the rest, each with the name. Arabic
// says "a hundred dirhams and a dirham".
func CountedApart(lang string, n int64) []int64 {
	t := tableOf(lang)
	if rest := n % 100; t != nil && n > 100 && rest > 0 && rest <= t.apart {
		return []int64{n - rest, rest}
	}
	return []int64{n}
}

// amountSpellers reads the manners of a table. Each is its words with some rules in place of others; an empty one takes a rule away.
func amountSpellers(file tableFile) (map[string]*speller, error) {
	spellers := map[string]*speller{}
	for manner, rules := range file.Amounts {
		all := maps.Clone(file.Words)
		maps.Copy(all, rules)
		maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
		s, err := newSpeller(all)
		if err != nil {
			return nil, fmt.Errorf("amounts.%s: %w", manner, err)
		}
		s.manners = spellers
		spellers[manner] = s
	}
	return spellers, nil
}

// AmountWords writes a whole number of a currency's units in words, from the same table as NumberWords. It is "" where the language has
// no such words, or none for numbers of that size: figures then say it.
func AmountWords(lang, manner string, n int64) string {
	t := tableOf(lang)
	if t == nil || n < 0 {
		return ""
	}
	s := t.amounts[manner]
	if manner == AsCounted {
		s = t.words
	}
	if s == nil || n >= s.limit {
		return ""
	}
	return s.whole(n)
}
