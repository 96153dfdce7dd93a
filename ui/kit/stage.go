package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Stage is the content of the window: the page, above it what floats (suggestions, toasts), and above all of it covers
// (dialogs, the lock screen). There is one in a window, and it must be the window's content.
type Stage struct {
	widget.BaseWidget

	// After runs timers; tests replace it.
	After After

	page   *fyne.Container
	floats *fyne.Container
	toasts *toastTray
	covers *covers
	behind fyne.Focusable // what had the keyboard before the first cover

	shortcuts fyne.ShortcutHandler
}

// The window stays at least this large, and never grows because a page would like more: it would jump at every visit to
// that page. In device-independent pixels.
const (
	stageWidth  float32 = 860
	stageHeight float32 = 560
)

// NewStage makes an empty stage.
func NewStage() *Stage {
	s := &Stage{After: realAfter, page: stack(), floats: container.NewWithoutLayout(), toasts: newToastTray(), covers: newCovers()}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Stage) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(sized(stageWidth, stageHeight, s.page, s.floats, s.toasts.box))
}

// sized stacks objects and has a least size of its own, whatever theirs is.
func sized(width, height float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(sizedLayout{fyne.NewSize(width, height)}, objects...)
}

type sizedLayout struct{ least fyne.Size }

func (l sizedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l sizedLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.least }

// AddShortcut gives the window a shortcut that works wherever the keyboard is, in entries and dialogs too. Call it once
// the stage is the window's content.
func (s *Stage) AddShortcut(shortcut fyne.KeyboardShortcut, do func()) {
	s.shortcuts.AddShortcut(shortcut, func(fyne.Shortcut) { do() })
	if c := canvasOf(s); c != nil { // for when nothing has the keyboard, or a widget that takes no shortcuts
		c.AddShortcut(shortcut, func(fyne.Shortcut) { do() })
	}
}

// TypedShortcut does what a shortcut is for; tests call it as the window would.
func (s *Stage) TypedShortcut(shortcut fyne.Shortcut) { s.shortcuts.TypedShortcut(shortcut) }

// SetPage replaces the page. Nothing has the keyboard then: what had it may be gone, and must not answer to Enter.
func (s *Stage) SetPage(page fyne.CanvasObject) {
	clearFloats(s.floats)
	if s.Covered() {
		s.behind = nil
	} else if c := canvasOf(s); c != nil {
		c.Unfocus()
	}
	s.page.Objects = []fyne.CanvasObject{page}
	s.page.Refresh()
}

// Covered tells whether a dialog or another cover has the keyboard: the page's own keys must rest.
func (s *Stage) Covered() bool { return len(s.covers.list) > 0 }

// Cover is an object over the whole window which keeps keyboard and pointer to itself until it is removed.
type Cover struct {
	stage    *Stage
	object   fyne.CanvasObject
	focus    fyne.Focusable
	key      func(*fyne.KeyEvent)
	shortcut func(fyne.KeyboardShortcut) bool
}

// Cover shows an object over everything else and gives focus the keyboard. Keys that its widgets don't use come to key,
// and all keys where focus is nil.
// Covers below it are hidden, not lost: removing it brings them back with their text and their focus.
func (s *Stage) Cover(object fyne.CanvasObject, focus fyne.Focusable, key func(*fyne.KeyEvent)) *Cover {
	cover := &Cover{stage: s, object: object, focus: focus, key: key}
	c := canvasOf(s)
	if len(s.covers.list) == 0 {
		s.behind = c.Focused()
		c.Unfocus()
	} else {
		top := s.covers.top()
		if top.focus = c.Focused(); top.focus == fyne.Focusable(s.covers.sink) {
			top.focus = nil
		}
		c.Unfocus()
		top.object.Hide()
		c.Overlays().Remove(s.covers) // added again below: above whatever else is open by now
	}
	s.covers.push(cover)
	c.Overlays().Add(s.covers)
	s.covers.focus(c, focus)
	return cover
}

// Remove takes the cover away, wherever it is in the pile, and gives the keyboard back to what had it. Removing it twice
// does nothing.
func (k *Cover) Remove() {
	s := k.stage
	wasTop := s.covers.top() == k
	if !s.covers.remove(k) {
		return
	}
	if !wasTop {
		return
	}
	c := canvasOf(s)
	c.Unfocus()
	if top := s.covers.top(); top != nil {
		top.object.Show()
		s.covers.Refresh()
		s.covers.focus(c, top.focus)
		return
	}
	c.Overlays().Remove(s.covers)
	if s.behind != nil {
		c.Focus(s.behind)
	}
	s.behind = nil
}

// covers is the one overlay that holds all covers. Fyne gives each overlay its own Tab order and takes everything above
// an overlay away with it; one overlay with a list of its own keeps the first and avoids the second.
type covers struct {
	widget.BaseWidget
	list   []*Cover
	pile   *fyne.Container
	floats *fyne.Container
	sink   *sink
}

func newCovers() *covers {
	c := &covers{pile: stack(), floats: container.NewWithoutLayout()}
	c.sink = &sink{covers: c}
	c.sink.disabled = true
	c.sink.ExtendBaseWidget(c.sink)
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *covers) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(sized(0, 0, c.sink, c.pile, c.floats))
}

func (c *covers) top() *Cover {
	if len(c.list) == 0 {
		return nil
	}
	return c.list[len(c.list)-1]
}

func (c *covers) push(cover *Cover) {
	c.list = append(c.list, cover)
	c.show()
}

func (c *covers) remove(cover *Cover) bool {
	for i, k := range c.list {
		if k == cover {
			c.list = append(c.list[:i], c.list[i+1:]...)
			c.show()
			return true
		}
	}
	return false
}

func (c *covers) show() {
	clearFloats(c.floats)
	c.pile.Objects = nil
	for _, k := range c.list {
		c.pile.Objects = append(c.pile.Objects, k.object)
	}
	c.pile.Refresh()
	c.Refresh()
}

// focus gives the keyboard to a widget of the top cover, or to the sink where there is none.
func (c *covers) focus(on fyne.Canvas, target fyne.Focusable) {
	if target != nil {
		on.Focus(target)
		return
	}
	c.sink.disabled = false
	on.Focus(c.sink)
	c.sink.disabled = true
}

// sink lies below all covers: it has the keyboard where nothing else of a cover has it, and as a disabled focusable it
// lets a click beside everything take the keyboard from nobody and Tab pass it by.
type sink struct {
	control
	covers *covers
}

// TypedKey implements fyne.Focusable.
func (s *sink) TypedKey(event *fyne.KeyEvent) { s.covers.typedKey(event) }

// Tapped implements fyne.Tappable.
func (s *sink) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (s *sink) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(stack()) }

func (c *covers) typedKey(event *fyne.KeyEvent) {
	if top := c.top(); top != nil && top.key != nil {
		top.key(event)
	}
}

func (c *covers) typedShortcut(shortcut fyne.Shortcut) bool {
	top := c.top()
	keys, ok := shortcut.(fyne.KeyboardShortcut)
	return ok && top != nil && top.shortcut != nil && top.shortcut(keys)
}
