package frame_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

const chosen = "tulips grow behind the shed"

func onLock(k *uitest.Kit) string { return k.Dialog() }

// useRecoveryKey has the holder of the recovery key give the desk a new password.
func useRecoveryKey(t *testing.T, k *uitest.Kit) {
	t.Helper()
	ctx := context.Background()
	code, err := k.Practice.NewRecoveryKey(ctx, k.Owner.Actor)
	if err != nil {
		t.Fatal(err)
	}
	holder, err := k.Practice.SignIn(ctx, vault.RecoveryKey(code))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.ResetPassword(ctx, holder, store.ID[organization.User](k.Desk.Actor.User), chosen); err != nil {
		t.Fatal(err)
	}
}

func TestNoticesStayUntilTheyAreRead(t *testing.T) {
	k := uitest.Open(t)
	useRecoveryKey(t, k)
	if _, err := k.Practice.SignIn(context.Background(), vault.Password("desk", "not the password")); err == nil {
		t.Fatal("a wrong password opens")
	}
	k.SignIn("second")
	f := k.Show(k.Owner, testPlaces(&[]string{})...)
	f.Home()
	const used, wrong = "The recovery key was used on 23 Nov 2026 14:00. New password for: Priya.", "1 wrong password was tried here, on 23 Nov 2026 14:00."
	shows := func(want ...string) {
		t.Helper()
		got := uitest.Words(f.Stage)
		for _, sentence := range []string{used, wrong} {
			expected := false
			for _, w := range want {
				expected = expected || w == sentence
			}
			if strings.Contains(got, sentence) != expected {
				t.Fatalf("%q is shown %v, want %v:\n%s", sentence, !expected, expected, got)
			}
		}
	}
	shows(used, wrong)
	f.Go(frame.Target{Place: frame.Calendar})
	f.SettingsChanged()
	shows(used, wrong)
	k.Press("Ctrl+L") // put aside by locking, and there again after it
	k.Type(uitest.Password)
	k.Press("Enter")
	shows(used, wrong)
	k.Press("Alt+0")
	shows(wrong)
	k.Press("Ctrl+L")
	k.Type(uitest.Password)
	k.Press("Enter")
	shows(wrong)
	k.Press("Alt+0")
	shows()
	k.Press("Alt+0") // nothing is left, and nothing happens
	if f.At().Place != frame.Calendar {
		t.Errorf("at %+v", f.At())
	}
}

func TestNoticesAreTheOwnersAlone(t *testing.T) {
	k := uitest.Open(t)
	useRecoveryKey(t, k)
	desk := k.Desk
	f := k.Show(desk, testPlaces(&[]string{})...)
	f.Home()
	if got := uitest.Words(f.Stage); strings.Contains(got, "recovery key") {
		t.Errorf("the reception is told:\n%s", got)
	}
	f.Lock()
	k.Press("Tab", "Tab") // from the password over the buttons
	if strings.Contains(onLock(k), "was used") {
		t.Error("the lock tells")
	}
}

// TestOthersMayGiveNotices: what stands above the record has its sentences shown the same way, and they need no acknowledgement.
func TestOthersMayGiveNotices(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Desk, testPlaces(&[]string{})...)
	f.MoreNotices = func(_ context.Context, who *session.Session) []data.Notice {
		var list []data.Notice
		for i := range 4 {
			at := who.Now().Add(time.Duration(i) * time.Minute)
			list = append(list, data.Notice{Key: "frame.backup_proven", Args: []any{"When", at}, At: at})
		}
		return list
	}
	f.Home()
	f.Lock()
	k.Type(uitest.Password)
	k.Press("Enter")
	for _, want := range []int{3, 3, 2, 1, 0} {
		if got := strings.Count(uitest.Words(f.Stage), "I have read it"); got != want {
			t.Fatalf("%d notices, want %d:\n%s", got, want, uitest.Words(f.Stage))
		}
		k.Press("Alt+0")
	}
}

// TestOneTimePasswordOverTheLock: the window stays covered until the own password is set.
func TestOneTimePasswordOverTheLock(t *testing.T) {
	k := uitest.Open(t)
	handed, err := k.Practice.GiveOneTimePassword(context.Background(), k.Owner.Actor, store.ID[organization.User](k.Desk.Actor.User))
	if err != nil {
		t.Fatal(err)
	}
	f := k.Show(k.Owner, testPlaces(&[]string{})...)
	f.Home()
	enter := func() {
		t.Helper()
		k.Press("Ctrl+L", "Ctrl+L") // another person
		k.Type("desk")
		k.Press("Enter")
		k.Type(handed)
		k.Press("Enter")
		if !f.Locked() || !strings.Contains(onLock(k), "Choose your own password") {
			t.Fatalf("%s", onLock(k))
		}
	}
	enter()
	k.Press("Ctrl+K", "Alt+2")
	if !f.Locked() || f.At().Place != frame.Today {
		t.Fatal("a key got through")
	}
	k.Press("Esc") // back to the lock: the stay of the one who came is over
	if !f.Locked() || strings.Contains(onLock(k), "Choose your own") {
		t.Fatalf("%s", onLock(k))
	}
	k.Press("Ctrl+L")
	k.Press("Ctrl+L")
	enter()
	k.Type("priya priya priya")
	k.Press("Enter")
	if !f.Locked() {
		t.Fatal("a weak password opens")
	}
	k.Press("Ctrl+A")
	k.Type(chosen)
	k.Press("Tab")
	k.Type(chosen)
	k.Press("Enter")
	if f.Locked() || f.Session.User.Login != "desk" || f.Session.User.MustChange {
		t.Fatalf("still locked:\n%s", onLock(k))
	}
}

func TestTheWaitOnTheLockCountsDown(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Owner, testPlaces(&[]string{})...)
	f.Home()
	k.Press("Ctrl+L")
	for range 5 {
		k.Type("not the password")
		k.Press("Enter")
	}
	k.Type(uitest.Password)
	k.Press("Enter")
	if got := f.LockNotice(); !strings.Contains(got, "possible in 30 s") {
		t.Fatalf("%q", got)
	}
	k.Pass(20 * time.Second)
	k.Type(uitest.Password)
	k.Press("Enter")
	if got := f.LockNotice(); !f.Locked() || !strings.Contains(got, "possible in 10 s") {
		t.Fatalf("%q", got)
	}
	k.Pass(10 * time.Second)
	if got := f.LockNotice(); got != "Now you may try again." {
		t.Fatalf("%q", got)
	}
	k.Press("Ctrl+A")
	k.Type(uitest.Password)
	k.Press("Enter")
	if f.Locked() {
		t.Fatalf("%q", f.LockNotice())
	}
}

func TestNoticePictures(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k := uitest.Open(t)
	useRecoveryKey(t, k)
	if _, err := k.Practice.SignIn(context.Background(), vault.Password("desk", "not the password")); err == nil {
		t.Fatal("a wrong password opens")
	}
	k.SignIn("second")
	f := k.Show(k.Owner, testPlaces(&[]string{})...)
	f.MoreNotices = func(_ context.Context, who *session.Session) []data.Notice {
		name := "Dr Meenakshi Venkataraghavan Subramaniam Iyer-Ramanathapuram of the Northern Lake District"
		return []data.Notice{{Key: "notice.recovery_replaced", Args: []any{"Name", name, "When", who.Now()}}}
	}
	f.Home()
	f.Lock()
	k.Type(uitest.Password)
	k.Press("Enter")
	k.Picture("frame-notices")
	handed, err := k.Practice.GiveOneTimePassword(context.Background(), k.Owner.Actor, store.ID[organization.User](k.Desk.Actor.User))
	if err != nil {
		t.Fatal(err)
	}
	k.Press("Ctrl+L", "Ctrl+L")
	k.Type("desk")
	k.Press("Enter")
	k.Type(handed)
	k.Press("Enter")
	k.Type("qwertyuiop12345")
	k.Picture("frame-lock-own")
	k.Press("Esc")
	for range 6 {
		k.Type("nobody")
		k.Press("Enter")
		k.Type("not the password")
		k.Press("Enter")
		k.Press("Ctrl+L", "Ctrl+L")
	}
	k.Type("nobody")
	k.Press("Enter")
	k.Type("not the password")
	k.Press("Enter")
	k.Picture("frame-lock-wait")
}
