package frame

import "time"

// DraftPause is how long after the first unsaved letter a draft is kept, so that with the write it is at most two seconds behind the
// typing.
const DraftPause = 1500 * time.Millisecond

// DraftTimer paces the drafts of a form. It does not wait for the typing to rest: who types without a pause would have no draft.
type DraftTimer struct {
	f    *Frame
	keep func()
	stop func() // nil while nothing waits
}

// DraftTimer makes a timer that calls keep on the window's goroutine, unless the place was left by then.
func (f *Frame) DraftTimer(keep func()) *DraftTimer { return &DraftTimer{f: f, keep: keep} }

// Changed notes that something was typed.
func (t *DraftTimer) Changed() {
	if t.stop != nil {
		return
	}
	t.stop = t.f.After(DraftPause, func() {
		t.stop = nil
		t.keep()
	})
}

// Stop gives up what waits: the form is saved, or keeps its draft at once.
func (t *DraftTimer) Stop() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}
