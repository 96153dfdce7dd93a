package reports

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"satchel/assets"
	"satchel/data/documents"
	"satchel/reports/page"
)

// inLanguage returns facts with the page's words in another language; what the record itself says stays.
func inLanguage(facts any, language string) any {
	copied := reflect.New(reflect.TypeOf(facts)).Elem()
	copied.Set(reflect.ValueOf(facts))
	copied.FieldByName("Setting").FieldByName("Language").SetString(language)
	return copied.Interface()
}

// Every document sets in every language: the text gate passes all of its words, nothing is cut, and none is a key.
func TestEveryDocumentInEveryLanguage(t *testing.T) {
	for name, sample := range samples() {
		if *out == "" && !strings.HasSuffix(name, "-A5") && !strings.HasSuffix(name, "-roll") {
			continue // A5 is the narrowest; to be looked at, all are drawn
		}
		for _, language := range assets.Languages() {
			if language == assets.English {
				continue // every other test
			}
			frozen, err := New().Set(sample.kind, inLanguage(sample.facts, language))
			if err != nil {
				t.Errorf("%s in %s: %v", name, language, err)
				continue
			}
			if *out != "" {
				data, err := PDF(frozen, Overlay{})
				if err == nil {
					err = os.WriteFile(filepath.Join(*out, name+"."+language+".pdf"), data, 0o600)
				}
				if err != nil {
					t.Error(err)
				}
			}
			doc, err := page.Decode(frozen.Layout, frozen.Parts...)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Language != language {
				t.Errorf("%s: the page says it is in %s, not in %s", name, doc.Language, language)
			}
			if strings.Contains(fmt.Sprintf("%+v", doc.Sheets), "⟦") {
				t.Errorf("%s in %s shows a key", name, language)
			}
		}
	}
}

// What is drawn for a sum or a day is in the page's language, with the practice's figures.
func TestPagesSpeakTheirLanguage(t *testing.T) {
	f := inLanguage(samplePrescription(documents.PaperA5), "hi")
	holds(t, all(t, documents.Prescription, f), "दवा का पर्चा", "12 जनवरी 2026", "महिला", "हस्ताक्षर और मुहर")
	i := inLanguage(sampleInvoice(documents.PaperA4), "es")
	holds(t, all(t, documents.Invoice, i), "Factura", "12 ene 2026", "Importe en letra", "Dos mil setecientas noventa y cuatro rupias")
}
