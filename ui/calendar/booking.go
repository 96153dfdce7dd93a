package calendar

import (
	"context"
	"maps"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// booking is the form of an appointment, in a dialog over the calendar.
type booking struct {
	screen *screen
	f      *frame.Frame
	model  *bookingModel
	want   bookingFor

	dialog  *kit.Dialog
	form    *kit.Form
	finder  *finder
	day     *kit.DateField
	note    *kit.Text
	notice  *fyne.Container
	keeping *frame.DraftTimer

	byHand    bool // the time was chosen: it is not proposed anew
	proposing int  // generation of the newest proposal
	waiting   bool // for a proposal
	sending   bool // Enter came before the proposal did, or the form is being saved
}

// book opens the form for the next free time.
func (s *screen) book() { s.openBooking(bookingFor{}) }

func (s *screen) openBooking(want bookingFor) {
	if !s.loaded || len(s.page.People) == 0 {
		return
	}
	b := &booking{screen: s, f: s.f, model: &bookingModel{s.f.Session}, want: want, note: kit.NewCaption(""), notice: container.NewStack()}
	b.keeping = b.f.DraftTimer(b.keepNow)
	b.build()
	s.form = b
	b.open()
}

// close ends the form.
func (b *booking) close() {
	b.keeping.Stop()
	b.dialog.Close()
	b.screen.form = nil
}

// giveWay ends it on Esc: what was typed is kept.
func (b *booking) giveWay() {
	b.keepNow()
	b.screen.form = nil
}

func (b *booking) build() {
	f := b.f
	session := f.Session
	b.form = kit.NewForm(4)
	if b.want.Change == nil {
		b.finder = newFinder(f, f.Text("calendar.field.patient"))
		b.finder.OnChosen = b.touched
		b.finder.OnSubmit = b.send
		b.finder.OnNobody = b.register
		b.form.Add(fieldPatient, b.finder.Field, 4)
	}
	b.day = kit.NewDayField(f.Text("calendar.field.day"), "", session.Settings.DateOrder, session.Now)
	clock, minutes := kit.NewField(f.Text("calendar.field.time"), ""), kit.NewField(f.Text("calendar.field.minutes"), "")
	b.form.Add(fieldDay, b.day, 2)
	b.form.Add(fieldTime, clock, 1)
	b.form.Add(fieldMinutes, minutes, 1)
	for _, entry := range []*kit.Entry{b.day.Entry, clock.Entry, minutes.Entry} {
		markOnFocus(entry)
	}
	b.form.Add(fieldKind, kindField(f, b.screen.page.Kinds, b.want.Change), 2)
	b.form.Add(fieldPractitioner, personField(f, b.screen.page.People), 2)
	b.form.Add(fieldReason, kit.NewField(f.Text("calendar.field.reason"), f.Text("calendar.optional")), 4)
	b.form.OnSubmit = b.send
	b.form.OnChanged = b.changed
	b.form.OnCancel = func() { b.dialog.Cancel() }
}

// markOnFocus marks what an entry holds when it gets the keyboard: typing puts another answer in the place of the proposed one.
func markOnFocus(e *kit.Entry) {
	inner := e.OnFocus
	e.OnFocus = func(focused bool) {
		if inner != nil {
			inner(focused)
		}
		if focused {
			e.SelectAll()
		}
	}
}

// kindField asks for the kind of visit; one that can't be booked any more is offered where the appointment has it already.
func kindField(f *frame.Frame, kinds []schedule.VisitType, change *schedule.Row) *kit.ChoiceField {
	var options []kit.Option
	for _, k := range kinds {
		if k.Active || change != nil && change.VisitType == k.ID {
			options = append(options, kit.Option{Value: k.ID.String(), Label: k.Name})
		}
	}
	field := kit.NewSelectField(f.Text("calendar.field.kind"), "", options...)
	field.Hidden = len(options) == 0
	return field
}

// personField asks for the practitioner; where there is one only, nobody is asked.
func personField(f *frame.Frame, people []organization.Practitioner) *kit.ChoiceField {
	var options []kit.Option
	for _, p := range people {
		options = append(options, kit.Option{Value: p.ID.String(), Label: f.Session.Name(p.Name)})
	}
	field := kit.NewSelectField(f.Text("calendar.field.practitioner"), "", options...)
	field.Hidden = len(options) < 2
	return field
}

func (b *booking) open() {
	f := b.f
	title, save := f.Text("calendar.book_title"), f.Text("calendar.book")
	if b.want.Change != nil {
		title, save = f.Text("calendar.change_title", "Name", f.Session.PatientName(b.want.Change.Who)), f.Text("calendar.keep")
	}
	b.showNotice()
	b.begin()
	next := kit.NewIconButton("clock", f.Text("calendar.next_free"), kit.Standard, b.later)
	keep := kit.NewButton(save, kit.Primary, b.send).WithKey(f.Text("calendar.enter"))
	cancel := kit.NewButton(f.Text("calendar.leave"), kit.Standard, func() { b.dialog.Cancel() })
	focus := b.day.FocusTarget()
	if b.finder != nil {
		focus = b.finder.Field.FocusTarget()
	}
	b.dialog = f.ShowDialog(kit.DialogSpec{Title: title, Body: kit.Column(kit.GapLarge, b.notice, b.form, b.note), Buttons: []*kit.Button{cancel, next, keep},
		Default: keep, Focus: focus, Width: 560, OnCancel: b.giveWay})
	frame.Load(f, func(ctx context.Context) (begun, error) {
		if b.want.Change != nil {
			return begun{}, nil
		}
		return b.model.Begin(ctx, b.want.Patient)
	}, b.take)
}

// begin fills the form with what is known at once.
func (b *booking) begin() {
	page := b.screen.page
	if b.want.Change != nil {
		b.byHand = true
		b.form.SetValues(b.model.sheetOf(*b.want.Change).Values)
		return
	}
	kind := idText(usualKind(page.Kinds))
	values := map[string]string{fieldKind: kind, fieldMinutes: strconv.Itoa(minutesOf(page.Kinds, kind)), fieldPractitioner: b.practitioner().String()}
	if !b.want.Slot.isZero() {
		b.byHand = true
		maps.Copy(values, b.model.slotValues(b.want.Slot))
	}
	b.form.SetValues(values)
	b.propose(b.earliest())
}

// practitioner is whose time is looked for first: the person's own, else that of the first who can be booked.
func (b *booking) practitioner() organization.PractitionerID {
	for _, p := range b.screen.page.People {
		if p.ID == b.f.Session.Practitioner.ID {
			return p.ID
		}
	}
	return b.screen.page.People[0].ID
}

// earliest is where the search for a free time begins: the day in view, or now.
func (b *booking) earliest() slot { return slot{Date: b.screen.view.Date} }

// take fills in what was left unfinished, or the patient that the form is for.
func (b *booking) take(begun begun, err error) {
	if err != nil {
		b.f.Fail(err)
		return
	}
	switch kept := begun.Sheet; {
	case b.want.Change != nil:
	case !b.want.Patient.IsZero():
		b.finder.Set(b.want.Patient, begun.Name)
	case kept != nil && b.finder.Field.Value() == "" && b.finder.Chosen.IsZero():
		b.finder.Set(kept.Patient, kept.Values[fieldPatient])
		b.form.Restore(map[string]string{fieldReason: kept.Values[fieldReason]})
		again := kit.NewButton(b.f.Text("calendar.start_empty"), kit.Quiet, b.empty)
		b.showNotice(kit.Row(kit.Gap, kit.NewChip(b.f.Text("calendar.restored", "When", b.f.Session.Moment(begun.Restored)), theme.Info), kit.Spacer(), again))
	}
}

func (b *booking) showNotice(objects ...fyne.CanvasObject) {
	b.notice.Objects = objects
	b.notice.Hidden = len(objects) == 0
	b.notice.Refresh()
}

// empty gives up what was restored.
func (b *booking) empty() {
	b.finder.Set(patients.ID{}, "")
	b.form.Restore(map[string]string{fieldReason: ""})
	b.showNotice()
	kit.Focus(b.finder.Field.FocusTarget())
	b.keepNow()
}

// changed follows what is typed: another kind has another length, and a time that nobody chose is looked for anew.
func (b *booking) changed(key string) {
	switch key {
	case fieldPatient:
		b.finder.Changed()
	case fieldDay, fieldTime:
		b.byHand = true
		b.proposing++ // an answer on its way is not wanted any more
		b.waiting = false
		b.note.SetText("")
	case fieldKind:
		b.form.Restore(map[string]string{fieldMinutes: strconv.Itoa(minutesOf(b.screen.page.Kinds, b.form.Values()[fieldKind]))})
		b.propose(b.earliest())
	case fieldMinutes, fieldPractitioner:
		b.propose(b.earliest())
	}
	b.touched()
}

// later looks for the next free time: after the one proposed, or from the day that was typed.
func (b *booking) later() {
	from := b.model.slotOf(b.form.Values())
	if b.byHand {
		from.Minute = 0
	} else {
		from.Minute++
	}
	b.byHand = false
	b.propose(from)
	if b.finder != nil {
		kit.Focus(b.finder.Field.FocusTarget())
	}
}

// propose fills in the next free time, unless the time was chosen.
func (b *booking) propose(from slot) {
	if b.byHand {
		return
	}
	values := b.form.Values()
	minutes, err := strconv.Atoi(values[fieldMinutes])
	if err != nil || minutes < 1 || minutes > schedule.MaxMinutes {
		return // half typed
	}
	who := b.model.slotOf(values).Practitioner
	b.proposing++
	generation := b.proposing
	b.waiting = true
	frame.Load(b.f, func(ctx context.Context) (slot, error) { return b.model.Propose(ctx, who, minutes, from) }, func(free slot, err error) {
		if generation != b.proposing {
			return
		}
		b.waiting = false
		if err != nil {
			b.note.SetText(b.f.Session.Problem(err).Text)
			b.sending = false
			return
		}
		b.form.Restore(b.model.slotValues(free))
		b.note.SetText(b.f.Text("calendar.next_free_note", "Name", b.screen.page.Person(b.f.Session, who), "Date", dayWords(b.f.Session, free.Date), "Time", value.FormatClock(free.Minute)))
		if b.sending {
			b.sending = false
			b.send()
		}
	})
}

// sheet is the form as it stands.
func (b *booking) sheet() sheet {
	s := sheet{Values: b.form.Values()}
	if b.finder != nil {
		s.Patient, s.Name = b.finder.Chosen, b.finder.Field.Value()
	} else {
		s.Patient = b.want.Change.Patient
	}
	return s
}

// touched keeps what is typed, soon.
func (b *booking) touched() {
	if b.want.Change != nil {
		return
	}
	b.keeping.Changed()
}

// keepNow keeps what is typed without waiting for it. An appointment that is changed has no draft: it stands as it was.
func (b *booking) keepNow() {
	b.keeping.Stop()
	if b.want.Change != nil {
		return
	}
	s := b.sheet()
	frame.Save(b.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.model.Keep(ctx, s) }, func(_ struct{}, err error) { b.f.Fail(err) })
}
