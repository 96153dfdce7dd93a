package patients

import (
	"strings"

	"satchel/data/value"
)

// comparedDigits is how many last digits decide that two phone numbers are the same, whatever country code or trunk prefix stands
// before them: national numbers are rarely shorter, and 8 digits tell a hundred million apart.
const comparedDigits = 8

// phoneKeys returns what a number is found by: its digits from the start, from behind the country code (1 to 3 digits, ITU-T
// E.164, section 6.2.1) where there is one, and its last four; p before each.
func phoneKeys(number string) []string {
	all := strings.TrimLeft(value.PhoneDigits(number), "0")
	if len(all) < MinPhoneDigits {
		return nil
	}
	keys := []string{all}
	if international(number) || len(all) > 10 {
		for n := 1; n <= 3 && len(all)-n >= 6; n++ {
			// A trunk zero behind the country code is not dialled from abroad, but written: +44 (0)20.
			if rest := strings.TrimLeft(all[n:], "0"); rest != keys[len(keys)-1] {
				keys = append(keys, rest)
			}
		}
	}
	if len(all) > 6 {
		keys = append(keys, all[len(all)-4:])
	}
	return lettered(keys)
}

// phoneQueries returns the beginnings to look for when text looks like a phone number or the start of one: nil where it doesn't.
func phoneQueries(text string) []string {
	for _, r := range text {
		if strings.ContainsRune("+-./() ", r) || len(value.PhoneDigits(string(r))) == 1 {
			continue
		}
		return nil
	}
	all := strings.TrimLeft(value.PhoneDigits(text), "0")
	if len(all) < MinPhoneDigits {
		return nil
	}
	queries := []string{all}
	if international(text) || len(all) > 10 {
		for n := 1; n <= 3 && len(all)-n >= 6; n++ {
			queries = append(queries, all[n:])
		}
	}
	return lettered(queries)
}

func lettered(digits []string) []string {
	for i, d := range digits {
		digits[i] = phoneLetter + d
	}
	return digits
}

func international(number string) bool {
	number = strings.TrimSpace(number)
	return strings.HasPrefix(number, "+") || strings.HasPrefix(number, "00")
}

// samePhone reports whether two numbers reach the same telephone as far as their digits can tell.
func samePhone(a, b string) bool {
	a, b = strings.TrimLeft(value.PhoneDigits(a), "0"), strings.TrimLeft(value.PhoneDigits(b), "0")
	if len(a) < comparedDigits || len(b) < comparedDigits {
		return a != "" && a == b
	}
	return a[len(a)-comparedDigits:] == b[len(b)-comparedDigits:]
}
