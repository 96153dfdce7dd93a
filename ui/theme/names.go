package theme

import "fyne.io/fyne/v2"

// Colours of Satchel's own, beside Fyne's. A widget asks Color for them on every Refresh and never keeps one, so that a
// change of appearance shows at once.
const (
	ColorPage        fyne.ThemeColorName = "satchel.page"         // the grey ground behind the cards
	ColorCard        fyne.ThemeColorName = "satchel.card"         // the surface of a card, a list, a field
	ColorCardBorder  fyne.ThemeColorName = "satchel.card.border"  // the hairline around a card
	ColorHairline    fyne.ThemeColorName = "satchel.hairline"     // lines inside a card
	ColorHeader      fyne.ThemeColorName = "satchel.header"       // the ground of a list's head
	ColorZebra       fyne.ThemeColorName = "satchel.zebra"        // every second row
	ColorHover       fyne.ThemeColorName = "satchel.hover"        // what the pointer is on
	ColorSelection   fyne.ThemeColorName = "satchel.selection"    // the chosen row while its list has the keyboard
	ColorSelectionUn fyne.ThemeColorName = "satchel.selection.un" // the chosen row while the keyboard is elsewhere
	ColorClosed      fyne.ThemeColorName = "satchel.closed"       // hours in which the practice is closed
	ColorDesk        fyne.ThemeColorName = "satchel.desk"         // the ground behind a printed page
	ColorDim         fyne.ThemeColorName = "satchel.dim"          // the veil under a dialog, translucent
	ColorShadow      fyne.ThemeColorName = "satchel.shadow"       // soft shadows, translucent

	ColorText      fyne.ThemeColorName = "satchel.text"       // what is read
	ColorMuted     fyne.ThemeColorName = "satchel.text.muted" // captions, labels, units: still AA on page and card
	ColorFaint     fyne.ThemeColorName = "satchel.text.faint" // disabled text and decoration only, below AA
	ColorAccent    fyne.ThemeColorName = "satchel.accent"     // the one strong colour as text, line or icon
	ColorPrimary   fyne.ThemeColorName = "satchel.primary"    // the one strong colour as a surface
	ColorOnPrimary fyne.ThemeColorName = "satchel.primary.on" // text on ColorPrimary
	ColorDanger    fyne.ThemeColorName = "satchel.danger"     // the surface of a button that takes something back
	ColorOnDanger  fyne.ThemeColorName = "satchel.danger.on"  // text on ColorDanger
	ColorError     fyne.ThemeColorName = "satchel.error"      // an error's words, on card and page

	ColorRail          fyne.ThemeColorName = "satchel.rail"           // the left navigation
	ColorRailText      fyne.ThemeColorName = "satchel.rail.text"      // its words
	ColorRailSelection fyne.ThemeColorName = "satchel.rail.selection" // the place one is in
	ColorRailHover     fyne.ThemeColorName = "satchel.rail.hover"     // the place under the pointer
	ColorRailOn        fyne.ThemeColorName = "satchel.rail.on"        // words on ColorRailSelection
	ColorRailAccent    fyne.ThemeColorName = "satchel.rail.accent"    // the bar beside the place one is in
)

// Tone is one of the five meanings a tinted surface can have. Each has a ground, a border, a text colour and a strong
// bar; a tone never carries its meaning alone, words stand beside it.
type Tone int

const (
	Neutral Tone = iota // nothing to see to
	Info                // good to know
	Done                // finished, safe, paid
	Alert               // look before going on
	Allergy             // may harm: allergies, stops, errors
)

var toneName = [...]string{"neutral", "info", "done", "alert", "allergy"}

func (t Tone) name() string {
	if t < 0 || int(t) >= len(toneName) {
		return toneName[Neutral]
	}
	return toneName[t]
}

// Ground is the colour name of the tone's tinted surface.
func (t Tone) Ground() fyne.ThemeColorName {
	return fyne.ThemeColorName("satchel.tone." + t.name() + ".ground")
}

// Border is the colour name of the line around the tone's surface.
func (t Tone) Border() fyne.ThemeColorName {
	return fyne.ThemeColorName("satchel.tone." + t.name() + ".border")
}

// Text is the colour name of words on the tone's surface; it also reads on a card.
func (t Tone) Text() fyne.ThemeColorName {
	return fyne.ThemeColorName("satchel.tone." + t.name() + ".text")
}

// Bar is the colour name of the tone at full strength: a bar, a dot, a line in a plot.
func (t Tone) Bar() fyne.ThemeColorName {
	return fyne.ThemeColorName("satchel.tone." + t.name() + ".bar")
}
