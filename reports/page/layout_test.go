package page

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// texts are the runs of each sheet in drawing order.
func texts(d *Document) [][]string {
	var pages [][]string
	for _, sheet := range d.Sheets {
		var runs []string
		for _, op := range sheet.Ops {
			if run, ok := op.(Text); ok && run.String != "Head" && run.String != "Foot" {
				runs = append(runs, run.String)
			}
		}
		pages = append(pages, runs)
	}
	return pages
}

// A number and its unit are never on two lines, whatever the width.
func TestNumberKeepsItsUnit(t *testing.T) {
	const text = "Give 8 mL by mouth 2 times a day for 7 days and no more than 1,200 mg in 24 hours, prescription A/26-27/0001"
	for width := 30 * Millimetre; width < 120*Millimetre; width += 500 {
		box := NewCompositor().Text(width, Left, testBody, "text", text)
		var lines []string
		for _, it := range box.items {
			lines = append(lines, it.op.(Text).String)
		}
		joined := strings.Join(lines, "|")
		for _, torn := range []string{"8|", "2|", "7|", "1,200|", "24|", "8 |", "A/|", "27/|", "26-|"} {
			if strings.Contains(joined, torn) {
				t.Fatalf("width %d: %s", width, joined)
			}
		}
		if strings.ReplaceAll(joined, "|", " ") != text {
			t.Fatalf("width %d lost text: %s", width, joined)
		}
	}
}

func TestLongWordIsCutNotLost(t *testing.T) {
	word := strings.Repeat("Wolfeschlegelsteinhausen", 20)
	doc := plainDocument(t, "before "+word+" after")
	within(t, doc, testMargins)
	if got := strings.Join(texts(doc)[0], ""); strings.ReplaceAll(got, " ", "") != "before"+word+"after" {
		t.Errorf("drawn: %s", got)
	}
}

func TestAlignments(t *testing.T) {
	c := NewCompositor()
	const width = 60 * Millimetre
	end := func(align Align) (left, right Length) {
		run := c.Text(width, align, testBody, "t", "1,234.50").items[0].op.(Text)
		return run.X, width - run.X - run.Advance
	}
	if left, _ := end(Left); left != 0 {
		t.Errorf("left: %d", left)
	}
	if _, right := end(Right); right < -2 || right > 2 {
		t.Errorf("right: %d", right)
	}
	if left, right := end(Centre); left-right < -3 || left-right > 3 {
		t.Errorf("centre: %d, %d", left, right)
	}
	// Figures are as wide as one another, so that columns of amounts line up.
	if c.Width(testBody, "t", "1111") != c.Width(testBody, "t", "8090") {
		t.Error("figures are not tabular")
	}
	// The printed no-break space is as wide as the plain one that replaces it.
	if c.Width(testBody, "t", "a\u00a0b") != c.Width(testBody, "t", "a b") {
		t.Error("spaces differ in width")
	}
}

func TestTableRowsStayWhole(t *testing.T) {
	c := NewCompositor()
	width := testLayout(c).width()
	line := func(text string) Box { return c.Text(width, Left, testBody, "t", text) }
	table := Table{Head: line("HEAD"), Tail: line("TOTAL")}
	for i := range 90 {
		table.Rows = append(table.Rows, Stack(line(fmt.Sprintf("row %d top", i)), line(fmt.Sprintf("row %d end", i))))
	}
	table.Carried = func(n int) Box { return line(fmt.Sprintf("carried %d", n)) }
	table.Brought = func(n int) Box { return line(fmt.Sprintf("brought %d", n)) }
	l := testLayout(c)
	l.Close = line("CLOSE")
	doc, err := c.Compose(About{Title: "T"}, l, Part{Box: line("intro")}, table)
	if err != nil {
		t.Fatal(err)
	}
	within(t, doc, testMargins)
	row := 0
	pages := texts(doc)
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	for p, runs := range pages {
		if p == 0 {
			if runs[0] != "intro" {
				t.Fatalf("page 1 starts with %s", runs[0])
			}
			runs = runs[1:]
		}
		if runs[0] != "HEAD" {
			t.Errorf("page %d has no head", p+1)
		}
		runs = runs[1:]
		if p > 0 {
			if runs[0] != fmt.Sprintf("brought %d", row) {
				t.Errorf("page %d brings %s, want %d", p+1, runs[0], row)
			}
			runs = runs[1:]
		}
		for len(runs) > 1 && strings.HasPrefix(runs[0], "row") {
			if runs[0] != fmt.Sprintf("row %d top", row) || runs[1] != fmt.Sprintf("row %d end", row) {
				t.Fatalf("page %d: row %d is torn: %v", p+1, row, runs[:2])
			}
			row++
			runs = runs[2:]
		}
		want := []string{fmt.Sprintf("carried %d", row)}
		if p == len(pages)-1 {
			want = []string{"TOTAL", "CLOSE"}
		}
		if strings.Join(runs, "|") != strings.Join(want, "|") {
			t.Errorf("page %d ends with %v, want %v", p+1, runs, want)
		}
	}
	if row != 90 {
		t.Errorf("%d rows drawn", row)
	}
}

// However many lines come before it, the signature never stands on a page of its own.
func TestCloseIsNeverAlone(t *testing.T) {
	for n := 1; n < 80; n++ {
		c := NewCompositor()
		l := testLayout(c)
		line := func(text string) Box { return c.Text(l.width(), Left, testBody, "t", text) }
		l.Close, l.CloseBefore = Stack(Space(20*Millimetre), line("signature")), 5*Millimetre
		var parts []Element
		for i := range n {
			parts = append(parts, Part{Box: line(fmt.Sprint("line ", i)), Before: Millimetre, Separator: Rule(l.width(), 200, testInk)})
		}
		doc, err := c.Compose(About{Title: "T"}, l, parts...)
		if err != nil {
			t.Fatal(err)
		}
		within(t, doc, testMargins)
		pages := texts(doc)
		last := pages[len(pages)-1]
		if len(last) < 2 || last[len(last)-1] != "signature" {
			t.Fatalf("%d lines: the last page holds %v", n, last)
		}
	}
}

func TestTooTall(t *testing.T) {
	c := NewCompositor()
	l := testLayout(c)
	l.Head = func(int, int) Box { return Space(A5.Height) }
	if _, err := c.Compose(About{Title: "T"}, l, Part{Box: Space(Millimetre)}); !errors.Is(err, ErrTooTall) {
		t.Errorf("a head as high as the page: %v", err)
	}
	square, err := QR("text", 250*Millimetre, testInk)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Compose(About{Title: "T"}, testLayout(c), Part{Box: square}); !errors.Is(err, ErrTooTall) {
		t.Errorf("a figure higher than the page: %v", err)
	}
}

// A layout that puts something beyond the paper is refused: the printer would drop it
// without a word.
func TestOutsideIsRefused(t *testing.T) {
	c := NewCompositor()
	wide := Row(testLayout(c).width(), Cell{X: 100 * Millimetre, Box: c.Text(60*Millimetre, Left, testBody, "t", "as far as this line goes and farther")})
	if _, err := c.Compose(About{Title: "T"}, testLayout(c), Part{Box: wide}); !errors.Is(err, ErrOutside) {
		t.Errorf("Compose: %v", err)
	}
	doc := plainDocument(t, "body")
	doc.Sheets[0].Ops = append(doc.Sheets[0].Ops, Rect{X: Millimetre, Y: 50 * Millimetre, Width: 20 * Millimetre, Height: Millimetre})
	if Outside(doc, testMargins) == "" || Outside(doc, Margins{}) != "" {
		t.Error("a rectangle in the margin is not told from one on the paper")
	}
}

// Any texts in any order: nothing outside the margins, no line lost, drawn in order.
func TestNothingIsCutOrLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewCompositor()
		l := testLayout(c)
		var elements []Element
		var want strings.Builder
		for i := range rapid.IntRange(1, 12).Draw(t, "parts") {
			word := rapid.StringMatching(`[A-Za-zÀ-ž]{1,30}[,./-]? |[0-9]{1,4} [a-z]{1,4} |[A-Z]{20,60}`)
			text := strings.Join(rapid.SliceOfN(word, 1, 150).Draw(t, "words"), "")
			want.WriteString(text)
			size := Size(rapid.IntRange(600, 2400).Draw(t, "size"))
			box := c.Text(l.width()-10*Millimetre, Align(rapid.IntRange(0, 2).Draw(t, "align")), Style{Face: Face(i % 3), Size: size, Colour: testInk}, "t", text)
			if rapid.Bool().Draw(t, "framed") {
				box = Fill(Frame(Pad(box, Margins{2000, 5000, 2000, 5000}), 300, testInk), Colour{240, 240, 240})
			}
			elements = append(elements, Part{Box: box, Before: Length(rapid.IntRange(0, 20000).Draw(t, "before")), Glue: rapid.Bool().Draw(t, "glue")})
		}
		l.Close = c.Text(l.width(), Left, testBody, "t", "")
		doc, err := c.Compose(About{Title: "T"}, l, elements...)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, page := range texts(doc) {
			got.WriteString(strings.Join(page, ""))
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(got.String()) != squeeze(want.String()) {
			t.Fatalf("drawn %q, want %q", got.String(), want.String())
		}
		if problem := Outside(doc, testMargins); problem != "" {
			t.Fatal(problem)
		}
	})
}
