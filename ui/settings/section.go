package settings

import (
	"context"
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"

	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

func scaled(length float32) float32 { return theme.Scaled(length) }

// options turns choices into those of a field.
func options(choices []session.Choice) []kit.Option {
	list := make([]kit.Option, len(choices))
	for i, c := range choices {
		list[i] = kit.Option{Value: c.Value, Label: c.Label}
	}
	return list
}

// passing is a section without anything to save or to keep.
type passing struct{}

func (passing) save() bool         { return false }
func (passing) key(frame.Key) bool { return false }
func (passing) leave()             {}

// drafts keeps what is typed into a form until it is saved. Secrets are never given to it.
type drafts struct {
	f       *frame.Frame
	form    *kit.Form
	name    string
	pending bool
}

// changed notes that something was typed.
func (d *drafts) changed() {
	if d.pending {
		return
	}
	d.pending = true
	d.f.After(frame.DraftPause, d.keep)
}

// keep saves the draft, without waiting.
func (d *drafts) keep() {
	if !d.pending {
		return
	}
	d.pending = false
	body, err := json.Marshal(d.form.Values())
	if err != nil {
		d.f.Fail(err)
		return
	}
	s := d.f.Session
	frame.Save(d.f, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.Practice.SaveDraft(ctx, s.Actor, store.Draft{Name: d.name, Body: body})
	}, func(_ struct{}, err error) { d.f.Fail(err) })
}

// readDraft returns the draft of a name, nil where there is none.
func readDraft(ctx context.Context, s *session.Session, name string) (map[string]string, error) {
	list, err := s.Practice.Drafts(ctx, s.Actor)
	if err != nil {
		return nil, err
	}
	for _, draft := range list {
		if draft.Name != name {
			continue
		}
		var values map[string]string
		if json.Unmarshal(draft.Body, &values) != nil {
			return nil, nil // of an older form: the record's own values serve
		}
		return values, nil
	}
	return nil, nil
}

// tell shows what was done, with one button that closes it.
func tell(f *frame.Frame, title string, body fyne.CanvasObject) {
	var d *kit.Dialog
	closing := kit.NewButton(f.Text("frame.help.close"), kit.Primary, func() { d.Close() })
	d = f.ShowDialog(kit.DialogSpec{Title: title, Body: body, Buttons: []*kit.Button{closing}, Default: closing, Width: 520})
}

// size writes a number of bytes as people read sizes of files: in powers of 1,000, to three digits at most.
func size(text session.Words, bytes int64) string {
	switch {
	case bytes >= 1_000_000_000:
		return text("settings.size.gb", "Count", fmt.Sprintf("%d.%d", bytes/1_000_000_000, bytes/100_000_000%10))
	case bytes >= 1_000_000:
		return text("settings.size.mb", "Count", bytes/1_000_000)
	}
	return text("settings.size.kb", "Count", (bytes+999)/1_000)
}

// slow runs work under a dialog with a bar, which can be stopped.
func slow[T any](f *frame.Frame, title string, work func(ctx context.Context, progress func(percent int, note string)) (T, error), then func(T, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	bar := f.Progress(f.Text(title), cancel)
	f.Beside(func() func() {
		result, err := work(ctx, func(percent int, note string) { f.Soon(func() { bar.Set(percent, 100, note) }) })
		return func() {
			bar.Close()
			cancel()
			then(result, err)
		}
	})
}

// refuse shows an error beside the fields that it is about, and in a dialog where it is about none of them.
func refuse(f *frame.Frame, form *kit.Form, err error) {
	if fields := f.Session.Problem(err).Fields; len(fields) > 0 {
		form.SetErrors(fields)
		return
	}
	f.Fail(err)
}
