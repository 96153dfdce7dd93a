package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// admitWAL decides what becomes of the -wal that lies beside the file, before SQLite
// sees it.
//
//   - It is the live one, and has every frame that was acknowledged: SQLite recovers it.
//   - It is the live one, but frames that were acknowledged are broken or gone: Damaged,
//     or MissingWAL if there is none at all. With acceptLoss the rest is given up, as
//     long as the pages do not need it.
//   - It is the one before: all of it is in the pages. It is removed.
//   - It is any other, an older copy or another file's: it is renamed, and OldWAL says so.
func (v *volume) admitWAL(acceptLoss bool) error {
	state := v.wal()
	state.durable = max(state.durable, v.advisory.noted(v.keys.commitNote, state.salts))
	size, err := v.files.Size(v.walPath())
	if errors.Is(err, fs.ErrNotExist) {
		return v.missingWAL(state, acceptLoss)
	}
	if err != nil {
		return fileError(err)
	}
	file, err := v.files.OpenFile(v.walPath(), os.O_RDWR, 0)
	if err != nil {
		return fileError(err)
	}
	defer file.Close()
	b := make([]byte, walHeaderSize)
	if n, err := file.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return fileError(err)
	} else if allZero(b[:n]) || tornWALHeader(b[:n]) {
		// Created, but its header did not reach the disk.
		return v.missingWAL(state, acceptLoss)
	}
	head, err := decodeWALHeader(b)
	switch {
	case err == nil && head.salts == state.salts && head.pageSize == v.pageSize:
		return v.admitLive(file, size, head, state, acceptLoss)
	case err == nil && head.salts == state.retired && state.durable == 0:
		return v.dropWAL()
	case err != nil && state.durable > 0:
		return fail(Damaged, err)
	}
	return v.setAside()
}

// missingWAL is for a WAL that is not there, or has nothing in it.
func (v *volume) missingWAL(state walState, acceptLoss bool) error {
	if state.durable == 0 {
		return nil
	}
	if acceptLoss && state.backfill == 0 {
		return v.retireWAL()
	}
	return fail(MissingWAL, nil)
}

// admitLive judges the live WAL by its frames. state.durable includes what the commit note
// attests, which alone vouches for the last transaction.
func (v *volume) admitLive(file File, size int64, head walHeader, state walState, acceptLoss bool) error {
	scan, err := scanWAL(file, size, head, v.keys.wal)
	if err != nil {
		return err
	}
	need := max(state.durable, scan.attested)
	if scan.committed < need {
		if !acceptLoss || scan.committed < state.backfill {
			return &Error{Kind: Damaged, Frame: max(scan.broken, scan.committed+1)}
		}
		if err := v.giveUp(file, scan); err != nil {
			return err
		}
	}
	v.walSalts.Store(head.salts)
	v.walFrames.Store(scan.committed)
	v.walDurable.Store(scan.committed)
	if scan.committed == 0 {
		return nil
	}
	// What a killed process wrote but did not sync is shown from now on, so it must last.
	if err := v.rewriteFrames(file, need+1, scan.committed); err != nil {
		return err
	}
	v.noteCommit(scan.committed)
	return nil
}

// rewriteFrames makes frames that nothing attests durable. A sync alone would not do: if one
// failed before the process was killed, the system may believe that they are on the disk.
func (v *volume) rewriteFrames(file File, first, last int64) error {
	at := v.frameOffset(first)
	if first == 1 {
		at = 0 // the WAL's header too
	}
	b := make([]byte, v.frameSize())
	for end := v.frameOffset(last + 1); at < end; {
		part := b[:min(int64(len(b)), end-at)]
		if _, err := file.ReadAt(part, at); err != nil {
			return fileError(err)
		}
		if _, err := file.WriteAt(part, at); err != nil {
			return fileError(err)
		}
		at += int64(len(part))
	}
	return fileError(file.Sync())
}

// giveUp drops the frames behind the last whole transaction, after keeping a copy of
// the damaged WAL as far as it was read.
func (v *volume) giveUp(file File, scan walScan) error {
	aside, err := v.asideName()
	if err != nil {
		return err
	}
	keep, err := v.files.OpenFile(filepath.Join(folderOf(v.path), aside), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileError(err)
	}
	_, err = io.Copy(io.NewOffsetWriter(keep, 0), io.NewSectionReader(file, 0, scan.end+v.frameSize()))
	if err = errors.Join(err, keep.Sync(), keep.Close()); err != nil {
		return fileError(err)
	}
	if err := v.updateWAL(func(w *walState) { w.durable = scan.committed }); err != nil {
		return err
	}
	if err := v.withdrawNote(scan.committed); err != nil {
		return err
	}
	return fileError(file.Truncate(v.frameOffset(scan.committed + 1)))
}

// settleHeader writes the header that was found anew, before a WAL is removed or renamed on its
// word. A killed process may have failed to sync it: then it is in the system's memory alone.
func (v *volume) settleHeader() error {
	v.headerMu.Lock()
	defer v.headerMu.Unlock()
	return v.header.write(v.header.header, false)
}

// dropWAL removes a leftover whose content is in the pages.
func (v *volume) dropWAL() error {
	if err := v.settleHeader(); err != nil {
		return err
	}
	if err := v.files.Remove(v.walPath()); err != nil {
		return fileError(err)
	}
	return fileError(v.files.SyncDir(folderOf(v.path)))
}

// setAside renames a WAL that is not this file's, and says so.
func (v *volume) setAside() error {
	if err := v.settleHeader(); err != nil {
		return err
	}
	aside, err := v.asideName()
	if err != nil {
		return err
	}
	if err := v.files.Rename(v.walPath(), filepath.Join(folderOf(v.path), aside)); err != nil {
		return fileError(err)
	}
	if err := v.files.SyncDir(folderOf(v.path)); err != nil {
		return fileError(err)
	}
	return &Error{Kind: OldWAL, Name: aside}
}

// asideName returns a base name beside the file that nothing has yet.
func (v *volume) asideName() (string, error) {
	for n := 1; n < 1000; n++ {
		name := fmt.Sprintf("%s.aside-%d", filepath.Base(v.walPath()), n)
		_, err := v.files.Size(filepath.Join(folderOf(v.path), name))
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", fileError(err)
		}
	}
	return "", fail(Exists, nil)
}

// tornWALHeader reports whether b is all of a WAL and the beginning of a header: the disk was
// full, or failed, when it was written.
func tornWALHeader(b []byte) bool {
	begin := binary.BigEndian.AppendUint32(nil, walMagic)
	n := min(len(b), 3) // the fourth byte has the byte order
	return len(b) < walHeaderSize && bytes.Equal(b[:n], begin[:n])
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
