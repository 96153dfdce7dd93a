package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/assets"
	"satchel/data/backup"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
	"satchel/ui/uitest"
)

// window is a shell on a practice that lies closed in a folder.
func window(t *testing.T) (*uitest.Kit, *shell) {
	t.Helper()
	k := uitest.Open(t)
	if err := k.Practice.Close(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(k.Path)
	at := func(work func()) { work() }
	s := newShell(test.NewTempApp(t), Options{Env: k.Env, File: k.Path, LocalFolder: folder, Folder: folder, Home: folder, Language: "en", Run: at, Do: at})
	k.Window = s.window
	t.Cleanup(func() {
		if s.frame != nil {
			s.frame.Session.Practice.Close()
			s.frame.Detach()
		}
	})
	return k, s
}

func signIn(t *testing.T, k *uitest.Kit, s *shell) {
	t.Helper()
	k.Type("doctor")
	k.Press("Enter")
	k.Type(uitest.Password)
	k.Press("Enter")
	if s.frame == nil {
		t.Fatal("nobody is signed in")
	}
}

func TestSignInAndClose(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	practice := s.frame.Session.Practice
	if s.frame.At().Place == "" {
		t.Error("no place is shown")
	}
	s.quit()
	if s.frame != nil {
		t.Fatal("the frame stays")
	}
	if _, err := practice.SignIn(context.Background(), vault.Password("doctor", uitest.Password)); vault.KindOf(err) != vault.Closed {
		t.Errorf("the file stays open: %v", err)
	}
	// The next morning nobody has to choose the file.
	again := newShell(s.app, Options{Env: k.Env, LocalFolder: s.options.LocalFolder, Folder: s.options.Folder, Language: "en", Run: s.options.Run, Do: s.options.Do})
	k.Window = again.window
	signIn(t, k, again)
	again.quit()
}

// chooseFolder makes folder the practice's one place for backups.
func chooseFolder(t *testing.T, s *shell, folder string) {
	t.Helper()
	err := s.frame.Session.Update(context.Background(), action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.BackupFolder = folder
		_, err = organization.Save(tx, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.frame.SettingsChanged()
}

// made lists the backups in a folder.
func made(t *testing.T, folder string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(folder, "*"+backup.Extension))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestClosingBacksUp(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := t.TempDir()
	chooseFolder(t, s, folder)
	s.quit()
	if list := made(t, folder); len(list) != 1 || s.frame != nil {
		t.Errorf("%v", list)
	}
}

func TestAFailedBackupAsks(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := filepath.Join(t.TempDir(), "gone")
	chooseFolder(t, s, folder)
	s.quit()
	if s.frame == nil || !s.frame.Covered() {
		t.Fatal("closed without a backup and without a word")
	}
	k.Press("Esc") // stay
	if s.frame == nil || s.frame.Covered() || s.frame.At().Place == "" {
		t.Fatal("Esc does not stay")
	}
	s.quit()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	k.Press("Enter") // try again
	if s.frame != nil || len(made(t, folder)) != 1 {
		t.Error("trying again does not back up and close")
	}
}

func TestALockedScreenClosesWithoutAnAnswer(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	folder := filepath.Join(t.TempDir(), "gone")
	chooseFolder(t, s, folder)
	k.Press("Ctrl+L")
	s.quit()
	if s.frame != nil {
		t.Error("not closed")
	}
}

func TestCloseThePracticeLeadsToTheStart(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	s.frame.Close()
	if s.frame != nil || s.start == nil {
		t.Fatal("the start is not shown")
	}
	signIn(t, k, s)
	s.quit()
}

func TestOnlySizeAndLookAreRemembered(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	s.setLook(theme.Dark, theme.Large)
	if a, d := s.look(); a != theme.Dark || d != theme.Large {
		t.Errorf("%v %v", a, d)
	}
	s.window.Resize(fyne.NewSize(1100, 750))
	s.quit()
	preferences := s.app.Preferences()
	if got := preferences.Float(preferWidth); got < 1000 || got > 1200 {
		t.Errorf("the width remembered is %v", got)
	}
}

func TestEveryPlaceIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Places() {
		if seen[p.Name] {
			t.Errorf("%s is in the list twice", p.Name)
		}
		seen[p.Name] = true
		if p.Open == nil {
			t.Errorf("%s can't be opened", p.Name)
		}
		for _, key := range append([]string{p.Label}, p.Help...) {
			if strings.Contains(assets.Text("en", key), "⟦") {
				t.Errorf("%s: %q has no words", p.Name, key)
			}
		}
	}
}

// Every place that can stand alone opens for everyone who may, and says something.
func TestEveryPlaceOpens(t *testing.T) {
	k := uitest.Open(t)
	f := k.Show(k.Owner, Places()...)
	for _, name := range []string{frame.Today, frame.Calendar, frame.Patients, frame.Billing, frame.Practice, frame.Settings, frame.Register} {
		if !f.Has(name) {
			continue
		}
		f.Go(frame.Target{Place: name})
		words := 0
		for _, o := range test.LaidOutObjects(f.Stage) {
			if _, ok := o.(*kit.Text); ok {
				words++
			}
		}
		if words < 2 {
			t.Errorf("%s shows %d texts", name, words)
		}
	}
}
