package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"satchel/ui/theme"
)

// NewTopBar is the strip above every page: the search box, then what stands at the right (who is signed in, lock).
func NewTopBar(search fyne.CanvasObject, right ...fyne.CanvasObject) fyne.CanvasObject {
	parts := append([]fyne.CanvasObject{Fixed(380, 0, search), Spacer()}, right...)
	bar := stack(newSurface(theme.ColorCard, "", 0), Fixed(0, 46, Inset(14, 7, Row(GapLarge, parts...))))
	return Column(0, bar, stripe())
}

// NewStatusBar is the strip below every page: short facts at the left, such as the last proven backup.
func NewStatusBar(facts ...fyne.CanvasObject) fyne.CanvasObject {
	bar := stack(newSurface(theme.ColorCard, "", 0), Fixed(0, 26, Inset(14, 3, Row(GapGroups, facts...))))
	return Column(0, stripe(), bar)
}

// stripe is the line between a bar and the page.
func stripe() fyne.CanvasObject {
	return Fixed(0, 1, newSurface(theme.ColorCardBorder, "", 0))
}

// Tabs choose one of the views of a thing: Left and Right move while it has the keyboard.
type Tabs struct {
	control

	// OnChanged is called with the index of the tab chosen by a person.
	OnChanged func(index int)

	labels  []string
	current int
}

// NewTabs makes a line of tabs; the first is current.
func NewTabs(labels ...string) *Tabs {
	t := &Tabs{labels: labels}
	t.ExtendBaseWidget(t)
	return t
}

// Current returns the index of the tab shown.
func (t *Tabs) Current() int { return t.current }

// SetCurrent shows a tab without calling OnChanged.
func (t *Tabs) SetCurrent(index int) {
	if index >= 0 && index < len(t.labels) {
		t.current = index
		t.Refresh()
	}
}

func (t *Tabs) choose(index int) {
	if index < 0 || index >= len(t.labels) || index == t.current {
		return
	}
	t.SetCurrent(index)
	if t.OnChanged != nil {
		t.OnChanged(index)
	}
}

// Tapped implements fyne.Tappable.
func (t *Tabs) Tapped(event *fyne.PointEvent) {
	x := float32(0)
	for i, label := range t.labels {
		x += tabWidth(label)
		if event.Position.X < x {
			Focus(t)
			t.choose(i)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (t *Tabs) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyLeft:
		t.choose(t.current - 1)
	case fyne.KeyRight:
		t.choose(t.current + 1)
	case fyne.KeyHome:
		t.choose(0)
	case fyne.KeyEnd:
		t.choose(len(t.labels) - 1)
	default:
		forwardKey(t, event)
	}
}

func tabWidth(label string) float32 {
	return measured.width(Strong.face(), label) + 2*theme.Scaled(12)
}

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{owner: t, line: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	for range t.labels {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	owner           *Tabs
	line, bar, ring *canvas.Rectangle
	texts           []*canvas.Text
}

func (r *tabsRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, label := range r.owner.labels {
		width += tabWidth(label)
	}
	return fyne.NewSize(width, theme.Scaled(34))
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := float32(0)
	for i, text := range r.texts {
		width := tabWidth(r.owner.labels[i])
		text.Move(fyne.NewPos(x, theme.Scaled(6)))
		text.Resize(fyne.NewSize(width, text.MinSize().Height))
		if i == r.owner.current {
			r.bar.Move(fyne.NewPos(x+theme.Scaled(8), size.Height-theme.Scaled(3)))
			r.bar.Resize(fyne.NewSize(width-theme.Scaled(16), theme.Scaled(3)))
			r.ring.Move(fyne.NewPos(x+theme.Scaled(3), theme.Scaled(2)))
			r.ring.Resize(fyne.NewSize(width-theme.Scaled(6), size.Height-theme.Scaled(8)))
		}
		x += width
	}
}

func (r *tabsRenderer) Refresh() {
	paintRect(r.line, theme.ColorCardBorder, "", 0)
	paintRect(r.bar, theme.ColorAccent, "", 1.5)
	paintRect(r.ring, "", "", radiusRow)
	if r.owner.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(theme.ColorAccent), 1
	}
	for i, text := range r.texts {
		if i == r.owner.current {
			paint(text, r.owner.labels[i], Strong, theme.ColorAccent)
		} else {
			paint(text, r.owner.labels[i], Body, theme.ColorMuted)
		}
		text.Alignment = fyne.TextAlignCenter
	}
	r.Layout(r.owner.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line, r.bar, r.ring}
	for _, text := range r.texts {
		objects = append(objects, text)
	}
	return objects
}

func (r *tabsRenderer) Destroy() {}

// NewFrame puts the window together: the rail at the left, the top bar, the page and the status bar, edge to edge.
func NewFrame(rail, top, page, status fyne.CanvasObject) fyne.CanvasObject {
	return container.New(frameLayout{}, rail, top, page, status)
}

type frameLayout struct{}

func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail, top, page, status := objects[0], objects[1], objects[2], objects[3]
	left, above, below := rail.MinSize().Width, top.MinSize().Height, status.MinSize().Height
	width := max(size.Width-left, 0)
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, max(h, 0)))
	}
	place(rail, 0, 0, left, size.Height)
	place(top, left, 0, width, above)
	place(page, left, above, width, size.Height-above-below)
	place(status, left, size.Height-below, width, below)
}

func (frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rail, top, page, status := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize(), objects[3].MinSize()
	width := rail.Width + max(top.Width, max(page.Width, status.Width))
	return fyne.NewSize(width, max(rail.Height, top.Height+page.Height+status.Height))
}
