package fonts

import (
	"bytes"
	"slices"
	"testing"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// TestWindowShapesAsThePage holds that putting the scripts into one file lost none of their rules: a word takes the same steps in the
// window's face as in the script's own.
func TestWindowShapesAsThePage(t *testing.T) {
	words := []struct {
		font      string
		script    language.Script
		direction di.Direction
		text      string
	}{
		{"NotoSans", language.Latin, di.DirectionLTR, "Ağaoğlu–Nguyễn AVATAR"},
		{"NotoSansDevanagari", language.Devanagari, di.DirectionLTR, "श्रीमती राधा क्षत्रिय"},
		{"NotoSansBengali", language.Bengali, di.DirectionLTR, "শ্রীমতী রাধা ক্ষত্রিয়"},
		{"NotoSansTamil", language.Tamil, di.DirectionLTR, "ஸ்ரீமதி கொண்டு"},
		{"NotoSansTelugu", language.Telugu, di.DirectionLTR, "శ్రీమతి క్షత్రియ"},
		{"NotoSansThai", language.Thai, di.DirectionLTR, "น้ำใจ กี่ปั้น"},
		{"NotoSansArabic", language.Arabic, di.DirectionRTL, "اقبال منصوری لا إله"},
		{"NotoSansHebrew", language.Hebrew, di.DirectionRTL, "שָׁלוֹם כהן"},
	}
	for weight, whole := range map[string][]byte{"-Regular": WindowRegular, "-Bold": WindowBold} {
		for _, w := range words {
			i := slices.IndexFunc(All(), func(f Font) bool { return f.Name == w.font+weight })
			own, window := steps(t, All()[i].Bytes, w.script, w.direction, w.text), steps(t, whole, w.script, w.direction, w.text)
			if !slices.Equal(own, window) {
				t.Errorf("%s%s: the window's face takes the steps %v, the script's own %v", w.font, weight, window, own)
			}
		}
	}
}

// steps shapes a text and returns how far each glyph goes and where it stands, in units of 1,000 to the em. A glyph that is missing fails.
func steps(t *testing.T, file []byte, script language.Script, direction di.Direction, text string) []fixed.Int26_6 {
	t.Helper()
	face, err := font.ParseTTF(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	runes := []rune(text)
	var shaper shaping.HarfbuzzShaper
	out := shaper.Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: direction, Face: face, Size: fixed.I(1000), Script: script, Language: "en"})
	var list []fixed.Int26_6
	for _, g := range out.Glyphs {
		if g.GlyphID == 0 {
			t.Errorf("no glyph for a part of %q", text)
		}
		list = append(list, g.Advance, g.XOffset, g.YOffset, g.Width)
	}
	return list
}
