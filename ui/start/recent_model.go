package start

import (
	"os"
	"path/filepath"
	"strings"
)

// Recent remembers on this computer where the practice lies that was opened last, so that nobody has to choose a file each morning.
// It holds a path and nothing else.
type Recent struct{ file string }

// NewRecent keeps its one line in folder.
func NewRecent(folder string) Recent { return Recent{filepath.Join(folder, "recent")} }

// Path is where the practice was, "" where none is remembered or the file is gone.
func (r Recent) Path() string {
	if r.file == "" {
		return ""
	}
	text, err := os.ReadFile(r.file)
	path := strings.TrimSpace(string(text))
	if err != nil || !filepath.IsAbs(path) || !exists(path) {
		return ""
	}
	return path
}

// Remember keeps a path. A note that can't be written costs a choice tomorrow, and nothing else: the error is for those who care.
func (r Recent) Remember(path string) error {
	if r.file == "" {
		return nil
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return os.WriteFile(r.file, []byte(absolute+"\n"), 0o600)
}
