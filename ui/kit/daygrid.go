package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/data/value"
	"satchel/ui/theme"
)

// DayColumn is one column of a DayGrid: a practitioner on a day, or a day of a week.
type DayColumn struct {
	Key      string
	Title    string
	Subtitle string
	Open     []value.Interval // working hours, minutes from midnight; the rest is greyed
	Today    bool             // carries the now-line
}

// Block is an appointment on a DayGrid.
type Block struct {
	Key    string
	Column string // the DayColumn's key
	Start  int    // minutes from midnight
	End    int    // minutes from midnight, after Start
	Title  string // the patient
	Detail string // what for
	Tone   theme.Tone
	Faded  bool // cancelled, or done
}

// DayGrid shows appointments by time, one column a practitioner. It is one Tab stop: arrows move a slot, Enter books it
// or opens the appointment on it, Page keys move an hour. A block can be dragged to another time or column.
type DayGrid struct {
	widget.BaseWidget

	// OnSlotChosen is told a free slot that was clicked or entered: column key and minutes from midnight.
	OnSlotChosen func(column string, minute int)
	// OnBlockOpened is told an appointment that was clicked or entered.
	OnBlockOpened func(key string)
	// OnBlockMoved is told where an appointment was dropped; the grid shows it there only after SetDay.
	OnBlockMoved func(key, column string, minute int)

	head   *dayHead
	area   *dayArea
	scroll *container.Scroll
}

// Geometry of the standard density, in device-independent pixels.
const (
	dayMinute  float32 = 1.8 // a minute's height: a 15-minute slot takes a line of text
	dayTimes   float32 = 52  // the column of hours
	dayHeadRow float32 = 40
	dayGap     float32 = 3
)

// NewDayGrid makes a grid from one hour to another, in steps of slot minutes.
func NewDayGrid(fromHour, toHour, slot int) *DayGrid {
	g := &DayGrid{}
	g.area = &dayArea{grid: g, from: fromHour * 60, to: max(toHour, fromHour+1) * 60, slot: max(slot, 5), now: -1, hover: -1}
	g.area.cursorMinute = g.area.from
	g.area.ExtendBaseWidget(g.area)
	g.head = &dayHead{area: g.area}
	g.head.ExtendBaseWidget(g.head)
	g.scroll = container.NewVScroll(g.area)
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *DayGrid) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Under(g.head, g.scroll))
}

// SetDay shows columns and appointments; appointments outside the grid's hours widen them.
func (g *DayGrid) SetDay(columns []DayColumn, blocks []Block) {
	a := g.area
	a.columns, a.blocks = columns, nil
	for _, b := range blocks {
		if b.End > b.Start && b.Start >= 0 && b.End <= 24*60 {
			a.blocks = append(a.blocks, b)
			a.from, a.to = min(a.from, b.Start/60*60), max(a.to, (b.End+59)/60*60)
		}
	}
	a.lanes = lanesOf(a.blocks)
	a.cursorColumn = max(min(a.cursorColumn, len(columns)-1), 0)
	a.cursorMinute = max(min(a.cursorMinute, a.to-a.slot), a.from)
	a.drag = nil
	g.Refresh()
}

// SetNow moves the now-line, in minutes from midnight; -1 hides it.
func (g *DayGrid) SetNow(minute int) {
	g.area.now = minute
	g.area.Refresh()
}

// ScrollTo brings a time into the upper third of the view, in minutes from midnight. Call it after the grid is shown.
func (g *DayGrid) ScrollTo(minute int) {
	height := g.scroll.Size().Height
	most := max(g.area.MinSize().Height-height, 0)
	g.scroll.Offset.Y = max(min(g.area.y(minute)-height/3, most), 0)
	g.scroll.Refresh()
}

// Choose puts the keyboard's slot at a column and a minute from midnight.
func (g *DayGrid) Choose(column string, minute int) {
	for i, c := range g.area.columns {
		if c.Key == column {
			g.area.moveCursor(i, minute/g.area.slot*g.area.slot)
		}
	}
}

// Chosen returns the slot that the keyboard is on.
func (g *DayGrid) Chosen() (column string, minute int) {
	if len(g.area.columns) == 0 {
		return "", g.area.cursorMinute
	}
	return g.area.columns[g.area.cursorColumn].Key, g.area.cursorMinute
}

// FocusTarget is what gets the keyboard.
func (g *DayGrid) FocusTarget() fyne.Focusable { return g.area }

// lane is where a block stands beside those that overlap it: place of so many.
type lane struct{ place, of int }

// lanesOf gives overlapping blocks of a column a lane each, so that none covers another.
func lanesOf(blocks []Block) []lane {
	lanes := make([]lane, len(blocks))
	for _, column := range columnsOf(blocks) {
		placeColumn(blocks, column, lanes)
	}
	return lanes
}

// columnsOf groups the indices of blocks by column, each group in order of time.
func columnsOf(blocks []Block) map[string][]int {
	groups := map[string][]int{}
	for i, b := range blocks {
		groups[b.Column] = append(groups[b.Column], i)
	}
	for _, group := range groups {
		sortByStart(blocks, group)
	}
	return groups
}

// placeColumn walks a column in order of time. A cluster is a run of blocks of which each overlaps one before it; all of
// a cluster are equally narrow.
func placeColumn(blocks []Block, order []int, lanes []lane) {
	var cluster []int
	var ends []int // the end of the last block in each lane
	clusterEnd := -1
	finish := func() {
		for _, i := range cluster {
			lanes[i].of = len(ends)
		}
		cluster, ends = nil, nil
	}
	for _, i := range order {
		if blocks[i].Start >= clusterEnd {
			finish()
		}
		place := -1
		for l, end := range ends {
			if end <= blocks[i].Start {
				place = l
				break
			}
		}
		if place < 0 {
			place = len(ends)
			ends = append(ends, 0)
		}
		ends[place] = blocks[i].End
		lanes[i].place = place
		cluster = append(cluster, i)
		clusterEnd = max(clusterEnd, blocks[i].End)
	}
	finish()
}
