// Package share lets a patient's record leave: as a patient summary that other systems read.
package share

import (
	"context"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Export says what the file will be and that it is not protected, asks who it is for, then writes it where the person chooses.
func Export(f *frame.Frame, patient patients.ID) {
	model := newModel(f.Session)
	form := kit.NewForm(1)
	to := kit.NewField(f.Text("share.recipient"), f.Text("share.recipient_hint"))
	to.Entry.MaxRunes = documents.RecipientLength
	form.Add("recipient", to, 1)
	var d *kit.Dialog
	submit := func() {
		recipient := to.Value()
		d.Close()
		frame.Save(f, func(ctx context.Context) ([]byte, error) { return model.summary(ctx, patient, recipient) }, func(content []byte, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.SaveFile(model.fileName(), content, nil)
		})
	}
	yes := kit.NewButton(f.Text("share.go_on"), kit.Primary, submit)
	no := kit.NewButton(f.Text("share.cancel"), kit.Standard, func() { d.Cancel() })
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	d = f.ShowDialog(kit.DialogSpec{Title: f.Text("share.title"), Text: f.Text("share.unprotected"), Body: form, Buttons: []*kit.Button{no, yes}, Default: yes,
		Focus: to.FocusTarget()})
}
