package kit

import (
	"fyne.io/fyne/v2"
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
	empty  *fyne.Container
}

// NewBoard makes an empty board.
func NewBoard() *Board {
	b := &Board{empty: stack()}
	b.area = &boardArea{board: b, hoverColumn: -1}
	b.area.ExtendBaseWidget(b.area)
	b.scroll = container.NewScroll(b.area)
	b.scroll.OnScrolled = func(fyne.Position) { b.area.Refresh() }
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(stack(outsetBy(b.scroll, outset), b.empty))
}

// SetEmpty says what is shown while there is no card at all.
func (b *Board) SetEmpty(object fyne.CanvasObject) {
	b.empty.Objects = []fyne.CanvasObject{object}
	b.showEmpty()
}

func (b *Board) showEmpty() {
	b.empty.Hidden = false
	for _, column := range b.area.columns {
		if len(column.Cards) > 0 {
			b.empty.Hidden = true
		}
	}
	b.empty.Refresh()
}

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
	b.showEmpty()
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
	boardColumn float32 = 130 // the least width
	boardEdge           = outset
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
	y := theme.Scaled(boardHead) + boardEdge
	for i := range card {
		y += cardHeight(a.columns[column].Cards[i]) + theme.Scaled(boardGap)
	}
	gap := theme.Scaled(boardGap)
	return fyne.NewPos(x+gap, y), fyne.NewSize(width-2*gap, cardHeight(a.columns[column].Cards[card]))
}

func (a *boardArea) columnAt(index int) (x, width float32) {
	n := float32(max(len(a.columns), 1))
	gap := theme.Scaled(boardGap)
	width = (a.Size().Width - 2*boardEdge - gap*(n-1)) / n
	return boardEdge + (width+gap)*float32(index), width
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
