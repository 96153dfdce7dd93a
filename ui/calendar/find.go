package calendar

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"satchel/data/patients"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// finder is the field of a form that finds a patient while one types. Enter chooses the marked one; once more, it sends the form.
type finder struct {
	// Field is what stands in the form.
	Field *kit.Suggest
	// Chosen is the patient of the form; zero while none is.
	Chosen patients.ID
	// OnChosen is told whenever Chosen changes.
	OnChosen func()
	// OnSubmit is called on Enter where a patient is chosen.
	OnSubmit func()
	// OnNobody gets a text that finds nobody, on Enter.
	OnNobody func(text string)

	f        *frame.Frame
	name     string // what the entry holds while the chosen one stands
	rows     []patients.Row
	asked    int // generation of the last question
	answered int // generation of the last answer
	held     bool
	cancel   context.CancelFunc
}

func newFinder(f *frame.Frame, label string) *finder {
	d := &finder{Field: kit.NewSuggestField(label, ""), f: f, cancel: func() {}}
	d.Field.Entry.SetPlaceHolder(f.Text("calendar.find"))
	d.Field.Entry.MaxRunes = patients.QueryLength
	d.Field.After = f.Stage.After
	d.Field.OnQuery = d.ask
	d.Field.OnChosen = d.take
	d.Field.OnText = d.enter
	inner := d.Field.Entry.OnKey
	d.Field.Entry.OnKey = func(event *fyne.KeyEvent) bool { return d.hold(event) || inner(event) }
	return d
}

// Set puts a patient into the field.
func (d *finder) Set(id patients.ID, name string) {
	d.Chosen, d.name = id, name
	d.Field.SetValue(name)
}

// Changed is to be called where the form's text changed: a chosen patient whose name is typed over is no longer meant.
func (d *finder) Changed() {
	if !d.Chosen.IsZero() && d.Field.Value() != d.name {
		d.Chosen = patients.ID{}
		d.OnChosen()
	}
}

// hold keeps Enter back while the rows in view belong to an older text: whoever types fast must not book the patient that an
// earlier letter had found.
func (d *finder) hold(event *fyne.KeyEvent) bool {
	enter := event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
	d.held = enter && d.asked != d.answered
	return d.held
}

func (d *finder) ask(generation int, text string) {
	d.cancel()
	question, cancel := context.WithCancel(context.Background())
	d.cancel, d.asked = cancel, generation
	frame.Load(d.f, func(scope context.Context) ([]patients.Row, error) {
		ctx, stop := context.WithCancel(scope)
		defer stop()
		defer context.AfterFunc(question, stop)()
		return find(ctx, d.f.Session, text)
	}, func(rows []patients.Row, err error) {
		if generation == d.asked {
			d.show(generation, rows, err)
		}
	})
}

func (d *finder) show(generation int, rows []patients.Row, err error) {
	d.rows, d.answered = rows, generation
	session := d.f.Session
	switch {
	case err != nil:
		d.Field.SetNote(generation, session.Problem(err).Text)
	case len(rows) == 0:
		d.Field.SetNote(generation, session.Text(d.nobody()))
	default:
		offered := make([]kit.Suggestion, len(rows))
		for i, row := range rows {
			offered[i] = kit.Suggestion{Key: strconv.Itoa(i), Title: session.PatientName(row), Subtitle: apart(session, row), Right: row.Number, Icon: "patient"}
		}
		d.Field.SetResults(generation, offered)
	}
	if held := d.held; held {
		d.held = false
		d.Field.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
}

func (d *finder) nobody() string {
	if d.f.Has(frame.Register) {
		return "calendar.find_register"
	}
	return "calendar.find_nobody"
}

func (d *finder) take(row kit.Suggestion) {
	index, err := strconv.Atoi(row.Key)
	if err != nil || index < 0 || index >= len(d.rows) {
		return
	}
	d.Chosen, d.name = d.rows[index].ID, row.Title
	d.answered = d.asked
	d.OnChosen()
}

// enter is Enter where no row is marked.
func (d *finder) enter(text string) {
	switch {
	case !d.Chosen.IsZero():
		d.OnSubmit()
	case len(d.rows) > 0: // offered, and put away with Esc
		d.show(d.asked, d.rows, nil)
	case d.f.Has(frame.Register):
		d.OnNobody(text)
	}
}
