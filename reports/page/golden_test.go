package page

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew, to be looked at and compared before they are kept")

// sentences are one of each script that has embedded fonts, with its own traps: conjuncts,
// vowels before their consonant, stacked marks, ligatures, figures between.
var sentences = []struct{ script, language, text string }{
	{"Latin", "en", "Take 8 mL (320 mg) after food, Ọlọ́run → ≥ 5"},
	{"Devanagari", "hi", "खाना खाने के बाद 500 mg लें। श्री क्षत्रिय र्कि ट्ठ"},
	{"Bengali", "bn", "খাবারের পরে 500 mg খান। ক্ষুদ্র শ্রীমতী কো"},
	{"Tamil", "ta", "உணவுக்குப் பிறகு 500 mg. ஸ்ரீ கொ கோ கௌ"},
	{"Telugu", "te", "భోజనం తర్వాత 500 mg. శ్రీ కృష్ణుడు స్త్రీ"},
	{"Thai", "th", "รับประทาน 500 mg หลังอาหาร น้ำ ที่นี่ กู้ ปั้น"},
	{"Arabic", "ar", "تناول 500 mg بعد الأكل (لمدة 7 أيام). لا إله مُحَمَّد"},
	{"Urdu", "ur", "دن میں دو بار 500 mg کھانے کے بعد لیں۔"},
	{"Hebrew", "he", "קח 500 mg אחרי האוכל (במשך 7 ימים). שָׁלוֹם"},
	{"Emoji", "en", "Fine 😀 ☺"},
}

func goldenPage(t testing.TB) *Document {
	t.Helper()
	c := NewCompositor()
	var parts []Element
	for _, s := range sentences {
		for _, face := range []Face{Regular, Bold} {
			span := Span{Style: Style{Face: face, Size: 12 * Point, Colour: testInk}, Field: s.script, Text: s.text, Language: s.language}
			parts = append(parts, Part{Box: c.Rich(testLayout(c).width(), Left, span)})
		}
	}
	return compose(t, c, parts...)
}

// Every glyph of every script stays where it was when the golden file was compared with
// HarfBuzz's own hb-shape: font, glyph, place.
func TestGlyphsStayInPlace(t *testing.T) {
	doc := goldenPage(t)
	within(t, doc, testMargins)
	var out strings.Builder
	for _, sheet := range doc.Sheets {
		for _, op := range sheet.Ops {
			left, _, right, _ := op.extent()
			switch op := op.(type) {
			case Text:
				fmt.Fprintf(&out, "%d..%d %d %s text %s\n", left, right, op.Y, fontName(doc, op.Font), op.String)
			case Glyphs:
				fmt.Fprintf(&out, "%d..%d %d %s glyphs %s\n", left, right, op.Y, fontName(doc, op.Font), op.String)
				for i, text := range op.texts() {
					fmt.Fprintf(&out, "    %s %d", text, op.Clusters[i].Advance)
					for _, glyph := range op.Clusters[i].Glyphs {
						fmt.Fprintf(&out, " %d@%d,%d", glyph.ID, glyph.X, glyph.Rise)
					}
					out.WriteString("\n")
				}
			}
		}
	}
	path := filepath.Join("testdata", "scripts.golden")
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(out.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(kept)) {
		if i >= len(got) || i >= len(kept) || got[i] != kept[i] {
			t.Fatalf("line %d of %s: %q, kept is %q", i+1, path, got[min(i, len(got)-1)], kept[min(i, len(kept)-1)])
		}
	}
}

func fontName(d *Document, font int) string {
	t, err := fontByIdentity(d.Fonts[font])
	if err != nil {
		return err.Error()
	}
	return t.file.Name
}

// The picture of the same page is the kept one, which was compared by eye with what
// HarfBuzz's hb-view draws. Smoothing at the edges may differ by a pixel.
func TestScriptsLookAsKept(t *testing.T) {
	picture, err := Raster(goldenPage(t), 0, 72, "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "scripts.png")
	if *update {
		if err := os.WriteFile(path, pngOf(t, picture), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kept, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := inkMissing(picture, kept), inkMissing(kept, picture); a > 0.002 || b > 0.002 {
		t.Errorf("%.2f %% of the ink is new, %.2f %% is gone", 100*a, 100*b)
	}
}
