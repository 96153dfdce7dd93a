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
	"slices"

	"satchel/data/crash"
	"satchel/data/store"
)

// Local is what this computer remembers of a practice outside its file: the computer's own random mark, the newest audit events
// that it saw, and the generation of the file, so that an older copy of the file or of its header, put back in its place, is
// noticed. It holds nothing about a patient.
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

// seen is what this computer noted of a practice when it last closed it.
type seen struct {
	Anchors []store.Anchor `json:"anchors"` // the newest audit event of each device
	Files   []seenFile     `json:"files"`   // the files that held it, the last one last
}

// seenFile is one file of a practice: the live one, one that was restored, one from before a re-key.
type seenFile struct {
	ID         string `json:"id"`                 // the vault's file id, hex
	Generation uint64 `json:"generation"`         // the highest seen
	Replaced   bool   `json:"replaced,omitempty"` // by one under a new data key
}

// maxSeenFiles is how many files of a practice are remembered.
const maxSeenFiles = 16

// note keeps the generation of a file, and whether it was replaced.
func (s *seen) note(id [16]byte, generation uint64, replaced bool) {
	f := seenFile{ID: hex.EncodeToString(id[:])}
	s.Files = slices.DeleteFunc(s.Files, func(known seenFile) bool {
		if known.ID == f.ID {
			f = known
		}
		return known.ID == f.ID
	})
	f.Generation, f.Replaced = max(f.Generation, generation), f.Replaced || replaced
	s.Files = append(s.Files, f)
	s.Files = s.Files[max(0, len(s.Files)-maxSeenFiles):]
}

// file returns what was noted of a file.
func (s seen) file(id [16]byte) seenFile {
	for _, f := range s.Files {
		if f.ID == hex.EncodeToString(id[:]) {
			return f
		}
	}
	return seenFile{}
}

// seen returns what this computer last saw of a practice. A file that can't be read counts as nothing: it only adds a check.
func (l Local) seen(practice [16]byte) seen {
	var s seen
	if text, err := os.ReadFile(l.anchorPath(practice)); err != nil || json.Unmarshal(text, &s) != nil {
		return seen{}
	}
	return s
}

// anchors returns the audit events that this computer last saw of a practice.
func (l Local) anchors(practice [16]byte) []store.Anchor { return l.seen(practice).Anchors }

func (l Local) saveSeen(practice [16]byte, s seen) error {
	text, err := json.Marshal(s)
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
