package billing

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// What a Target's text says beside which bill to choose: payText opens it with the payment being asked for; printNow, to the place of
// documents, prints at once.
const (
	payText  = "pay"
	printNow = "print"
)

// billScreen is one bill: lines at the left, what was paid and printed at the right.
type billScreen struct {
	f      *frame.Frame
	model  billModel
	id     billing.InvoiceID
	prefer string

	content *fyne.Container
	page    billPage
	loaded  bool
	held    bool // Ctrl+Enter came before the bill did
	busy    bool // a write is on its way
	add     *kit.Suggest
	list    *kit.List
	primary *kit.Button
	kept    map[string]map[string]string // what was typed into a dialog that was left with Esc
}

func openBill(f *frame.Frame, to frame.Target) frame.Screen {
	s := &billScreen{f: f, model: billModel{f.Session, patients.ID(to.Patient)}, id: billing.InvoiceID(to.Record), prefer: to.Text,
		content: container.NewStack(kit.NewGround(container.NewWithoutLayout())), kept: map[string]map[string]string{}}
	return s
}

func (s *billScreen) Content() fyne.CanvasObject { return s.content }

func (s *billScreen) Shown() {
	if s.prefer == payText { // coming back later must not ask again
		to := s.f.At()
		to.Text = preferDraft
		s.f.Replace(to)
		s.f.Key(frame.KeyFinish)
		return
	}
	frame.Load(s.f, func(ctx context.Context) (billPage, error) { return s.model.Load(ctx, s.id, s.prefer) }, func(p billPage, err error) {
		if err != nil {
			problem := s.f.Session.Problem(err)
			s.show(kit.Page(kit.NewText(s.f.Text("billing_screen.bill"), kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
			return
		}
		s.loaded = true
		s.take(p)
		if s.held {
			s.held = false
			s.finish()
		}
	})
}

func (s *billScreen) Leave() {}

func (s *billScreen) show(object fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{object}
	s.content.Refresh()
}

// take shows a page and gives the keyboard what comes next: the line to add, or the one thing left to do.
func (s *billScreen) take(p billPage) {
	selected := -1
	if s.list != nil {
		selected = s.list.Selected()
	}
	s.page = p
	s.id = p.Account.Invoice.ID
	s.build()
	if selected >= 0 && len(p.Lines) > 0 {
		s.list.Select(min(selected, len(p.Lines)-1))
	}
	if s.f.Covered() {
		return
	}
	switch {
	case s.add != nil:
		kit.Focus(s.add.FocusTarget())
	case s.primary != nil:
		kit.Focus(s.primary)
	default:
		kit.Focus(s.list)
	}
}

// build puts the page together.
func (s *billScreen) build() {
	f, p := s.f, s.page
	session := f.Session
	name := kit.NewText(session.PatientName(p.Patient), kit.Title)
	number := p.Account.Invoice.Number
	if number == "" {
		number = f.Text("billing_screen.no_number")
	}
	kind, label := kit.NewText(f.Text(p.Account.Invoice.Kind.CatalogueKey()), kit.Muted), kit.NewText(number, kit.Strong)
	kind.Keep, label.Keep = true, true
	facts := []string{f.Text("billing_screen.patient_number", "Number", p.Patient.Number)}
	if p.Practitioner != "" {
		facts = append(facts, p.Practitioner)
	}
	facts = append(facts, session.Day(p.Account.Invoice.ServiceDate))
	mark := markOf(f, p.Account)
	head := kit.Column(kit.Gap,
		kit.Row(kit.GapLarge, name, kit.NewChip(mark.Text, mark.Tone), kit.Spacer(), kind, label),
		kit.NewText(strings.Join(facts, " · "), kit.Muted),
		kit.Flow(kit.Gap, s.actions()...))
	s.show(kit.Page(head, kit.Share(kit.GapLarge, []float32{2.4, 1}, s.buildLines(), s.buildSide())))
}

// act is something that can be done with the bill as it is.
type act struct {
	icon, label, key string
	do               func()
}

// acts lists what can be done, the obvious next step first.
func (s *billScreen) acts() []act {
	f, p := s.f, s.page
	draft, waiting, begun := p.Draft(), len(p.Waiting()), !s.id.IsZero()
	may := f.Session.May
	credit := f.Session.Money(p.Balance.Credit)
	var list []act
	add := func(offered bool, icon, label, key string, do func()) {
		if offered {
			list = append(list, act{icon, label, key, do})
		}
	}
	text := f.Text
	add(draft && len(p.Lines) > 0 && may(action.TakePayment), "check", text("billing_screen.issue_pay"), "Ctrl+Enter", s.askIssue)
	add(p.ToPay() && may(action.TakePayment), "billing", text("billing_screen.take_payment"), "Ctrl+Enter", s.askPayment)
	add(p.ToPay() && p.Balance.Credit.Minor > 0 && may(action.TakePayment), "swap", text("billing_screen.use_credit", "Amount", credit), "F9", s.useCredit)
	add(f.Has(frame.Document) && waiting > 0, "print", text("billing_screen.print", "Count", waiting), "Ctrl+P", s.print)
	add(f.Has(frame.Document) && waiting == 0 && len(p.Papers) > 0, "print", text("billing_screen.open_paper"), "Ctrl+P", s.print)
	add(draft && len(p.Lines) > 0 && may(action.Bill), "minus", text("billing_screen.discount"), "F3", s.askDiscount)
	add(draft && may(action.Bill), "edit", text("billing_screen.details"), "F4", s.askDetails)
	add(may(action.TakePayment), "plus", text("billing_screen.advance"), "F5", s.askAdvance)
	add(p.Account.Invoice.Kind == billing.KindInvoice && (p.Account.Status == billing.Issued || p.Account.Status == billing.Balanced) && may(action.CreditInvoice) && s.model.mayGiveBack(),
		"undo", text("billing_screen.credit"), "F6", s.askCredit)
	add(p.Balance.Credit.Minor > 0 && may(action.Refund) && s.model.mayGiveBack(), "undo", text("billing_screen.refund", "Amount", credit), "F7", s.askRefund)
	add(draft && begun && may(action.Bill), "trash", text("billing_screen.discard"), "F8", s.discard)
	add(!draft && may(action.Bill), "plus", text("billing_screen.new"), "Ctrl+N", s.begin)
	add(f.Has(frame.Document) && may(action.IssueStatement), "billing", text("billing_screen.statement.make"), "Ctrl+S", s.askStatement)
	return list
}

func (s *billScreen) actions() []fyne.CanvasObject {
	s.primary = nil
	var objects []fyne.CanvasObject
	for n, a := range s.acts() {
		importance := kit.Standard
		if n == 0 && (a.key == "Ctrl+Enter" || a.key == "Ctrl+P") {
			importance = kit.Primary
		}
		button := kit.NewIconButton(a.icon, a.label, importance, a.do).WithKey(a.key)
		if importance == kit.Primary {
			s.primary = button
		}
		objects = append(objects, button)
	}
	if s.f.Has(frame.Patient) {
		objects = append(objects, kit.NewIconButton("patient", s.f.Text("billing_screen.patient"), kit.Quiet, func() {
			s.f.Go(frame.Target{Place: frame.Patient, Patient: s.model.patient.Raw()})
		}))
	}
	return objects
}

// Key handles the keys of the page.
func (s *billScreen) Key(key frame.Key) bool {
	if key == frame.KeyFinish {
		if !s.loaded {
			s.held = true
			return true
		}
		s.finish()
		return true
	}
	if !s.loaded {
		return false
	}
	wanted := string(key)
	switch key {
	case frame.KeyPrint:
		wanted = "Ctrl+P"
	case frame.KeyNew:
		wanted = "Ctrl+N"
	case frame.KeySave:
		wanted = "Ctrl+S"
	case "F2":
		if s.add != nil {
			kit.Focus(s.add.FocusTarget())
		}
		return s.add != nil
	}
	for _, a := range s.acts() {
		if a.key == wanted {
			a.do()
			return true
		}
	}
	return false
}

// finish does the obvious next step: issue and take the money.
func (s *billScreen) finish() {
	for _, a := range s.acts() {
		if a.key == "Ctrl+Enter" {
			a.do()
			return
		}
	}
	if s.add != nil {
		s.f.Done(s.f.Text("billing_screen.nothing_yet"), nil)
		kit.Focus(s.add.FocusTarget())
	}
}

// write runs a write of the bill; a second one waits until the first has answered.
func (s *billScreen) write(work func(context.Context) (billPage, error), done func(billPage)) {
	if s.busy {
		return
	}
	s.busy = true
	frame.Save(s.f, work, func(p billPage, err error) {
		s.busy = false
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.take(p)
		if done != nil {
			done(p)
		}
	})
}

// buildLines is the left part: what to add, the lines, and what they come to.
func (s *billScreen) buildLines() fyne.CanvasObject {
	f, p := s.f, s.page
	right := fyne.TextAlignTrailing
	s.list = kit.NewList([]kit.ListColumn{
		{Title: f.Text("billing_screen.column.what"), Weight: 3}, {Title: f.Text("billing_screen.column.quantity"), Width: 74, Align: right},
		{Title: f.Text("billing_screen.column.price"), Width: 104, Align: right}, {Title: f.Text("billing_screen.column.amount"), Width: 112, Align: right},
	}, kit.NewEmptyState("billing", f.Text("billing_screen.no_lines"), nil)).SetTall()
	s.list.SetRows(len(p.Lines), func(row int) []kit.Cell { return s.cells(p, row) }, -1)
	s.list.OnTypeAhead = func(string) int { return -1 }
	card := kit.NewFlushCard("", s.list)
	body := kit.Over(card, s.buildTotals())
	s.add = nil
	if !p.Draft() || !f.Session.May(action.Bill) {
		return body
	}
	s.list.OnOpened = func(row int) { s.askLine(s.page.Lines[row]) }
	s.list.OnKey = func(event *fyne.KeyEvent) bool {
		row := s.list.Selected()
		if event.Name != fyne.KeyDelete || row < 0 {
			return false
		}
		s.remove(row)
		return true
	}
	s.add = kit.NewSuggest(f.Text("billing_screen.add"))
	s.add.Entry.MaxRunes = billing.DescriptionLength
	s.add.OnQuery = s.offer
	s.add.OnChosen = func(row kit.Suggestion) { s.chosen(row.Key) }
	s.add.OnText = func(text string) { s.askLine(billing.ChargeItem{Description: strings.TrimSpace(text)}) }
	top := []fyne.CanvasObject{s.add}
	if quick := s.favourites(); len(quick) > 0 {
		top = append(top, kit.Flow(6, quick...))
	}
	return kit.Under(kit.Column(kit.Gap, top...), body)
}

// favouriteButtons is how many of the favourite fees stand as buttons.
const favouriteButtons = 6

func (s *billScreen) favourites() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, fee := range s.page.Fees {
		if fee.Favourite > 0 && len(list) < favouriteButtons {
			list = append(list, kit.NewIconButton("plus", fee.Name+" "+s.f.Session.Money(s.f.Session.Amount(int64(fee.Price))), kit.Quiet, func() { s.addFee(fee, "1") }))
		}
	}
	return list
}

// cells writes a line of a page, which an older list may still be drawing.
func (s *billScreen) cells(p billPage, row int) []kit.Cell {
	session, l := s.f.Session, p.Lines[row]
	currency := p.Account.Invoice.Currency
	text := l.Description
	if detail := s.model.LineDetail(l); detail != "" {
		text += "\n" + detail
	}
	return []kit.Cell{{Text: text, Role: kit.Strong}, {Text: s.model.number(l.Quantity)}, {Text: session.Money(l.UnitPrice.In(currency)), Role: kit.Muted},
		{Text: session.Money((l.Price - l.Discount).In(currency)), Role: kit.Strong}}
}

// offer shows the fees that may be meant.
func (s *billScreen) offer(generation int, text string) {
	fees, quantity, rest := FindFee(s.page.Fees, text, s.model.mark())
	rows := make([]kit.Suggestion, 0, len(fees)+1)
	for _, fee := range fees {
		title := fee.Name
		if count := s.model.number(quantity); count != "1" {
			title = s.f.Text("billing_screen.times", "Number", count, "Name", fee.Name)
		}
		rows = append(rows, kit.Suggestion{Key: fee.Code + " " + s.model.number(quantity), Title: title, Subtitle: fee.Code, Right: s.f.Session.Money(s.f.Session.Amount(int64(fee.Price)))})
	}
	if len(rows) == 0 {
		s.add.SetNote(generation, s.f.Text("billing_screen.by_hand", "Text", rest))
		return
	}
	s.add.SetResults(generation, rows)
}

// chosen adds the fee of a suggestion's key: code and quantity.
func (s *billScreen) chosen(key string) {
	code, quantity, _ := strings.Cut(key, " ")
	for _, fee := range s.page.Fees {
		if fee.Code == code {
			s.addFee(fee, quantity)
			return
		}
	}
}

func (s *billScreen) addFee(fee billing.Fee, quantity string) {
	invoice := s.page.Account.Invoice
	count, err := s.model.quantity(quantity)
	if err != nil {
		s.f.Fail(err)
		return
	}
	s.write(func(ctx context.Context) (billPage, error) { return s.model.AddFee(ctx, invoice, fee, count) }, func(p billPage) {
		s.list.Select(len(p.Lines) - 1)
	})
}

// remove takes a line off; a word brings it back.
func (s *billScreen) remove(row int) {
	line := s.page.Lines[row]
	invoice := s.page.Account.Invoice
	s.write(func(ctx context.Context) (billPage, error) { return s.model.RemoveLine(ctx, invoice, line.ID) }, func(billPage) {
		s.f.Done(s.f.Text("billing_screen.removed", "Name", line.Description), func() {
			invoice := s.page.Account.Invoice
			s.write(func(ctx context.Context) (billPage, error) { return s.model.PutLineBack(ctx, invoice, line) }, nil)
		})
		if len(s.page.Lines) > 0 {
			kit.Focus(s.list)
		}
	})
}

func (s *billScreen) useCredit() {
	invoice := s.page.Account.Invoice
	s.write(func(ctx context.Context) (billPage, error) { return s.model.UseCredit(ctx, invoice) }, func(billPage) {
		s.f.Done(s.f.Text("billing_screen.credit_used"), nil)
	})
}

// discard gives a draft up, after a question: its lines are gone from the screen.
func (s *billScreen) discard() {
	f, invoice := s.f, s.page.Account.Invoice
	f.Confirm(f.Text("billing_screen.discard_title"), f.Text("billing_screen.discard_text"), f.Text("billing_screen.discard"), kit.Danger, func() {
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.Discard(ctx, invoice) }, func(_ struct{}, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.Back()
			f.Done(f.Text("billing_screen.discarded"), nil)
		})
	})
}

func (s *billScreen) begin() {
	s.f.Go(frame.Target{Place: frame.Bill, Patient: s.model.patient.Raw(), Text: preferNew})
}

// print prints what waits for a printer, or opens the newest paper where nothing does.
func (s *billScreen) print() {
	waiting := s.page.Waiting()
	to := frame.Target{Place: frame.Document, Patient: s.model.patient.Raw()}
	switch {
	case len(waiting) == 1:
		to.Record, to.Text = waiting[0].ID.Raw(), printNow
	case len(waiting) > 1:
		to.Text = printNow
	case len(s.page.Papers) > 0:
		to.Record = s.page.Papers[0].ID.Raw()
	default:
		return
	}
	s.here()
	s.f.Go(to)
}

// here makes Back return to this very bill, also where it was begun on this screen.
func (s *billScreen) here() {
	if at := s.f.At(); !s.id.IsZero() && at.Record != s.id.Raw() {
		at.Record, at.Text = s.id.Raw(), ""
		s.f.Replace(at)
	}
}

// markOf is the chip of a bill's state.
func markOf(f *frame.Frame, a billing.Account) kit.Mark {
	if a.Invoice.Kind == billing.KindCredit {
		return kit.Mark{Text: f.Text(billing.KindCredit.CatalogueKey()), Tone: theme.Neutral}
	}
	mark := kit.Mark{Tone: theme.Neutral}
	switch {
	case a.Invoice.ID == (billing.InvoiceID{}), a.Status == billing.Draft:
		return kit.Mark{Text: f.Text(billing.Draft.CatalogueKey()), Tone: theme.Info}
	case a.Status == billing.Issued:
		mark.Tone = theme.Alert
	case a.Status == billing.Balanced:
		mark.Tone = theme.Done
	}
	mark.Text = f.Text(a.Status.CatalogueKey())
	return mark
}

// paperMarks are the chips of a paper's state: printed, handed over, still to print.
func paperMarks(f *frame.Frame, d documents.Item) []kit.Mark {
	var marks []kit.Mark
	switch {
	case d.Status != documents.Current:
		marks = append(marks, kit.Mark{Text: f.Text(d.Status.CatalogueKey()), Tone: theme.Allergy})
	case d.HandedOver:
		marks = append(marks, kit.Mark{Text: f.Text("billing_screen.handed_over"), Tone: theme.Done})
	case d.Papers > 0:
		marks = append(marks, kit.Mark{Text: f.Text("billing_screen.printed"), Tone: theme.Done})
	case d.Waits:
		marks = append(marks, kit.Mark{Text: f.Text("billing_screen.to_print"), Tone: theme.Alert})
	}
	return marks
}
