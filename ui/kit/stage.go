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
}

// NewStage makes an empty stage.
func NewStage() *Stage {
	s := &Stage{After: realAfter, page: stack(), floats: container.NewWithoutLayout(), toasts: newToastTray(), covers: newCovers()}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Stage) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(stack(s.page, s.floats, s.toasts.box))
}

// SetPage replaces the page.
func (s *Stage) SetPage(page fyne.CanvasObject) {
	clearFloats(s.floats)
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

// Cover shows an object over everything else and gives focus the keyboard. Keys that its widgets don't use come to key.
// Covers below it are hidden, not lost: removing it brings them back with their text and their focus.
func (s *Stage) Cover(object fyne.CanvasObject, focus fyne.Focusable, key func(*fyne.KeyEvent)) *Cover {
	cover := &Cover{stage: s, object: object, focus: focus, key: key}
	c := canvasOf(s)
	if len(s.covers.list) == 0 {
		s.behind = c.Focused()
		c.Unfocus()
	} else {
		top := s.covers.top()
		top.focus = c.Focused()
		c.Unfocus()
		top.object.Hide()
		c.Overlays().Remove(s.covers) // added again below: above whatever else is open by now
	}
	s.covers.push(cover)
	c.Overlays().Add(s.covers)
	if focus != nil {
		c.Focus(focus)
	}
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
		if top.focus != nil {
			c.Focus(top.focus)
		}
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
}

func newCovers() *covers {
	c := &covers{pile: stack(), floats: container.NewWithoutLayout()}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *covers) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(stack(c.pile, c.floats))
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

func (c *covers) typedKey(event *fyne.KeyEvent) {
	if top := c.top(); top != nil && top.key != nil {
		top.key(event)
	}
}

func (c *covers) typedShortcut(shortcut fyne.KeyboardShortcut) bool {
	top := c.top()
	return top != nil && top.shortcut != nil && top.shortcut(shortcut)
}
