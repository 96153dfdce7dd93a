package assets

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// sentencesOf reads a message file as sentences by key and plural form; "" where a sentence has none.
func sentencesOf(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	content, err := fs.ReadFile(texts, file)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(content, &tree); err != nil {
		t.Fatal(file, err)
	}
	found := map[string]map[string]string{}
	var walk func(prefix string, node map[string]any)
	walk = func(prefix string, node map[string]any) {
		for name, child := range node {
			switch child := child.(type) {
			case map[string]any:
				walk(strings.TrimPrefix(prefix+"."+name, "."), child)
			case string:
				key, form := strings.TrimPrefix(prefix+"."+name, "."), ""
				if _, isForm := node["other"]; isForm {
					key, form = prefix, name
				}
				if found[key] == nil {
					found[key] = map[string]string{}
				}
				found[key][form] = child
			}
		}
	}
	walk("", tree)
	return found
}

// pluralForms are the forms that whole numbers take in a language (CLDR).
func pluralForms(tag language.Tag) []string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	var forms []string
	for n := range 1_000 {
		if form := names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]; !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	return forms
}

var places = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// placesOf are the names of the arguments of a sentence.
func placesOf(sentence string) []string {
	var names []string
	for _, match := range places.FindAllStringSubmatch(sentence, -1) {
		if !slices.Contains(names, match[1]) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return names
}

// misread are abbreviations of doses that no language may print (ISMP, List of Error-Prone Abbreviations).
var misread = regexp.MustCompile(`(?i)(?:^|[^\pL\pM])(?:µg|μg|ug|iu|cc|q\.?d|q\.?o\.?d|tsp|tbsp)(?:[^\pL\pM]|$)`)

// languageFaults lists what is wrong with a file of another language beside all English sentences.
func languageFaults(tag language.Tag, sentences, english map[string]map[string]string) (faults []string) {
	forms := pluralForms(tag)
	for key, wordings := range sentences {
		model, known := english[key]
		if !known {
			faults = append(faults, key+": English lacks it, so nothing asks for it")
			continue
		}
		_, counted := model["other"]
		if _, plain := wordings[""]; plain == counted {
			faults = append(faults, key+": has plural forms where English has none, or none where it has")
			continue
		}
		wanted := map[string]bool{}
		for _, sentence := range model {
			for _, name := range placesOf(sentence) {
				wanted[name] = true
			}
		}
		for _, form := range forms {
			if _, has := wordings[form]; counted && !has {
				faults = append(faults, key+": lacks the form "+form)
			}
		}
		for form, sentence := range wordings {
			if counted && !slices.Contains(forms, form) {
				faults = append(faults, key+": the language has no form "+form)
			}
			for _, name := range placesOf(sentence) {
				if !wanted[name] {
					faults = append(faults, key+": names "+name+", which English doesn't")
				}
			}
			asked := model[form]
			if asked == "" {
				asked = model["other"]
			}
			for _, name := range placesOf(asked) {
				// "one day" and "two days" may say the number in words, or in the name.
				if !slices.Contains(placesOf(sentence), name) && !(counted && (name == "Count" || name == "Number" && (form == "one" || form == "two"))) {
					faults = append(faults, key+": leaves out "+name)
				}
			}
			if misread.MatchString(sentence) || strings.TrimSpace(sentence) != sentence || sentence == "" {
				faults = append(faults, key+": is empty, has a space at an end, or an abbreviation that is misread")
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// Every file of another language says what English says, with the same arguments, in all plural forms.
func TestLanguages(t *testing.T) {
	files, err := fs.Glob(texts, "text/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	english := map[string]map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, ".en.toml") {
			for key, wordings := range sentencesOf(t, file) {
				english[key] = wordings
			}
		}
	}
	counts, seen := map[string]int{}, map[string]string{}
	for _, file := range files {
		parts := strings.Split(path.Base(file), ".")
		if parts[1] == English {
			continue
		}
		content, _ := fs.ReadFile(texts, file)
		if !strings.Contains(string(content), "native reader") {
			t.Errorf("%s: its head says who translated it and who reviewed it", file)
		}
		sentences := sentencesOf(t, file)
		for _, fault := range languageFaults(language.MustParse(parts[1]), sentences, english) {
			t.Errorf("%s: %s", file, fault)
		}
		for key := range sentences {
			if other, twice := seen[parts[1]+key]; twice {
				t.Errorf("%s stands in %s and in %s", key, other, file)
			}
			seen[parts[1]+key] = file
		}
		counts[parts[1]] += len(sentences)
	}
	t.Log(counts)
}

// What the test finds is found.
func TestLanguageFaultsAreNoticed(t *testing.T) {
	english := map[string]map[string]string{
		"a.day":  {"one": "{{.Count}} day", "other": "{{.Count}} days"},
		"a.born": {"": "born {{.Date}}"},
	}
	arabic := language.Arabic
	whole := map[string]string{"zero": "0", "one": "1", "two": "2", "few": "{{.Count}} x", "many": "{{.Count}} x", "other": "{{.Count}} x"}
	if faults := languageFaults(arabic, map[string]map[string]string{"a.day": whole, "a.born": {"": "{{.Date}} x"}}, english); len(faults) > 0 {
		t.Error(faults)
	}
	for want, sentences := range map[string]map[string]map[string]string{
		"English lacks it":    {"a.month": {"": "x"}},
		"lacks the form many": {"a.day": {"zero": "0", "one": "1", "two": "2", "few": "3", "other": "x"}},
		"has no form lots":    {"a.day": {"zero": "0", "one": "1", "two": "2", "few": "3", "many": "4", "other": "x", "lots": "x"}},
		"leaves out Date":     {"a.born": {"": "x"}},
		"names Day":           {"a.born": {"": "{{.Date}} {{.Day}}"}},
		"misread":             {"a.born": {"": "{{.Date}} 5 IU"}},
		"plural forms where":  {"a.born": {"other": "{{.Date}}"}},
	} {
		if faults := strings.Join(languageFaults(arabic, sentences, english), "\n"); !strings.Contains(faults, want) {
			t.Errorf("%q isn't noticed: %q", want, faults)
		}
	}
}
