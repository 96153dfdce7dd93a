// Package visit is the screen of one visit: what is known of the patient, the note, the prescription and the charges on one page, and
// the way to sign it and to take it back.
//
//	visit.go         the list of screens, and which of the two a visit is shown on
//	open.go          the page of a visit that is being written
//	typing.go        what happens while one types: keeping, saving, meeting what somebody else wrote
//	sheet_model.go   the typed texts: into the record and back, drafts
//	vital.go         the row of vital signs
//	diagnosis.go     what the visit was for
//	prescription.go  the lines of the prescription with their alerts
//	medicine.go      one line in full: a new brand, a dose to complete
//	charge.go        what is to be paid
//	context.go       what the doctor looks at beside the note
//	allergy.go       asking about allergies
//	finish.go        the sheet before signing; printing after it
//	signed.go        a signed visit: to read, to add to
//	undo.go          taking a finished visit back
//
// Beside most of them lies a model, which decides and knows no widget. ask.go, write.go and layout.go are small tools.
package visit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// Places lists the screens of this package.
func Places() []frame.PlaceSpec {
	return []frame.PlaceSpec{{Name: frame.Visit, Label: "visit.title", Needs: action.OpenChart, Open: open, Help: []string{
		"visit.help.note", "visit.help.vitals", "visit.help.prescription", "visit.help.repeat", "visit.help.diagnosis", "visit.help.allergies",
		"visit.help.plan", "visit.help.charges", "visit.help.finish", "visit.help.summary", "visit.help.phrases"}}}
}

// visitScreen begins the visit or reads it, and hands it to the page of an open or of a signed one.
type visitScreen struct {
	f       *frame.Frame
	to      frame.Target
	content *fyne.Container
	page    shownPage
	left    bool
}

// shownPage is one of the two pages.
type shownPage interface {
	shown()
	key(frame.Key) bool
	leave()
}

func open(f *frame.Frame, to frame.Target) frame.Screen {
	return &visitScreen{f: f, to: to, content: container.NewStack(kit.NewGround(container.NewWithoutLayout()))}
}

// Content implements frame.Screen.
func (s *visitScreen) Content() fyne.CanvasObject { return s.content }

// Shown implements frame.Screen.
func (s *visitScreen) Shown() {
	model := &visitModel{session: s.f.Session, patient: patients.ID(s.to.Patient), encounter: chart.EncounterID(s.to.Record)}
	if s.to.Record.IsZero() {
		s.begin(model)
		return
	}
	frame.Load(s.f, model.Load, func(p page, err error) {
		if err != nil {
			problem := s.f.Session.Problem(err)
			s.show(kit.Page(kit.NewText(s.f.Text("visit.title"), kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
			return
		}
		if p.Encounter.Status == chart.EncounterInProgress && !p.Encounter.Retracted && s.f.Session.May(action.WriteChart) {
			s.page = newOpenPage(s.f, model, p, s.show)
		} else {
			s.page = newSignedPage(s.f, model, p, s.show)
		}
		s.page.shown()
	})
}

// begin starts a visit of a patient who is simply here, and goes to it. One that is open already is gone on with.
func (s *visitScreen) begin(model *visitModel) {
	f := s.f
	frame.Save(f, model.Begin, func(b begun, err error) {
		switch {
		case err != nil && s.left:
			f.Fail(err)
		case err != nil:
			f.Back()
			f.Fail(err)
		case !s.left:
			f.Replace(frame.Target{Place: frame.Visit, Patient: s.to.Patient, Record: b.Encounter.ID.Raw()})
			if b.New {
				begunModel := &visitModel{session: f.Session, patient: model.patient, encounter: b.Encounter.ID}
				f.Done(f.Text("visit.begun"), func() { abandon(f, begunModel) })
			}
		}
	})
}

// abandon takes the beginning of a visit back: it was the wrong patient, or a slip of the hand.
func abandon(f *frame.Frame, model *visitModel) {
	frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, model.Abandon(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		if at := f.At(); at.Place == frame.Visit && at.Record == model.encounter.Raw() {
			f.Back()
		}
	})
}

func (s *visitScreen) show(object fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{object}
	s.content.Refresh()
}

// Key implements frame.Screen.
func (s *visitScreen) Key(key frame.Key) bool { return s.page != nil && s.page.key(key) }

// Leave implements frame.Screen.
func (s *visitScreen) Leave() {
	s.left = true
	if s.page != nil {
		s.page.leave()
	}
}
