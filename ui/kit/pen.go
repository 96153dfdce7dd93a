package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

// pen draws into a pool of canvas objects: begin a picture, draw it, and used holds what is to be shown. Positions and
// sizes are in device-independent pixels of the density in force; radii are of the standard density.
type pen struct {
	used  []fyne.CanvasObject
	rects []*canvas.Rectangle
	texts []*canvas.Text
	lines []*canvas.Line
	icons []*canvas.Image

	rectCount, textCount, lineCount, iconCount int
}

func (p *pen) begin() {
	p.used = p.used[:0]
	p.rectCount, p.textCount, p.lineCount, p.iconCount = 0, 0, 0, 0
}

func (p *pen) rect(fill, line fyne.ThemeColorName, radius, x, y, width, height float32) *canvas.Rectangle {
	if p.rectCount == len(p.rects) {
		p.rects = append(p.rects, canvas.NewRectangle(nil))
	}
	r := p.rects[p.rectCount]
	p.rectCount++
	paintRect(r, fill, line, radius)
	r.TopLeftCornerRadius, r.TopRightCornerRadius = 0, 0
	r.Move(fyne.NewPos(x, y))
	r.Resize(fyne.NewSize(max(width, 0), max(height, 0)))
	p.used = append(p.used, r)
	return r
}

func (p *pen) text(text string, role Role, color fyne.ThemeColorName, x, y, width, height float32, align fyne.TextAlign) {
	if p.textCount == len(p.texts) {
		p.texts = append(p.texts, canvas.NewText("", nil))
	}
	t := p.texts[p.textCount]
	p.textCount++
	t.Alignment = align
	put(t, oneLine(text), role, color, fyne.NewPos(x, y), fyne.NewSize(width, height))
	p.used = append(p.used, t)
}

func (p *pen) line(color fyne.ThemeColorName, width float32, from, to fyne.Position) {
	if p.lineCount == len(p.lines) {
		p.lines = append(p.lines, canvas.NewLine(nil))
	}
	l := p.lines[p.lineCount]
	p.lineCount++
	l.StrokeColor, l.StrokeWidth = theme.Color(color), width
	l.Position1, l.Position2 = from, to
	l.Refresh()
	p.used = append(p.used, l)
}

func (p *pen) icon(name string, color fyne.ThemeColorName, x, y, side float32) {
	if p.iconCount == len(p.icons) {
		p.icons = append(p.icons, &canvas.Image{FillMode: canvas.ImageFillContain})
	}
	i := p.icons[p.iconCount]
	p.iconCount++
	i.Resource = theme.Drawing(name, color)
	i.Move(fyne.NewPos(x, y))
	i.Resize(fyne.NewSquareSize(side))
	i.Refresh()
	p.used = append(p.used, i)
}

// chip draws a chip and returns its width.
func (p *pen) chip(text, icon string, tone theme.Tone, x, y, room, height float32) float32 {
	width := min(chipWidth(text, icon), room)
	p.rect(tone.Ground(), tone.Border(), 0, x, y, width, height).CornerRadius = height / 2
	left := x + theme.Scaled(chipPad)
	if icon != "" {
		side := theme.Scaled(chipIcon)
		p.icon(icon, tone.Text(), left-theme.Scaled(1), y+(height-side)/2, side)
		left += side + theme.Scaled(chipGap)
	}
	inner := x + width - theme.Scaled(chipPad) - left + 1
	p.text(measured.fit(Caption.face(), text, inner), Caption, tone.Text(), left, y, inner, height, fyne.TextAlignLeading)
	return width
}
