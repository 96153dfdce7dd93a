package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	offset   float64 // rows scrolled: pixels would change with the density, and float32 is too coarse for them
	loading  bool
	empty    fyne.CanvasObject
	prefix   string
	forget   func()
	tall     bool
	inline   bool
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

// SetInline makes the list as high as all its rows and returns it: for a few rows in a page that scrolls itself.
func (l *List) SetInline() *List {
	l.inline = true
	return l
}

// SetRows replaces the rows. The selection goes to selected, or to none with -1; the view moves only if it must.
func (l *List) SetRows(count int, cells func(row int) []Cell, selected int) {
	l.count, l.cells, l.loading = max(count, 0), cells, false
	l.selected = min(selected, l.count-1)
	l.hover = -1
	l.clamp()
	if l.selected >= 0 {
		l.bring(l.selected)
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
		l.bring(row)
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
	listGap      float32 = 18
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

// view is how many rows are in view, parts of a row counted as such.
func (l *List) view() float64 { return float64(l.body.Size().Height) / float64(l.rowHeight()) }

func (l *List) clamp() { l.offset = max(min(l.offset, float64(l.count)-l.view()), 0) }

// bring scrolls as little as shows the whole row.
func (l *List) bring(row int) {
	if l.body.Size().Height == 0 {
		return // the first layout does it
	}
	l.offset = min(l.offset, float64(row))
	l.offset = max(l.offset, float64(row+1)-l.view())
	l.clamp()
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	r := &listRenderer{owner: l, back: newSurface(theme.ColorCard, "", radiusCard), busy: Inset(listPad, 6, l.busy)}
	r.view, r.wheel = l.body, newWheel(l.scrolled)
	if l.inline {
		r.wheel.Hide() // the page scrolls
	} else {
		r.view = container.NewClip(l.body)
	}
	return r
}

type listRenderer struct {
	owner *List
	back  *surface
	view  fyne.CanvasObject
	busy  *fyne.Container
	wheel fyne.CanvasObject
}

func (r *listRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, column := range r.owner.columns {
		width += max(theme.Scaled(column.Width), theme.Scaled(40))
	}
	rows := float32(3)
	if r.owner.inline {
		rows = float32(r.owner.count)
		if rows == 0 {
			return fyne.NewSize(width, theme.Scaled(listHeadRow)+r.owner.message.MinSize().Height)
		}
	}
	return fyne.NewSize(width, theme.Scaled(listHeadRow)+rows*r.owner.rowHeight())
}

func (r *listRenderer) Layout(size fyne.Size) {
	head := theme.Scaled(listHeadRow)
	r.back.Resize(size)
	r.owner.head.Resize(fyne.NewSize(size.Width, head))
	rest := fyne.NewSize(size.Width, max(size.Height-head, 0))
	for _, o := range []fyne.CanvasObject{r.view, r.owner.message, r.wheel} {
		o.Move(fyne.NewPos(0, head))
		o.Resize(rest)
	}
	first := r.owner.body.Size().Height == 0
	r.owner.body.Resize(rest)
	if first && r.owner.selected >= 0 {
		r.owner.bring(r.owner.selected)
	}
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
	return []fyne.CanvasObject{r.back, r.owner.head, r.view, r.wheel, r.owner.message, r.busy}
}

func (r *listRenderer) Destroy() {}
