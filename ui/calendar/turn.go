package calendar

import (
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Key handles the function keys of the screen.
func (s *screen) Key(key frame.Key) bool {
	if !s.loaded {
		return false
	}
	switch {
	case key == "F2" && s.mayBook():
		s.book()
	case key == "F4":
		kit.Focus(s.date)
		s.date.SelectAll()
	case key == "F5":
		s.goToday()
	case key == "F6":
		s.turn(-1)
	case key == "F7":
		s.turn(1)
	case key == "F8" && s.hidden.Visible():
		s.toggleCancelled()
	case key == "F9":
		s.turnSpan()
	case key == frame.KeyPrint && s.mayPaper():
		s.offerPapers()
	default:
		return false
	}
	return true
}

// drawHead shows which days are in view, and what can be chosen there.
func (s *screen) drawHead() {
	f := s.f
	s.title.SetText(s.page.Title(f.Session))
	label := "calendar.week"
	if s.view.Week {
		label = "calendar.day"
	}
	s.span.SetLabel(f.Text(label))
	var options []kit.Option
	for _, p := range s.page.People {
		options = append(options, kit.Option{Value: p.ID.String(), Label: f.Session.Name(p.Name)})
	}
	s.whose.SetOptions(options...)
	s.whose.SetValue(s.view.Practitioner.String())
	s.choice.Hidden = !s.view.Week || len(options) < 2
	count := s.page.Cancelled()
	s.hidden.Hidden = count == 0
	s.hidden.SetLabel(f.Text("calendar.cancelled", "Count", count))
	s.hidden.SetImportance(kit.Quiet)
	if s.cancelled {
		s.hidden.SetImportance(kit.Standard)
	}
	s.content.Refresh()
}

func (s *screen) drawNow() {
	now := s.f.Session.Now()
	if s.grid == nil || now.Unix()/60 == s.minute && s.grid == s.timed {
		return
	}
	s.minute, s.timed = now.Unix()/60, s.grid
	s.grid.SetNow(minuteOf(now)) // the grid draws it in today's columns alone
}

func (s *screen) focusGrid() {
	if s.grid != nil {
		kit.Focus(s.grid.FocusTarget())
	}
}

// turn goes days, or weeks where a week is in view.
func (s *screen) turn(by int) {
	if s.view.Week {
		by *= 7
	}
	s.show(s.view.Date.AddDays(by))
}

func (s *screen) goToday() { s.show(s.f.Session.Today()) }

// show goes to a day.
func (s *screen) show(day value.PartialDate) {
	if day.Validate() != nil {
		return // the calendar's ends
	}
	s.view.Date = day
	s.load(nil)
}

func (s *screen) turnSpan() {
	s.view.Week = !s.view.Week
	s.load(s.focusGrid)
}

// choosePerson shows another practitioner's week.
func (s *screen) choosePerson() {
	if id, err := store.ParseID[organization.Practitioner](s.whose.Value()); err == nil {
		s.view.Practitioner = id
		s.load(nil)
	}
}

func (s *screen) toggleCancelled() {
	s.cancelled = !s.cancelled
	s.draw()
}

// typedDate goes to the date that was typed; what is none is said beside the field and stays in it.
func (s *screen) typedDate() {
	day, err := value.ParseDay(s.date.Text, s.f.Session.Settings.DateOrder, s.f.Session.Now())
	if err != nil {
		s.mistake.SetText(s.f.Session.Problem(err).Text)
		s.content.Refresh()
		return
	}
	s.date.SetText("")
	s.focusGrid()
	s.show(day)
}

// leave goes to another place; Back returns to the days in view.
func (s *screen) leave(to frame.Target) {
	if here := (frame.Target{Place: frame.Calendar, Text: s.view.Date.String()}); here != s.f.At() {
		s.f.Replace(here)
	}
	s.f.Go(to)
}
