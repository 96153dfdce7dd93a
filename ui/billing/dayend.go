package billing

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/billing"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// endView is the end of a day: what each method brought, what should lie in the drawer, and what does.
type endView struct {
	s       *dayScreen
	content *fyne.Container
	form    *kit.Form
	words   *kit.Text
	expect  *kit.Text
	methods *kit.List
	date    value.PartialDate // of the count in the form
	pending bool              // something typed is not kept yet
	busy    bool
}

func newEndView(s *dayScreen) *endView {
	return &endView{s: s, content: container.NewStack()}
}

// take shows the end of a day. What is being typed for the same day stays.
func (v *endView) take(p dayPage) {
	f := v.s.f
	if v.form != nil && v.date == p.Date && v.form.Dirty() {
		v.reckon()
		return
	}
	v.date, v.pending = p.Date, false
	v.build(p)
	date := p.Date
	frame.Load(f, func(ctx context.Context) (*count, error) {
		c, found, err := v.s.model.Draft(ctx, date)
		if !found {
			return nil, err
		}
		return &c, err
	}, func(c *count, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		if c != nil && v.date == date {
			v.form.Restore(c.values())
			v.reckon()
		}
	})
}

func (v *endView) build(p dayPage) {
	f, session := v.s.f, v.s.f.Session
	settings := session.Settings
	v.form = kit.NewForm(2)
	opening := kit.NewMoneyField(f.Text("billing_screen.day_end.opening"), settings.Currency, settings.Amounts())
	v.form.Add("openingCash", opening, 1)
	v.form.Add("counted", kit.NewMoneyField(f.Text("billing_screen.day_end.counted"), settings.Currency, settings.Amounts()), 1)
	note := kit.NewField(f.Text("billing_screen.day_end.note"), f.Text("billing_screen.day_end.note_hint"))
	note.Entry.MaxRunes = billing.NoteLength
	v.form.Add("note", note, 2)
	v.form.SetValues(map[string]string{"openingCash": p.Opening.Format(settings.Amounts())})
	v.form.OnChanged = func(string) { v.changed() }
	v.form.OnSubmit = v.close
	v.form.OnCancel = func() { f.Key(frame.KeyEscape) }
	v.words, v.expect = kit.NewText("", kit.Strong), kit.NewText("", kit.Strong)
	v.expect.Keep = true

	parts := []fyne.CanvasObject{}
	if !p.End.ID.IsZero() {
		parts = append(parts, v.closed(p), kit.NewHairline())
	}
	label := f.Text("billing_screen.day_end.close")
	if !p.End.ID.IsZero() {
		label = f.Text("billing_screen.day_end.again")
	}
	parts = append(parts, fact(f.Text("billing_screen.day_end.cash"), session.Money(p.Totals.Cash), kit.Body),
		kit.Row(kit.Gap, kit.NewText(f.Text("billing_screen.day_end.expected"), kit.Muted), kit.Spacer(), v.expect), v.form, v.words)
	if session.May(action.DayEnd) {
		parts = append(parts, kit.Row(kit.Gap, kit.Spacer(), kit.NewIconButton("check", label, kit.Primary, v.close).WithKey("Ctrl+Enter")))
	}
	v.content.Objects = []fyne.CanvasObject{kit.Share(kit.GapLarge, []float32{1.35, 1}, v.buildMethods(p), kit.NewScroll(kit.NewCard(f.Text("billing_screen.day_end.title"), kit.Column(10, parts...)), v.form))}
	v.content.Refresh()
	v.reckon()
}

// buildMethods lists what each method brought, with the sums of the day below.
func (v *endView) buildMethods(p dayPage) fyne.CanvasObject {
	f, session := v.s.f, v.s.f.Session
	right := func(key string) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("billing_screen.column." + key), Width: 100, Align: fyne.TextAlignTrailing}
	}
	v.methods = kit.NewList([]kit.ListColumn{{Title: f.Text("billing_screen.column.method"), Weight: 1.2}, {Title: f.Text("billing_screen.column.receipts"), Weight: 1.8, Narrow: 520},
		right("received"), right("refunded")}, kit.NewEmptyState("billing", f.Text("billing_screen.no_payments"), nil))
	v.methods.SetRows(len(p.Totals.Methods), func(row int) []kit.Cell {
		m := p.Totals.Methods[row]
		refunded := kit.Cell{}
		if m.Refunded.Minor > 0 {
			refunded.Text = session.Money(m.Refunded)
		}
		receipts := m.FirstReceipt
		if m.LastReceipt != m.FirstReceipt {
			receipts = f.Text("billing_screen.day_end.range", "First", m.FirstReceipt, "Last", m.LastReceipt[strings.LastIndex(m.LastReceipt, "/")+1:])
		}
		return []kit.Cell{{Text: f.Text(m.Method.CatalogueKey()), Role: kit.Strong}, {Text: receipts, Role: kit.Muted}, {Text: session.Money(m.Received), Role: kit.Strong}, refunded}
	}, -1)
	t := p.Totals
	sums := kit.Column(6,
		fact(f.Text("billing_screen.day_end.received"), session.Money(t.Received), kit.Strong),
		fact(f.Text("billing_screen.day_end.refunded"), session.Money(t.Refunded), kit.Body),
		fact(f.Text("billing_screen.day_end.invoiced", "Count", t.Invoices), session.Money(t.Invoiced), kit.Body),
		fact(f.Text("billing_screen.day_end.credited", "Count", t.CreditNotes), session.Money(t.Credited), kit.Body))
	return kit.Over(kit.NewFlushCard(f.Text("billing_screen.day_end.methods"), v.methods), kit.NewCard("", sums))
}

// closed says how the day was counted before.
func (v *endView) closed(p dayPage) fyne.CanvasObject {
	f, session := v.s.f, v.s.f.Session
	words := v.s.model.DifferenceWords(reckoning{Difference: p.End.Difference(), Known: true})
	tone := theme.Done
	if p.End.Difference().Minor != 0 {
		tone = theme.Alert
	}
	objects := []fyne.CanvasObject{kit.Row(kit.Gap, kit.NewChip(f.Text("billing_screen.day_end.done"), tone),
		kit.NewText(f.Text("billing_screen.day_end.by", "Name", p.EndBy, "When", session.Moment(p.End.Closed)), kit.Muted)),
		fact(f.Text("billing_screen.day_end.counted"), session.Money(p.End.Counted.In(p.End.Currency)), kit.Strong), kit.NewText(words, kit.Body)}
	if code := v.s.model.Code(p); code != "" {
		objects = append(objects, fact(f.Text("billing_screen.day_end.code"), code, kit.Body))
	}
	if p.End.Note != "" {
		objects = append(objects, kit.NewParagraph(p.End.Note, kit.Muted))
	}
	if v.mayPrint() {
		objects = append(objects, kit.Row(kit.Gap, kit.Spacer(), kit.NewIconButton("print", f.Text("billing_screen.day_end.page"), kit.Standard, v.offerPage).WithKey("Ctrl+P")))
	}
	if p.End.Expected != p.End.OpeningCash+billing.Minor(p.Totals.Cash.Minor) {
		objects = append(objects, kit.NewIconChip("warn", f.Text("billing_screen.day_end.moved"), theme.Alert))
	}
	return kit.Column(6, objects...)
}

// reckon shows what the count comes to so far.
func (v *endView) reckon() {
	r := v.s.model.Reckon(v.s.page, countOf(v.form.Values()))
	v.expect.SetText(v.s.f.Session.Money(r.Expected))
	v.words.SetText(v.s.model.DifferenceWords(r))
	switch {
	case !r.Known || r.Difference.Minor == 0:
		v.words.SetColor(theme.Done.Text())
	default:
		v.words.SetColor(theme.Alert.Text())
	}
}

func (v *endView) changed() {
	v.reckon()
	if v.pending {
		return
	}
	v.pending = true
	v.s.f.After(frame.DraftPause, v.keep)
}

// keep keeps what is typed, without waiting.
func (v *endView) keep() {
	if !v.pending {
		return
	}
	v.pending = false
	typed, date := countOf(v.form.Values()), v.date
	frame.Save(v.s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, v.s.model.KeepDraft(ctx, date, typed) },
		func(_ struct{}, err error) { v.s.f.Fail(err) })
}

func (v *endView) focus() {
	if v.form != nil {
		kit.Focus(v.form.Input("counted").FocusTarget())
	}
}

// close keeps the count.
func (v *endView) close() {
	f, s := v.s.f, v.s
	if v.form == nil || v.busy || !f.Session.May(action.DayEnd) {
		return
	}
	v.busy, v.pending = true, false
	page, typed := s.page, countOf(v.form.Values())
	frame.Save(f, func(ctx context.Context) (billing.DayEnd, error) { return s.model.Close(ctx, page, typed) }, func(end billing.DayEnd, err error) {
		v.busy = false
		if err != nil {
			v.changed() // what is typed is still a draft
			if fields := f.Session.Problem(err).Fields; len(fields) > 0 {
				v.form.SetErrors(fields)
				return
			}
			f.Fail(err)
			return
		}
		v.form.MarkClean()
		f.Done(f.Text("billing_screen.day_end.kept", "Day", f.Session.Day(end.Date)), nil)
		s.page.End = end
		s.load(true)
		v.offerPage()
	})
}
