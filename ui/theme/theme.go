// Package theme is Satchel's look: colours in a light and a dark appearance, a standard and a large density, one type
// scale and the line icons. Widgets read it through Color, Scaled and Icon at each Refresh, so a change applies at once.
//
// The figures of the text face (Noto Sans) are tabular: columns of numbers line up by themselves.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"satchel/assets/fonts"
)

// Appearance chooses light or dark.
type Appearance int

const (
	System Appearance = iota // what the desktop says
	Light
	Dark
)

// Density chooses how large everything is.
type Density int

const (
	Standard Density = iota // 13 px text, for a long list on a small screen
	Large                   // 16 px text, for tired eyes and distant screens
)

// Theme implements fyne.Theme.
type Theme struct {
	appearance  Appearance
	density     Density
	light, dark palette
}

// New returns the look for an appearance and a density.
func New(appearance Appearance, density Density) *Theme {
	return &Theme{appearance: appearance, density: density, light: lightPalette(), dark: darkPalette()}
}

// Appearance tells which appearance the theme was made for.
func (t *Theme) Appearance() Appearance { return t.appearance }

// Density tells which density the theme was made for.
func (t *Theme) Density() Density { return t.density }

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	dark := t.appearance == Dark || t.appearance == System && variant == fynetheme.VariantDark
	p := t.light
	if dark {
		p = t.dark
	}
	if c, ok := p[name]; ok {
		return c
	}
	if dark {
		variant = fynetheme.VariantDark
	} else {
		variant = fynetheme.VariantLight
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

// The faces of the window hold the scripts of the printed pages, so that a name is read on a machine without fonts for it.
var (
	regular = fyne.NewStaticResource("Window-Regular.ttf", fonts.WindowRegular)
	bold    = fyne.NewStaticResource("Window-Bold.ttf", fonts.WindowBold)
)

// Font implements fyne.Theme.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style == fyne.TextStyle{}:
		return regular
	case style == fyne.TextStyle{Bold: true}:
		return bold
	}
	return fynetheme.DefaultTheme().Font(style)
}

// Icon implements fyne.Theme for Fyne's own widgets; the kit's use Drawing.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme. Lengths are in device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	base, ok := standardSize[name]
	if !ok {
		return fynetheme.DefaultTheme().Size(name)
	}
	if hairline[name] {
		return base
	}
	return base * t.factor()
}

// factor is how many times larger than the standard density everything is.
func (t *Theme) factor() float32 {
	if t.density == Large {
		return 16.0 / 13.0
	}
	return 1
}

// standardSize are Fyne's sizes in the standard density, in device-independent pixels.
var standardSize = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:               13,
	fynetheme.SizeNameCaptionText:        11.5,
	fynetheme.SizeNameSubHeadingText:     15,
	fynetheme.SizeNameHeadingText:        20,
	fynetheme.SizeNamePadding:            4,
	fynetheme.SizeNameInnerPadding:       6,
	fynetheme.SizeNameLineSpacing:        3,
	fynetheme.SizeNameInlineIcon:         16,
	fynetheme.SizeNameScrollBar:          10,
	fynetheme.SizeNameScrollBarSmall:     4,
	fynetheme.SizeNameScrollBarRadius:    3,
	fynetheme.SizeNameSplitThickness:     6,
	fynetheme.SizeNameSeparatorThickness: 1,
	fynetheme.SizeNameInputBorder:        1,
	fynetheme.SizeNameInputRadius:        5,
	fynetheme.SizeNameSelectionRadius:    4,
	fynetheme.SizeNameButtonRadius:       5,
	fynetheme.SizeNameCardRadius:         7,
	fynetheme.SizeNameDialogRadius:       8,
	fynetheme.SizeNamePopupRadius:        6,
	fynetheme.SizeNameMenuRadius:         6,
}

// hairline names the sizes that a larger density leaves alone.
var hairline = map[fyne.ThemeSizeName]bool{
	fynetheme.SizeNameSeparatorThickness: true,
	fynetheme.SizeNameInputBorder:        true,
}

// fallback serves while another theme is set, as Fyne's tests do between two tests.
var fallback = New(Light, Standard)

// current returns the theme in force.
func current() *Theme {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return t
	}
	return fallback
}

// Color returns the colour of a name in the appearance in force.
func Color(name fyne.ThemeColorName) color.Color {
	return current().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

// Scaled turns a length of the standard density into one of the density in force, both in device-independent pixels.
func Scaled(length float32) float32 { return length * current().factor() }

// The type scale, in device-independent pixels of the density in force.
func BodySize() float32    { return Scaled(13) }   // running text, fields, rows
func CaptionSize() float32 { return Scaled(11.5) } // labels, captions, heads of columns
func SectionSize() float32 { return Scaled(14) }   // the title of a card
func TitleSize() float32   { return Scaled(18) }   // the patient's name, the title of a page
func FigureSize() float32  { return Scaled(24) }   // the one number of a tile
