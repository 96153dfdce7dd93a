// Package calendar is when patients come: the day with a column for each practitioner, one practitioner's week, booking, and the
// patient who comes without an appointment.
//
//	calendar.go      the screen, turn.go the way through the days; page_model.go reads a day or a week, calendar_model.go changes it
//	block.go         appointments in words and colours, and what one of them can be asked for
//	booking.go       the form of an appointment; booking_model.go reads it, proposes a time, keeps it
//	walkin.go        the form of somebody who is simply there; walkin_model.go
//	find.go          the field that finds a patient, of both forms; find_model.go
//	papers.go        the sheets of a day and the slip of an appointment; papers_model.go
package calendar

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{{Name: frame.Calendar, Label: "calendar.title", Icon: "calendar", Needs: action.ReadSchedule, Open: open, Help: []string{
		"calendar.help.slot", "calendar.help.book", "calendar.help.date", "calendar.help.today", "calendar.help.turn", "calendar.help.week",
		"calendar.help.cancelled", "calendar.help.drag", "calendar.papers.help"}}}
}

// screen is a day or a week. Target.Patient books for that patient; Target.Text is a date (ISO 8601), Target.Record an appointment
// on it.
type screen struct {
	f     *frame.Frame
	model *model
	to    frame.Target
	view  view
	page  page

	content fyne.CanvasObject
	title   *kit.Text
	date    *kit.Entry
	mistake *kit.Text
	whose   *kit.ChoiceField // of the week,
	choice  *fyne.Container  // in its place, which is hidden where there is no choice
	span    *kit.Button
	hidden  *kit.Button // shows the cancelled ones
	body    *fyne.Container
	grid    *kit.DayGrid // nil until the first day was read

	from, until int // the grid's hours
	asked       int // generation of the newest question
	loaded      bool
	cancelled   bool                   // cancelled ones are shown
	choose      schedule.AppointmentID // where the keyboard goes once it is in view
	form        *booking               // the one that is open; nil for none
	minute      int64                  // the last minute drawn, since 1970,
	timed       *kit.DayGrid           // on this grid
}

func open(f *frame.Frame, to frame.Target) frame.Screen {
	s := &screen{f: f, model: &model{f.Session}, to: to, title: kit.NewText("", kit.Title), mistake: kit.NewText("", kit.Mistake), body: container.NewStack()}
	s.choose = schedule.AppointmentID(to.Record)
	s.view = view{Date: f.Session.Today(), Practitioner: f.Session.Practitioner.ID}
	if day, err := value.ParseISO(to.Text); err == nil && day.IsFull() {
		s.view.Date = day
	}
	s.date = kit.NewEntry(f.Text("calendar.go_to"))
	s.date.OnSubmit = s.typedDate
	s.date.OnCancel = s.focusGrid
	s.date.OnChanged = func(string) { s.mistake.SetText("") }
	s.whose = kit.NewSelectField("", "")
	s.choice = kit.Fixed(130, 0, s.whose)
	s.choice.Hide()
	s.whose.Connect(s.choosePerson, s.focusGrid, s.focusGrid)
	s.span = kit.NewButton(f.Text("calendar.week"), kit.Standard, s.turnSpan).WithKey("F9")
	s.hidden = kit.NewButton("", kit.Quiet, s.toggleCancelled)
	s.hidden.Hide()
	button := func(icon, text string, do func()) *kit.Button { return kit.NewIconButton(icon, text, kit.Standard, do) }
	parts := []fyne.CanvasObject{button("chevron-left", "", func() { s.turn(-1) }), button("", f.Text("calendar.today"), s.goToday),
		button("chevron-right", "", func() { s.turn(1) }), s.title, s.mistake, kit.Spacer(), s.hidden, s.choice, s.span, kit.Fixed(100, 0, s.date)}
	if s.mayPaper() {
		parts = append(parts, kit.NewIconButton("print", "", kit.Standard, s.offerPapers))
	}
	if s.mayBook() {
		parts = append(parts, kit.NewIconButton("plus", f.Text("calendar.book"), kit.Primary, s.book).WithKey("F2"))
	}
	s.content = kit.Page(kit.Row(kit.Gap, parts...), s.body)
	return s
}

func (s *screen) Content() fyne.CanvasObject { return s.content }

// Leave keeps what is being typed.
func (s *screen) Leave() {
	if s.form != nil {
		s.form.keepNow()
	}
}

func (s *screen) Shown() {
	s.load(func() {
		s.focusGrid()
		s.begin()
	})
	s.f.After(time.Minute, s.look)
}

// begin puts the keyboard where the target wants it, else at the present hour.
func (s *screen) begin() {
	minute := s.page.Morning()
	if s.view.Date == s.f.Session.Today() {
		minute = s.nowMinute()
	}
	if row, there := s.page.Row(s.to.Record.String()); there {
		minute = row.Minute
	} else if lanes := s.page.Lanes(s.f.Session); len(lanes) > 0 {
		s.grid.Choose(s.page.OwnLane(s.f.Session), minute)
	}
	s.grid.ScrollTo(minute)
	if !s.to.Patient.IsZero() && s.mayBook() {
		s.openBooking(bookingFor{Patient: patients.ID(s.to.Patient)})
	}
}

// look lets the line of the present time go on.
func (s *screen) look() {
	s.f.After(time.Minute, s.look)
	s.drawNow()
}

func (s *screen) nowMinute() int { return minuteOf(s.f.Session.Now()) }

func minuteOf(at time.Time) int { return at.Hour()*60 + at.Minute() }

func (s *screen) mayBook() bool { return s.f.Session.May(action.Book) }

// load reads the days in view; then may be nil.
func (s *screen) load(then func()) {
	s.asked++
	generation, v := s.asked, s.view
	frame.Load(s.f, func(ctx context.Context) (page, error) { return s.model.Read(ctx, v) }, func(p page, err error) {
		if generation != s.asked {
			return
		}
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.page, s.loaded = p, true
		s.draw()
		if row, there := p.Row(s.choose.String()); there {
			s.grid.Choose(p.laneOf(row.Appointment), row.Minute)
			s.choose = schedule.AppointmentID{}
		}
		if then != nil {
			then()
		}
	})
}

// draw shows what was read.
func (s *screen) draw() {
	f := s.f
	lanes := s.page.Lanes(f.Session)
	if len(lanes) == 0 {
		s.grid = kit.NewDayGrid(8, 18, schedule.DefaultMinutes)
		s.body.Objects = []fyne.CanvasObject{kit.NewFlushCard("", kit.NewEmptyState("calendar", f.Text("calendar.nobody"), nil))}
		s.body.Refresh()
		return
	}
	s.fitGrid()
	var columns []kit.DayColumn
	for _, l := range lanes {
		columns = append(columns, kit.DayColumn{Key: l.Key, Title: l.Title, Subtitle: l.Subtitle, Open: l.Open, Today: l.Date == f.Session.Today()})
	}
	s.grid.SetDay(columns, s.blocks())
	s.drawNow()
	s.drawHead()
}

// fitGrid makes a grid for the hours of the days in view; the same one goes on while they fit.
func (s *screen) fitGrid() {
	from, until := s.page.Hours()
	if s.grid != nil && from >= s.from && until <= s.until {
		return
	}
	s.from, s.until = from, until
	s.grid = kit.NewDayGrid(from, until, s.page.Slot())
	if s.mayBook() {
		s.grid.OnSlotChosen = func(lane string, minute int) { s.openBooking(bookingFor{Slot: s.page.slotAt(lane, minute)}) }
		s.grid.OnBlockMoved = s.move
	}
	s.grid.OnBlockOpened = s.openBlock
	s.body.Objects = []fyne.CanvasObject{kit.NewFlushCard("", s.grid)}
	s.body.Refresh()
	s.focusGrid()
}
