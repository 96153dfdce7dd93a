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
	for i, place := range t.places(t.Size().Width) {
		if event.Position.X >= place.left && event.Position.X < place.left+place.width {
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

// tabPlace is where a tab stands along the line; one of no width has no room.
type tabPlace struct{ left, width float32 }

// The room at each side of a tab's word: where the line is wide enough, and the least where it is not.
const (
	tabRoom  = 12
	tabLeast = 5
)

// places shares a width among the tabs. Where it is too narrow they move together, and then the first ones leave the line until the
// current one is on it.
func (t *Tabs) places(width float32) []tabPlace {
	words := make([]float32, len(t.labels))
	all := float32(0)
	for i, label := range t.labels {
		words[i] = measured.width(Strong.face(), label)
		all += words[i]
	}
	room := theme.Scaled(tabRoom)
	if spare := (width - all) / float32(2*max(len(words), 1)); spare < room {
		room = max(spare, theme.Scaled(tabLeast))
	}
	list := make([]tabPlace, len(words))
	for first := 0; ; first++ {
		x := float32(0)
		clear(list)
		for i := first; i < len(words) && (i == first || x+words[i]+2*room <= width+0.5); i++ {
			list[i] = tabPlace{x, words[i] + 2*room}
			x += list[i].width
		}
		if t.current >= len(list) || list[t.current].width > 0 {
			return list
		}
	}
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
	width := float32(0) // the widest alone: the others wait beside it
	for _, label := range r.owner.labels {
		width = max(width, measured.width(Strong.face(), label)+2*theme.Scaled(tabLeast))
	}
	return fyne.NewSize(width, theme.Scaled(34))
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	for i, place := range r.owner.places(size.Width) {
		text := r.texts[i]
		if text.Hidden = place.width == 0; text.Hidden {
			continue
		}
		text.Move(fyne.NewPos(place.left, theme.Scaled(6)))
		text.Resize(fyne.NewSize(place.width, text.MinSize().Height))
		if i == r.owner.current {
			r.bar.Move(fyne.NewPos(place.left+theme.Scaled(4), size.Height-theme.Scaled(3)))
			r.bar.Resize(fyne.NewSize(place.width-theme.Scaled(8), theme.Scaled(3)))
			r.ring.Move(fyne.NewPos(place.left+theme.Scaled(1), theme.Scaled(2)))
			r.ring.Resize(fyne.NewSize(place.width-theme.Scaled(2), size.Height-theme.Scaled(8)))
		}
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
