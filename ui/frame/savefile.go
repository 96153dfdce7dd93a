package frame

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// SaveFile asks where to save content and writes it, never over a file that is there. name is a suggestion without a folder; it
// must not tell who the patient is. done is called after the file is written, with nil, or when it was given up, with an error of
// the context; it may be nil.
func (f *Frame) SaveFile(name string, content []byte, done func(error)) {
	field := f.PathField(f.Text("frame.save.path"), "", "")
	NewSaveDialog(f.Stage, f.Session.Text, field, name, func(path string, finished func(error)) {
		Save(f, func(context.Context) (struct{}, error) { return struct{}{}, WriteNewFile(path, content) }, func(_ struct{}, err error) {
			finished(err)
			if err == nil {
				f.Done(f.Text("frame.saved", "Name", filepath.Base(path)), nil)
				if done != nil {
					done(nil)
				}
			}
		})
	}, func() {
		if done != nil {
			done(context.Canceled)
		}
	})
}

// NewSaveDialog asks for the path of a new file, suggesting name in the home folder. save writes it and answers; an error stays in
// the dialog, beside the path.
func NewSaveDialog(stage *kit.Stage, text session.Words, field *kit.Suggest, name string, save func(path string, finished func(error)), cancelled func()) {
	home := HomeFolder()
	form := kit.NewForm(1)
	form.Add("path", field, 1)
	form.SetValues(map[string]string{"path": filepath.Join(home, name)})
	var d *kit.Dialog
	submit := func() {
		save(ExpandPath(field.Value(), home), func(err error) {
			if err == nil {
				d.Close()
				return
			}
			words := problemWords(text, err)
			form.SetErrors(map[string]string{"path": words})
		})
	}
	cancel := func() {
		if cancelled != nil {
			cancelled()
		}
	}
	yes := kit.NewButton(text("frame.save.save"), kit.Primary, submit)
	no := kit.NewButton(text("frame.save.cancel"), kit.Standard, func() { d.Cancel() })
	buttons := []*kit.Button{no, yes}
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	d = stage.ShowDialog(kit.DialogSpec{Title: text("frame.save.title"), Body: form, Buttons: buttons, Default: yes, Focus: field.FocusTarget(), Width: 560, OnCancel: cancel})
}

// HomeFolder is the person's own folder; "" where the system does not say.
func HomeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// problemWords says what is wrong and what to do next, on one line.
func problemWords(text session.Words, err error) string {
	key := "error.store.internal"
	var known *store.Error
	if errors.As(err, &known) {
		key = known.Key
	}
	return text(key+".text") + " " + text(key+".hint")
}

// WriteNewFile writes a file that only this user may read; one that is there is left as it is.
func WriteNewFile(path string, content []byte) error {
	if path == "" || strings.ContainsRune(path, 0) {
		return store.FailField("path", "error.frame.path_missing")
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return store.FromVault("save file", vault.FileError(err))
	}
	_, err = file.Write(content)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path) // half a file is worse than none; the error says that none is there
		return store.FromVault("save file", vault.FileError(err))
	}
	return nil
}
