// Package assets holds what is embedded in the program: the catalogue of every
// sentence it shows or prints (text) and the code lists it works with (codes).
// Fonts and icons are in packages of their own. It knows no widget and no page.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed text/*.toml
var texts embed.FS

//go:embed text/dosage/*.toml
var dosages embed.FS

//go:embed codes
var codes embed.FS

// CodeList returns an embedded code list by its file name, such as
// "ingredient-class.tsv". Source, version and licence of each stand in
// codes/README.md.
func CodeList(name string) ([]byte, error) {
	list, err := fs.ReadFile(codes, "codes/"+name)
	if err != nil {
		return nil, fmt.Errorf("read code list: %w", err)
	}
	return list, nil
}

// DosageLanguages returns the languages that a dose can be told to a patient in, as BCP 47 tags: one file each in text/dosage.
func DosageLanguages() []string {
	entries, _ := fs.ReadDir(dosages, "text/dosage") // embedded: the folder is there, or the program wasn't built
	tags := make([]string, len(entries))
	for i, entry := range entries {
		tags[i] = strings.TrimSuffix(entry.Name(), ".toml")
	}
	return tags
}

// DosageTable returns the table of sentences about a dose in one of DosageLanguages. data/prescribing reads it.
func DosageTable(tag string) ([]byte, error) {
	table, err := fs.ReadFile(dosages, "text/dosage/"+tag+".toml")
	if err != nil {
		return nil, fmt.Errorf("read dosage table: %w", err)
	}
	return table, nil
}
