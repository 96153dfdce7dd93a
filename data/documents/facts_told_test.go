package documents

import (
	"strings"
	"testing"

	"satchel/data/value"
)

// TestWhatAPatientIsTold: what could be misread, or isn't text, is named by its item.
func TestWhatAPatientIsTold(t *testing.T) {
	told := func(text string) Told {
		return Told{Language: "ar", Spans: []ToldSpan{{Text: "عن طريق الفم: "}, {Text: text, Isolate: true}, {Text: " مرتين في اليوم."}}}
	}
	if got := told("2.5 mL").Text(); got != "عن طريق الفم: 2.5 mL مرتين في اليوم." {
		t.Errorf("the text is %q", got)
	}
	for name, c := range map[string]struct {
		told Told
		want string
	}{
		"nothing":            {Told{}, ""},
		"a dose":             {told("2.5 mL"), ""},
		"a trailing zero":    {told("1.0 mL"), "error.documents.trailing_zero"},
		"a naked point":      {told(".5 mL"), "error.documents.naked_point"},
		"an abbreviation":    {told("5 IU"), "error.documents.misread_abbreviation"},
		"a control":          {told("5\x00mL"), "error.value.text_control"},
		"an override":        {told("5 \u202emL"), "error.value.text_direction"},
		"no language":        {Told{Spans: told("5 mL").Spans}, "error.value.invalid"},
		"longer than a page": {told(strings.Repeat("long ", 1000)), "error.value.text_long"},
		"spans without end":  {Told{Language: "ar", Spans: make([]ToldSpan, maxList+1)}, "error.documents.too_many"},
	} {
		var problems value.Problems
		c.told.validate(&problems, "items[0].told")
		switch {
		case c.want == "" && len(problems) == 0:
		case len(problems) != 1 || problems[0].Key != c.want || problems[0].Field != "items[0].told":
			t.Errorf("%s: %v, want %q", name, problems, c.want)
		}
	}
}
