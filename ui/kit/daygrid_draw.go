package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/data/value"
	"satchel/ui/theme"
)

// CreateRenderer implements fyne.Widget.
func (a *dayArea) CreateRenderer() fyne.WidgetRenderer {
	return &dayRenderer{owner: a, pen: &pen{}}
}

// dayRenderer draws a day afresh into reused canvas objects at each change: a few hundred of them, no widget among them.
type dayRenderer struct {
	owner *dayArea
	pen   *pen
}

func (r *dayRenderer) MinSize() fyne.Size {
	a := r.owner
	return fyne.NewSize(theme.Scaled(dayTimes+90*float32(max(len(a.columns), 1))), a.y(a.to)+theme.Scaled(8))
}

func (r *dayRenderer) Refresh()                     { r.Layout(r.owner.Size()) }
func (r *dayRenderer) Objects() []fyne.CanvasObject { return r.pen.used }
func (r *dayRenderer) Destroy()                     {}

func (r *dayRenderer) Layout(size fyne.Size) {
	r.pen.begin()
	r.drawHours(size)
	r.drawCursor()
	for i := range r.owner.blocks {
		r.drawBlock(i)
	}
	r.drawDrag()
	r.drawNow()
	canvas.Refresh(r.owner)
}

// drawHours draws the open hours on a greyed ground, a line an hour and a fainter one each half hour.
func (r *dayRenderer) drawHours(size fyne.Size) {
	a, left := r.owner, theme.Scaled(dayTimes)
	top, bottom := a.y(a.from), a.y(a.to)
	r.pen.rect(theme.ColorCard, "", 0, 0, 0, size.Width, size.Height)
	r.pen.rect(theme.ColorClosed, "", 0, left, top, size.Width-left, bottom-top)
	for i, column := range a.columns {
		x, width := a.columnAt(i)
		for _, open := range column.Open {
			from, to := max(open.Start, a.from), min(open.End, a.to)
			if to > from {
				r.pen.rect(theme.ColorCard, "", 0, x, a.y(from), width, a.y(to)-a.y(from))
			}
		}
	}
	for minute := a.from; minute <= a.to; minute += 30 {
		y := a.y(minute)
		color := theme.ColorHairline
		if minute%60 == 0 {
			color = theme.ColorCardBorder
			r.pen.text(value.FormatClock(minute), Caption, "", 0, y-theme.Scaled(9), left-theme.Scaled(9), theme.Scaled(18), fyne.TextAlignTrailing)
		}
		r.pen.rect(color, "", 0, left, y, size.Width-left, 1)
	}
	for i := range a.columns {
		x, _ := a.columnAt(i)
		r.pen.rect(theme.ColorCardBorder, "", 0, x, 0, 1, size.Height)
	}
}

func (r *dayRenderer) drawCursor() {
	a := r.owner
	if !a.focused || len(a.columns) == 0 || len(a.blocksOn(a.cursorColumn, a.cursorMinute)) > 0 {
		return // a block on the slot shows the choice itself
	}
	x, width := a.columnAt(a.cursorColumn)
	y := a.y(a.cursorMinute)
	height := a.y(a.cursorMinute+a.slot) - y
	rect := r.pen.rect(theme.Info.Ground(), theme.ColorAccent, radiusRow, x+1, y, width-2, height)
	rect.StrokeWidth = theme.Scaled(1.75)
	r.pen.text("+ "+value.FormatClock(a.cursorMinute), Accent, "", x+theme.Scaled(10), y, width-theme.Scaled(14), height, fyne.TextAlignLeading)
}

// drawBlock draws one appointment. A block too low for two lines has title and detail on one.
func (r *dayRenderer) drawBlock(index int) {
	a, b := r.owner, r.owner.blocks[index]
	at, size := a.blockRect(index)
	if size.Width <= 0 {
		return
	}
	color := theme.ColorText
	if b.Faded {
		color = theme.ColorMuted
	}
	line := b.Tone.Border()
	if index == a.hover || r.chosen(index) {
		line = b.Tone.Bar()
	}
	rect := r.pen.rect(b.Tone.Ground(), line, radiusRow, at.X, at.Y, size.Width, size.Height)
	if r.chosen(index) {
		rect.StrokeColor, rect.StrokeWidth = theme.Color(theme.ColorAccent), theme.Scaled(2)
	}
	r.pen.rect(b.Tone.Bar(), "", 1.5, at.X+2, at.Y+2, theme.Scaled(3.5), max(size.Height-4, 1))
	pad := theme.Scaled(10)
	x, room := at.X+pad, size.Width-pad-theme.Scaled(6)
	detail := value.FormatClock(b.Start)
	if b.Detail != "" {
		detail += "  " + b.Detail
	}
	titleHeight, detailHeight := lineHeight(Strong), lineHeight(Caption)
	if size.Height < titleHeight-theme.Scaled(4) { // too low for text that isn't cut: the bar alone, opened by key or click
		return
	}
	if size.Height >= titleHeight+detailHeight+theme.Scaled(2) {
		y := at.Y + theme.Scaled(3)
		r.pen.text(measured.fit(Strong.face(), b.Title, room), Strong, color, x, y, room, titleHeight, fyne.TextAlignLeading)
		r.pen.text(measured.fit(Caption.face(), detail, room), Caption, "", x, y+titleHeight-theme.Scaled(1), room, detailHeight, fyne.TextAlignLeading)
		return
	}
	title := measured.fit(Strong.face(), b.Title, room)
	width := measured.width(Strong.face(), title)
	r.pen.text(title, Strong, color, x, at.Y, room, size.Height, fyne.TextAlignLeading)
	if rest := room - width - theme.Scaled(10); rest > theme.Scaled(34) {
		r.pen.text(measured.fit(Caption.face(), detail, rest), Caption, "", x+width+theme.Scaled(10), at.Y, rest, size.Height, fyne.TextAlignLeading)
	}
}

// chosen tells whether Enter would open a block.
func (r *dayRenderer) chosen(index int) bool {
	a := r.owner
	if !a.focused {
		return false
	}
	on := a.blocksOn(a.cursorColumn, a.cursorMinute)
	return len(on) > 0 && on[0] == index
}

// drawDrag draws a block where it would be dropped.
func (r *dayRenderer) drawDrag() {
	a := r.owner
	if a.drag == nil || !a.drag.moved {
		return
	}
	b := a.blocks[a.drag.block]
	x, width := a.columnAt(a.drag.column)
	y, bottom := a.y(a.drag.minute), a.y(a.drag.minute+b.End-b.Start)
	rect := r.pen.rect(theme.ColorSelection, theme.ColorAccent, radiusRow, x+theme.Scaled(dayGap), y+1, width-2*theme.Scaled(dayGap), bottom-y-2)
	rect.StrokeWidth = theme.Scaled(2)
	room := width - theme.Scaled(24)
	label := value.FormatClock(a.drag.minute) + "  " + b.Title
	r.pen.text(measured.fit(Strong.face(), label, room), Strong, "", x+theme.Scaled(12), y, room, min(bottom-y, theme.Scaled(26)), fyne.TextAlignLeading)
}

func (r *dayRenderer) drawNow() {
	a := r.owner
	if a.now < a.from || a.now > a.to {
		return
	}
	y := a.y(a.now)
	for i, column := range a.columns {
		if !column.Today {
			continue
		}
		x, width := a.columnAt(i)
		r.pen.rect(theme.Allergy.Bar(), "", 0, x, y-theme.Scaled(0.75), width, theme.Scaled(1.5))
		r.pen.rect(theme.Allergy.Bar(), "", 4, x-theme.Scaled(4), y-theme.Scaled(4), theme.Scaled(8), theme.Scaled(8))
	}
	pill := theme.Scaled(40)
	r.pen.rect(theme.Allergy.Bar(), "", 8, theme.Scaled(dayTimes-6)-pill, y-theme.Scaled(8), pill, theme.Scaled(16))
	r.pen.text(value.FormatClock(a.now), Label, theme.ColorOnPrimary, theme.Scaled(dayTimes-6)-pill, y-theme.Scaled(8), pill, theme.Scaled(16), fyne.TextAlignCenter)
}

// dayHead is the row of column titles above the scrolled area.
type dayHead struct {
	widget.BaseWidget
	area *dayArea
}

func (h *dayHead) CreateRenderer() fyne.WidgetRenderer {
	return &dayHeadRenderer{owner: h, pen: &pen{}}
}

type dayHeadRenderer struct {
	owner *dayHead
	pen   *pen
}

func (r *dayHeadRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, theme.Scaled(dayHeadRow)) }
func (r *dayHeadRenderer) Objects() []fyne.CanvasObject { return r.pen.used }
func (r *dayHeadRenderer) Refresh()                     { r.Layout(r.owner.Size()) }
func (r *dayHeadRenderer) Destroy()                     {}

func (r *dayHeadRenderer) Layout(size fyne.Size) {
	a := r.owner.area
	r.pen.begin()
	head := r.pen.rect(theme.ColorHeader, "", 0, 0, 0, size.Width, size.Height)
	head.TopLeftCornerRadius, head.TopRightCornerRadius = theme.Scaled(radiusCard), theme.Scaled(radiusCard)
	r.pen.rect(theme.ColorCardBorder, "", 0, 0, size.Height-1, size.Width, 1)
	for i, column := range a.columns {
		// The head's own width: the area below may not have been laid out yet.
		x, width := dayColumn(size.Width, i, len(a.columns))
		room := width - theme.Scaled(16)
		role := Strong
		if column.Today && len(a.columns) > 1 && column.Subtitle == "" {
			role = Accent
		}
		if column.Subtitle == "" {
			r.pen.text(measured.fit(role.face(), column.Title, room), role, "", x+theme.Scaled(8), 0, room, size.Height, fyne.TextAlignCenter)
			continue
		}
		half := size.Height / 2
		r.pen.text(measured.fit(Strong.face(), column.Title, room), Strong, "", x+theme.Scaled(8), theme.Scaled(2), room, half, fyne.TextAlignCenter)
		r.pen.text(measured.fit(Caption.face(), column.Subtitle, room), Caption, "", x+theme.Scaled(8), half-theme.Scaled(1), room, half-theme.Scaled(2), fyne.TextAlignCenter)
	}
	canvas.Refresh(r.owner)
}
