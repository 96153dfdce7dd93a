package start

import (
	"path/filepath"

	"satchel/ui/kit"
)

// newPathField is a field for a file's path. It offers the folders and practice files that begin like what was typed; a chosen
// folder shows what is in it.
func (s *Start) newPathField(label, hint string) *kit.Suggest {
	field := kit.NewSuggestField(label, hint)
	field.Entry.MaxRunes = 1000
	field.OnQuery = func(generation int, text string) {
		s.host.Run(func() {
			found := complete(text, s.host.Home)
			s.host.Do(func() {
				var rows []kit.Suggestion
				for _, c := range found {
					row := kit.Suggestion{Key: c.path, Title: c.path, Icon: "note"}
					if c.folder {
						row.Icon = "arrow-right"
					}
					if c.path != filepath.Clean(text) {
						rows = append(rows, row)
					}
				}
				field.SetResults(generation, rows)
			})
		})
	}
	return field
}

// browse is the button that opens the desktop's own file dialog, nil where there is none.
func (s *Start) browse(field *kit.Suggest) *kit.Button {
	if s.host.Browse == nil {
		return nil
	}
	return kit.NewButton(s.text("start.browse"), kit.Standard, func() {
		s.host.Browse(func(path string) {
			field.SetValue(path)
			kit.Focus(field.FocusTarget())
		})
	})
}
