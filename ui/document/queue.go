package document

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// queueScreen is the lists of papers: what waits for a printer, and what was issued, printed and handed over on a day. One key prints all
// that waits.
type queueScreen struct {
	f     *frame.Frame
	model queueModel
	to    frame.Target

	content fyne.CanvasObject
	tabs    *kit.Tabs
	tools   *fyne.Container // buttons, for the list on show
	date    *kit.Text
	list    *kit.List
	empty   *fyne.Container
	all     *kit.Button
	some    *kit.Button

	which  queueList
	day    value.PartialDate // of the lists other than what waits
	rows   []listed
	marked map[documents.DocumentID]bool
	busy   bool
}

func openQueue(f *frame.Frame, to frame.Target) frame.Screen {
	s := &queueScreen{f: f, to: to, model: queueModel{printModel{f.Session}, patients.ID(to.Patient)}, which: listWaiting, day: f.Session.Today(), marked: map[documents.DocumentID]bool{}}
	column := func(key string, weight float32) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("document_screen.column." + key), Weight: weight}
	}
	by := column("by", 1.2)
	by.Narrow = 900
	s.empty = container.NewStack()
	s.list = kit.NewList([]kit.ListColumn{{Width: 22}, column("paper", 1.9), column("number", 1.3), column("patient", 2.1), column("issued", 1.4), by, column("state", 1.7)}, s.empty)
	s.list.OnOpened = func(row int) {
		f.Go(frame.Target{Place: frame.Document, Patient: s.rows[row].Patient.Raw(), Record: s.rows[row].ID.Raw()})
	}
	s.list.OnKey = s.listKey
	s.list.OnSelected = func(int) { s.label() }
	var labels []string
	for _, which := range queueLists {
		labels = append(labels, f.Text("document_screen.list."+string(which)))
	}
	s.tabs = kit.NewTabs(labels...)
	s.tabs.OnChanged = s.turn
	s.date = kit.NewText("", kit.Strong)
	s.date.Keep = true
	s.all = kit.NewIconButton("print", f.Text("document_screen.print_all"), kit.Primary, func() { s.print(s.rows) }).WithKey("Ctrl+P")
	s.some = kit.NewIconButton("print", f.Text("document_screen.print_one"), kit.Standard, s.printMarked).WithKey("F2")
	s.tools = container.NewStack()
	s.build()
	s.content = kit.Page(kit.Column(kit.Gap, kit.Row(kit.Gap, kit.NewText(f.Text("document_screen.papers"), kit.Title), kit.Spacer(), s.tools), s.tabs), kit.NewFlushCard("", s.list))
	return s
}

// build shows the buttons of the list on show.
func (s *queueScreen) build() {
	f := s.f
	var row []fyne.CanvasObject
	if s.which != listWaiting {
		row = append(row, kit.NewIconButton("chevron-left", "", kit.Quiet, func() { s.step(-1) }).WithKey("F4"), s.date, kit.NewIconButton("chevron-right", "", kit.Quiet, func() { s.step(1) }).WithKey("F5"))
	}
	if f.Session.May(action.PrintDocument) {
		if s.which == listWaiting {
			row = append(row, kit.NewButton(f.Text("document_screen.waive"), kit.Standard, func() {
				if row := s.list.Selected(); row >= 0 {
					s.waive(s.rows[row])
				}
			}).WithKey("Del"))
		}
		row = append(row, s.some)
		if s.which == listWaiting {
			row = append(row, s.all)
		}
	}
	s.tools.Objects = []fyne.CanvasObject{kit.Row(kit.Gap, row...)}
	s.tools.Refresh()
	s.date.SetText(f.Session.Day(s.day))
	words := f.Text("document_screen.nothing." + string(s.which))
	s.empty.Objects = []fyne.CanvasObject{kit.NewEmptyState("print", words, nil)}
	s.empty.Refresh()
	s.label()
}

// label says how many papers F2 would print.
func (s *queueScreen) label() {
	count := len(chosen(s.rows, s.marked, s.list.Selected()))
	if len(s.marked) > 0 {
		s.some.SetLabel(s.f.Text("document_screen.print_marked", "Count", count))
	} else {
		s.some.SetLabel(s.f.Text("document_screen.print_one"))
	}
	if count == 0 {
		s.some.Disable()
	} else {
		s.some.Enable()
	}
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

// turn shows another list.
func (s *queueScreen) turn(index int) {
	s.which, s.marked = queueLists[index], map[documents.DocumentID]bool{}
	s.reload()
}

// step shows another day of the list.
func (s *queueScreen) step(days int) {
	s.day, s.marked = s.day.AddDays(days), map[documents.DocumentID]bool{}
	s.reload()
}

func (s *queueScreen) reload() {
	s.rows = nil
	s.build()
	kit.Focus(s.list)
	s.load(nil)
}

// load reads the list; then runs once it is in view.
func (s *queueScreen) load(then func()) {
	s.list.SetLoading(true)
	which, day := s.which, s.day
	frame.Load(s.f, func(ctx context.Context) ([]listed, error) { return s.model.Read(ctx, which, day) }, func(rows []listed, err error) {
		if which != s.which || day != s.day { // another list is on show by now
			return
		}
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
		s.label()
		if then != nil {
			then()
		}
	})
}

func (s *queueScreen) cells(l listed) []kit.Cell {
	session := s.f.Session
	mark := kit.Cell{}
	if s.marked[l.ID] {
		mark.Icon = "check"
	}
	return []kit.Cell{mark, {Text: session.Text(l.Title), Role: kit.Strong}, {Text: l.Number}, {Text: session.PatientName(l.Who)},
		{Text: session.Moment(l.Issued), Role: kit.Muted}, {Text: l.By, Role: kit.Muted}, {Marks: s.state(l)}}
}

// state is which of the facts are true of a paper, and what would keep one from using it.
func (s *queueScreen) state(l listed) []kit.Mark {
	f := s.f
	var marks []kit.Mark
	if l.Status != documents.Current {
		marks = append(marks, kit.Mark{Icon: "warn", Text: f.Text(l.Status.CatalogueKey()), Tone: theme.Allergy})
	}
	if l.Waits {
		marks = append(marks, kit.Mark{Text: f.Text("document_screen.waits"), Tone: theme.Alert})
	}
	if l.Sent {
		marks = append(marks, kit.Mark{Icon: "warn", Text: f.Text("document_screen.sent"), Tone: theme.Alert})
	} else if l.Papers > 0 {
		marks = append(marks, kit.Mark{Text: f.Text("document_screen.on_paper", "Count", l.Papers), Tone: theme.Info})
	}
	if l.HandedOver {
		marks = append(marks, kit.Mark{Icon: "check", Text: f.Text("document_screen.handed_over"), Tone: theme.Done})
	}
	return marks
}

// listKey handles what the list has no use for: Space marks a row and goes to the next, Delete takes it out of what waits.
func (s *queueScreen) listKey(event *fyne.KeyEvent) bool {
	at := s.list.Selected()
	if at < 0 || at >= len(s.rows) {
		return false
	}
	switch {
	case event.Name == fyne.KeySpace:
		row := s.rows[at]
		if !row.Printable() {
			return true
		}
		if s.marked[row.ID] {
			delete(s.marked, row.ID)
		} else {
			s.marked[row.ID] = true
		}
		s.list.Select(min(at+1, len(s.rows)-1))
		s.list.Refresh()
		s.label()
		return true
	case event.Name == fyne.KeyDelete && s.which == listWaiting:
		s.waive(s.rows[at])
		return true
	}
	return false
}

// Key handles the keys of the page.
func (s *queueScreen) Key(key frame.Key) bool {
	switch {
	case key == frame.KeyPrint && s.which != listWaiting:
		s.printMarked()
	case key == frame.KeyPrint && len(s.rows) == 0: // perhaps not read yet
		s.load(func() { s.print(s.rows) })
	case key == frame.KeyPrint:
		s.print(s.rows)
	case key == "F2":
		s.printMarked()
	case key == "F3":
		next := (s.tabs.Current() + 1) % len(queueLists)
		s.tabs.SetCurrent(next)
		s.turn(next)
	case key == "F4" && s.which != listWaiting:
		s.step(-1)
	case key == "F5" && s.which != listWaiting:
		s.step(1)
	default:
		return false
	}
	return true
}

func (s *queueScreen) printMarked() { s.print(chosen(s.rows, s.marked, s.list.Selected())) }

// print prints papers one after the other and says how far it came. The printer may take its time: it can be stopped between two.
func (s *queueScreen) print(rows []listed) {
	if s.busy || len(rows) == 0 || !s.f.Session.May(action.PrintDocument) {
		return
	}
	s.busy = true
	f, papers := s.f, documentsOf(rows)
	ctx, cancel := context.WithCancel(context.Background())
	progress := f.Progress(f.Text("document_screen.printing"), cancel)
	tell := func(out int) {
		f.Soon(func() {
			progress.Set(out, len(papers), f.Text("document_screen.progress", "Number", out, "Total", len(papers)))
		})
	}
	f.Beside(func() func() {
		tell(0)
		r, err := s.model.PrintAll(ctx, f.Printer, papers, tell)
		cancel()
		return func() {
			s.busy = false
			progress.Close()
			if r.Out > 0 {
				f.Done(f.Text("document_screen.printed_count", "Count", r.Out), nil)
			}
			s.fail(r, err)
			s.marked = map[documents.DocumentID]bool{}
			if at := f.At(); at.Place == s.to.Place && at.Record.IsZero() {
				s.load(nil)
			}
		}
	})
}

// fail says what the printer said, how much came out before, what it holds, and that the rest still waits.
func (s *queueScreen) fail(r frame.Printed, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	f := s.f
	problem := f.Session.Problem(err)
	if problem.Key == "error.data.locked" || problem.Key == "error.store.signed_out" {
		f.Fail(err)
		return
	}
	words := []string{problem.Hint, f.Text("document_screen.came_so_far", "Printed", r.Out, "Total", r.All())}
	if r.Held > 0 {
		words = append(words, f.Text("document_screen.held", "Count", r.Held))
	}
	if r.Left > 0 {
		words = append(words, f.Text("document_screen.still_waits", "Count", r.Left))
	}
	f.ShowError(problem.Text, strings.Join(words, " "))
}

// waive takes a paper out of the queue that nobody wants.
func (s *queueScreen) waive(l listed) {
	f := s.f
	if !f.Session.May(action.PrintDocument) {
		return
	}
	f.Confirm(f.Text("document_screen.waive_title", "Paper", f.Text(l.Title), "Number", l.Number), f.Text("document_screen.waive_text"), f.Text("document_screen.waive"), kit.Standard, func() {
		frame.Save(f, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.model.Mark(ctx, l.Document, documents.PrintWaived)
		}, func(_ struct{}, err error) {
			f.Fail(err)
			s.load(nil)
		})
	})
}
