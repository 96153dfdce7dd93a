package password

import (
	"slices"
	"strings"
	"unicode"
)

// program is what the program itself is known by. The password of the demo stands in its manual.
var program = []string{"satchel", "demo practice only"}

// rows are the rows of keyboards (QWERTY, AZERTY, QWERTZ), their slanting columns, and the digits. Each is read both ways.
var rows = []string{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0"}

// minRun is the shortest sequence that counts, in characters.
const minRun = 4

// mask notes which characters of a folded password are easily guessed, and why.
type mask struct {
	text    []rune
	reading []rune // the text with lookalikes read as letters; as long as the text
	why     []Reason
}

// guessed says why a password is easily guessed: all that somebody tries first is taken away, and what is left must be long enough to
// be a password itself.
func guessed(text string, about About) Reason {
	m := &mask{text: fold(text)}
	m.reading, m.why = plain(m.text), make([]Reason, len(m.text))
	m.sequences()
	m.dates()
	m.common()
	m.repetitions()
	for _, own := range program {
		m.cover([][]rune{fold(own)}, Program)
	}
	m.cover(words(about.Practice), Practice)
	for _, name := range about.Names {
		m.cover(words(name), Name)
	}
	left, counts := 0, map[Reason]int{}
	for _, why := range m.why {
		if why == "" {
			left++
		} else {
			counts[why]++
		}
	}
	if left >= MinUnguessed {
		return ""
	}
	most := Repeated // where it is all spaces and dashes
	for _, why := range []Reason{Repeated, Date, Sequence, Common, Program, Practice, Name} {
		if counts[why] > 0 && counts[why] >= counts[most] {
			most = why
		}
	}
	return most
}

// set notes a stretch; what is noted already keeps its reason.
func (m *mask) set(from, to int, why Reason) {
	for i := from; i < to; i++ {
		if m.why[i] == "" {
			m.why[i] = why
		}
	}
}

// cover notes every place of every word, as it is and with lookalikes, and whatever else was noted there: a name is the reason that a
// person understands best.
func (m *mask) cover(words [][]rune, why Reason) {
	for _, word := range words {
		for i := 0; i+len(word) <= len(m.text); i++ {
			if slices.Equal(m.text[i:i+len(word)], word) || slices.Equal(m.reading[i:i+len(word)], plain(word)) {
				for j := range word {
					m.why[i+j] = why
				}
			}
		}
	}
}

// common notes the common password that says most of what is left. It notes one alone: a phrase of several words may have some that
// stand in the list, and is none the worse for it.
func (m *mask) common() {
	list := commonList()
	best, from, to := 0, 0, 0
	for i := range m.text {
		fresh := 0
		for end := i + 1; end <= min(len(m.text), i+list.longest); end++ {
			if m.why[end-1] == "" {
				fresh++
			}
			if fresh > best && end-i >= MinUnguessed && (list.has(m.text[i:end]) || list.hasReading(m.reading[i:end])) {
				best, from, to = fresh, i, end
			}
		}
	}
	m.set(from, to, Common)
}

// sequences notes keys in a row and characters in order, such as qwerty, 4567 and dcba.
func (m *mask) sequences() {
	for i := 0; i < len(m.text); {
		size := max(ordered(m.text[i:], 1), ordered(m.text[i:], -1), inRow(m.text[i:]))
		if size < minRun {
			i++
			continue
		}
		m.set(i, i+size, Sequence)
		i += size
	}
}

// ordered is how many letters or digits follow each other by step; 9 and 0 are neighbours.
func ordered(text []rune, step rune) int {
	n := 1
	for n < len(text) && (unicode.IsLetter(text[n]) || unicode.IsDigit(text[n])) {
		last, next := text[n-1], text[n]
		wrapped := (step == 1 && last == '9' && next == '0') || (step == -1 && last == '0' && next == '9')
		if next != last+step && !wrapped {
			break
		}
		n++
	}
	return n
}

// inRow is how many characters stand side by side in a row of keys, in either direction.
func inRow(text []rune) int {
	longest := 0
	for _, row := range rows {
		for _, keys := range []string{row, reversed(row)} {
			n := 0
			for n < len(text) && n < len(keys) && strings.Contains(keys, string(text[:n+1])) {
				n++
			}
			longest = max(longest, n)
		}
	}
	return longest
}

func reversed(row string) string {
	keys := []rune(row)
	slices.Reverse(keys)
	return string(keys)
}

// repetitions notes what only says again what stands before it: aaaa, abcabc. The first time stays.
func (m *mask) repetitions() {
	const least = 3 // fewer are in ordinary words
	for period := 1; period <= len(m.text)/2; period++ {
		same := 0
		for i := period; i <= len(m.text); i++ {
			if i < len(m.text) && m.text[i] == m.text[i-period] {
				same++
				continue
			}
			if same >= max(period, least) {
				m.set(i-same, i, Repeated)
			}
			same = 0
		}
	}
}

// dates notes digits that are a day, a month or a year: 28112026, 1984-11-28, 281126, 1984.
func (m *mask) dates() {
	for i := 0; i < len(m.text); {
		end := i
		for end < len(m.text) && m.text[end] >= '0' && m.text[end] <= '9' {
			end++
		}
		for at := i; at < end; {
			size := 0
			for _, n := range []int{8, 6, 4} {
				if at+n <= end && isDate(string(m.text[at:at+n])) {
					size = n
					break
				}
			}
			m.set(at, at+size, Date)
			at += max(size, 1)
		}
		i = end + 1
	}
}

// isDate reports whether digits are a date in one of the usual orders: year, day and month with or without the century.
func isDate(digits string) bool {
	year := func(s string) bool { return s >= "1900" && s <= "2099" }
	month := func(s string) bool { return s >= "01" && s <= "12" }
	day := func(s string) bool { return s >= "01" && s <= "31" }
	pair := func(s string) bool { return month(s[:2]) && day(s[2:]) || day(s[:2]) && month(s[2:]) }
	switch len(digits) {
	case 4:
		return year(digits)
	case 6:
		return pair(digits[:4]) || pair(digits[2:])
	case 8:
		return pair(digits[:4]) && year(digits[4:]) || year(digits[:4]) && pair(digits[4:])
	}
	return false
}
