package ui

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"satchel/ui/kit"
)

const sentinel = "Zebulon Quagmire 9876501234"

// reports returns the crash reports on the test's computer, after looking through every file in its folder for the sentinel.
func reports(t *testing.T, o Options) (texts []string) {
	t.Helper()
	err := filepath.WalkDir(o.LocalFolder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		for _, word := range strings.Fields(sentinel) {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q is in %s", word, filepath.Base(name))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := o.Env.Local.Crashes()
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range list {
		text, err := o.Env.Local.Crash(kept.Name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

func TestABrokenScreenLeavesAReportWithoutData(t *testing.T) {
	k, s := window(t)
	signIn(t, k, s)
	s.frame.Soon(func() { panic(sentinel) })
	if !s.frame.Locked() {
		t.Error("the window is not locked")
	}
	texts := reports(t, s.options)
	if len(texts) != 1 || !strings.Contains(texts[0], "place    today\n") || !strings.Contains(texts[0], "panic    string\n") ||
		!strings.Contains(texts[0], "satchel/ui.TestABrokenScreenLeavesAReportWithoutData.func1\n    satchel/ui/crash_test.go:") {
		t.Errorf("reports: %q", texts)
	}
	s.quit()

	// The next start says so, once.
	again := newShell(s.app, Options{Env: k.Env, LocalFolder: s.options.LocalFolder, Folder: s.options.Folder, Language: "en", Run: s.options.Run, Do: s.options.Do})
	k.Window = again.window
	if notice := noticeOf(again); !strings.Contains(notice, "broke last time") {
		t.Errorf("the start says %q", notice)
	}
	for _, o := range test.LaidOutObjects(again.start.Stage) {
		if b, ok := o.(*kit.Button); ok && b.Label() == "Look at the report" {
			b.Tapped(nil)
		}
	}
	shown := ""
	for _, over := range again.window.Canvas().Overlays().List() {
		for _, o := range test.LaidOutObjects(over) {
			if p, ok := o.(*kit.Paragraph); ok {
				shown += p.Text()
			}
		}
	}
	if !strings.Contains(shown, "place    today") || !strings.Contains(shown, "crash-") {
		t.Errorf("the report is shown as %q", shown)
	}
	k.Press("Enter") // understood
	signIn(t, k, again)
	again.quit()
	third := newShell(s.app, Options{Env: k.Env, LocalFolder: s.options.LocalFolder, Folder: s.options.Folder, Language: "en", Run: s.options.Run, Do: s.options.Do})
	if notice := noticeOf(third); strings.Contains(notice, "broke last time") {
		t.Error("it is said twice")
	}
}

func noticeOf(s *shell) (words string) {
	for _, o := range test.LaidOutObjects(s.start.Stage) {
		if p, ok := o.(*kit.Paragraph); ok {
			words += p.Text() + "\n"
		}
	}
	return words
}

func TestWhatNoScreenContainsEndsTheProgramQuietly(t *testing.T) {
	_, s := window(t)
	if runGuarded(s.options, s.place, func() {}) {
		t.Error("crashed without a panic")
	}
	if !runGuarded(s.options, s.place, func() { panic(sentinel) }) {
		t.Error("a panic is no crash")
	}
	ended := make(chan int)
	o := s.options
	o.End = func(code int) { ended <- code }
	beside(o)(func() { panic([]string{sentinel}) })
	if code := <-ended; code != ExitCrashed {
		t.Errorf("ended with %d", code)
	}
	texts := strings.Join(reports(t, s.options), "")
	for _, want := range []string{"place    start\n", "panic    string\n", "place    beside\n", "panic    []string\n"} {
		if !strings.Contains(texts, want) {
			t.Errorf("no %q in %q", want, texts)
		}
	}
	if runGuarded(s.options, (*shell)(nil).place, func() { panic(sentinel) }); len(reports(t, s.options)) != 3 {
		t.Error("a crash before there is a window leaves no report")
	}
}
