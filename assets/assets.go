// Package assets holds what is embedded in the program: the catalogue of every
// sentence it shows or prints (text) and the code lists it works with (codes).
// Fonts and icons are in packages of their own. It knows no widget and no page.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed text/*.toml
var texts embed.FS

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
