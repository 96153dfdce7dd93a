package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// practiceSection is the practice's own settings: one form.
type practiceSection struct {
	passing
	f      *frame.Frame
	model  *practiceModel
	form   *kit.Form
	drafts *drafts
}

func newPracticeSection(f *frame.Frame) section {
	s := &practiceSection{f: f, model: &practiceModel{s: f.Session}, form: kit.NewForm(4)}
	text := f.Text
	add := func(key string, input kit.Input, span int) { s.form.Add(key, input, span) }
	add("name", kit.NewField(text("settings.practice.name"), ""), 4)
	add("address", kit.NewTextField(text("settings.practice.address"), text("settings.practice.printed"), 3), 4)
	add("phone", kit.NewField(text("settings.practice.phone"), text("settings.practice.printed")), 2)
	add("email", kit.NewField(text("settings.practice.email"), text("settings.practice.printed")), 2)
	add("taxNumber", kit.NewField(text("settings.practice.tax_number"), text("settings.practice.tax_hint")), 2)
	add("registration", kit.NewField(text("settings.practice.registration"), text("settings.practice.printed")), 2)
	s.form.AddSection(text("settings.practice.habits"))
	add("currency", kit.NewField(text("settings.practice.currency"), text("settings.practice.currency_hint")), 1)
	add("zone", kit.NewField(text("settings.practice.zone"), ""), 1)
	add("dateOrder", kit.NewSelectField(text("settings.practice.dates"), "", options(session.DateOrders(text))...), 2)
	add("numberFormat", kit.NewSelectField(text("settings.practice.amounts"), "", options(session.AmountFormats())...), 2)
	add("fiscalMonth", kit.NewField(text("settings.practice.fiscal_month"), ""), 1)
	add("fiscalDay", kit.NewField(text("settings.practice.fiscal_day"), ""), 1)
	s.form.AddSection(text("settings.practice.paper_title"))
	add("language", kit.NewSelectField(text("settings.practice.language"), text("settings.practice.language_hint"), options(session.Languages(text))...), 2)
	add("paper", kit.NewSegmentField(text("settings.practice.paper"), "", options(session.Papers())...), 2)
	s.form.AddSection(text("settings.practice.rules"))
	add("idleMinutes", kit.NewField(text("settings.practice.idle"), ""), 2)
	add("prescriptionDays", kit.NewField(text("settings.practice.prescription_days"), ""), 2)
	add("deskDiscount", kit.NewField(text("settings.practice.desk_discount"), ""), 2)
	add("deskRefund", kit.NewField(text("settings.practice.desk_refund"), ""), 2)
	s.drafts = &drafts{f: f, form: s.form, name: practiceDraft}
	s.form.OnChanged = func(string) { s.drafts.changed() }
	s.form.OnSubmit = func() { s.save() }
	s.form.OnCancel = func() { f.Key(frame.KeyEscape) }
	return s
}

func (s *practiceSection) content() fyne.CanvasObject {
	save := kit.NewButton(s.f.Text("settings.save"), kit.Primary, func() { s.save() }).WithKey(s.f.Text("settings.key_save"))
	return column([]any{s.form}, kit.NewCard(s.f.Text("settings.tab.practice"), s.form, save))
}

func (s *practiceSection) shown() {
	type loaded struct{ values, draft map[string]string }
	frame.Load(s.f, func(ctx context.Context) (l loaded, err error) {
		l.values, l.draft, err = s.model.load(ctx)
		return l, err
	}, func(l loaded, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.form.SetValues(l.values)
		if l.draft != nil {
			s.form.Restore(l.draft)
		}
		s.form.FocusFirst()
	})
}

func (s *practiceSection) save() bool {
	s.drafts.pending = false
	s.write(s.form.Values(), true)
	return true
}

func (s *practiceSection) write(values map[string]string, undoable bool) {
	f := s.f
	frame.Save(f, func(ctx context.Context) (map[string]string, error) { return s.model.save(ctx, values) }, func(before map[string]string, err error) {
		if err != nil {
			refuse(f, s.form, err)
			return
		}
		s.form.SetErrors(nil)
		s.form.MarkClean()
		undo := func() { s.write(before, false) }
		if !undoable {
			undo = nil
		}
		f.Done(f.Text("settings.saved"), undo)
		f.SettingsChanged()
	})
}

func (s *practiceSection) leave() { s.drafts.keep() }
