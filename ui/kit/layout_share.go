package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/theme"
)

// Share sets objects side by side at full height and shares the width by weight, but never below an object's minimum.
func Share(gap float32, weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(shareLayout{gap, weights}, objects...)
}

type shareLayout struct {
	gap     float32
	weights []float32
}

func (l shareLayout) weight(i int) float32 {
	if i < len(l.weights) && l.weights[i] > 0 {
		return l.weights[i]
	}
	return 1
}

func (l shareLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	widths := l.widths(objects, size.Width)
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(widths[i], size.Height))
		o.Move(fyne.NewPos(x, 0))
		x += widths[i] + theme.Scaled(l.gap)
	}
}

// widths gives every object its share; one that needs more takes it and the rest share what is left.
func (l shareLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	widths, fixed := make([]float32, len(objects)), make([]bool, len(objects))
	shown := 0
	for i, o := range objects {
		fixed[i] = !o.Visible()
		if o.Visible() {
			shown++
		}
	}
	room := width - theme.Scaled(l.gap)*float32(max(shown-1, 0))
	for again := true; again; {
		again = false
		var sum float32
		for i := range objects {
			if !fixed[i] {
				sum += l.weight(i)
			}
		}
		for i, o := range objects {
			if fixed[i] {
				continue
			}
			widths[i] = max(room*l.weight(i)/sum, 0)
			if least := o.MinSize().Width; widths[i] < least {
				widths[i], fixed[i], again = least, true, true
				room -= least
				break
			}
		}
	}
	return widths
}

func (l shareLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return rowLayout{l.gap}.MinSize(objects)
}

// Flow sets objects side by side and begins a new line where one doesn't fit.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap}, objects...)
}

type flowLayout struct {
	gap   float32
	width float32 // the width last laid out for
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, true)
}

// place breaks objects into lines and returns their height; it moves them only if move is set.
func (l *flowLayout) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	gap := theme.Scaled(l.gap)
	var line []fyne.CanvasObject
	x, y, height := float32(0), float32(0), float32(0)
	finish := func() {
		left := float32(0)
		for _, o := range line {
			if move {
				o.Move(fyne.NewPos(left, y))
			}
			left += natural(o, width) + gap
		}
		y += height + gap
		x, height, line = 0, 0, line[:0]
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w, h := natural(o, width), o.MinSize().Height
		if x > 0 && x+w > width {
			finish()
		}
		if move {
			o.Resize(fyne.NewSize(w, h))
		}
		line = append(line, o)
		x += w + gap
		height = max(height, h)
	}
	if len(line) > 0 {
		finish()
	}
	return max(y-gap, 0)
}

// natural is the width an object would like to have, at most width.
func natural(o fyne.CanvasObject, width float32) float32 {
	w := o.MinSize().Width
	if f, ok := o.(flexible); ok {
		w = max(w, f.NaturalWidth())
	}
	return min(w, max(width, o.MinSize().Width))
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	width := l.width
	if width == 0 {
		width = size.Width * float32(max(len(objects), 1))
	}
	size.Height = max(size.Height, l.place(objects, width, false))
	return size
}
