package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satchel/data"
	"satchel/data/backup"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// fileModel is what concerns the practice's file as a whole. Its methods may run on any goroutine.
type fileModel struct{ s *session.Session }

// fileState is what the screen shows.
type fileState struct {
	path      string
	folder    string // of backups; "" until chosen
	proved    time.Time
	trial     bool
	keyIsKept bool
}

func (m fileModel) load(ctx context.Context) (fileState, error) {
	p, err := m.settings(ctx)
	if err != nil {
		return fileState{}, err
	}
	state := fileState{path: m.s.Practice.Path(), folder: p.BackupFolder, trial: p.Trial, keyIsKept: p.RecoveryPrinted}
	status, err := backup.StatusOf(ctx, m.s.Practice, m.s.Actor, m.s.Practice.Now())
	state.proved = status.Proved
	return state, err
}

// setFolder keeps where backups go. The folder must be there and another one than the practice's own.
func (m fileModel) setFolder(ctx context.Context, typed string) error {
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
	return m.change(ctx, func(p *organization.Practice) { p.BackupFolder = folder })
}

// keepKey notes whether the recovery key was typed back.
func (m fileModel) keepKey(ctx context.Context, kept bool) error {
	return m.change(ctx, func(p *organization.Practice) { p.RecoveryPrinted = kept })
}

func (m fileModel) change(ctx context.Context, edit func(*organization.Practice)) error {
	err := m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		edit(&p)
		_, err = organization.Save(tx, p)
		return err
	})
	return err
}

// settings are the practice's as they are now.
func (m fileModel) settings(ctx context.Context) (p organization.Practice, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		p, err = organization.Current(tx)
		return err
	})
	return p, err
}

// backUp makes a backup in the chosen folder and proves it.
func (m fileModel) backUp(ctx context.Context, progress func(proving bool, percent int)) error {
	p, err := m.settings(ctx)
	if err != nil {
		return err
	}
	if p.BackupFolder == "" {
		return store.FailField("folder", "error.settings.folder_missing")
	}
	made, err := backup.MakeAll(ctx, m.s.Practice, m.s.Actor, func(step backup.Step) { progress(step.Proving, step.Percent) })
	return errors.Join(err, backup.Trouble(made))
}

// line is one part of a check, in words' arguments.
type line struct {
	part    string
	counted int64
	wrong   []string
}

// verify checks the whole file. Every line is one part; wrong holds a sentence for each thing that does not hold.
func (m fileModel) verify(ctx context.Context, progress func(part string, percent int)) ([]line, error) {
	found, err := m.s.Practice.Verify(ctx, m.s.Actor, progress)
	return m.lines(found), err
}

func (m fileModel) lines(found data.Verified) []line {
	var list []line
	for _, part := range found.Parts {
		l := line{part: part.Name, counted: part.Counted}
		for _, f := range part.Findings {
			l.wrong = append(l.wrong, m.s.Text(f.Key+".text", f.Args...))
		}
		list = append(list, l)
	}
	return list
}

// startForReal ends the trial. There is no way back.
func (m fileModel) startForReal(ctx context.Context) error {
	return m.s.Update(ctx, action.StartForReal, func(tx *store.Tx) error {
		_, err := workflow.StartForReal(tx)
		return err
	})
}

// newKey is a recovery key to be shown once.
type newKey struct {
	code string
	ask  [2]int
}

// replaceKey makes a new recovery key; the old one opens nothing any more. Until it is typed back it counts as not kept.
func (m fileModel) replaceKey(ctx context.Context) (k newKey, err error) {
	if err := m.keepKey(ctx, false); err != nil {
		return k, err
	}
	if k.code, err = m.s.Practice.NewRecoveryKey(ctx, m.s.Actor); err != nil {
		return k, err
	}
	// Which groups are asked back is no secret; the key itself is random enough to choose them.
	k.ask, err = session.AskGroups(strings.NewReader(k.code), len(session.RecoveryGroups(k.code)))
	return k, err
}
