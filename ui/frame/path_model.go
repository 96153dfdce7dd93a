package frame

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// offered is how many completions of a path are shown.
const offered = 12

// completion is one way to go on with a typed path.
type completion struct {
	path   string // ends in a separator for a folder
	folder bool
}

// completePath returns the files with an extension, then the folders, whose path begins with what was typed; without an extension
// the folders alone. Nothing is returned for what can't be read.
func completePath(typed, home, extension string) []completion {
	typed = ExpandPath(typed, home)
	folder, begun := filepath.Split(typed)
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var list []completion
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(strings.ToLower(name), strings.ToLower(begun)) || strings.HasPrefix(name, ".") && !strings.HasPrefix(begun, ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, name)) // follows a link
		switch {
		case err != nil:
		case info.IsDir():
			list = append(list, completion{filepath.Join(folder, name) + string(filepath.Separator), true})
		case extension != "" && strings.HasSuffix(name, extension):
			list = append(list, completion{filepath.Join(folder, name), false})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return !list[i].folder && list[j].folder })
	return list[:min(len(list), offered)]
}

// ExpandPath turns "~/x" into a path below home.
func ExpandPath(typed, home string) string {
	typed = strings.TrimSpace(typed)
	if rest, below := strings.CutPrefix(typed, "~"); below && home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return home + rest
	}
	return typed
}
