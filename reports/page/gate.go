package page

import (
	"fmt"
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
	ReasonScript   Reason = "script"   // a script that no font here covers
	ReasonGlyph    Reason = "glyph"    // a sign or emoji that no font has
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
// character, in an embedded font or one of the machine's. Format characters are refused,
// but for the joiners where their script needs them and the isolates that Isolate put in;
// of an emoji's presentation only the plain form is drawn.
func Admit(field, text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", &TextError{field, ReasonEncoding}
	}
	text = norm.NFC.String(lineEnds.Replace(text))
	shape, marks, before := false, false, rune(0)
	for i, r := range text {
		if isJoiner(r) {
			after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			if !joins(before, after) {
				return "", &TextError{field, ReasonControl}
			}
		} else if reason := reasonAgainstRune(r); reason != "" {
			return "", &TextError{field, reason}
		}
		before = r
		marks = marks || isMark(r)
		shape = shape || needsShaping(r)
	}
	if strings.ContainsFunc(text, isIsolateMark) && !isolatesBalanced(text) {
		return "", &TextError{field, ReasonControl}
	}
	if marks && !marksPlaced(text) || shape && !shapeable(text) {
		return "", &TextError{field, ReasonScript}
	}
	return text, nil
}

// lineEnds also drops the selectors between an emoji's two presentations.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\uFE0E", "", "\uFE0F", "")

func reasonAgainstRune(r rune) Reason {
	switch {
	case r == '\n', r == isolateFirst, r == isolateEnd:
		return ""
	case r == utf8.RuneError: // U+FFFD: someone's text was lost before it came here
		return ReasonEncoding
	case unicode.Is(unicode.Co, r):
		return ReasonGlyph
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029', r == isolateLeft, unicode.Is(unicode.Variation_Selector, r):
		return ReasonControl
	}
	if _, ok := faceFor(Regular, r); ok {
		return ""
	}
	if isPlainScript(language.LookupScript(r)) {
		return ReasonGlyph
	}
	return ReasonScript
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

// reasonAgainstShaped does the same for a run of glyphs.
func reasonAgainstShaped(text string) Reason {
	if !utf8.ValidString(text) {
		return ReasonEncoding
	}
	for _, r := range text {
		if !isJoiner(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) || isIsolateMark(r) {
			return ReasonControl
		}
	}
	return ""
}

func isMark(r rune) bool { return unicode.Is(unicode.M, r) }

// faceFor returns the face that has a glyph for r: the wanted one, else Regular, else that
// of its script, else one of the others, else one of the machine. Whether there is one
// doesn't depend on the wanted face. Where a face has no bold or italic of its own, its
// regular one stands in.
func faceFor(wanted Face, r rune) (Face, bool) {
	script := language.LookupScript(r)
	own, hasOwn := scriptFaces[script]
	if !hasOwn {
		for _, face := range [...]Face{wanted, Regular} {
			if _, ok := typefaceOf(face).glyph(r); ok {
				return face, true
			}
		}
	} else if _, ok := typefaceOf(weighted(own, wanted)).glyph(r); ok {
		return weighted(own, wanted), true
	}
	if _, ok := typefaceOf(fallback).glyph(r); ok {
		return fallback, true
	}
	if isShared(script) { // such as the danda, which several scripts of India use
		for face := firstScript; int(face) < len(typefaces()); face += 2 {
			if _, ok := typefaceOf(weighted(face, wanted)).glyph(r); ok {
				return weighted(face, wanted), true
			}
		}
	}
	if face, ok := foreignFonts.find(r); ok {
		return face, true
	}
	return wanted, false
}

// weighted is a script's face in the wanted weight.
func weighted(face, wanted Face) Face {
	if wanted == Bold {
		return face + 1
	}
	return face
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
