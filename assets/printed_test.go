package assets

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// prints are the folders whose sources name what stands on pages.
var prints = []string{"../reports", "../data/workflow", "../data/documents"}

// families are keys that those sources take from the records: the words of what the record holds as a code.
var families = []string{"action.", "billing.state.", "billing.method.", "chart.immunization_source.", "chart.pregnancy.", "chart.route.", "chart.severity.", "chart.site.", "chart.source.",
	"chart.statement.", "chart.verification.", "chart.vital.", "issued.outcome.", "letter.field.", "letter.sample.", "letter.template.", "organization.country.", "organization.profession."}

// inEnglish are keys that stay in English in every language, by the beginning: how a law reads and how the file is sealed
// (documents-practice.*.toml), and a chemist's line, which documents-rx.*.toml translates.
var inEnglish = []string{"documents.loss.law_of.", "documents.loss.cipher", "documents.loss.cost", "documents.loss.format", "documents.prescription.per", "documents.prescription.duration",
	"workflow.paper.npi", "workflow.paper.dea", "letter.sample.number"}

// printedKeys are the keys of the English catalogue that stand, whole or as a beginning, as literals in the sources that print.
func printedKeys(t *testing.T) []string {
	t.Helper()
	all := Keys()
	beginnings := slices.Clone(families)
	var found []string
	for _, folder := range prints {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no sources (%v)", folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				literal, ok := n.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(literal.Value)
				switch {
				case err != nil || strings.HasPrefix(text, "error.") || strings.HasPrefix(text, "visit."): // visit.note is a field of letters
				case strings.HasPrefix(text, "documents.") && strings.HasSuffix(text, "."):
					beginnings = append(beginnings, text)
				case slices.Contains(all, text):
					found = append(found, text)
				}
				return true
			})
		}
	}
	for _, key := range all {
		if slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
			found = append(found, key)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

var letters = regexp.MustCompile(`\pL`)

// What pages print is there in every language: English shows on a page where nobody translated it.
func TestPrintedWordsAreTranslated(t *testing.T) {
	sentences := map[string]map[string]map[string]string{}
	files, err := fs.Glob(texts, "text/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		language := strings.Split(file, ".")[1]
		if sentences[language] == nil {
			sentences[language] = map[string]map[string]string{}
		}
		for key, wordings := range sentencesOf(t, file) {
			sentences[language][key] = wordings
		}
	}
	keys := printedKeys(t)
	if len(keys) < 500 {
		t.Errorf("only %d keys were found in the sources", len(keys))
	}
	for _, key := range keys {
		if slices.ContainsFunc(inEnglish, func(b string) bool { return strings.HasPrefix(key, b) }) {
			continue
		}
		said := false
		for _, sentence := range sentences[English][key] {
			said = said || letters.MatchString(places.ReplaceAllString(sentence, ""))
		}
		for _, language := range Languages() {
			if _, has := sentences[language][key]; said && !has {
				t.Errorf("%s lacks %s, which a page prints", language, key)
			}
		}
	}
}
