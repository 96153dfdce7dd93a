package patients

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/patients"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// listScreen is everybody, found while one types. The search box keeps the keyboard: the arrows move in the list from there.
type listScreen struct {
	f     *frame.Frame
	model *listModel

	content fyne.CanvasObject
	search  *kit.Entry
	list    *kit.List
	count   *kit.Text
	empty   *fyne.Container

	asked  int                // generation of the newest question
	cancel context.CancelFunc // ends the question before
	loaded bool               // the rows in view belong to the text typed
	failed bool               // the question could not be answered
	held   bool               // Enter was pressed before they did
}

func openList(f *frame.Frame, to frame.Target) frame.Screen {
	s := &listScreen{f: f, model: newListModel(f.Session), cancel: func() {}, count: kit.NewText("", kit.Muted), empty: container.NewStack()}
	s.search = kit.NewEntry(f.Text("patients_screen.search"))
	s.search.MaxRunes = patients.QueryLength
	s.search.SetText(to.Text)
	s.search.OnChanged = func(string) { s.find() }
	s.search.OnKey = s.searchKey
	column := func(key string, weight, width, narrow float32) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("patients_screen.column." + key), Weight: weight, Width: width, Narrow: narrow}
	}
	s.list = kit.NewList([]kit.ListColumn{
		column("name", 4.6, 0, 0), column("sex", 0, 58, 0), column("born", 0, 92, 980), column("age", 0, 96, 0),
		column("relation", 2.2, 0, 1000), column("phone", 0, 122, 0), column("locality", 1.5, 0, 820), column("number", 0, 104, 0),
	}, s.empty)
	s.list.OnOpened = s.open
	s.list.OnTypeAhead = func(string) int { return -1 } // letters belong to the search
	add := kit.NewIconButton("plus", f.Text("patients_screen.new"), kit.Primary, s.register).WithKey("Ctrl+N")
	head := kit.Row(kit.GapLarge, kit.NewText(f.Text("patients_screen.title"), kit.Title), kit.Fixed(380, 0, s.search), s.count, kit.Spacer(), add)
	s.content = kit.Page(head, kit.NewFlushCard("", s.list))
	return s
}

func (s *listScreen) Content() fyne.CanvasObject { return s.content }

func (s *listScreen) Shown() {
	kit.Focus(s.search)
	s.search.CursorToEnd()
	s.find()
}

func (s *listScreen) Leave() { s.cancel() }

func (s *listScreen) Key(key frame.Key) bool {
	switch {
	case key == frame.KeyNew:
		s.register()
	case key == frame.KeyEscape && s.search.Text != "":
		s.search.SetText("")
		kit.Focus(s.search)
	default:
		return false
	}
	return true
}

// searchKey lets the arrows move in the list while one types, and Enter open what is marked.
func (s *listScreen) searchKey(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		s.list.TypedKey(event)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.enter()
	default:
		return false
	}
	return true
}

// enter opens the marked patient, or registers where nobody was found. While rows of an older text are in view it waits: whoever
// types fast must not open the patient that an earlier letter had found.
func (s *listScreen) enter() {
	switch {
	case !s.loaded:
		s.held = true
	case s.list.Count() == 0 && !s.failed:
		s.register()
	case s.list.Selected() >= 0:
		s.open(s.list.Selected())
	}
}

// find asks for the text as typed; the rows of the text before stay in view until the answer is there.
func (s *listScreen) find() {
	s.cancel()
	question, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.asked++
	generation, text := s.asked, s.search.Text
	s.loaded, s.held = false, false
	s.list.SetLoading(true)
	frame.Load(s.f, func(scope context.Context) (listPage, error) {
		ctx, stop := context.WithCancel(scope)
		defer stop()
		defer context.AfterFunc(question, stop)()
		return s.model.Read(ctx, text, 0)
	}, func(page listPage, err error) {
		if generation == s.asked {
			s.show(text, page, err)
		}
	})
}

func (s *listScreen) show(text string, page listPage, err error) {
	held := s.held
	s.loaded, s.held, s.failed = true, false, err != nil
	s.model.Begin(text)
	if err != nil {
		s.empty.Objects = []fyne.CanvasObject{kit.NewEmptyState("error", s.f.Session.Problem(err).Text, nil)}
		s.list.SetRows(0, nil, -1)
		s.count.SetText("")
		return
	}
	s.model.Take(page)
	s.count.SetText(s.model.Summary())
	if s.model.Count() == 0 {
		s.showNobody(text)
	}
	selected := -1
	if strings.TrimSpace(text) != "" && s.model.Count() > 0 {
		selected = 0
	}
	s.list.SetRows(s.model.Count(), s.cells, -1)
	s.list.Select(selected)
	if held {
		s.enter()
	}
}

// showNobody says what belongs here and offers to register it.
func (s *listScreen) showNobody(text string) {
	f := s.f
	sentence, label := f.Text("patients_screen.none"), f.Text("patients_screen.register_first")
	if text = strings.TrimSpace(text); text != "" {
		sentence, label = f.Text("patients_screen.nobody", "Text", text), f.Text("patients_screen.register_text", "Text", text)
	}
	s.empty.Objects = []fyne.CanvasObject{kit.NewEmptyState("patients", sentence, kit.NewIconButton("plus", label, kit.Primary, s.register).WithKey("Enter"))}
	s.empty.Refresh()
}

// cells writes a row, and sends for it where it is not there yet.
func (s *listScreen) cells(row int) []kit.Cell {
	if page, missing := s.model.Missing(row); missing {
		text := s.model.text
		s.f.After(0, func() { s.more(text, page) }) // not while the list is being drawn
	}
	return s.model.Cells(row)
}

func (s *listScreen) more(text string, page int) {
	frame.Load(s.f, func(ctx context.Context) (listPage, error) { return s.model.Read(ctx, text, page) }, func(p listPage, err error) {
		if text != s.model.text {
			return
		}
		if err != nil {
			s.f.Fail(err) // the page stays asked for, or each drawing would fail anew
			return
		}
		s.model.Take(p)
		s.list.Refresh()
	})
}

// open goes to a patient; Back returns to the text that found them.
func (s *listScreen) open(row int) {
	if r, there := s.model.Row(row); there {
		s.goTo(frame.Target{Place: frame.Patient, Patient: r.ID.Raw()})
	}
}

func (s *listScreen) register() {
	s.goTo(frame.Target{Place: frame.Register, Text: strings.TrimSpace(s.search.Text)})
}

func (s *listScreen) goTo(to frame.Target) {
	if here := (frame.Target{Place: frame.Patients, Text: s.search.Text}); here != s.f.At() {
		s.f.Replace(here)
	}
	s.f.Go(to)
}
