package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/ui/theme"
)

// NewPrinted shows a piece of paper as it comes out of the printer, at a width in pixels of the standard density: words in letters that
// the window has no font for, or a drawing that must be the paper's own. It is white in a dark window too.
func NewPrinted(picture image.Image, width float32) fyne.CanvasObject {
	shown := canvas.NewImageFromImage(picture)
	shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	size, scale := picture.Bounds(), theme.Scaled(width)
	shown.SetMinSize(fyne.NewSize(scale, scale*float32(size.Dy())/float32(max(size.Dx(), 1))))
	return Row(0, shown)
}
