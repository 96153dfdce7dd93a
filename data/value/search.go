package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// plainLetter spells letters that have no decomposition in Unicode the way
// people type them without their keyboard.
var plainLetter = map[rune]string{
	'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'ı': "i",
	'æ': "ae", 'œ': "oe", 'þ': "th", 'ŋ': "n", 'ĸ': "k",
}

// SearchKey returns the tokens of s joined by one space: what is stored beside
// a text to find it by, and what a typed query is compared as.
func SearchKey(s string) string { return strings.Join(SearchTokens(s), " ") }

// SearchTokens splits s into words normalised for search: compatibility
// decomposed, case folded, digits as 0 to 9, and without the accents of Latin,
// Greek and Cyrillic or the optional points of Arabic and Hebrew. Vowel signs of
// other scripts (Devanagari, Tamil, Thai ...) are letters in all but name and
// stay. Apostrophes join ("O'Brien" is obrien), everything else that is neither
// letter, digit nor mark separates. Bytes that are not UTF-8 separate, too.
func SearchTokens(s string) []string {
	// A broken byte would hide the letter behind it from the normaliser. Folding
	// can compose and decomposing can uncover capitals: decompose, fold, decompose
	// again.
	valid := strings.ToValidUTF8(s, " ")
	folded := norm.NFKD.String(fold(norm.NFKD.String(valid)))
	var tokens []string
	var token strings.Builder
	flush := func() {
		if token.Len() > 0 {
			tokens = append(tokens, norm.NFC.String(token.String()))
			token.Reset()
		}
	}
	base := rune(0) // the last letter or digit: decides what its marks mean
	for _, r := range folded {
		switch {
		case r == unicode.ReplacementChar:
			flush()
		case r == '\'', r == '’', r == '‘', r == 'ʼ', r == 'ʻ', r == '`', r == '´',
			r == 0x200D, r == 0x200C, r == 0x0640, isInvisible(r):
			// joins: apostrophes, zero width joiners, Arabic tatweel
		case unicode.IsMark(r):
			if marksMatter(base, r) && token.Len() > 0 {
				token.WriteRune(r)
			}
		case unicode.IsLetter(r), unicode.IsNumber(r):
			base = r
			if d, ok := digit(r); ok {
				token.WriteByte(byte('0' + d))
			} else if plain, ok := plainLetter[r]; ok {
				token.WriteString(plain)
			} else {
				token.WriteRune(r)
			}
		default:
			base = 0
			flush()
		}
	}
	flush()
	return tokens
}

// fold makes letters of either case one. Cherokee's small letters fold to its
// older capitals (Unicode, CaseFolding.txt); golang.org/x/text turns each case
// into the other, so that one is settled here.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xAB70 && r <= 0xABBF:
			return r - 0xAB70 + 0x13A0
		case r >= 0x13F8 && r <= 0x13FD:
			return r - 0x13F8 + 0x13F0
		}
		return r
	}, cases.Fold().String(s))
}

// marksMatter reports whether a mark after base tells words apart.
func marksMatter(base, mark rune) bool {
	if base == 0 || unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew) {
		return false
	}
	if unicode.IsNumber(base) {
		return false
	}
	// A combining accent from the Latin blocks means nothing after any script.
	return mark < 0x0300 || mark > 0x036F
}

// PhoneDigits returns the digits of a phone number as 0 to 9, without the
// international prefix signs "+" and "00" and without an extension ("ext 12",
// "x12", "#12"). It is a key to search and compare by, not a number to dial.
func PhoneDigits(s string) string {
	lower := strings.ToLower(asciiDigits(s))
	if i := strings.IndexAny(lower, "ex#;"); i > 0 {
		lower = lower[:i]
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, lower)
	return strings.TrimPrefix(digits, "00")
}
