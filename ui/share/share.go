// Package share lets a patient's record leave: as a patient summary that other systems read.
package share

import (
	"context"

	"satchel/data/patients"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Export says what the file will be and that it is not protected, then writes it where the person chooses.
func Export(f *frame.Frame, patient patients.ID) {
	model := newModel(f.Session)
	f.Confirm(f.Text("share.title"), f.Text("share.unprotected"), f.Text("share.go_on"), kit.Primary, func() {
		frame.Save(f, func(ctx context.Context) ([]byte, error) { return model.summary(ctx, patient) }, func(content []byte, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.SaveFile(model.fileName(), content, nil)
		})
	})
}
