// Package password judges the passwords that people choose, and draws the ones that the program offers.
//
// The rules are those of NIST SP 800-63B-4, section 3.1.1.2: length, a blocklist with the reason said, any character of any script, and
// nothing else: no composition rules, no hints, no change without cause. It is pure functions over text, and knows no file and no user.
//
//	password.go   Check: the rules, and what is said
//	fold.go       the form in which a password is compared
//	guess.go      what somebody who guesses tries first: repetitions, sequences, dates, names, common passwords
//	common.go     the list of common passwords
//	draw.go       a password that is offered
package password

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// Min is NIST SP 800-63B-4, section 3.1.1.2: 15 characters where the password is the only factor. Characters are Unicode code points
	// after NFKC.
	Min = 15
	// MaxBytes is the longest password that the vault takes, in bytes of UTF-8: far above the 64 characters that NIST asks for.
	MaxBytes = 1024
	// MinUnguessed is how many characters must be left once all that is easily guessed is taken away: what NIST has as the shortest
	// password beside a second factor.
	MinUnguessed = 8
)

// Reason says why a password is refused; "" is for one that is not.
type Reason string

const (
	Short      Reason = "short"      // fewer than Min characters
	Long       Reason = "long"       // more than MaxBytes
	Unreadable Reason = "unreadable" // no text, or with control characters
	Common     Reason = "common"     // a password that many people use, and little else
	Repeated   Reason = "repeated"   // the same characters or the same part again and again
	Sequence   Reason = "sequence"   // keys in a row, letters or digits in order
	Date       Reason = "date"       // a date, and little else
	Name       Reason = "name"       // the person's name or sign-in name, and little else
	Practice   Reason = "practice"   // the practice's name, and little else
	Program    Reason = "program"    // the name of the program, or the password of its demo
)

// keys are the sentences of the catalogue.
var keys = map[Reason]string{
	Short: "error.data.password_short", Long: "error.data.password_long", Unreadable: "error.data.password_unreadable", Common: "error.data.password_common",
	Repeated: "error.data.password_repeated", Sequence: "error.data.password_sequence", Date: "error.data.password_date", Name: "error.data.password_name",
	Practice: "error.data.password_practice", Program: "error.data.password_program",
}

// Key is the sentence's key in the catalogue.
func (r Reason) Key() string { return keys[r] }

// About is what somebody who guesses knows of the person: each name may be of several words.
type About struct {
	Names    []string // the sign-in name, the person's names
	Practice string
}

// Verdict is what Check found.
type Verdict struct {
	Reason  Reason
	Missing int // how many characters are still to be typed, with Short
}

// OK reports whether the password is accepted.
func (v Verdict) OK() bool { return v.Reason == "" }

// Check judges a password.
func Check(text string, about About) Verdict {
	if !utf8.ValidString(text) {
		return Verdict{Reason: Unreadable}
	}
	for _, r := range text {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return Verdict{Reason: Unreadable}
		}
	}
	text = norm.NFKC.String(text)
	if n := utf8.RuneCountInString(text); n < Min {
		return Verdict{Short, Min - n}
	}
	if len(text) > MaxBytes {
		return Verdict{Reason: Long}
	}
	return Verdict{Reason: guessed(text, about)}
}
