package patients

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"satchel/data/billing"
	"satchel/data/documents"
	"satchel/data/schedule"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// fillList loads rows into a list; cells writes one. opened and then may be nil.
func fillList[T any](s *patientScreen, list *kit.List, load func(context.Context) ([]T, error), cells func(T) []kit.Cell, opened func(T), then func(read int)) {
	list.SetLoading(true)
	frame.Load(s.f, load, func(rows []T, err error) {
		if err != nil {
			list.SetLoading(false)
			s.f.Fail(err)
			return
		}
		list.SetRows(len(rows), func(row int) []kit.Cell { return cells(rows[row]) }, list.Selected())
		if opened != nil {
			list.OnOpened = func(row int) { opened(rows[row]) }
		}
		if then != nil {
			then(len(rows))
		}
	})
}

// columns makes the columns of a list: a title's key, its weight, or its width where the weight is 0.
func (s *patientScreen) columns(list ...column) []kit.ListColumn {
	var columns []kit.ListColumn
	for _, c := range list {
		title := ""
		if c.key != "" {
			title = s.f.Text("patients_screen.column." + c.key)
		}
		columns = append(columns, kit.ListColumn{Title: title, Weight: c.weight, Width: c.width, Align: c.align})
	}
	return columns
}

type column struct {
	key           string
	weight, width float32
	align         fyne.TextAlign
}

func (s *patientScreen) buildDocuments() (fyne.CanvasObject, fyne.Focusable) {
	f := s.f
	list := kit.NewList(s.columns(column{"document", 2, 0, 0}, column{"number", 1.4, 0, 0}, column{"issued", 0, 138, 0}, column{"by", 1.4, 0, 0}, column{"state", 2.6, 0, 0}),
		kit.NewEmptyState("print", f.Text("patients_screen.no_documents"), nil))
	load := func(limit int) func(context.Context) ([]issued, error) {
		return func(ctx context.Context) ([]issued, error) { return s.model.Documents(ctx, limit) }
	}
	cells := func(d issued) []kit.Cell {
		title := kit.Cell{Text: f.Text(d.Title), Role: kit.Strong}
		if d.Status != documents.Current {
			title.Color = theme.ColorMuted
		}
		return []kit.Cell{title, {Text: d.Number}, {Text: f.Session.Moment(d.Issued), Role: kit.Muted}, {Text: d.By, Role: kit.Muted}, {Marks: s.documentMarks(d.Item)}}
	}
	open := func(d issued) {
		f.Go(frame.Target{Place: frame.Document, Patient: s.model.id.Raw(), Record: d.ID.Raw()})
	}
	fillList(s, list, load(firstDocuments), cells, open, func(read int) {
		if read == firstDocuments {
			fillList(s, list, load(0), cells, open, nil)
		}
	})
	if !s.mayMakePage() || s.page.Patient.Retracted {
		return kit.NewFlushCard("", list), list
	}
	begin := kit.NewIconButton("plus", f.Text("patients_screen.make_page"), kit.Standard, func() { s.makePage("") }).WithKey("F8")
	return kit.Under(kit.Inset(2, 6, kit.Row(kit.Gap, begin)), kit.NewFlushCard("", list)), list
}

func (s *patientScreen) documentMarks(d documents.Item) []kit.Mark {
	var marks []kit.Mark
	add := func(holds bool, text string, tone theme.Tone) {
		if holds {
			marks = append(marks, kit.Mark{Text: text, Tone: tone})
		}
	}
	add(d.Status != documents.Current, s.f.Text(d.Status.CatalogueKey()), theme.Allergy)
	add(d.Trial, s.f.Text("patients_screen.paper.trial"), theme.Alert)
	add(d.HandedOver, s.f.Text("patients_screen.paper.handed_over"), theme.Done)
	add(d.Papers > 0 && !d.HandedOver, s.f.Text("patients_screen.paper.printed", "Count", d.Papers), theme.Info)
	add(d.Waits, s.f.Text("patients_screen.paper.waits"), theme.Alert)
	return marks
}

func (s *patientScreen) buildBills() (fyne.CanvasObject, fyne.Focusable) {
	f, session := s.f, s.f.Session
	var begin *kit.Button
	if s.mayBill() && !s.page.Patient.Retracted {
		begin = kit.NewIconButton("plus", f.Text("patients_screen.bill"), kit.Primary, s.bill).WithKey("F4")
	}
	right := fyne.TextAlignTrailing
	list := kit.NewList(s.columns(column{"service", 1.2, 0, 0}, column{"bill", 1.2, 0, 0}, column{"number", 1.5, 0, 0}, column{"state", 1.2, 0, 0},
		column{"total", 1.2, 0, right}, column{"paid", 1.2, 0, right}, column{"left", 1.2, 0, right}), kit.NewEmptyState("billing", f.Text("patients_screen.no_bills"), begin))
	fillList(s, list, s.model.Bills, func(a billing.Account) []kit.Cell {
		left := kit.Cell{}
		if balance := a.Balance(); balance.Minor != 0 {
			left = kit.Cell{Text: session.Money(balance), Role: kit.Strong}
		}
		paid := ""
		if a.Paid != 0 {
			paid = session.Money(a.Paid.In(a.Invoice.Currency))
		}
		return []kit.Cell{{Text: session.Day(a.Invoice.ServiceDate)}, {Text: f.Text("billing.kind." + string(a.Invoice.Kind)), Role: kit.Strong}, {Text: a.Invoice.Number},
			{Marks: []kit.Mark{billMark(f, a)}}, {Text: session.Money(a.Invoice.Gross.In(a.Invoice.Currency))}, {Text: paid, Role: kit.Muted}, left}
	}, func(a billing.Account) {
		f.Go(frame.Target{Place: frame.Bill, Patient: s.model.id.Raw(), Record: a.Invoice.ID.Raw()})
	}, nil)
	head := kit.NewText(session.Text("patients_screen.square"), kit.Muted)
	if notes := s.page.balanceNotes(session); len(notes) > 0 {
		head = kit.NewText(notes[0].Text, kit.Strong)
	}
	return kit.Under(kit.Inset(2, 6, head), kit.NewFlushCard("", list)), list
}

func billMark(f *frame.Frame, a billing.Account) kit.Mark {
	tone := theme.Neutral
	switch a.Status {
	case billing.Issued:
		tone = theme.Alert
	case billing.Balanced:
		tone = theme.Done
	case billing.Draft:
		tone = theme.Info
	}
	if a.Invoice.Kind == billing.KindCredit {
		tone = theme.Neutral
		if a.Status == billing.Issued {
			return kit.Mark{Text: f.Text("patients_screen.paper.credit"), Tone: tone}
		}
	}
	return kit.Mark{Text: f.Text("billing.status." + string(a.Status)), Tone: tone}
}

func (s *patientScreen) buildAppointments() (fyne.CanvasObject, fyne.Focusable) {
	f, session := s.f, s.f.Session
	var begin *kit.Button
	if s.mayBook() && !s.page.Patient.Retracted {
		begin = kit.NewIconButton("calendar", f.Text("patients_screen.book"), kit.Primary, s.book).WithKey("F3")
	}
	list := kit.NewList(s.columns(column{"date", 1.2, 0, 0}, column{"time", 0, 90, 0}, column{"practitioner", 1.5, 0, 0}, column{"kind", 1.5, 0, 0}, column{"reason", 2, 0, 0}, column{"state", 1.4, 0, 0}),
		kit.NewEmptyState("calendar", f.Text("patients_screen.no_appointments"), begin))
	fillList(s, list, s.model.Appointments, func(a booked) []kit.Cell {
		return []kit.Cell{{Text: session.Day(a.Date), Role: kit.Strong}, {Text: value.FormatClock(a.Minute)}, {Text: a.With},
			{Text: a.Kind, Role: kit.Muted}, {Text: joined(a.Reason, a.CancelReason), Role: kit.Muted}, {Marks: []kit.Mark{stateMark(f, a.Appointment)}}}
	}, func(a booked) {
		f.Go(frame.Target{Place: frame.Calendar, Record: a.ID.Raw(), Text: a.Date.String()})
	}, nil)
	return kit.NewFlushCard("", list), list
}

func stateMark(f *frame.Frame, a schedule.Appointment) kit.Mark {
	mark := kit.Mark{Text: f.Text(a.State.CatalogueKey())}
	switch a.State {
	case schedule.Done, schedule.ToPay:
		mark.Tone = theme.Done
	case schedule.Booked, schedule.Waitlist:
		mark.Tone = theme.Info
	case schedule.Arrived, schedule.WithNurse, schedule.WithDoctor:
		mark.Tone = theme.Alert
	}
	if a.Token > 0 && mark.Tone == theme.Alert {
		mark.Text = fmt.Sprintf("%s · %d", mark.Text, a.Token)
	}
	return mark
}

func (s *patientScreen) buildOpenedBy() (fyne.CanvasObject, fyne.Focusable) {
	list := kit.NewList(s.columns(column{"when", 0, 138, 0}, column{"who", 1.3, 0, 0}, column{"role", 0, 110, 0}, column{"what", 2, 0, 0}, column{"why", 2.4, 0, 0}),
		kit.NewEmptyState("shield", s.f.Text("patients_screen.no_openings"), nil))
	fillList(s, list, s.model.OpenedBy, func(o opening) []kit.Cell {
		what := kit.Cell{Text: o.What}
		if o.Refused {
			what.Marks = []kit.Mark{{Text: s.f.Text("patients_screen.refused"), Tone: theme.Allergy}}
		}
		return []kit.Cell{{Text: o.When}, {Text: o.Who, Role: kit.Strong}, {Text: o.Role, Role: kit.Muted}, what, {Text: o.Why, Role: kit.Muted}}
	}, nil, nil)
	head := []fyne.CanvasObject{kit.NewText(s.f.Text("patients_screen.opened_by_lead"), kit.Muted), kit.Spacer()}
	if s.f.Printer != nil && s.f.Session.May(action.PrintDisclosures) {
		head = append(head, kit.NewIconButton("print", s.f.Text("patients_screen.tell"), kit.Standard, s.offerDisclosures))
	}
	return kit.Under(kit.Inset(2, 6, kit.Row(kit.Gap, head...)), kit.NewFlushCard("", list)), list
}

func (s *patientScreen) buildHistory() (fyne.CanvasObject, fyne.Focusable) {
	list := kit.NewList(s.columns(column{"when", 0, 138, 0}, column{"who", 1.1, 0, 0}, column{"what", 0, 172, 0}, column{"field", 1.2, 0, 0}, column{"before", 1.6, 0, 0}, column{"becomes", 1.6, 0, 0}, column{"why", 1.2, 0, 0}),
		kit.NewEmptyState("clock", s.f.Text("patients_screen.no_changes"), nil))
	fillList(s, list, s.model.History, func(c change) []kit.Cell {
		return []kit.Cell{{Text: c.When}, {Text: c.Who, Role: kit.Strong}, {Text: c.What, Role: kit.Muted}, {Text: c.Field}, {Text: c.Before, Role: kit.Muted}, {Text: c.Becomes}, {Text: c.Why, Role: kit.Muted}}
	}, nil, nil)
	return kit.NewFlushCard("", list), list
}
