package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// NewStrip is a tinted band over the whole width of the window's page, for what must stay in view as long as it holds: that nothing
// can be changed here, for one. Actions stand at its right.
func NewStrip(icon, text string, tone theme.Tone, actions ...fyne.CanvasObject) fyne.CanvasObject {
	words := NewText(text, Strong)
	words.SetColor(tone.Text())
	parts := append([]fyne.CanvasObject{NewIcon(icon, tone.Text(), 16), words, Spacer()}, actions...)
	band := stack(newSurface(tone.Ground(), "", 0), Fixed(0, 40, Inset(14, 5, Row(Gap, parts...))))
	return Column(0, band, stripe())
}

// FactChip is a chip that leads to more about what it says, by a click. Whoever offers one offers another way by the keyboard.
type FactChip struct {
	Chip
	OnTapped func()
}

// NewFactChip makes a chip with a drawing, which calls tapped.
func NewFactChip(icon, text string, tone theme.Tone, tapped func()) *FactChip {
	c := &FactChip{Chip: Chip{text: oneLine(text), icon: icon, tone: tone}, OnTapped: tapped}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable.
func (c *FactChip) Tapped(*fyne.PointEvent) { call(c.OnTapped) }

// Cursor implements desktop.Cursorable.
func (c *FactChip) Cursor() desktop.Cursor { return desktop.PointerCursor }
