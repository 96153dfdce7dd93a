//go:build window

// Package window_test drives the built program in a real window: SATCHEL_BINARY names it, DISPLAY a screen with a window manager.
package window_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crypto/rand"

	"satchel/data"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

const (
	password = "correct horse battery staple"
	patience = 20 * time.Second
)

// desk is a running program on a screen.
type desk struct {
	t      *testing.T
	home   string
	cmd    *exec.Cmd
	ended  chan error
	errors bytes.Buffer
	window string
}

// start runs the program with a home folder of its own, and waits for its window.
func start(t *testing.T, home string, args ...string) *desk {
	t.Helper()
	binary := os.Getenv("SATCHEL_BINARY")
	if binary == "" || os.Getenv("DISPLAY") == "" {
		t.Fatal("SATCHEL_BINARY and DISPLAY are needed; ./dev test window sets both")
	}
	d := &desk{t: t, home: home, ended: make(chan error, 1)}
	d.cmd = exec.Command(binary, args...)
	d.cmd.Env = append(os.Environ(), "HOME="+home, "LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_IN.UTF-8", "LC_ALL=")
	// Whatever the program writes anywhere, it writes below home.
	for name, folder := range map[string]string{"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache", "XDG_DATA_HOME": ".local/share", "XDG_STATE_HOME": ".local/state", "TMPDIR": "tmp"} {
		folder = filepath.Join(home, folder)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		d.cmd.Env = append(d.cmd.Env, name+"="+folder)
	}
	d.cmd.Stderr = &d.errors
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { d.ended <- d.cmd.Wait() }()
	t.Cleanup(func() {
		if d.cmd.ProcessState == nil {
			d.cmd.Process.Kill()
		}
	})
	d.until("the window opens", func() bool {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^Satchel$").Output()
		d.window = strings.TrimSpace(string(out))
		return err == nil && d.window != ""
	})
	d.settle()
	return d
}

func (d *desk) until(what string, done func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.t.Fatalf("waited in vain until %s\n%s", what, d.errors.String())
		}
	}
}

func (d *desk) xdotool(args ...string) {
	d.t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %v: %v %s", args, err, out)
	}
}

// press presses keys, and waits until the picture stands still.
func (d *desk) press(keys ...string) {
	d.t.Helper()
	for _, key := range keys {
		d.xdotool("key", "--delay", "40", key)
	}
	d.settle()
}

func (d *desk) typed(text string) {
	d.t.Helper()
	d.xdotool("type", "--delay", "15", text)
	d.settle()
}

// picture is what the screen shows.
func (d *desk) picture() image.Image {
	d.t.Helper()
	out, err := exec.Command("import", "-window", "root", "png:-").Output()
	if err != nil {
		d.t.Fatalf("import: %v", err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		d.t.Fatal(err)
	}
	return picture
}

// settle waits until two pictures in a row are the same, but for the blinking cursor.
func (d *desk) settle() {
	d.t.Helper()
	last := d.picture()
	for range 20 {
		time.Sleep(150 * time.Millisecond)
		next := d.picture()
		if different(last, next) < 200 {
			return
		}
		last = next
	}
}

// different counts the pixels in which two pictures differ.
func different(a, b image.Image) int {
	count := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				count++
			}
		}
	}
	return count
}

// colours counts the colours of a picture: a blank or broken window has next to none.
func colours(picture image.Image) int {
	seen := map[any]bool{}
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			seen[picture.At(x, y)] = true
		}
	}
	return len(seen)
}

// look takes a picture that must not be blank, and must differ from the one before. SATCHEL_PICTURES keeps it.
func (d *desk) look(name string, before image.Image) image.Image {
	d.t.Helper()
	picture := d.picture()
	if n := colours(picture); n < 40 {
		d.t.Errorf("%s: the screen shows %d colours", name, n)
	}
	if before != nil && different(before, picture) < 2000 {
		d.t.Errorf("%s: the screen is as it was", name)
	}
	if folder := os.Getenv("SATCHEL_PICTURES"); folder != "" {
		var b bytes.Buffer
		if err := png.Encode(&b, picture); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "window-"+name+".png"), b.Bytes(), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	return picture
}

// close closes the window as its frame's button does, and waits for the program's end.
func (d *desk) close() {
	d.t.Helper()
	d.xdotool("key", "alt+F4")
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Errorf("the program ended with %v\n%s", err, d.errors.String())
		}
	case <-time.After(patience):
		d.t.Fatalf("the program does not end\n%s", d.errors.String())
	}
}

// found returns the practice files that the first run made.
func (d *desk) files() []string {
	d.t.Helper()
	list, err := filepath.Glob(filepath.Join(d.home, "Satchel", "*.satchel"))
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// TestFirstDayInARealWindow sets up a practice, registers a patient, locks and unlocks, closes, and comes back the next morning.
func TestFirstDayInARealWindow(t *testing.T) {
	home := t.TempDir()
	d := start(t, home)
	out, err := exec.Command("xdotool", "getwindowname", d.window).Output()
	if err != nil || strings.TrimSpace(string(out)) != "Satchel" {
		t.Errorf("the window is called %q (%v)", out, err)
	}
	seen := d.look("welcome", nil)
	d.press("Return")
	d.typed("Lakeside Family Clinic")
	seen = d.look("practice", seen)
	d.press("Return")
	d.typed("Anjali")
	d.press("Tab")
	d.typed("Rao")
	d.press("Tab", "Tab", "Tab", "Tab") // qualification, registration, login, password
	d.typed(password)
	d.press("Tab")
	d.typed(password)
	seen = d.look("owner", seen)
	d.press("Return")
	d.until("the file is made", func() bool { return len(d.files()) == 1 })
	d.settle()
	seen = d.look("recovery-key", seen)
	d.press("Tab", "Tab", "Tab", "Tab", "Return") // the two groups, print, save, later
	seen = d.look("later", seen)
	d.press("Return")
	time.Sleep(time.Second)
	d.settle()
	seen = d.look("home", seen)

	d.press("ctrl+k")
	d.typed("Meera Shah")
	d.press("Return") // nobody of that name: the registration form
	seen = d.look("register", seen)
	d.press("ctrl+Return")
	seen = d.look("registered", seen)

	d.press("ctrl+l")
	seen = d.look("locked", seen)
	d.typed(password)
	d.press("Return")
	time.Sleep(time.Second)
	d.settle()
	d.look("unlocked", seen)
	d.close()

	path := d.files()[0]
	if n := registered(t, home, path, "Meera Shah"); n != 1 {
		t.Errorf("%d patients are called Meera Shah", n)
	}
	morning := start(t, home) // no argument: the file of yesterday
	seen = morning.look("morning", nil)
	morning.typed("doctor")
	morning.press("Return")
	morning.typed(password)
	morning.press("Return")
	time.Sleep(time.Second)
	morning.settle()
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
