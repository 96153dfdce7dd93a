package start

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"satchel/data/store"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/ui/frame"
)

// Extension ends the name of every practice file.
const Extension = ".satchel"

// suggestPath returns a free file name in folder for a practice of that name. Only plain letters and digits go into it.
func suggestPath(folder, practice string) string {
	var plain []string
	for _, word := range value.SearchTokens(practice) {
		if strings.IndexFunc(word, func(r rune) bool { return r > 'z' }) < 0 {
			plain = append(plain, word)
		}
	}
	name := strings.Join(plain, "-")
	if len(name) > 60 {
		name = strings.TrimRight(name[:60], "-")
	}
	if name == "" {
		name = "practice"
	}
	path := filepath.Join(folder, name+Extension)
	for n := 2; exists(path); n++ {
		path = filepath.Join(folder, name+"-"+strconv.Itoa(n)+Extension)
	}
	return path
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// newPath makes a typed path that of a new practice file: absolute, with the extension, in a folder where a live file is safe.
func newPath(typed, home string) (string, error) {
	path := frame.ExpandPath(typed, home)
	if path == "" || strings.ContainsRune(path, 0) {
		return "", store.FailField("path", "error.start.path_missing")
	}
	if !strings.HasSuffix(path, Extension) {
		path += Extension
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", store.FailField("path", "error.start.path_missing")
	}
	if exists(path) {
		return "", store.FailField("path", "error.vault.exists")
	}
	if err := vault.CheckFolder(filepath.Dir(path)); err != nil {
		return "", store.FailField("path", "error.vault."+vault.KindOf(err).String())
	}
	return path, nil
}

// probe returns why a file can't be a practice, before anybody types a password.
func probe(path string) error {
	if path == "" {
		return store.FailField("path", "error.start.path_missing")
	}
	_, err := vault.Probe(path)
	return store.FromVault("look at file", err)
}

// makeDemo makes the folder for the demo practice, and the practice in it.
func makeDemo(ctx context.Context, h Host, path string, progress func(percent int)) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Fail(store.Internal, "error.start.folder_refused")
	}
	return h.MakeDemo(ctx, path, progress)
}

// isCancelled reports whether err is somebody's own Cancel.
func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }
