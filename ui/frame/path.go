package frame

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"satchel/ui/kit"
)

// NewPathField is a field for the path of a file or a folder. It offers what begins like the typed text, files with the extension
// and folders; a chosen folder shows what is in it. run and do are as those of New.
func NewPathField(label, hint, home, extension string, run, do func(func())) *kit.Suggest {
	field := kit.NewSuggestField(label, hint)
	field.Entry.MaxRunes = 1000
	field.OnQuery = func(generation int, text string) {
		run(func() {
			found := completePath(text, home, extension)
			do(func() {
				var rows []kit.Suggestion
				for _, c := range found {
					row := kit.Suggestion{Key: c.path, Title: c.path, Icon: "note"}
					if c.folder {
						row.Icon = "arrow-right"
					}
					if filepath.Clean(c.path) != filepath.Clean(text) {
						rows = append(rows, row)
					}
				}
				field.SetResults(generation, rows)
			})
		})
	}
	field.OnChosen = func(row kit.Suggestion) {
		if row.Icon == "arrow-right" {
			field.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // asks for what is in it
		}
	}
	return field
}

// PathField is NewPathField with the frame's own goroutines.
func (f *Frame) PathField(label, hint, extension string) *kit.Suggest {
	return NewPathField(label, hint, HomeFolder(), extension, f.run, f.do)
}
