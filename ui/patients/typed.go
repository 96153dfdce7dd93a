package patients

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"satchel/data/patients"
	"satchel/data/value"
	"satchel/ui/session"
)

// parseTyped turns what was typed into a search box into a form begun: "meera sharma 9829012345" is a name and a phone,
// "ramesh 6y" a name and an age. What is neither a phone, a date nor a sex is the name; nothing is dropped.
func parseTyped(s *session.Session, text string) values {
	v := values{}
	var name, phone []string
	for _, word := range strings.Fields(text) {
		switch {
		case v[fieldBirthDate] == "" && isBirth(word, s.Settings.DateOrder, s.Now()):
			v[fieldBirthDate] = word
		case isPhonePart(word):
			phone = append(phone, word)
		case v[fieldGender] == "" && genderOf(s, word) != "":
			v[fieldGender] = string(genderOf(s, word))
		default:
			name = append(name, word)
		}
	}
	if digits := value.PhoneDigits(strings.Join(phone, "")); len(digits) < patients.MinPhoneDigits {
		name, phone = append(name, phone...), nil
	}
	v[fieldPhone] = strings.Join(phone, " ")
	if len(name) > 1 {
		v[fieldFamily] = capitalised(name[len(name)-1])
		name = name[:len(name)-1]
	}
	v[fieldGiven] = capitalised(strings.Join(name, " "))
	return v
}

// isBirth tells a birth date or an age from a number: it has a separator or a letter ("3/2/51", "6y", "~1951"), or is a whole date
// in digits with its century ("03021951").
func isBirth(word string, order value.DateOrder, now time.Time) bool {
	if !strings.ContainsFunc(word, unicode.IsDigit) {
		return false
	}
	date, _, err := value.ParseDate(word, order, now)
	if err != nil || date.IsZero() {
		return false
	}
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return true
	}
	return utf8.RuneCountInString(word) == 8 && date.IsFull()
}

// isPhonePart tells digits with the signs that people write between them.
func isPhonePart(word string) bool {
	rest := strings.TrimLeft(word, "+(")
	first, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsDigit(first) && !strings.ContainsFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("-./()", r) })
}

// genderOf reads the whole word for a sex in the language of the screens; a letter alone is an initial.
func genderOf(s *session.Session, word string) value.AdministrativeGender {
	for _, g := range []value.AdministrativeGender{value.GenderFemale, value.GenderMale} {
		if strings.EqualFold(word, s.Text(g.CatalogueKey())) {
			return g
		}
	}
	return ""
}

// capitalised gives the words of a name their capitals where it was typed without any: who types fast leaves them out, and the
// prescription prints them.
func capitalised(name string) string {
	if name != strings.ToLower(name) {
		return name
	}
	start := true
	return strings.Map(func(r rune) rune {
		first := start
		start = !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
		if first && unicode.IsLetter(r) {
			return unicode.ToTitle(r)
		}
		return r
	}, name)
}
