package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// Place is one entry of the rail.
type Place struct {
	Key   string // what OnChosen is told
	Label string
	Icon  string
	Badge int // how many things wait there; 0 shows nothing
}

// Rail is the navigation at the left: one Tab stop, Up and Down move, Enter goes there.
type Rail struct {
	control

	// OnChosen is called with the key of a place that was clicked or entered.
	OnChosen func(key string)

	brand   string
	places  []Place
	current string // key of the place one is in
	cursor  int    // the place the keyboard is on
	pointer int    // the place under the pointer, -1 for none
	compact bool
}

// NewRail makes a rail with the product's or practice's name above the places.
func NewRail(brand string, places []Place) *Rail {
	r := &Rail{brand: brand, places: places, pointer: -1}
	if len(places) > 0 {
		r.current = places[0].Key
	}
	r.ExtendBaseWidget(r)
	return r
}

// SetCurrent marks the place one is in.
func (r *Rail) SetCurrent(key string) {
	r.current = key
	for i, place := range r.places {
		if place.Key == key {
			r.cursor = i
		}
	}
	r.Refresh()
}

// Current returns the key of the place one is in.
func (r *Rail) Current() string { return r.current }

// SetBadge changes how many things wait in a place.
func (r *Rail) SetBadge(key string, count int) {
	for i := range r.places {
		if r.places[i].Key == key {
			r.places[i].Badge = count
		}
	}
	r.Refresh()
}

// SetCompact shows drawings only, for narrow windows.
func (r *Rail) SetCompact(compact bool) {
	r.compact = compact
	r.Refresh()
}

func (r *Rail) choose(index int) {
	if index < 0 || index >= len(r.places) {
		return
	}
	r.cursor = index
	r.current = r.places[index].Key
	r.Refresh()
	if r.OnChosen != nil {
		r.OnChosen(r.current)
	}
}

// at returns the index of the place at a height, -1 for none.
func (r *Rail) at(y float32) int {
	index := int((y - theme.Scaled(railHead)) / theme.Scaled(railRow))
	if y < theme.Scaled(railHead) || index >= len(r.places) {
		return -1
	}
	return index
}

// Tapped implements fyne.Tappable.
func (r *Rail) Tapped(event *fyne.PointEvent) { r.choose(r.at(event.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (r *Rail) MouseMoved(event *desktop.MouseEvent) {
	if at := r.at(event.Position.Y); at != r.pointer {
		r.pointer = at
		r.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (r *Rail) MouseOut() {
	r.pointer = -1
	r.control.MouseOut()
}

// TypedKey implements fyne.Focusable.
func (r *Rail) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyUp:
		r.cursor = max(r.cursor-1, 0)
	case event.Name == fyne.KeyDown:
		r.cursor = min(r.cursor+1, len(r.places)-1)
	case event.Name == fyne.KeyHome:
		r.cursor = 0
	case event.Name == fyne.KeyEnd:
		r.cursor = len(r.places) - 1
	case isEnter(event), event.Name == fyne.KeySpace:
		r.choose(r.cursor)
		return
	default:
		forwardKey(r, event)
		return
	}
	r.Refresh()
}

const (
	railHead  float32 = 54
	railRow   float32 = 38
	railWidth float32 = 158
	railSlim  float32 = 52
)

// CreateRenderer implements fyne.Widget.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	renderer := &railRenderer{owner: r, back: canvas.NewRectangle(nil), brand: canvas.NewText("", nil), brandRest: canvas.NewText("", nil), mark: canvas.NewRectangle(nil), letter: canvas.NewText("", nil)}
	for range r.places {
		renderer.rows = append(renderer.rows, &railEntry{
			back: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), picture: &canvas.Image{FillMode: canvas.ImageFillContain},
			text: canvas.NewText("", nil), pill: canvas.NewRectangle(nil), count: canvas.NewText("", nil),
		})
	}
	renderer.Refresh()
	return renderer
}

type railEntry struct {
	back, bar, pill *canvas.Rectangle
	picture         *canvas.Image
	text, count     *canvas.Text
}

func (w *railEntry) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{w.back, w.bar, w.picture, w.text, w.pill, w.count}
}

type railRenderer struct {
	owner         *Rail
	back, mark    *canvas.Rectangle
	brand, letter *canvas.Text
	brandRest     *canvas.Text // a second line, where the name is too long for one
	rows          []*railEntry
}

func (r *railRenderer) MinSize() fyne.Size {
	width := railWidth
	if r.owner.compact {
		width = railSlim
	}
	return fyne.NewSize(theme.Scaled(width), theme.Scaled(railHead+railRow*float32(len(r.rows))+GapLarge))
}

func (r *railRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	side := theme.Scaled(26)
	r.mark.Resize(fyne.NewSquareSize(side))
	r.mark.Move(fyne.NewPos(theme.Scaled(13), theme.Scaled(14)))
	r.letter.Resize(fyne.NewSquareSize(side))
	r.letter.Move(r.mark.Position())
	height := r.brand.MinSize().Height
	at := fyne.NewPos(theme.Scaled(13+26+9), theme.Scaled(14)+(side-height)/2)
	if r.brandRest.Text != "" {
		at.Y -= height / 2
	}
	r.brand.Move(at)
	r.brandRest.Move(at.AddXY(0, height))
	for i, row := range r.rows {
		r.layoutRow(row, theme.Scaled(railHead+railRow*float32(i)), size.Width)
	}
}

func (r *railRenderer) layoutRow(row *railEntry, y, width float32) {
	margin, height := theme.Scaled(8), theme.Scaled(railRow-4)
	row.back.Move(fyne.NewPos(margin, y))
	row.back.Resize(fyne.NewSize(width-2*margin, height))
	row.bar.Move(fyne.NewPos(0, y+theme.Scaled(6)))
	row.bar.Resize(fyne.NewSize(theme.Scaled(3), height-theme.Scaled(12)))
	side := theme.Scaled(18)
	x := margin + theme.Scaled(10)
	if r.owner.compact {
		x = (width - side) / 2
	}
	row.picture.Move(fyne.NewPos(x, y+(height-side)/2))
	row.picture.Resize(fyne.NewSquareSize(side))
	textHeight := row.text.MinSize().Height
	row.text.Move(fyne.NewPos(x+side+theme.Scaled(10), y+(height-textHeight)/2))
	count := row.count.MinSize()
	pill := fyne.NewSize(max(count.Width+theme.Scaled(11), theme.Scaled(20)), theme.Scaled(18))
	at := fyne.NewPos(width-margin-theme.Scaled(7)-pill.Width, y+(height-pill.Height)/2)
	if r.owner.compact {
		at = fyne.NewPos(width-pill.Width-theme.Scaled(2), y)
	}
	row.pill.Move(at)
	row.pill.Resize(pill)
	row.count.Move(at.AddXY(0, (pill.Height-count.Height)/2))
	row.count.Resize(fyne.NewSize(pill.Width, count.Height))
}

// railName parts a practice's name into the lines that the rail has room for: one in the larger type, otherwise two.
func railName(name string, room float32) (first, rest string) {
	if measured.width(Section.face(), name) <= room {
		return name, ""
	}
	lines := measured.wrap(Strong.face(), name, room)
	if len(lines) < 2 {
		return measured.fit(Strong.face(), name, room), ""
	}
	return lines[0], measured.fit(Strong.face(), strings.Join(lines[1:], " "), room)
}

func (r *railRenderer) Refresh() {
	owner := r.owner
	paintRect(r.back, theme.ColorRail, "", 0)
	paintRect(r.mark, theme.ColorPrimary, "", 6)
	paint(r.letter, initials(owner.brand), Section, theme.ColorOnPrimary)
	if letters := []rune(r.letter.Text); len(letters) > 1 {
		r.letter.Text = string(letters[:1])
	}
	r.letter.Alignment = fyne.TextAlignCenter
	room := theme.Scaled(railWidth - 13 - 26 - 9 - 6)
	first, rest := railName(owner.brand, room)
	role := Section
	if rest != "" {
		role = Strong
	}
	paint(r.brand, first, role, theme.ColorRailOn)
	paint(r.brandRest, rest, role, theme.ColorRailOn)
	r.brand.Hidden, r.brandRest.Hidden = owner.compact, owner.compact
	for i, row := range r.rows {
		r.refreshRow(row, i)
	}
	r.Layout(owner.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *railRenderer) refreshRow(row *railEntry, index int) {
	owner, place := r.owner, r.owner.places[index]
	here := place.Key == owner.current
	words, fill, line := theme.ColorRailText, fyne.ThemeColorName(""), fyne.ThemeColorName("")
	switch {
	case here:
		words, fill = theme.ColorRailOn, theme.ColorRailSelection
	case index == owner.pointer:
		fill = theme.ColorRailHover
	}
	if owner.focused && index == owner.cursor {
		line = theme.ColorRailAccent
	}
	paintRect(row.back, fill, line, radiusField)
	paintRect(row.bar, theme.ColorRailAccent, "", 1.5)
	row.bar.Hidden = !here
	row.picture.Resource = theme.Drawing(place.Icon, words)
	role := RailText
	if here {
		role = Strong
	}
	paint(row.text, place.Label, role, words)
	row.text.Hidden = owner.compact
	badge := strconv.Itoa(place.Badge)
	if place.Badge > 99 {
		badge = "99+"
	}
	paint(row.count, badge, Label, theme.ColorOnPrimary)
	row.count.Alignment = fyne.TextAlignCenter
	paintRect(row.pill, theme.ColorPrimary, "", 9)
	row.pill.Hidden, row.count.Hidden = place.Badge <= 0, place.Badge <= 0
}

func (r *railRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.mark, r.letter, r.brand, r.brandRest}
	for _, row := range r.rows {
		objects = append(objects, row.objects()...)
	}
	return objects
}

func (r *railRenderer) Destroy() {}
