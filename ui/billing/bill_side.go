package billing

import (
	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// fact is a label and an amount at the right end of its line.
func fact(label, amount string, role kit.Role) fyne.CanvasObject {
	labelRole := kit.Muted
	if role != kit.Body {
		labelRole = kit.Strong
	}
	figure := kit.NewText(amount, role)
	figure.Keep, figure.Align = true, fyne.TextAlignTrailing
	return kit.Row(kit.Gap, kit.NewText(label, labelRole), kit.Spacer(), figure)
}

// buildTotals is what the lines come to, and what is printed below them.
func (s *billScreen) buildTotals() fyne.CanvasObject {
	f, p := s.f, s.page
	invoice := p.Account.Invoice
	money := func(m billing.Minor) string { return f.Session.Money(m.In(invoice.Currency)) }
	var rows []fyne.CanvasObject
	add := func(shown bool, label, amount string, role kit.Role) {
		if shown {
			rows = append(rows, fact(label, amount, role))
		}
	}
	add(invoice.Discount > 0, f.Text("billing_screen.price"), money(invoice.Price), kit.Body)
	add(invoice.Discount > 0, f.Text("billing_screen.off"), f.Session.Money(invoice.Discount.In(invoice.Currency).Neg()), kit.Body)
	for _, t := range p.Taxes {
		add(t.Kind == billing.TaxRated, f.Text("billing_screen.tax_line", "Name", t.Name, "Percent", s.model.number(t.Percent)), f.Session.Money(t.Tax), kit.Body)
	}
	total := f.Text("billing_screen.total")
	if invoice.Kind == billing.KindCredit {
		total = f.Text("billing_screen.total_credited")
	}
	add(true, total, money(invoice.Gross), kit.Section)
	add(p.Account.Credited > 0, f.Text("billing_screen.credited"), f.Session.Money(p.Account.Credited.In(invoice.Currency).Neg()), kit.Body)
	add(p.Account.Paid > 0, f.Text("billing_screen.paid"), f.Session.Money(p.Account.Paid.In(invoice.Currency).Neg()), kit.Body)
	if used := p.CreditUsed(); used.Minor > 0 {
		add(true, f.Text("billing_screen.from_credit"), f.Session.Money(used.Neg()), kit.Body)
	}
	if invoice.Kind == billing.KindInvoice {
		rows = append(rows, kit.NewHairline(), fact(f.Text("billing_screen.to_pay"), f.Session.Money(p.Due()), kit.Figure))
	}
	var notes []fyne.CanvasObject
	note := func(key, text string) {
		if text != "" {
			notes = append(notes, kit.NewCaption(f.Text(key)), kit.NewParagraph(text, kit.Body))
		}
	}
	note("billing_screen.payer", invoice.Payer)
	note("billing_screen.note", invoice.Note)
	note("billing_screen.reason", invoice.Reason)
	if invoice.SupplyState != "" {
		note("billing_screen.supply_state", f.Text(billing.StateKey(invoice.SupplyState)))
	}
	left := kit.Column(kit.GapSmall, append(notes, f.LackNotes(p.Lacks)...)...)
	return kit.NewCard("", kit.Share(kit.GapGroups, []float32{1, 1}, left, kit.Column(6, rows...)))
}

// buildSide is the right part: where the patient stands, what was paid, the papers, other bills.
func (s *billScreen) buildSide() fyne.CanvasObject {
	f, p, session := s.f, s.page, s.f.Session
	var cards []fyne.CanvasObject
	stand := []fyne.CanvasObject{fact(f.Text("billing_screen.owed"), session.Money(p.Balance.Owed), kit.Body)}
	credit := fact(f.Text("billing_screen.on_credit"), session.Money(p.Balance.Credit), kit.Body)
	if p.Balance.Credit.Minor > 0 {
		credit = fact(f.Text("billing_screen.on_credit"), session.Money(p.Balance.Credit), kit.Strong)
	}
	cards = append(cards, kit.NewCard(f.Text("billing_screen.account"), kit.Column(6, append(stand, credit)...)))
	lists := []any{}
	if len(p.Payments) > 0 {
		list := kit.NewList([]kit.ListColumn{{Title: f.Text("billing_screen.column.method"), Weight: 1}, {Title: f.Text("billing_screen.column.amount"), Width: 112, Align: fyne.TextAlignTrailing}}, nil).SetTall().SetInline()
		list.SetRows(len(p.Payments), func(row int) []kit.Cell {
			one := p.Payments[row]
			return []kit.Cell{{Text: f.Text(one.Payment.Method.CatalogueKey()) + "\n" + session.Day(one.Payment.Date)}, {Text: session.Money(one.Amount), Role: kit.Strong}}
		}, -1)
		cards, lists = append(cards, kit.NewFlushCard(f.Text("billing_screen.payments"), list)), append(lists, list)
	}
	if len(p.Papers) > 0 {
		list := kit.NewList([]kit.ListColumn{{Title: f.Text("billing_screen.column.paper"), Weight: 1.5}, {Title: "", Weight: 1}}, nil).SetInline()
		list.SetRows(len(p.Papers), func(row int) []kit.Cell {
			d := p.Papers[row]
			return []kit.Cell{{Text: f.Text(d.Title)}, {Marks: paperMarks(f, d)}}
		}, -1)
		if f.Has(frame.Document) {
			list.OnOpened = func(row int) {
				s.here()
				f.Go(frame.Target{Place: frame.Document, Patient: s.model.patient.Raw(), Record: p.Papers[row].ID.Raw()})
			}
		}
		cards, lists = append(cards, kit.NewFlushCard(f.Text("billing_screen.papers"), list)), append(lists, list)
	}
	if len(p.Others) > 0 {
		list := kit.NewList([]kit.ListColumn{{Title: f.Text("billing_screen.column.service"), Weight: 1.2}, {Title: "", Weight: 1}, {Title: f.Text("billing_screen.column.left"), Weight: 1, Align: fyne.TextAlignTrailing}}, nil).SetInline()
		list.SetRows(len(p.Others), func(row int) []kit.Cell {
			a := p.Others[row]
			return []kit.Cell{{Text: session.Day(a.Invoice.ServiceDate)}, {Marks: []kit.Mark{markOf(f, a)}}, {Text: session.Money(leftOf(a)), Role: kit.Strong}}
		}, -1)
		list.OnOpened = func(row int) {
			f.Go(frame.Target{Place: frame.Bill, Patient: s.model.patient.Raw(), Record: p.Others[row].Invoice.ID.Raw()})
		}
		cards, lists = append(cards, kit.NewFlushCard(f.Text("billing_screen.others"), list)), append(lists, list)
	}
	return kit.NewScroll(kit.Column(kit.GapLarge, cards...), lists...)
}

// leftOf is what a bill asks for now: what is left to pay, or the total of a draft.
func leftOf(a billing.Account) value.Money {
	if a.Status == billing.Draft {
		return a.Invoice.Total()
	}
	return a.Balance()
}

// leftCell writes what is left to pay of a bill, nothing where nothing is.
func leftCell(f *frame.Frame, a billing.Account) kit.Cell {
	left := a.Balance()
	if left.Minor <= 0 {
		return kit.Cell{}
	}
	return kit.Cell{Text: f.Session.Money(left), Role: kit.Strong, Color: theme.Alert.Text()}
}
