package vault

import (
	"errors"
	"sync"
)

// syncedFile is the practice file with a memory for failed syncs. After one, the system may
// have dropped what was written and let the next sync succeed all the same (Linux does). The
// header, the advisory area and the pages share the file, so the sync that fails need not be
// the one that the pages wait for.
type syncedFile struct {
	File
	mu     sync.Mutex
	failed bool // since the last syncPages
}

var errEarlierSync = errors.New("an earlier sync of the same file failed")

func (f *syncedFile) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.File.Sync()
	f.failed = f.failed || err != nil
	return err
}

// syncPages syncs the pages of a checkpoint. It fails too if any sync of the file has failed
// since it was last called: SQLite then writes all pages of the checkpoint again, and keeps
// the WAL until that has worked.
func (f *syncedFile) syncPages() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.File.Sync()
	if err == nil && f.failed {
		err = errEarlierSync
	}
	f.failed = false
	return err
}
