package visit

import (
	"context"

	"satchel/ui/frame"
)

// writes does the writes of one page one after the other, so that none meets the version that another one has just made.
type writes struct {
	busy  bool
	queue []func(done func())
}

// add takes a job, which calls done when it has ended, on the window's goroutine.
func (w *writes) add(job func(done func())) {
	w.queue = append(w.queue, job)
	w.next()
}

func (w *writes) next() {
	if w.busy || len(w.queue) == 0 {
		return
	}
	job := w.queue[0]
	w.queue = w.queue[1:]
	w.busy = true
	job(func() {
		w.busy = false
		w.next()
	})
}

// write adds a write whose work is made when its turn has come: it sees what the ones before it left.
func write[T any](f *frame.Frame, w *writes, begin func() func(context.Context) (T, error), then func(T, error)) {
	w.add(func(done func()) {
		frame.Save(f, begin(), func(result T, err error) {
			defer done()
			then(result, err)
		})
	})
}
