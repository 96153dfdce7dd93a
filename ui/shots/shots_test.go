package shots

import (
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/demo"
	"satchel/ui/frame"
	"satchel/ui/settings"
	"satchel/ui/uitest"
)

func TestDraw(t *testing.T) {
	k := uitest.Bare(t)
	found := func(ctx context.Context, path string, _ func(int)) error {
		k.Env.Published = demo.Password
		made, err := data.Create(ctx, path, demo.Password, uitest.Founding(), k.Env)
		if err != nil {
			return err
		}
		return made.Practice.Close()
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	var out strings.Builder
	src := Source{Env: k.Env, Places: settings.Places(), MakeDemo: found, Language: "en"}
	if err := Draw(context.Background(), dir, src, &out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"start-light.png", "settings-people-dark.png", "practice-small.png", "locked-light.png"} {
		if !strings.Contains(out.String(), name) {
			t.Errorf("%s is not named", name)
		}
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := png.Decode(file)
		file.Close()
		if err != nil || picture.Bounds().Dx() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := src
	broken.Places = []frame.PlaceSpec{{Name: frame.Today, Label: "frame.lock", Open: func(*frame.Frame, frame.Target) frame.Screen { panic("broken") }}}
	if err := Draw(context.Background(), dir, broken, &out); err == nil {
		t.Error("a screen that panics is drawn")
	}
	full := errors.New("disk full")
	src.MakeDemo = func(context.Context, string, func(int)) error { return full }
	if err := Draw(context.Background(), dir, src, &out); !errors.Is(err, full) {
		t.Error(err)
	}
}
