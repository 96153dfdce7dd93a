package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// ListColumn is one column of a List.
type ListColumn struct {
	Title  string
	Weight float32 // its share of the width that fixed columns leave; 1 where both are 0
	Width  float32 // a fixed width in pixels of the standard density, instead of a weight
	Align  fyne.TextAlign
	// Narrow hides the column where the list is narrower than this, in pixels of the standard density; 0 never.
	Narrow float32
}

// Mark is a chip in a cell.
type Mark struct {
	Text string
	Icon string
	Tone theme.Tone
}

// Cell is what stands in one column of one row: a text, or chips, or a text before chips.
type Cell struct {
	Text  string
	Role  Role                // Body unless set
	Color fyne.ThemeColorName // empty for the role's own
	Icon  string
	Marks []Mark
}

// List shows any number of rows: it asks for the cells of those in view only, so a hundred thousand scroll as fast as
// ten. It is one Tab stop; arrows, Page keys, Home and End move, Enter opens, letters look ahead.
type List struct {
	control

	// OnSelected is told each row that gets selected, -1 when none is.
	OnSelected func(row int)
	// OnOpened is told the row on Enter or double click.
	OnOpened func(row int)
	// OnTypeAhead finds the row for letters typed within a second; -1 for none. Where it is nil, the first 10,000 rows
	// are searched for a first cell that begins with the letters.
	OnTypeAhead func(prefix string) int
	// OnKey sees a key that the list has no use for; true keeps it from the window.
	OnKey func(*fyne.KeyEvent) bool
	// After runs timers; tests replace it.
	After After

	columns  []ListColumn
	count    int
	cells    func(row int) []Cell
	selected int
	hover    int
	offset   float64 // pixels scrolled; float32 is too coarse at a hundred thousand rows
	loading  bool
	empty    fyne.CanvasObject
	prefix   string
	forget   func()
	tall     bool
	body     *listBody
	head     *listHead
	message  *fyne.Container
	busy     *Text
}

// NewList makes a list with a head; empty is shown while there are no rows and may be nil.
func NewList(columns []ListColumn, empty fyne.CanvasObject) *List {
	if empty == nil {
		empty = NewEmptyState("search", say("kit.nothing"), nil)
	}
	l := &List{columns: columns, selected: -1, hover: -1, empty: empty, After: realAfter, busy: NewText(say("kit.loading"), Muted)}
	l.message = stack(empty)
	l.body, l.head = newListBody(l), newListHead(l)
	l.ExtendBaseWidget(l)
	return l
}

// SetTall gives rows the height of two lines and returns the list; the second line is what follows a line break in a
// cell's text.
func (l *List) SetTall() *List {
	l.tall = true
	return l
}

// SetRows replaces the rows. The selection goes to selected, or to none with -1; the view moves only if it must.
func (l *List) SetRows(count int, cells func(row int) []Cell, selected int) {
	l.count, l.cells, l.loading = max(count, 0), cells, false
	l.selected = min(selected, l.count-1)
	l.hover = -1
	l.clamp()
	if l.selected >= 0 {
		l.reveal(l.selected)
	}
	l.Refresh()
}

// SetLoading shows that rows are on their way; the old ones stay in view.
func (l *List) SetLoading(loading bool) {
	l.loading = loading
	l.Refresh()
}

// Count returns how many rows there are.
func (l *List) Count() int { return l.count }

// Selected returns the selected row, -1 for none.
func (l *List) Selected() int { return l.selected }

// Select selects a row, scrolls it into view and tells OnSelected.
func (l *List) Select(row int) {
	row = min(max(row, -1), l.count-1)
	if row >= 0 {
		l.reveal(row)
	}
	if row != l.selected {
		l.selected = row
		if l.OnSelected != nil {
			l.OnSelected(row)
		}
	}
	l.body.Refresh()
}

func (l *List) open(row int) {
	if row >= 0 && row < l.count && l.OnOpened != nil {
		l.OnOpened(row)
	}
}

const (
	listRow      float32 = 30
	listRowTall  float32 = 46
	listHeadRow  float32 = 28
	listPad      float32 = 14
	listGap      float32 = 12
	typeAheadMax         = 10000
	typeAheadFor         = time.Second
)

func (l *List) rowHeight() float32 {
	if l.tall {
		return theme.Scaled(listRowTall)
	}
	return theme.Scaled(listRow)
}

// page is how many whole rows are in view.
func (l *List) page() int { return max(int(l.body.Size().Height/l.rowHeight()), 1) }

func (l *List) clamp() {
	most := float64(l.count)*float64(l.rowHeight()) - float64(l.body.Size().Height)
	l.offset = max(min(l.offset, most), 0)
}

// reveal scrolls as little as shows the whole row.
func (l *List) reveal(row int) {
	height := float64(l.rowHeight())
	top := float64(row) * height
	if top < l.offset {
		l.offset = top
	}
	if bottom := top + height - float64(l.body.Size().Height); bottom > l.offset {
		l.offset = bottom
	}
	l.clamp()
}

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(event *fyne.KeyEvent) {
	if event.Name != fyne.KeySpace {
		l.prefix = ""
	}
	switch {
	case event.Name == fyne.KeyUp && l.count > 0:
		l.Select(max(l.selected-1, 0))
	case event.Name == fyne.KeyDown && l.count > 0:
		l.Select(l.selected + 1)
	case event.Name == fyne.KeyPageUp && l.count > 0:
		l.Select(max(l.selected-l.page(), 0))
	case event.Name == fyne.KeyPageDown && l.count > 0:
		l.Select(max(l.selected, 0) + l.page())
	case event.Name == fyne.KeyHome && l.count > 0:
		l.Select(0)
	case event.Name == fyne.KeyEnd && l.count > 0:
		l.Select(l.count - 1)
	case isEnter(event) && l.selected >= 0:
		l.open(l.selected)
	default:
		if l.OnKey == nil || !l.OnKey(event) {
			forwardKey(l, event)
		}
	}
}

// TypedRune looks ahead.
func (l *List) TypedRune(r rune) {
	if r == ' ' && l.prefix == "" {
		return
	}
	l.prefix += strings.ToLower(string(r))
	if l.forget != nil {
		l.forget()
	}
	l.forget = l.After(typeAheadFor, func() { l.prefix = "" })
	find := l.OnTypeAhead
	if find == nil {
		find = l.find
	}
	if row := find(l.prefix); row >= 0 {
		l.Select(row)
	}
}

// find looks for a first cell that begins with prefix, from the selected row on, then from the top.
func (l *List) find(prefix string) int {
	rows := min(l.count, typeAheadMax)
	from := max(l.selected, 0)
	for i := range rows {
		row := (from + i) % rows
		cells := l.cells(row)
		if len(cells) > 0 && strings.HasPrefix(strings.ToLower(cells[0].Text), prefix) {
			return row
		}
	}
	return -1
}

// FocusGained implements fyne.Focusable; the first row is selected so that Enter does something.
func (l *List) FocusGained() {
	l.focused = true
	if l.selected < 0 && l.count > 0 {
		l.Select(0)
		return
	}
	l.body.Refresh()
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	l.focused = false
	l.body.Refresh()
}

// rowAt returns the row at a height of the whole list, -1 for none.
func (l *List) rowAt(y float32) int {
	y -= theme.Scaled(listHeadRow)
	if y < 0 {
		return -1
	}
	row := int((l.offset + float64(y)) / float64(l.rowHeight()))
	if row >= l.count {
		return -1
	}
	return row
}

// Tapped implements fyne.Tappable.
func (l *List) Tapped(event *fyne.PointEvent) {
	Focus(l)
	if row := l.rowAt(event.Position.Y); row >= 0 {
		l.Select(row)
	}
}

// DoubleTapped implements fyne.DoubleTappable.
func (l *List) DoubleTapped(event *fyne.PointEvent) {
	l.Tapped(event)
	l.open(l.rowAt(event.Position.Y))
}

// MouseDown selects at once: Fyne holds Tapped back while a double click may follow.
func (l *List) MouseDown(event *desktop.MouseEvent) {
	if event.Button == desktop.MouseButtonPrimary {
		l.Tapped(&event.PointEvent)
	}
}

// MouseUp implements desktop.Mouseable.
func (l *List) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable.
func (l *List) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (l *List) MouseMoved(event *desktop.MouseEvent) {
	if row := l.rowAt(event.Position.Y); row != l.hover {
		l.hover = row
		l.body.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (l *List) MouseOut() {
	l.hover = -1
	l.body.Refresh()
}

// Scrolled implements fyne.Scrollable.
func (l *List) Scrolled(event *fyne.ScrollEvent) {
	l.offset -= float64(event.Scrolled.DY)
	l.clamp()
	l.hover = -1
	l.body.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	back := newSurface(theme.ColorCard, "", radiusCard)
	clip := container.NewClip(l.body)
	return &listRenderer{owner: l, back: back, clip: clip, busy: Inset(listPad, 6, l.busy)}
}

type listRenderer struct {
	owner *List
	back  *surface
	clip  *container.Clip
	busy  *fyne.Container
}

func (r *listRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, column := range r.owner.columns {
		width += max(theme.Scaled(column.Width), theme.Scaled(40))
	}
	return fyne.NewSize(width, theme.Scaled(listHeadRow)+3*r.owner.rowHeight())
}

func (r *listRenderer) Layout(size fyne.Size) {
	head := theme.Scaled(listHeadRow)
	r.back.Resize(size)
	r.owner.head.Resize(fyne.NewSize(size.Width, head))
	rest := fyne.NewSize(size.Width, max(size.Height-head, 0))
	for _, o := range []fyne.CanvasObject{r.clip, r.owner.message} {
		o.Move(fyne.NewPos(0, head))
		o.Resize(rest)
	}
	r.owner.body.Resize(rest)
	r.busy.Resize(r.busy.MinSize())
	r.busy.Move(fyne.NewPos(size.Width-r.busy.MinSize().Width, size.Height-r.busy.MinSize().Height))
	r.owner.clamp()
}

func (r *listRenderer) Refresh() {
	r.owner.message.Hidden = r.owner.count > 0 || r.owner.loading
	r.busy.Hidden = !r.owner.loading
	r.back.Refresh()
	r.owner.head.Refresh()
	r.owner.clamp()
	r.owner.body.Refresh()
	r.owner.message.Refresh()
	r.busy.Refresh()
}

func (r *listRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.owner.head, r.clip, r.owner.message, r.busy}
}

func (r *listRenderer) Destroy() {}
