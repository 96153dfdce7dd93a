package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/ui/theme"
)

// NewNoticeBar is a strip above a page that says something calmly and stays until a button of it is pressed. The sentence wraps: nothing
// of it is cut.
func NewNoticeBar(icon, sentence string, tone theme.Tone, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	words := NewParagraph(sentence, Body)
	mark := container.NewCenter(NewIcon(icon, tone.Text(), 18))
	actions := container.NewCenter(Row(Gap, buttons...))
	line := container.NewBorder(nil, nil, Inset(0, 2, mark), Inset(8, 0, actions), Inset(10, 6, words))
	return Column(0, stack(newSurface(tone.Ground(), "", 0), Inset(14, 3, line)), stripe())
}
