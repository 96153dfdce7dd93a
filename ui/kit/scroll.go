package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/ui/theme"
)

// Scroll shows content that may be higher than its place, and follows the keyboard: a field that gets it is brought into
// view.
type Scroll struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// NewScroll makes content scroll up and down. Of the objects to follow, every form's inputs, every input and every
// widget of the kit that takes the keyboard is brought into view when it gets it.
func NewScroll(content fyne.CanvasObject, follow ...any) *Scroll {
	s := &Scroll{scroll: container.NewVScroll(container.New(scrollLayout{}, content))}
	s.ExtendBaseWidget(s)
	for _, object := range follow {
		s.Follow(object)
	}
	return s
}

// Follow brings an object into view when it gets the keyboard; see NewScroll.
func (s *Scroll) Follow(object any) {
	switch o := object.(type) {
	case *Form:
		for _, item := range o.items {
			if item.input != nil {
				s.Follow(item.input)
			}
		}
	case Input:
		s.follow(o.FocusTarget(), o)
	case fyne.CanvasObject:
		s.follow(o, o)
	}
}

func (s *Scroll) follow(target any, shown fyne.CanvasObject) {
	if t, ok := target.(interface{ onReveal(func()) }); ok {
		t.onReveal(func() { s.Reveal(shown) })
	}
}

// Reveal scrolls as little as shows an object of the content.
func (s *Scroll) Reveal(object fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(s.scroll.Content).Y
	margin := theme.Scaled(GapLarge)
	offset, view := s.scroll.Offset.Y, s.scroll.Size().Height
	if bottom := at + object.Size().Height + margin; bottom > offset+view {
		offset = bottom - view
	}
	if top := at - margin; top < offset {
		offset = max(top, 0)
	}
	if offset != s.scroll.Offset.Y {
		s.scroll.ScrollToOffset(fyne.NewPos(0, offset))
	}
}

// ToTop scrolls to the beginning.
func (s *Scroll) ToTop() { s.scroll.ScrollToTop() }

// CreateRenderer implements fyne.Widget.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(outsetBy(s.scroll, 0))
}

// outset is how far a scrolled area reaches beyond its place, in device-independent pixels: borders and focus rings at
// its edges are not cut, and its content still lines up with what stands above and below.
const outset float32 = 4

// outsetBy lets an object reach beyond its place by outset, at the right by as much as is given.
func outsetBy(object fyne.CanvasObject, right float32) fyne.CanvasObject {
	return container.New(outsetLayout{right}, object)
}

type outsetLayout struct{ right float32 }

func (l outsetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(-outset, -outset))
		o.Resize(size.AddWidthHeight(outset+l.right, 2*outset))
	}
}

func (l outsetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize().SubtractWidthHeight(outset+l.right, 2*outset))
	}
	return size
}

// scrollLayout keeps content inside the outset and leaves room for the scroll bar at the right.
type scrollLayout struct{}

func scrollBarRoom() float32 { return theme.Scaled(9) }

func (scrollLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(outset, outset))
		o.Resize(fyne.NewSize(max(size.Width-outset-scrollBarRoom(), 0), max(size.Height-2*outset, 0)))
	}
}

func (scrollLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(outset+scrollBarRoom(), 2*outset)
}

// wheel lies over a widget and takes its scroll events. The widget can't take them itself where something of it reaches
// beyond its place: Fyne clips whatever scrolls.
type wheel struct {
	widget.BaseWidget
	turned func(*fyne.ScrollEvent)
}

func newWheel(turned func(*fyne.ScrollEvent)) *wheel {
	w := &wheel{turned: turned}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(event *fyne.ScrollEvent) { w.turned(event) }

// CreateRenderer implements fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(stack()) }
