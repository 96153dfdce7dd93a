package visit

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

const (
	fieldPay   = "pay"
	fieldPrint = "print"
)

// beginFinish saves what is typed and shows the sheet: what will be signed, issued, printed and billed. Until it is there nothing has
// the keyboard: an Enter that comes too soon must not end up in the note.
func (o *openPage) beginFinish() {
	if o.ending || o.readying {
		return
	}
	if !o.f.Session.May(action.FinishVisit) {
		o.f.Fail(store.Fail(store.Forbidden, "error.store.forbidden"))
		return
	}
	o.readying = true
	back := o.dropKeyboard()
	o.save(func(err error) {
		if err != nil {
			o.readying = false
			return
		}
		frame.Load(o.f, o.model.Ready, func(r ready, err error) {
			o.readying = false
			if err != nil {
				back()
				o.f.Fail(err)
				return
			}
			if i := r.Page.Draft.incomplete(); i >= 0 { // it could not be issued: say what is missing where it is typed
				o.openMedicine(r.Page.Draft.Lines[i], false)
				return
			}
			o.showReady(r, back)
		})
	})
}

// dropKeyboard takes the keyboard from whatever has it; back gives it back.
func (o *openPage) dropKeyboard() (back func()) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o.banner)
	if c == nil || c.Focused() == nil {
		return func() {}
	}
	had := c.Focused()
	c.Unfocus()
	return func() { kit.Focus(had) }
}

// finishSheet is the last look.
type finishSheet struct {
	o       *openPage
	ready   ready
	form    *kit.Form
	dialog  *kit.Dialog
	reasons map[string]string // alert by field
	seen    []string
}

func (o *openPage) showReady(r ready, back func()) {
	f := o.f
	s := &finishSheet{o: o, ready: r, form: kit.NewForm(1), reasons: map[string]string{}}
	s.form.AddObject(s.summary(), 1)
	if read := s.readButton(); read != nil {
		s.form.AddObject(read, 1)
	}
	var first kit.Input
	for i, finding := range r.Open {
		words := kit.NewParagraph(f.Text(finding.Key, finding.Args...), kit.Body)
		words.Color = alertTone(finding.Severity).Text()
		s.form.AddObject(words, 1)
		if !finding.MustAnswer {
			s.seen = append(s.seen, finding.ID)
			continue
		}
		field := "alert" + strconv.Itoa(i)
		reason := kit.NewField(f.Text("visit.answer_why"), f.Text("visit.answer_hint"))
		reason.Entry.MaxRunes = store.ReasonLength
		s.form.Add(field, reason, 1)
		s.reasons[field] = finding.ID
		if first == nil {
			first = reason
		}
	}
	if r.Due.Minor > 0 {
		pay := []kit.Option{{Value: "", Label: f.Text("visit.pay_desk")}}
		for _, m := range []billing.Method{billing.Cash, billing.UPI, billing.Card} {
			pay = append(pay, kit.Option{Value: string(m), Label: f.Text(m.CatalogueKey())})
		}
		s.form.Add(fieldPay, kit.NewSegmentField(f.Text("visit.pay", "Amount", f.Session.Money(r.Due)), "", pay...), 1)
	}
	if f.Printer != nil && (len(r.Page.Draft.Lines) > 0 || r.Due.Minor > 0) {
		s.form.Add(fieldPrint, kit.NewSegmentField(f.Text("visit.print"), "", kit.Option{Value: yes, Label: f.Text("visit.print_now")}, kit.Option{Value: no, Label: f.Text("visit.print_later")}), 1)
	}
	s.form.SetValues(map[string]string{fieldPay: string(r.usualMethod()), fieldPrint: yes})
	done := kit.NewButton(f.Text("visit.finish_do"), kit.Primary, s.finish).WithKey("Enter")
	cancel := kit.NewButton(f.Text("visit.finish_back"), kit.Standard, func() { s.dialog.Cancel() })
	s.form.OnSubmit = s.finish
	s.form.OnCancel = func() { s.dialog.Cancel() }
	spec := kit.DialogSpec{Title: f.Text("visit.finish_title"), Body: s.form, Buttons: []*kit.Button{cancel, done}, Default: done, Width: 520, OnCancel: back}
	if first != nil {
		spec.Focus = first.FocusTarget()
	}
	s.dialog = f.ShowDialog(spec)
}

// summary says what will happen, line by line.
func (s *finishSheet) summary() fyne.CanvasObject {
	f, p := s.o.f, s.ready.Page
	session := f.Session
	var lines []fyne.CanvasObject
	line := func(icon, text, detail string, tone fyne.ThemeColorName) {
		words := []fyne.CanvasObject{kit.NewParagraph(text, kit.Strong)}
		if detail != "" {
			words = append(words, kit.NewParagraph(detail, kit.Muted))
		}
		lines = append(lines, after(kit.NewIcon(icon, tone, 20), kit.Inset(0, 1, kit.Column(0, words...))))
	}
	name := p.identity(session).Name
	if p.Encounter.Note == "" && p.Encounter.Plan == "" {
		line("warn", f.Text("visit.ready_sign", "Name", name), f.Text("visit.ready_no_note"), theme.Alert.Text())
	} else {
		line("check", f.Text("visit.ready_sign", "Name", name), "", theme.Done.Text())
	}
	if n := len(p.Draft.Lines); n > 0 {
		line("pill", f.Text("visit.ready_issue", "Count", n), medicineNames(p.Draft.Lines), theme.Done.Text())
	}
	void, other := session.LackWords(s.ready.Lacks)
	grave, duties := dutyWords(session, p.Draft.Lines)
	if void != "" {
		grave = append([]string{void}, grave...)
	}
	if len(grave) > 0 {
		line("warn", f.Text("session.lacks.invalid"), strings.Join(grave, "\n"), theme.Allergy.Text())
	}
	if other != "" {
		line("warn", f.Text("session.lacks.also"), other, theme.Alert.Text())
	}
	if len(duties) > 0 {
		line("info", f.Text("visit.duties"), strings.Join(duties, "\n"), theme.Alert.Text())
	}
	s.toldLine(line)
	switch {
	case s.ready.Due.Minor > 0:
		line("billing", f.Text("visit.ready_bill", "Amount", session.Money(s.ready.Total)), "", theme.Done.Text())
	case s.ready.Total.Minor > 0:
		line("billing", f.Text("visit.ready_paid", "Amount", session.Money(s.ready.Total)), "", theme.Done.Text())
	default:
		line("billing", f.Text("visit.ready_free"), "", theme.ColorMuted)
	}
	if !p.Encounter.FollowUp.IsZero() {
		line("calendar", f.Text("visit.come_again", "Date", session.Day(p.Encounter.FollowUp)), "", theme.Done.Text())
	}
	return kit.Column(kit.Gap, lines...)
}

func medicineNames(lines []prescribing.MedicationRequest) string {
	var names []string
	for _, m := range lines {
		names = append(names, m.Display())
	}
	return joined(names...)
}

// finish does it.
func (s *finishSheet) finish() {
	o := s.o
	if o.ending {
		return
	}
	values := s.form.Values()
	what := finishing{Version: s.ready.Page.Encounter.Version, Reasons: map[string]string{}, Seen: s.seen, Pay: billing.Method(values[fieldPay])}
	wrong := map[string]string{}
	for field, alert := range s.reasons {
		if what.Reasons[alert] = values[field]; values[field] == "" {
			wrong[field] = o.f.Text("visit.answer_needed")
		}
	}
	if s.form.SetErrors(wrong) {
		return
	}
	o.ending = true
	o.timer()
	write(o.f, &o.writes, func() func(context.Context) (workflow.Finished, error) {
		return func(ctx context.Context) (workflow.Finished, error) { return o.model.Finish(ctx, what) }
	}, func(done workflow.Finished, err error) {
		if err != nil {
			o.ending = false
			s.dialog.Close()
			if isVersionConflict(err) {
				o.reconcile(o.typed())
				return
			}
			o.f.Fail(err)
			return
		}
		s.dialog.Close()
		if !o.left { // not back to the patient's page, where one Enter more begins the next visit
			o.f.Home()
		}
		if o.f.At().Record == o.model.encounter.Raw() {
			o.f.Reload()
		}
		o.f.Done(o.finishedText(done), func() { askUndo(o.f, o.model) })
		if values[fieldPrint] == yes {
			printPapers(o.f, o.model, done.Documents)
		}
	})
}

// finishedText says what came of it.
func (o *openPage) finishedText(done workflow.Finished) string {
	f := o.f
	parts := []string{f.Text("visit.finished")}
	for _, rx := range done.Prescriptions {
		parts = append(parts, f.Text("visit.finished_issued", "Number", rx.Number))
	}
	if done.Paid.Payment.Amount > 0 {
		parts = append(parts, f.Text("visit.finished_paid", "Amount", f.Session.Money(done.Paid.Payment.Money())))
	}
	return joined(parts...)
}

// printPapers prints what was issued, beside whatever the person does next. A jam is no reason to stop: what did not come out waits in the
// list of papers to print, and one sentence says so.
func printPapers(f *frame.Frame, model *visitModel, list []documents.Document) {
	if f.Printer == nil || len(list) == 0 {
		return
	}
	frame.Save(f, func(ctx context.Context) (string, error) {
		return model.PrintedWords(model.Print(ctx, f.Printer, list)), nil
	}, func(words string, _ error) {
		if words != "" {
			f.Toast(words, theme.Alert)
		}
	})
}
