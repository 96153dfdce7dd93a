package page

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"
)

// RightToLeft tells whether the pages of a language (a BCP 47 tag) run from right to left.
func RightToLeft(tag string) bool {
	base, rest, _ := strings.Cut(strings.ToLower(tag), "-")
	if strings.HasPrefix(rest, "latn") {
		return false
	}
	switch base {
	case "ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "syr", "nqo":
		return true
	}
	return false
}

// HasRightToLeft tells whether a text holds letters that run from right to left.
func HasRightToLeft(text string) bool { return strings.ContainsFunc(text, isRightToLeft) }

// Isolate marks a text so that what stands around it can't change its order: a name, a
// dose, a number within a sentence of another direction (U+2068 and U+2069 of UAX #9). The
// marks are the kit's own; in a page that runs from left to right alone they do nothing.
func Isolate(text string) string {
	if text == "" || !isolatesBalanced(text) { // the gate refuses what isn't balanced
		return text
	}
	return string(isolateFirst) + text + string(isolateEnd)
}

// isolatesBalanced tells whether each isolate of a text is closed in it.
func isolatesBalanced(text string) bool {
	depth := 0
	for _, r := range text {
		switch r {
		case isolateFirst:
			depth++
		case isolateEnd:
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// withoutIsolates is a text without the kit's marks.
func withoutIsolates(text string) string {
	if !strings.ContainsFunc(text, isIsolateMark) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isIsolateMark(r) {
			return -1
		}
		return r
	}, text)
}

// directed gives each character its level and takes the isolates' marks out. A paragraph
// ends at \n. Where nothing runs from right to left, levels is nil.
func directed(runes []rune, styles []int, rightToLeft bool) (clean []rune, kept []int, levels []uint8) {
	mixed := false
	for _, r := range runes {
		mixed = mixed || isRightToLeft(r)
	}
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && runes[end] != '\n' {
			end++
		}
		if mixed {
			marked, from := isolateNumbers(runes[start:end])
			found := levelsOf(marked, baseOf(runes[start:end], rightToLeft)) // the stretches set apart here count too
			for i, r := range marked {
				if !isIsolateMark(r) {
					clean, kept, levels = append(clean, r), append(kept, styles[start+from[i]]), append(levels, found[i])
				}
			}
		} else {
			for i := start; i < end; i++ {
				if !isIsolateMark(runes[i]) {
					clean, kept = append(clean, runes[i]), append(kept, styles[i])
				}
			}
		}
		if end < len(runes) {
			clean, kept = append(clean, '\n'), append(kept, styles[end])
			if mixed {
				levels = append(levels, 0)
			}
		}
		start = end + 1
	}
	return clean, kept, levels
}

// baseOf is a paragraph's own direction: on a page from right to left that of its script,
// elsewhere that of its first letter. A paragraph of figures and Latin letters alone runs
// from left to right on any page.
func baseOf(runes []rune, rightToLeft bool) uint8 {
	p := bidiParagraph{runes: runes}
	for _, r := range runes {
		if rightToLeft && isRightToLeft(r) {
			return 1
		}
		p.classes = append(p.classes, classOf(r))
	}
	if first := p.firstStrong(0, len(runes)); first != classOf('a') && first != classOf(' ') && strongOf(first) == classOf('\u05D0') {
		return 1
	}
	return 0
}

// isolateNumbers puts an isolate around each stretch of figures with Latin letters, such as
// "500 mg" or "250 mg per 5 mL": between letters that run from right to left UAX #9 alone
// would set it as "mg 500". It returns for each character where it came from.
func isolateNumbers(runes []rune) (marked []rune, from []int) {
	add := func(r rune, at int) { marked, from = append(marked, r), append(from, at) }
	for i := 0; i < len(runes); {
		end := stretchEnd(runes, i)
		if end == i {
			add(runes[i], i)
			i++
			continue
		}
		first, last := trimStretch(runes, i, end)
		for ; i < end; i++ {
			if i == first {
				add(isolateLeft, i)
			}
			add(runes[i], i)
			if i == last {
				add(isolateEnd, i)
			}
		}
	}
	return marked, from
}

// stretchEnd is where a stretch without letters from right to left ends.
func stretchEnd(runes []rune, start int) int {
	end := start
	for end < len(runes) {
		r := runes[end]
		if isIsolateMark(r) || isRightToLeft(r) || language.LookupScript(r) == language.Arabic || strings.ContainsRune("،؛؟", r) {
			break
		}
		end++
	}
	return end
}

// trimStretch leaves out the punctuation around a stretch, and the numbers at its ends that
// belong to the words beside it: the day in "144/85 mmHg (29 نوفمبر)", the year in "2026 · 78
// per min". last is before first where what is left holds no figure together with a letter.
func trimStretch(runes []rune, start, end int) (first, last int) {
	if start > 0 {
		start = afterNumber(runes, start, end)
	}
	to := end
	if end < len(runes) {
		to = beforeNumber(runes, start, end)
	}
	first, last = -1, -2
	figure, letter := false, false
	for i := start; i < to; i++ {
		r := runes[i]
		switch {
		case isFigure(r):
			figure = true
		case isWordPart(r):
			letter = true
		default:
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if !figure || !letter {
		return -1, -2
	}
	end = to
	sign := first
	for sign > start && strings.ContainsRune("+-−±<>≤≥≈~#", runes[sign-1]) {
		sign--
	}
	if sign == 0 || runes[sign-1] == ' ' || runes[sign-1] == '(' { // a hyphen after a letter is no minus
		first = sign
	}
	// A bracket stays with its partner: "8 mL (320 mg)".
	opened, closed := unpaired(runes[first : last+1])
	for ; opened > 0 && last+1 < end && strings.ContainsRune(")]}", runes[last+1]); opened-- {
		last++
	}
	for ; closed > 0 && first > start && strings.ContainsRune("([{", runes[first-1]); closed-- {
		first--
	}
	return first, last
}

func isFigure(r rune) bool { return r >= '0' && r <= '9' }

// isWordPart tells whether a character belongs to a word or a unit; a vowel sign stays with
// its letter.
func isWordPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == '%' || r == '°'
}

// beforeNumber is where a stretch ends without a last number that stands alone.
func beforeNumber(runes []rune, start, end int) int {
	at := end
	for at > start && !isFigure(runes[at-1]) && !isWordPart(runes[at-1]) {
		at--
	}
	number := at
	for number > start && (isFigure(runes[number-1]) || withinFigures(runes[number-1])) {
		number--
	}
	if number == at || number == start || isWordPart(runes[number-1]) {
		return end
	}
	return number
}

// afterNumber is where a stretch begins without a first number that something other than a
// word follows.
func afterNumber(runes []rune, start, end int) int {
	at := start
	for at < end && !isFigure(runes[at]) && !isWordPart(runes[at]) {
		at++
	}
	number := at
	for at < end && (isFigure(runes[at]) || withinFigures(runes[at])) {
		at++
	}
	next := at
	for next < end && runes[next] == ' ' {
		next++
	}
	if at == number || next == at || next == end || !strings.ContainsRune("·(;|–—", runes[next]) {
		return start
	}
	return at
}

// withinFigures tells whether a character may stand within a number or a date.
func withinFigures(r rune) bool { return strings.ContainsRune(".,/:-", r) }

// unpaired counts the brackets that are opened and not closed, and those closed and not opened.
func unpaired(runes []rune) (opened, closed int) {
	for _, r := range runes {
		switch {
		case strings.ContainsRune("([{", r):
			opened++
		case strings.ContainsRune(")]}", r) && opened > 0:
			opened--
		case strings.ContainsRune(")]}", r):
			closed++
		}
	}
	return opened, closed
}
