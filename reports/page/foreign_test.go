package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// baybayin is a word in a script that the program has no font for; testdata holds one.
const baybayin = "ᜀᜊᜃᜇ"

// withForeign lets a test find the machine's fonts in a folder.
func withForeign(t testing.TB, folders ...string) {
	t.Helper()
	before := foreignFonts
	foreignFonts = &foreignSet{folders: func() []string { return folders }}
	t.Cleanup(func() { foreignFonts = before })
}

// A script that only a font of the machine has is printed with it, and the page needs that
// font no more: it is drawn the same where the font is gone.
func TestForeignFontIsKeptInThePage(t *testing.T) {
	withForeign(t, "testdata")
	doc := plainDocument(t, "Name: "+baybayin)
	within(t, doc, testMargins)
	stored, parts, err := doc.Encode()
	if err != nil {
		t.Fatal(err)
	}
	first, err := PDF(doc, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Outlines) != 4 || len(doc.Outlines[0]) == 0 {
		t.Errorf("%d outlines for four letters", len(doc.Outlines))
	}
	withForeign(t, t.TempDir())
	again, err := Decode(stored, parts...)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := PDF(again, ""); err != nil || string(second) != string(first) {
		t.Errorf("without the font the page is drawn differently, %v", err)
	}
	if Drawable(baybayin) {
		t.Error("the script is still drawable without its font")
	}
}

// Files that are no fonts, or broken ones, are passed over.
func TestForeignFontsThatAreBroken(t *testing.T) {
	folder := t.TempDir()
	font, err := os.ReadFile(filepath.Join("testdata", "NotoSansTagalog-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"a-text.ttf": []byte("no font"), "b-cut.ttf": font[:len(font)/2], "c-empty.otf": nil, "noto-readme.txt": font} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	withForeign(t, filepath.Join(folder, "nowhere"), folder)
	if Drawable(baybayin) {
		t.Error("half a font draws the script")
	}
	if err := os.WriteFile(filepath.Join(folder, "d-whole.ttf"), font, 0o600); err != nil {
		t.Fatal(err)
	}
	withForeign(t, folder)
	if !Drawable(baybayin) {
		t.Error("the whole font beside broken ones isn't found")
	}
}

// The order of the machine's fonts is the same each time: upright before bold, Noto first.
func TestForeignOrder(t *testing.T) {
	var list []string
	for _, name := range []string{"NotoSans-Regular.ttf", "Arial.ttf", "NotoSans-BoldItalic.ttf"} {
		list = append(list, strings.Repeat("x", rank(name)))
	}
	if !(list[0] < list[1] && list[1] < list[2]) {
		t.Errorf("ranks %q", list)
	}
}
