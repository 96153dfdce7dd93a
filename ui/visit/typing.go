package visit

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"satchel/data/chart"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

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
		o.timer = o.f.After(frame.DraftPause, func() {
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

// save puts the sheet into the record, and tells then how it went. What is wrong is said beside its field.
func (o *openPage) save(then func(error)) {
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
		}
		if then != nil {
			then(err)
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
