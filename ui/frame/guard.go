package frame

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"

	"fyne.io/fyne/v2"

	"satchel/data/crash"
	"satchel/ui/kit"
)

// panicked is what a load or a save becomes whose work panicked. Its text holds nothing of the value: that may be a patient's.
type panicked struct {
	value any
	stack []byte // with arguments, for OnPanic alone
	calls []uintptr
}

func (*panicked) Error() string { return "a screen panicked" }

// guarded runs work and turns a panic into an error.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (result T, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value, debug.Stack(), crash.Stack()}
		}
	}()
	return work(ctx)
}

// guard runs a part of a screen on the window's goroutine. A panic in it does not end the program: it locks the window.
func (f *Frame) guard(part func()) {
	defer func() {
		if value := recover(); value != nil {
			f.broken(&panicked{value, debug.Stack(), crash.Stack()})
		}
	}()
	part()
}

// guardResult is guard for what follows a load or a save, whose work may have panicked itself.
func (f *Frame) guardResult(err error, then func()) {
	var p *panicked
	if errors.As(err, &p) {
		f.broken(p)
		return
	}
	f.guard(then)
}

// broken gives up the present screen: what it had typed is kept, nothing of it stays in view, and the window is locked. Whoever
// unlocks it finds a way out.
func (f *Frame) broken(p *panicked) {
	if f.OnPanic != nil {
		f.OnPanic(p.value, p.stack)
	}
	if f.OnCrash != nil {
		f.OnCrash(crash.Report{At: f.Session.Practice.Now(), Place: f.at.Place, Value: p.value, Stack: p.calls})
	}
	if left := f.current; left != nil {
		f.current = nil
		func() {
			defer func() { _ = recover() }() // it is broken already, and its drafts are at most two seconds old
			left.Leave()
		}()
	}
	f.cancel()
	f.scope, f.cancel = context.WithCancel(context.Background())
	home := kit.NewButton(f.Text("frame.broken_home"), kit.Primary, f.Home)
	f.body.Objects = []fyne.CanvasObject{kit.NewGround(kit.NewEmptyState("error", f.Text("frame.broken"), home))}
	f.body.Refresh()
	f.Lock()
	if f.lock != nil {
		f.lock.say(f.Text("frame.broken_locked"))
	}
}

// sortedFields returns the names of the fields in trouble, in a fixed order.
func sortedFields(fields map[string]string) []string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
