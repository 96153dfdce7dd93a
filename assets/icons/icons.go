// Package icons holds Satchel's own line drawings, one SVG a file on a 24 by 24 grid, drawn for this project and under
// its licence. Strokes are "currentColor": whoever shows an icon chooses the colour.
package icons

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.svg
var files embed.FS

// SVG returns the drawing called name, such as "calendar".
func SVG(name string) ([]byte, error) {
	drawing, err := files.ReadFile(name + ".svg")
	if err != nil {
		return nil, fmt.Errorf("read icon %q: %w", name, err)
	}
	return drawing, nil
}

// Names returns the name of every drawing, in alphabetical order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".svg"))
	}
	return names
}
