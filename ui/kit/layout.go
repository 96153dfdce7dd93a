package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/ui/theme"
)

// Distances of the standard density, in device-independent pixels; layouts scale them.
const (
	GapSmall  float32 = 4
	Gap       float32 = 8
	GapLarge  float32 = 12
	GapGroups float32 = 20
)

// flexible is an object that can be narrower than it would like to be.
type flexible interface{ NaturalWidth() float32 }

// spacer is Fyne's layout.NewSpacer.
func isSpacer(o fyne.CanvasObject) bool {
	s, ok := o.(layout.SpacerObject)
	return ok && s.ExpandHorizontal()
}

// Spacer takes the room that a Row or a Column has left.
func Spacer() fyne.CanvasObject { return layout.NewSpacer() }

// Row sets objects side by side, each at its natural width, centred in height. Where they don't all fit, cut texts give
// way first.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(rowLayout{gap}, objects...)
}

type rowLayout struct{ gap float32 }

func (l rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := theme.Scaled(l.gap)
	widths := make([]float32, len(objects))
	room, wish, spacers := size.Width, float32(0), 0
	shown := 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if isSpacer(o) {
			spacers++
			continue
		}
		widths[i] = o.MinSize().Width
		room -= widths[i]
		if f, ok := o.(flexible); ok {
			wish += max(f.NaturalWidth()-widths[i], 0)
		}
	}
	room = max(room-gap*float32(max(shown-1, 0)), 0)
	for i, o := range objects {
		if f, ok := o.(flexible); ok && o.Visible() && wish > 0 {
			widths[i] += max(f.NaturalWidth()-widths[i], 0) * min(room/wish, 1)
		}
	}
	room = max(room-wish, 0)
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		if isSpacer(o) && spacers > 0 {
			widths[i] = room / float32(spacers)
		}
		height := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(widths[i], height))
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		x += widths[i] + gap
	}
}

func (l rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Width += least.Width
			size.Height = max(size.Height, least.Height)
			shown++
		}
	}
	size.Width += theme.Scaled(l.gap) * float32(max(shown-1, 0))
	return size
}

// Column sets objects one below the other at full width, each at its natural height; a Spacer takes what is left.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columnLayout{gap}, objects...)
}

type columnLayout struct{ gap float32 }

func (l columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spacers := 0
	for _, o := range objects {
		if o.Visible() && isSpacer(o) {
			spacers++
		}
	}
	room := max(size.Height-l.MinSize(objects).Height, 0)
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if o.Size().Width != size.Width { // a paragraph's height follows from its width
			o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		}
		height := o.MinSize().Height
		if isSpacer(o) {
			height = room / float32(spacers)
		}
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height + theme.Scaled(l.gap)
	}
}

func (l columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Height += least.Height
			size.Width = max(size.Width, least.Width)
			shown++
		}
	}
	size.Height += theme.Scaled(l.gap) * float32(max(shown-1, 0))
	return size
}

// Inset puts empty space around an object: x at the sides, y above and below.
func Inset(x, y float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(insetLayout{x, y}, object)
}

type insetLayout struct{ x, y float32 }

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x, y := theme.Scaled(l.x), theme.Scaled(l.y)
	for _, o := range objects {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(size.Width-2*x, 0), max(size.Height-2*y, 0)))
	}
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*theme.Scaled(l.x), 2*theme.Scaled(l.y))
}

// Fixed gives an object a minimum size in pixels of the standard density; 0 leaves that side to the object.
func Fixed(width, height float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(fixedLayout{width, height}, object)
}

type fixedLayout struct{ width, height float32 }

func (l fixedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l fixedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(theme.Scaled(l.width), theme.Scaled(l.height))
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
