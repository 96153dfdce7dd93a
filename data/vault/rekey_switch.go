package vault

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
)

// finishOld brings the old file to its end: no reader, no WAL. writer is the only connection that could write. Before the
// pools are closed an error leaves everything as it was.
func (v *Vault) finishOld(ctx context.Context, writer *sql.Conn) error {
	patience, cancel := context.WithTimeout(ctx, rekeyPatience)
	defer cancel()
	var readers []*sql.Conn
	defer func() {
		for _, r := range readers {
			_ = r.Close() // the second time where all went well
		}
	}()
	for range v.options.ReaderCount {
		reader, err := v.reader.Conn(patience)
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			return fail(Busy, err)
		case err != nil:
			return Classify(err)
		}
		readers = append(readers, reader)
	}
	var busy, frames, copied int64
	if err := writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &copied); err != nil {
		return Classify(err)
	}
	if busy != 0 {
		return fail(Busy, nil)
	}
	if err := ctx.Err(); err != nil {
		return err
	}

	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	// A closed pool closes a connection that is given back. Who waits for one gets an error, so nothing is written after
	// the copy.
	err := errors.Join(v.reader.Close(), v.writer.Close())
	for _, r := range readers {
		err = errors.Join(err, ignoreDone(r.Close()))
	}
	err = errors.Join(err, ignoreDone(writer.Close()))
	withdraw(v.name)
	if _, missing := v.volume.files.Size(v.volume.walPath()); err == nil && !errors.Is(missing, fs.ErrNotExist) {
		err = v.volume.removeWAL()
	}
	if err != nil {
		err = errors.Join(Classify(fileError(err)), v.letGo())
	}
	return err
}

// ignoreDone is for a connection whose pool was closed before it.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

// letGo closes the old file and wipes its keys.
func (v *Vault) letGo() error {
	err := fileError(v.volume.file.Close())
	v.volume.keys.wipe()
	v.wipeSecrets()
	return err
}

// replaceWith renames the new file over the old one. Where the system can replace an open file the old one's lock is held
// until that is done: nobody can open it in between and work on a file that has no name any more. Where it cannot, whoever
// opens the old file in between keeps it, and the renaming fails.
func (v *Vault) replaceWith(path string) (placed bool, err error) {
	files := v.volume.files
	if v.options.closeFirst {
		if err := v.letGo(); err != nil {
			return false, err
		}
	}
	if err = fileError(files.Rename(path, v.volume.path)); err == nil {
		placed = true
		err = fileError(files.SyncDir(folderOf(path)))
	}
	if !v.options.closeFirst {
		if closing := v.letGo(); err == nil && !placed {
			err = closing // of a file without a name nothing is left to lose
		}
	}
	return placed, err
}

// removeLeftover removes what an interrupted re-key of the file at path left beside it, whole or not: it never came into its
// place, and nobody was given its passwords. A file of another practice under that name stays.
func removeLeftover(files FileSystem, path string, uuid [16]byte) {
	name := path + rekeySuffix
	if _, err := files.Size(name); err != nil {
		return
	}
	if !ownLeftover(files, name, uuid) {
		return
	}
	// What can't be removed is in nobody's way but the next re-key's, which says so.
	if files.Remove(name) == nil {
		_ = files.SyncDir(folderOf(name))
	}
}

func ownLeftover(files FileSystem, name string, uuid [16]byte) bool {
	file, err := files.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	start := make([]byte, len(magic))
	if n, err := file.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return false
	} else if allZero(start[:n]) {
		return true // cut off before it had a header
	}
	_, copies, _, err := readHeaderCopies(file)
	if err != nil || string(start) != magic {
		return false
	}
	for _, h := range copies {
		if h != nil && h.uuid != uuid {
			return false
		}
	}
	return true
}

// stillAt reports whether the file that was opened and locked is the one that path names: another process may have replaced
// it in between. A file system of a test that cannot tell is believed.
func stillAt(file File, path string) bool {
	f, ok := file.(interface{ StillAt(path string) bool })
	return !ok || f.StillAt(path)
}
