package frame_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

// crash leaves the frame as a killed program does: nobody is signed out. The person then signs in again.
func crash(k *uitest.Kit, login string, record *[]string) *frame.Frame {
	f := k.Show(k.SignIn(login), testPlaces(record)...)
	f.Begin()
	return f
}

func TestAfterACrashOneIsWhereOneWas(t *testing.T) {
	k, f, record := open(t)
	at := frame.Target{Place: frame.Patient, Patient: store.RawID{15: 7}, Record: store.RawID{15: 9}, Text: "2"}
	f.Go(at)
	k.Pass(1500 * time.Millisecond)
	f.Go(frame.Target{Place: frame.Calendar}) // on the way through, it is not kept
	k.Pass(500 * time.Millisecond)
	f = crash(k, "doctor", record)
	if f.At() != at {
		t.Fatalf("after the crash at %+v", f.At())
	}
	if !shows(k, "stopped unexpectedly") {
		t.Error("nothing is said of it")
	}
	f.Back()
	if f.At().Place != frame.Today {
		t.Errorf("back led to %+v", f.At())
	}
	// A place that breaks the program at once is not gone to again.
	f.Go(at)
	if f = crash(k, "doctor", record); f.At().Place != frame.Today {
		t.Errorf("after a second crash at %+v", f.At())
	}
	k.Pass(2 * time.Second)
	// The other person was never there.
	if f = crash(k, "desk", record); f.At().Place != frame.Today || shows(k, "stopped unexpectedly") {
		t.Errorf("the desk is at %+v", f.At())
	}
}

func TestWhoSignedOutBeginsAnew(t *testing.T) {
	k, f, record := open(t)
	f.Go(frame.Target{Place: frame.Calendar})
	k.Pass(2 * time.Second)
	if drafts, err := k.Practice.Drafts(context.Background(), k.Owner.Actor); err != nil || len(drafts) != 0 {
		t.Errorf("the place is among the drafts: %+v, %v", drafts, err)
	}
	f.Go(frame.Target{Place: frame.Patients}) // its timer must not bring the place back
	f.Close()
	if err := k.Practice.SignOut(context.Background(), k.Owner.Actor); err != nil {
		t.Fatal(err)
	}
	k.Pass(2 * time.Second)
	if f = crash(k, "doctor", record); f.At().Place != frame.Today || shows(k, "stopped unexpectedly") {
		t.Errorf("at %+v", f.At())
	}
}

// TestTheSecondPersonResumesOverTheLock: two were at the keyboard when the program was killed.
func TestTheSecondPersonResumesOverTheLock(t *testing.T) {
	k, _, record := open(t)
	k.Pass(2 * time.Second)
	desk := k.SignIn("desk")
	f := k.Show(desk, testPlaces(record)...)
	f.Go(frame.Target{Place: frame.Calendar, Text: "desk"})
	k.Pass(2 * time.Second)
	f = crash(k, "doctor", record)
	f.Lock()
	f.Lock() // another person
	k.Type("desk")
	k.Press("Enter")
	k.Type(uitest.Password)
	k.Press("Enter")
	if f.Locked() || f.At() != (frame.Target{Place: frame.Calendar, Text: "desk"}) {
		t.Errorf("locked %v, at %+v", f.Locked(), f.At())
	}
}

func TestModelPlace(t *testing.T) {
	k := uitest.Open(t)
	ctx := context.Background()
	at := frame.Target{Place: frame.Visit, Record: store.RawID{1}}
	for _, who := range []*session.Session{k.Doctor, k.Desk} {
		if was, kept, err := frame.PlaceOf(ctx, who); err != nil || kept {
			t.Errorf("%+v %v %v", was, kept, err)
		}
	}
	if err := frame.SavePlace(ctx, k.Doctor, at); err != nil {
		t.Fatal(err)
	}
	if was, kept, err := frame.PlaceOf(ctx, k.Desk); err != nil || kept {
		t.Errorf("the desk was at %+v, %v", was, err)
	}
	if was, kept, err := frame.PlaceOf(ctx, k.Doctor); err != nil || !kept || was != at {
		t.Errorf("the doctor was at %+v, %v %v", was, kept, err)
	}
	if err := k.Practice.SavePlace(ctx, k.Doctor.Actor, []byte("of another version")); err != nil {
		t.Fatal(err)
	}
	if was, kept, err := frame.PlaceOf(ctx, k.Doctor); err != nil || !kept || was != (frame.Target{}) {
		t.Errorf("%+v %v %v", was, kept, err)
	}
	if err := k.Practice.SignOut(ctx, k.Doctor.Actor); err != nil {
		t.Fatal(err)
	}
	if err := frame.SavePlace(ctx, k.Doctor, at); store.CodeOf(err) != store.Locked {
		t.Errorf("kept after the sign-out: %v", err)
	}
}

// shows reports whether these words are in the frame.
func shows(k *uitest.Kit, words string) bool {
	for _, o := range test.LaidOutObjects(k.Frame.Stage) {
		if t, ok := o.(*kit.Text); ok && strings.Contains(t.Text(), words) {
			return true
		}
	}
	return false
}
