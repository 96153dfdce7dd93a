package ui

import (
	"satchel/assets"
	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/printer"
)

// savePage saves a page that is kept nowhere, while nobody's frame is there yet.
func (s *shell) savePage(page documents.Frozen, done func(error)) {
	pdf, err := printer.Printer{}.PDF(page, frame.Copy{})
	if err != nil {
		done(err)
		return
	}
	o := s.options
	text := func(key string, args ...any) string { return assets.Text(o.Language, key, args...) }
	field := frame.NewPathField(text("frame.save.path"), "", o.Home, "", o.Run, o.Do)
	frame.NewSaveDialog(s.start.Stage, text, field, text("settings.file.key_file"), func(path string, finished func(error)) {
		o.Run(func() {
			err := frame.WriteNewFile(path, pdf)
			o.Do(func() { finished(err) })
		})
	}, nil)
}
