package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

func TestFit(t *testing.T) {
	show(t, nil, 300, 200)
	f := Body.face()
	long := strings.Repeat("Hohenstein-Wittelsbach ", 20)
	for _, width := range []float32{0, 5, 20, 60, 150, 400, 5000} {
		cut := measured.fit(f, long, width)
		if got := measured.width(f, cut); got > width {
			t.Errorf("fit to %v is %v wide: %q", width, got, cut)
		}
		if width > 20 && width < 1000 && !strings.HasSuffix(cut, "…") {
			t.Errorf("fit to %v has no ellipsis: %q", width, cut)
		}
	}
	if got := measured.fit(f, "short", 200); got != "short" {
		t.Errorf("a text that fits became %q", got)
	}
}

// TestFitMeasuresAsTheShaperDoes holds the sum of advances against the text shaper.
func TestFitMeasuresAsTheShaperDoes(t *testing.T) {
	show(t, nil, 300, 200)
	for _, text := range []string{"Okafor, Omar", "AVATAR To Ty", "Novák, Wei", "1,234.50", "मीरा शाह", "Ελένη", "王伟"} {
		want := fyne.MeasureText(text, Body.face().size, fyne.TextStyle{}).Width
		if got := measured.width(Body.face(), text); got < want-0.5 {
			t.Errorf("%q: sum %.2f, shaped %.2f: it would run over its cell", text, got, want)
		}
	}
}

func FuzzFitAndWrap(f *testing.F) {
	f.Add("a b\nc", float32(40))
	f.Add("\xff\u202e\U0001F600 very long word withoutanybreakinitatall", float32(3))
	f.Fuzz(func(t *testing.T, text string, width float32) {
		if width < 1 || width > 10000 || len(text) > 500 {
			return
		}
		face := Body.face()
		clean := oneLine(text)
		if !utf8.ValidString(clean) || strings.ContainsAny(clean, "\n\r\t") {
			t.Fatalf("oneLine left %q", clean)
		}
		if cut := measured.fit(face, clean, width); measured.width(face, cut) > width+0.01 && utf8.RuneCountInString(cut) > 1 {
			t.Fatalf("fit(%q, %v) = %q is too wide", clean, width, cut)
		}
		lines := measured.wrap(face, text, width)
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		want := ""
		for _, paragraph := range strings.Split(text, "\n") {
			want += squeeze(oneLine(paragraph))
		}
		if got := squeeze(strings.Join(lines, " ")); got != want {
			t.Fatalf("wrap lost text: %q from %q", got, text)
		}
		for _, line := range lines {
			if measured.width(face, line) > width+0.01 && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q is wider than %v", line, width)
			}
		}
	})
}

func TestParagraphGrowsWithItsText(t *testing.T) {
	p := NewParagraph("one line", Body)
	show(t, Column(0, p), 200, 400)
	one := p.MinSize().Height
	p.SetText(strings.Repeat("many words ", 20))
	if many := p.MinSize().Height; many < 4*one {
		t.Errorf("long text is %v high, one line %v", many, one)
	}
}

func TestForgetDropsTexts(t *testing.T) {
	show(t, nil, 300, 200)
	measured.fit(Body.face(), "a patient's very long name", 30)
	if len(measured.cut) == 0 {
		t.Fatal("nothing was kept")
	}
	Forget()
	if len(measured.cut) != 0 {
		t.Errorf("%d texts are still kept", len(measured.cut))
	}
}
