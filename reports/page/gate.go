package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"

	"satchel/data/value"
)

// Reason says why a text can't be printed.
type Reason string

// The reasons.
const (
	ReasonEncoding Reason = "encoding" // not valid UTF-8
	ReasonControl  Reason = "control"  // control, format or direction characters
	ReasonScript   Reason = "script"   // a script that needs shaping or right-to-left setting
	ReasonGlyph    Reason = "glyph"    // no font has the character
)

// TextError names a text that can't be printed. It never holds the text itself.
type TextError struct {
	Field  string // as the caller named it: "patient.name", "item.2.instructions"
	Reason Reason
}

func (e *TextError) Error() string {
	return fmt.Sprintf("print text %s: %s", e.Field, e.Reason)
}

// TextErrors are all the texts of a document that can't be printed.
type TextErrors []*TextError

func (e TextErrors) Error() string {
	fields := make([]string, len(e))
	for i, one := range e {
		fields[i] = one.Error()
	}
	return strings.Join(fields, "; ")
}

// Unwrap gives errors.As each of them.
func (e TextErrors) Unwrap() []error {
	list := make([]error, len(e))
	for i, one := range e {
		list[i] = one
	}
	return list
}

// Drawable tells whether the page can print a text exactly as it is written.
func Drawable(text string) bool {
	_, err := Admit("", text)
	return err == nil
}

// Admit is the text gate: it returns a text in the form that is drawn (NFC, tabs as
// spaces, line ends as \n) or a *TextError. What it admits has a glyph for every
// character, runs left to right and needs no shaping beyond kerning and the placing of
// accents. That holds for Latin, Greek and Cyrillic.
func Admit(field, text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", &TextError{field, ReasonEncoding}
	}
	text = norm.NFC.String(lineEnds.Replace(text))
	for _, r := range text {
		if reason := reasonAgainstRune(r); reason != "" {
			return "", &TextError{field, reason}
		}
	}
	if strings.ContainsFunc(text, isMark) && !marksPlaced(text) {
		return "", &TextError{field, ReasonScript}
	}
	return text, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")

// scripts are those that can be set without shaping.
var scripts = []language.Script{language.Latin, language.Greek, language.Cyrillic, language.Common, language.Inherited}

func reasonAgainstRune(r rune) Reason {
	switch {
	case r == '\n':
		return ""
	case r == utf8.RuneError: // U+FFFD: someone's text was lost before it came here
		return ReasonEncoding
	case r > 0xFFFF, unicode.Is(unicode.Co, r):
		// gofpdf panics beyond the basic plane.
		return ReasonGlyph
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029', unicode.Is(unicode.Variation_Selector, r):
		return ReasonControl
	case !slices.Contains(scripts, language.LookupScript(r)):
		return ReasonScript
	}
	if _, ok := faceFor(Regular, r); !ok {
		return ReasonGlyph
	}
	return ""
}

// reasonAgainst checks one drawn run: no line ends in it, otherwise as strict as the
// gate about everything except coverage, which the run's own font decides.
func reasonAgainst(text string) Reason {
	if !utf8.ValidString(text) {
		return ReasonEncoding
	}
	for _, r := range text {
		if r > 0xFFFF {
			return ReasonGlyph
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ReasonControl
		}
	}
	return ""
}

func isMark(r rune) bool { return unicode.Is(unicode.M, r) }

// faceFor returns the face that has a glyph for r: the wanted one, else Regular, else the
// fallback. Whether there is one doesn't depend on the wanted face.
func faceFor(wanted Face, r rune) (Face, bool) {
	list := typefaces()
	for _, face := range [...]Face{wanted, Regular, fallback} {
		if _, ok := list[face].glyph(r); ok {
			return face, true
		}
	}
	return wanted, false
}

// Choose returns the form of a name that the page can print: the name as written, else
// its Latin form. Where neither can be printed it returns a *TextError for the field,
// and the caller asks for a Latin form.
func Choose(field string, name value.HumanName, order value.NameOrder) (string, error) {
	written, err := Admit(field, name.Display(order))
	if err == nil {
		return written, nil
	}
	if latin, latinErr := Admit(field, name.Latin); latinErr == nil && strings.TrimSpace(latin) != "" {
		return latin, nil
	}
	return "", err
}
