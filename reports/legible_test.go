package reports

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"satchel/data/documents"
	"satchel/reports/page"
)

// leastSize is the smallest type on any page: a note under a table. The figures of a column that is too wide for its paper may
// be smaller, down to leastFigures: one that breaks over two lines is misread.
const (
	leastSize    = 650 * page.Point / 100
	leastFigures = 550 * page.Point / 100
)

// inkRun is a run of letters on a sheet: the middle of its letters, in which another run would make both unreadable.
type inkRun struct {
	left, top, right, bottom page.Length
	text                     string
}

// overlap returns two runs of a sheet that lie over each other, or one that is smaller than least; "" where a page is legible.
func overlap(s page.Sheet, least page.Size) string {
	var runs []inkRun
	for _, op := range s.Ops {
		var one inkRun
		var size page.Size
		switch op := op.(type) {
		case page.Text:
			size, one = op.Size, inkRun{left: op.X, top: op.Y, right: op.X + op.Advance, bottom: op.Y, text: op.String}
		case page.Glyphs:
			size, one = op.Size, inkRun{left: op.X, top: op.Y, right: op.X + op.Advance, bottom: op.Y, text: op.String}
		default:
			continue
		}
		if strings.IndexFunc(one.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
			continue // a mark over its letter, a line of dots
		}
		if size < least {
			return fmt.Sprintf("%q is set in %d hundredths of a point", one.text, size)
		}
		// From the baseline to the height of an x, less what kerning may take at the sides: a T stands over the letter after it.
		slack := size.Height() / 8
		one.top -= size.Height() / 2
		one.left, one.right = one.left+slack, one.right-slack
		for _, other := range runs {
			if one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom {
				return fmt.Sprintf("%q lies over %q", one.text, other.text)
			}
		}
		runs = append(runs, one)
	}
	return ""
}

// legible fails where a page has runs over each other, or too small to be read.
func legible(t *testing.T, name string, frozen documents.Frozen) {
	t.Helper()
	doc, err := page.Decode(frozen.Layout, frozen.Parts...)
	if err != nil {
		t.Fatal(err)
	}
	least := page.Size(leastSize)
	if name == "statement-large" {
		least = leastFigures
	}
	for i, sheet := range doc.Sheets {
		if problem := overlap(sheet, least); problem != "" {
			t.Errorf("%s, page %d: %s", name, i+1, problem)
		}
	}
}

func TestEveryPageIsLegible(t *testing.T) {
	for name, sample := range samples() {
		frozen, err := New().Set(sample.kind, sample.facts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		legible(t, name, frozen)
	}
	for name, facts := range letterheadSamples(t) {
		frozen, err := New().Set(kindOfFacts(facts), facts)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		legible(t, name, frozen)
	}
}

// The test notices a line that has moved into the one above it, and one that was made small.
func TestOverlapIsNoticed(t *testing.T) {
	frozen, err := New().Set(documents.Prescription, samplePrescription(documents.PaperA5))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := page.Decode(frozen.Layout, frozen.Parts...)
	if err != nil {
		t.Fatal(err)
	}
	sheet := doc.Sheets[0]
	for i, op := range sheet.Ops {
		run, ok := op.(page.Text)
		if !ok || !strings.HasPrefix(run.String, "Lakeside") {
			continue
		}
		sheet.Ops[i] = page.Text{X: run.X, Y: run.Y, Font: run.Font, Size: leastSize - 1, String: run.String, Advance: run.Advance}
		if overlap(sheet, leastSize) == "" {
			t.Error("small type is not noticed")
		}
		sheet.Ops[i] = run
		sheet.Ops = append(sheet.Ops, page.Text{X: run.X + page.Millimetre, Y: run.Y - page.Millimetre, Font: run.Font, Size: run.Size, String: "over it", Advance: run.Advance})
		if overlap(sheet, leastSize) == "" {
			t.Error("a run over another is not noticed")
		}
		return
	}
	t.Fatal("the page lacks the practice's name")
}
