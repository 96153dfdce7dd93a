package template

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func mustParse(t testing.TB, text string) Text {
	t.Helper()
	read, err := Parse(text)
	if err != nil {
		t.Fatalf("%q: %+v", text, err)
	}
	return read
}

func label(f Field) string { return f.Name }

func TestBlocks(t *testing.T) {
	read := mustParse(t, "Dear {?colleague},\nthank you.\n\n\n# Findings\n- fever\n- {?more}\nnow {{here}}\n\\# 3 and\n\\- 4\n")
	want := []Block{
		{Paragraph, []Run{{"Dear ", false}, {"colleague", true}, {",\nthank you.", false}}},
		{Heading, []Run{{"Findings", false}}},
		{Item, []Run{{"fever", false}}},
		{Item, []Run{{"more", true}}},
		{Paragraph, []Run{{"now {here}\n# 3 and\n- 4", false}}},
	}
	if got := read.Blocks(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := read.Gaps(); !slices.Equal(got, []string{"colleague", "more"}) {
		t.Errorf("gaps %q", got)
	}
}

// Every fault is told with its place, and reading goes on behind it.
func TestProblemsHavePlaces(t *testing.T) {
	_, err := Parse("Dear {patient.nam},\n} {} {?} {?" + strings.Repeat("x", MaxLabel+1) + "}\nअ{nothing at all}\n- {today\n{a {today}")
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s %s", p.Line, p.Column, strings.TrimPrefix(p.Key, "error.letter."), p.Nearest))
	}
	want := []string{"1:6 field_mistyped patient.name", "2:1 lone_brace ", "2:3 empty_braces ", "2:6 gap_unnamed ", "2:10 gap_too_long ", "3:2 field_unknown ", "4:3 open_brace ", "5:1 open_brace "}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if in := problems.In("body"); in[0].Field != "body" || in[0].Key != "error.letter.field_mistyped" {
		t.Errorf("%+v", in[0])
	}
}

func TestLimits(t *testing.T) {
	for name, text := range map[string]string{"long": strings.Repeat("ä", MaxLength+1), "places": strings.Repeat("{?x}", MaxPlaces+1), "not UTF-8": "a\xff"} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	mustParse(t, strings.Repeat("ä", MaxLength))
	mustParse(t, strings.Repeat("{?x}", MaxPlaces))
}

func TestFill(t *testing.T) {
	values := map[string]Value{
		"patient.name": {Text: "Meera {x} Sharma"}, "medicines": {Text: "paracetamol; ramipril", Items: []string{"paracetamol", "ramipril\n5 mg"}},
		"visit.note": {Text: "# left wrist\n- swollen\n\\o/"}, "problems": {Items: []string{"asthma"}},
	}
	for text, want := range map[string]string{
		"Dear {patient.name}.":           "Dear Meera {{x}} Sharma.",
		"{medicines}":                    "- paracetamol\n- ramipril 5 mg",
		"- {medicines}":                  "- paracetamol\n- ramipril 5 mg",
		"Takes {medicines} now":          "Takes paracetamol; ramipril now",
		"Has {problems}":                 "Has asthma",
		"{visit.note}":                   "\\# left wrist\n\\- swollen\n\\\\o/",
		"Note: {visit.note}":             "Note: # left wrist - swollen \\o/",
		"{visit.reason} and {?days} off": "{?visit.reason} and {?days} off",
		"# {patient.name}":               "# Meera {{x}} Sharma",
		"{{today}}":                      "{{today}}",
		"\\# no heading":                 "\\# no heading",
	} {
		got := mustParse(t, text).Fill(values, label)
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if again := mustParse(t, got); len(again.FieldsUsed()) > 0 {
			t.Errorf("%q: still has fields", got)
		}
	}
	if got := mustParse(t, "{visit.note}").Fill(values, label); mustParse(t, got).Blocks()[0].Text() != "# left wrist\n- swollen\n\\o/" {
		t.Errorf("what the note says changed: %+v", mustParse(t, got).Blocks())
	}
	if got := mustParse(t, "{today}").Fill(nil, func(Field) string { return "the {day}" }); got != "{?today}" {
		t.Errorf("a label that can't stand in braces: %q", got)
	}
}

func TestFieldsAreDistinct(t *testing.T) {
	keys := map[string]bool{}
	for _, f := range Fields {
		if keys[f.CatalogueKey()] {
			t.Errorf("%s is there twice", f.Name)
		}
		keys[f.CatalogueKey()] = true
		mustParse(t, "{"+f.Name+"}")
	}
	if nearest("patient.nmae") != "patient.name" || nearest("xxxxxxxx") != "" {
		t.Error("the nearest name")
	}
}

// Whatever is typed is read or refused with a place that is in it; what is filled in reads back as itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "Dear {patient.name},\n\n# A\n- {medicines}\n{?x}", "{{}}", "{", "}", "{?{?}}", "\\", "- ", "# ", "अ{म}", "{?\n}", "\r\n{today}\r"} {
		f.Add(seed, "a {b}\n# c")
	}
	f.Fuzz(func(t *testing.T, text, words string) {
		read, err := Parse(text)
		lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1 {
				t.Fatalf("%q: a problem at %d:%d", text, p.Line, p.Column)
			}
		}
		if err != nil {
			return
		}
		values := map[string]Value{}
		for _, field := range Fields {
			values[field.Name] = Value{Text: words, Items: strings.Split(words, "\n")}
			if !field.List {
				values[field.Name] = Value{Text: words}
			}
		}
		filled := read.Fill(values, label)
		again, err := Parse(filled)
		if err != nil && len([]rune(filled)) <= MaxLength && strings.ToValidUTF8(filled, "") == filled && len(again.Gaps()) <= MaxPlaces {
			t.Fatalf("%q filled in is %q: %v", text, filled, err)
		}
		if err == nil && len(again.FieldsUsed()) > 0 {
			t.Fatalf("%q filled in still has fields: %q", text, filled)
		}
	})
}
