package vault

import (
	"errors"
	"io/fs"
	"os"
)

// openWAL opens the WAL for one more connection, creating it if it is not there. That the
// name lasts is made sure of once, whoever created it: a process that did may have been
// killed before it could.
func (v *volume) openWAL() error {
	v.walMu.Lock()
	defer v.walMu.Unlock()
	if v.walUsers == 0 {
		file, err := v.files.OpenFile(v.walPath(), os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		if !v.walNamed {
			if err := v.files.SyncDir(folderOf(v.path)); err != nil {
				file.Close()
				return err
			}
			v.walNamed = true
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
	v.walMu.Lock()
	v.walNamed = false
	v.walMu.Unlock()
	if err := v.files.Remove(v.walPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return v.files.SyncDir(folderOf(v.path))
}
