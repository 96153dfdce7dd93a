package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// BoardColumn is one state of the day with the patients in it.
type BoardColumn struct {
	Key   string
	Title string
	Tone  theme.Tone
	Cards []BoardCard
}

// BoardCard is one patient on the board.
type BoardCard struct {
	Key     string
	Title   string // the patient
	Detail  string // what for, with whom
	Time    string // of the appointment or of the token
	Waiting int    // minutes since arrival; 0 shows nothing
	Late    bool   // waiting too long, or not come
	Marks   []Mark
}

// Board shows a column per state. It is one Tab stop: Left and Right go to another column, Up and Down to another card,
// Enter opens.
type Board struct {
	widget.BaseWidget

	// OnOpened is told a card that was clicked or entered.
	OnOpened func(card string)
	// OnSelected is told the card the keyboard is on, empty for none.
	OnSelected func(card string)
	// OnKey sees a key the board has no use for, with the selected card; true keeps it from the window.
	OnKey func(card string, event *fyne.KeyEvent) bool

	area   *boardArea
	scroll *container.Scroll
}

// NewBoard makes an empty board.
func NewBoard() *Board {
	b := &Board{}
	b.area = &boardArea{board: b, hoverColumn: -1}
	b.area.ExtendBaseWidget(b.area)
	b.scroll = container.NewScroll(b.area)
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.scroll) }

// SetColumns shows the states; the selection stays on its card, wherever that went.
func (b *Board) SetColumns(columns []BoardColumn) {
	selected := b.Selected()
	b.area.columns = columns
	b.area.column = min(b.area.column, max(len(columns)-1, 0))
	b.area.clampCard()
	if selected != "" {
		b.find(selected)
	}
	b.area.Refresh()
	b.scroll.Refresh()
}

func (b *Board) find(key string) bool {
	for i, column := range b.area.columns {
		for j, card := range column.Cards {
			if card.Key == key {
				b.area.column, b.area.card = i, j
				return true
			}
		}
	}
	return false
}

// Select puts the keyboard on a card, if it is there.
func (b *Board) Select(key string) {
	if b.find(key) {
		b.area.moved()
	}
}

// Selected returns the key of the card that the keyboard is on, empty for none.
func (b *Board) Selected() string {
	if card := b.area.current(); card != nil {
		return card.Key
	}
	return ""
}

// FocusTarget is what gets the keyboard.
func (b *Board) FocusTarget() fyne.Focusable { return b.area }

type boardArea struct {
	control
	board                  *Board
	columns                []BoardColumn
	column, card           int
	hoverColumn, hoverCard int
}

const (
	boardHead   float32 = 36
	boardCard   float32 = 58
	boardMarks  float32 = 24
	boardGap    float32 = 8
	boardColumn float32 = 150 // the least width
)

func (a *boardArea) current() *BoardCard {
	if a.column >= len(a.columns) || a.card >= len(a.columns[a.column].Cards) {
		return nil
	}
	return &a.columns[a.column].Cards[a.card]
}

func (a *boardArea) clampCard() {
	if a.column < len(a.columns) {
		a.card = max(min(a.card, len(a.columns[a.column].Cards)-1), 0)
	}
}

func cardHeight(card BoardCard) float32 {
	if len(card.Marks) > 0 {
		return theme.Scaled(boardCard + boardMarks)
	}
	return theme.Scaled(boardCard)
}

// cardRect returns place and size of a card.
func (a *boardArea) cardRect(column, card int) (fyne.Position, fyne.Size) {
	x, width := a.columnAt(column)
	y := theme.Scaled(boardHead)
	for i := range card {
		y += cardHeight(a.columns[column].Cards[i]) + theme.Scaled(boardGap)
	}
	gap := theme.Scaled(boardGap)
	return fyne.NewPos(x+gap, y), fyne.NewSize(width-2*gap, cardHeight(a.columns[column].Cards[card]))
}

func (a *boardArea) columnAt(index int) (x, width float32) {
	n := float32(max(len(a.columns), 1))
	gap := theme.Scaled(boardGap)
	width = (a.Size().Width - gap*(n-1)) / n
	return (width + gap) * float32(index), width
}

func (a *boardArea) at(pos fyne.Position) (column, card int, ok bool) {
	for i := range a.columns {
		for j := range a.columns[i].Cards {
			at, size := a.cardRect(i, j)
			if pos.X >= at.X && pos.X < at.X+size.Width && pos.Y >= at.Y && pos.Y < at.Y+size.Height {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// moved tells of a new selection and scrolls it into view.
func (a *boardArea) moved() {
	a.clampCard()
	if card := a.current(); card != nil {
		at, size := a.cardRect(a.column, a.card)
		scroll := a.board.scroll
		view := scroll.Size().Height
		if at.Y-theme.Scaled(boardHead) < scroll.Offset.Y {
			scroll.Offset.Y = max(at.Y-theme.Scaled(boardHead), 0)
		}
		if bottom := at.Y + size.Height + theme.Scaled(boardGap); bottom > scroll.Offset.Y+view {
			scroll.Offset.Y = bottom - view
		}
		scroll.Refresh()
	}
	a.Refresh()
	if a.board.OnSelected != nil {
		a.board.OnSelected(a.board.Selected())
	}
}

// step goes to the next column that has cards.
func (a *boardArea) step(by int) {
	for i := a.column + by; i >= 0 && i < len(a.columns); i += by {
		if len(a.columns[i].Cards) > 0 {
			a.column = i
			a.moved()
			return
		}
	}
}

func (a *boardArea) open() {
	if card := a.current(); card != nil && a.board.OnOpened != nil {
		a.board.OnOpened(card.Key)
	}
}

// FocusGained implements fyne.Focusable; a card is selected if there is one.
func (a *boardArea) FocusGained() {
	a.control.FocusGained()
	if a.current() == nil {
		a.column = -1
		a.step(1)
		a.column = max(a.column, 0)
	}
}

// TypedKey implements fyne.Focusable.
func (a *boardArea) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyLeft:
		a.step(-1)
	case event.Name == fyne.KeyRight:
		a.step(1)
	case event.Name == fyne.KeyUp:
		a.card = max(a.card-1, 0)
		a.moved()
	case event.Name == fyne.KeyDown:
		a.card++
		a.moved()
	case event.Name == fyne.KeyHome:
		a.card = 0
		a.moved()
	case event.Name == fyne.KeyEnd && a.column < len(a.columns):
		a.card = len(a.columns[a.column].Cards)
		a.moved()
	case isEnter(event), event.Name == fyne.KeySpace:
		a.open()
	default:
		if a.board.OnKey == nil || !a.board.OnKey(a.board.Selected(), event) {
			forwardKey(a, event)
		}
	}
}

// Tapped implements fyne.Tappable.
func (a *boardArea) Tapped(event *fyne.PointEvent) {
	Focus(a)
	column, card, ok := a.at(event.Position)
	if !ok {
		return
	}
	a.column, a.card = column, card
	a.moved()
	a.open()
}

// MouseMoved implements desktop.Hoverable.
func (a *boardArea) MouseMoved(event *desktop.MouseEvent) {
	column, card, ok := a.at(event.Position)
	if !ok {
		column = -1
	}
	if column != a.hoverColumn || card != a.hoverCard {
		a.hoverColumn, a.hoverCard = column, card
		a.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (a *boardArea) MouseOut() {
	a.hoverColumn = -1
	a.control.MouseOut()
}

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
		height = max(height, sum)
	}
	return fyne.NewSize(theme.Scaled(boardColumn*n+boardGap*max(n-1, 0)), height)
}

func (r *boardRenderer) Layout(size fyne.Size) {
	r.pen.begin()
	for i, column := range r.owner.columns {
		x, width := r.owner.columnAt(i)
		r.pen.rect(theme.ColorCard, theme.ColorCardBorder, radiusCard, x, 0, width, size.Height)
		r.pen.rect(column.Tone.Bar(), "", 4, x+theme.Scaled(13), theme.Scaled(14), theme.Scaled(8), theme.Scaled(8))
		count := strconv.Itoa(len(column.Cards))
		right := measured.width(Label.face(), count) + theme.Scaled(12)
		r.pen.text(measured.fit(Strong.face(), column.Title, width-right-theme.Scaled(30)), Strong, "", x+theme.Scaled(28), 0, width-right-theme.Scaled(30), theme.Scaled(boardHead), fyne.TextAlignLeading)
		r.pen.text(count, Label, "", x, 0, width-theme.Scaled(12), theme.Scaled(boardHead), fyne.TextAlignTrailing)
		for j := range column.Cards {
			r.drawCard(i, j)
		}
	}
	canvas.Refresh(r.owner)
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
	room := width
	if wait != "" {
		chip := min(chipWidth(wait, "clock"), width)
		r.pen.chip(wait, "clock", tone, x+width-chip, y+theme.Scaled(1), chip, theme.Scaled(20))
		room -= chip + theme.Scaled(6)
	}
	time := card.Time
	timeWidth := measured.width(Caption.face(), time)
	r.pen.text(measured.fit(Caption.face(), time, room), Caption, theme.ColorText, x, y, room, row, fyne.TextAlignLeading)
	if rest := room - timeWidth - theme.Scaled(8); card.Detail != "" && rest > theme.Scaled(16) {
		r.pen.text(measured.fit(Caption.face(), card.Detail, rest), Caption, "", x+timeWidth+theme.Scaled(8), y, rest, row, fyne.TextAlignLeading)
	}
}

// drawMarks draws chips as long as they fit, then how many more there are.
func (r *boardRenderer) drawMarks(marks []Mark, x, y, width float32) {
	left := width
	for i, mark := range marks {
		more := moreText(len(marks) - i)
		needed := chipWidth(mark.Text, mark.Icon)
		if i < len(marks)-1 {
			needed += theme.Scaled(4) + chipWidth(more, "")
		}
		if i > 0 && needed > left {
			r.pen.chip(more, "", mark.Tone, x, y, left, theme.Scaled(20))
			return
		}
		drawn := r.pen.chip(mark.Text, mark.Icon, mark.Tone, x, y, left, theme.Scaled(20)) + theme.Scaled(4)
		x, left = x+drawn, left-drawn
	}
}
