package visit

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"satchel/ui/frame"
	"satchel/ui/kit"
)

// asker feeds an entry with rows from the record. Enter waits for the rows of the text as it stands: whoever types fast must not
// take what an earlier letter had found.
type asker[T any] struct {
	f       *frame.Frame
	suggest *kit.Suggest
	find    func(ctx context.Context, text string) ([]T, error)
	row     func(T) kit.Suggestion
	chosen  func(T)

	found           []T
	asked, answered int
	held            bool
}

// connect makes the asker the source of its entry.
func (a *asker[T]) connect() {
	a.suggest.OnQuery = a.ask
	a.suggest.OnChosen = func(row kit.Suggestion) {
		if index, err := strconv.Atoi(row.Key); err == nil && index >= 0 && index < len(a.found) {
			a.chosen(a.found[index])
		}
	}
	a.suggest.After = func(d time.Duration, fn func()) func() { return a.f.Stage.After(d, fn) }
	inner := a.suggest.Entry.OnKey
	a.suggest.Entry.OnKey = func(event *fyne.KeyEvent) bool {
		enter := event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
		if enter && a.suggest.Entry.Text != "" && a.asked != a.answered {
			a.held = true
			return true
		}
		a.held = false
		return inner(event)
	}
}

func (a *asker[T]) ask(generation int, text string) {
	a.asked = generation
	frame.Load(a.f, func(ctx context.Context) ([]T, error) { return a.find(ctx, text) }, func(found []T, err error) {
		if generation != a.asked {
			return
		}
		a.answered = generation
		held := a.held
		a.held = false
		if err != nil {
			a.suggest.SetNote(generation, a.f.Session.Problem(err).Text)
			return
		}
		a.found = found
		rows := make([]kit.Suggestion, len(found))
		for i, f := range found {
			rows[i] = a.row(f)
			rows[i].Key = strconv.Itoa(i)
		}
		a.suggest.SetResults(generation, rows)
		if held && len(found) > 0 {
			a.suggest.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	})
}
