package data

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"satchel/data/crash"
	"satchel/data/store"
)

// Local is what this computer remembers of a practice outside its file: the computer's own random mark, and the newest audit
// events that it saw, so that an older copy put back in the file's place is noticed. It holds nothing about a patient.
type Local struct{ folder string }

// OpenLocal uses folder, which it makes where it is missing.
func OpenLocal(folder string) (Local, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Local{}, &store.Error{Code: store.Internal, Key: "error.data.local_folder", Err: fmt.Errorf("make local folder: %w", err)}
	}
	return Local{folder}, nil
}

// Folder is where it lies, for a person to find a report.
func (l Local) Folder() string { return l.folder }

// computer returns this computer's mark, which is drawn from random once.
func (l Local) computer(random io.Reader) (string, error) {
	path := filepath.Join(l.folder, "computer")
	known, err := os.ReadFile(path)
	if err == nil && len(known) == 32 {
		return string(known), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", &store.Error{Code: store.Internal, Key: "error.data.local_folder", Err: fmt.Errorf("read computer mark: %w", err)}
	}
	mark := make([]byte, 16)
	if _, err := io.ReadFull(random, mark); err != nil {
		return "", &store.Error{Code: store.Internal, Key: "error.store.internal", Err: fmt.Errorf("read random: %w", err)}
	}
	text := hex.EncodeToString(mark)
	return text, l.replace(path, []byte(text))
}

func (l Local) anchorPath(practice [16]byte) string {
	return filepath.Join(l.folder, "seen-"+hex.EncodeToString(practice[:])+".json")
}

// anchors returns what this computer last saw of a practice. A file that can't be read counts as none: it only adds a check.
func (l Local) anchors(practice [16]byte) []store.Anchor {
	text, err := os.ReadFile(l.anchorPath(practice))
	if err != nil {
		return nil
	}
	var list []store.Anchor
	if json.Unmarshal(text, &list) != nil {
		return nil
	}
	return list
}

func (l Local) saveAnchors(practice [16]byte, list []store.Anchor) error {
	text, err := json.Marshal(list)
	if err != nil {
		return &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	return l.replace(l.anchorPath(practice), text)
}

// replace writes a file whole or not at all.
func (l Local) replace(path string, content []byte) error {
	temporary := path + ".new"
	err := os.WriteFile(temporary, content, 0o600)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return &store.Error{Code: store.Internal, Key: "error.data.local_folder", Err: fmt.Errorf("write local file: %w", err)}
	}
	return nil
}

// notePath is the file of a note.
func (l Local) notePath(practice [16]byte, name string) string {
	return filepath.Join(l.folder, name+"-"+hex.EncodeToString(practice[:])+".json")
}

// Note returns what SaveNote kept of a practice under a name; nil where there is nothing.
func (l Local) Note(practice [16]byte, name string) []byte {
	content, err := os.ReadFile(l.notePath(practice, name))
	if err != nil {
		return nil
	}
	return content
}

// SaveNote keeps something about a practice on this computer. It must hold nothing about a patient.
func (l Local) SaveNote(practice [16]byte, name string, content []byte) error {
	return l.replace(l.notePath(practice, name), content)
}

// KeepCrash keeps a report of where the program broke; see package crash. It holds nothing about a patient.
func (l Local) KeepCrash(r crash.Report) error {
	if l.folder == "" {
		return nil
	}
	return localFailure("keep crash report", crash.Save(l.folder, r))
}

// Crashes lists the reports that are kept on this computer, the newest first.
func (l Local) Crashes() ([]crash.Kept, error) {
	if l.folder == "" {
		return nil, nil
	}
	list, err := crash.List(l.folder)
	return list, localFailure("list crash reports", err)
}

// Crash returns the text of a report, to be read and handed to the maker by the person.
func (l Local) Crash(name string) (string, error) {
	text, err := crash.Read(l.folder, name)
	return text, localFailure("read crash report", err)
}

// CrashesSeen notes that a person was told of every report there is.
func (l Local) CrashesSeen() error { return localFailure("note seen reports", crash.Seen(l.folder)) }

func localFailure(verb string, err error) error {
	if err == nil {
		return nil
	}
	return &store.Error{Code: store.Internal, Key: "error.data.local_folder", Err: fmt.Errorf("%s: %w", verb, err)}
}
