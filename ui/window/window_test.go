//go:build window

package window_test

import (
	"context"
	"crypto/rand"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// TestFirstDayInARealWindow sets up a practice, registers a patient, locks and unlocks, closes, and comes back the next morning.
func TestFirstDayInARealWindow(t *testing.T) {
	home := t.TempDir()
	d := start(t, home)
	out, err := exec.Command("xdotool", "getwindowname", d.window).Output()
	if err != nil || strings.TrimSpace(string(out)) != "Satchel" {
		t.Errorf("the window is called %q (%v)", out, err)
	}
	d.shows("Welcome to Satchel")
	seen := d.look("welcome", nil)
	d.press("Return")
	d.shows("Step 1 of 3")
	d.typed("Lakeside Family Clinic")
	seen = d.look("practice", seen)
	d.press("Return")
	d.shows("Step 2 of 3")
	d.typed("Anjali")
	d.press("Tab")
	d.typed("Rao")
	d.press("Tab", "Tab", "Tab", "Tab") // qualification, registration, login, password
	d.typed(password)
	d.press("Tab")
	d.typed(password)
	seen = d.look("owner", seen)
	d.press("Return")
	d.shows("Recovery key", "Type these two groups") // which two, chance decides
	if n := len(d.files()); n != 1 {
		t.Errorf("the key is shown, and there are %d files", n)
	}
	seen = d.look("recovery-key", seen)
	d.press("Tab", "Tab", "Tab", "Tab", "Return") // the two groups, print, save, later
	d.shows("Put the recovery key off")
	seen = d.look("later", seen)
	d.press("Return")
	d.shows("Walk-in")
	seen = d.look("home", seen)

	d.press("ctrl+k")
	d.typed("Meera Shah")
	d.press("Return") // nobody of that name: the registration form
	d.shows("New patient")
	seen = d.look("register", seen)
	d.press("ctrl+Return")
	d.shows("Correct F5", "Meera Shah")
	seen = d.look("registered", seen)

	d.press("ctrl+l")
	d.shows("Nothing is lost")
	seen = d.look("locked", seen)
	d.typed(password)
	d.press("Return")
	d.shows("Correct F5", "Meera Shah")
	d.look("unlocked", seen)
	d.close()

	path := d.files()[0]
	if n := registered(t, home, path, "Meera Shah"); n != 1 {
		t.Errorf("%d patients are called Meera Shah", n)
	}
	morning := start(t, home) // no argument: the file of yesterday
	morning.shows("Sign-in name")
	seen = morning.look("morning", nil)
	morning.typed("doctor")
	morning.press("Return")
	morning.typed(password)
	morning.press("Return")
	morning.shows("Walk-in")
	morning.look("signed-in", seen)
	morning.close()
}

// registered opens the file as the program would, and counts patients of a name.
func registered(t *testing.T, home, path, name string) int {
	t.Helper()
	ctx := context.Background()
	local, err := data.OpenLocal(filepath.Join(home, ".config", "satchel"))
	if err != nil {
		t.Fatal(err)
	}
	p, actor, err := data.Open(ctx, path, vault.Password("doctor", password), data.Env{Now: time.Now, Rand: rand.Reader, Local: local})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	count := 0
	err = p.View(ctx, actor, action.FindPatients, func(tx *store.Tx) error {
		_, total, err := patients.Find(tx, patients.Query{Text: name})
		count = total
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}
