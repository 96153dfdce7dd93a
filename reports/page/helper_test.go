package page

import (
	"os/exec"
	"testing"
)

// The tests' pages don't depend on what fonts the machine has.
func init() { foreignFonts = &foreignSet{folders: func() []string { return nil }} }

var testInk = Colour{20, 20, 20}

var testBody = Style{Face: Regular, Size: 10 * Point, Colour: testInk}

var testMargins = Margins{Top: 15 * Millimetre, Right: 15 * Millimetre, Bottom: 12 * Millimetre, Left: 15 * Millimetre}

// compose sets elements on A5 with a head and a foot.
func compose(t testing.TB, c *Compositor, elements ...Element) *Document {
	t.Helper()
	doc, err := c.Compose(About{Title: "Test", Language: "en", Author: "Clinic", Issued: 1768193640}, testLayout(c), elements...)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func testLayout(c *Compositor) Layout {
	note := testBody
	l := Layout{Paper: A5, Margins: testMargins, Note: &note, NoteWidth: 60 * Millimetre}
	l.Head = func(number, total int) Box {
		return Stack(c.Text(l.width(), Left, testBody, "head", "Head"), Space(2*Millimetre))
	}
	l.Foot = func(number, total int) Box { return c.Text(l.width(), Right, testBody, "foot", "Foot") }
	return l
}

// text is one page of plain paragraphs.
func plainDocument(t testing.TB, texts ...string) *Document {
	t.Helper()
	c := NewCompositor()
	var parts []Element
	for _, text := range texts {
		parts = append(parts, Part{Box: c.Text(testLayout(c).width(), Left, testBody, "text", text)})
	}
	return compose(t, c, parts...)
}

// tool finds a program that ./dev test installs; quick runs do without.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if testing.Short() {
			t.Skipf("%s is not installed", name)
		}
		t.Fatalf("%s is needed for this test: %v", name, err)
	}
	return path
}

// within fails when something is drawn beyond the margins.
func within(t testing.TB, d *Document, m Margins) {
	t.Helper()
	if problem := Outside(d, m); problem != "" {
		t.Fatal(problem)
	}
}
