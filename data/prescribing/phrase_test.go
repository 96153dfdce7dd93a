package prescribing

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"satchel/data/value"
)

func tables(t *testing.T) map[string]*table {
	t.Helper()
	list, err := loadTables()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestTheSevenLanguagesAreThere also holds what each claims of itself: all but English say that nobody has reviewed them.
func TestTheSevenLanguagesAreThere(t *testing.T) {
	list := tables(t)
	if got := strings.Join(slices.Sorted(maps.Keys(list)), " "); got != "ar en es fr hi pt sw" {
		t.Errorf("languages %q", got)
	}
	for tag, table := range list {
		if (table.reviewed == "") != (tag != "en") {
			t.Errorf("%s: reviewed by %q; who reviewed it, and when? Let them change this test", tag, table.reviewed)
		}
		if table.words == nil {
			t.Errorf("%s: number words %v", tag, table.words != nil)
		}
	}
	for tag, want := range map[string]string{"es-MX": "es", "hi": "hi", "bn": "", "": "", "pt-BR": "pt", "xx-hi": ""} {
		if got := InstructionLanguage(tag); got != want {
			t.Errorf("%q is told in %q, want %q", tag, got, want)
		}
	}
}

// TestEveryTableHasEveryPattern compares each table with the English one: its keys, the places that each pattern must fill, and the
// forms that the plural rules of the language can ask for.
func TestEveryTableHasEveryPattern(t *testing.T) {
	list := tables(t)
	english := list["en"]
	for tag, table := range list {
		for key := range english.patterns {
			if _, ok := table.patterns[key]; !ok {
				t.Errorf("%s lacks %s", tag, key)
			}
		}
		for key, f := range table.patterns {
			original, known := english.patterns[key]
			if !known {
				t.Errorf("%s: %s is no pattern of the English table", tag, key)
				continue
			}
			if key == "when.date" {
				if len(strings.Fields(f["months"])) != 12 || filled(f["date"]) != "{day} {month} {year}" {
					t.Errorf("%s: the date is %q", tag, f)
				}
				continue
			}
			for form, text := range f {
				got := filled(text)
				if strings.HasPrefix(form, "=") && !strings.Contains(text, "{number}") { // an exact number may be said in words
					got = strings.TrimSpace(got + " {number}")
				}
				if want := filled(original[baseForm]); got != want {
					t.Errorf("%s: %s, %s fills %q, the English one %q", tag, key, form, got, want)
				}
				if text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
					t.Errorf("%s: %s, %s has spaces too many: %q", tag, key, form, text)
				}
			}
			if strings.Contains(original[baseForm], "{number}") {
				complete(t, table, key, f)
			}
		}
	}
}

// complete finds numbers for which a pattern has no form, and forms that no number asks for.
func complete(t *testing.T, table *table, key string, f forms) {
	t.Helper()
	asked := map[string]bool{}
	scales := 3
	if strings.HasPrefix(key, "when.") { // times and periods are whole
		scales = 1
	}
	for n := range int64(2_000) {
		for scale := range scales {
			d, err := value.NewDecimal(n+1, scale)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := table.pick(f, d); !ok {
				t.Errorf("%s: %s has no form for %s", table.language, key, d.Safe())
				return
			}
			if _, exact := f["="+d.Safe()]; exact {
				asked["="+d.Safe()] = true
			} else if len(f) > 1 {
				asked[table.category(d)] = true
			} else {
				asked[baseForm] = true
			}
		}
	}
	for form := range f {
		if !asked[form] {
			t.Errorf("%s: no number asks for the form %s of %s", table.language, form, key)
		}
	}
}

// filled are the names in braces of a text, sorted, each once.
func filled(text string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(place.FindAllString(text, -1)))), " ")
}

// dangers are what no text about a dose may hold, in any language and in either way to write numbers.
var dangers = map[string]*regexp.Regexp{
	"trailing zero":           regexp.MustCompile(`\d\.\d*0(?:\D|$)|\d,\d?0(?:[^\d,]|$)|\d,\d{3,}0(?:\D|$)`), // "1,20,000" is an Indian lakh
	"no leading zero":         regexp.MustCompile(`(?:^|[^\d])[.,]\d`),
	"thousands together":      regexp.MustCompile(`(?:^|[^\d.,])(?:[03-9]\d{3}|1\d{3}|2[1-9]\d\d|\d{5,})`), // but not a year from 2000 to 2099
	"no space":                regexp.MustCompile(`\d\pL`),
	"a mark behind a unit":    regexp.MustCompile(`(?:\d|[a-zA-Z])[।؟]|(?:^|[^\pL])(?:mL|mg|g|mcg)[.,:।]`),
	"a missing word":          regexp.MustCompile(`⟦|%!|<no value>`),
	"a place":                 regexp.MustCompile(`[{}\[\]=|]`),
	"two spaces":              regexp.MustCompile(`[ \x{a0}]{2}`),
	"another script's digits": regexp.MustCompile(`[\x{660}-\x{669}\x{6f0}-\x{6f9}\x{966}-\x{96f}]`), // a chemist may not read them
}

// behindPlace finds what may end in a figure or a unit, with a mark right behind it.
var behindPlace = regexp.MustCompile(`\{(?:dose|amounts|reason|date|year)\}[.:।؟]`)

// TestEveryPatternIsSafe holds each form of each table against the rules, as it is written.
func TestEveryPatternIsSafe(t *testing.T) {
	for _, lang := range InstructionLanguages() {
		for _, p := range Phrases(lang) {
			for _, w := range p.Wordings {
				if behindPlace.MatchString(w.Text) {
					t.Errorf("%s %s: a mark right behind a dose is read as part of it: %s", lang, p.Key, w.Text)
				}
				text := place.ReplaceAllString(w.Text, "7")
				for danger, pattern := range dangers {
					if pattern.MatchString(text) {
						t.Errorf("%s %s: %s: %s", lang, p.Key, danger, w.Text)
					}
				}
				if found := FindDiscouraged(text); len(found) > 0 {
					t.Errorf("%s %s: %v: %s", lang, p.Key, found, w.Text)
				}
			}
		}
	}
}

// TestTheHashOfAPattern pins how a pattern is hashed: what a doctor accepted must stay accepted in every later version, until a letter
// of it changes.
func TestTheHashOfAPattern(t *testing.T) {
	table, err := newTable("es", []byte("[sentence]\ntake = \"Tome {dose} {when}.\"\n[dose.drop]\n\"=1\" = \"1 gota\"\nother = \"{number} gotas\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	take, drop := table.pattern("sentence.take").Hash, table.pattern("dose.drop").Hash
	if take != "7823580c5321453fa453639393118d4999a5b4b192634b44eee355274cd5665b" || drop != "6df5a5ab8eab9a6f3cdd2678d13891088ac4723403a0a00ea908052d76f9283f" {
		t.Errorf("hashes %s, %s", take, drop)
	}
	table.patterns["dose.drop"]["other"] = "{number} gotas "
	table.language = "pt"
	if table.pattern("dose.drop").Hash == drop || table.pattern("sentence.take").Hash == take {
		t.Error("another text or another language has the same hash")
	}
}

func TestATableThatCannotBeRead(t *testing.T) {
	for name, text := range map[string]string{
		"not TOML":        "[sentence",
		"a number":        "[sentence]\ntake = 3\n",
		"a form of forms": "[dose.drop]\nother = [\"a\"]\n",
		"no zero":         "[words]\npoint = \"point\"\nlimit = \"9\"\n1 = \"one\"\n",
		"no point":        "[words]\nlimit = \"9\"\n0 = \"zero\"\n",
		"a word as base":  "[words]\npoint = \"point\"\nlimit = \"9\"\n0 = \"zero\"\nten = \"ten\"\n",
		"a word as limit": "[words]\npoint = \"point\"\nlimit = \"none\"\n0 = \"zero\"\n",
		"a root of one":   "[words]\npoint = \"point\"\nlimit = \"9\"\n0 = \"zero\"\n\"60/1\" = \"sixty\"\n",
	} {
		if _, err := newTable("en", []byte(text)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := newTable("not a language", nil); err == nil {
		t.Error("a table of no language is read")
	}
}

func TestNumbersInWords(t *testing.T) {
	for _, c := range []struct{ lang, number, want string }{
		{"en", "0", "zero"}, {"en", "21", "twenty-one"}, {"en", "100", "one hundred"}, {"en", "37.50", "thirty-seven point five"}, {"en", "120", "one hundred twenty"},
		{"en", "60000", "sixty thousand"}, {"en-IN", "14", "fourteen"}, {"en", "1000000000", ""}, {"en", "-1", ""},
		{"hi", "15", "पंद्रह"}, {"hi", "21", "इक्कीस"}, {"hi", "99", "निन्यानबे"}, {"hi", "120", "एक सौ बीस"}, {"hi", "150000", "एक लाख पचास हज़ार"}, {"hi", "2.5", "दो दशमलव पाँच"},
		{"es", "1", "uno"}, {"es", "16", "dieciséis"}, {"es", "22", "veintidós"}, {"es", "31", "treinta y uno"}, {"es", "100", "cien"}, {"es", "101", "ciento uno"}, {"es", "500", "quinientos"},
		{"es", "1234", "mil doscientos treinta y cuatro"}, {"es", "20999", "veinte mil novecientos noventa y nueve"}, {"es", "21000", ""},
		{"fr", "21", "vingt-et-un"}, {"fr", "22", "vingt-deux"}, {"fr", "70", "soixante-dix"}, {"fr", "71", "soixante-et-onze"}, {"fr", "77", "soixante-dix-sept"}, {"fr", "80", "quatre-vingts"},
		{"fr", "81", "quatre-vingt-un"}, {"fr", "99", "quatre-vingt-dix-neuf"}, {"fr", "100", "cent"}, {"fr", "200", "deux-cents"}, {"fr", "300", "trois-cents"}, {"fr", "201", "deux-cent-un"},
		{"fr", "1984", "mille-neuf-cent-quatre-vingt-quatre"}, {"fr", "7.5", "sept virgule cinq"},
		{"pt", "14", "catorze"}, {"pt", "21", "vinte e um"}, {"pt", "100", "cem"}, {"pt", "120", "cento e vinte"}, {"pt", "999", "novecentos e noventa e nove"}, {"pt", "1000", ""},
		{"sw", "11", "kumi na moja"}, {"sw", "15", "kumi na tano"}, {"sw", "120", "mia moja na ishirini"}, {"sw", "30", "thelathini"}, {"sw", "1500", "elfu moja, mia tano"},
		{"ar", "0", "صفر"}, {"ar", "2.5", "اثنان فاصلة خمسة"}, {"ar", "8", "ثمانية"}, {"ar", "15", "خمسة عشر"}, {"ar", "21", "واحد وعشرون"}, {"ar", "60", "ستون"}, {"ar", "120", "مئة وعشرون"},
		{"ar", "200", "مئتان"}, {"ar", "1000", "ألف"}, {"ar", "1100", "ألف ومئة"}, {"ar", "3000", "ثلاثة آلاف"}, {"ar", "11000", "أحد عشر ألفًا"}, {"ar", "200000", "مئتا ألف"}, {"ar", "1000000000", ""},
		{"bn", "15", ""}, {"", "15", ""},
	} {
		d := value.MustDecimal(c.number)
		if got := NumberWords(c.lang, d); got != c.want {
			t.Errorf("%s %s is %q, want %q", c.lang, c.number, got, c.want)
		}
	}
	for _, lang := range InstructionLanguages() { // no two numbers are read alike
		if tables(t)[lang].words == nil {
			continue
		}
		seen := map[string]int64{}
		for n := range min(int64(5_000), tables(t)[lang].words.limit) {
			words := NumberWords(lang, value.Whole(n))
			if other, twice := seen[words]; twice || words == "" || strings.ContainsAny(words, "{}[]|") {
				t.Fatalf("%s: %d is %q, as is %d", lang, n, words, other)
			}
			seen[words] = n
		}
	}
}

// TestEveryPatternHasAnExample: what a doctor accepts is read first, in each of its forms and in the doctor's own language.
func TestEveryPatternHasAnExample(t *testing.T) {
	for _, lang := range InstructionLanguages() {
		for _, p := range Phrases(lang) {
			own, english := Example(lang, lang, p.Key, value.Indian), Example(lang, "en", p.Key, value.Indian)
			if len(own) == 0 || len(own) != len(english) {
				t.Errorf("%s %s: %d examples, %d in English", lang, p.Key, len(own), len(english))
				continue
			}
			seen := map[string]bool{}
			for _, example := range own {
				text := example.Text()
				for danger, pattern := range dangers {
					if danger != "a mark behind a unit" && pattern.MatchString(text) {
						t.Errorf("%s %s: %s: %s", lang, p.Key, danger, text)
					}
				}
				seen[text] = true
			}
			forms := map[string]bool{}
			for _, w := range p.Wordings {
				forms[w.Text] = true
			}
			if len(seen) < len(forms) && p.Key != "when.date" {
				t.Errorf("%s %s has %d wordings, and %d examples", lang, p.Key, len(forms), len(seen))
			}
		}
	}
	if Example("hi", "bn", "sentence.take", value.Indian) != nil || Example("hi", "en", "sentence.none", value.Indian) != nil {
		t.Error("an example of nothing")
	}
}
