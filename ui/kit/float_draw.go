package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

type panelRenderer struct {
	owner *panel
	back  *surface
	mark  *canvas.Rectangle
	note  *canvas.Text
	rows  []*panelRowDrawing
	wheel *wheel
}

type panelRowDrawing struct {
	title, subtitle, right *canvas.Text
	icon                   *canvas.Image
	chip                   *chipDrawing
}

func newPanelRow() *panelRowDrawing {
	return &panelRowDrawing{
		title: canvas.NewText("", nil), subtitle: canvas.NewText("", nil), right: canvas.NewText("", nil),
		icon: &canvas.Image{FillMode: canvas.ImageFillContain}, chip: newChipDrawing(),
	}
}

func (d *panelRowDrawing) objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{d.icon, d.title, d.subtitle, d.right}, d.chip.objects()...)
}

func (d *panelRowDrawing) hide() {
	for _, o := range d.objects() {
		o.Hide()
	}
}

func (r *panelRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *panelRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.wheel.Resize(size)
	p, pad, height := r.owner, theme.Scaled(panelPad), r.owner.rowHeight()
	r.mark.Hidden = true
	r.note.Hidden = p.note == "" || len(p.rows) > 0
	paint(r.note, p.note, Muted, "")
	r.note.Move(fyne.NewPos(theme.Scaled(12), pad))
	r.note.Resize(fyne.NewSize(size.Width-theme.Scaled(24), height))
	for i, row := range r.rows {
		if i >= p.shown() {
			row.hide()
			continue
		}
		index := p.first + i
		y := pad + float32(i)*height
		if index == p.chosen {
			paintRect(r.mark, theme.ColorSelection, "", radiusRow)
			r.mark.Move(fyne.NewPos(pad, y))
			r.mark.Resize(fyne.NewSize(size.Width-2*pad, height))
			r.mark.Hidden = false
		}
		row.draw(p.rows[index], p.plain, fyne.NewPos(theme.Scaled(12), y), fyne.NewSize(size.Width-theme.Scaled(24), height))
	}
}

func (d *panelRowDrawing) draw(s Suggestion, plain bool, at fyne.Position, size fyne.Size) {
	d.hide()
	x, room := at.X, size.Width
	if s.Icon != "" {
		side := theme.Scaled(16)
		d.icon.Resource = theme.Drawing(s.Icon, theme.ColorMuted)
		d.icon.Move(fyne.NewPos(x, at.Y+(size.Height-side)/2))
		d.icon.Resize(fyne.NewSquareSize(side))
		d.icon.Show()
		d.icon.Refresh()
		x, room = x+side+theme.Scaled(9), room-side-theme.Scaled(9)
	}
	if s.Right != "" {
		width := min(chipWidth(s.Right, ""), room*0.45)
		right := fyne.NewPos(at.X+size.Width-width, at.Y+(size.Height-theme.Scaled(chipHeight))/2)
		box := fyne.NewSize(width, theme.Scaled(chipHeight))
		if s.Tone != theme.Neutral {
			d.chip.show()
			d.chip.draw(s.Right, "", s.Tone, right, box)
		} else {
			put(d.right, measured.fit(Caption.face(), oneLine(s.Right), width), Caption, "", right, box)
			d.right.Alignment = fyne.TextAlignTrailing
		}
		room -= width + theme.Scaled(8)
	}
	role := Strong
	if plain {
		role = Body
	}
	line := fyne.NewSize(room, size.Height)
	if s.Subtitle != "" {
		line.Height = size.Height / 2
		put(d.subtitle, measured.fit(Caption.face(), oneLine(s.Subtitle), room), Caption, "", fyne.NewPos(x, at.Y+line.Height-theme.Scaled(1)), fyne.NewSize(room, line.Height-theme.Scaled(3)))
		at.Y += theme.Scaled(3)
	}
	put(d.title, measured.fit(role.face(), oneLine(s.Title), room), role, "", fyne.NewPos(x, at.Y), line)
}

// put shows a text of a role in a box, centred in height.
func put(t *canvas.Text, text string, role Role, color fyne.ThemeColorName, at fyne.Position, box fyne.Size) {
	paint(t, text, role, color)
	height := t.MinSize().Height
	t.Move(at.AddXY(0, (box.Height-height)/2))
	t.Resize(fyne.NewSize(box.Width, height))
	t.Show()
	t.Refresh()
}

func (r *panelRenderer) Refresh() {
	r.Layout(r.owner.Size())
	r.back.Refresh()
	r.mark.Refresh()
}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.mark, r.note}
	for _, row := range r.rows {
		objects = append(objects, row.objects()...)
	}
	return append(objects, r.wheel)
}

func (r *panelRenderer) Destroy() {}
