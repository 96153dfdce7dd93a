package visit

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// signedPage is a visit that nobody writes in any more: signed, or entered in error.
type signedPage struct {
	f       *frame.Frame
	model   *visitModel
	page    page
	show    func(fyne.CanvasObject)
	buttons []*kit.Button
	keep    func() // keeps what is typed
}

func newSignedPage(f *frame.Frame, model *visitModel, p page, show func(fyne.CanvasObject)) *signedPage {
	return &signedPage{f: f, model: model, page: p, show: show, keep: func() {}}
}

// shown shows the page.
func (s *signedPage) shown() {
	f, p := s.f, s.page
	row := []fyne.CanvasObject{s.standing(), kit.Spacer()}
	for _, b := range s.actions() {
		row = append(row, b)
	}
	var cards []fyne.CanvasObject
	add := func(key string, content fyne.CanvasObject) { cards = append(cards, kit.NewCard(f.Text(key), content)) }
	add("visit.this_visit", noteColumn(s.noteLines(), f.Text("visit.nothing_written")))
	if len(p.Addenda) > 0 {
		var lines []note
		for _, a := range p.Addenda {
			lines = append(lines, note{Text: a.Text, Detail: f.Session.Moment(a.Signed), Plain: true})
		}
		add("visit.addenda", noteColumn(lines, ""))
	}
	for _, rx := range p.Issued {
		cards = append(cards, s.prescription(rx))
	}
	side := []fyne.CanvasObject{kit.NewCard(f.Text("visit.vitals"), noteColumn(s.vitalLines(), f.Text("visit.no_vitals")))}
	if len(p.Papers) > 0 {
		side = append(side, kit.NewCard(f.Text("visit.papers"), s.papers()))
	}
	body := kit.Share(kit.GapLarge, []float32{2.2, 1}, kit.NewScroll(kit.Column(kit.GapLarge, cards...)), kit.NewScroll(kit.Column(kit.GapLarge, side...)))
	s.show(kit.Page(kit.Column(kit.Gap, kit.NewBanner(p.identity(f.Session)), kit.Row(kit.Gap, row...)), body))
	if len(s.buttons) > 0 {
		kit.Focus(s.buttons[0])
	}
}

// standing says what became of the visit.
func (s *signedPage) standing() fyne.CanvasObject {
	f, e := s.f, s.page.Encounter
	switch {
	case e.Retracted:
		return kit.NewIconChip("undo", f.Text("visit.retracted"), theme.Allergy)
	case e.Status == chart.EncounterFinished:
		return kit.NewIconChip("check", f.Text("visit.signed", "When", f.Session.Moment(e.Signed), "Who", s.page.SignedBy), theme.Done)
	}
	return kit.NewIconChip("edit", f.Text("visit.still_open"), theme.Alert)
}

// actions are what can be done with a signed visit.
func (s *signedPage) actions() []*kit.Button {
	f, e := s.f, s.page.Encounter
	if e.Retracted || e.Status != chart.EncounterFinished {
		return nil
	}
	s.buttons = nil
	if f.Session.May(action.AmendVisit) {
		s.buttons = append(s.buttons, kit.NewIconButton("plus", f.Text("visit.amend"), kit.Standard, s.amend).WithKey("F2"))
	}
	if mayWriteLetter(f) {
		s.buttons = append(s.buttons, kit.NewIconButton("note", f.Text("letter.write"), kit.Standard, func() { writeLetter(f, s.page) }).WithKey("Ctrl+E"))
	}
	if f.Session.May(action.UndoVisit) {
		s.buttons = append(s.buttons, kit.NewIconButton("undo", f.Text("visit.undo"), kit.Standard, func() { askUndo(f, s.model) }).WithKey("F9"))
	}
	if s.mayMakePage() {
		s.buttons = append(s.buttons, kit.NewIconButton("note", f.Text("visit.summary_page"), kit.Standard, s.makePage).WithKey("F4"))
	}
	return s.buttons
}

func (s *signedPage) mayMakePage() bool {
	return s.f.Has(frame.ChartPage) && s.f.Session.May(action.IssueFromChart)
}

// makePage goes to where the visit's summary for the patient is made.
func (s *signedPage) makePage() { goToSummary(s.f, s.page.Encounter) }

func goToSummary(f *frame.Frame, e chart.Encounter) {
	f.Go(frame.Target{Place: frame.ChartPage, Patient: e.Patient.Raw(), Record: e.ID.Raw(), Text: string(documents.VisitSummary)})
}

// noteLines are the texts of the visit.
func (s *signedPage) noteLines() []note {
	f, e := s.f, s.page.Encounter
	var list []note
	add := func(text, key string) {
		if text != "" {
			list = append(list, note{Text: text, Detail: f.Text(key), Plain: key != "visit.diagnosis", Label: true})
		}
	}
	add(e.Reason, "visit.reason")
	add(e.Note, "visit.note")
	var diagnoses []string
	for _, d := range s.page.Diagnoses {
		diagnoses = append(diagnoses, strings.TrimSpace(d.Code.Display+"  "+d.Code.Code))
	}
	add(strings.Join(diagnoses, "\n"), "visit.diagnosis")
	add(e.Plan, "visit.plan")
	if !e.FollowUp.IsZero() {
		add(f.Session.Day(e.FollowUp), "visit.follow_up")
	}
	return list
}

func (s *signedPage) vitalLines() []note {
	var list []note
	for _, v := range vitalFields {
		if o, found := v.standing(s.page.Vitals); found {
			list = append(list, note{Text: observed(o), Detail: s.f.Text("chart.vital." + v.field), Label: true})
		}
	}
	return list
}

// prescription shows what was issued, and whether it still stands.
func (s *signedPage) prescription(rx prescription) fyne.CanvasObject {
	f := s.f
	lang := f.Session.Language()
	var lines []note
	for i, m := range rx.Lines {
		lines = append(lines, note{Text: strconv.Itoa(i+1) + ".  " + prescribing.MedicationText(lang, m),
			Detail: joined(legalText(f.Session, m), prescribing.DosageText(lang, m), m.Instructions, prescribing.AmountText(lang, m.Quantity))})
	}
	var marks []fyne.CanvasObject
	if rx.Status == prescribing.PrescriptionCancelled {
		marks = append(marks, kit.NewChip(f.Text("prescribing.status.cancelled"), theme.Allergy))
	}
	return kit.NewCard(f.Text("visit.prescription_number", "Number", rx.Number), noteColumn(lines, ""), marks...)
}

// papers lists what was issued for the visit; each opens.
func (s *signedPage) papers() fyne.CanvasObject {
	f := s.f
	var rows []fyne.CanvasObject
	for _, paper := range s.page.Papers {
		words := kit.Column(0, kit.NewText(joined(f.Text(paper.Title), paper.Number), kit.Body), kit.NewCaption(paperState(f, paper)))
		if !f.Has(frame.Document) {
			rows = append(rows, words)
			continue
		}
		open := kit.NewIconButton("print", "", kit.Quiet, func() {
			f.Go(frame.Target{Place: frame.Document, Patient: paper.Patient.Raw(), Record: paper.ID.Raw()})
		})
		rows = append(rows, beside(words, open))
	}
	return kit.Column(kit.Gap, rows...)
}

func paperState(f *frame.Frame, paper documents.Item) string {
	switch {
	case paper.Status != documents.Current:
		return f.Text(paper.Status.CatalogueKey())
	case paper.HandedOver:
		return f.Text("visit.paper_handed")
	case paper.Sent:
		return f.Text("visit.paper_sent")
	case paper.Papers > 0:
		return f.Text("visit.paper_printed")
	}
	return f.Text("visit.paper_waits")
}

// amend asks for what is to be added; the signed text stays as it is. The addition is kept while it is typed.
func (s *signedPage) amend() {
	frame.Load(s.f, s.model.ReadAddition, func(begun string, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.askAddition(begun)
	})
}

func (s *signedPage) askAddition(begun string) {
	f := s.f
	field := kit.NewTextField(f.Text("visit.amend_text"), "", 5)
	field.Entry.MaxRunes = chart.PlanLength
	field.SetValue(begun)
	var dialog *kit.Dialog
	busy, waiting, done := false, false, false
	s.keep = func() {
		if waiting && !done {
			waiting = false
			text := field.Value()
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.KeepAddition(ctx, text) }, func(_ struct{}, err error) { f.Fail(err) })
		}
	}
	save := func() {
		text := strings.TrimSpace(field.Value())
		switch {
		case text == "":
			field.SetError(f.Text("visit.amend_empty"))
			kit.Focus(field.Entry)
			return
		case busy:
			return
		}
		busy, done = true, true
		frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.Amend(ctx, text) }, func(_ struct{}, err error) {
			if busy, done = false, err == nil; err != nil {
				f.Fail(err)
				return
			}
			dialog.Close()
			f.Reload()
			f.Done(f.Text("visit.amended"), nil)
		})
	}
	cancel := func() {
		s.keep()
		dialog.Cancel()
	}
	field.Connect(func() {
		if !waiting {
			waiting = true
			f.After(frame.DraftPause, s.keep)
		}
	}, nil, cancel)
	yes := kit.NewButton(f.Text("visit.amend_do"), kit.Primary, save).WithKey("Ctrl+Enter")
	no := kit.NewButton(f.Text("visit.cancel"), kit.Standard, cancel)
	dialog = f.ShowDialog(kit.DialogSpec{Title: f.Text("visit.amend"), Text: f.Text("visit.amend_hint"), Body: field, Buttons: []*kit.Button{no, yes}, Default: yes,
		Focus: field.Entry, Width: 560})
	toEnd(field.Entry)
}

func (s *signedPage) key(key frame.Key) bool {
	finished := s.page.Encounter.Status == chart.EncounterFinished && !s.page.Encounter.Retracted
	switch {
	case key == "F2" && finished && s.f.Session.May(action.AmendVisit):
		s.amend()
	case key == "F4" && finished && s.mayMakePage():
		s.makePage()
	case key == "F9" && finished && s.f.Session.May(action.UndoVisit):
		askUndo(s.f, s.model)
	case key == frame.KeyWrite && finished && mayWriteLetter(s.f):
		writeLetter(s.f, s.page)
	case key == frame.KeyPrint && len(s.page.Papers) > 0 && s.f.Has(frame.Document):
		paper := s.page.Papers[0]
		s.f.Go(frame.Target{Place: frame.Document, Patient: paper.Patient.Raw(), Record: paper.ID.Raw()})
	default:
		return false
	}
	return true
}

func (s *signedPage) leave() { s.keep() }
