package uitest

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/ui/kit"
)

// Words are the words that a part of the window shows, a line each: texts, buttons, chips, and what fields say is wrong.
func Words(of fyne.CanvasObject) string {
	var words []string
	for _, o := range test.LaidOutObjects(of) {
		switch o := o.(type) {
		case *kit.Text:
			words = append(words, o.Text())
		case *kit.Paragraph:
			words = append(words, o.Text())
		case *kit.Button:
			words = append(words, o.Label())
		case *kit.Chip:
			words = append(words, o.Text())
		case interface{ Error() string }:
			words = append(words, o.Error())
		}
	}
	return strings.Join(words, "\n")
}

// Dialog are the words of the dialog, or of the lock, on top; "" where there is none.
func (k *Kit) Dialog() string {
	top := k.Window.Canvas().Overlays().Top()
	if top == nil {
		return ""
	}
	return Words(top)
}
