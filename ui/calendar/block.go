package calendar

import (
	"context"
	"strings"

	"satchel/data/schedule"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// blocks are the appointments in view, the cancelled ones only where they are asked for.
func (s *screen) blocks() []kit.Block {
	session := s.f.Session
	var list []kit.Block
	for _, r := range s.page.Rows {
		if r.State == schedule.Cancelled && !s.cancelled {
			continue
		}
		var detail []string
		if r.State != schedule.Booked {
			detail = append(detail, session.Text(r.State.CatalogueKey()))
		}
		detail = append(detail, s.page.Kind(r.VisitType).Name, r.Reason)
		b := kit.Block{Key: r.ID.String(), Column: s.page.laneOf(r.Appointment), Start: r.Minute, End: r.Minute + r.Minutes, Title: session.PatientName(r.Who),
			Detail: strings.Join(notEmpty(detail), " · ")}
		b.Tone, b.Faded = lookOf(r.State)
		list = append(list, b)
	}
	return list
}

func lookOf(state schedule.State) (tone theme.Tone, faded bool) {
	switch state {
	case schedule.Booked:
		return theme.Info, false
	case schedule.Arrived, schedule.WithNurse, schedule.WithDoctor:
		return theme.Alert, false
	case schedule.ToPay, schedule.Done:
		return theme.Done, true
	}
	return theme.Neutral, true
}

// openBlock shows one appointment and what can be done with it.
func (s *screen) openBlock(key string) {
	row, there := s.page.Row(key)
	if !there {
		return
	}
	f := s.f
	var d *kit.Dialog
	var buttons []*kit.Button
	add := func(offered bool, label string, importance kit.Importance, do func()) {
		if offered {
			buttons = append(buttons, kit.NewButton(f.Text(label), importance, func() {
				d.Close()
				do()
			}))
		}
	}
	may, today := s.mayBook(), row.Date == f.Session.Today()
	past := row.Date.Before(f.Session.Today())
	open := row.State == schedule.Booked || row.State == schedule.Arrived || row.State == schedule.WithNurse
	add(f.Has(frame.Patient), "calendar.patient", kit.Quiet, func() { s.leave(frame.Target{Place: frame.Patient, Patient: row.Patient.Raw()}) })
	add(s.mayPaper() && row.State == schedule.Booked && !past, "calendar.papers.slip", kit.Quiet, func() { offerSlip(f, row) })
	add(may && schedule.Allowed(row.State, schedule.StepCancel), "calendar.cancel", kit.Standard, func() { s.cancel(row) })
	add(may && (today || past) && schedule.Allowed(row.State, schedule.StepNoShow), "calendar.absent", kit.Standard, func() { s.take(row, schedule.StepNoShow, "") })
	add(may && (row.State == schedule.Cancelled || row.State == schedule.NoShow), "calendar.restore", kit.Standard, func() { s.takeBack(row.Appointment) })
	add(may && open, "calendar.change", kit.Standard, func() { s.openBooking(bookingFor{Change: &row}) })
	add(may && today && schedule.Allowed(row.State, schedule.StepArrive), "calendar.arrive", kit.Primary, func() { s.take(row, schedule.StepArrive, "") })
	spec := kit.DialogSpec{Title: f.Session.PatientName(row.Who), Text: s.facts(row), Buttons: buttons, Width: 600}
	if len(buttons) > 0 {
		spec.Default = buttons[len(buttons)-1]
	}
	d = f.ShowDialog(spec)
}

// facts say an appointment in full.
func (s *screen) facts(row schedule.Row) string {
	session := s.f.Session
	line := func(parts ...string) string { return strings.Join(notEmpty(parts), "  ·  ") }
	state := session.Text(row.State.CatalogueKey())
	if row.Token > 0 {
		state += ", " + session.Text("calendar.token", "Token", row.Token)
	}
	if row.CancelReason != "" {
		state += ": " + row.CancelReason
	}
	lines := []string{
		line(dayWords(session, row.Date), row.Span().String(), s.page.Person(session, row.Practitioner)),
		line(s.page.Kind(row.VisitType).Name, row.Reason),
		line(session.Text(row.Who.Gender.CatalogueKey()), session.Age(row.Who.BirthDate), row.Who.Number, row.Who.Phone),
		state,
	}
	return strings.Join(notEmpty(lines), "\n")
}

func (s *screen) cancel(row schedule.Row) {
	f := s.f
	title := f.Text("calendar.cancel_title", "Name", f.Session.PatientName(row.Who))
	f.Prompt(title, f.Text("calendar.cancel_text"), f.Text("calendar.cancel"), kit.Danger, func(reason string) { s.take(row, schedule.StepCancel, reason) })
}

// take takes a step and offers the way back.
func (s *screen) take(row schedule.Row, step schedule.Step, reason string) {
	frame.Save(s.f, func(ctx context.Context) (schedule.Appointment, error) {
		return s.model.Take(ctx, row.Appointment, step, reason)
	}, func(a schedule.Appointment, err error) {
		said := s.f.Text("calendar.done."+string(step), "Name", s.f.Session.PatientName(row.Who), "Token", a.Token)
		s.after(err, said, func() { s.takeBack(a) })
	})
}

func (s *screen) takeBack(a schedule.Appointment) {
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.TakeBack(ctx, a) }, func(_ struct{}, err error) {
		s.after(err, s.f.Text("calendar.taken_back"), nil)
	})
}

// move puts an appointment where it was dropped.
func (s *screen) move(key, lane string, minute int) {
	row, there := s.page.Row(key)
	if !there {
		return
	}
	to := s.page.slotAt(lane, minute)
	frame.Save(s.f, func(ctx context.Context) (moved, error) { return s.model.Move(ctx, row.Appointment, to) }, func(m moved, err error) {
		s.said(row, m, err)
	})
}

// said tells of a move, of what stands against it, and the way back; the keyboard goes with the appointment.
func (s *screen) said(row schedule.Row, m moved, err error) {
	session, a := s.f.Session, m.Appointment
	if err == nil {
		s.view.Date, s.choose = a.Date, a.ID
	}
	said := session.Text("calendar.done.move", "Name", session.PatientName(row.Who), "Date", dayWords(session, a.Date), "Time", value.FormatClock(a.Minute))
	s.after(err, said, func() {
		frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.MoveBack(ctx, m) }, func(_ struct{}, err error) {
			s.after(err, s.f.Text("calendar.taken_back"), nil)
		})
	})
	warn(s.f, m.Warnings)
}

// after tells what was done, and reads the days again where they are still in view.
func (s *screen) after(err error, said string, undo func()) {
	if err != nil {
		s.f.Fail(err)
	} else {
		s.f.Done(said, undo)
	}
	if s.f.At().Place == frame.Calendar {
		s.load(nil)
	}
}

// warn says what stands against an appointment that was kept all the same.
func warn(f *frame.Frame, warnings []schedule.Warning) {
	var words []string
	for _, w := range warnings {
		words = append(words, f.Text(w.Kind.CatalogueKey(), w.Args...))
	}
	if len(words) > 0 {
		f.Toast(strings.Join(words, " "), theme.Alert)
	}
}

func notEmpty(parts []string) []string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return list
}
