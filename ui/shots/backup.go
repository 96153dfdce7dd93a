package shots

import (
	"context"
	"fmt"
	"os"

	"satchel/data/backup"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/session"
)

// backUp gives the demo practice a place for backups, with one backup in it, and returns the session that knows of it.
func backUp(ctx context.Context, who *session.Session, folder string) (*session.Session, error) {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	err := who.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.BackupFolder = folder
		_, err = organization.Save(tx, p)
		return err
	})
	if err == nil {
		_, err = backup.Make(ctx, who.Practice, who.Actor, folder, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("back up: %w", err)
	}
	return who.Fresh(ctx)
}

// offerBackups has the frame offer and say what the window does.
func offerBackups(ctx context.Context, f *frame.Frame) error {
	status, err := backup.StatusOf(ctx, f.Session.Practice, f.Session.Actor, f.Session.Practice.Now())
	if err != nil {
		return fmt.Errorf("read state of backups: %w", err)
	}
	f.BackupState = func() frame.BackupState {
		return frame.BackupState{Text: f.Session.BackupLine(status), Tone: frame.BackupTone(status.Tone)}
	}
	f.BackUp = func(func([]backup.Outcome, error)) {}
	f.LookInto = func(*backup.Looked) {}
	f.SignInAgain = func() {}
	f.BackupChanged()
	return nil
}
