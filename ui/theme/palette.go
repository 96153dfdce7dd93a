package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// palette maps every colour name, ours and Fyne's, to its value in one appearance.
type palette map[fyne.ThemeColorName]color.NRGBA

// rgb makes an opaque colour from 0xRRGGBB.
func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// veil makes a translucent colour from 0xRRGGBB and an alpha of 0 to 255.
func veil(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

// tint is the four colours of a tone, as 0xRRGGBB.
type tint struct{ ground, border, text, bar uint32 }

func (p palette) addTone(tone Tone, t tint) {
	p[tone.Ground()] = rgb(t.ground)
	p[tone.Border()] = rgb(t.border)
	p[tone.Text()] = rgb(t.text)
	p[tone.Bar()] = rgb(t.bar)
}

func lightPalette() palette {
	p := palette{
		ColorPage:        rgb(0xf2f4f7),
		ColorCard:        rgb(0xffffff),
		ColorCardBorder:  rgb(0xdce2e9),
		ColorHairline:    rgb(0xe8ecf1),
		ColorHeader:      rgb(0xf6f8fa),
		ColorZebra:       rgb(0xfafbfc),
		ColorHover:       rgb(0xeef2f7),
		ColorSelection:   rgb(0xd9e7fb),
		ColorSelectionUn: rgb(0xe6ebf1),
		ColorClosed:      rgb(0xeff1f4),
		ColorDesk:        rgb(0xd3d9e0),
		ColorDim:         veil(0x0f1b2a, 0x73),
		ColorShadow:      veil(0x0f1b2a, 0x2e),

		ColorText:      rgb(0x16202c),
		ColorMuted:     rgb(0x566373),
		ColorFaint:     rgb(0x98a4b1),
		ColorAccent:    rgb(0x1a5bbf),
		ColorPrimary:   rgb(0x1d5fc4),
		ColorOnPrimary: rgb(0xffffff),
		ColorDanger:    rgb(0xb3261e),
		ColorOnDanger:  rgb(0xffffff),
		ColorError:     rgb(0xb3261e),

		ColorRail:          rgb(0x12223a),
		ColorRailText:      rgb(0xbccadb),
		ColorRailSelection: rgb(0x26436b),
		ColorRailHover:     rgb(0x1a2f4e),
		ColorRailOn:        rgb(0xffffff),
		ColorRailAccent:    rgb(0x63a4ff),
	}
	p.addTone(Neutral, tint{0xeef1f4, 0xd7dde4, 0x465363, 0x7b8896})
	p.addTone(Info, tint{0xe5effd, 0xbcd3f5, 0x174d9f, 0x2f74d6})
	p.addTone(Done, tint{0xe1f4e8, 0xb2dfc3, 0x12613a, 0x23935a})
	p.addTone(Alert, tint{0xfff2d6, 0xf0d398, 0x784a00, 0xd08a12})
	p.addTone(Allergy, tint{0xfde8e7, 0xf2bebb, 0x9c1c16, 0xc9362d})
	p.addFyne(fyneColors{
		button: 0xe8edf3, disabledButton: 0xedf0f3, inputBorder: 0xb4bfcb, scrollBar: 0x8e9baa,
		focus: veil(0x1d5fc4, 0x40), hover: veil(0x0f1b2a, 0x0d), pressed: veil(0x0f1b2a, 0x1c), selection: veil(0x1d5fc4, 0x38),
	})
	return p
}

func darkPalette() palette {
	p := palette{
		ColorPage:        rgb(0x10151c),
		ColorCard:        rgb(0x19212b),
		ColorCardBorder:  rgb(0x2c3744),
		ColorHairline:    rgb(0x27313d),
		ColorHeader:      rgb(0x1d2631),
		ColorZebra:       rgb(0x1c242f),
		ColorHover:       rgb(0x232e3b),
		ColorSelection:   rgb(0x22406b),
		ColorSelectionUn: rgb(0x2a3644),
		ColorClosed:      rgb(0x131920),
		ColorDesk:        rgb(0x0a0e13),
		ColorDim:         veil(0x000000, 0x99),
		ColorShadow:      veil(0x000000, 0x80),

		ColorText:      rgb(0xe7ecf2),
		ColorMuted:     rgb(0xa3b0bf),
		ColorFaint:     rgb(0x697684),
		ColorAccent:    rgb(0x85b7ff),
		ColorPrimary:   rgb(0x2d6cd2),
		ColorOnPrimary: rgb(0xffffff),
		ColorDanger:    rgb(0xc0392f),
		ColorOnDanger:  rgb(0xffffff),
		ColorError:     rgb(0xff9b93),

		ColorRail:          rgb(0x0b1017),
		ColorRailText:      rgb(0xa9b7c7),
		ColorRailSelection: rgb(0x1d3557),
		ColorRailHover:     rgb(0x152030),
		ColorRailOn:        rgb(0xffffff),
		ColorRailAccent:    rgb(0x63a4ff),
	}
	p.addTone(Neutral, tint{0x28323e, 0x3a4654, 0xc0cbd7, 0x8593a2})
	p.addTone(Info, tint{0x1a2f4d, 0x2b4a77, 0xa9ccff, 0x5b9bf5})
	p.addTone(Done, tint{0x15332a, 0x23543f, 0x8fdcb0, 0x3fb97c})
	p.addTone(Alert, tint{0x3b2d10, 0x5f4918, 0xf4cf86, 0xe0a63a})
	p.addTone(Allergy, tint{0x431e1e, 0x6d2f2d, 0xffb4ae, 0xf0675d})
	p.addFyne(fyneColors{
		button: 0x2a3542, disabledButton: 0x212a34, inputBorder: 0x465363, scrollBar: 0x6d7c8c,
		focus: veil(0x5b9bf5, 0x50), hover: veil(0xffffff, 0x10), pressed: veil(0xffffff, 0x20), selection: veil(0x5b9bf5, 0x50),
	})
	return p
}

// fyneColors are the few colours which only Fyne's own widgets use.
type fyneColors struct {
	button, disabledButton, inputBorder, scrollBar uint32
	focus, hover, pressed, selection               color.NRGBA
}

// addFyne gives Fyne's names the values of ours, so that its widgets look like the kit's.
func (p palette) addFyne(f fyneColors) {
	p[fynetheme.ColorNameBackground] = p[ColorPage]
	p[fynetheme.ColorNameForeground] = p[ColorText]
	p[fynetheme.ColorNamePlaceHolder] = p[ColorMuted]
	p[fynetheme.ColorNameDisabled] = p[ColorFaint]
	p[fynetheme.ColorNamePrimary] = p[ColorAccent]
	p[fynetheme.ColorNameForegroundOnPrimary] = p[ColorOnPrimary]
	p[fynetheme.ColorNameHyperlink] = p[ColorAccent]
	p[fynetheme.ColorNameInputBackground] = p[ColorCard]
	p[fynetheme.ColorNameMenuBackground] = p[ColorCard]
	p[fynetheme.ColorNameOverlayBackground] = p[ColorCard]
	p[fynetheme.ColorNameHeaderBackground] = p[ColorHeader]
	p[fynetheme.ColorNameSeparator] = p[ColorHairline]
	p[fynetheme.ColorNameShadow] = color.NRGBA{A: 0x10} // Fyne draws it at every edge that scrolls
	p[fynetheme.ColorNameError] = p[ColorError]
	p[fynetheme.ColorNameForegroundOnError] = p[ColorOnDanger]
	p[fynetheme.ColorNameSuccess] = p[Done.Bar()]
	p[fynetheme.ColorNameForegroundOnSuccess] = p[ColorOnPrimary]
	p[fynetheme.ColorNameWarning] = p[Alert.Bar()]
	p[fynetheme.ColorNameForegroundOnWarning] = p[ColorText]
	p[fynetheme.ColorNameScrollBarBackground] = color.NRGBA{}
	p[fynetheme.ColorNameButton] = rgb(f.button)
	p[fynetheme.ColorNameDisabledButton] = rgb(f.disabledButton)
	p[fynetheme.ColorNameInputBorder] = rgb(f.inputBorder)
	p[fynetheme.ColorNameScrollBar] = rgb(f.scrollBar)
	p[fynetheme.ColorNameFocus] = f.focus
	p[fynetheme.ColorNameHover] = f.hover
	p[fynetheme.ColorNamePressed] = f.pressed
	p[fynetheme.ColorNameSelection] = f.selection
}
