package frame

import (
	"fyne.io/fyne/v2"

	"satchel/data/organization"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// LackNotes says in paragraphs what a paper would lack by law before it is issued, and where to fill it in; none where it lacks nothing.
func (f *Frame) LackNotes(list []organization.Lacking) []fyne.CanvasObject {
	void, other := f.Session.LackWords(list)
	var notes []fyne.CanvasObject
	for _, one := range [][2]string{{"session.lacks.invalid", void}, {"session.lacks.also", other}} {
		if one[1] != "" {
			title := kit.NewParagraph(f.Text(one[0]), kit.Strong)
			title.Color = theme.Alert.Text()
			notes = append(notes, title, kit.NewParagraph(one[1], kit.Muted))
		}
	}
	return notes
}
