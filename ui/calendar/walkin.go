package calendar

import (
	"context"

	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// walkIn is the form of somebody who is simply there, over whatever place one is in.
type walkIn struct {
	f       *frame.Frame
	model   *walkInModel
	finder  *finder
	kind    *kit.ChoiceField
	person  *kit.ChoiceField
	form    *kit.Form
	dialog  *kit.Dialog
	sending bool
}

// WalkIn asks which patient is here, and gives out a token: the type of visit and the practitioner are the usual ones unless changed.
func WalkIn(f *frame.Frame) {
	w := &walkIn{f: f, model: &walkInModel{f.Session}, finder: newFinder(f, f.Text("calendar.field.patient")), form: kit.NewForm(2)}
	w.kind, w.person = kindField(f, nil, nil), personField(f, nil)
	w.form.Add(fieldPatient, w.finder.Field, 2)
	w.form.Add(fieldKind, w.kind, 1)
	w.form.Add(fieldPractitioner, w.person, 1)
	w.form.Add(fieldReason, kit.NewField(f.Text("calendar.field.reason"), f.Text("calendar.optional")), 2)
	w.finder.OnChosen = func() {}
	w.finder.OnSubmit = w.send
	w.finder.OnNobody = w.register
	w.form.OnSubmit = w.send
	w.form.OnChanged = func(key string) {
		if key == fieldPatient {
			w.finder.Changed()
		}
	}
	w.form.OnCancel = func() { w.dialog.Cancel() }
	keep := kit.NewButton(f.Text("calendar.arrive"), kit.Primary, w.send).WithKey(f.Text("calendar.enter"))
	cancel := kit.NewButton(f.Text("calendar.leave"), kit.Standard, func() { w.dialog.Cancel() })
	w.dialog = f.ShowDialog(kit.DialogSpec{Title: f.Text("calendar.walk_in_title"), Body: w.form, Buttons: []*kit.Button{cancel, keep}, Default: keep,
		Focus: w.finder.Field.FocusTarget(), Width: 520})
	frame.Load(f, w.model.Choices, w.fill)
}

// fill offers the choices, the usual ones chosen.
func (w *walkIn) fill(c choices, err error) {
	if err != nil {
		w.f.Fail(err)
		return
	}
	var kinds, people []kit.Option
	for _, k := range c.Kinds {
		kinds = append(kinds, kit.Option{Value: k.ID.String(), Label: k.Name})
	}
	for _, p := range c.People {
		people = append(people, kit.Option{Value: p.ID.String(), Label: w.f.Session.Name(p.Name)})
	}
	w.kind.SetOptions(kinds...)
	w.kind.SetValue(idText(usualKind(c.Kinds)))
	w.person.SetOptions(people...)
	w.person.SetValue(w.f.Session.Practitioner.ID.String())
	w.kind.Hidden, w.person.Hidden = len(kinds) == 0, len(people) < 2
	w.form.Refresh()
}

func (w *walkIn) register(text string) {
	w.dialog.Close()
	w.f.Go(frame.Target{Place: frame.Register, Text: text})
}

func (w *walkIn) send() {
	if w.sending {
		return
	}
	values := w.form.Values()
	a := schedule.Appointment{Patient: w.finder.Chosen, Reason: values[fieldReason], Practitioner: w.f.Session.Practitioner.ID}
	if a.Patient.IsZero() {
		w.form.SetErrors(w.f.Session.Problem(store.FailField(fieldPatient, "error.calendar.patient_missing")).Fields)
		return
	}
	if id, err := store.ParseID[schedule.VisitType](values[fieldKind]); err == nil {
		a.VisitType = id
	}
	if id, err := store.ParseID[organization.Practitioner](values[fieldPractitioner]); err == nil {
		a.Practitioner = id
	}
	name := w.finder.Field.Value()
	w.sending = true
	frame.Save(w.f, func(ctx context.Context) (workflow.Arrived, error) { return w.model.Here(ctx, a) }, func(here workflow.Arrived, err error) {
		w.sending = false
		if err != nil {
			w.refused(err)
			return
		}
		w.dialog.Close()
		w.f.Done(w.f.Text("calendar.done.arrive", "Name", name, "Token", here.Appointment.Token), func() { w.takeBack(here.Appointment) })
		warn(w.f, here.Warnings)
	})
}

func (w *walkIn) refused(err error) {
	if p := w.f.Session.Problem(err); len(p.Fields) > 0 {
		w.form.SetErrors(p.Fields)
		return
	}
	w.f.Fail(err)
}

func (w *walkIn) takeBack(a schedule.Appointment) {
	frame.Save(w.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, w.model.TakeBack(ctx, a) }, func(_ struct{}, err error) {
		if err != nil {
			w.f.Fail(err)
			return
		}
		w.f.Done(w.f.Text("calendar.taken_back"), nil)
	})
}
