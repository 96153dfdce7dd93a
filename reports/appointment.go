package reports

import (
	"satchel/data/documents"
	"satchel/reports/page"
)

// setAppointment draws the slip that the patient takes home: when, with whom, where, and whom to call.
func setAppointment(_ documents.Kind, f documents.AppointmentFacts) (*page.Document, error) {
	s := newSetter(f.Setting)
	s.title = s.word("documents.appointment.title", "Count", len(f.Appointments))
	s.practice, s.issued, s.patient = f.Letterhead.Practice, f.Issued, &f.Patient
	if f.Setting.Paper == documents.PaperRoll80 {
		return s.rollAppointment(f)
	}
	first := s.letterhead(f.Letterhead, s.headTitle(f.Letterhead.Practice))
	elements := []page.Element{page.Part{Box: s.identity(s.width(), false)}}
	for i, a := range f.Appointments {
		part := page.Part{Before: s.line * 2 / 5, Box: s.slip(a, len(f.Appointments) == 1)}
		if i == 0 {
			part.Before = s.line
		}
		elements = append(elements, part)
	}
	if f.Note != "" {
		elements = append(elements, page.Part{Before: s.line, Box: page.Stack(s.words(s.width(), page.Left, s.heading, "documents.appointment.note"), s.Text(s.width(), page.Left, s.body, "note", f.Note))})
	}
	elements = append(elements, page.Part{Before: s.line, Box: s.Text(s.width(), page.Left, s.strong, "letterhead.phone", s.cancelWords(f))})
	return s.compose(first, page.Box{}, elements...)
}

// cancelWords say whom to call when the patient cannot come.
func (s *setter) cancelWords(f documents.AppointmentFacts) string {
	if f.Letterhead.Phone == "" {
		return s.word("documents.appointment.cancel")
	}
	return s.word("documents.appointment.cancel_phone", "Phone", bound(f.Letterhead.Phone))
}

// slip is one appointment in a band; alone on its page it is set larger.
func (s *setter) slip(a documents.SlipLine, alone bool) page.Box {
	day, time := s.person, s.look.title
	if !alone {
		day, time = s.big, s.person
	}
	padding := page.Margins{Top: s.line / 2, Right: 4 * mm, Bottom: s.line / 2, Left: 4 * mm}
	inner := s.width() - padding.Left - padding.Right
	clockWidth := s.Width(time, "text", clock(a.Minute)) + mm
	left := inner - clockWidth - 4*mm
	return page.Fill(page.Pad(page.Row(inner,
		page.Cell{Box: page.Stack(
			s.Text(left, page.Left, day, "date", s.wholeDay(a.Date)),
			s.words(left, page.Left, s.body, "documents.appointment.with", "Name", s.name("practitioner", a.Practitioner)),
			s.Text(left, page.Left, s.label, "kind", join(dot, a.Kind, a.Place)))},
		page.Cell{X: inner - clockWidth, Box: s.Text(clockWidth, page.Right, in(time, accent), "minute", clock(a.Minute))}), padding), tint)
}

// rollAppointment sets the same facts on a roll.
func (s *setter) rollAppointment(f documents.AppointmentFacts) (*page.Document, error) {
	width := s.width()
	rule := page.Pad(page.Rule(width, fine, ink), page.Margins{Top: s.line / 3, Bottom: s.line / 3})
	elements := []page.Element{page.Part{Box: page.Stack(
		s.Text(width, page.Left, s.strong, "patient.name", s.name("patient.name", f.Patient.Name)),
		s.dotted(width, s.label, "patient", s.born(), s.patientNumber()), rule)}}
	for i, a := range f.Appointments {
		part := page.Part{Box: page.Stack(
			s.sum(width, 0, s.wholeDay(a.Date), s.strong, clock(a.Minute)),
			s.words(width, page.Left, s.body, "documents.appointment.with", "Name", s.name("practitioner", a.Practitioner)),
			s.Text(width, page.Left, s.label, "kind", join(dot, a.Kind, a.Place)))}
		if i > 0 {
			part.Before = s.line / 2
		}
		elements = append(elements, part)
	}
	elements = append(elements, page.Part{Box: rule})
	if f.Note != "" {
		elements = append(elements, page.Part{Box: page.Stack(s.words(width, page.Left, s.heading, "documents.appointment.note"), s.Text(width, page.Left, s.body, "note", f.Note), page.Space(s.line/3))})
	}
	elements = append(elements, page.Part{Box: s.Text(width, page.Left, s.strong, "letterhead.phone", s.cancelWords(f))})
	return s.compose(s.rollHead(f.Letterhead), page.Box{}, elements...)
}

// rollHead is the practice and the title of a paper on a roll.
func (s *setter) rollHead(l documents.Letterhead) page.Box {
	width := s.width()
	centre := func(style page.Style, field, text string) page.Box {
		return s.Text(width, page.Centre, style, field, text)
	}
	head := []page.Box{centre(s.person, "letterhead.practice", l.Practice)}
	for _, line := range l.Address {
		head = append(head, centre(s.note, "letterhead.address", line))
	}
	rule := page.Pad(page.Rule(width, fine, ink), page.Margins{Top: s.line / 3, Bottom: s.line / 3})
	return page.Stack(append(head, centre(s.note, "letterhead.phone", join(dot, bound(l.Phone), l.Email)), rule, centre(s.person, "text", s.title), page.Space(s.line/4))...)
}
