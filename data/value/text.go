package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Reasons why a text is refused; compare with errors.Is.
var (
	ErrTextEncoding  = Problem{Key: "error.value.text_encoding"}  // not valid UTF-8
	ErrTextControl   = Problem{Key: "error.value.text_control"}   // a control character
	ErrTextDirection = Problem{Key: "error.value.text_direction"} // a bidi embedding, override or isolate
	ErrTextLong      = Problem{Key: "error.value.text_long"}      // args Max and Length, in characters
)

// Clean makes a typed or pasted text fit to be stored: valid UTF-8 in
// normalisation form C, trimmed, at most max characters (Unicode code points).
//
// Invisible leftovers of copying (byte order marks, zero width spaces, soft
// hyphens, direction marks, language tags) are dropped; zero width joiners stay,
// since Indic scripts and Persian need them. In a single line every run of
// white space becomes one space; a multiline text keeps its lines, with \n.
//
// Control characters and bidi embeddings, overrides and isolates are refused:
// the latter can make a line read differently from what it says (Unicode
// Technical Report 36, section 2.5). With an error the text comes back as given.
func Clean(s string, max int, multiline bool) (string, error) {
	if !utf8.ValidString(s) {
		return s, ErrTextEncoding
	}
	var b strings.Builder
	b.Grow(len(s))
	space, previous := false, rune(0)
	for _, r := range norm.NFC.String(s) {
		before := previous
		previous = r
		switch {
		case r == '\n' && before == '\r':
			continue // second half of a Windows line end
		case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			if !multiline {
				space = true
				continue
			}
			space = false // no white space before a line end
			b.WriteByte('\n')
			continue
		case isBidiControl(r):
			return s, ErrTextDirection
		case isInvisible(r):
			continue
		case r == '\t' || unicode.Is(unicode.Zs, r):
			if multiline {
				space = false
				b.WriteByte(' ')
				continue
			}
			space = true
			continue
		case unicode.IsControl(r) || isNoncharacter(r):
			return s, ErrTextControl
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	text := b.String()
	if multiline {
		text = trimLines(text)
	}
	// Dropping an invisible can bring a base and its accent together.
	text = norm.NFC.String(text)
	if n := utf8.RuneCountInString(text); n > max {
		return s, ErrTextLong.with("Max", max, "Length", n)
	}
	return text, nil
}

// trimLines drops white space at the line ends and empty lines around the text.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.TrimRight(strings.TrimLeft(strings.Join(lines, "\n"), "\n"), " \n")
}

// isBidiControl covers LRE, RLE, PDF, LRO, RLO and LRI, RLI, FSI, PDI.
func isBidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// isInvisible covers characters that only carry over from copying.
func isInvisible(r rune) bool {
	switch r {
	case 0xFEFF, 0x200B, 0x2060, 0x00AD, 0x200E, 0x200F, 0x061C:
		return true
	}
	return r >= 0xE0000 && r <= 0xE007F
}

func isNoncharacter(r rune) bool {
	return r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE
}

// digit returns the decimal digit that r stands for in any script.
func digit(r rune) (int, bool) {
	if r >= '0' && r <= '9' {
		return int(r - '0'), true
	}
	if r < 0x80 {
		return 0, false
	}
	for _, run := range unicode.Nd.R16 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return int(r-rune(run.Lo)) % 10, true
		}
	}
	for _, run := range unicode.Nd.R32 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return int(r-rune(run.Lo)) % 10, true
		}
	}
	return 0, false
}

// asciiDigits writes decimal digits of every script as 0 to 9.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := digit(r); ok {
			return rune('0' + d)
		}
		return r
	}, s)
}
