package frame_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/ui/frame"
)

func TestModelComplete(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"Clinic.satchel", "cl.txt", ".hidden.satchel", "clips/x.satchel", "other/y"} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sep := string(filepath.Separator)
	for typed, want := range map[string]string{
		"~" + sep + "cl":          "Clinic.satchel clips" + sep,
		home + sep:                "Clinic.satchel clips" + sep + " other" + sep,
		"~" + sep + ".h":          ".hidden.satchel",
		"~" + sep + "clips" + sep: "clips" + sep + "x.satchel",
		"nowhere" + sep + "x":     "",
		"":                        "",
		"\x00" + sep:              "",
	} {
		var got []string
		for _, path := range frame.CompletePaths(typed, home) {
			got = append(got, strings.TrimPrefix(path, home+sep))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", typed, strings.Join(got, " "), want)
		}
	}
}
