package billing

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// question is a dialog with a form.
type question struct {
	name, title, text string // name keeps what was typed, "" keeps nothing
	label             string // of the button that does it
	importance        kit.Importance
	form              *kit.Form
	below             fyne.CanvasObject // under the form; may be nil
	other             *kit.Button       // beside the button; may be nil
	focus             string            // the field that gets the keyboard
}

// ask shows a question. save runs beside the window with what the form holds; done gets what came of it. An error stays in the
// dialog, beside its field. What was typed into a question that has a name is there again when it is asked once more.
func ask[T any](s *billScreen, q question, save func(context.Context, map[string]string) (T, error), done func(T)) *kit.Dialog {
	f, form := s.f, q.form
	if kept := s.kept[q.name]; q.name != "" && kept != nil {
		form.Restore(kept)
	}
	var d *kit.Dialog
	submit := func() {
		if s.busy {
			return
		}
		s.busy = true
		values := form.Values()
		frame.Save(f, func(ctx context.Context) (T, error) { return save(ctx, values) }, func(result T, err error) {
			s.busy = false
			if err != nil {
				if fields := f.Session.Problem(err).Fields; len(fields) > 0 {
					form.SetErrors(fields)
				} else {
					f.Fail(err)
				}
				return
			}
			delete(s.kept, q.name)
			d.Close()
			done(result)
		})
	}
	yes := kit.NewButton(q.label, q.importance, submit)
	no := kit.NewButton(f.Text("billing_screen.cancel"), kit.Standard, func() { d.Cancel() })
	buttons := []*kit.Button{no}
	if q.other != nil {
		buttons = append(buttons, q.other)
	}
	form.OnSubmit, form.OnCancel = submit, func() { d.Cancel() }
	body := fyne.CanvasObject(form)
	if q.below != nil {
		body = kit.Column(kit.GapLarge, form, q.below)
	}
	focus := form.Input(q.focus).FocusTarget()
	d = f.ShowDialog(kit.DialogSpec{Title: q.title, Text: q.text, Body: body, Buttons: append(buttons, yes), Default: yes, Focus: focus, Width: 520,
		OnCancel: func() {
			if q.name != "" && form.Dirty() {
				s.kept[q.name] = form.Values()
			}
		}})
	if entry, ok := focus.(*kit.Entry); ok {
		entry.SelectAll() // typing replaces what is offered
	}
	return d
}

// methods are the ways to pay, as a field offers them.
func methods(f *frame.Frame) []kit.Option {
	var list []kit.Option
	for _, m := range billing.Methods {
		list = append(list, kit.Option{Value: string(m), Label: f.Text(m.CatalogueKey())})
	}
	return list
}

// moneyForm asks for an amount and how it changes hands.
func (s *billScreen) moneyForm(amount value.Money) *kit.Form {
	f, settings := s.f, s.f.Session.Settings
	form := kit.NewForm(2)
	form.Add("amount", kit.NewMoneyField(f.Text("billing_screen.amount"), settings.Currency, settings.Amounts()), 1)
	form.Add("method", kit.NewSelectField(f.Text("billing_screen.method"), "", methods(f)...), 1)
	reference := kit.NewField(f.Text("billing_screen.reference"), f.Text("billing_screen.optional"))
	reference.Entry.MaxRunes = billing.ReferenceLength
	form.Add("reference", reference, 2)
	values := map[string]string{"method": string(usualMethod)}
	if amount.Minor > 0 {
		values["amount"] = amount.Format(settings.Amounts())
	}
	form.SetValues(values)
	return form
}

func paymentOf(values map[string]string) payment {
	return payment{Amount: values["amount"], Method: billing.Method(values["method"]), Reference: values["reference"]}
}

// askMoney asks for an amount that comes in, and says in words what it will do.
func (s *billScreen) askMoney(title, label string, due value.Money, advance bool, other *kit.Button, save func(context.Context, payment) (received, error)) {
	offered := due
	if advance {
		offered.Minor = 0
	}
	form := s.moneyForm(offered)
	words := kit.NewParagraph("", kit.Muted)
	say := func() { words.SetText(s.model.PayWords(due, form.Values()["amount"], advance)) }
	form.OnChanged = func(string) { say() }
	say()
	var d *kit.Dialog
	if other != nil {
		tapped := other.OnTapped
		other.OnTapped = func() {
			d.Close()
			tapped()
		}
	}
	d = ask(s, question{title: title, label: label, importance: kit.Primary, form: form, below: words, other: other, focus: "amount"},
		func(ctx context.Context, values map[string]string) (received, error) {
			return save(ctx, paymentOf(values))
		}, s.received)
}

// received shows the page after money changed hands and says so.
func (s *billScreen) received(r received) {
	f := s.f
	s.take(r.Page)
	switch {
	case r.Receipt.IsRefund():
		f.Done(f.Text("billing_screen.refunded", "Amount", f.Session.Money(r.Receipt.Money().Neg()), "Number", r.Receipt.Number), nil)
	case !r.Receipt.ID.IsZero():
		f.Done(f.Text("billing_screen.received", "Amount", f.Session.Money(r.Receipt.Money()), "Number", r.Receipt.Number), nil)
	default:
		f.Done(f.Text("billing_screen.issued", "Number", r.Page.Account.Invoice.Number), nil)
	}
	if r.Notice != "" {
		f.Done(r.Notice, nil)
	}
}

// askIssue asks for the money and issues the bill with it; where nothing is to pay, it issues.
func (s *billScreen) askIssue() {
	f, invoice := s.f, s.page.Account.Invoice
	issue := func() {
		if s.busy {
			return
		}
		s.busy = true
		frame.Save(f, func(ctx context.Context) (received, error) { return s.model.Issue(ctx, invoice) }, func(r received, err error) {
			s.busy = false
			if err != nil {
				f.Fail(err)
				return
			}
			s.received(r)
		})
	}
	due := s.page.Due()
	if due.Minor == 0 {
		f.Confirm(f.Text("billing_screen.issue_title"), f.Text("billing_screen.issue_nothing_due"), f.Text("billing_screen.issue_only"), kit.Primary, issue)
		return
	}
	only := kit.NewButton(f.Text("billing_screen.issue_only"), kit.Standard, issue)
	s.askMoney(f.Text("billing_screen.issue_title"), f.Text("billing_screen.issue_pay"), due, false, only, func(ctx context.Context, p payment) (received, error) {
		return s.model.IssueAndPay(ctx, invoice, p)
	})
}

func (s *billScreen) askPayment() {
	f, invoice := s.f, s.page.Account.Invoice
	s.askMoney(f.Text("billing_screen.payment_title"), f.Text("billing_screen.take_payment"), s.page.Due(), false, nil, func(ctx context.Context, p payment) (received, error) {
		return s.model.Pay(ctx, invoice, p)
	})
}

func (s *billScreen) askAdvance() {
	f, invoice := s.f, s.page.Account.Invoice
	s.askMoney(f.Text("billing_screen.advance_title"), f.Text("billing_screen.take_payment"), f.Session.Amount(0), true, nil, func(ctx context.Context, p payment) (received, error) {
		return s.model.Advance(ctx, invoice, p)
	})
}

// reasonField asks why; it is kept with the record.
func (s *billScreen) reasonField() *kit.Field {
	field := kit.NewField(s.f.Text("billing_screen.reason"), "")
	field.Entry.MaxRunes = store.ReasonLength
	return field
}

// askRefund pays credit back.
func (s *billScreen) askRefund() {
	f, invoice := s.f, s.page.Account.Invoice
	form := s.moneyForm(s.page.Balance.Credit)
	form.Add("reason", s.reasonField(), 2)
	ask(s, question{title: f.Text("billing_screen.refund_title"), text: s.model.refundLimit(), label: f.Text("billing_screen.refund_do"), importance: kit.Primary, form: form, focus: "amount"},
		func(ctx context.Context, values map[string]string) (received, error) {
			return s.model.Refund(ctx, invoice, paymentOf(values), values["reason"])
		}, s.received)
}

// askCredit takes the bill back, all of it or one line.
func (s *billScreen) askCredit() {
	f, p := s.f, s.page
	settings := f.Session.Settings
	options := []kit.Option{{Value: "", Label: f.Text("billing_screen.credit_all")}}
	for _, l := range p.Lines {
		options = append(options, kit.Option{Value: l.ID.String(), Label: l.Description + "  " + f.Session.Money(l.Gross.In(p.Account.Invoice.Currency))})
	}
	form := kit.NewForm(2)
	form.Add("part", kit.NewSelectField(f.Text("billing_screen.credit_part"), "", options...), 2)
	amount := kit.NewMoneyField(f.Text("billing_screen.credit_amount"), settings.Currency, settings.Amounts())
	amount.SetHint(f.Text("billing_screen.credit_amount_hint"))
	form.Add("amount", amount, 2)
	form.Add("reason", s.reasonField(), 2)
	form.SetValues(map[string]string{"part": ""})
	amount.Hide()
	form.OnChanged = func(string) {
		amount.Hidden = form.Input("part").Value() == ""
		form.Refresh()
	}
	text := f.Text("billing_screen.credit_text")
	if limit := s.model.refundLimit(); limit != "" {
		text += " " + limit
	}
	ask(s, question{title: f.Text("billing_screen.credit_title"), text: text, label: f.Text("billing_screen.credit_do"), importance: kit.Danger, form: form, focus: "reason"},
		func(ctx context.Context, values map[string]string) (billPage, error) {
			var line billing.ChargeItemID
			typed := ""
			for _, l := range p.Lines {
				if l.ID.String() == values["part"] {
					line, typed = l.ID, values["amount"]
				}
			}
			return s.model.Credit(ctx, p.Account.Invoice, line, typed, values["reason"])
		}, func(now billPage) {
			s.take(now)
			if credit := now.Balance.Credit; credit.Minor > 0 {
				f.Done(f.Text("billing_screen.credited_paid", "Amount", f.Session.Money(credit)), nil)
				return
			}
			f.Done(f.Text("billing_screen.credited_done"), nil)
		})
}

// askLine changes a line, or adds one that the fee list does not have.
func (s *billScreen) askLine(line billing.ChargeItem) {
	f, invoice := s.f, s.page.Account.Invoice
	settings := f.Session.Settings
	title, name := f.Text("billing_screen.line_change"), line.ID.String()
	if line.ID.IsZero() {
		title, name = f.Text("billing_screen.line_new"), ""
		line.Quantity = value.Whole(1)
	}
	form := kit.NewForm(4)
	description := kit.NewField(f.Text("billing_screen.column.what"), f.Text("billing_screen.as_printed"))
	description.Entry.MaxRunes = billing.DescriptionLength
	form.Add("description", description, 4)
	form.Add("quantity", kit.NewField(f.Text("billing_screen.column.quantity"), ""), 1)
	form.Add("unitPrice", kit.NewMoneyField(f.Text("billing_screen.column.price"), settings.Currency, settings.Amounts()), 1)
	form.Add("discount", kit.NewField(f.Text("billing_screen.off"), f.Text("billing_screen.discount_hint")), 2)
	if len(s.page.Rates) > 0 {
		options := []kit.Option{{Value: "", Label: f.Text("billing_screen.untaxed")}}
		for _, rate := range s.page.Rates {
			options = append(options, kit.Option{Value: rate, Label: rate})
		}
		form.Add("tax", kit.NewSelectField(f.Text("billing_screen.tax"), "", options...), 4)
	}
	form.SetValues(s.model.lineValues(line))
	focus := "quantity"
	if line.ID.IsZero() {
		focus = "unitPrice"
	}
	ask(s, question{name: name, title: title, text: s.model.discountLimit(), label: f.Text("billing_screen.keep"), importance: kit.Primary, form: form, focus: focus},
		func(ctx context.Context, values map[string]string) (billPage, error) {
			if _, asked := values["tax"]; !asked {
				values["tax"] = line.TaxName
			}
			return s.model.SetLine(ctx, invoice, line, values)
		}, s.take)
}

// askDiscount takes something off the whole bill.
func (s *billScreen) askDiscount() {
	f, invoice := s.f, s.page.Account.Invoice
	form := kit.NewForm(1)
	form.Add("discount", kit.NewField(f.Text("billing_screen.off"), f.Text("billing_screen.discount_hint")), 1)
	ask(s, question{title: f.Text("billing_screen.discount_title"), text: s.model.discountLimit(), label: f.Text("billing_screen.keep"), importance: kit.Primary, form: form, focus: "discount"},
		func(ctx context.Context, values map[string]string) (billPage, error) {
			p, err := s.model.Discount(ctx, invoice, values["discount"])
			return p, lineProblems(err)
		}, s.take)
}

// askDetails asks who pays, for which day, and for a note.
func (s *billScreen) askDetails() {
	f, invoice := s.f, s.page.Account.Invoice
	form := kit.NewForm(1)
	form.Add("serviceDate", kit.NewDayField(f.Text("billing_screen.service_date"), "", f.Session.Settings.DateOrder, f.Session.Now), 1)
	payer := kit.NewTextField(f.Text("billing_screen.payer"), f.Text("billing_screen.payer_hint"), 3)
	payer.Entry.MaxRunes = billing.PayerLength
	form.Add("payer", payer, 1)
	note := kit.NewTextField(f.Text("billing_screen.note"), f.Text("billing_screen.note_hint"), 3)
	note.Entry.MaxRunes = billing.NoteLength
	form.Add("note", note, 1)
	s.addSupplyState(form)
	form.SetValues(map[string]string{"serviceDate": invoice.ServiceDate.Format(f.Session.Settings.DateOrder), "payer": invoice.Payer, "note": invoice.Note,
		"supplyState": invoice.SupplyState})
	ask(s, question{name: "details", title: f.Text("billing_screen.details_title"), label: f.Text("billing_screen.keep"), importance: kit.Primary, form: form, focus: "payer"},
		func(ctx context.Context, values map[string]string) (billPage, error) {
			return s.model.Details(ctx, invoice, values)
		}, s.take)
}

// addSupplyState asks for the state of supply where the practice charges GST: in another state than its own, IGST is due.
func (s *billScreen) addSupplyState(form *kit.Form) {
	f := s.f
	own := billing.StateOf(f.Session.Settings.TaxNumber)
	if own == "" || organization.JurisdictionOf(f.Session.Settings.Country) != organization.India {
		return
	}
	states := []kit.Option{{Value: "", Label: f.Text("billing_screen.supply_own")}}
	for _, code := range billing.States() {
		if code != own {
			states = append(states, kit.Option{Value: code, Label: f.Text(billing.StateKey(code))})
		}
	}
	form.Add("supplyState", kit.NewSelectField(f.Text("billing_screen.supply_state"), "", states...), 1)
}
