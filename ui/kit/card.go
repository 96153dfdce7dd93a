package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

func stack(objects ...fyne.CanvasObject) *fyne.Container { return container.NewStack(objects...) }

// Card is a white, bordered surface with an optional title and actions at the right of it.
type Card struct {
	widget.BaseWidget
	title   *Text
	actions []fyne.CanvasObject
	content fyne.CanvasObject
	flush   bool
	body    *fyne.Container
}

// NewCard puts content on a card, with space around it. An empty title and no actions make no head.
func NewCard(title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) *Card {
	c := &Card{title: NewSectionTitle(title), content: content, actions: actions}
	c.ExtendBaseWidget(c)
	return c
}

// NewFlushCard is NewCard without space around the content: for lists, grids and boards.
func NewFlushCard(title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) *Card {
	c := NewCard(title, content, actions...)
	c.flush = true
	return c
}

// SetTitle changes the title of a card that has one.
func (c *Card) SetTitle(title string) { c.title.SetText(title) }

// SetContent changes what is on the card.
func (c *Card) SetContent(content fyne.CanvasObject) {
	c.content = content
	if c.body != nil {
		c.body.Objects = []fyne.CanvasObject{c.padded()}
		c.body.Refresh()
	}
}

func (c *Card) padded() fyne.CanvasObject {
	if c.flush {
		return Inset(1, 1, c.content)
	}
	return Inset(14, 12, c.content)
}

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	c.body = stack(c.padded())
	var inner fyne.CanvasObject = c.body
	if c.title.Text() != "" || len(c.actions) > 0 {
		row := append([]fyne.CanvasObject{c.title, Spacer()}, c.actions...)
		head := Fixed(0, 42, Inset(14, 5, Row(Gap, row...)))
		inner = Under(Column(0, head, NewHairline()), c.body)
	}
	return widget.NewSimpleRenderer(stack(newSurface(theme.ColorCard, theme.ColorCardBorder, radiusCard), inner))
}

// headLayout sets the first object on top at its height and gives the second the rest, without a gap.
type headLayout struct{}

func (headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.Size().Height))
	height := head.MinSize().Height
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, height))
	body.Move(fyne.NewPos(0, height))
	body.Resize(fyne.NewSize(size.Width, max(size.Height-height, 0)))
}

func (headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, body.Width), head.Height+body.Height)
}

// Page is the frame of a screen: a head of natural height and a body that takes the rest, on the page's margins.
func Page(head, body fyne.CanvasObject) fyne.CanvasObject {
	return NewGround(Inset(14, 12, container.New(headLayout{}, container.New(footGap{}, head), body)))
}

// footGap leaves a gap under its one object.
type footGap struct{}

func (footGap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, max(size.Height-theme.Scaled(GapLarge), 0)))
	}
}

func (footGap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(0, theme.Scaled(GapLarge))
}

// Under sets head above body; the body takes all the height that is left.
func Under(head, body fyne.CanvasObject) *fyne.Container {
	return container.New(headLayout{}, head, body)
}

// NewEmptyState says what belongs here and offers the action that brings it. A nil action shows none.
func NewEmptyState(icon, sentence string, action *Button) fyne.CanvasObject {
	words := NewParagraph(sentence, Muted)
	words.Align = fyne.TextAlignCenter
	parts := []fyne.CanvasObject{
		container.NewCenter(NewIcon(icon, theme.ColorFaint, 34)),
		Fixed(300, 0, words),
	}
	if action != nil {
		parts = append(parts, container.NewCenter(action))
	}
	return container.NewCenter(Inset(GapLarge, GapLarge, Column(GapLarge, parts...)))
}

// StatTile shows one number of the day with its label, and may lead somewhere.
type StatTile struct {
	control
	label, figure, note *Text
	tapped              func()
}

// NewStatTile makes a tile; tapped may be nil.
func NewStatTile(label, figure, note string, tapped func()) *StatTile {
	t := &StatTile{label: NewText(label, Label), figure: NewText(figure, Figure), note: NewCaption(note), tapped: tapped}
	t.disabled = tapped == nil
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the number and the note below it.
func (t *StatTile) Set(figure, note string) {
	t.figure.SetText(figure)
	t.note.SetText(note)
}

// Tapped implements fyne.Tappable.
func (t *StatTile) Tapped(*fyne.PointEvent) {
	if t.tapped != nil {
		t.tapped()
	}
}

// TypedKey implements fyne.Focusable.
func (t *StatTile) TypedKey(event *fyne.KeyEvent) {
	if isEnter(event) || event.Name == fyne.KeySpace {
		t.Tapped(nil)
		return
	}
	forwardKey(t, event)
}

// CreateRenderer implements fyne.Widget.
func (t *StatTile) CreateRenderer() fyne.WidgetRenderer {
	ground := newSurface(theme.ColorCard, theme.ColorCardBorder, radiusCard)
	content := Inset(14, 10, Column(1, t.label, t.figure, t.note))
	return &tileRenderer{WidgetRenderer: widget.NewSimpleRenderer(stack(ground, content)), owner: t, ground: ground}
}

type tileRenderer struct {
	fyne.WidgetRenderer
	owner  *StatTile
	ground *surface
}

func (r *tileRenderer) Refresh() {
	r.ground.fill, r.ground.line = theme.ColorCard, theme.ColorCardBorder
	if r.owner.hovered && !r.owner.disabled {
		r.ground.fill = theme.ColorHover
	}
	if r.owner.focused {
		r.ground.line = theme.ColorAccent
	}
	r.WidgetRenderer.Refresh()
}

// Over sets a body above a foot of natural height, with a gap; the body takes all the height that is left.
func Over(body, foot fyne.CanvasObject) *fyne.Container {
	return container.New(footLayout{}, body, foot)
}

type footLayout struct{}

func (footLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, foot := objects[0], objects[1]
	height := foot.MinSize().Height
	rest := max(size.Height-height-theme.Scaled(GapLarge), 0)
	body.Resize(fyne.NewSize(size.Width, rest))
	foot.Move(fyne.NewPos(0, size.Height-height))
	foot.Resize(fyne.NewSize(size.Width, height))
}

func (footLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	body, foot := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(body.Width, foot.Width), body.Height+foot.Height+theme.Scaled(GapLarge))
}
