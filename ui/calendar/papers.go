package calendar

import (
	"context"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/schedule"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// noteRunes is the longest word that goes home with a patient on a slip, in characters.
const noteRunes = 500

func (s *screen) mayPaper() bool {
	return s.f.Printer != nil && s.f.Session.May(action.PrintSchedule)
}

func (s *screen) offerPapers() { DayPapers(s.f, s.view.Date) }

// DayPapers offers the sheets of a day: its list of appointments, and what the practice needs to work without the computer.
func DayPapers(f *frame.Frame, day value.PartialDate) {
	m := papersModel{f.Session}
	frame.Load(f, m.People, func(people []organization.Practitioner, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		text := f.Text
		form := kit.NewForm(2)
		form.Add(fieldSheet, kit.NewSegmentField(text("calendar.papers.sheet"), "", kit.Option{Value: sheetList, Label: text("calendar.papers.list")},
			kit.Option{Value: sheetDowntime, Label: text("calendar.papers.downtime")}), 2)
		form.Add(fieldDay, kit.NewDayField(text("calendar.field.day"), "", f.Session.Settings.DateOrder, f.Session.Now), 1)
		options := []kit.Option{{Value: "", Label: text("calendar.papers.everybody")}}
		for _, p := range people {
			options = append(options, kit.Option{Value: p.ID.String(), Label: f.Session.Name(p.Name)})
		}
		whose := kit.NewSelectField(text("calendar.field.practitioner"), "", options...)
		whose.Hidden = len(people) < 2
		form.Add(fieldPractitioner, whose, 1)
		form.SetValues(map[string]string{fieldSheet: sheetList, fieldDay: day.Format(f.Session.Settings.DateOrder), fieldPractitioner: ""})
		lead := text("calendar.papers.lead_desk")
		if f.Session.May(action.PrintDowntime) {
			lead = text("calendar.papers.lead")
		}
		f.OfferPaper(frame.Paper{Title: text("calendar.papers.title"), Lead: lead, File: "sheet-" + day.String() + ".pdf", Form: form, Focus: fieldSheet, Set: m.Sheet})
	})
}

// offerSlip offers the slip that a patient takes home.
func offerSlip(f *frame.Frame, row schedule.Row) {
	m, text := papersModel{f.Session}, f.Text
	form := kit.NewForm(2)
	form.Add(fieldWhich, kit.NewSegmentField(text("calendar.papers.which"), "", kit.Option{Value: whichOne, Label: text("calendar.papers.this_one")},
		kit.Option{Value: whichAll, Label: text("calendar.papers.all")}), 1)
	own := string(f.PaperOf(documents.AppointmentSlip))
	var papers []kit.Option
	for _, p := range m.SlipPapers(own) {
		papers = append(papers, kit.Option{Value: p, Label: p})
	}
	form.Add(fieldPaper, kit.NewSegmentField(text("calendar.papers.paper"), "", papers...), 1)
	note := kit.NewTextField(text("calendar.papers.note"), text("calendar.papers.note_hint"), 3)
	note.Entry.MaxRunes = noteRunes
	form.Add(fieldNote, note, 2)
	form.SetValues(map[string]string{fieldWhich: whichOne, fieldPaper: own})
	f.OfferPaper(frame.Paper{Title: text("calendar.papers.slip_title", "Name", f.Session.PatientName(row.Who)), File: "appointment-" + row.Date.String() + ".pdf", Form: form, Focus: fieldNote,
		Set: func(ctx context.Context, values map[string]string) (documents.Frozen, error) {
			return m.Slip(ctx, row, values)
		}})
}
