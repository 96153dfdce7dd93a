package vault

import (
	"errors"
	"io/fs"
	"os"
)

// openWAL opens the WAL for one more connection, creating it if it is not there.
func (v *volume) openWAL() error {
	v.walMu.Lock()
	defer v.walMu.Unlock()
	if v.walUsers == 0 {
		_, err := v.files.Size(v.walPath())
		created := errors.Is(err, fs.ErrNotExist)
		file, err := v.files.OpenFile(v.walPath(), os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		if created {
			if err := v.files.SyncDir(folderOf(v.path)); err != nil {
				file.Close()
				return err
			}
		}
		v.walFile = file
	}
	v.walUsers++
	return nil
}

func (v *volume) releaseWAL() {
	v.walMu.Lock()
	defer v.walMu.Unlock()
	if v.walUsers--; v.walUsers == 0 {
		// Nothing waits to be written: SQLite syncs what it relies on.
		_ = v.walFile.Close()
	}
}

// removeWAL is SQLite's wish to delete the WAL after its last checkpoint.
func (v *volume) removeWAL() error {
	if err := v.retireWAL(); err != nil {
		return err
	}
	if err := v.files.Remove(v.walPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return v.files.SyncDir(folderOf(v.path))
}
