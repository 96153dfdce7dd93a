// Package today is the board of the day: who is to come, who waits, who is with whom, who is to pay.
//
//	today.go       the screen; today_model.go reads the day and decides who comes next
//	head.go        the line above the board
//	step.go        what can be done with a card; step_model.go does it
//	card.go        a card in words and marks
package today

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// Places lists the screens of this package. walkIn asks for a patient who came without an appointment, papers offers the sheets of a day;
// both belong to the calendar, with the rest of booking. papers may be nil.
func Places(walkIn func(*frame.Frame), papers func(*frame.Frame, value.PartialDate)) []frame.PlaceSpec {
	heard := &ear{}
	open := func(f *frame.Frame, _ frame.Target) frame.Screen { return newScreen(f, walkIn, papers, heard) }
	return []frame.PlaceSpec{{Name: frame.Today, Label: "today.title", Icon: "today", Needs: action.ReadSchedule, Open: open, Help: []string{
		"today.help.enter", "today.help.arrive", "today.help.nurse", "today.help.visit", "today.help.bill", "today.help.close", "today.help.absent",
		"today.help.cancel", "today.help.back", "today.help.open", "today.help.walk_in", "today.help.next", "today.help.pay", "today.help.print", "today.help.papers"}}}
}

// ear counts what was written to the practice that is open, for as long as the window lives: a listener can't be taken off.
type ear struct {
	store   *store.Store
	changes atomic.Int64
}

func (e *ear) listen(s *store.Store) {
	if e.store == s {
		return
	}
	e.store = s
	s.Listen(func(store.Change) { e.changes.Add(1) })
}

// lookEvery is how far the board may be behind the record.
const lookEvery = time.Second

// screen is the board. Its keys work while a card has the keyboard; the function keys work everywhere on it.
type screen struct {
	f      *frame.Frame
	model  *model
	walkIn func(*frame.Frame)
	papers func(*frame.Frame, value.PartialDate)
	heard  *ear

	content fyne.CanvasObject
	head    *fyne.Container  // the day in a line, and what can be done on the board as a whole
	whose   *kit.ChoiceField // nil where there is one practitioner only
	body    *fyne.Container  // the board, or what belongs there
	board   *kit.Board
	empty   fyne.CanvasObject
	book    *kit.Button     // of the empty board; nil where the person may do nothing about it
	card    *fyne.Container // the one that the keyboard is on; above the board, since toasts lie at the bottom

	loaded   bool
	choosing bool  // whose board to look at
	asked    int   // generation of the newest question
	seen     int64 // changes that the newest question knew of
	minute   int64 // of the last drawing, since 1970
	busy     bool  // a step is being written
}

func newScreen(f *frame.Frame, walkIn func(*frame.Frame), papers func(*frame.Frame, value.PartialDate), heard *ear) *screen {
	s := &screen{f: f, model: newModel(f.Session), walkIn: walkIn, papers: papers, heard: heard, head: container.NewStack(kit.NewText(f.Text("today.title"), kit.Title)),
		body: container.NewStack(), board: kit.NewBoard(), card: container.NewStack()}
	heard.listen(f.Session.Practice.Store())
	s.board.OnOpened = s.enter
	s.board.OnSelected = func(string) { s.drawCard() }
	s.board.OnKey = s.boardKey
	s.content = kit.Page(kit.Column(kit.GapLarge, s.head, s.card), s.body)
	return s
}

func (s *screen) Content() fyne.CanvasObject { return s.content }

func (s *screen) Leave() {}

func (s *screen) Shown() {
	s.load()
	s.f.After(lookEvery, s.look)
}

// look reads again what was changed meanwhile, and lets the waiting times go on.
func (s *screen) look() {
	s.f.After(lookEvery, s.look)
	switch {
	case s.heard.changes.Load() != s.seen, s.loaded && s.model.day.Date != s.f.Session.Today():
		s.load()
	case s.minuteNow() != s.minute:
		s.draw()
	}
}

func (s *screen) minuteNow() int64 { return s.f.Session.Now().Unix() / 60 }

func (s *screen) load() {
	s.asked++
	generation := s.asked
	s.seen = s.heard.changes.Load()
	frame.Load(s.f, s.model.Read, func(d day, err error) {
		if generation != s.asked {
			return
		}
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.model.day = d
		s.take()
	})
}

// take shows what was read. The first time the keyboard goes to whom this person will want first.
func (s *screen) take() {
	first := !s.loaded
	s.loaded = true
	if first {
		s.build()
	}
	s.draw()
	if row, found := s.model.First(); first && found {
		s.board.Select(row.ID.String())
	}
	s.drawCard()
}

// build makes what depends on the practice's people alone.
func (s *screen) build() {
	f := s.f
	s.empty = kit.NewFlushCard("", s.emptyState())
	if people := s.model.day.People; len(people) > 1 {
		options := []kit.Option{{Value: "", Label: f.Text("today.everybody")}}
		for _, p := range people {
			options = append(options, kit.Option{Value: p.ID.String(), Label: f.Session.Name(p.Name)})
		}
		s.whose = kit.NewSelectField("", "", options...)
		s.whose.SetValue(s.model.Whose())
		s.whose.Connect(func() {
			s.model.SetWhose(s.whose.Value())
			s.choosing = true // the keyboard stays with the choice
			s.draw()
			s.choosing = false
			s.drawCard()
		}, s.focusBoard, s.focusBoard)
	}
}

func (s *screen) emptyState() fyne.CanvasObject {
	f := s.f
	enter := f.Text("today.enter")
	switch {
	case f.Has(frame.Calendar) && f.Session.May(action.Book):
		s.book = kit.NewIconButton("calendar", f.Text("today.book"), kit.Primary, s.openCalendar).WithKey(enter)
	case s.mayWalkIn():
		s.book = kit.NewIconButton("plus", f.Text("today.walk_in"), kit.Primary, s.openWalkIn).WithKey(enter)
	}
	return kit.NewEmptyState("today", f.Text("today.empty"), s.book)
}

// showBody puts the board into view, or what belongs there, and gives it the keyboard where it was not in view before.
func (s *screen) showBody() {
	var shown fyne.CanvasObject = s.board
	if len(s.model.shown()) == 0 {
		shown = s.empty
	}
	if len(s.body.Objects) > 0 && s.body.Objects[0] == shown {
		return
	}
	s.body.Objects = []fyne.CanvasObject{shown}
	s.body.Refresh()
	if !s.choosing && !s.f.Covered() {
		s.focusBoard()
	}
}

func (s *screen) focusBoard() {
	switch {
	case len(s.model.shown()) > 0:
		kit.Focus(s.board.FocusTarget())
	case s.book != nil:
		kit.Focus(s.book)
	}
}

// draw shows the board as it stands at this minute.
func (s *screen) draw() {
	if !s.loaded {
		return
	}
	s.minute = s.minuteNow()
	var columns []kit.BoardColumn
	for _, state := range schedule.BoardStates {
		column := kit.BoardColumn{Key: string(state), Title: s.f.Text(state.CatalogueKey()), Tone: toneOf(state)}
		for _, row := range s.model.In(state) {
			column.Cards = append(column.Cards, s.boardCard(row))
		}
		columns = append(columns, column)
	}
	s.board.SetColumns(columns)
	s.showBody()
	s.drawHead()
	s.f.SetBadge(frame.Today, s.model.Waiting())
}

func (s *screen) maySee() bool  { return s.model.sees && s.f.Has(frame.Visit) }
func (s *screen) mayBill() bool { return s.f.Has(frame.Bill) && s.f.Session.May(action.TakePayment) }
func (s *screen) mayPaper() bool {
	return s.papers != nil && s.f.Printer != nil && s.f.Session.May(action.PrintSchedule)
}
func (s *screen) mayWalkIn() bool { return s.walkIn != nil && s.f.Session.May(action.Arrive) }

// Key handles the function keys of the screen.
func (s *screen) Key(key frame.Key) bool {
	if !s.loaded {
		return false
	}
	switch {
	case key == "F2" && s.maySee():
		s.next()
	case key == "F3" && s.mayBill():
		s.pay()
	case key == "F4" && s.mayWalkIn():
		s.openWalkIn()
	case key == "F6":
		s.toPrint()
	case key == frame.KeyPrint && s.model.day.ToPrint > 0:
		s.toPrint()
	case (key == frame.KeyPrint || key == "F7") && s.mayPaper():
		s.papers(s.f, s.model.day.Date)
	default:
		return false
	}
	return true
}

// boardKey handles the letters, which mean a step of the card that the keyboard is on, or one of the board's.
func (s *screen) boardKey(card string, event *fyne.KeyEvent) bool {
	switch {
	case event.Name == fyne.KeyW && s.mayWalkIn():
		s.openWalkIn()
	case event.Name == fyne.KeyN && s.maySee():
		s.next()
	case event.Name == fyne.KeyB && s.f.Has(frame.Calendar):
		s.openCalendar()
	default:
		row, there := s.model.Row(card)
		if !there {
			return false
		}
		for _, step := range s.model.Steps(row, s.f.Has) {
			if step.key() == event.Name {
				s.do(row, step)
				return true
			}
		}
		return false
	}
	return true
}

// next begins with whom the doctor sees next.
func (s *screen) next() {
	row, found := s.model.Next()
	if !found {
		s.f.Toast(s.f.Text("today.nobody_waits"), theme.Info)
		return
	}
	s.do(row, visit)
}

// pay opens the bill of who has waited longest to pay.
func (s *screen) pay() {
	rows := s.model.In(schedule.ToPay)
	if len(rows) == 0 {
		s.f.Toast(s.f.Text("today.nobody_pays"), theme.Info)
		return
	}
	s.do(rows[0], bill)
}

func (s *screen) openCalendar() { s.f.Go(frame.Target{Place: frame.Calendar}) }

func (s *screen) openWalkIn() { s.walkIn(s.f) }

// after reads the day again at once where this screen is still in view; a step's toast may be clicked later, from another place.
func (s *screen) after(err error, done func()) {
	s.busy = false
	if err != nil {
		s.f.Fail(err)
	} else {
		done()
	}
	if s.f.At().Place == frame.Today {
		s.load()
	}
}

// open goes to the patient of a card.
func (s *screen) open(row schedule.Row) {
	s.f.Go(frame.Target{Place: frame.Patient, Patient: row.Patient.Raw()})
}

// see goes to the visit of a card, beginning it where it was not begun.
func (s *screen) see(row schedule.Row) {
	s.busy = true
	frame.Save(s.f, func(ctx context.Context) (frame.Target, error) {
		encounter, err := s.model.Begin(ctx, row)
		return frame.Target{Place: frame.Visit, Patient: row.Patient.Raw(), Record: encounter.Raw()}, err
	}, func(to frame.Target, err error) {
		s.busy = false
		if err != nil {
			s.after(err, nil)
			return
		}
		s.f.Go(to)
	})
}
