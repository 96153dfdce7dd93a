package frame

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/patients"
	"satchel/ui/kit"
)

// searchBox is the one box at the top: a patient by name, phone, number or birth date, or a command. Where nothing matches, Enter
// takes the text to the registration form.
type searchBox struct {
	f       *Frame
	suggest *kit.Suggest
	model   searchModel

	hits     []hit
	asked    int // generation of the last question
	answered int // generation of the last answer
	held     bool
	cancel   context.CancelFunc
}

func newSearchBox(f *Frame) *searchBox {
	b := &searchBox{f: f, suggest: kit.NewSuggest(f.Text("frame.search")), cancel: func() {}}
	b.model.session = f.Session
	for _, p := range f.railPlaces() {
		b.model.commands = append(b.model.commands, command{f.Text(p.Label), p.Icon, Target{Place: p.Name}})
	}
	if f.Has(Register) {
		b.model.commands = append(b.model.commands, command{f.Text("frame.new_patient"), "plus", Target{Place: Register}})
	}
	b.suggest.Entry.MaxRunes = patients.QueryLength
	b.suggest.After = func(d time.Duration, fn func()) func() { return f.Stage.After(d, fn) }
	b.suggest.OnQuery = b.ask
	b.suggest.OnChosen = func(row kit.Suggestion) { b.choose(row.Key) }
	b.suggest.OnText = b.register
	inner := b.suggest.Entry.OnKey
	b.suggest.Entry.OnKey = func(event *fyne.KeyEvent) bool { return b.typedKey(event) || inner(event) }
	return b
}

// typedKey holds Enter back while the rows in view still belong to an older text: whoever types fast must not open the patient
// that an earlier letter had found.
func (b *searchBox) typedKey(event *fyne.KeyEvent) bool {
	enter := event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
	b.held = enter && b.asked != b.answered
	if event.Name == fyne.KeyEscape && len(b.suggest.Offered()) == 0 {
		b.suggest.SetValue("")
		b.f.focusBody()
		return true
	}
	return b.held
}

func (b *searchBox) ask(generation int, text string) {
	b.cancel()
	ctx, cancel := context.WithCancel(context.Background())
	b.cancel, b.asked = cancel, generation
	f := b.f
	f.touch()
	f.run(func() {
		found, err := guarded(ctx, func(ctx context.Context) ([]hit, error) { return b.model.find(ctx, text) })
		f.do(func() {
			if generation == b.asked && f.search == b {
				f.guardResult(err, func() { b.show(generation, text, found, err) })
			}
		})
	})
}

func (b *searchBox) show(generation int, text string, found []hit, err error) {
	b.hits, b.answered = found, generation
	held := b.held
	b.held = false
	switch {
	case err != nil:
		b.suggest.SetNote(generation, b.f.Session.Problem(err).Text)
	case held && len(found) > 0:
		b.choose("0")
	case held:
		b.register(text)
	case len(found) == 0:
		note := "frame.search_none"
		if b.f.Has(Register) {
			note = "frame.search_register"
		}
		b.suggest.SetNote(generation, b.f.Text(note))
	default:
		rows := make([]kit.Suggestion, len(found))
		for i, h := range found {
			rows[i] = kit.Suggestion{Key: strconv.Itoa(i), Title: h.title, Subtitle: h.subtitle, Right: h.right, Icon: h.icon}
		}
		b.suggest.SetResults(generation, rows)
	}
}

func (b *searchBox) choose(key string) {
	index, err := strconv.Atoi(key)
	if err != nil || index < 0 || index >= len(b.hits) {
		return
	}
	to := b.hits[index].target
	b.suggest.SetValue("")
	b.f.Go(to)
}

// register takes what was typed to the registration form.
func (b *searchBox) register(text string) {
	if !b.f.Has(Register) {
		return
	}
	b.suggest.SetValue("")
	b.f.Go(Target{Place: Register, Text: text})
}

// FocusSearch gives the search box the keyboard, its text marked.
func (f *Frame) FocusSearch() {
	kit.Focus(f.search.suggest.FocusTarget())
	f.search.suggest.Entry.SelectAll()
}

// focusBody takes the keyboard from the search box; the window's keys go on working.
func (f *Frame) focusBody() {
	if f.window != nil {
		f.window.Canvas().Unfocus()
	}
}
