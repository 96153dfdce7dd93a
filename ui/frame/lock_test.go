package frame_test

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/uitest"
)

func unlockAll(t *testing.T, k *uitest.Kit) {
	t.Helper()
	for _, s := range []struct {
		actor store.Actor
		login string
	}{{k.Owner.Actor, "doctor"}, {k.Doctor.Actor, "second"}, {k.Desk.Actor, "desk"}} {
		if err := k.Practice.Reauthenticate(context.Background(), s.actor, vault.Password(s.login, uitest.Password)); err != nil {
			t.Fatal(err)
		}
	}
}

func refused(k *uitest.Kit, f *frame.Frame) bool {
	err := k.Practice.View(context.Background(), f.Session.Actor, action.ReadPractice, func(*store.Tx) error { return nil })
	return store.CodeOf(err) == store.Locked
}

func TestLockAndPIN(t *testing.T) {
	k, f, _ := open(t)
	setPIN(t, k, k.Owner, "274951")
	f.Go(frame.Target{Place: frame.Patients})
	k.Type("half a sentence")
	typed := k.Focused()
	k.Press("Ctrl+L")
	if !f.Locked() || !refused(k, f) {
		t.Fatal("Ctrl+L does not lock the window and the record")
	}
	k.Press("Esc", "Alt+2", "Ctrl+K")
	if !f.Locked() || f.At().Place != frame.Patients {
		t.Fatal("a key got through the lock")
	}
	k.Type("111112")
	if !f.Locked() || !strings.Contains(f.LockNotice(), "not the PIN") {
		t.Fatalf("a wrong PIN: %q", f.LockNotice())
	}
	k.Type("274951") // six digits need no Enter
	if f.Locked() || refused(k, f) {
		t.Fatalf("the right PIN does not unlock: %q", f.LockNotice())
	}
	if k.Focused() != typed || typed.(*kit.Entry).Text != "half a sentence" {
		t.Error("what was being typed is not as it was")
	}
}

func TestFiveWrongPINsAskForThePassword(t *testing.T) {
	k, f, _ := open(t)
	setPIN(t, k, k.Owner, "274951")
	k.Press("Ctrl+L")
	for range 5 {
		k.Type("111112")
	}
	k.Type("274951")
	if !f.Locked() || !strings.Contains(f.LockNotice(), "password is needed") {
		t.Fatalf("the PIN still unlocks: %q", f.LockNotice())
	}
	k.Type("wrong password here")
	k.Press("Enter")
	if !f.Locked() || f.LockNotice() == "" {
		t.Fatal("a wrong password unlocks")
	}
	k.Type(uitest.Password)
	k.Press("Enter")
	if f.Locked() {
		t.Fatalf("the password does not unlock: %q", f.LockNotice())
	}
}

// Nothing of the page may shine through the lock.
func TestTheLockIsOpaque(t *testing.T) {
	k, f, _ := open(t)
	picture := func(place string) image.Image {
		f.Go(frame.Target{Place: place})
		f.Done("Something about "+place, nil)
		f.Lock()
		defer func() {
			k.Type(uitest.Password)
			k.Press("Enter")
		}()
		return k.Window.Canvas().Capture()
	}
	one, other := picture(frame.Calendar), picture(frame.Billing)
	if f.Locked() {
		t.Fatal("still locked")
	}
	b := one.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if one.At(x, y) != other.At(x, y) {
				t.Fatalf("the lock over two pages differs at %d,%d", x, y)
			}
		}
	}
}

func TestIdleLocks(t *testing.T) {
	k, f, _ := open(t)
	idle := time.Duration(f.Session.Settings.IdleMinutes) * time.Minute
	k.Pass(idle - time.Minute)
	k.Type("x") // the entry takes the key; the window notices all the same
	k.Pass(idle - time.Minute)
	if f.Locked() {
		t.Fatal("locked while somebody was typing")
	}
	k.Press("F5")
	k.Pass(idle - time.Minute)
	if f.Locked() {
		t.Fatal("locked although a key was pressed")
	}
	k.Pass(2 * time.Minute)
	if !f.Locked() {
		t.Fatal("not locked after the idle time")
	}
}

func TestASleepingComputerLocks(t *testing.T) {
	for name, jump := range map[string]time.Duration{"ahead": 5 * time.Minute, "back": -time.Hour} {
		k, f, _ := open(t)
		k.Pass(time.Minute)
		k.Clock.Add(jump)
		k.Pass(10 * time.Second)
		if !f.Locked() {
			t.Errorf("%s: not locked", name)
		}
	}
}

func TestHandOver(t *testing.T) {
	k, f, record := open(t)
	setPIN(t, k, k.Owner, "274951")
	setPIN(t, k, k.Desk, "385062")
	f.Go(frame.Target{Place: frame.Patients, Text: " of the doctor"})
	f.Prompt("Why?", "", "Go", kit.Primary, func(string) {})
	k.Press("Ctrl+L", "Ctrl+L") // lock, and on to another person
	k.Type("desk")
	k.Press("Enter")
	k.Type(uitest.Password)
	k.Press("Enter")
	if f.Locked() || f.Session.User.Login != "desk" {
		t.Fatalf("the desk does not get in: %q", f.LockNotice())
	}
	if f.Covered() || f.At().Place != frame.Today || f.Has(frame.Practice) {
		t.Error("the desk finds the doctor's dialog, place or rights")
	}
	if (*record)[len(*record)-2] != "leave patients of the doctor" {
		t.Errorf("what the doctor typed was not kept: %v", *record)
	}
	f.Go(frame.Target{Place: frame.Billing, Text: " of the desk"})
	k.Press("Ctrl+L", "Ctrl+L")
	k.Type("274951") // the doctor waits behind the lock: one key and the PIN
	if f.Locked() || f.Session.User.Login != "doctor" || f.At().Text != " of the doctor" {
		t.Fatalf("%s at %+v: %q", f.Session.User.Login, f.At(), f.LockNotice())
	}
	k.Press("Esc")
	if f.At().Place != frame.Today {
		t.Error("the doctor's way back is lost")
	}
	k.Press("Ctrl+L", "Ctrl+L")
	k.Type("385062")
	if f.Session.User.Login != "desk" || f.At().Text != " of the desk" {
		t.Errorf("%s at %+v", f.Session.User.Login, f.At())
	}
	if err := k.Practice.View(context.Background(), k.Owner.Actor, action.ReadPractice, func(*store.Tx) error { return nil }); store.CodeOf(err) != store.Locked {
		t.Errorf("the doctor's session is open while the desk works: %v", err)
	}
}

// What the doctor saved must not move the desk, who has the keyboard by now; what failed is said all the same.
func TestALateSaveLeavesTheNextPersonAlone(t *testing.T) {
	for name, fails := range map[string]error{"done": nil, "failed": errors.New("no room")} {
		k, f, _ := open(t)
		var late []func()
		f.SetRun(func(work func()) { late = append(late, work) })
		frame.Save(f, func(context.Context) (int, error) { return 0, fails }, func(int, error) { f.Go(frame.Target{Place: frame.Patient}) })
		f.SetRun(func(work func()) { work() })
		k.Press("Ctrl+L", "Ctrl+L")
		k.Type("desk")
		k.Press("Enter")
		k.Type(uitest.Password)
		k.Press("Enter")
		for _, work := range late {
			work()
		}
		if f.Session.User.Login != "desk" || f.At().Place != frame.Today || f.Covered() != (fails != nil) {
			t.Errorf("%s: %s at %+v, covered %v", name, f.Session.User.Login, f.At(), f.Covered())
		}
	}
}

func TestTheSamePersonByAnotherDoor(t *testing.T) {
	k, f, _ := open(t)
	f.Go(frame.Target{Place: frame.Patients, Text: " here"})
	before := f.Session.Actor
	k.Press("Ctrl+L", "Ctrl+L")
	k.Type("doctor")
	k.Press("Enter")
	k.Type(uitest.Password)
	k.Press("Enter")
	if f.Locked() || f.At().Text != " here" || f.Session.Actor == before {
		t.Errorf("at %+v", f.At())
	}
	err := k.Practice.Reauthenticate(context.Background(), before, vault.Password("doctor", uitest.Password))
	if store.CodeOf(err) != store.Locked {
		t.Errorf("the old stay goes on: %v", err)
	}
}

func TestClipboardIsClearedOnLock(t *testing.T) {
	k, f, _ := open(t)
	clipboard := fyne.CurrentApp().Clipboard()
	lock := func() {
		k.Press("Ctrl+L")
		k.Type(uitest.Password)
		k.Press("Enter")
		if f.Locked() {
			t.Fatal(f.LockNotice())
		}
	}
	f.SetFront(false)
	clipboard.SetContent("from elsewhere")
	f.SetFront(true)
	lock()
	if got := clipboard.Content(); got != "from elsewhere" {
		t.Errorf("somebody else's clipboard was cleared: %q", got)
	}
	clipboard.SetContent("penicillin: anaphylaxis") // copied in our window
	lock()
	if got := clipboard.Content(); got != "" {
		t.Errorf("the clipboard still holds %q", got)
	}
	clipboard.SetContent("penicillin: anaphylaxis")
	f.SetFront(false) // over to another window, and back
	f.SetFront(true)
	lock()
	if got := clipboard.Content(); got != "" {
		t.Errorf("after a look elsewhere it still holds %q", got)
	}
}

func TestAPanicLocksAndKeepsTheDraft(t *testing.T) {
	for _, how := range []string{"shown", "leave", "save", "load", "then"} {
		k, f, record := open(t)
		panics := 0
		f.OnPanic = func(any, []byte) { panics++ }
		f.Go(frame.Target{Place: frame.Patients, Text: " breaks " + how})
		switch how {
		case "leave":
			f.Go(frame.Target{Place: frame.Calendar})
		case "save":
			k.Press("Ctrl+S")
		case "load":
			frame.Load(f, func(context.Context) (int, error) { panic("in a load") }, func(int, error) { t.Error("a result of a panic") })
		case "then":
			frame.Save(f, func(context.Context) (int, error) { return 0, nil }, func(int, error) { panic("in what follows") })
		}
		if !f.Locked() || panics != 1 {
			t.Errorf("%s: locked %v after %d panics", how, f.Locked(), panics)
			continue
		}
		if how != "leave" && !strings.HasPrefix((*record)[len(*record)-1], "leave patients") {
			t.Errorf("%s: the draft was not kept: %v", how, *record)
		}
		if notice := f.LockNotice(); !strings.Contains(notice, "kept") || strings.Contains(notice, "Asha") {
			t.Errorf("%s: the lock says %q", how, notice)
		}
		k.Type(uitest.Password)
		k.Press("Enter")
		if f.Locked() {
			t.Errorf("%s: locked for good", how)
		}
		if want := map[bool]string{true: frame.Calendar, false: frame.Today}[how == "leave"]; f.At().Place != want {
			t.Errorf("%s: at %s, want %s", how, f.At().Place, want)
		}
	}
}

func TestClosing(t *testing.T) {
	_, f, record := open(t)
	closed := false
	f.OnClosed = func(error) { closed = true }
	f.Close()
	if !closed || (*record)[len(*record)-1] != "leave today" {
		t.Errorf("closed %v, %v", closed, *record)
	}
}
