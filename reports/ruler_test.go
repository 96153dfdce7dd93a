package reports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/reports/page"
)

func sampleRuler(paper documents.Paper) documents.RulerFacts {
	return documents.RulerFacts{Setting: sampleSetting(paper), Practice: "Lakeside Family Clinic", Printer: "Office", Created: issuedAt}
}

// The zero of each ruler lies in the middle of the sheet, where the crease is: everything else about the page may change.
func TestRulerMiddle(t *testing.T) {
	for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5, documents.PaperLetter} {
		f := sampleRuler(paper)
		f.Printer = strings.Repeat("W", 120)
		f.Practice = strings.Repeat("Polyclinic of the ", 11)
		for _, facts := range []documents.RulerFacts{sampleRuler(paper), f} {
			frozen, err := New().Set(documents.Ruler, facts)
			if err != nil {
				t.Fatalf("%s: %v", paper, err)
			}
			doc := inside(t, "ruler", paper, 0, frozen)
			if len(doc.Sheets) != 1 {
				t.Fatalf("%s: %d pages", paper, len(doc.Sheets))
			}
			s := doc.Sheets[0]
			across, down, long := 0, 0, 0
			for _, r := range rects(s) {
				switch {
				case r.Width == tickWidth && r.Height == tickLarge && near1(r.X+tickWidth/2, s.Width/2):
					across++
				case r.Height == tickWidth && r.Width == tickLarge && near1(r.Y+tickWidth/2, s.Height/2):
					down++
				case r.Width == lineLength && near1(r.X+lineLength/2, s.Width/2):
					long++
				}
			}
			if across != 1 || down != 1 || long != 1 {
				t.Errorf("%s: %d zeros across, %d down, %d lines in the middle; want one of each", paper, across, down, long)
			}
		}
	}
}

// rects are the rectangles of a sheet: its lines and ticks.
func rects(s page.Sheet) (list []page.Rect) {
	for _, op := range s.Ops {
		if r, ok := op.(page.Rect); ok {
			list = append(list, r)
		}
	}
	return list
}

// A roll's ruler has its zero where the crease is, and its line down the page.
func TestRollRuler(t *testing.T) {
	long := sampleRuler(documents.PaperRoll80)
	long.Printer, long.Practice = strings.Repeat("W", 120), strings.Repeat("Polyclinic of the ", 11)
	for _, language := range []string{"en", "hi", "es", "ar"} {
		for _, f := range []documents.RulerFacts{sampleRuler(documents.PaperRoll80), long} {
			f.Setting.Language = language
			frozen, err := New().Set(documents.Ruler, f)
			if err != nil {
				t.Fatalf("%s: %v", language, err)
			}
			doc := inside(t, "ruler", documents.PaperRoll80, 0, frozen)
			if len(doc.Sheets) != 1 {
				t.Fatalf("%s: %d pages", language, len(doc.Sheets))
			}
			s := doc.Sheets[0]
			across, ends, long := 0, 0, 0
			for _, r := range rects(s) {
				switch {
				case r.Width == tickWidth && r.Height == tickLarge && near1(r.X+tickWidth/2, s.Width/2):
					across++
				case r.Width == 2*tickLarge && r.Height == tickWidth:
					ends++
				case r.Height == lineLength && r.Width == fine:
					long++
				}
			}
			if across != 1 || ends != 2 || long != 1 {
				t.Errorf("%s: %d zeros in the middle, %d ends, %d lines; want 1, 2, 1", language, across, ends, long)
			}
		}
	}
	f := sampleRuler(documents.PaperRoll80)
	f.Across = -15
	holds(t, strings.Join(pages(t, documents.Ruler, f, Overlay{}), " "), "Ruler page", "Lakeside Family Clinic", "Office", "printed with \u22121.5 mm across", "Two numbers", "+10", "\u221210")
}

func near1(a, b page.Length) bool { return a-b <= 1 && b-a <= 1 }

func TestRulerText(t *testing.T) {
	f := sampleRuler(documents.PaperA5)
	f.Across, f.Down, f.Scale = -15, 3, 25
	all := strings.Join(pages(t, documents.Ruler, f, Overlay{}), " ")
	holds(t, all, "Ruler page", "Lakeside Family Clinic", "Office", "printed with \u22121.5 mm across, +0.3 mm down, 100.25 %", "+10", "\u221210", "Page 1 of 1")
	f.Across, f.Down, f.Scale, f.Printer = 0, 0, 0, ""
	holds(t, strings.Join(pages(t, documents.Ruler, f, Overlay{}), " "), "printed without any adjustment", "Default printer")
	for name, bad := range map[string]func(*documents.RulerFacts){
		"no practice": func(f *documents.RulerFacts) { f.Practice = "" },
		"no day":      func(f *documents.RulerFacts) { f.Created = time.Time{} },
		"far off":     func(f *documents.RulerFacts) { f.Scale = 5000 },
	} {
		f := sampleRuler(documents.PaperA4)
		bad(&f)
		if _, err := New().Set(documents.Ruler, f); err == nil {
			t.Errorf("%s was printed", name)
		}
	}
}

// TestRulerPDF writes the page for people to look at, into SATCHEL_PICTURES.
func TestRulerPDF(t *testing.T) {
	folder := os.Getenv("SATCHEL_PICTURES")
	if folder == "" {
		t.SkipNow()
	}
	for _, paper := range []documents.Paper{documents.PaperA4, documents.PaperA5, documents.PaperRoll80} {
		frozen, err := New().Set(documents.Ruler, sampleRuler(paper))
		if err != nil {
			t.Fatal(err)
		}
		data, err := PDF(frozen, Overlay{})
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, "ruler-"+string(paper)+".pdf"), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
