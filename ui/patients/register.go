package patients

import (
	"context"
	"maps"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

const (
	duplicatePause = 250 * time.Millisecond
	shownSame      = 3 // who may be the same, each with a key of its own
)

// registerScreen is the form of a new patient; of one that is corrected where the target names a patient.
type registerScreen struct {
	f       *frame.Frame
	model   *registerModel
	to      frame.Target
	correct bool

	content fyne.CanvasObject
	title   *kit.Text
	unknown *kit.Button
	notice  *fyne.Container // what was restored, or waits
	form    *kit.Form
	side    *fyne.Container

	sheet   sheet
	ready   bool // the form holds the sheet
	touched bool // typed into since the last draft
	saving  bool
	left    bool
	waiting *sheet
	same    []patients.Duplicate
	asked   int // generation of the newest question for duplicates

	draftTimer  *frame.DraftTimer
	sameTimer   func()
	finishNames []func()
}

func openRegister(f *frame.Frame, to frame.Target) frame.Screen {
	s := &registerScreen{f: f, model: newRegisterModel(f.Session), to: to, correct: !to.Patient.IsZero(), sameTimer: func() {}}
	s.draftTimer = f.DraftTimer(s.keepDraft)
	s.title = kit.NewText(f.Text("patients_screen.register"), kit.Title)
	s.unknown = kit.NewIconButton("help", f.Text("patients_screen.unknown"), kit.Standard, s.toggleUnknown).WithKey("F4")
	s.notice = container.NewStack()
	s.side = container.NewStack()
	s.form = s.buildForm()
	s.form.OnChanged = s.changed
	s.form.OnSubmit = s.enter
	s.form.OnCancel = func() { f.Key(frame.KeyEscape) }
	card := kit.NewCard("", kit.NewScroll(s.form, s.form))
	body := kit.Share(kit.GapLarge, []float32{2.2, 1}, kit.Over(card, s.foot()), kit.NewScroll(s.side))
	s.content = kit.Page(kit.Column(kit.Gap, kit.Row(kit.GapLarge, s.title, kit.Spacer(), s.unknown), s.notice), body)
	return s
}

// enter saves; in a form that holds hardly more than a name it goes on to the next field, as people expect who know no Tab.
func (s *registerScreen) enter() {
	v := s.form.Values()
	if !s.correct && !s.sheet.Unidentified && v[fieldBirthDate] == "" && v[fieldPhone] == "" && v[fieldGiven] != "" {
		if canvas := fyne.CurrentApp().Driver().CanvasForObject(s.form); canvas != nil {
			canvas.FocusNext()
			return
		}
	}
	s.save(s.openPatient)
}

// foot is what can be done with the form.
func (s *registerScreen) foot() fyne.CanvasObject {
	f := s.f
	if s.correct {
		return kit.Row(kit.Gap, kit.NewButton(f.Text("patients_screen.save"), kit.Primary, func() { s.save(s.openPatient) }).WithKey("Ctrl+Enter"))
	}
	buttons := []fyne.CanvasObject{kit.NewButton(f.Text("patients_screen.save"), kit.Primary, func() { s.save(s.openPatient) }).WithKey("Ctrl+Enter")}
	if f.Has(frame.Calendar) && f.Session.May(action.Book) {
		buttons = append(buttons, kit.NewIconButton("calendar", f.Text("patients_screen.save_book"), kit.Standard, func() { s.save(s.book) }).WithKey("F2"))
	}
	if label := s.hereLabel(); label != "" {
		buttons = append(buttons, kit.NewIconButton("arrow-right", f.Text(label), kit.Standard, func() { s.save(s.here) }).WithKey("F3"))
	}
	return kit.Row(kit.Gap, buttons...)
}

// hereLabel names what is done with somebody who is here already: the doctor begins, the desk gives out a token.
func (s *registerScreen) hereLabel() string {
	switch {
	case s.f.Has(frame.Visit) && s.f.Session.May(action.WriteChart):
		return "patients_screen.save_visit"
	case s.f.Session.May(action.Arrive):
		return "patients_screen.save_walk_in"
	}
	return ""
}

func (s *registerScreen) Content() fyne.CanvasObject { return s.content }

func (s *registerScreen) Shown() {
	frame.Load(s.f, func(ctx context.Context) (begun, error) {
		if s.correct {
			return s.model.BeginCorrection(ctx, patients.ID(s.to.Patient))
		}
		return s.model.Begin(ctx, s.to.Text)
	}, func(b begun, err error) {
		if err != nil {
			s.f.Fail(err)
			return
		}
		s.begin(b)
	})
}

// begin fills the form.
func (s *registerScreen) begin(b begun) {
	s.fill(b.Sheet)
	s.ready = true
	f := s.f
	switch {
	case !b.Restored.IsZero():
		s.showNotice(theme.Info, f.Text("patients_screen.restored", "When", f.Session.Moment(b.Restored)), f.Text("patients_screen.start_empty"), s.giveUp)
	case b.Waiting != nil:
		s.waiting = b.Waiting
		s.showNotice(theme.Info, f.Text("patients_screen.waiting", "When", f.Session.Moment(b.WaitingFrom)), f.Text("patients_screen.go_on"), s.goOn)
	}
	if s.correct {
		s.title.SetText(f.Text("patients_screen.correct", "Name", nameOf(f.Session, b.Sheet.Base)))
		s.form.FocusFirst()
		s.showHistory()
		return
	}
	s.focusFirstEmpty()
	s.findSame()
}

// fill shows a sheet.
func (s *registerScreen) fill(sheet sheet) {
	s.sheet = sheet.copyOf()
	all := map[string]string{}
	for key := range s.form.Values() {
		all[key] = sheet.Values[key]
	}
	if all[fieldWhose] == "" {
		all[fieldWhose] = string(patients.WhoseSelf)
	}
	if all[fieldNameChange] == "" {
		all[fieldNameChange] = nameCorrected
	}
	s.form.SetValues(all)
	s.arrange()
}

// typed is the sheet as it stands in the form.
func (s *registerScreen) typed() sheet {
	typed := s.sheet.copyOf()
	typed.Values = values(s.form.Values())
	if typed.Values[fieldPhone] == "" {
		delete(typed.Values, fieldWhose)
	}
	if !s.correct || !typed.Values.nameChanged(valuesOf(typed.Base, s.f.Session.Settings.DateOrder)) {
		delete(typed.Values, fieldNameChange)
	}
	maps.DeleteFunc(typed.Values, func(_, text string) bool { return text == "" })
	return typed
}

// arrange shows the fields that the answers so far ask for.
func (s *registerScreen) arrange() {
	v := values(s.form.Values())
	renamed := s.correct && !s.sheet.Base.Name.IsZero() && v.nameChanged(valuesOf(s.sheet.Base, s.f.Session.Settings.DateOrder))
	changed := s.show(fieldLatin, !v.nameIsLatin())
	changed = s.show(fieldNameChange, renamed) || changed
	changed = s.show(fieldStanding, s.correct) || changed
	changed = s.show(fieldDied, s.correct && v[fieldStanding] == standingDied) || changed
	label, importance := s.f.Text("patients_screen.unknown"), kit.Standard
	if s.sheet.Unidentified {
		importance = kit.Primary
		if v[fieldGender] != "" || v[fieldBirthDate] != "" {
			label = s.model.Unknown(v)
		}
	}
	s.unknown.SetImportance(importance)
	if label != s.unknown.Label() {
		s.unknown.SetLabel(label)
		changed = true
	}
	if changed {
		s.form.Refresh()
		s.content.Refresh()
	}
}

// show shows or hides a field, and returns whether that changed anything.
func (s *registerScreen) show(field string, visible bool) bool {
	input := s.form.Input(field)
	if input.Visible() == visible {
		return false
	}
	if visible {
		input.Show()
	} else {
		input.Hide()
	}
	return true
}

// focusFirstEmpty puts the keyboard where typing goes on.
func (s *registerScreen) focusFirstEmpty() {
	for _, field := range []string{fieldGiven, fieldFamily, fieldLatin, fieldBirthDate, fieldGender, fieldPhone} {
		input := s.form.Input(field)
		skip := s.sheet.Unidentified && (field == fieldGiven || field == fieldFamily) || field == fieldFamily && s.form.Input(fieldGiven).Value() != ""
		if input.Visible() && input.Value() == "" && !skip {
			kit.Focus(input.FocusTarget())
			return
		}
	}
	s.form.FocusFirst()
}

// changed keeps what is typed, and looks whether the patient is here already.
func (s *registerScreen) changed(field string) {
	if !s.ready {
		return
	}
	s.touched = true
	if strings.HasPrefix(field, "name.") || field == fieldBirthDate || field == fieldPhone {
		s.sheet.Acknowledged = false
	}
	s.arrange()
	s.draftTimer.Changed()
	s.sameTimer()
	s.sameTimer = s.f.After(duplicatePause, s.findSame)
}

func (s *registerScreen) keepDraft() {
	if !s.touched {
		return
	}
	s.touched = false
	typed := s.typed()
	frame.Save(s.f, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.model.SaveDraft(ctx, typed) }, func(_ struct{}, err error) {
		s.f.Fail(err)
	})
}

func (s *registerScreen) Leave() {
	s.left = true
	s.draftTimer.Stop()
	s.sameTimer()
	if s.ready && !s.saving && s.touched {
		s.f.Toast(s.f.Text("patients_screen.kept"), theme.Info)
	}
	s.keepDraft()
}

func (s *registerScreen) Key(key frame.Key) bool {
	switch {
	case key == frame.KeySave, key == frame.KeyFinish:
		s.save(s.openPatient)
	case key == "F2" && !s.correct && s.f.Has(frame.Calendar):
		s.save(s.book)
	case key == "F3" && !s.correct && s.hereLabel() != "":
		s.save(s.here)
	case key == "F4":
		s.toggleUnknown()
	case key == "F5":
		s.openSame(0)
	case key == "F6":
		s.openSame(1)
	case key == "F7":
		s.openSame(2)
	case key == frame.KeyNew && !s.correct:
		// already here: what is typed is not thrown away for an empty form
	default:
		return false
	}
	return true
}

// toggleUnknown says that nobody knows the name, or that somebody does.
func (s *registerScreen) toggleUnknown() {
	s.sheet.Unidentified = !s.sheet.Unidentified
	s.form.SetErrors(nil)
	s.changed(fieldGiven)
	s.focusFirstEmpty()
}

// goOn puts the unfinished registration into the form; the present one waits in its stead.
func (s *registerScreen) goOn() {
	s.touched = s.touched || !s.typed().Values.empty()
	s.keepDraft()
	s.fill(*s.waiting)
	s.waiting = nil
	s.notice.Objects = nil
	s.content.Refresh()
	s.focusFirstEmpty()
	s.findSame()
}

// showNotice says something above the form, with an action where do is not nil.
func (s *registerScreen) showNotice(tone theme.Tone, text, action string, do func()) {
	icon := "info"
	if tone == theme.Alert {
		icon = "warn"
	}
	words := kit.NewParagraph(text, kit.Body)
	words.Color = tone.Text()
	var button fyne.CanvasObject
	if do != nil {
		button = kit.NewButton(action, kit.Quiet, do)
	}
	s.notice.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, kit.NewIcon(icon, tone.Text(), 18), button, kit.Inset(4, 5, words))}
	s.content.Refresh()
}
