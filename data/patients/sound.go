package patients

import (
	"strings"
	"unicode"

	"satchel/data/value"
)

// Sound keys make spellings of one name meet: Meera and Mira, Mohammed and Muhamad, शर्मा and Sharma. A key is the skeleton of a
// word's consonants, behind its first vowel where it begins with one: aspirates fall together (bh b, th t), so do z and j, v and
// w. It is made for names of South Asia, whose Latin spelling is free, and does no harm to others. Tamil writes one letter for
// several sounds (k g, p b, t d): there own script and Latin form may miss each other.

// indicSounds gives the sound of the letter at each offset of an Indic block of Unicode. The blocks of Devanagari, Bengali,
// Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada and Malayalam share one layout, that of ISCII (IS 13194:1991).
var indicSounds = map[rune]string{
	0x02: "n",                                                                                                                                     // anusvara
	0x05: "A", 0x06: "A", 0x07: "I", 0x08: "I", 0x09: "U", 0x0A: "U", 0x0B: "r", 0x0E: "I", 0x0F: "I", 0x10: "A", 0x12: "U", 0x13: "U", 0x14: "A", // vowels
	0x15: "k", 0x16: "k", 0x17: "g", 0x18: "g", 0x19: "n", 0x1A: "c", 0x1B: "c", 0x1C: "j", 0x1D: "j", 0x1E: "n",
	0x1F: "t", 0x20: "t", 0x21: "d", 0x22: "d", 0x23: "n", 0x24: "t", 0x25: "t", 0x26: "d", 0x27: "d", 0x28: "n", 0x29: "n",
	0x2A: "p", 0x2B: "f", 0x2C: "b", 0x2D: "b", 0x2E: "m", 0x2F: "Y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l",
	0x35: "v", 0x36: "s", 0x37: "s", 0x38: "s", 0x39: "H", 0x43: "r",
}

const (
	indicFirst, indicLast = 0x0900, 0x0D7F
	indicVirama           = 0x4D // offset: no vowel follows the consonant
)

// letterSounds gives the sounds of letters beyond ASCII and the Indic blocks, after SearchTokens took the accents off.
var letterSounds = map[rune]string{
	'а': "A", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "I", 'ж': "l", 'з': "j", 'и': "I", 'і': "I", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "U", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "U", 'ф': "f", 'х': "k", 'ц': "ts", 'ч': "c",
	'ш': "s", 'щ': "s", 'ы': "I", 'э': "I", 'є': "I", 'ю': "Y", 'я': "Y",
	'ا': "A", 'ب': "b", 'پ': "p", 'ت': "t", 'ث': "s", 'ج': "j", 'چ': "c", 'ح': "H", 'خ': "k", 'د': "d", 'ذ': "j", 'ر': "r",
	'ز': "j", 'ژ': "l", 'س': "s", 'ش': "s", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "j", 'ع': "A", 'غ': "g", 'ف': "f", 'ق': "k",
	'ك': "k", 'ک': "k", 'گ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "H", 'و': "V", 'ي': "Y", 'ی': "Y",
}

// latinSounds: capitals count at the start of a word alone.
var latinSounds = [26]string{
	"A", "b", "", "d", "I", "f", "g", "H", "I", "j", "k", "l", "m", // a to m; c depends on what follows
	"n", "U", "p", "k", "r", "s", "t", "U", "v", "v", "ks", "Y", "j", // n to z
}

// soundKey returns the sound key of one search token; "" where nothing sounds.
func soundKey(token string) string {
	letters := []rune(token)
	key := make([]byte, 0, len(letters))
	joined := false // the last sound was a consonant with no vowel behind it
	add := func(sounds string, vowelFollows bool) {
		for i := range len(sounds) {
			s := sounds[i]
			switch {
			case s >= 'A' && s <= 'Z':
				if len(key) == 0 {
					key = append(key, s+'a'-'A')
				}
				joined = joined && (s == 'H') // h marks a consonant breathed; a vowel ends it
			case joined && len(key) > 0 && key[len(key)-1] == s: // doubled
			case joined && (s == 'b' || s == 'p') && key[len(key)-1] == 'm': // Sampat, Sanpat
				key[len(key)-1] = 'n'
				fallthrough
			default:
				key, joined = append(key, s), !vowelFollows
			}
		}
	}
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		next := rune(0)
		if i+1 < len(letters) {
			next = letters[i+1]
		}
		switch {
		case r == 'c' && next == 'h':
			add("c", false)
			i++
		case r == 'c' && (next == 'e' || next == 'i' || next == 'y'):
			add("s", false)
		case r == 'c':
			add("k", false)
		case r == 'p' && next == 'h':
			add("f", false)
			i++
		case r == 'z' && next == 'h':
			add("l", false)
			i++
		case r >= 'a' && r <= 'z':
			add(latinSounds[r-'a'], false)
		case r >= '0' && r <= '9':
			key, joined = append(key, byte(r)), false
		case r >= indicFirst && r <= indicLast:
			offset := (r - indicFirst) % 0x80
			if sound, ok := indicSounds[offset]; ok {
				add(sound, offset >= 0x15 && offset <= 0x39 && (next-indicFirst)%0x80 != indicVirama)
			}
		default:
			if sound, ok := letterSounds[r]; ok {
				add(sound, unicode.Is(unicode.Arabic, r)) // which writes no short vowels
			} else if r > 0x7F && r != 0x2BC {
				key, joined = append(key, string(r)...), false // a script without a table: the letters themselves
			}
		}
	}
	return string(key)
}

// soundKeys returns the sound keys of the words of a text, each once. Initials have none: they would match everything.
func soundKeys(s string) []string {
	var keys []string
	seen := map[string]bool{}
	for _, token := range value.SearchTokens(s) {
		key := soundKey(token)
		if len([]rune(token)) > 1 && key != "" && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

// nameText is everything that a name can be heard as.
func nameText(names ...value.HumanName) string {
	parts := make([]string, 0, 4*len(names))
	for _, n := range names {
		parts = append(parts, n.Given, n.Family, n.Text, n.Latin)
	}
	return strings.Join(parts, " ")
}
