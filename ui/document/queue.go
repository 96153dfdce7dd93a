package document

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// queueScreen is what waits for a printer. One key prints all of it.
type queueScreen struct {
	f     *frame.Frame
	model queueModel
	to    frame.Target

	content fyne.CanvasObject
	list    *kit.List
	all     *kit.Button
	rows    []waiting
	busy    bool
}

func openQueue(f *frame.Frame, to frame.Target) frame.Screen {
	s := &queueScreen{f: f, to: to, model: queueModel{printModel{f.Session}, patients.ID(to.Patient)}}
	column := func(key string, weight, width float32) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("document_screen.column." + key), Weight: weight, Width: width}
	}
	s.list = kit.NewList([]kit.ListColumn{column("paper", 1.3, 0), column("number", 1.3, 0), column("patient", 2, 0), column("issued", 1.4, 0),
		{Title: f.Text("document_screen.column.by"), Weight: 1.2, Narrow: 760}}, kit.NewEmptyState("print", f.Text("document_screen.nothing_waits"), nil))
	s.list.OnOpened = func(row int) {
		f.Go(frame.Target{Place: frame.Document, Patient: s.rows[row].Patient.Raw(), Record: s.rows[row].ID.Raw()})
	}
	s.list.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name == fyne.KeyDelete && s.list.Selected() >= 0 {
			s.waive(s.rows[s.list.Selected()])
			return true
		}
		return false
	}
	s.all = kit.NewIconButton("print", f.Text("document_screen.print_all"), kit.Primary, func() { s.print(s.rows) }).WithKey("Ctrl+P")
	one := kit.NewIconButton("print", f.Text("document_screen.print_one"), kit.Standard, s.printMarked).WithKey("F2")
	waive := kit.NewButton(f.Text("document_screen.waive"), kit.Standard, func() {
		if row := s.list.Selected(); row >= 0 {
			s.waive(s.rows[row])
		}
	}).WithKey("Del")
	head := []fyne.CanvasObject{kit.NewText(f.Text("document_screen.queue"), kit.Title), kit.Spacer()}
	if f.Session.May(action.PrintDocument) {
		head = append(head, waive, one, s.all)
	}
	s.content = kit.Page(kit.Row(kit.Gap, head...), kit.NewFlushCard("", s.list))
	return s
}

func (s *queueScreen) Content() fyne.CanvasObject { return s.content }

func (s *queueScreen) Shown() {
	if s.to.Text == printNow { // coming back later must not print again
		to := s.to
		to.Text = ""
		s.f.Replace(to)
		s.f.Key(frame.KeyPrint)
		return
	}
	kit.Focus(s.list)
	s.load(nil)
}

func (s *queueScreen) Leave() {}

// load reads what waits; then runs once it is in view.
func (s *queueScreen) load(then func()) {
	s.list.SetLoading(true)
	frame.Load(s.f, s.model.Read, func(rows []waiting, err error) {
		if err != nil {
			s.list.SetLoading(false)
			s.f.Fail(err)
			return
		}
		s.rows = rows
		s.list.SetRows(len(rows), func(row int) []kit.Cell { return s.cells(rows[row]) }, min(max(s.list.Selected(), 0), len(rows)-1))
		if len(rows) == 0 {
			s.all.Disable()
		} else {
			s.all.Enable()
		}
		if then != nil {
			then()
		}
	})
}

func (s *queueScreen) cells(w waiting) []kit.Cell {
	session := s.f.Session
	return []kit.Cell{{Text: session.Text(w.Title), Role: kit.Strong}, {Text: w.Number}, {Text: session.PatientName(w.Who)},
		{Text: session.Moment(w.Issued), Role: kit.Muted}, {Text: w.By, Role: kit.Muted}}
}

// Key handles the keys of the page.
func (s *queueScreen) Key(key frame.Key) bool {
	switch {
	case key == frame.KeyPrint && len(s.rows) == 0: // perhaps not read yet
		s.load(func() { s.print(s.rows) })
	case key == frame.KeyPrint:
		s.print(s.rows)
	case key == "F2":
		s.printMarked()
	default:
		return false
	}
	return true
}

func (s *queueScreen) printMarked() {
	if row := s.list.Selected(); row >= 0 && row < len(s.rows) {
		s.print(s.rows[row : row+1])
	}
}

// print prints papers one after the other and says how far it came. The printer may take its time: it can be stopped between two.
func (s *queueScreen) print(rows []waiting) {
	if s.busy || len(rows) == 0 || !s.f.Session.May(action.PrintDocument) {
		return
	}
	s.busy = true
	f, papers := s.f, documentsOf(rows)
	ctx, cancel := context.WithCancel(context.Background())
	progress := f.Progress(f.Text("document_screen.printing"), cancel)
	f.Beside(func() func() {
		r, err := s.model.PrintAll(ctx, f.Printer, papers, func(n int) {
			f.Soon(func() {
				progress.Set(n, len(papers), f.Text("document_screen.progress", "Number", n+1, "Total", len(papers)))
			})
		})
		cancel()
		return func() {
			s.busy = false
			progress.Close()
			if r.Printed > 0 {
				f.Done(f.Text("document_screen.printed_count", "Count", r.Printed), nil)
			}
			s.fail(r, err)
			if at := f.At(); at.Place == s.to.Place && at.Record.IsZero() {
				s.load(nil)
			}
		}
	})
}

// fail says what the printer said, and that the rest still waits.
func (s *queueScreen) fail(r run, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	f := s.f
	problem := f.Session.Problem(err)
	if problem.Key == "error.data.locked" || problem.Key == "error.store.signed_out" {
		f.Fail(err)
		return
	}
	f.ShowError(problem.Text, problem.Hint+" "+f.Text("document_screen.still_waits", "Count", r.Left))
}

// waive takes a paper out of the queue that nobody wants.
func (s *queueScreen) waive(w waiting) {
	f := s.f
	if !f.Session.May(action.PrintDocument) {
		return
	}
	f.Confirm(f.Text("document_screen.waive_title", "Paper", f.Text(w.Title), "Number", w.Number), f.Text("document_screen.waive_text"), f.Text("document_screen.waive"), kit.Standard, func() {
		frame.Save(f, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.model.Mark(ctx, w.Document, documents.PrintWaived)
		}, func(_ struct{}, err error) {
			f.Fail(err)
			s.load(nil)
		})
	})
}
