package visit

import (
	"context"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

const (
	fieldUndoReason = "reason"
	fieldOnto       = "onto"
)

// askUndo asks why a finished visit is taken back, and whose it is in truth, and goes on with it as a draft.
func askUndo(f *frame.Frame, model *visitModel) {
	form := kit.NewForm(1)
	reason := kit.NewField(f.Text("visit.undo_reason"), "")
	reason.Entry.MaxRunes = store.ReasonLength
	form.Add(fieldUndoReason, reason, 1)
	onto := kit.NewSuggestField(f.Text("visit.undo_onto"), f.Text("visit.optional"))
	onto.Entry.MaxRunes = patients.QueryLength
	var chosen patients.Row
	ask := &asker[patients.Row]{f: f, suggest: onto, find: model.FindPatients, chosen: func(row patients.Row) { chosen = row },
		row: func(row patients.Row) kit.Suggestion {
			s := f.Session
			return kit.Suggestion{Title: s.PatientName(row), Subtitle: joined(s.Text(row.Gender.CatalogueKey()), s.Age(row.BirthDate), row.Locality, row.Phone), Right: row.Number, Icon: "patient"}
		}}
	ask.connect()
	form.Add(fieldOnto, onto, 1)

	var dialog *kit.Dialog
	busy := false
	undo := func() {
		if busy {
			return
		}
		values := form.Values()
		to := patients.ID{}
		switch {
		case values[fieldOnto] == "":
		case values[fieldOnto] == f.Session.PatientName(chosen) && !chosen.ID.IsZero():
			to = chosen.ID
		default:
			form.SetErrors(map[string]string{fieldOnto: f.Text("visit.undo_choose")})
			return
		}
		busy = true
		frame.Save(f, func(ctx context.Context) (workflow.Undone, error) {
			return model.Undo(ctx, values[fieldUndoReason], to)
		}, func(done workflow.Undone, err error) {
			busy = false
			if err != nil {
				if problem := f.Session.Problem(err); problem.Fields["reason"] == "" || !form.SetErrors(map[string]string{fieldUndoReason: problem.Fields["reason"]}) {
					f.Fail(err)
				}
				return
			}
			dialog.Close()
			f.Go(frame.Target{Place: frame.Visit, Patient: done.Reopened.Patient.Raw(), Record: done.Reopened.ID.Raw()})
			f.Toast(f.Text("visit.undone"), theme.Done)
			if todo := model.aftermath(done); todo != "" {
				f.ShowError(f.Text("visit.undone_todo"), todo)
			}
		})
	}
	form.OnSubmit = undo
	form.OnCancel = func() { dialog.Cancel() }
	yes := kit.NewButton(f.Text("visit.undo_do"), kit.Danger, undo).WithKey("Enter")
	no := kit.NewButton(f.Text("visit.cancel"), kit.Standard, func() { dialog.Cancel() })
	dialog = f.ShowDialog(kit.DialogSpec{Title: f.Text("visit.undo_title"), Text: f.Text("visit.undo_text"), Body: form, Buttons: []*kit.Button{no, yes}, Default: yes,
		Focus: reason.Entry, Width: 500})
}
