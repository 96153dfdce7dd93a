package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/ui/theme"
)

// dayArea is the scrolled part of a DayGrid: hours, appointments, the chosen slot.
type dayArea struct {
	control
	grid     *DayGrid
	from, to int // minutes from midnight
	slot     int // minutes
	now      int // minutes from midnight, -1 for none
	columns  []DayColumn
	blocks   []Block
	lanes    []lane

	cursorColumn, cursorMinute int
	hover                      int // index of the block under the pointer, -1 for none
	drag                       *dayDrag
}

// dayDrag is a block on its way to another slot.
type dayDrag struct {
	block          int // index
	grip           float32
	column, minute int
	moved          bool
}

func sortByStart(blocks []Block, order []int) {
	slices.SortStableFunc(order, func(i, j int) int {
		if d := blocks[i].Start - blocks[j].Start; d != 0 {
			return d
		}
		return blocks[j].End - blocks[i].End
	})
}

// y is the height of a minute from midnight.
func (a *dayArea) y(minute int) float32 {
	return theme.Scaled(dayMinute)*float32(minute-a.from) + theme.Scaled(8)
}

// columnAt returns left edge and width of a column.
func (a *dayArea) columnAt(index int) (x, width float32) {
	return dayColumn(a.Size().Width, index, len(a.columns))
}

// dayColumn returns where column index of count lies in a grid of a width.
func dayColumn(total float32, index, count int) (x, width float32) {
	left := theme.Scaled(dayTimes)
	width = (total - left) / float32(max(count, 1))
	return left + width*float32(index), width
}

// slotAt returns the slot under a position.
func (a *dayArea) slotAt(at fyne.Position) (column, minute int, ok bool) {
	left := theme.Scaled(dayTimes)
	if len(a.columns) == 0 || at.X < left {
		return 0, 0, false
	}
	_, width := a.columnAt(0)
	column = min(int((at.X-left)/width), len(a.columns)-1)
	minute = a.from + int((at.Y-theme.Scaled(8))/theme.Scaled(dayMinute))
	minute = minute / a.slot * a.slot
	return column, max(min(minute, a.to-a.slot), a.from), true
}

// blockRect returns place and size of a block.
func (a *dayArea) blockRect(index int) (fyne.Position, fyne.Size) {
	block := a.blocks[index]
	column := slices.IndexFunc(a.columns, func(c DayColumn) bool { return c.Key == block.Column })
	if column < 0 {
		return fyne.Position{}, fyne.Size{}
	}
	x, width := a.columnAt(column)
	lane, gap := a.lanes[index], theme.Scaled(dayGap)
	share := (width - 2*gap) / float32(max(lane.of, 1))
	y := a.y(block.Start)
	return fyne.NewPos(x+gap+share*float32(lane.place), y+1),
		fyne.NewSize(share-2, a.y(block.End)-y-2)
}

// blockAt returns the index of the block under a position, -1 for none.
func (a *dayArea) blockAt(at fyne.Position) int {
	for i := range a.blocks {
		pos, size := a.blockRect(i)
		if at.X >= pos.X && at.X < pos.X+size.Width && at.Y >= pos.Y && at.Y < pos.Y+size.Height {
			return i
		}
	}
	return -1
}

// blocksOn returns the blocks that a slot touches, the earliest first.
func (a *dayArea) blocksOn(column, minute int) []int {
	var found []int
	if column >= len(a.columns) {
		return nil
	}
	for i, b := range a.blocks {
		if b.Column == a.columns[column].Key && b.Start < minute+a.slot && b.End > minute {
			found = append(found, i)
		}
	}
	sortByStart(a.blocks, found)
	return found
}

func (a *dayArea) moveCursor(column, minute int) {
	a.cursorColumn = max(min(column, len(a.columns)-1), 0)
	a.cursorMinute = max(min(minute, a.to-a.slot), a.from)
	top, bottom := a.y(a.cursorMinute), a.y(a.cursorMinute+a.slot)
	scroll := a.grid.scroll
	if top < scroll.Offset.Y {
		scroll.Offset.Y = max(top-theme.Scaled(8), 0)
		scroll.Refresh()
	}
	if bottom > scroll.Offset.Y+scroll.Size().Height {
		scroll.Offset.Y = bottom - scroll.Size().Height + theme.Scaled(8)
		scroll.Refresh()
	}
	a.Refresh()
}

// enter books the chosen slot or opens what is on it.
func (a *dayArea) enter() {
	if len(a.columns) == 0 {
		return
	}
	if on := a.blocksOn(a.cursorColumn, a.cursorMinute); len(on) > 0 {
		a.openBlock(on[0])
		return
	}
	if a.grid.OnSlotChosen != nil {
		a.grid.OnSlotChosen(a.columns[a.cursorColumn].Key, a.cursorMinute)
	}
}

func (a *dayArea) openBlock(index int) {
	if a.grid.OnBlockOpened != nil {
		a.grid.OnBlockOpened(a.blocks[index].Key)
	}
}

// TypedKey implements fyne.Focusable.
func (a *dayArea) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyUp:
		a.moveCursor(a.cursorColumn, a.cursorMinute-a.slot)
	case event.Name == fyne.KeyDown:
		a.moveCursor(a.cursorColumn, a.cursorMinute+a.slot)
	case event.Name == fyne.KeyLeft:
		a.moveCursor(a.cursorColumn-1, a.cursorMinute)
	case event.Name == fyne.KeyRight:
		a.moveCursor(a.cursorColumn+1, a.cursorMinute)
	case event.Name == fyne.KeyPageUp:
		a.moveCursor(a.cursorColumn, a.cursorMinute-60)
	case event.Name == fyne.KeyPageDown:
		a.moveCursor(a.cursorColumn, a.cursorMinute+60)
	case event.Name == fyne.KeyHome:
		a.moveCursor(a.cursorColumn, a.from)
	case event.Name == fyne.KeyEnd:
		a.moveCursor(a.cursorColumn, a.to)
	case event.Name == fyne.KeyEscape && a.drag != nil:
		a.drag = nil
		a.Refresh()
	case isEnter(event), event.Name == fyne.KeySpace:
		a.enter()
	default:
		forwardKey(a, event)
	}
}

// Tapped implements fyne.Tappable.
func (a *dayArea) Tapped(event *fyne.PointEvent) {
	Focus(a)
	column, minute, ok := a.slotAt(event.Position)
	if !ok {
		return
	}
	a.moveCursor(column, minute)
	if block := a.blockAt(event.Position); block >= 0 {
		a.openBlock(block)
		return
	}
	if a.grid.OnSlotChosen != nil {
		a.grid.OnSlotChosen(a.columns[column].Key, minute)
	}
}

// Dragged implements fyne.Draggable.
func (a *dayArea) Dragged(event *fyne.DragEvent) {
	if a.drag == nil {
		start := event.Position.SubtractXY(event.Dragged.DX, event.Dragged.DY)
		block := a.blockAt(start)
		if block < 0 || a.grid.OnBlockMoved == nil {
			return
		}
		a.drag = &dayDrag{block: block, grip: start.Y - a.y(a.blocks[block].Start)}
	}
	column, minute, ok := a.slotAt(event.Position.SubtractXY(0, a.drag.grip-theme.Scaled(dayMinute)*float32(a.slot)/2))
	if !ok {
		return
	}
	length := a.blocks[a.drag.block].End - a.blocks[a.drag.block].Start
	a.drag.column, a.drag.minute, a.drag.moved = column, max(min(minute, a.to-length), a.from), true
	a.Refresh()
}

// DragEnd implements fyne.Draggable.
func (a *dayArea) DragEnd() {
	drag := a.drag
	a.drag = nil
	a.Refresh()
	if drag == nil || !drag.moved {
		return
	}
	block, column := a.blocks[drag.block], a.columns[drag.column].Key
	if block.Column != column || block.Start != drag.minute {
		a.grid.OnBlockMoved(block.Key, column, drag.minute)
	}
}

// MouseMoved implements desktop.Hoverable.
func (a *dayArea) MouseMoved(event *desktop.MouseEvent) {
	if block := a.blockAt(event.Position); block != a.hover {
		a.hover = block
		a.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (a *dayArea) MouseOut() {
	a.hover = -1
	a.control.MouseOut()
}
