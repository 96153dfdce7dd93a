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
	rows   []Suggestion
	plain  bool // titles in normal weight
	chosen int  // -1 for none
	first  int  // the first row shown
	tapped func(int)
	anchor fyne.Position
	note   string // a line instead of rows

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

func (p *panel) scrolled(event *fyne.ScrollEvent) {
	step := 1
	if event.Scrolled.DY > 0 {
		step = -1
	}
	p.first = max(min(p.first+step, len(p.rows)-panelRows), 0)
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{
		owner: p, back: newSurface(theme.ColorCard, theme.ColorCardBorder, radiusField), mark: canvas.NewRectangle(nil),
		note: canvas.NewText("", nil), wheel: newWheel(p.scrolled),
	}
	r.back.raised = true
	for range panelRows {
		r.rows = append(r.rows, newPanelRow())
	}
	return r
}
