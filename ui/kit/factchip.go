package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

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
