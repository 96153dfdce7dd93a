package start

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satchel/data/backup"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// shelf is what was found of backups, newest first, all of one practice.
type shelf struct {
	folder string
	found  []backup.Found
	at     int  // the one that was pointed at, or the newest
	more   bool // backups of other practices lie there, too
}

// browse looks for backups at a typed path: a folder, or one backup in it. Of several practices the one with the newest backup is
// taken, or the one whose backup was pointed at.
func (h Host) browse(typed string) (shelf, error) {
	path := frame.ExpandPath(typed, h.Home)
	if path == "" {
		return shelf{}, store.FailField("path", "error.start.backup_missing")
	}
	folder, pointed := path, ""
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		folder, pointed = filepath.Split(path)
	}
	all, err := backup.Scan(folder)
	if err != nil {
		return shelf{}, err
	}
	s := shelf{folder: folder}
	var practice [16]byte
	for _, f := range all {
		if pointed == "" || filepath.Base(f.Path) == pointed {
			practice = f.Practice
			break
		}
	}
	for _, f := range all {
		if f.Practice != practice {
			s.more = true
			continue
		}
		if filepath.Base(f.Path) == pointed {
			s.at = len(s.found)
		}
		s.found = append(s.found, f)
	}
	if len(s.found) == 0 {
		return shelf{}, store.FailField("path", "error.start.backup_none")
	}
	return s, nil
}

// when writes the instant of a backup on this computer's clock: no practice is open yet that could say otherwise.
func (s *Start) when(at time.Time) string {
	if at.IsZero() {
		return s.text("start.restore_unknown")
	}
	return at.In(time.Local).Format("2006-01-02 15:04")
}

// restore writes a backup into a new practice file.
func (h Host) restore(ctx context.Context, f backup.Found, key vault.Key, typed string, progress func(backup.Step)) (backup.Restored, error) {
	to, err := newPath(typed, h.Home)
	if err != nil {
		return backup.Restored{}, err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return backup.Restored{}, store.FailField("path", "error.start.folder_refused")
	}
	return backup.Restore(ctx, backup.RestoreRequest{Path: f.Path, Key: key, To: to}, h.Env, progress)
}

// look restores a backup into a private file and opens it for reading.
func (h Host) look(ctx context.Context, f backup.Found, key vault.Key, progress func(backup.Step)) (*backup.Looked, error) {
	return backup.Look(ctx, f.Path, key, nil, h.Env, progress)
}

// restoreCells are one line of the list of backups.
func (s *Start) restoreCells(f backup.Found, newest bool) []kit.Cell {
	note := ""
	if newest {
		note = s.text("start.restore_newest")
	}
	return []kit.Cell{{Text: s.when(f.Made), Role: kit.Strong}, {Text: note, Role: kit.Muted}, {Text: strings.TrimSuffix(filepath.Base(f.Path), backup.Extension), Role: kit.Muted}}
}
