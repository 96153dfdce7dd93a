package visit

import (
	"strings"

	"fyne.io/fyne/v2"

	"satchel/data/value"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// vitalRow is the row of vital signs: the values and Tab. Below it stands what should be looked at twice.
type vitalRow struct {
	o       *openPage
	content fyne.CanvasObject
	entries map[string]*kit.Field
	index   *kit.Text // body mass index
	below   *fyne.Container
	shown   int               // sentences below the row
	wrong   map[string]string // sentences by field: cannot be kept
	odd     map[string]string // sentences by field: rare
	saved   []string          // warnings of the last save, which has seen earlier values too
}

func newVitalRow(o *openPage) *vitalRow {
	r := &vitalRow{o: o, entries: map[string]*kit.Field{}, index: kit.NewText("–", kit.Strong), below: kit.Column(2), wrong: map[string]string{}}
	var cells []fyne.CanvasObject
	var weights []float32
	row := o.page.rowOf(o.f.Session.Today())
	for _, v := range row {
		unit := ""
		perMinute := v.unit == "/min" && len(row) == len(vitalFields)
		if v.field != fieldPressure && !perMinute { // everybody knows, and the row needs the room
			unit = o.f.Text("visit.unit." + v.field)
		}
		field := kit.NewField(o.f.Text("visit.vital."+v.field), unit)
		field.Entry.MaxRunes = 12
		field.Entry.Filter = func(c rune) bool { return strings.ContainsRune("0123456789.,/ -CFcf°kgm%in", c) }
		field.Entry.OnFocus = func(focused bool) {
			if !focused {
				r.done(v.field)
			}
		}
		o.add(v.field, field)
		r.entries[v.field] = field
		cells, weights = append(cells, field), append(weights, 1)
		if v.field == fieldPressure {
			weights[len(weights)-1] = 1.2
		}
	}
	index := kit.Column(3, kit.NewText(o.f.Text("visit.vital.mass_index"), kit.Label), kit.Fixed(44, 30, kit.Row(0, r.index)))
	cells, weights = append(cells, index), append(weights, 0.6)
	r.content = kit.Column(kit.Gap, kit.Share(kit.Gap, weights, cells...), r.below)
	return r
}

// changed looks at what is typed as far as it goes; a number that is still being typed is not called wrong yet.
func (r *vitalRow) changed(field string) {
	if r.entries[field] == nil {
		return
	}
	delete(r.wrong, field)
	r.refresh()
}

// done looks at a value that was typed to its end, and keeps the row.
func (r *vitalRow) done(field string) {
	o := r.o
	if o.left || o.ending {
		return
	}
	_, wrong := vitalWarnings(o.f.Session, o.typed(), o.page.Patient.BirthDate)
	if sentence := wrong[field]; sentence != "" {
		r.setError(field, sentence)
		return
	}
	if len(wrong) == 0 && strings.TrimSpace(r.entries[field].Value()) != o.page.Record[field] {
		o.save(nil)
	}
}

// setError says below the row what is wrong with one of its fields; false where it is none of them.
func (r *vitalRow) setError(field, sentence string) bool {
	if r.entries[field] == nil {
		return false
	}
	r.wrong[field] = sentence
	r.refresh()
	return true
}

// warn takes the warnings of a save.
func (r *vitalRow) warn(warnings value.Problems) {
	r.saved = nil
	for _, w := range warnings {
		r.saved = append(r.saved, r.o.f.Text(w.Key, w.Args...))
	}
	r.refresh()
}

// refresh shows the index and what to look at.
func (r *vitalRow) refresh() {
	o := r.o
	r.odd, _ = vitalWarnings(o.f.Session, o.typed(), o.page.Patient.BirthDate)
	index := "–"
	if q := massIndex(o.f.Session, o.page, o.typed()); !q.IsZero() {
		index = q.Value.String()
	}
	r.index.SetText(index)
	r.below.Objects = nil
	seen := map[string]bool{}
	say := func(sentence string, role kit.Role, tone fyne.ThemeColorName) {
		if sentence == "" || seen[sentence] {
			return
		}
		seen[sentence] = true
		line := kit.NewParagraph(sentence, role)
		line.Color = tone
		r.below.Objects = append(r.below.Objects, line)
	}
	for _, v := range vitalFields {
		if sentence := r.wrong[v.field]; sentence != "" {
			say(o.f.Text("visit.vital."+v.field)+": "+sentence, kit.Mistake, "")
		}
		say(r.odd[v.field], kit.Caption, theme.Alert.Text())
	}
	for _, sentence := range r.saved {
		say(sentence, kit.Caption, theme.Alert.Text())
	}
	r.below.Hidden = len(r.below.Objects) == 0
	r.below.Refresh()
	if r.shown != len(r.below.Objects) { // the row grew or shrank
		r.shown = len(r.below.Objects)
		o.relayout()
	}
}
