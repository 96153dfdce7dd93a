package calendar

import (
	"context"

	"satchel/data/value"
	"satchel/ui/frame"
)

// register takes a text that finds nobody to the registration form, which leads back here with the new patient.
func (b *booking) register(text string) {
	b.close()
	b.screen.leave(frame.Target{Place: frame.Register, Text: text})
}

// send keeps the appointment. While the proposed time is on its way it waits for it.
func (b *booking) send() {
	if b.sending {
		return
	}
	b.sending = true
	if b.waiting {
		return
	}
	b.keeping.Stop()
	s := b.sheet()
	frame.Save(b.f, func(ctx context.Context) (moved, error) {
		if b.want.Change != nil {
			return b.model.Change(ctx, b.want.Change.Appointment, s)
		}
		return b.model.Book(ctx, s)
	}, func(m moved, err error) {
		b.sending = false
		if err != nil {
			b.refused(err)
			return
		}
		b.close()
		if b.want.Change != nil {
			b.screen.said(*b.want.Change, m, nil)
			return
		}
		b.booked(s, m)
	})
}

// refused shows what is wrong beside the fields in trouble, else over the form.
func (b *booking) refused(err error) {
	b.touched() // the typing stays kept
	p := b.f.Session.Problem(err)
	if len(p.Fields) == 0 {
		b.f.Fail(err)
		return
	}
	b.form.SetErrors(p.Fields)
}

// booked tells of a new appointment, and shows its day.
func (b *booking) booked(s sheet, m moved) {
	f, a := b.f, m.Appointment
	said := f.Text("calendar.done.book", "Name", s.Name, "Date", dayWords(f.Session, a.Date), "Time", value.FormatClock(a.Minute))
	f.Done(said, func() {
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.model.Unbook(ctx, a) }, func(_ struct{}, err error) {
			b.screen.after(err, f.Text("calendar.taken_back"), nil)
		})
	})
	warn(f, m.Warnings)
	if f.At().Place != frame.Calendar {
		return
	}
	if b.screen.view.Week {
		b.screen.view.Practitioner = a.Practitioner
	}
	b.screen.view.Date, b.screen.choose = a.Date, a.ID
	b.screen.load(nil)
}
