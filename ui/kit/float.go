package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// float is a panel of rows drawn over the page, below the widget it belongs to. It lives in the stage and never takes
// the keyboard: a Fyne pop-up would.
type float struct {
	panel *panel
	layer *fyne.Container
}

// showFloat opens a panel under anchor; chosen is told the index of a row that is clicked. It returns nil where the
// window has no Stage.
func showFloat(anchor fyne.CanvasObject, rows []Suggestion, chosen func(int)) *float {
	c := canvasOf(anchor)
	if c == nil {
		return nil
	}
	var layer *fyne.Container
	var ground fyne.CanvasObject
	if covers, ok := c.Overlays().Top().(*covers); ok {
		layer, ground = covers.floats, covers
	} else if stage, ok := c.Content().(*Stage); ok {
		layer, ground = stage.floats, stage
	} else {
		return nil
	}
	f := &float{panel: newPanel(chosen), layer: layer}
	f.panel.rows = rows
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(anchor).Subtract(driver.AbsolutePositionForObject(ground))
	f.panel.anchor, f.panel.anchorSize, f.panel.room = at, anchor.Size(), ground.Size()
	layer.Add(f.panel)
	f.panel.place()
	return f
}

func (f *float) close() { f.layer.Remove(f.panel) }

func clearFloats(layer *fyne.Container) {
	if len(layer.Objects) > 0 {
		layer.RemoveAll()
	}
}

// Suggestion is one row of a panel.
type Suggestion struct {
	Key      string // what OnChosen gets back
	Title    string
	Subtitle string // muted, below the title
	Right    string // muted, at the right end
	Icon     string
	Tone     theme.Tone // of Right, as a chip, unless Neutral
}

// panel draws the rows. It answers to clicks as a focusable that is disabled: so Fyne leaves the keyboard where it is.
type panel struct {
	control
	rows    []Suggestion
	plain   bool // titles in normal weight
	chosen  int  // -1 for none
	first   int  // the first row shown
	tapped  func(int)
	anchor  fyne.Position
	note    string // a line instead of rows
	pointer bool

	anchorSize, room fyne.Size
}

func newPanel(tapped func(int)) *panel {
	p := &panel{tapped: tapped, chosen: -1}
	p.disabled = true
	p.ExtendBaseWidget(p)
	return p
}

// TypedKey implements fyne.Focusable; the panel never has the keyboard.
func (p *panel) TypedKey(*fyne.KeyEvent) {}

const (
	panelRows        = 8
	panelRow         = float32(30)
	panelTall        = float32(44)
	panelPad         = float32(5)
	panelWidth       = float32(220)
	panelOuterMargin = float32(8)
)

func (p *panel) rowHeight() float32 {
	for _, row := range p.rows {
		if row.Subtitle != "" {
			return theme.Scaled(panelTall)
		}
	}
	return theme.Scaled(panelRow)
}

func (p *panel) shown() int {
	fits := int((p.room.Height*0.6 - 2*theme.Scaled(panelPad)) / p.rowHeight())
	return max(min(len(p.rows)-p.first, panelRows, max(fits, 2)), 0)
}

// place puts the panel under its anchor, or above where there is more room.
func (p *panel) place() {
	height := float32(max(p.shown(), 1))*p.rowHeight() + 2*theme.Scaled(panelPad)
	margin := theme.Scaled(panelOuterMargin)
	width := max(p.anchorSize.Width, theme.Scaled(panelWidth))
	width = min(width, p.room.Width-2*margin)
	x := max(min(p.anchor.X, p.room.Width-width-margin), 0)
	y := p.anchor.Y + p.anchorSize.Height + theme.Scaled(3)
	if y+height > p.room.Height-margin && p.anchor.Y > p.room.Height-y {
		y = p.anchor.Y - height - theme.Scaled(3)
	}
	p.Move(fyne.NewPos(x, max(y, 0)))
	p.Resize(fyne.NewSize(width, height))
	p.Refresh()
}

// choose marks a row and scrolls it into view.
func (p *panel) choose(index int) {
	p.chosen = min(index, len(p.rows)-1)
	most := min(len(p.rows), panelRows)
	if p.chosen >= 0 && p.chosen < p.first {
		p.first = p.chosen
	}
	if p.chosen >= p.first+most {
		p.first = p.chosen - most + 1
	}
	p.Refresh()
}

func (p *panel) rowAt(y float32) int {
	index := p.first + int((y-theme.Scaled(panelPad))/p.rowHeight())
	if y < theme.Scaled(panelPad) || index >= len(p.rows) {
		return -1
	}
	return index
}

// Tapped implements fyne.Tappable.
func (p *panel) Tapped(event *fyne.PointEvent) {
	if index := p.rowAt(event.Position.Y); index >= 0 {
		p.tapped(index)
	}
}

// MouseMoved implements desktop.Hoverable.
func (p *panel) MouseMoved(event *desktop.MouseEvent) {
	if index := p.rowAt(event.Position.Y); index >= 0 && index != p.chosen {
		p.chosen = index
		p.Refresh()
	}
}

// Scrolled implements fyne.Scrollable.
func (p *panel) Scrolled(event *fyne.ScrollEvent) {
	step := 1
	if event.Scrolled.DY > 0 {
		step = -1
	}
	p.first = max(min(p.first+step, len(p.rows)-panelRows), 0)
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{owner: p, back: newSurface(theme.ColorCard, theme.ColorCardBorder, radiusField), mark: canvas.NewRectangle(nil), note: canvas.NewText("", nil)}
	r.back.raised = true
	for range panelRows {
		r.rows = append(r.rows, newPanelRow())
	}
	return r
}

type panelRenderer struct {
	owner *panel
	back  *surface
	mark  *canvas.Rectangle
	note  *canvas.Text
	rows  []*panelRowDrawing
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
	return objects
}

func (r *panelRenderer) Destroy() {}
