package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"satchel/data/backup"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/vault"
	"satchel/ui/session"
)

// listed is how many of the kept backups are shown: more than the rule keeps in one place.
const listed = 60

// backupModel is the practice's backups: where they go, which there are, and whether they come back. Its methods may run on any
// goroutine.
type backupModel struct{ s *session.Session }

// backupState is what the screen shows.
type backupState struct {
	status backup.Status
	drill  time.Time // when the drill last succeeded
	kept   []kept    // newest first
}

// kept is one backup that a place holds.
type kept struct {
	backup.Backup
	folder string
}

func (m backupModel) load(ctx context.Context) (state backupState, err error) {
	if state.status, err = backup.StatusOf(ctx, m.s.Practice, m.s.Actor, m.s.Practice.Now()); err != nil {
		return state, err
	}
	if state.drill, err = backup.LastDrill(ctx, m.s.Practice, m.s.Actor); err != nil {
		return state, err
	}
	for _, place := range state.status.Places {
		list, err := backup.List(ctx, m.s.Practice, place.Folder)
		if store.CodeOf(err) == store.NotFound {
			continue // the place says that it is away
		}
		if err != nil {
			return state, err
		}
		for _, b := range list {
			state.kept = append(state.kept, kept{b, place.Folder})
		}
	}
	slices.SortStableFunc(state.kept, func(a, b kept) int { return b.Made.Compare(a.Made) })
	state.kept = state.kept[:min(len(state.kept), listed)]
	return state, nil
}

// drillDue reports whether the drill should be held again.
func (m backupModel) drillDue(state backupState) bool {
	return len(state.kept) > 0 && m.s.Practice.Now().Sub(state.drill) > backup.DrillEvery
}

// addPlace adds a folder to the places. It must be there, be another one than the practice's own, and not be a place already.
func (m backupModel) addPlace(ctx context.Context, typed string) error {
	folder, err := filepath.Abs(typed)
	if err != nil || strings.TrimSpace(typed) == "" {
		return store.FailField("folder", "error.settings.folder_missing")
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return store.FailField("folder", "error.settings.folder_missing")
	}
	if own, err := filepath.Abs(filepath.Dir(m.s.Practice.Path())); err == nil && own == folder {
		return store.FailField("folder", "error.settings.folder_same")
	}
	return m.changePlaces(ctx, func(places []string) ([]string, error) {
		if slices.Contains(places, folder) {
			return nil, store.FailField("folder", "error.settings.folder_twice")
		}
		if len(places) == organization.MaxBackupFolders {
			return nil, store.FailField("folder", "error.settings.folder_many", "Count", organization.MaxBackupFolders)
		}
		return append(places, folder), nil
	})
}

// removePlace takes a folder from the places. What lies in it stays.
func (m backupModel) removePlace(ctx context.Context, folder string) error {
	return m.changePlaces(ctx, func(places []string) ([]string, error) {
		return slices.DeleteFunc(places, func(p string) bool { return p == folder }), nil
	})
}

func (m backupModel) changePlaces(ctx context.Context, change func([]string) ([]string, error)) error {
	var refused error
	err := fileModel(m).change(ctx, func(p *organization.Practice) {
		var places []string
		if places, refused = change(p.BackupFolders()); refused == nil {
			p.BackupFolder = strings.Join(places, "\n")
		}
	})
	return errors.Join(refused, err)
}

// look restores a backup into a private file and opens it for reading.
func (m backupModel) look(ctx context.Context, b kept, key vault.Key, progress func(backup.Step)) (*backup.Looked, error) {
	return backup.Look(ctx, b.Path, key, &backup.Live{Practice: m.s.Practice, Actor: m.s.Actor}, m.s.Practice.Env(), progress)
}

// restore writes a backup into a new practice file.
func (m backupModel) restore(ctx context.Context, b kept, key vault.Key, to string, progress func(backup.Step)) (backup.Restored, error) {
	return backup.Restore(ctx, backup.RestoreRequest{Path: b.Path, Key: key, To: to}, m.s.Practice.Env(), progress)
}

// prove holds the drill on the newest backup of the first place that has one.
func (m backupModel) prove(ctx context.Context, state backupState, progress func(backup.Step)) (backup.Proof, error) {
	if len(state.kept) == 0 {
		return backup.Proof{}, store.Fail(store.NotFound, "error.settings.no_backup")
	}
	return backup.Prove(ctx, m.s.Practice, m.s.Actor, state.kept[0].folder, progress)
}

// restoreTo suggests a free file beside the practice for what a backup held: it names the day, and nobody.
func (m backupModel) restoreTo(b kept) string {
	name := strings.TrimSuffix(filepath.Base(m.s.Practice.Path()), practiceExtension) + "-" + b.Made.In(m.s.Zone()).Format("2006-01-02-1504") + practiceExtension
	return filepath.Join(filepath.Dir(m.s.Practice.Path()), name)
}

// practiceExtension ends the name of a practice file.
const practiceExtension = ".satchel"

// opensWith says which of the kept backups a person's password still opens: those made while the person could sign in. "" where
// there is none.
func (m backupModel) opensWith(list []kept, user [16]byte) string {
	var first, last time.Time
	count := 0
	for _, b := range list {
		if slices.Contains(b.Users, user) {
			count++
			if last.IsZero() {
				last = b.Made
			}
			first = b.Made
		}
	}
	if count == 0 {
		return ""
	}
	return m.s.Text("settings.people.old_backups", "Count", count, "From", m.s.Lately(first), "To", m.s.Lately(last))
}
