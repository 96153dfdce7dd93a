package page

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"satchel/data/value"
)

func TestAdmit(t *testing.T) {
	cases := []struct {
		name, text string
		want       Reason
	}{
		{"empty", "", ""},
		{"plain", "Meera Sharma, 250 mg", ""},
		{"accents", "Łódź, Đặng Thị Hường, Ørsted, Şahin", ""},
		{"decomposed", "Ame\u0301lie", ""},
		{"mark without a composed form", "Ọlọ́run", ""},
		{"Greek and Cyrillic", "Ελένη Παπαδοπούλου, Анна Ковальчук", ""},
		{"money and signs", "₹ € £ ₦ ℞ − ≥ ≤ → ☐ ☑ ½ °C", ""},
		{"lines", "one\r\ntwo\tthree", ""},
		{"Devanagari", "मीरा शर्मा", ""},
		{"Bengali", "মীরা", ""},
		{"Tamil", "மீரா", ""},
		{"Telugu", "మీరా", ""},
		{"Thai", "มีรา", ""},
		{"Arabic", "ميرا", ""},
		{"Hebrew", "שרה", ""},
		{"danda", "लें। ॥", ""},
		{"Chinese, no font of the machine", "王小明", ReasonScript},
		{"emoji that a font has", "fine \U0001F600", ""},
		{"emoji that no font has", "fine \U0001F9A0", ReasonGlyph},
		{"emoji of several", "\U0001F600\u200D\U0001F600", ReasonControl},
		{"letter beyond the basic plane", "\U0001D400", ReasonGlyph},
		{"joiner between Latin letters", "a\u200Db", ReasonControl},
		{"joiner where it is needed", "क्\u200Dष, می\u200Cخواهم", ""},
		{"joiner at the end", "क्\u200D", ReasonControl},
		{"isolate from outside", "a \u20685\u2069", ReasonControl},
		{"isolate of the kit", Isolate("5 mg"), ""},
		{"isolate that is not closed", "a\uFDD0b", ReasonControl},
		{"isolate that closes another's", Isolate("a\uFDD1b\uFDD0"), ReasonControl},
		{"the kit's own number mark", "a\uFDD2b", ReasonControl},
		{"direction override", "a\u202Eb", ReasonControl},
		{"left-to-right mark", "a\u200Eb", ReasonControl},
		{"soft hyphen", "a\u00ADb", ReasonControl},
		{"emoji presentation", "\u2611\uFE0F", ""},
		{"variation selector", "a\uFE01", ReasonControl},
		{"bell", "a\ab", ReasonControl},
		{"null", "a\x00b", ReasonControl},
		{"line separator", "a\u2028b", ReasonControl},
		{"byte order mark", "\uFEFFa", ReasonControl},
		{"truncated", "Ren\xc3", ReasonEncoding},
		{"stray byte", "Ren\xe9", ReasonEncoding},
		{"replacement character", "Ren\uFFFD", ReasonEncoding},
		{"no font has it", "250 \u338E", ReasonGlyph},
		{"private use", "\uE000", ReasonGlyph},
		{"unassigned", "\u0378", ReasonScript},
		{"mark alone", "\u0301", ""},
	}
	for _, c := range cases {
		_, err := Admit("field", c.text)
		var problem *TextError
		got := Reason("")
		if errors.As(err, &problem) {
			got = problem.Reason
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if err != nil && c.text != "" && strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: the error repeats the text", c.name)
		}
	}
}

func TestChoose(t *testing.T) {
	plain := value.HumanName{Given: "Meera", Family: "Sharma"}
	if got, err := Choose("patient.name", plain, value.GivenFirst); got != "Meera Sharma" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	hindi := value.HumanName{Text: "मीरा शर्मा", Latin: "Meera Sharma"}
	if got, err := Choose("patient.name", hindi, value.GivenFirst); got != "मीरा शर्मा" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	hindi.Text = "\u0378"
	if got, err := Choose("patient.name", hindi, value.GivenFirst); got != "Meera Sharma" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	hindi.Latin = ""
	var problem *TextError
	if _, err := Choose("patient.name", hindi, value.GivenFirst); !errors.As(err, &problem) || problem.Field != "patient.name" {
		t.Errorf("a name without a Latin form: %v", err)
	}
}

// Every field that can't be printed is named, once, and none is printed as a box.
func TestRefusedTextsAreNamed(t *testing.T) {
	c := NewCompositor()
	for _, text := range []string{"मीरा \u0378", "again \U0001D400"} {
		c.Text(50*Millimetre, Left, testBody, "patient.name", text)
	}
	c.Text(50*Millimetre, Left, testBody, "advice", "a\u202Eb")
	c.Text(50*Millimetre, Left, testBody, "fine", "fine")
	_, err := c.Compose(About{Title: "T"}, testLayout(c), Part{Box: Space(Millimetre)})
	var problems TextErrors
	if !errors.As(err, &problems) || len(problems) != 2 || problems[0].Field != "patient.name" || problems[1].Field != "advice" {
		t.Errorf("Compose: %v", err)
	}
}

// Whatever passes the gate can be set and drawn by both backends, inside the page, with a
// glyph for every character.
func FuzzAdmit(f *testing.F) {
	for _, seed := range []string{"", "Meera Sharma 250 mg", "Ọlọ́run", "a\u0301\u0301\u0301b", "\xff\xc3", "\U0001F468\u200D\U0001F469", "\u202Eabc", "ﷺ", "\ufb01", "a\n\n b", strings.Repeat("W", 300), "1\u00a0mg", "☐→≥", "\u0345", "q\u0323\u0302x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 3000 {
			return
		}
		clean, err := Admit("text", text)
		if err != nil {
			var problem *TextError
			if !errors.As(err, &problem) || clean != "" {
				t.Fatalf("%q, %v", clean, err)
			}
			return
		}
		if !utf8.ValidString(clean) {
			t.Fatal("admitted invalid UTF-8")
		}
		doc := plainDocument(t, text, text)
		within(t, doc, testMargins)
		for _, sheet := range doc.Sheets {
			for _, op := range sheet.Ops {
				run, ok := op.(Text)
				if !ok {
					continue
				}
				font, err := fontByIdentity(doc.Fonts[run.Font])
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range run.String {
					if _, ok := font.glyph(r); !ok {
						t.Fatalf("%U is drawn as a box", r)
					}
				}
			}
		}
		if _, err := Raster(doc, 0, 40, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := PDF(doc, clean); err != nil {
			t.Fatal(err)
		}
	})
}
