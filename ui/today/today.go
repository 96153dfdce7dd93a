// Package today is the board of the day: who is to come, who waits, who is with whom, who is to pay.
//
//	today.go       the screen; today_model.go reads the day and decides who comes next
//	step.go        what can be done with a card; step_model.go does it
//	card.go        a card in words and marks
//	queue.go       the papers that wait for a printer; queue_model.go prints them
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
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// Places lists the screens of this package. walkIn asks for a patient who came without an appointment; it belongs to the calendar,
// with the rest of booking.
func Places(walkIn func(*frame.Frame)) []frame.PlaceSpec {
	heard := &ear{}
	open := func(f *frame.Frame, _ frame.Target) frame.Screen { return newScreen(f, walkIn, heard) }
	return []frame.PlaceSpec{{Name: frame.Today, Label: "today.title", Icon: "today", Needs: action.ReadSchedule, Open: open, Help: []string{
		"today.help.enter", "today.help.arrive", "today.help.nurse", "today.help.visit", "today.help.bill", "today.help.close", "today.help.absent",
		"today.help.cancel", "today.help.back", "today.help.open", "today.help.walk_in", "today.help.next", "today.help.pay", "today.help.print"}}}
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
	heard  *ear

	content fyne.CanvasObject
	head    *fyne.Container  // the day in a line, and what can be done on the board as a whole
	whose   *kit.ChoiceField // nil where there is one practitioner only
	board   *kit.Board
	foot    *fyne.Container // the card that the keyboard is on

	loaded  bool
	asked   int   // generation of the newest question
	seen    int64 // changes that the newest question knew of
	minute  int64 // of the last drawing, since 1970
	busy    bool  // a step is being written
	offered []step
}

func newScreen(f *frame.Frame, walkIn func(*frame.Frame), heard *ear) *screen {
	s := &screen{f: f, model: newModel(f.Session), walkIn: walkIn, heard: heard, head: container.NewStack(kit.NewText(f.Text("today.title"), kit.Title)),
		board: kit.NewBoard(), foot: container.NewStack()}
	heard.listen(f.Session.Practice.Store())
	s.board.OnOpened = s.enter
	s.board.OnSelected = func(string) { s.drawFoot() }
	s.board.OnKey = s.boardKey
	s.content = kit.Page(s.head, kit.Over(s.board, s.foot))
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
	if first {
		kit.Focus(s.board.FocusTarget())
		if row, found := s.model.First(); found {
			s.board.Select(row.ID.String())
		}
	}
	s.drawFoot()
}

// build makes what depends on the practice's people alone.
func (s *screen) build() {
	f := s.f
	s.board.SetEmpty(s.emptyState())
	if people := s.model.day.People; len(people) > 1 {
		options := []kit.Option{{Value: "", Label: f.Text("today.everybody")}}
		for _, p := range people {
			options = append(options, kit.Option{Value: p.ID.String(), Label: f.Session.Name(p.Name)})
		}
		s.whose = kit.NewSelectField("", "", options...)
		s.whose.SetValue(s.model.Whose())
		s.whose.Connect(func() {
			s.model.SetWhose(s.whose.Value())
			s.draw()
			s.drawFoot()
		}, func() { kit.Focus(s.board.FocusTarget()) }, func() { kit.Focus(s.board.FocusTarget()) })
	}
}

func (s *screen) emptyState() fyne.CanvasObject {
	f := s.f
	var book *kit.Button
	switch {
	case f.Has(frame.Calendar) && f.Session.May(action.Book):
		book = kit.NewIconButton("calendar", f.Text("today.book"), kit.Primary, s.book).WithKey("B")
	case s.mayWalkIn():
		book = kit.NewIconButton("plus", f.Text("today.walk_in"), kit.Primary, s.openWalkIn).WithKey("W")
	}
	return kit.NewEmptyState("today", f.Text("today.empty"), book)
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
			column.Cards = append(column.Cards, s.card(row))
		}
		columns = append(columns, column)
	}
	s.board.SetColumns(columns)
	s.drawHead()
	s.f.SetBadge(frame.Today, s.model.Waiting())
}

// drawHead says the day in a line, and offers what can be done on the board as a whole.
func (s *screen) drawHead() {
	row := append([]fyne.CanvasObject{kit.NewText(s.f.Text("today.title"), kit.Title)}, s.chips()...)
	row = append(row, kit.Spacer())
	if s.whose != nil {
		row = append(row, kit.Fixed(130, 0, s.whose))
	}
	s.head.Objects = []fyne.CanvasObject{kit.Row(kit.Gap, append(row, s.actions()...)...)}
	s.head.Refresh()
}

// chips are who waits and how long, and who is late.
func (s *screen) chips() []fyne.CanvasObject {
	tally := s.model.Tally()
	var list []fyne.CanvasObject
	if waiting := tally.Count[schedule.Arrived] + tally.Count[schedule.WithNurse]; waiting > 0 {
		tone := theme.Info
		if tally.Longest >= longWait {
			tone = theme.Alert
		}
		list = append(list, kit.NewIconChip("clock", s.f.Text("today.waiting", "Count", waiting, "Longest", int(tally.Longest.Minutes())), tone))
	}
	if tally.Late > 0 {
		list = append(list, kit.NewIconChip("warn", s.f.Text("today.late", "Count", tally.Late), theme.Alert))
	}
	return list
}

func (s *screen) actions() []fyne.CanvasObject {
	f := s.f
	var list []fyne.CanvasObject
	add := func(icon, text string, importance kit.Importance, key string, do func()) {
		list = append(list, kit.NewIconButton(icon, text, importance, do).WithKey(key))
	}
	if n := s.model.day.ToPrint; n > 0 {
		add("print", f.Text("today.to_print", "Papers", n), kit.Standard, "F6", s.openQueue)
	}
	if n := len(s.model.In(schedule.ToPay)); n > 0 && s.mayBill() {
		add("billing", f.Text("today.to_pay", "Patients", n), kit.Standard, "F3", s.pay)
	}
	walkIn := kit.Primary
	if s.maySee() {
		walkIn = kit.Standard
	}
	if s.mayWalkIn() {
		add("plus", f.Text("today.walk_in"), walkIn, "F4", s.openWalkIn)
	}
	if s.maySee() {
		add("arrow-right", f.Text("today.next"), kit.Primary, "F2", s.next)
	}
	return list
}

func (s *screen) maySee() bool    { return s.model.sees && s.f.Has(frame.Visit) }
func (s *screen) mayBill() bool   { return s.f.Has(frame.Bill) && s.f.Session.May(action.TakePayment) }
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
		s.openQueue()
	case key == frame.KeyPrint && s.model.day.ToPrint > 0:
		s.openQueue()
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
		s.book()
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

func (s *screen) book() { s.f.Go(frame.Target{Place: frame.Calendar}) }

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
