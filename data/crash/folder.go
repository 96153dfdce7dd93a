package crash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Kept is a report that is kept on this computer.
type Kept struct {
	Name string // of the file, without its folder
	At   time.Time
	New  bool // nobody was told of it yet
}

// MaxKept reports stay; the oldest goes first.
const MaxKept = 10

const (
	prefix     = "crash-"
	suffix     = ".txt"
	timeLayout = "20060102T150405.000Z" // without colons, which some file systems refuse
	seenName   = "crashes-seen"         // holds the name of the newest report that somebody was told of
)

// Save keeps a report in folder, and drops the oldest beyond MaxKept.
func Save(folder string, r Report) error {
	at := r.At.UTC()
	for range 100 {
		file, err := os.OpenFile(filepath.Join(folder, prefix+at.Format(timeLayout)+suffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) { // two at once
			at = at.Add(time.Millisecond)
			continue
		}
		if err != nil {
			return fmt.Errorf("make crash report: %w", err)
		}
		_, err = file.WriteString(r.Text())
		if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
			return fmt.Errorf("write crash report: %w", err)
		}
		break
	}
	list, err := List(folder)
	for i := MaxKept; i < len(list); i++ {
		err = errors.Join(err, os.Remove(filepath.Join(folder, list[i].Name)))
	}
	return err
}

// List returns the reports in folder, the newest first.
func List(folder string) ([]Kept, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("read folder: %w", err)
	}
	seen, err := os.ReadFile(filepath.Join(folder, seenName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read what was seen: %w", err)
	}
	var list []Kept
	for _, entry := range entries {
		stamp, begins := strings.CutPrefix(entry.Name(), prefix)
		stamp, ends := strings.CutSuffix(stamp, suffix)
		at, err := time.Parse(timeLayout, stamp)
		if !begins || !ends || err != nil || !entry.Type().IsRegular() {
			continue
		}
		list = append(list, Kept{Name: entry.Name(), At: at, New: entry.Name() > string(seen)})
	}
	slices.SortFunc(list, func(a, b Kept) int { return strings.Compare(b.Name, a.Name) })
	return list, nil
}

// Read returns the text of a report that List names.
func Read(folder, name string) (string, error) {
	list, err := List(folder)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(list, func(k Kept) bool { return k.Name == name }) {
		return "", fmt.Errorf("read crash report: %w", fs.ErrNotExist)
	}
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return "", fmt.Errorf("read crash report: %w", err)
	}
	return string(text), nil
}

// Seen notes that somebody was told of every report there is.
func Seen(folder string) error {
	list, err := List(folder)
	if err != nil || len(list) == 0 || !list[0].New {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, seenName), []byte(list[0].Name), 0o600); err != nil {
		return fmt.Errorf("note what was seen: %w", err)
	}
	return nil
}
