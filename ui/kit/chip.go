package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Chip is a short word on a tinted ground: an allergy, a state, a count.
type Chip struct {
	widget.BaseWidget
	text, icon string
	tone       theme.Tone
}

// NewChip makes a chip in a tone.
func NewChip(text string, tone theme.Tone) *Chip {
	c := &Chip{text: oneLine(text), tone: tone}
	c.ExtendBaseWidget(c)
	return c
}

// NewIconChip makes a chip with a drawing before its text.
func NewIconChip(icon, text string, tone theme.Tone) *Chip {
	c := NewChip(text, tone)
	c.icon = icon
	return c
}

// Text returns the chip's words.
func (c *Chip) Text() string { return c.text }

// Set changes words and tone.
func (c *Chip) Set(text string, tone theme.Tone) {
	c.text, c.tone = oneLine(text), tone
	c.Refresh()
}

const (
	chipHeight float32 = 22
	chipPad    float32 = 8
	chipIcon   float32 = 13
	chipGap    float32 = 4
)

// chipWidth is the width at which a chip's text isn't cut.
func chipWidth(text, icon string) float32 {
	width := measured.width(Caption.face(), text) + 2*theme.Scaled(chipPad) + 1
	if icon != "" {
		width += theme.Scaled(chipIcon + chipGap)
	}
	return width
}

// NaturalWidth is the width at which the text isn't cut.
func (c *Chip) NaturalWidth() float32 { return chipWidth(c.text, c.icon) }

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{owner: c, drawing: newChipDrawing()}
	r.Refresh()
	return r
}

type chipRenderer struct {
	owner   *Chip
	drawing *chipDrawing
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.drawing.draw(r.owner.text, r.owner.icon, r.owner.tone, fyne.Position{}, size)
}

func (r *chipRenderer) MinSize() fyne.Size {
	return fyne.NewSize(min(r.owner.NaturalWidth(), theme.Scaled(72)), theme.Scaled(chipHeight))
}

func (r *chipRenderer) Refresh()                     { r.Layout(r.owner.Size()) }
func (r *chipRenderer) Objects() []fyne.CanvasObject { return r.drawing.objects() }
func (r *chipRenderer) Destroy()                     {}

// chipDrawing is the canvas objects of one chip, for the widget and for cells of lists.
type chipDrawing struct {
	back    *canvas.Rectangle
	text    *canvas.Text
	picture *canvas.Image
}

func newChipDrawing() *chipDrawing {
	return &chipDrawing{
		back: canvas.NewRectangle(nil), text: canvas.NewText("", nil),
		picture: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
}

func (d *chipDrawing) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.back, d.picture, d.text}
}

// draw puts the chip at a place in the theme in force.
func (d *chipDrawing) draw(text, icon string, tone theme.Tone, at fyne.Position, size fyne.Size) {
	paintRect(d.back, tone.Ground(), tone.Border(), 0)
	d.back.CornerRadius = size.Height / 2
	d.back.Move(at)
	d.back.Resize(size)
	x, room := theme.Scaled(chipPad), size.Width-2*theme.Scaled(chipPad)
	d.picture.Hidden = icon == ""
	if icon != "" {
		side := theme.Scaled(chipIcon)
		d.picture.Resource = theme.Drawing(icon, tone.Text())
		d.picture.Move(at.AddXY(x-theme.Scaled(1), (size.Height-side)/2))
		d.picture.Resize(fyne.NewSquareSize(side))
		x += side + theme.Scaled(chipGap)
		room -= side + theme.Scaled(chipGap)
	}
	paint(d.text, measured.fit(Caption.face(), text, room+1), Caption, tone.Text())
	height := d.text.MinSize().Height
	d.text.Move(at.AddXY(x, (size.Height-height)/2))
	d.text.Resize(fyne.NewSize(max(room, 0), height))
	for _, o := range d.objects() {
		o.Refresh()
	}
}

func (d *chipDrawing) show() {
	d.back.Show()
	d.text.Show()
}

// KeyHint shows a key as a small keycap.
type KeyHint struct {
	widget.BaseWidget
	key string
}

// NewKeyHint makes a keycap, such as "Ctrl+K".
func NewKeyHint(key string) *KeyHint {
	k := &KeyHint{key: key}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *KeyHint) CreateRenderer() fyne.WidgetRenderer {
	text := NewText(k.key, Caption)
	text.Keep, text.Align = true, fyne.TextAlignCenter
	back := newSurface(theme.ColorHeader, theme.ColorCardBorder, radiusRow)
	return widget.NewSimpleRenderer(stack(back, Inset(6, 1.5, text)))
}
