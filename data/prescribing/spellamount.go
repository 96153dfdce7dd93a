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
	BeforeHe    = "masculine" // before a masculine name of a currency: "veintiún euros"
)

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
