package visit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// openPage is a visit that is being written. All of it runs on the window's goroutine.
type openPage struct {
	f     *frame.Frame
	model *visitModel
	page  page
	show  func(fyne.CanvasObject)

	writes writes
	inputs map[string]kit.Input
	banner *kit.Banner
	notice *fyne.Container
	state  *kit.Text
	keys   *kit.Text
	scroll *kit.Scroll
	column *fyne.Container
	beside *fyne.Container // what is known of the patient

	vitals       *vitalRow
	diagnosis    *diagnosisCard
	prescription *prescriptionCard
	charges      *chargeCard

	phrases   map[string]string
	kept      sheet // the typing as it was last saved
	timer     func()
	waiting   bool // for the timer
	expanding bool
	left      bool
	ending    bool // the visit is being signed
	readying  bool // the sheet before that is on its way
}

func newOpenPage(f *frame.Frame, model *visitModel, p page, show func(fyne.CanvasObject)) *openPage {
	o := &openPage{f: f, model: model, page: p, show: show, inputs: map[string]kit.Input{}, timer: func() {}, kept: p.Record, phrases: phrases(f.Text)}
	finish := kit.NewIconButton("check", f.Text("visit.finish"), kit.Primary, o.beginFinish).WithKey("Ctrl+Enter")
	actions := []fyne.CanvasObject{finish}
	if mayWriteLetter(f) {
		actions = []fyne.CanvasObject{kit.NewIconButton("note", f.Text("letter.write"), kit.Standard, o.writeLetter).WithKey("Ctrl+E"), finish}
	}
	o.banner = kit.NewBanner(p.identity(f.Session), actions...)
	o.notice, o.beside = container.NewStack(), container.NewStack()
	o.state, o.keys = kit.NewCaption(""), kit.NewCaption(f.Text("visit.keys"))

	o.addText(fieldReason, kit.NewField(f.Text("visit.reason"), ""), chart.ReasonLength)
	o.addText(fieldNote, kit.NewTextField(f.Text("visit.note"), f.Text("visit.note_hint"), 5), chart.NoteLength)
	o.vitals = newVitalRow(o)
	o.diagnosis = newDiagnosisCard(o)
	o.prescription = newPrescriptionCard(o)
	o.addText(fieldPlan, kit.NewTextField(f.Text("visit.plan"), "", 3), chart.PlanLength)
	o.add(fieldFollowUp, kit.NewDayField(f.Text("visit.follow_up"), f.Text("visit.follow_up_hint"), f.Session.Settings.DateOrder, f.Session.Now))
	o.charges = newChargeCard(o)
	o.build()
	o.fill(p.Record)
	return o
}

// build puts the page together. The scrolled part follows the keyboard.
func (o *openPage) build() {
	note := kit.NewCard("", kit.Column(10, o.inputs[fieldReason], o.inputs[fieldNote], o.vitals.content, o.diagnosis.content))
	plan := kit.NewCard("", kit.Share(kit.GapLarge, []float32{2, 1}, o.inputs[fieldPlan], kit.Column(0, o.inputs[fieldFollowUp])))
	o.column = kit.Column(kit.GapLarge, note, o.prescription.card, plan, o.charges.card)
	o.scroll = kit.NewScroll(o.column)
	for _, input := range o.inputs {
		o.scroll.Follow(input)
	}
	for _, s := range []*kit.Suggest{o.diagnosis.suggest, o.prescription.suggest, o.charges.suggest} {
		o.scroll.Follow(s)
	}
	foot := kit.Row(kit.GapGroups, o.state, o.keys)
	body := kit.Share(kit.GapLarge, []float32{2.35, 1}, kit.Over(o.scroll, foot), kit.NewScroll(o.beside))
	o.show(kit.Page(kit.Column(kit.Gap, o.banner, o.notice), body))
}

// relayout gives the scrolled part its places anew after something in it grew: Fyne would do it with the next frame, too late for
// bringing the widget with the keyboard into view.
func (o *openPage) relayout() {
	if o.scroll == nil {
		return
	}
	o.column.Refresh()
	size := o.scroll.Size()
	o.scroll.Resize(size.SubtractWidthHeight(0, 1))
	o.scroll.Resize(size)
}

// reveal gives a widget of the scrolled part the keyboard and brings it into view.
func (o *openPage) reveal(input kit.Input) {
	o.relayout()
	kit.Focus(input.FocusTarget())
	o.scroll.Reveal(input)
}

// add takes an input into the sheet.
func (o *openPage) add(field string, input kit.Input) {
	o.inputs[field] = input
	input.Connect(func() { o.changed(field) }, o.next, nil)
}

func (o *openPage) addText(field string, input *kit.Field, limit int) {
	input.Entry.MaxRunes = limit
	o.add(field, input)
}

// next goes to the input after the one with the keyboard: Enter in a line means that it is done.
func (o *openPage) next() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o.banner); c != nil {
		c.FocusNext()
	}
}

// shown shows what was typed before, and gives the keyboard to where writing goes on.
func (o *openPage) shown() {
	f := o.f
	if o.page.Kept.Sheet != nil {
		o.fill(o.page.Kept.Sheet)
		o.showClashes(o.page.Kept.Clashes)
		o.showNotice("info", f.Text("visit.restored", "When", f.Session.Moment(o.page.Kept.When)), theme.Info)
		o.schedule()
	} else if o.page.Encounter.Practitioner != f.Session.Practitioner.ID {
		o.showNotice("info", f.Text("visit.others", "Name", f.Session.Name(o.page.Practitioner.Name)), theme.Info)
	}
	o.refresh()
	field := fieldReason
	if o.typed()[fieldReason] != "" {
		field = fieldNote
	}
	o.focus(field)
}

func (o *openPage) focus(field string) {
	o.reveal(o.inputs[field])
	if e, ok := o.inputs[field].FocusTarget().(*kit.Entry); ok {
		toEnd(e)
	}
}

// toEnd puts the cursor behind the last character, in a text of several lines too.
func toEnd(e *kit.Entry) {
	for _, key := range []fyne.KeyName{fyne.KeyPageDown, fyne.KeyEnd} {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// refresh shows what is known anew, beside the texts, which stay as they are typed.
func (o *openPage) refresh() {
	o.banner.SetIdentity(o.page.identity(o.f.Session))
	o.beside.Objects = []fyne.CanvasObject{o.contextColumn()}
	o.beside.Refresh()
	o.diagnosis.refresh()
	o.prescription.refresh()
	o.charges.refresh()
	o.vitals.refresh()
	o.showState()
}

// reread reads everything anew that is not typed.
func (o *openPage) reread() {
	frame.Load(o.f, o.model.Load, func(p page, err error) {
		if err != nil {
			o.f.Fail(err)
			return
		}
		p.Encounter, p.Vitals, p.Record = o.page.Encounter, o.page.Vitals, o.page.Record // saved with the sheet
		o.page = p
		o.refresh()
	})
}

// key handles the keys of the page.
func (o *openPage) key(key frame.Key) bool {
	switch key {
	case frame.KeyFinish:
		o.beginFinish()
	case frame.KeySave:
		o.save(func(err error) {
			if err == nil {
				o.f.Done(o.f.Text("visit.saved"), nil)
			}
		})
	case frame.KeyPrint:
		if !o.f.Has(frame.ChartPage) || !o.f.Session.May(action.IssueFromChart) {
			return false
		}
		o.save(func(err error) {
			if err == nil && !o.left {
				goToSummary(o.f, o.page.Encounter)
			}
		})
	case frame.KeyWrite:
		o.writeLetter()
	case "F2":
		o.focus(fieldNote)
	case "F3":
		o.focus(fieldPressure)
	case "F4":
		o.reveal(o.prescription.suggest)
	case "F5":
		o.prescription.repeat()
	case "F6":
		o.reveal(o.diagnosis.suggest)
	case "F7":
		o.askAllergies()
	case "F8":
		o.focus(fieldPlan)
	case "F9":
		o.reveal(o.charges.suggest)
	default:
		return false
	}
	return true
}
