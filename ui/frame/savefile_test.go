package frame_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

func TestSaveFile(t *testing.T) {
	k, f, _ := open(t)
	folder := t.TempDir()
	t.Setenv("HOME", folder)
	saved := 0
	f.SaveFile("bill.pdf", []byte("%PDF"), func(err error) {
		if err == nil {
			saved++
		}
	})
	if got := k.Focused().(*kit.Entry).Text; got != filepath.Join(folder, "bill.pdf") {
		t.Fatalf("suggested %q", got)
	}
	k.Press("Enter")
	content, err := os.ReadFile(filepath.Join(folder, "bill.pdf"))
	if err != nil || string(content) != "%PDF" || saved != 1 || f.Covered() {
		t.Fatalf("%q %v, called back %d times", content, err, saved)
	}
	if info, err := os.Stat(filepath.Join(folder, "bill.pdf")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
	f.SaveFile("bill.pdf", []byte("other"), nil)
	k.Press("Enter")
	if content, err := os.ReadFile(filepath.Join(folder, "bill.pdf")); err != nil || string(content) != "%PDF" || !f.Covered() {
		t.Error("a file was overwritten, or nothing is said")
	}
	k.Type("2")
	k.Press("Enter")
	if _, err := os.Stat(filepath.Join(folder, "bill.pdf2")); err != nil || f.Covered() {
		t.Error(err)
	}
	gaveUp := false
	f.SaveFile("bill.pdf", nil, func(err error) { gaveUp = err != nil })
	k.Press("Esc")
	if !gaveUp || f.Covered() {
		t.Error("Esc does not give up")
	}
}

func TestWriteNewFileRefuses(t *testing.T) {
	folder := t.TempDir()
	for path, want := range map[string]store.Code{
		"": store.Invalid, "\x00": store.Invalid, filepath.Join(folder, "none", "x"): store.NotFound, folder: store.Conflict,
		filepath.Join(folder, strings.Repeat("x", 5000)): store.Internal,
	} {
		if err := frame.WriteNewFile(path, nil); store.CodeOf(err) != want {
			t.Errorf("%.20q: %v, want %s", path, err, want)
		}
	}
}
