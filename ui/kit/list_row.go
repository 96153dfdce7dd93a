package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// columnPlace is where a column stands; a hidden one has no width.
type columnPlace struct{ x, width float32 }

// places shares a list's width among its columns.
func (l *List) places(width float32) []columnPlace {
	places := make([]columnPlace, len(l.columns))
	gap := theme.Scaled(listGap)
	room := width - 2*theme.Scaled(listPad) + gap
	var weights float32
	for i, c := range l.columns {
		switch {
		case c.Narrow > 0 && width < theme.Scaled(c.Narrow):
			places[i].width = -1
		case c.Width > 0:
			places[i].width = theme.Scaled(c.Width)
			room -= places[i].width + gap
		default:
			weights += weightOf(c)
			room -= gap
		}
	}
	x := theme.Scaled(listPad)
	for i, c := range l.columns {
		if places[i].width < 0 {
			places[i].width = 0
			continue
		}
		if c.Width <= 0 {
			places[i].width = max(room*weightOf(c)/weights, 0)
		}
		places[i].x = x
		x += places[i].width + gap
	}
	return places
}

func weightOf(c ListColumn) float32 {
	if c.Weight > 0 {
		return c.Weight
	}
	return 1
}

// listHead is the row of column titles.
type listHead struct {
	widget.BaseWidget
	list *List
}

func newListHead(l *List) *listHead {
	h := &listHead{list: l}
	h.ExtendBaseWidget(h)
	return h
}

func (h *listHead) CreateRenderer() fyne.WidgetRenderer {
	r := &listHeadRenderer{owner: h, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	for range h.list.columns {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	return r
}

type listHeadRenderer struct {
	owner      *listHead
	back, line *canvas.Rectangle
	texts      []*canvas.Text
}

func (r *listHeadRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *listHeadRenderer) Layout(size fyne.Size) {
	paintRect(r.back, theme.ColorHeader, "", 0)
	r.back.TopLeftCornerRadius, r.back.TopRightCornerRadius = theme.Scaled(radiusCard), theme.Scaled(radiusCard)
	paintRect(r.line, theme.ColorHairline, "", 0)
	r.back.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	for i, place := range r.owner.list.places(size.Width) {
		column := r.owner.list.columns[i]
		put(r.texts[i], measured.fit(Label.face(), column.Title, place.width), Label, "", fyne.NewPos(place.x, 0), fyne.NewSize(place.width, size.Height))
		r.texts[i].Alignment = column.Align
	}
}

func (r *listHeadRenderer) Refresh() {
	r.Layout(r.owner.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *listHeadRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.line}
	for _, text := range r.texts {
		objects = append(objects, text)
	}
	return objects
}

func (r *listHeadRenderer) Destroy() {}

// listBody draws the rows in view.
type listBody struct {
	widget.BaseWidget
	list *List
}

func newListBody(l *List) *listBody {
	b := &listBody{list: l}
	b.ExtendBaseWidget(b)
	return b
}

func (b *listBody) CreateRenderer() fyne.WidgetRenderer {
	return &listBodyRenderer{owner: b, thumb: canvas.NewRectangle(nil)}
}

type listBodyRenderer struct {
	owner *listBody
	rows  []*rowDrawing
	thumb *canvas.Rectangle
	all   []fyne.CanvasObject
}

// rowDrawing is the canvas objects of one row; they are used again for whatever row comes to stand there.
type rowDrawing struct {
	back  *canvas.Rectangle
	bar   *canvas.Rectangle
	cells []*cellDrawing
}

type cellDrawing struct {
	text, second *canvas.Text
	icon         *canvas.Image
	chips        []*chipDrawing
}

// cellChips is how many chips a cell can show; the last says how many more there are.
const cellChips = 4

func newRowDrawing(columns int) *rowDrawing {
	d := &rowDrawing{back: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	for range columns {
		d.cells = append(d.cells, &cellDrawing{text: canvas.NewText("", nil), second: canvas.NewText("", nil), icon: &canvas.Image{FillMode: canvas.ImageFillContain}})
	}
	return d
}

func (r *listBodyRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *listBodyRenderer) Destroy()           {}

func (r *listBodyRenderer) Objects() []fyne.CanvasObject { return r.all }

func (r *listBodyRenderer) Refresh() { r.Layout(r.owner.Size()) }

func (r *listBodyRenderer) Layout(size fyne.Size) {
	l := r.owner.list
	height := l.rowHeight()
	first := int(l.offset)
	shown := min(int(size.Height/height)+2, l.count-first)
	if shown < 0 || l.cells == nil {
		shown = 0
	}
	for len(r.rows) < shown {
		r.rows = append(r.rows, newRowDrawing(len(l.columns)))
	}
	places := l.places(size.Width)
	r.all = r.all[:0]
	for i := range shown {
		row := first + i
		y := float32((float64(row) - l.offset) * float64(height))
		r.drawRow(r.rows[i], row, places, fyne.NewPos(0, y), fyne.NewSize(size.Width, height))
	}
	r.drawThumb(size)
	canvas.Refresh(r.owner)
}

func (r *listBodyRenderer) drawThumb(size fyne.Size) {
	l := r.owner.list
	count, view := float64(l.count), l.view()
	if count <= view || view <= 0 {
		return
	}
	paintRect(r.thumb, scrollBar, "", 2)
	length := max(size.Height*float32(view/count), theme.Scaled(28))
	share := l.offset / (count - view)
	r.thumb.Resize(fyne.NewSize(theme.Scaled(4), length))
	r.thumb.Move(fyne.NewPos(size.Width-theme.Scaled(6), float32(share)*(size.Height-length)))
	r.all = append(r.all, r.thumb)
}

func (r *listBodyRenderer) drawRow(d *rowDrawing, row int, places []columnPlace, at fyne.Position, size fyne.Size) {
	l := r.owner.list
	fill := fyne.ThemeColorName("")
	switch {
	case row == l.selected && l.focused:
		fill = theme.ColorSelection
	case row == l.selected:
		fill = theme.ColorSelectionUn
	case row == l.hover:
		fill = theme.ColorHover
	case row%2 == 1:
		fill = theme.ColorZebra
	}
	if fill != "" {
		paintRect(d.back, fill, "", 0)
		d.back.Move(at)
		d.back.Resize(size)
		r.all = append(r.all, d.back)
	}
	if row == l.selected && l.focused {
		paintRect(d.bar, theme.ColorAccent, "", 0)
		d.bar.Move(at)
		d.bar.Resize(fyne.NewSize(theme.Scaled(3), size.Height))
		r.all = append(r.all, d.bar)
	}
	cells := l.cells(row)
	for i, place := range places {
		if i < len(cells) && place.width > 0 {
			r.drawCell(d.cells[i], cells[i], l.columns[i].Align, at.AddXY(place.x, 0), fyne.NewSize(place.width, size.Height))
		}
	}
}

func (r *listBodyRenderer) drawCell(d *cellDrawing, cell Cell, align fyne.TextAlign, at fyne.Position, size fyne.Size) {
	if cell.Icon != "" {
		side := theme.Scaled(15)
		color := cell.Color
		if color == "" {
			color = theme.ColorMuted
		}
		d.icon.Resource = theme.Drawing(cell.Icon, color)
		d.icon.Resize(fyne.NewSquareSize(side))
		d.icon.Move(at.AddXY(0, (size.Height-side)/2))
		d.icon.Refresh()
		r.all = append(r.all, d.icon)
		at.X += side + theme.Scaled(7)
		size.Width -= side + theme.Scaled(7)
	}
	marks := float32(0)
	if len(cell.Marks) > 0 && cell.Text != "" {
		for i := range min(len(cell.Marks), cellChips) {
			marks += chipWidth(cell.Marks[i].Text, cell.Marks[i].Icon) + theme.Scaled(5)
		}
		marks = min(marks, size.Width*0.6)
	}
	textWidth := r.drawText(d, cell, align, at, fyne.NewSize(size.Width-marks, size.Height))
	if len(cell.Marks) == 0 {
		return
	}
	if textWidth > 0 {
		textWidth += theme.Scaled(8)
	}
	r.drawMarks(d, cell.Marks, at.AddXY(textWidth, 0), fyne.NewSize(size.Width-textWidth, size.Height))
}

// drawText draws one line, or two where the text has a line break, and returns their width.
func (r *listBodyRenderer) drawText(d *cellDrawing, cell Cell, align fyne.TextAlign, at fyne.Position, size fyne.Size) float32 {
	if cell.Text == "" {
		return 0
	}
	text, second, two := strings.Cut(cell.Text, "\n")
	two = two && r.owner.list.tall
	role := cell.Role
	line := size
	if two {
		line.Height = size.Height/2 - theme.Scaled(3)
		cut := measured.fit(Caption.face(), oneLine(second), size.Width)
		put(d.second, cut, Caption, "", at.AddXY(0, size.Height/2-theme.Scaled(1)), line)
		d.second.Alignment = align
		r.all = append(r.all, d.second)
		at.Y += theme.Scaled(4)
	}
	cut := measured.fit(role.face(), oneLine(text), size.Width)
	put(d.text, cut, role, cell.Color, at, line)
	d.text.Alignment = align
	r.all = append(r.all, d.text)
	return min(measured.width(role.face(), cut), size.Width)
}

// drawMarks draws chips as long as they fit; the last one counts what doesn't. Where even the first has no room beside
// that count, it is cut: how many there are is never hidden.
func (r *listBodyRenderer) drawMarks(d *cellDrawing, marks []Mark, at fyne.Position, size fyne.Size) {
	for len(d.chips) < min(len(marks), cellChips) {
		d.chips = append(d.chips, newChipDrawing())
	}
	height := theme.Scaled(20)
	x := float32(0)
	for i, width := range fitMarks(marks, size.Width, cellChips) {
		mark := marks[i]
		if width < 0 { // stands for this mark and all after it
			mark = Mark{Text: moreText(len(marks) - i), Tone: mark.Tone}
			width = chipWidth(mark.Text, "")
		}
		d.chips[i].draw(mark.Text, mark.Icon, mark.Tone, at.AddXY(x, (size.Height-height)/2), fyne.NewSize(width, height))
		r.all = append(r.all, d.chips[i].objects()...)
		x += width + theme.Scaled(markGap)
	}
}
