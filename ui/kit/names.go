package kit

import (
	"errors"
	"strings"

	fynetheme "fyne.io/fyne/v2/theme"

	"satchel/assets"
	"satchel/data/value"
)

// Colours of Fyne's own that the kit draws with.
const (
	inputBorder = fynetheme.ColorNameInputBorder
	hoverVeil   = fynetheme.ColorNameHover
	scrollBar   = fynetheme.ColorNameScrollBar
)

// language is the catalogue language of the kit's own few words. One window speaks one language, as it has one theme.
var language = "en"

// SetLanguage chooses the language of the kit's own words, as a BCP 47 tag.
func SetLanguage(tag string) { language = tag }

// sentence returns an error's words and what to do next, on one line.
func sentence(key string, args ...any) string {
	text, hint := assets.Sentence(language, key, args...)
	return strings.TrimSpace(text + " " + hint)
}

// problem turns an error of package value into words.
func problem(err error) string {
	var p value.Problem
	if errors.As(err, &p) {
		return sentence(p.Key, p.Args...)
	}
	return sentence("error.value.invalid")
}

// say returns one of the kit's words from the catalogue.
func say(key string, args ...any) string { return assets.Text(language, key, args...) }
