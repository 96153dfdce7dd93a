//go:build !windows

package printing

import (
	"testing"

	"satchel/data/documents"
	"satchel/reports/page"
)

// A sheet goes by its name and a roll by its measures, which every job can name again.
func TestMediaOf(t *testing.T) {
	for paper, want := range map[documents.Paper]string{documents.PaperA4: "A4", documents.PaperA5: "A5", documents.PaperLetter: "Letter"} {
		if got := MediaOf(receipt(t, paper)); got != want {
			t.Errorf("%s: %s", paper, got)
		}
	}
	if got := MediaOf(&page.Document{Sheets: []page.Sheet{{Width: page.A6.Width, Height: page.A6.Height}}}); got != "A6" {
		t.Errorf("A6: %s", got)
	}
	roll := receipt(t, documents.PaperRoll80)
	media := MediaOf(roll)
	width, height, ok := customSize(media)
	long := page.Length(height)*page.Millimetre - roll.Sheets[0].Height
	if !ok || width != 80 || long < 0 || long >= page.Millimetre || !optionName.MatchString(media) {
		t.Errorf("%s: %d by %d, %d µm too long", media, width, height, long)
	}
	for text, want := range map[string]bool{"": false, "A4": false, "Custom.80x0mm": false, "Custom.80x3276mm": true, "Custom.80x3277mm": false, "Custom.80x99999mm": false, "Custom.80x120": false,
		"xCustom.80x120mm": false, "Custom.8.5x120mm": false} {
		if _, _, ok := customSize(text); ok != want {
			t.Errorf("%q is a size: %v", text, ok)
		}
	}
	if MediaOf(&page.Document{}) != "" {
		t.Error("no sheet has a paper")
	}
}
