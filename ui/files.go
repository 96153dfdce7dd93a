package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/ui/frame"
	"satchel/ui/start"
)

// browseFile opens the desktop's dialog for a practice file.
func (s *shell) browseFile(chosen func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return // given up; a file that can't be read says so when it is opened
		}
		path := file.URI().Path()
		if file.Close() == nil {
			chosen(path)
		}
	}, s.window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{start.Extension}))
	s.locate(d.SetLocation)
	d.Show()
}

// browseFolder opens the desktop's dialog for a folder.
func (s *shell) browseFolder(chosen func(folder string)) {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			chosen(folder.Path())
		}
	}, s.window)
	s.locate(d.SetLocation)
	d.Show()
}

// locate begins a dialog in the home folder.
func (s *shell) locate(set func(fyne.ListableURI)) {
	if home, err := storage.ListerForURI(storage.NewFileURI(filepath.Clean(s.options.Home))); err == nil {
		set(home)
	}
}

// savePage saves a page that is kept nowhere, before anybody's frame is there.
func (s *shell) savePage(page documents.Frozen, done func(error)) {
	pdf, err := paper{}.PDF(page, frame.Copy{})
	if err != nil {
		done(err)
		return
	}
	text := func(key string, args ...any) string { return assets.Text(s.options.Language, key, args...) }
	frame.NewSaveDialog(s.start.Stage, text, text("settings.file.key_file"), s.browseFolder, func(path string, finished func(error)) {
		s.options.Run(func() {
			err := frame.WriteNewFile(path, pdf)
			s.options.Do(func() { finished(err) })
		})
	}, nil)
}
