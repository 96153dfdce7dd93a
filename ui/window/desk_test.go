//go:build window

// Package window_test drives the built program in a real window: SATCHEL_BINARY names it, DISPLAY a screen with a window manager.
// What the window says is read off the screen by tesseract: a test waits for words, never for a time.
package window_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

const (
	password = "correct horse battery staple"
	// patience is far above what any step takes: where it ends the program hangs, however slow the machine.
	patience = 4 * time.Minute
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

// picture is what the screen shows. It comes as PPM, which no program needs time to pack.
func (d *desk) picture() *image.NRGBA {
	d.t.Helper()
	out, err := exec.Command("import", "-window", "root", "-depth", "8", "ppm:-").Output()
	if err != nil {
		d.t.Fatalf("import: %v", err)
	}
	reader := bytes.NewReader(out)
	var width, height, most int
	if _, err := fmt.Fscanf(reader, "P6\n%d %d\n%d\n", &width, &height, &most); err != nil || most != 255 || reader.Len() != 3*width*height {
		d.t.Fatalf("import: %d by %d of %d bytes: %v", width, height, reader.Len(), err)
	}
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	pixels := out[len(out)-reader.Len():]
	for i := range width * height {
		copy(picture.Pix[4*i:], pixels[3*i:3*i+3])
		picture.Pix[4*i+3] = 255
	}
	return picture
}

// shows waits until every one of the phrases can be read on the screen, however long the program works. A phrase is found by its
// letters and figures alone: spaces and signs are what reading off a picture gets wrong first.
func (d *desk) shows(phrases ...string) {
	d.t.Helper()
	var read string
	var last *image.NRGBA
	for deadline := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		picture := d.settle()
		missing := ""
		if last == nil || different(last, picture) > blink {
			last, read = picture, ""
			for _, way := range readings {
				if read += d.read(picture, way); absent(read, phrases) == "" {
					break
				}
			}
		}
		if missing = absent(read, phrases); missing == "" {
			return
		}
		if time.Now().After(deadline) {
			d.keep("missing", picture)
			d.t.Fatalf("the screen does not say %q; it says:\n%s\n%s", missing, read, d.errors.String())
		}
	}
}

// blink is more than the pixels of a blinking cursor and less than those of a word.
const blink = 80

// reading is a way to read a picture: enlarged by one of ImageMagick's filters, in one of tesseract's modes of finding lines.
type reading struct{ filter, size, mode string }

// readings are the ways that are tried in turn: each loses words that another keeps, above all short ones on a coloured button.
var readings = []reading{{"point", "300%", "11"}, {"Lanczos", "300%", "6"}, {"Lanczos", "200%", "3"}, {"triangle", "300%", "6"}, {"point", "200%", "6"}}

// absent returns the first phrase that a text doesn't hold.
func absent(text string, phrases []string) string {
	text = folded(text)
	for _, phrase := range phrases {
		if !strings.Contains(text, folded(phrase)) {
			return phrase
		}
	}
	return ""
}

// read returns the words of a picture as tesseract sees them.
func (d *desk) read(picture *image.NRGBA, way reading) string {
	d.t.Helper()
	var large, out, complaints bytes.Buffer
	convert := exec.Command("convert", "png:-", "-colorspace", "Gray", "-filter", way.filter, "-resize", way.size, "pgm:-")
	convert.Stdin, convert.Stdout = bytes.NewReader(encoded(d.t, picture)), &large
	if err := convert.Run(); err != nil {
		d.t.Fatalf("convert: %v", err)
	}
	tesseract := exec.Command("tesseract", "-", "-", "--psm", way.mode)
	tesseract.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // its threads wait for one another longer than one thread takes
	tesseract.Stdin, tesseract.Stdout, tesseract.Stderr = &large, &out, &complaints
	if err := tesseract.Run(); err != nil {
		d.t.Fatalf("tesseract: %v %s", err, complaints.String())
	}
	return out.String()
}

// folded is a text's letters and figures in lower case.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func encoded(t *testing.T, picture *image.NRGBA) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// keep writes a picture where SATCHEL_PICTURES asks for it.
func (d *desk) keep(name string, picture *image.NRGBA) {
	d.t.Helper()
	if folder := os.Getenv("SATCHEL_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "window-"+name+".png"), encoded(d.t, picture), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
}

// settle waits until two pictures in a row are the same, but for the blinking cursor, and returns the last.
func (d *desk) settle() *image.NRGBA {
	d.t.Helper()
	last := d.picture()
	for range 20 {
		time.Sleep(150 * time.Millisecond)
		next := d.picture()
		if different(last, next) < 200 {
			return next
		}
		last = next
	}
	return last
}

// different counts the pixels in which two pictures differ.
func different(a, b *image.NRGBA) int {
	count := 0
	for i := 0; i < len(a.Pix); i += 4 {
		if !bytes.Equal(a.Pix[i:i+4], b.Pix[i:i+4]) {
			count++
		}
	}
	return count
}

// colours counts the colours of a picture: a blank or broken window has next to none.
func colours(picture *image.NRGBA) int {
	seen := map[[3]byte]bool{}
	for i := 0; i < len(picture.Pix); i += 4 {
		seen[[3]byte(picture.Pix[i:i+3])] = true
	}
	return len(seen)
}

// look takes a picture that must not be blank, and must differ from the one before. SATCHEL_PICTURES keeps it.
func (d *desk) look(name string, before *image.NRGBA) *image.NRGBA {
	d.t.Helper()
	picture := d.picture()
	if n := colours(picture); n < 40 {
		d.t.Errorf("%s: the screen shows %d colours", name, n)
	}
	if before != nil && different(before, picture) < 2000 {
		d.t.Errorf("%s: the screen is as it was", name)
	}
	d.keep(name, picture)
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
