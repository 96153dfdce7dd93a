package start

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

// desk is a start in a window, and what it hands on.
type desk struct {
	*uitest.Kit
	s      *Start
	opened *session.Session
	pages  []documents.Frozen
}

func hostOf(k *uitest.Kit) Host {
	at := func(work func()) { work() }
	folder := filepath.Dir(k.Path)
	return Host{Env: k.Env, Folder: folder, Home: folder, Country: "IN", Language: "en", Recent: NewRecent(folder), Run: at, Do: at}
}

func show(t *testing.T, k *uitest.Kit, change func(*Host)) *desk {
	t.Helper()
	d := &desk{Kit: k}
	host := hostOf(k)
	host.Print = func(_ context.Context, p documents.Frozen) error { d.pages = append(d.pages, p); return nil }
	host.Opened = func(s *session.Session) { d.opened = s }
	if change != nil {
		change(&host)
	}
	d.s = New(host)
	d.s.After = k.Timers.After
	k.Open(d.s.Stage)
	d.s.Attach(k.Window)
	t.Cleanup(func() {
		if d.opened != nil {
			d.opened.Practice.Close()
		}
		d.s.Close()
	})
	return d
}

// texts are all the words in the window.
func (d *desk) texts() string { return uitest.Words(d.s.Stage) }

func (d *desk) press(t *testing.T, label string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(d.s.Stage) {
		if b, ok := o.(*kit.Button); ok && b.Label() == label && b.Visible() {
			b.Tapped(nil)
			return
		}
	}
	t.Fatalf("there is no button %q in:\n%s", label, d.texts())
}

func (d *desk) must(t *testing.T, want string) {
	t.Helper()
	if !strings.Contains(d.texts(), want) {
		t.Fatalf("%q is not shown in:\n%s", want, d.texts())
	}
}

// The whole first run without the mouse.
func TestFirstRun(t *testing.T) {
	d := show(t, uitest.Bare(t), nil)
	d.s.Welcome()
	d.Press("Enter") // set up the practice
	d.Press("Enter")
	d.must(t, "Step 1")
	if name := d.Focused().(*kit.Entry); name.Text != "" {
		t.Fatalf("the keyboard is not in the empty name: %q", name.Text)
	}
	d.Type("Lakeside Family Clinic")
	d.Press("Enter")
	d.must(t, "Step 2")
	d.Type("Anjali")
	d.Press("Tab")
	d.Type("Rao")
	d.Press("Enter")
	d.must(t, "password is too short")
	d.press(t, "Make one for me")
	d.must(t, "Write it down")
	d.Press("Enter")
	d.must(t, "Step 3")
	d.press(t, "Print the page")
	if len(d.pages) != 1 || d.pages[0].Kind != documents.RecoveryKey {
		t.Fatalf("printed %v", d.pages)
	}
	code := d.keyShown(t)
	d.Type("WRONG")
	d.Press("Enter")
	d.must(t, "not that group")
	for i, group := range d.asked(code) {
		if i > 0 {
			d.Press("Tab")
		}
		d.Press("Ctrl+A")
		d.Type(strings.ToLower(group))
	}
	d.Press("Enter")
	if d.opened == nil {
		t.Fatalf("not opened:\n%s", d.texts())
	}
	p := d.opened.Settings
	if p.Name != "Lakeside Family Clinic" || p.Currency != "INR" || !p.Trial || !p.RecoveryPrinted || d.opened.Practitioner.Name.Family != "Rao" {
		t.Errorf("%+v", p)
	}
	if got := filepath.Base(d.opened.Practice.Path()); got != "lakeside-family-clinic.satchel" {
		t.Errorf("kept in %s", got)
	}
	if got := d.s.host.Recent.Path(); got != d.opened.Practice.Path() {
		t.Errorf("tomorrow %q is opened", got)
	}
}

// keyShown reads the recovery key off the screen.
func (d *desk) keyShown(t *testing.T) string {
	t.Helper()
	var groups []string
	for _, word := range strings.Split(d.texts(), "\n") {
		if len(word) == 5 && word == strings.ToUpper(word) {
			groups = append(groups, word)
		}
	}
	if len(groups) != 8 {
		t.Fatalf("%d groups are shown in:\n%s", len(groups), d.texts())
	}
	return strings.Join(groups, "-")
}

// asked returns the groups that are asked back.
func (d *desk) asked(code string) []string {
	groups := strings.Split(code, "-")
	var list []string
	for _, o := range test.LaidOutObjects(d.s.Stage) {
		if f, ok := o.(*kit.Field); ok {
			number := int(f.Label()[len(f.Label())-1] - '0')
			list = append(list, groups[number-1])
		}
	}
	return list
}

func TestGoingBackKeepsWhatWasTyped(t *testing.T) {
	d := show(t, uitest.Bare(t), nil)
	d.s.foundPractice()
	d.Type("Lakeside")
	d.Press("Enter")
	d.Type("Anjali")
	d.Press("Esc")
	d.must(t, "Step 1")
	if got := d.Focused().(*kit.Entry).Text; got != "Lakeside" {
		t.Errorf("the name is %q", got)
	}
	d.Press("Enter", "Esc", "Esc")
	d.must(t, "Welcome to Satchel")
}

func TestLaterThrowsTheKeyAway(t *testing.T) {
	d := show(t, uitest.Bare(t), nil)
	d.s.foundPractice()
	d.Type("Lakeside")
	d.Press("Enter")
	d.Type("Anjali")
	d.press(t, "Make one for me")
	d.Press("Enter")
	d.press(t, "Later")
	if d.opened != nil || !d.s.Covered() {
		t.Fatal("Later does not ask")
	}
	d.Press("Enter")
	if d.opened == nil || d.opened.Settings.RecoveryPrinted {
		t.Fatal("not opened, or the key counts as kept")
	}
}

func TestSignIn(t *testing.T) {
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Press("Enter")
	d.Type("x")
	d.Press("Enter")
	d.must(t, "sign-in name")
	d.s.SignIn(k.Path)
	d.Type("Desk")
	d.Press("Enter")
	d.Type("not the password")
	d.Press("Enter")
	d.must(t, "don't open this practice")
	if d.opened != nil {
		t.Fatal("opened with a wrong password")
	}
	d.Type(uitest.Password)
	d.Press("Enter")
	if d.opened == nil || d.opened.User.Login != "desk" {
		t.Fatalf("not signed in:\n%s", d.texts())
	}
	if got := d.s.host.Recent.Path(); got != k.Path {
		t.Errorf("remembered %q", got)
	}
}

func TestAFileFromAnotherComputerAsks(t *testing.T) {
	for _, c := range []struct{ button, device string }{{"It moved here", "A"}, {"This is a copy", "B"}} {
		k := uitest.Open(t)
		if err := k.Practice.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(filepath.Dir(k.Path), "local", "computer")); err != nil {
			t.Fatal(err)
		}
		d := show(t, k, nil)
		d.s.SignIn(k.Path)
		d.Type("doctor")
		d.Press("Enter")
		d.Type(uitest.Password)
		d.Press("Enter")
		d.must(t, "another computer")
		if d.opened != nil {
			t.Fatal("opened without an answer")
		}
		d.press(t, c.button)
		if d.opened == nil || d.opened.Practice.Store().Device() != c.device {
			t.Errorf("%s: not opened as %s:\n%s", c.button, c.device, d.texts())
		}
	}
}

func TestAnOlderFileIsBroughtUpToDate(t *testing.T) {
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	var shown []string
	d := show(t, k, func(h *Host) {
		steps := store.Migrations()
		h.Env.Migrations = append(steps, store.Migration{Number: len(steps) + 1, Name: "9999_later.sql", SQL: "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT"})
		h.Do = func(work func()) {
			work()
			for _, over := range k.Window.Canvas().Overlays().List() {
				for _, o := range test.LaidOutObjects(over) {
					if o, ok := o.(*kit.Text); ok {
						shown = append(shown, o.Text())
					}
				}
			}
		}
	})
	d.s.SignIn(k.Path)
	d.Type("doctor")
	d.Press("Enter")
	d.Type(uitest.Password)
	d.Press("Enter")
	for _, want := range []string{"start.update_copying", "start.update_proving", "start.update_changing"} {
		if !slices.Contains(shown, d.s.text(want)) {
			t.Errorf("%q was never shown", want)
		}
	}
	name := fmt.Sprintf("%s.before-update-%d", filepath.Base(k.Path), len(store.Migrations()))
	d.must(t, name)
	if _, err := os.Stat(filepath.Join(filepath.Dir(k.Path), name)); err != nil {
		t.Error("no copy:", err)
	}
	d.Press("Space")
	if d.opened == nil {
		t.Fatalf("not opened:\n%s", d.texts())
	}
}

func TestAClockBehindAsks(t *testing.T) {
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	k.Clock.Add(-72 * 3600 * 1e9)
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.Type("doctor")
	d.Press("Enter")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.must(t, "3 days later")
	d.Press("Enter") // the first button closes: nothing happens by accident
	d.must(t, "Sign in to open")
	d.Type("doctor")
	d.Press("Enter")
	d.Type(uitest.Password)
	d.Press("Enter")
	d.press(t, "The date is right")
	if d.opened == nil {
		t.Errorf("not opened:\n%s", d.texts())
	}
}

func TestRecoveryKeyLetsPeopleInAgain(t *testing.T) {
	k := uitest.Open(t)
	code, err := k.Practice.NewRecoveryKey(context.Background(), k.Owner.Actor)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	d := show(t, k, nil)
	d.s.SignIn(k.Path)
	d.press(t, "Use the recovery key")
	d.Type(strings.Replace(code, code[6:11], "00000", 1))
	d.Press("Enter")
	d.must(t, "Group 2")
	d.Press("Ctrl+A")
	d.Type(strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	d.Press("Enter")
	d.must(t, "Let somebody in again")
	d.Press("Down", "Up", "Tab") // the first user
	const password = "a new and long password"
	d.Type(password)
	d.Press("Tab")
	d.Type(password + "x")
	d.Press("Enter")
	d.must(t, "passwords differ")
	d.Press("Ctrl+A")
	d.Type(password)
	d.Press("Enter")
	next := d.keyShown(t)
	if next == code {
		t.Fatal("the recovery key stays the same")
	}
	d.press(t, "Later")
	d.Press("Enter")
	if d.opened == nil || d.opened.User.Login != "desk" {
		t.Fatalf("not opened:\n%s", d.texts())
	}
	if err := d.opened.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.s.host.useRecoveryKey(context.Background(), k.Path, code); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the old recovery key still opens: %v", err)
	}
	again, err := d.s.host.signIn(context.Background(), k.Path, "desk", password)
	if err != nil {
		t.Fatal(err)
	}
	again.Practice.Close()
	d.opened = nil
}

// What is wrong with a file is said in a sentence, before or after the password.
func TestBadFiles(t *testing.T) {
	k := uitest.Open(t)
	folder := filepath.Dir(k.Path)
	foreign := filepath.Join(folder, "letter.satchel")
	if err := os.WriteFile(foreign, []byte("Dear Sir"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := show(t, k, nil)
	for path, want := range map[string]string{
		"":                                    "name of a file is missing",
		filepath.Join(folder, "none.satchel"): "no such file",
		foreign:                               "isn't a Satchel practice file",
		folder:                                "",
		"\x00":                                "",
		strings.Repeat("x", 5000):             "",
	} {
		d.s.chooseFile()
		field := d.Focused().(*kit.Entry)
		field.SetText(path)
		d.Press("Esc")
		d.s.chooseFile()
		d.Focused().(*kit.Entry).SetText(path)
		d.press(t, "Next")
		if got := d.texts(); want != "" && !strings.Contains(got, want) || strings.Contains(got, "Sign in to open") {
			t.Errorf("%.20q: %s", path, got)
		}
	}
	d.s.SignIn(k.Path) // it is open: in this very test
	d.Type("doctor")
	d.Press("Enter")
	d.Type(uitest.Password)
	d.Press("Enter")
	if !d.s.Covered() {
		t.Errorf("a file that is open elsewhere: %s", d.texts())
	}
}

func TestDemo(t *testing.T) {
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	made := 0
	d := show(t, k, func(h *Host) {
		h.MakeDemo = func(ctx context.Context, path string, progress func(int)) error {
			made++
			progress(50)
			if made == 1 {
				return store.Fail(store.Internal, "error.vault.disk_full")
			}
			return os.Rename(k.Path, path)
		}
	})
	d.s.Welcome()
	d.press(t, "Look around in the demo")
	if !d.s.Covered() {
		t.Fatal("a full disk is not shown")
	}
	d.Press("Enter")
	d.press(t, "Look around in the demo")
	d.must(t, "Sign in as doctor or as desk")
	d.s.Welcome()
	d.press(t, "Look around in the demo")
	if made != 2 {
		t.Errorf("made %d times", made)
	}
}

func TestPictures(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	d := show(t, uitest.Bare(t), func(h *Host) {
		h.MakeDemo = func(context.Context, string, func(int)) error { return nil }
		h.Save = func(documents.Frozen, func(error)) {}
	})
	d.s.Welcome()
	d.Picture("start-welcome")
	d.s.chooseFile()
	d.Picture("start-open")
	d.s.foundPractice()
	d.Picture("start-step1")
	d.Press("Enter")
	d.Picture("start-step1-errors")
	d.Type("Lakeside Family Clinic")
	d.Press("Enter")
	d.Type("Anjali")
	d.Press("Enter")
	d.Picture("start-step2-errors")
	d.press(t, "Make one for me")
	d.Picture("start-step2")
	d.Press("Enter")
	d.Picture("start-step3")
	d.press(t, "Later")
	d.Picture("start-later")
	d.Press("Enter")
	path := d.opened.Practice.Path()
	d.opened.Practice.Close()
	d.opened = nil
	d.s.SignIn(path)
	d.Type("doctor")
	d.Press("Enter")
	d.Type("not it")
	d.Press("Enter")
	d.Picture("start-signin")
	d.s.recover(path)
	d.Picture("start-recover")
	var _ fyne.CanvasObject = d.s
}
