package page

import (
	"slices"
	"strings"
	"testing"
)

// visual is a line as it is seen from left to right, letters of Arabic and Hebrew one by one.
func visual(t testing.TB, c *Compositor, text string) string {
	t.Helper()
	box := c.Text(150*Millimetre, Left, testBody, "text", text)
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	ops := make([]Op, 0, len(box.items))
	for _, it := range box.items {
		ops = append(ops, it.op)
	}
	slices.SortStableFunc(ops, func(a, b Op) int {
		left, _, _, _ := a.extent()
		other, _, _, _ := b.extent()
		return int(left - other)
	})
	var out strings.Builder
	for _, op := range ops {
		switch op := op.(type) {
		case Text:
			out.WriteString(op.String)
		case Glyphs:
			for _, part := range op.texts() {
				out.WriteString(part)
			}
		}
	}
	return out.String()
}

// The trap that documents.md names: inside Arabic and Hebrew, "500 mg" reads "500 mg". What is
// expected stands as it is seen, from left to right.
func TestDosesKeepTheirOrder(t *testing.T) {
	for text, want := range map[string]string{
		"خذ 500 mg يوميا":               "ايموي 500 mg ذخ",
		"خذ 8 mL (320 mg) مرتين":        "نيترم 8 mL (320 mg) ذخ",
		"ضغط 144/85 mmHg (29 نوفمبر)":   ")ربمفون 29( 144/85 mmHg طغض",
		"نبض 78 per min · 29 نوفمبر":    "ربمفون 29 · 78 per min ضبن",
		"نوفمبر 2026 · 78 per min نبض":  "ضبن 78 per min · 2026 ربمفون",
		"خذ 500 mg 3 مرات":              "تارم 3 500 mg ذخ",
		"خذ (250 mg per 5 mL) ثم":       "مث )250 mg per 5 mL( ذخ", // brackets mirrored by their glyphs
		"قس 120 / 80 mmHg":              "120 / 80 mmHg سق",
		"חום 38.5 °C או יותר":           "רתוי וא 38.5 °C םוח",
		"תן -5 mg":                      "-5 mg ןת",
		"מ-1,200 mg":                    "1,200 mg-מ",
		"Augmentin 500 mg: خذ":          "ذخ :Augmentin 500 mg",
		"لمدة 7 أيام":                   "مايأ 7 ةدمل",
		Isolate("5 a") + "، " + "ب":     "ب ،5 a",
		"ا " + Isolate("b, 1") + " , 2": "2 , b, 1 ا",
	} {
		if got := visual(t, NewCompositorFor("ar"), text); got != want {
			t.Errorf("%q is seen as %q, want %q", text, got, want)
		}
	}
	// In an English sentence too, where a name would otherwise draw the figure after it over.
	for text, want := range map[string]string{
		"Paid by " + Isolate("علي") + ", 12 Jan":       "Paid by يلع, 12 Jan",
		"Give " + Isolate("خذ 500 mg يوميا") + " now.": "Give ايموي 500 mg ذخ now.",
		"تناول 500 mg.":                                ".500 mg لوانت",
		"Name: خذ 500 mg يوميا":                        "Name: ايموي 500 mg ذخ",
	} {
		if got := visual(t, NewCompositor(), text); got != want {
			t.Errorf("%q is seen as %q, want %q", text, got, want)
		}
	}
	// A span says so by itself.
	c := NewCompositor()
	box := c.Rich(150*Millimetre, Left, Span{Style: testBody, Text: "By "}, Span{Style: testBody, Text: "علي", Isolate: true}, Span{Style: testBody, Text: ", 12"})
	if last := box.items[len(box.items)-1].op.(Text); last.String != ", 12" {
		t.Errorf("after the name stands %q", last.String)
	}
}

// The same, by the places of the glyphs on a finished page.
func TestDoseOnAPageFromRightToLeft(t *testing.T) {
	c := NewCompositorFor("ar")
	doc := compose(t, c, Part{Box: c.Text(testLayout(c).width(), Left, testBody, "text", "خذ 500 mg يوميا")})
	within(t, doc, testMargins)
	var dose Text
	var words []Glyphs
	for _, op := range doc.Sheets[0].Ops {
		switch op := op.(type) {
		case Text:
			if strings.Contains(op.String, "mg") {
				dose = op
			}
		case Glyphs:
			if op.String != " " {
				words = append(words, op)
			}
		}
	}
	if dose.String != "500 mg" || len(words) != 2 {
		t.Fatalf("%q among %d words", dose.String, len(words))
	}
	last, first := words[0], words[1]
	if !(last.X < dose.X && dose.X < first.X) || first.String != "خذ " || last.String != "يوميا" {
		t.Errorf("%q at %d, %q at %d, %q at %d", last.String, last.X, dose.String, dose.X, first.String, first.X)
	}
	if end := first.X + first.Advance; end < A5.Width-testMargins.Right-10 || end > A5.Width-testMargins.Right+10 {
		t.Errorf("the line starts at %d from the left", end)
	}
}

// A page of Arabic is the page of English turned around: what began at the left margin begins
// at the right one, rules and boxes too; figures in a column still end at its right.
func TestPagesAreMirrored(t *testing.T) {
	set := func(language string) *Document {
		c := NewCompositorFor(language)
		l := testLayout(c)
		row := func(amount string) Part {
			return Part{Box: Row(l.width(), Cell{Box: c.Text(40*Millimetre, Left, testBody, "t", "Label")},
				Cell{X: 60 * Millimetre, Box: c.Text(30*Millimetre, Figures, testBody, "t", amount)})}
		}
		return compose(t, c, row("1,200.00"), row("85.00"), Part{Box: Fill(Pad(Space(0), Margins{Millimetre, 9 * Millimetre, 0, 0}), testInk)},
			Part{Box: Pad(Rule(20*Millimetre, 300, testInk), Margins{Left: 5 * Millimetre})})
	}
	left, right := set("en").Sheets[0], set("ar").Sheets[0]
	if len(left.Ops) != len(right.Ops) {
		t.Fatalf("%d operations, %d", len(left.Ops), len(right.Ops))
	}
	var ends [2][]Length
	for i := range left.Ops {
		a, _, b, _ := left.Ops[i].extent()
		c, _, d, _ := right.Ops[i].extent()
		if text, ok := left.Ops[i].(Text); ok && strings.Contains(text.String, ".00") {
			ends[0], ends[1] = append(ends[0], b), append(ends[1], d)
			continue
		}
		if max(a, A5.Width-d)-min(a, A5.Width-d) > 4 || max(b, A5.Width-c)-min(b, A5.Width-c) > 4 {
			t.Errorf("%T from %d to %d lies from %d to %d on the mirrored page", left.Ops[i], a, b, c, d)
		}
	}
	for i, list := range ends {
		if len(list) != 2 || max(list[0], list[1])-min(list[0], list[1]) > 4 {
			t.Errorf("page %d: figures end at %v", i, list)
		}
	}
	if left.Note.X != A5.Width-right.Note.X-right.Note.Width {
		t.Errorf("the note's place begins at %d", right.Note.X)
	}
}

// A drawing of several parts keeps its order, and takes its place on the other side.
func TestUprightIsNotMirrored(t *testing.T) {
	places := func(language string) [2]Length {
		c := NewCompositorFor(language)
		plot := Upright(RowTop(40*Millimetre, Cell{Box: Rule(5*Millimetre, 300, testInk)}, Cell{X: 30 * Millimetre, Box: Rule(5*Millimetre, 300, testInk)}))
		doc := compose(t, c, Part{Box: plot})
		var at []Length
		for _, op := range doc.Sheets[0].Ops {
			if line, ok := op.(Line); ok {
				at = append(at, line.X1)
			}
		}
		return [2]Length{at[0], at[1]}
	}
	for language, left := range map[string]Length{"en": testMargins.Left, "he": A5.Width - testMargins.Right - 40*Millimetre} {
		if got := places(language); got != [2]Length{left, left + 30*Millimetre} {
			t.Errorf("%s: %v", language, got)
		}
	}
}

// A date or a dose that is wider than its column is cut between its words, never within a number.
func TestBoundWordsAreCutBetweenWords(t *testing.T) {
	for text, want := range map[string][]string{
		"17\u00a0सितंबर\u00a02024":     {"17\u00a0सितंबर", "2024"},
		"17\u00a0September\u00a02024":  {"17\u00a0September", "2024"},
		"12345678901234567890\u00a0mg": {"12345678901234", "567890\u00a0mg"},
	} {
		c := NewCompositor()
		width := c.Width(testBody, "text", want[0]) + 300*Micrometre
		var lines []string
		for _, line := range c.shaper.lines(c.shaper.atoms([]Span{{Style: testBody, Text: text}}, false), width) {
			words := ""
			for _, a := range line {
				words += a.text
			}
			lines = append(lines, words)
		}
		if !slices.Equal(lines, want) {
			t.Errorf("%q in %d: %q, want %q", text, width, lines, want)
		}
	}
}

// A typed English line keeps its direction on an Arabic page where its span says so, whatever Arabic words stand in it.
func TestAnEnglishLineOnAnArabicPage(t *testing.T) {
	c := NewCompositorFor("ar")
	box := c.Rich(150*Millimetre, Left, Span{Style: testBody, Language: "en", Text: "telmisartan 40 mg قرص: Take 1 daily."})
	leftmost, first := Length(1<<30), ""
	for _, it := range box.items {
		if text, ok := it.op.(Text); ok && text.X < leftmost {
			leftmost, first = text.X, text.String
		}
	}
	if !strings.HasPrefix(first, "telmisartan") {
		t.Errorf("the line begins with %q", first)
	}
}
