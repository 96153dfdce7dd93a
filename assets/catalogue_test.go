package assets

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestCheck(t *testing.T) {
	if err := Check(); err != nil {
		t.Error(err)
	}
}

func TestText(t *testing.T) {
	cases := []struct {
		lang, key string
		args      []any
		want      string
	}{
		{"en", "value.age.years", []any{"Count", 1}, "1 year"},
		{"en", "value.age.years", []any{"Count", 3}, "3 years"},
		{"en", "value.age.years", []any{"Count", int64(1)}, "1 year"},
		{"en", "value.date.day", []any{"Day", 3, "Month", Key("value.month.m2"), "Year", 1951}, "3 Feb 1951"},
		{"xx", "value.date.unknown", nil, "unknown"},
		{"", "value.date.unknown", nil, "unknown"},
		{"not a language \xff", "value.date.unknown", nil, "unknown"},
		{"hi-IN", "value.date.unknown", nil, "अज्ञात"},
		{"bn", "value.date.unknown", nil, "unknown"},
		{"es", "value.age.years_months", []any{"Count", 3, "Months", months(1)}, "3 años y 1 mes"},
		{"en", "value.nothing", nil, "⟦value.nothing⟧"},
		{"en", "", nil, "⟦⟧"},
		{"en", "value.date.day", []any{"Day", 3}, "⟦value.date.day⟧"}, // an argument is missing
		{"en", "value.date.day", []any{"Day"}, "⟦value.date.day⟧"},
		{"en", "value.date.day", []any{3, "Day"}, "⟦value.date.day⟧"},
		{"en", "value.age.years", []any{"Count", "{{.Secret}}"}, "{{.Secret}} years"}, // an argument is never a template
	}
	for _, c := range cases {
		if got := Text(c.lang, c.key, c.args...); got != c.want {
			t.Errorf("Text(%q, %q, %v) = %q, want %q", c.lang, c.key, c.args, got, c.want)
		}
	}
}

// months are an argument with a plural of its own.
type months int

func (m months) CataloguePhrase() (string, []any) { return "value.age.mo", []any{"Count", int(m)} }

func TestFallback(t *testing.T) {
	c, err := newCatalogue(fstest.MapFS{
		"text/a.en.toml": {Data: []byte("[a]\none_only = \"hello\"\nboth = \"yes\"\n")},
		"text/a.de.toml": {Data: []byte("[a]\nboth = \"ja\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if both, english := c.text("de-AT", "a.both", nil), c.text("de", "a.one_only", nil); both != "ja" || english != "hello" {
		t.Errorf("German: %q, %q", both, english)
	}
}

// A broken file is reported, and the others still serve.
func TestBrokenFiles(t *testing.T) {
	c, err := newCatalogue(fstest.MapFS{
		"text/a.en.toml": {Data: []byte("[a]\nb = \"hello\"\n")},
		"text/b.en.toml": {Data: []byte("[b\n")},
		"text/c.en.toml": {Data: []byte("[a]\nb = \"twice\"\n")},
	})
	if err == nil || !strings.Contains(err.Error(), "b.en.toml") || !strings.Contains(err.Error(), "a.b") {
		t.Errorf("the broken file and the double key give %v", err)
	}
	if got := c.text("en", "a.b", nil); got == "⟦a.b⟧" {
		t.Error("a good file doesn't serve any more")
	}
}

// Every error says what happened and what to do next.
func TestErrorsHaveHints(t *testing.T) {
	keys := map[string]bool{}
	for _, key := range Keys() {
		keys[key] = true
	}
	for key := range keys {
		if !strings.HasPrefix(key, "error.") {
			continue
		}
		stem, isText := strings.CutSuffix(key, ".text")
		stem, isHint := strings.CutSuffix(stem, ".hint")
		if !isText && !isHint {
			t.Errorf("%s: an error has .text and .hint, nothing else", key)
		} else if !keys[stem+".text"] || !keys[stem+".hint"] {
			t.Errorf("%s lacks its .text or .hint", stem)
		}
	}
}

func TestCodeList(t *testing.T) {
	if list, err := CodeList("README.md"); err != nil || len(list) == 0 {
		t.Errorf("README: %d bytes, %v", len(list), err)
	}
	if _, err := CodeList("../assets.go"); err == nil {
		t.Error("a path outside the code lists is read")
	}
}

func BenchmarkText(b *testing.B) {
	for b.Loop() {
		Text("en", "value.age.years", "Count", 3)
	}
}
