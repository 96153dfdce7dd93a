package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

// CreateRenderer implements fyne.Widget.
func (a *boardArea) CreateRenderer() fyne.WidgetRenderer {
	return &boardRenderer{owner: a, pen: &pen{}}
}

type boardRenderer struct {
	owner *boardArea
	pen   *pen
}

func (r *boardRenderer) Refresh()                     { r.Layout(r.owner.Size()) }
func (r *boardRenderer) Objects() []fyne.CanvasObject { return r.pen.used }
func (r *boardRenderer) Destroy()                     {}

func (r *boardRenderer) MinSize() fyne.Size {
	n := float32(len(r.owner.columns))
	height := theme.Scaled(boardHead + boardCard)
	for _, column := range r.owner.columns {
		sum := theme.Scaled(boardHead)
		for _, card := range column.Cards {
			sum += cardHeight(card) + theme.Scaled(boardGap)
		}
		height = max(height, sum+2*boardEdge)
	}
	return fyne.NewSize(theme.Scaled(boardColumn*n+boardGap*max(n-1, 0))+2*boardEdge, height)
}

func (r *boardRenderer) Layout(size fyne.Size) {
	r.pen.begin()
	for i, column := range r.owner.columns {
		x, width := r.owner.columnAt(i)
		r.pen.rect(theme.ColorCard, theme.ColorCardBorder, radiusCard, x, boardEdge, width, size.Height-2*boardEdge)
		for j := range column.Cards {
			r.drawCard(i, j)
		}
		r.drawHead(column, x, width)
	}
	canvas.Refresh(r.owner)
}

// drawHead draws a column's title at the top of the view, over cards that are scrolled away.
func (r *boardRenderer) drawHead(column BoardColumn, x, width float32) {
	offset, height := r.owner.board.scroll.Offset.Y, theme.Scaled(boardHead)
	y := max(offset, boardEdge)
	if offset > boardEdge {
		r.pen.rect(theme.ColorPage, "", 0, x, y, width, height)
		r.pen.rect(theme.ColorCard, "", 0, x+1, y, width-2, height)
		r.pen.rect(theme.ColorCardBorder, "", 0, x+1, y+height-1, width-2, 1)
	}
	r.pen.rect(column.Tone.Bar(), "", 4, x+theme.Scaled(13), y+theme.Scaled(14), theme.Scaled(8), theme.Scaled(8))
	count := strconv.Itoa(len(column.Cards))
	room := width - measured.width(Label.face(), count) - theme.Scaled(42)
	r.pen.text(measured.fit(Strong.face(), column.Title, room), Strong, "", x+theme.Scaled(28), y, room, height, fyne.TextAlignLeading)
	r.pen.text(count, Label, "", x, y, width-theme.Scaled(12), height, fyne.TextAlignTrailing)
}

func (r *boardRenderer) drawCard(column, index int) {
	a, card := r.owner, r.owner.columns[column].Cards[index]
	at, size := a.cardRect(column, index)
	fill, line := theme.ColorHeader, theme.ColorCardBorder
	if column == a.hoverColumn && index == a.hoverCard {
		fill = theme.ColorHover
	}
	chosen := a.focused && column == a.column && index == a.card
	if chosen {
		fill, line = theme.ColorSelection, theme.ColorAccent
	}
	rect := r.pen.rect(fill, line, radiusField, at.X, at.Y, size.Width, size.Height)
	if chosen {
		rect.StrokeWidth = theme.Scaled(1.75)
	}
	pad, width := theme.Scaled(10), size.Width-theme.Scaled(20)
	x, row := at.X+pad, theme.Scaled(22)
	y := at.Y + theme.Scaled(7)
	r.pen.text(measured.fit(Strong.face(), card.Title, width), Strong, "", x, y, width, row, fyne.TextAlignLeading)
	y += row
	r.drawSecondLine(card, x, y, width, row)
	if len(card.Marks) > 0 {
		y += row + theme.Scaled(4)
		r.drawMarks(card.Marks, x, y, width)
	}
}

// drawSecondLine draws time and detail at the left, the wait at the right.
func (r *boardRenderer) drawSecondLine(card BoardCard, x, y, width, row float32) {
	wait, tone := "", theme.Neutral
	switch {
	case card.Waiting > 0:
		wait = say("kit.waiting", "Count", card.Waiting)
	case card.Late:
		wait = say("kit.late")
	}
	if card.Late {
		tone = theme.Alert
	}
	timeWidth := measured.width(Caption.face(), card.Time) + 1
	room := width
	if wait != "" {
		icon := "clock"
		if chipWidth(wait, icon)+timeWidth > width { // the time must not be cut
			icon = ""
		}
		chip := min(chipWidth(wait, icon), width)
		r.pen.chip(wait, icon, tone, x+width-chip, y+theme.Scaled(1), chip, theme.Scaled(20))
		room -= chip + theme.Scaled(2)
	}
	r.pen.text(measured.fit(Caption.face(), card.Time, room), Caption, theme.ColorText, x, y, room, row, fyne.TextAlignLeading)
	if rest := room - timeWidth - theme.Scaled(8); card.Detail != "" && rest > theme.Scaled(44) {
		r.pen.text(measured.fit(Caption.face(), card.Detail, rest), Caption, "", x+timeWidth+theme.Scaled(8), y, rest, row, fyne.TextAlignLeading)
	}
}

// drawMarks draws chips as long as they fit, then how many more there are.
func (r *boardRenderer) drawMarks(marks []Mark, x, y, room float32) {
	for i, width := range fitMarks(marks, room, len(marks)) {
		mark := marks[i]
		if width < 0 {
			mark = Mark{Text: moreText(len(marks) - i), Tone: mark.Tone}
			width = chipWidth(mark.Text, "")
		}
		r.pen.chip(mark.Text, mark.Icon, mark.Tone, x, y, width, theme.Scaled(20))
		x += width + theme.Scaled(markGap)
	}
}
