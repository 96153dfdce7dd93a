package visit

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// draftPause is how long after the first unsaved letter the typing is kept: a draft is at most 2 s behind.
const draftPause = 1500 * time.Millisecond

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
}

func newOpenPage(f *frame.Frame, model *visitModel, p page, show func(fyne.CanvasObject)) *openPage {
	o := &openPage{f: f, model: model, page: p, show: show, inputs: map[string]kit.Input{}, timer: func() {}, kept: p.Record, phrases: phrases(f.Text)}
	finish := kit.NewIconButton("check", f.Text("visit.finish"), kit.Primary, o.beginFinish).WithKey("Ctrl+Enter")
	o.banner = kit.NewBanner(p.identity(f.Session), finish)
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

// fill shows a sheet.
func (o *openPage) fill(s sheet) {
	for field, input := range o.inputs {
		input.SetValue(s[field])
	}
	o.vitals.refresh()
}

// typed is the sheet as it stands on the page.
func (o *openPage) typed() sheet {
	s := sheet{}
	for field, input := range o.inputs {
		if text := input.Value(); text != "" {
			s[field] = text
		}
	}
	return s
}

// changed keeps what is typed, soon.
func (o *openPage) changed(field string) {
	if field == fieldNote || field == fieldPlan {
		o.expand(field)
	}
	o.vitals.changed(field)
	o.schedule()
	o.showState()
}

func (o *openPage) schedule() {
	if !o.waiting {
		o.waiting = true
		o.timer = o.f.After(draftPause, func() {
			o.waiting = false
			o.keep()
		})
	}
}

// expand replaces an abbreviation that was just typed by its words.
func (o *openPage) expand(field string) {
	input, ok := o.inputs[field].(*kit.Field)
	if !ok || o.expanding {
		return
	}
	o.expanding = true
	defer func() { o.expanding = false }()
	e := input.Entry
	runes := []rune(e.Text)
	before := string(runes[:min(e.CursorTextOffset(), len(runes))])
	after, found := expand(before, o.phrases)
	if !found {
		return
	}
	same := 0 // runes that stay
	old, fresh := []rune(before), []rune(after)
	for same < len(old) && same < len(fresh) && old[same] == fresh[same] {
		same++
	}
	for range old[same:] {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range fresh[same:] {
		e.TypedRune(r)
	}
}

// keep writes the draft where something is not saved.
func (o *openPage) keep() {
	if o.ending || o.typed().equal(o.kept) {
		return
	}
	write(o.f, &o.writes, func() func(context.Context) (struct{}, error) {
		typed, base := o.typed(), o.page.Record
		return func(ctx context.Context) (struct{}, error) { return struct{}{}, o.model.KeepDraft(ctx, typed, base) }
	}, func(_ struct{}, err error) {
		o.f.Fail(err)
		o.showState()
	})
}

// save puts the sheet into the record, then calls then where it could. What is wrong is said beside its field.
func (o *openPage) save(then func()) {
	var typed sheet
	write(o.f, &o.writes, func() func(context.Context) (saved, error) {
		typed = o.typed()
		base := o.page
		if typed.equal(o.kept) {
			return func(context.Context) (saved, error) { return saved{base.Encounter, base.Vitals, base.Record, nil}, nil }
		}
		return func(ctx context.Context) (saved, error) { return o.model.Save(ctx, typed, base) }
	}, func(s saved, err error) {
		switch {
		case err != nil && o.left:
			o.f.Fail(err)
		case isVersionConflict(err):
			o.reconcile(typed)
		case err != nil:
			o.fail(err)
		default:
			o.page.Encounter, o.page.Vitals, o.page.Record, o.kept = s.Encounter, s.Vitals, s.Record, typed
			if !o.left {
				o.vitals.warn(s.Warnings)
				o.showState()
			}
			if then != nil {
				then()
			}
		}
	})
}

func (o *openPage) fail(err error) {
	o.schedule() // the typing stays kept
	problem := o.f.Session.Problem(err)
	wrong := errorFields(problem.Fields)
	if len(wrong) == 0 {
		o.f.Fail(err)
		return
	}
	first := ""
	for _, field := range fields() {
		if sentence := wrong[field]; sentence != "" {
			o.setError(field, sentence)
			if first == "" {
				first = field
			}
			delete(wrong, field)
		}
	}
	if len(wrong) > 0 {
		o.f.Fail(err)
	}
	if first != "" {
		o.focus(first)
	}
	o.state.SetText(o.f.Text("visit.state_wrong"))
	o.state.SetColor(theme.ColorError)
	o.keys.Hide()
}

func (o *openPage) setError(field, sentence string) {
	if !o.vitals.setError(field, sentence) {
		o.inputs[field].SetError(sentence)
	}
}

// isVersionConflict tells whether somebody else saved the same thing meanwhile.
func isVersionConflict(err error) bool {
	var known *store.Error
	return errors.As(err, &known) && known.Code == store.Conflict && known.Key == "error.store.conflict"
}

// reconcile takes over what somebody else wrote meanwhile. A field that both wrote keeps what was typed here, and says so.
func (o *openPage) reconcile(typed sheet) {
	before := o.page.Record
	frame.Load(o.f, o.model.Load, func(p page, err error) {
		if err != nil {
			o.f.Fail(err)
			return
		}
		if p.Encounter.Status != chart.EncounterInProgress || p.Encounter.Retracted {
			o.f.Reload()
			return
		}
		merged, clashes := typed.rebase(before, p.Record)
		p.Kept = kept{}
		o.page, o.kept = p, p.Record
		o.fill(merged)
		o.refresh()
		o.showClashes(clashes)
		o.showNotice("warn", o.f.Text("visit.merged"), theme.Alert)
		o.schedule()
	})
}

func (o *openPage) showClashes(clashes map[string]string) {
	for field, now := range clashes {
		if now == "" {
			now = "–"
		}
		o.setError(field, o.f.Text("visit.clash", "Now", shortened(now, 200)))
	}
}

func (o *openPage) showNotice(icon, text string, tone theme.Tone) {
	o.notice.Objects = []fyne.CanvasObject{kit.Row(kit.Gap, kit.NewIconChip(icon, text, tone), kit.Spacer())}
	o.notice.Refresh()
}

// showState says in small letters that nothing is lost.
func (o *openPage) showState() {
	key := "visit.state_saved"
	switch {
	case o.left:
		return
	case o.waiting && !o.typed().equal(o.kept):
		key = "visit.state_typing"
	case !o.typed().equal(o.kept):
		key = "visit.state_kept"
	}
	o.keys.Show()
	o.state.SetColor("")
	o.state.SetText(o.f.Text(key))
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
		o.save(func() { o.f.Done(o.f.Text("visit.saved"), nil) })
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

// leave puts what was typed into the record, and where that is not possible keeps it as it is.
func (o *openPage) leave() {
	o.timer()
	o.left = true
	typed, base := o.typed(), o.page
	if o.ending || typed.equal(o.kept) {
		return
	}
	busy := o.writes.busy // then its version is about to change: the draft is found again when the visit is opened
	frame.Save(o.f, func(ctx context.Context) (struct{}, error) {
		if !busy {
			if _, err := o.model.Save(ctx, typed, base); err == nil {
				return struct{}{}, nil
			}
		}
		return struct{}{}, o.model.KeepDraft(ctx, typed, base.Record)
	}, func(_ struct{}, err error) { o.f.Fail(err) })
}
