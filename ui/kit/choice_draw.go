package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

type chooserRenderer struct {
	owner      *chooser
	back, ring *canvas.Rectangle
	arrow      *canvas.Image
	parts      []*canvas.Rectangle
	texts      []*canvas.Text
}

// make creates a text and a rectangle for each segment, or one text for a list.
func (r *chooserRenderer) make() {
	count := 1
	if r.owner.segments {
		count = len(r.owner.options)
	}
	r.parts, r.texts = nil, nil
	for range count {
		r.parts = append(r.parts, canvas.NewRectangle(nil))
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
}

// fieldHeight is the height of a one-line control in pixels of the standard density, as Fyne's entry has it.
const fieldHeight float32 = 30

func (r *chooserRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, option := range r.owner.options {
		w := measured.width(Strong.face(), option.Label) + 2*theme.Scaled(10)
		if r.owner.segments {
			width += w
		} else {
			width = max(width, w+theme.Scaled(16))
		}
	}
	return fyne.NewSize(max(width, theme.Scaled(60)), theme.Scaled(fieldHeight))
}

// widths shares the width among the segments: what each needs, then equal parts of what is left.
func (r *chooserRenderer) widths(total float32) []float32 {
	widths := make([]float32, len(r.owner.options))
	rest := total
	for i, option := range r.owner.options {
		widths[i] = measured.width(Strong.face(), option.Label) + 2*theme.Scaled(10)
		rest -= widths[i]
	}
	for i := range widths {
		widths[i] += rest / float32(len(widths))
	}
	return widths
}

func (r *chooserRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	grow := theme.Scaled(2.5)
	r.ring.Move(fyne.NewPos(-grow, -grow))
	r.ring.Resize(size.AddWidthHeight(2*grow, 2*grow))
	side := theme.Scaled(14)
	r.arrow.Resize(fyne.NewSquareSize(side))
	r.arrow.Move(fyne.NewPos(size.Width-side-theme.Scaled(8), (size.Height-side)/2))
	place := func(i int, x, width float32) {
		height := r.texts[i].MinSize().Height
		r.texts[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		r.texts[i].Resize(fyne.NewSize(width, height))
	}
	if !r.owner.segments {
		place(0, theme.Scaled(9), max(size.Width-theme.Scaled(34), 0))
		return
	}
	x, margin := float32(0), float32(2)
	for i, width := range r.widths(size.Width) {
		r.parts[i].Move(fyne.NewPos(x+margin, margin))
		r.parts[i].Resize(fyne.NewSize(width-2*margin, size.Height-2*margin))
		place(i, x, width)
		x += width
	}
}

func (r *chooserRenderer) Refresh() {
	c := r.owner
	border := fyne.ThemeColorName(inputBorder)
	paintRect(r.ring, "", "", radiusField+2.5)
	if c.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorAccent), theme.Scaled(1.75)
	}
	fill := theme.ColorCard
	if c.disabled {
		fill = theme.ColorHover
	}
	paintRect(r.back, fill, border, radiusField)
	r.arrow.Resource = theme.Drawing("chevron-down", theme.ColorMuted)
	r.arrow.Hidden = c.segments
	if c.segments {
		r.refreshSegments()
	} else {
		label := ""
		if c.chosen >= 0 {
			label = c.options[c.chosen].Label
		}
		paintRect(r.parts[0], "", "", 0)
		paint(r.texts[0], measured.fit(Body.face(), label, max(c.Size().Width-theme.Scaled(34), 0)), Body, c.textColor(""))
	}
	r.Layout(c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *chooserRenderer) refreshSegments() {
	for i, option := range r.owner.options {
		if i == r.owner.chosen {
			paintRect(r.parts[i], theme.ColorPrimary, "", radiusRow)
			paint(r.texts[i], option.Label, Strong, r.owner.textColor(theme.ColorOnPrimary))
		} else {
			paintRect(r.parts[i], "", "", radiusRow)
			paint(r.texts[i], option.Label, Body, r.owner.textColor(""))
		}
		r.texts[i].Alignment = fyne.TextAlignCenter
	}
}

func (c *chooser) textColor(color fyne.ThemeColorName) fyne.ThemeColorName {
	if c.disabled {
		return theme.ColorFaint
	}
	return color
}

func (r *chooserRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.ring}
	for i := range r.texts {
		objects = append(objects, r.parts[i], r.texts[i])
	}
	return append(objects, r.arrow)
}

func (r *chooserRenderer) Destroy() {}
