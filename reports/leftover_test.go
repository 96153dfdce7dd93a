package reports

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/reports/page"
)

// foreign is what stands for the record's own words: letters of a script that no page of the catalogue's languages is in.
const foreign = "Ж"

var latin = regexp.MustCompile(`\p{Latin}+`)

// untouched are the fields of facts that hold a code, a unit or a name of the law, not a word of the record.
var untouched = []string{"Setting", "Unit", "Currency", "Country", "Title", "Suite", "PaymentLink", "Verification", "Measure", "State", "Language", "Logo", "Signature"}

// withoutWords returns facts in which nothing that the record says holds a Latin letter, so that each on the page is the page's own.
func withoutWords(facts any) any {
	copied := reflect.New(reflect.TypeOf(facts)).Elem()
	copied.Set(deep(reflect.ValueOf(facts)))
	return copied.Interface()
}

func deep(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			out.SetString(latin.ReplaceAllString(v.String(), foreign))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(deep(v.Elem()))
		}
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
			return out
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(deep(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && !slices.Contains(untouched, field.Name) {
				out.Field(i).Set(deep(v.Field(i)))
				if groups, ok := v.Field(i).Interface().([]string); ok && field.Name == "Groups" { // of a recovery key
					out.Field(i).Set(reflect.ValueOf(slices.Repeat([]string{"77777"}, len(groups))))
				}
			}
		}
	}
	return out
}

// wordsOf are the Latin words of a page, each once, in small letters.
func wordsOf(t *testing.T, kind documents.Kind, facts any) map[string]string {
	t.Helper()
	frozen, err := New().Set(kind, facts)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := page.Decode(frozen.Layout, frozen.Parts...)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, line := range drawnLines(doc) {
		for _, word := range latin.FindAllString(line, -1) {
			found[strings.ToLower(word)] = strings.TrimSpace(line)
		}
	}
	return found
}

// everywhere are words that a page may hold in any language: units, codes, names of laws and registers, the program, and what its English
// screens call a button.
var everywhere = strings.FieldsFunc(`mg ml mcg g kg cm mm m mmhg min dl dpi gb mib pin pdf bmi who z egfr med3 med form fit note
	satchel settings printing backups file and keys compare a day end s code use the recovery key
	gstin vat npi dea gst cgst sgst igst upi reg no international patient summary child growth standards
	general data protection regulation uk gdpr hipaa cfr digital personal act value added tax central rate ec ce b c data/vault/format.md`, func(r rune) bool { return !unicode.Is(unicode.Latin, r) && !unicode.IsDigit(r) })

// chemists are the words of a chemist's line, which is in English until the practice's doctor has accepted its sentences in another language.
var chemists = []string{"per", "for"}

// lawInEnglish are kinds a part of whose text stays in the English in which it was read: documents-practice.*.toml says which, and why.
var lawInEnglish = []documents.Kind{documents.Loss}

// No page in another language holds a word of English that its own words would have to say. In Hindi and in Arabic that is any Latin word; in
// Spanish, one that the English page has too.
func TestNoEnglishIsLeft(t *testing.T) {
	seen := map[documents.Kind]bool{}
	for name, sample := range samples() {
		if !strings.HasSuffix(name, "-A5") && !strings.HasSuffix(name, "-roll") || slices.Contains(lawInEnglish, sample.kind) {
			continue
		}
		seen[sample.kind] = true
		facts := withoutWords(sample.facts)
		english := wordsOf(t, sample.kind, inLanguage(facts, assets.English))
		for _, language := range assets.Languages() {
			if language == assets.English {
				continue
			}
			for word, line := range wordsOf(t, sample.kind, inLanguage(facts, language)) {
				if slices.Contains(everywhere, word) || sample.kind == documents.Prescription && slices.Contains(chemists, word) {
					continue
				}
				if _, same := english[word]; language == "es" && (!same || slices.Contains(alike, word)) {
					continue
				}
				t.Errorf("%s in %s: %q in %q", name, language, word, line)
			}
		}
	}
	for _, d := range List {
		if !seen[d.Kind] && !slices.Contains(lawInEnglish, d.Kind) {
			t.Errorf("%s: no sample on A5 was looked at", d.Kind)
		}
	}
}

// alike are words that are the same in Spanish and in English.
var alike = strings.Fields(`total plan no e internet metal feb mar may jun jul oct nov`)

// What the test finds is found, and what the record says is no longer there.
func TestLeftoversAreNoticed(t *testing.T) {
	facts := withoutWords(sampleReceipt(documents.PaperA5))
	if words := wordsOf(t, documents.Receipt, facts); words["receipt"] == "" || words["meera"] != "" || words["sharma"] != "" {
		t.Errorf("found %v", words)
	}
	if !unicode.Is(unicode.Cyrillic, []rune(foreign)[0]) {
		t.Error("what stands for the record's words is Latin")
	}
}
