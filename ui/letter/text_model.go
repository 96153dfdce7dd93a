package letter

import "strings"

// gap is a place to fill in, in characters of the text: from its brace on, its braces included.
type gap struct{ from, count int }

// nextGap finds the first place to fill in that begins at or after an offset in characters, else the first one of all; false where there
// is none.
func nextGap(text string, after int) (gap, bool) {
	runes := []rune(text)
	var first gap
	found := false
	for i := 0; i+1 < len(runes); i++ {
		if runes[i] != '{' {
			continue
		}
		if runes[i+1] == '{' { // a brace that is meant
			i++
			continue
		}
		if runes[i+1] != '?' {
			continue
		}
		end := strings.IndexRune(string(runes[i:]), '}')
		if end < 0 {
			break
		}
		g := gap{i, len([]rune(string(runes[i:])[:end])) + 1}
		if i >= after {
			return g, true
		}
		if !found {
			first, found = g, true
		}
		i += g.count - 1
	}
	return first, found
}
