package patients

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/patients"
	"satchel/data/store/action"
	"satchel/ui/uitest"
)

// Every key that this package names, and every one that it puts together, has its words.
func TestEveryKeyHasItsWords(t *testing.T) {
	keys := assets.Keys()
	need := func(key string) {
		if !slices.Contains(keys, key) {
			t.Errorf("%s has no words", key)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	named := regexp.MustCompile(`"(patients_screen\.[a-z_.]+)"`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range named.FindAllStringSubmatch(string(source), -1) {
			if !strings.HasSuffix(match[1], ".") {
				need(match[1])
			}
		}
	}
	for _, act := range toldActs {
		need("patients_screen.act." + string(act))
	}
	for _, role := range action.Roles {
		need("patients_screen.role." + string(role))
	}
	for _, tag := range languages {
		need("patients_screen.language." + tag)
	}
	for _, area := range []string{"allergies", "problems", "medicines", "vitals"} {
		need("patients_screen.area." + area)
	}
	for _, field := range fields {
		need(labelKeys[field])
	}
}

// Every act about one patient has words of its own in "who opened this chart".
func TestEveryActOfAPatientIsTold(t *testing.T) {
	s := uitest.Open(t).Desk
	for _, definition := range action.All {
		if text := actText(s, definition.Action); definition.OfPatient && (text == s.Text("patients_screen.act.another") || strings.Contains(text, "⟦")) {
			t.Errorf("%s is told as %q", definition.Action, text)
		}
	}
}

// Every answer that the form offers can be written in words.
func TestFieldText(t *testing.T) {
	s := uitest.Open(t).Desk
	for _, c := range []struct{ field, text, want string }{
		{fieldStanding, standingComes, "Yes"}, {fieldStanding, standingDied, "Has died"}, {fieldPhone, "", "nothing"}, {fieldGender, "other", "Other"},
		{fieldWhose, "work", "phone at work"}, {fieldRelation, "wife", "wife of …"}, {fieldLanguage, "hi", "Hindi"}, {fieldLanguage, "tlh", "tlh"},
		{fieldAddress, "12 Lake Road\nUdaipur", "12 Lake Road Udaipur"},
	} {
		if got := fieldText(s, c.field, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.field, c.text, got, c.want)
		}
	}
	for _, r := range patients.Relations {
		if text := relationText(s, r); strings.Contains(text, "⟦") {
			t.Errorf("%s: %s", r, text)
		}
	}
}
