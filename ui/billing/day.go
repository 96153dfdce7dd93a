package billing

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/billing"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// The views of a day, in the order of the tabs. Their names stand in a Target's text after the day.
var views = []string{viewBills, viewPayments, viewOwes, viewEnd}

const (
	viewBills    = "bills"
	viewPayments = "payments"
	viewOwes     = "owes"
	viewEnd      = "end"
)

// dayScreen is the day of the desk: what is to pay, what came in, who owes, and the count at the end.
type dayScreen struct {
	f     *frame.Frame
	model dayModel
	date  value.PartialDate
	view  string
	page  dayPage
	ready bool

	content *fyne.Container
	day     *kit.Entry
	dayName *kit.Text
	find    *kit.Suggest
	print   *kit.Button
	tiles   [4]*kit.StatTile
	tabs    *kit.Tabs
	body    *fyne.Container
	bills   *kit.List
	pays    *kit.List
	owes    *kit.List
	end     *endView
}

func openDay(f *frame.Frame, to frame.Target) frame.Screen {
	s := &dayScreen{f: f, model: dayModel{f.Session}, date: f.Session.Today(), view: viewBills, body: container.NewStack()}
	day, view, _ := strings.Cut(to.Text, " ")
	if date, err := value.ParseISO(day); err == nil && date.IsFull() {
		s.date = date
	}
	for _, known := range views {
		if view == known {
			s.view = view
		}
	}
	s.end = newEndView(s)
	s.build()
	return s
}

func (s *dayScreen) Content() fyne.CanvasObject { return s.content }

func (s *dayScreen) Shown() { s.load(true) }

func (s *dayScreen) Leave() { s.end.keep() }

func (s *dayScreen) build() {
	f := s.f
	title := kit.NewText(f.Text("billing_screen.title"), kit.Title)
	title.Keep = true
	s.day = kit.NewEntry("")
	s.day.MaxRunes = 20
	s.day.OnSubmit = s.goToTyped
	s.dayName = kit.NewText("", kit.Muted)
	s.find = kit.NewSuggest(f.Text("billing_screen.find"))
	s.find.Entry.MaxRunes = patients.QueryLength
	s.find.After = func(d time.Duration, fn func()) func() { return f.Stage.After(d, fn) }
	s.find.OnQuery = s.offer
	s.find.OnChosen = func(row kit.Suggestion) { s.begin(row.Key) }
	s.print = kit.NewIconButton("print", "", kit.Standard, s.openQueue).WithKey("Ctrl+P")
	s.print.Hide()
	head := kit.Row(kit.Gap, title, kit.NewIconButton("chevron-left", "", kit.Quiet, func() { s.step(-1) }), kit.Fixed(116, 0, s.day),
		kit.NewIconButton("chevron-right", "", kit.Quiet, func() { s.step(1) }), s.dayName, kit.Spacer(), s.print, kit.Fixed(280, 0, s.find))
	tile := func(key, view string) *kit.StatTile {
		return kit.NewStatTile(f.Text("billing_screen.tile."+key), "–", "", func() { s.show(view, true) })
	}
	s.tiles = [4]*kit.StatTile{tile("received", viewPayments), tile("to_pay", viewBills), tile("drafts", viewBills), tile("owed", viewOwes)}
	labels := make([]string, len(views))
	for n, view := range views {
		labels[n] = f.Text("billing_screen.view." + view)
	}
	s.tabs = kit.NewTabs(labels...)
	s.tabs.OnChanged = func(n int) { s.show(views[n], false) }
	s.buildLists()
	tiles := kit.Share(kit.GapLarge, []float32{1, 1, 1, 1}, s.tiles[0], s.tiles[1], s.tiles[2], s.tiles[3])
	s.content = container.NewStack(kit.Page(kit.Column(kit.GapLarge, head, tiles, s.tabs), s.body))
	s.show(s.view, false)
}

// buildLists makes the lists of bills, payments and debtors.
func (s *dayScreen) buildLists() {
	f := s.f
	column := func(key string, weight, width float32) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("billing_screen.column." + key), Weight: weight, Width: width}
	}
	amount := func(key string) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("billing_screen.column." + key), Width: 112, Align: fyne.TextAlignTrailing}
	}
	s.bills = kit.NewList([]kit.ListColumn{column("patient", 2.4, 0), column("number", 0, 136), column("state", 0, 110), amount("total"), amount("paid"), amount("left")},
		kit.NewEmptyState("billing", f.Text("billing_screen.no_bills"), nil))
	s.bills.OnOpened = func(row int) { s.openBill(row, "") }
	s.pays = kit.NewList([]kit.ListColumn{column("time", 0, 64), column("number", 0, 136), column("patient", 2.4, 0), column("method", 1, 0),
		{Title: f.Text("billing_screen.column.reference"), Weight: 1.4, Narrow: 760}, {Title: f.Text("billing_screen.column.by"), Weight: 1, Narrow: 640}, amount("amount")},
		kit.NewEmptyState("billing", f.Text("billing_screen.no_payments"), nil))
	s.pays.OnOpened = s.openReceipt
	s.owes = kit.NewList([]kit.ListColumn{column("patient", 2.4, 0), column("phone", 1.2, 0), column("since", 1, 0), column("bills", 0, 70), amount("owed")},
		kit.NewEmptyState("check", f.Text("billing_screen.nobody_owes"), nil))
	s.owes.OnOpened = func(row int) {
		s.leaveTo(frame.Target{Place: frame.Bill, Patient: s.page.Debts.Debtors[row].Patient.Raw(), Text: preferOpen})
	}
}

// load reads the day; first gives the keyboard to the view.
func (s *dayScreen) load(first bool) {
	s.day.SetText(s.date.Format(s.f.Session.Settings.DateOrder))
	date := s.date
	s.bills.SetLoading(true)
	frame.Load(s.f, func(ctx context.Context) (dayPage, error) { return s.model.Load(ctx, date) }, func(p dayPage, err error) {
		if err != nil {
			s.bills.SetLoading(false)
			s.f.Fail(err)
			return
		}
		if p.Date == s.date {
			s.take(p)
			if first {
				s.focus()
			}
		}
	})
}

func (s *dayScreen) take(p dayPage) {
	f, session := s.f, s.f.Session
	s.page, s.ready = p, true
	s.dayName.SetText(s.dayWords())
	left, open, drafts := p.Open()
	s.tiles[0].Set(session.Money(p.Totals.Received), f.Text("billing_screen.tile.refunded", "Amount", session.Money(p.Totals.Refunded)))
	if p.Totals.Refunded.Minor == 0 {
		s.tiles[0].Set(session.Money(p.Totals.Received), f.Text("billing_screen.tile.payments", "Count", len(p.Payments)))
	}
	s.tiles[1].Set(session.Money(left), f.Text("billing_screen.tile.bills", "Count", open))
	s.tiles[2].Set(strconv.Itoa(drafts), f.Text("billing_screen.tile.not_issued"))
	s.tiles[3].Set(session.Money(p.Debts.Owed), f.Text("billing_screen.tile.patients", "Count", p.Debts.Patients))
	s.print.SetLabel(f.Text("billing_screen.print_all", "Number", p.ToPrint))
	s.print.Hidden = p.ToPrint == 0 || !f.Has(frame.Document)
	s.print.Refresh()
	s.bills.SetRows(len(p.Bills), s.billCells, min(0, len(p.Bills)-1))
	s.pays.SetRows(len(p.Payments), s.paymentCells, -1)
	s.owes.SetRows(len(p.Debts.Debtors), s.debtorCells, -1)
	s.end.take(p)
	s.content.Refresh()
}

// dayWords says in letters which day is in view.
func (s *dayScreen) dayWords() string {
	if s.date == s.f.Session.Today() {
		return s.f.Text("billing_screen.today")
	}
	return s.f.Session.Day(s.date)
}

func (s *dayScreen) billCells(row int) []kit.Cell {
	a, session := s.page.Bills[row], s.f.Session
	number := kit.Cell{Text: a.Invoice.Number, Role: kit.Muted}
	if a.Invoice.Number == "" {
		number.Text = s.f.Text("billing_screen.no_number")
	}
	paid := kit.Cell{}
	if a.Paid != 0 {
		paid = kit.Cell{Text: session.Money(a.Paid.In(a.Invoice.Currency)), Role: kit.Muted}
	}
	total := a.Invoice.Total()
	if a.Invoice.Kind == billing.KindCredit {
		total = total.Neg()
	}
	return []kit.Cell{{Text: s.page.Name(session, a.Invoice.Patient), Role: kit.Strong}, number, {Marks: []kit.Mark{markOf(s.f, a)}},
		{Text: session.Money(total)}, paid, leftCell(s.f, a)}
}

func (s *dayScreen) paymentCells(row int) []kit.Cell {
	p, session := s.page.Payments[row], s.f.Session
	method := kit.Cell{Text: s.f.Text(p.Method.CatalogueKey())}
	if p.IsRefund() {
		method.Text = s.f.Text("billing_screen.refund_by", "Method", method.Text)
	}
	return []kit.Cell{{Text: session.Clock(p.Received), Role: kit.Muted}, {Text: p.Number, Role: kit.Muted}, {Text: s.page.Name(session, p.Patient), Role: kit.Strong}, method,
		{Text: p.Reference, Role: kit.Muted}, {Text: s.page.userName(session, p.ReceivedBy), Role: kit.Muted}, {Text: session.Money(p.Money()), Role: kit.Strong}}
}

func (s *dayScreen) debtorCells(row int) []kit.Cell {
	d, session := s.page.Debts.Debtors[row], s.f.Session
	return []kit.Cell{{Text: s.page.Name(session, d.Patient), Role: kit.Strong}, {Text: s.page.names[d.Patient].Phone}, {Text: session.Day(d.Oldest), Role: kit.Muted},
		{Text: strconv.Itoa(d.Invoices)}, {Text: session.Money(d.Owed), Role: kit.Strong}}
}

// show brings a view forward.
func (s *dayScreen) show(view string, focus bool) {
	s.view = view
	for n, known := range views {
		if known == view {
			s.tabs.SetCurrent(n)
		}
	}
	var object fyne.CanvasObject
	switch view {
	case viewPayments:
		object = kit.NewFlushCard("", s.pays)
	case viewOwes:
		object = kit.NewFlushCard("", s.owes)
	case viewEnd:
		object = s.end.content
	default:
		object = kit.NewFlushCard("", s.bills)
	}
	s.body.Objects = []fyne.CanvasObject{object}
	s.body.Refresh()
	if focus {
		s.focus()
	}
}

// focus gives the keyboard to the view; an empty day's goes to the box that begins a bill.
func (s *dayScreen) focus() {
	switch s.view {
	case viewPayments:
		kit.Focus(s.pays)
	case viewOwes:
		kit.Focus(s.owes)
	case viewEnd:
		s.end.focus()
	default:
		if len(s.page.Bills) == 0 {
			kit.Focus(s.find.FocusTarget())
			return
		}
		kit.Focus(s.bills)
	}
}

// Key handles the keys of the page.
func (s *dayScreen) Key(key frame.Key) bool {
	switch key {
	case frame.KeyFinish:
		row := s.bills.Selected()
		switch {
		case s.view == viewEnd:
			s.end.close()
		case s.view == viewBills && s.ready && row >= 0:
			s.openBill(row, payText)
		}
	case frame.KeyPrint:
		if s.view == viewEnd && !s.page.End.ID.IsZero() && s.end.mayPrint() {
			s.end.offerPage()
			return true
		}
		s.openQueue()
	case frame.KeyNew, "F2":
		kit.Focus(s.find.FocusTarget())
	case "F6":
		n := s.tabs.Current() + 1
		s.show(views[n%len(views)], true)
	case "F7":
		s.step(-1)
	case "F8":
		s.step(1)
	case "F9":
		kit.Focus(s.day)
		s.day.SelectAll()
	default:
		return false
	}
	return true
}

// step goes some days back or on.
func (s *dayScreen) step(days int) { s.goToDay(s.date.AddDays(days)) }

func (s *dayScreen) goToTyped() {
	date, err := value.ParseDay(s.day.Text, s.f.Session.Settings.DateOrder, s.f.Session.Now())
	if err != nil {
		s.f.Fail(fieldProblem("date", err))
		return
	}
	s.goToDay(date)
}

func (s *dayScreen) goToDay(date value.PartialDate) {
	s.end.keep()
	s.date = date
	s.load(true)
}

// openBill goes to a bill of the day.
func (s *dayScreen) openBill(row int, text string) {
	invoice := s.page.Bills[row].Invoice
	s.leaveTo(frame.Target{Place: frame.Bill, Patient: invoice.Patient.Raw(), Record: invoice.ID.Raw(), Text: text})
}

func (s *dayScreen) openReceipt(row int) {
	payment := s.page.Payments[row]
	frame.Load(s.f, func(ctx context.Context) (store.RawID, error) {
		id, err := s.model.Receipt(ctx, payment)
		return id.Raw(), err
	}, func(id store.RawID, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.leaveTo(frame.Target{Place: frame.Document, Patient: payment.Patient.Raw(), Record: id})
	})
}

// openQueue goes to what waits for a printer.
func (s *dayScreen) openQueue() {
	if s.f.Has(frame.Document) {
		s.leaveTo(frame.Target{Place: frame.Document})
	}
}

// leaveTo goes on; Back returns to this day and view.
func (s *dayScreen) leaveTo(to frame.Target) {
	if here := (frame.Target{Place: frame.Billing, Text: s.date.String() + " " + s.view}); here != s.f.At() {
		s.f.Replace(here)
	}
	s.f.Go(to)
}

// offer shows patients for a new bill.
func (s *dayScreen) offer(generation int, text string) {
	frame.Load(s.f, func(ctx context.Context) ([]patients.Row, error) { return s.model.FindPatients(ctx, text) }, func(found []patients.Row, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		session := s.f.Session
		rows := make([]kit.Suggestion, len(found))
		for n, r := range found {
			rows[n] = kit.Suggestion{Key: r.ID.String(), Title: session.PatientName(r), Subtitle: strings.Join(parts(session.Age(r.BirthDate), r.Phone), " · "), Right: r.Number}
		}
		if len(rows) == 0 {
			s.find.SetNote(generation, s.f.Text("billing_screen.nobody"))
			return
		}
		s.find.SetResults(generation, rows)
	})
}

// parts leaves out what is empty.
func parts(texts ...string) []string {
	var list []string
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

// begin goes to the bill of a chosen patient.
func (s *dayScreen) begin(key string) {
	id, err := store.ParseID[patients.Patient](key)
	if err != nil || !s.f.Session.May(action.Bill) {
		return
	}
	s.leaveTo(frame.Target{Place: frame.Bill, Patient: id.Raw(), Text: preferNew})
}
