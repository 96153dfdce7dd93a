package today

import (
	"fyne.io/fyne/v2"

	"satchel/data/schedule"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

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
	if s.mayPaper() {
		list = append(list, kit.NewIconButton("note", "", kit.Quiet, func() { s.papers(f, s.model.day.Date) }))
	}
	if n := s.model.day.ToPrint; n > 0 {
		add("print", f.Text("today.to_print", "Papers", n), kit.Standard, "F6", s.toPrint)
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

// toPrint goes to the papers that wait for a printer.
func (s *screen) toPrint() { s.f.Go(frame.Target{Place: frame.Document}) }
