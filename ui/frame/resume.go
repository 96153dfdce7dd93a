package frame

import (
	"context"
	"encoding/json"
	"time"

	"satchel/data/store"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// placePause is how long a person is in a place before it is kept: on the way through it is not.
const placePause = time.Second

// keepPlace keeps where the person is, soon: after a crash the next sign-in goes there.
func (f *Frame) keepPlace() {
	f.stopPlace()
	who, at := f.Session, f.at
	f.placeTimer = f.Stage.After(placePause, func() {
		f.placeTimer = nil
		f.run(func() {
			err := savePlace(context.Background(), who, at)
			if store.CodeOf(err) == store.Locked { // signed out meanwhile
				return
			}
			f.do(func() { f.Fail(err) })
		})
	})
}

func (f *Frame) stopPlace() {
	if f.placeTimer != nil {
		f.placeTimer()
		f.placeTimer = nil
	}
}

// Begin shows the first place of the rail to who signed in a moment ago; where the program ended without a sign-out, the place in which
// the person was then, with a word about it.
func (f *Frame) Begin() {
	f.Home()
	f.resume()
}

func (f *Frame) resume() {
	who, home := f.Session, f.at
	Load(f, func(ctx context.Context) (place, error) { return placeOf(ctx, who) }, func(was place, err error) {
		if err != nil || !was.Kept {
			f.Fail(err)
			return
		}
		f.Toast(f.Text("frame.resumed"), theme.Info)
		if to := was.At; f.at == home && to != home && f.Has(to.Place) {
			f.Go(to)
		}
	})
}

// place is where somebody was; Kept is false for who signed out.
type place struct {
	Kept bool
	At   Target
}

func savePlace(ctx context.Context, who *session.Session, at Target) error {
	body, err := json.Marshal(at)
	if err != nil {
		return err
	}
	return who.Practice.SavePlace(ctx, who.Actor, body)
}

func placeOf(ctx context.Context, who *session.Session) (was place, err error) {
	body, err := who.Practice.Place(ctx, who.Actor)
	if err != nil || body == nil {
		return place{}, err
	}
	was.Kept = true
	if json.Unmarshal(body, &was.At) != nil {
		was.At = Target{} // of a version that wrote it in another way
	}
	// A place that breaks the program at once must not do so at every sign-in: it is kept again once it was shown for a while.
	return was, savePlace(ctx, who, Target{})
}
