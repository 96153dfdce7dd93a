package today

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/schedule"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// stepLook is how a step is offered.
type stepLook struct {
	key  fyne.KeyName
	icon string
}

var stepLooks = map[step]stepLook{
	arrive: {fyne.KeyA, "check"}, nurse: {fyne.KeyM, "vitals"}, visit: {fyne.KeyV, "note"}, bill: {fyne.KeyP, "billing"}, finish: {fyne.KeyC, "check"},
	absent: {fyne.KeyD, "minus"}, cancel: {fyne.KeyX, "close"}, back: {fyne.KeyU, "undo"}, look: {fyne.KeyO, "patient"},
}

func (s step) key() fyne.KeyName { return stepLooks[s].key }

// enter does the obvious thing with a card.
func (s *screen) enter(card string) {
	if row, there := s.model.Row(card); there {
		if steps := s.model.Steps(row, s.f.Has); len(steps) > 0 {
			s.do(row, steps[0])
		}
	}
}

// do takes a step with a card. While one is being written another is not begun: the keyboard repeats.
func (s *screen) do(row schedule.Row, what step) {
	if s.busy {
		return
	}
	f := s.f
	switch what {
	case look:
		s.open(row)
	case visit:
		s.see(row)
	case bill:
		f.Go(frame.Target{Place: frame.Bill, Patient: row.Patient.Raw(), Record: s.model.day.Bills[row.ID].Invoice.Raw()})
	case back:
		s.takeBack(row.Appointment)
	case cancel:
		title := f.Text("today.cancel_title", "Name", f.Session.PatientName(row.Who))
		f.Prompt(title, f.Text("today.cancel_text"), f.Text("today.cancel_yes"), kit.Danger, func(reason string) { s.save(row, cancel, reason) })
	default:
		s.save(row, what, "")
	}
}

// save takes a step and offers the way back.
func (s *screen) save(row schedule.Row, what step, reason string) {
	s.busy = true
	frame.Save(s.f, func(ctx context.Context) (schedule.Appointment, error) {
		return s.model.Take(ctx, row, what, reason)
	}, func(a schedule.Appointment, err error) {
		s.after(err, func() { s.f.Done(s.model.Said(row, what, a), func() { s.takeBack(a) }) })
	})
}

func (s *screen) takeBack(a schedule.Appointment) {
	s.busy = true
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.TakeBack(ctx, a) }, func(_ struct{}, err error) {
		s.after(err, func() { s.f.Done(s.f.Text("today.taken_back"), nil) })
	})
}

// drawCard shows the card that the keyboard is on: who it is in full, and what can be done.
func (s *screen) drawCard() {
	f := s.f
	row, there := s.model.Row(s.board.Selected())
	if there == s.card.Hidden {
		s.card.Hidden = !there
		s.content.Refresh()
	}
	if !there {
		return
	}
	var buttons []fyne.CanvasObject
	for i, what := range s.model.Steps(row, f.Has) {
		key, importance := string(what.key()), kit.Standard
		if i == 0 {
			key, importance = f.Text("today.enter"), kit.Primary
		}
		buttons = append(buttons, kit.NewIconButton(stepLooks[what].icon, f.Text("today.step."+string(what)), importance, func() { s.do(row, what) }).WithKey(key))
	}
	who := kit.Column(1, kit.NewText(f.Session.PatientName(row.Who), kit.Strong), kit.NewText(strings.Join(s.facts(row), "  ·  "), kit.Muted))
	words := []float32{100, 1} // the buttons take what they need, the words the rest
	s.card.Objects = []fyne.CanvasObject{kit.NewCard("", kit.Share(kit.GapLarge, words, who, kit.Row(kit.Gap, buttons...)))}
	s.card.Refresh()
}
