package visit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/kit"
	"satchel/ui/theme"
)

// beside sets an object that may wrap beside one of natural size, which stands at the right, at the height of the first line.
func beside(body, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(besideLayout{}, body, right)
}

type besideLayout struct{}

// Layout implements fyne.Layout.
func (besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, right := objects[0], objects[1]
	least := right.MinSize()
	gap := theme.Scaled(kit.Gap)
	if !right.Visible() {
		least.Width, gap = 0, 0
	}
	width := max(size.Width-least.Width-gap, 0)
	body.Resize(fyne.NewSize(width, body.Size().Height)) // a paragraph's height follows from its width
	body.Resize(fyne.NewSize(width, size.Height))
	body.Move(fyne.Position{})
	right.Resize(least)
	right.Move(fyne.NewPos(size.Width-least.Width, 0))
}

// MinSize implements fyne.Layout.
func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	body, right := objects[0].MinSize(), objects[1].MinSize()
	if !objects[1].Visible() {
		return body
	}
	return fyne.NewSize(body.Width+right.Width+theme.Scaled(kit.Gap), max(body.Height, right.Height))
}

// after sets an object that may wrap beside one of natural size, which stands at the left.
func after(left, body fyne.CanvasObject) fyne.CanvasObject {
	return container.New(afterLayout{}, left, body)
}

type afterLayout struct{}

// Layout implements fyne.Layout.
func (afterLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	least, gap := natural(objects[0]), theme.Scaled(kit.Gap)
	objects[0].Resize(least)
	objects[0].Move(fyne.Position{})
	width := max(size.Width-least.Width-gap, 0)
	objects[1].Resize(fyne.NewSize(width, objects[1].Size().Height))
	objects[1].Resize(fyne.NewSize(width, size.Height))
	objects[1].Move(fyne.NewPos(least.Width+gap, 0))
}

// MinSize implements fyne.Layout.
func (afterLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, body := natural(objects[0]), objects[1].MinSize()
	return fyne.NewSize(left.Width+body.Width+theme.Scaled(kit.Gap), max(left.Height, body.Height))
}

// natural is the size at which an object is not cut.
func natural(o fyne.CanvasObject) fyne.Size {
	size := o.MinSize()
	if f, ok := o.(interface{ NaturalWidth() float32 }); ok {
		size.Width = max(size.Width, f.NaturalWidth())
	}
	return size
}

// noteLine shows a note: what, and below it what more, or above it its label.
func noteLine(n note) fyne.CanvasObject {
	role := kit.Strong
	if n.Plain {
		role = kit.Body
	}
	text := kit.NewParagraph(n.Text, role)
	if n.Alert {
		text.Color = theme.Alert.Text()
	}
	switch {
	case n.Detail == "":
		return text
	case n.Label:
		return kit.Column(0, kit.NewText(n.Detail, kit.Label), text)
	}
	return kit.Column(0, text, kit.NewParagraph(n.Detail, kit.Caption))
}

// noteColumn shows notes, or says that there are none.
func noteColumn(notes []note, none string) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, n := range notes {
		lines = append(lines, noteLine(n))
	}
	if len(lines) == 0 {
		return kit.NewParagraph(none, kit.Muted)
	}
	return kit.Column(kit.GapSmall, lines...)
}
