package printer

import (
	"context"
	"errors"
	"time"

	"satchel/data/documents"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

const (
	// ahead is how many documents may lie in the queues at once: the printer never waits, and little has to be taken back when it jams.
	// CUPS itself refuses above 500.
	ahead    = 8
	interval = 300 * time.Millisecond
	// patience is how long nothing need move in the queue of a printer that works before one stops waiting: what lies there may come out
	// at any time, and nobody has seen it.
	patience = 60 * time.Second
	// asleep is how long a printer may be offline with a job in its queue before that is more than a nap.
	asleep = 15 * time.Second
)

// batch implements frame.Batch.
type batch struct {
	printer Printer
	lying   []lying           // in the order in which they were added
	every   time.Duration     // between two looks at the queues
	pause   time.Duration     // how long that is waited for; the same, but in a test
	names   map[string]string // of printers that could print when they were first asked
}

// lying is a document that lies in a queue.
type lying struct {
	handle printing.Handle
	done   func(error)
}

func newBatch() *batch { return &batch{every: interval, pause: interval, names: map[string]string{}} }

// Batch implements frame.Printer.
func (p Printer) Batch() frame.Batch {
	b := newBatch()
	b.printer = p
	return b
}

// Add implements frame.Batch.
func (b *batch) Add(ctx context.Context, f documents.Frozen, c frame.Copy, done func(error)) error {
	job, err := b.printer.job(f, c)
	if err != nil {
		done(err)
		return err
	}
	return b.add(ctx, job, true, done)
}

// add hands a job to its printer, moved and stretched as that printer needs it where adjusted says so.
func (b *batch) add(ctx context.Context, job printing.Job, adjusted bool, done func(error)) error {
	if err := b.settle(ctx, ahead-1); err != nil {
		if errors.Is(err, printing.ErrHeld) {
			done(context.Canceled) // it was not sent after those that are held
		} else {
			done(err)
		}
		return err
	}
	name, err := b.printerFor(ctx, job.Queue)
	if err != nil {
		done(err)
		return err
	}
	if job.Queue = name; adjusted {
		job.Adjust = b.printer.Memory.Choices().Adjust[name]
	}
	handle, err := printing.Send(context.WithoutCancel(ctx), job) // half handed over is neither printed nor not
	if err != nil {
		done(err)
		return err
	}
	b.lying = append(b.lying, lying{handle, done})
	return nil
}

// printerFor returns the name of a printer, which for "" is the default one, once it was seen to be able to print.
func (b *batch) printerFor(ctx context.Context, queue string) (string, error) {
	if name, known := b.names[queue]; known {
		return name, nil
	}
	q, err := printing.Find(context.WithoutCancel(ctx), queue)
	if err == nil {
		err = q.Trouble()
	}
	if err != nil {
		return "", err
	}
	b.names[queue] = q.Name
	return q.Name, nil
}

// Finish implements frame.Batch.
func (b *batch) Finish(ctx context.Context) error { return b.settle(ctx, 0) }

// settle waits until at most so many documents lie in the queues. Where a printer has stopped, or ctx ends, all that lies there is taken
// out again, so that it does not come out behind the person's back, and the reason comes back. What can't be found out does not count
// against a document: only a printer that says that it has stopped does. What a printer holds without a reason is left there: that is
// printing.ErrHeld.
func (b *batch) settle(ctx context.Context, most int) error {
	var still, offline time.Duration
	for len(b.lying) > most {
		moved, trouble := b.look(context.WithoutCancel(ctx))
		switch {
		case len(b.lying) <= most:
			return nil
		case errors.Is(trouble, printing.ErrOffline) && offline < asleep:
			offline += b.every
		case trouble != nil:
			b.takeBack(ctx, trouble)
			return trouble
		}
		if moved {
			still, offline = 0, 0
		} else if still += b.every; still >= patience {
			for _, l := range b.lying {
				l.done(printing.ErrHeld)
			}
			b.lying = nil
			return printing.ErrHeld
		}
		select {
		case <-ctx.Done():
			b.takeBack(ctx, ctx.Err())
			return ctx.Err()
		case <-time.After(b.pause):
		}
	}
	return nil
}

// look asks each queue once, and lets go of what has left it.
func (b *batch) look(ctx context.Context) (moved bool, trouble error) {
	queues := map[string][]printing.Handle{}
	for _, l := range b.lying {
		queues[l.handle.Queue] = append(queues[l.handle.Queue], l.handle)
	}
	for queue, handles := range queues {
		progress, err := printing.Ask(ctx, queue, handles...)
		left := func(h printing.Handle) bool { return h.Queue == queue && (err != nil || !progress.Waiting[h.ID]) }
		moved = b.release(left) || moved
		if err == nil && progress.Trouble != nil && trouble == nil {
			trouble = progress.Trouble
		}
	}
	return moved, trouble
}

// release tells those that are out so.
func (b *batch) release(out func(printing.Handle) bool) (any bool) {
	var kept []lying
	for _, l := range b.lying {
		if out(l.handle) {
			any = true
			l.done(nil)
		} else {
			kept = append(kept, l)
		}
	}
	b.lying = kept
	return any
}

// takeBack takes everything out of the queues and says why.
func (b *batch) takeBack(ctx context.Context, trouble error) {
	for _, l := range b.lying {
		_ = printing.Cancel(context.WithoutCancel(ctx), l.handle) // what can't be taken back is said by the printer when it works again
		l.done(trouble)
	}
	b.lying = nil
}
