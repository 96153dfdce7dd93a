package patients

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// view is one tab of the page: it is built when it is first looked at.
type view struct {
	label string
	build func() (content fyne.CanvasObject, focus fyne.Focusable)
}

// patientScreen is one patient: who it is above, what can be done, and the views below.
type patientScreen struct {
	f      *frame.Frame
	model  *patientModel
	export func(*frame.Frame, patients.ID)

	content *fyne.Container
	page    page
	tabs    *kit.Tabs
	views   []view
	built   map[int]fyne.CanvasObject
	focus   map[int]fyne.Focusable
	body    *fyne.Container
	primary *kit.Button
	addDose func() // asks for an immunisation; nil before their view was looked at
}

func openPatient(f *frame.Frame, to frame.Target, export func(*frame.Frame, patients.ID)) frame.Screen {
	return &patientScreen{f: f, export: export, content: container.NewStack(kit.NewGround(container.NewWithoutLayout())),
		model: &patientModel{session: f.Session, id: patients.ID(to.Patient)}, built: map[int]fyne.CanvasObject{}, focus: map[int]fyne.Focusable{}}
}

func (s *patientScreen) Content() fyne.CanvasObject { return s.content }

func (s *patientScreen) Shown() {
	frame.Load(s.f, s.model.Load, func(p page, err error) {
		if err != nil {
			problem := s.f.Session.Problem(err)
			s.show(kit.Page(kit.NewText("", kit.Title), kit.NewEmptyState("error", problem.Text+" "+problem.Hint, nil)))
			return
		}
		s.page = p
		s.build()
	})
}

func (s *patientScreen) Leave() {}

func (s *patientScreen) show(object fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{object}
	s.content.Refresh()
}

// build puts the page together.
func (s *patientScreen) build() {
	s.views = s.viewList()
	labels := make([]string, len(s.views))
	for i, v := range s.views {
		labels[i] = v.label
	}
	s.tabs = kit.NewTabs(labels...)
	s.tabs.OnChanged = func(index int) { s.open(index) }
	s.body = container.NewStack()
	banner := kit.NewBanner(s.identity())
	s.show(kit.Page(kit.Column(kit.Gap, banner, kit.Row(kit.Gap, s.actions()...), s.tabs), s.body))
	s.open(0)
	if s.primary != nil {
		kit.Focus(s.primary)
	} else {
		kit.Focus(s.tabs)
	}
}

// identity is the patient as the banner names them.
func (s *patientScreen) identity() kit.Identity {
	session, p := s.f.Session, s.page.Patient
	who := kit.Identity{Name: p.Name.Display(0), Latin: p.Name.Latin, Sex: session.Text(p.Gender.CatalogueKey()), Age: ageText(session, p.BirthDate, p.Deceased),
		Born: bornText(session, p.BirthDate, p.BirthDateEstimated), Number: p.Number, Relation: relationWords(session, p), Allergies: s.page.allergyWords()}
	if p.Name.IsZero() {
		who.Name = nameOf(session, p)
	}
	if len(p.Phones) > 0 {
		who.Phone = p.Phones[0].Number
	}
	switch s.page.Allergies.State {
	case chart.AllergySome:
		who.Allergy = kit.AllergiesKnown
	case chart.AllergyNoneKnown:
		who.Allergy = kit.AllergiesNoneKnown
	}
	alert := func(holds bool, key string) {
		if holds {
			who.Alerts = append(who.Alerts, session.Text(key))
		}
	}
	alert(p.Retracted, "patients_screen.mark.error")
	alert(p.Deceased, "patients_screen.mark.deceased")
	alert(!p.Active && !p.Deceased, "patients_screen.mark.inactive")
	alert(p.Unidentified, "patients_screen.mark.unidentified")
	alert(s.page.Pregnant, "patients_screen.mark.pregnant")
	return who
}

// actions are what can be done with this patient; the first has the keyboard. Nothing but looking is left for one that was entered
// in error.
func (s *patientScreen) actions() []fyne.CanvasObject {
	f := s.f
	if s.page.Patient.Retracted {
		return []fyne.CanvasObject{kit.NewText(f.Text("patients_screen.entered_in_error"), kit.Muted)}
	}
	var list []fyne.CanvasObject
	add := func(offered bool, icon, label, key string, do func()) {
		if !offered {
			return
		}
		importance := kit.Standard
		if s.primary == nil {
			importance = kit.Primary
		}
		button := kit.NewIconButton(icon, f.Text(label), importance, do).WithKey(key)
		if s.primary == nil {
			s.primary = button
		}
		list = append(list, button)
	}
	add(s.maySee(), "note", s.visitLabel(), "F2", s.startVisit)
	add(s.mayBook(), "calendar", "patients_screen.book", "F3", s.book)
	add(!s.page.Clinical && f.Session.May(action.Arrive), "arrow-right", "patients_screen.walk_in", "F7", s.walkIn)
	add(s.mayBill(), "billing", "patients_screen.bill", "F4", s.bill)
	add(s.mayWrite(), "note", "letter.write", "Ctrl+E", s.write)
	add(f.Session.May(action.CorrectPatient), "edit", "patients_screen.edit", "F5", s.edit)
	add(s.mayMakePage(), "note", "patients_screen.make_page", "F8", func() { s.makePage("") })
	list = append(list, kit.Spacer())
	if s.export != nil && f.Session.May(action.ExportChart) {
		list = append(list, kit.NewIconButton("share", f.Text("patients_screen.export"), kit.Quiet, func() { s.export(f, s.model.id) }))
	}
	if f.Session.May(action.RetractPatient) {
		list = append(list, kit.NewIconButton("trash", f.Text("patients_screen.retract"), kit.Quiet, s.retract))
	}
	return list
}

func (s *patientScreen) maySee() bool {
	return s.f.Has(frame.Visit) && s.f.Session.May(action.WriteChart)
}
func (s *patientScreen) mayBook() bool {
	return s.f.Has(frame.Calendar) && s.f.Session.May(action.Book)
}
func (s *patientScreen) mayMakePage() bool {
	return s.f.Has(frame.ChartPage) && s.f.Session.May(action.IssueFromChart)
}
func (s *patientScreen) mayWrite() bool {
	return s.f.Has(frame.Letter) && s.f.Session.May(action.WriteLetter)
}
func (s *patientScreen) mayBill() bool { return s.f.Has(frame.Bill) && s.f.Session.May(action.Bill) }

// visitLabel tells whether a visit is begun or gone on with.
func (s *patientScreen) visitLabel() string {
	for _, v := range s.page.Visits {
		if v.Status == chart.EncounterInProgress {
			return "patients_screen.continue_visit"
		}
	}
	return "patients_screen.start_visit"
}

// Key handles the keys of the page.
func (s *patientScreen) Key(key frame.Key) bool {
	if s.tabs == nil {
		return false // not there yet
	}
	if key == "F6" {
		next := (s.tabs.Current() + 1) % len(s.views)
		s.tabs.SetCurrent(next)
		s.open(next)
		s.focusView(next)
		return true
	}
	if s.page.Patient.Retracted {
		return false
	}
	switch {
	case key == "F2" && s.maySee():
		s.startVisit()
	case key == "F3" && s.mayBook():
		s.book()
	case key == "F4" && s.mayBill():
		s.bill()
	case key == frame.KeyWrite && s.mayWrite():
		s.write()
	case key == "F5" && s.f.Session.May(action.CorrectPatient):
		s.edit()
	case key == "F9" && s.addDose != nil && s.views[s.tabs.Current()].label == s.f.Text("patients_screen.view.immunizations"):
		s.addDose()
	case key == "F8" && s.mayMakePage():
		s.makePage("")
	case key == "F7" && !s.page.Clinical && s.f.Session.May(action.Arrive):
		s.walkIn()
	default:
		return false
	}
	return true
}

// open shows a view, building it the first time.
func (s *patientScreen) open(index int) {
	if s.built[index] == nil {
		s.built[index], s.focus[index] = s.views[index].build()
	}
	s.body.Objects = []fyne.CanvasObject{s.built[index]}
	s.body.Refresh()
}

func (s *patientScreen) focusView(index int) {
	if target := s.focus[index]; target != nil {
		kit.Focus(target)
		return
	}
	kit.Focus(s.tabs)
}

func (s *patientScreen) startVisit() {
	to := frame.Target{Place: frame.Visit, Patient: s.model.id.Raw()}
	for _, v := range s.page.Visits {
		if v.Status == chart.EncounterInProgress {
			to.Record = v.ID.Raw()
			break
		}
	}
	s.f.Go(to)
}

func (s *patientScreen) book() {
	s.f.Go(frame.Target{Place: frame.Calendar, Patient: s.model.id.Raw()})
}
func (s *patientScreen) bill() {
	s.f.Go(frame.Target{Place: frame.Bill, Patient: s.model.id.Raw()})
}

// makePage goes to where pages are made from the chart; kind "" leaves the choice open.
func (s *patientScreen) makePage(kind documents.Kind) {
	s.f.Go(frame.Target{Place: frame.ChartPage, Patient: s.model.id.Raw(), Text: string(kind)})
}

func (s *patientScreen) write() {
	s.f.Go(frame.Target{Place: frame.Letter, Patient: s.model.id.Raw()})
}
func (s *patientScreen) edit() {
	s.f.Go(frame.Target{Place: frame.Register, Patient: s.model.id.Raw()})
}

func (s *patientScreen) walkIn() {
	walkIn(s.f, newRegisterModel(s.f.Session), s.model.id, nameOf(s.f.Session, s.page.Patient))
}

// walkIn marks a patient as here, says the token, and goes to the board.
func walkIn(f *frame.Frame, m *registerModel, id patients.ID, name string) {
	frame.Save(f, func(ctx context.Context) (schedule.Appointment, error) { return m.WalkIn(ctx, id) }, func(a schedule.Appointment, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Go(frame.Target{Place: frame.Today})
		f.Done(f.Text("patients_screen.is_here", "Name", name, "Token", a.Token), func() {
			frame.Save(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, m.UndoWalkIn(ctx, a) }, func(_ struct{}, err error) {
				f.Fail(err)
				f.Reload()
			})
		})
	})
}

// retract takes back a registration that should not be, with a reason.
func (s *patientScreen) retract() {
	f, p := s.f, s.page.Patient
	f.Prompt(f.Text("patients_screen.retract_title", "Name", nameOf(f.Session, p)), f.Text("patients_screen.retract_text"), f.Text("patients_screen.retract"), kit.Danger, func(reason string) {
		frame.Save(f, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.model.Retract(ctx, p.Version, reason)
		}, func(_ struct{}, err error) {
			if err != nil {
				f.Fail(err)
				return
			}
			f.Back()
			f.Done(f.Text("patients_screen.retracted", "Name", nameOf(f.Session, p)), nil)
		})
	})
}
