package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Create makes a new file with one user who can open it, and opens it. It never touches
// a file that is there already (Exists) and leaves nothing behind when it fails.
func Create(path string, first NewSlot, o Options) (*Vault, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	if err := validCredentials(first.Name, first.Password); err != nil {
		return nil, err
	}
	if path, err = livePath(path, o); err != nil {
		return nil, err
	}
	if _, err := o.FS.Size(path + "-wal"); err == nil {
		return nil, fail(Exists, nil)
	}
	file, err := o.FS.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fileError(err)
	}
	o = o.calibrated()
	v, err := create(path, file, first, o)
	if err != nil {
		file.Close()
		if walErr := o.FS.Remove(path + "-wal"); !errors.Is(walErr, fs.ErrNotExist) { // if it came as far as that
			err = errors.Join(err, walErr)
		}
		return nil, errors.Join(err, removeCreated(o.FS, path))
	}
	return v, nil
}

func removeCreated(files FileSystem, path string) error {
	err := files.Remove(path)
	return errors.Join(err, files.SyncDir(folderOf(path)))
}

func create(path string, file File, first NewSlot, o Options) (*Vault, error) {
	if err := file.Lock(); err != nil {
		return nil, fileError(err)
	}
	h := header{suite: o.Suite, pageSize: o.PageSize, generation: 1}
	defer scrubStack()
	scrubStack()
	dataKey, handedOn := newSecret(), false
	defer func() {
		if !handedOn {
			wipeSecret(dataKey)
		}
	}()
	for _, b := range [][]byte{dataKey, h.uuid[:], h.fileID[:]} {
		if _, err := io.ReadFull(o.Rand, b); err != nil {
			return nil, fmt.Errorf("draw key: %w", err)
		}
	}
	h.uuid[6], h.uuid[8] = h.uuid[6]&0x0f|0x40, h.uuid[8]&0x3f|0x80 // UUID version 4, RFC 9562
	s, err := newSlot(slotPassword, o.KDF, nameTag(h.uuid, first.Name), first.ID,
		passwordSecret(first.Password), dataKey, h.uuid, 0, o.Rand)
	if err != nil {
		return nil, err
	}
	h.slots[0] = s
	if err := writeNew(file, &h, dataKey, o.Rand, 1, func(page int64) ([]byte, error) {
		return emptyPage1(h.pageSize), nil
	}); err != nil {
		return nil, err
	}
	if err := o.FS.SyncDir(folderOf(path)); err != nil {
		return nil, fileError(err)
	}
	handedOn = true
	return start(path, file, h, dataKey, Identity{ID: first.ID}, attemptTable{}, o)
}

// writeNew fills an empty file: the pages, synced, then the header copies. A file that
// was cut off before its end has no header and is nobody's.
func writeNew(file File, h *header, dataKey []byte, random io.Reader, pages int64, content func(page int64) ([]byte, error)) error {
	keys, err := newFileKeys(dataKey, h, random)
	if err != nil {
		return err
	}
	defer keys.wipe()
	if _, err := file.WriteAt(make([]byte, databaseOffset), 0); err != nil {
		return fileError(err)
	}
	var additional [8]byte
	unit := make([]byte, h.pageSize)
	for page := int64(1); page <= pages; page++ {
		plain, err := content(page)
		if err != nil {
			return err
		}
		copy(unit, plain)
		if err := keys.page.seal(unit, pageData(&additional, page)); err != nil {
			return err
		}
		if _, err := file.WriteAt(unit, databaseOffset+(page-1)*int64(h.pageSize)); err != nil {
			return fileError(err)
		}
	}
	if err := file.Sync(); err != nil {
		return fileError(err)
	}
	encoded := h.encode(keys.headerMAC)
	for i := range headerCopies {
		if _, err := file.WriteAt(encoded, int64(i)*headerSize); err != nil {
			return fileError(err)
		}
	}
	return fileError(file.Sync())
}
