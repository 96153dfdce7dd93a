package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteHeaderSize is the database header at the start of page 1, in bytes
// (sqlite.org/fileformat2.html, 1.3).
const sqliteHeaderSize = 100

// databaseFile is one connection's handle on the pages.
type databaseFile struct {
	volume     *volume
	additional [8]byte
	unit       []byte // a page being sealed
	ahead      readAhead
}

func newDatabaseFile(v *volume) *databaseFile {
	return &databaseFile{volume: v, unit: make([]byte, v.pageSize)}
}

// read fills buffer from offset in SQLite's view of the file.
func (d *databaseFile) read(buffer []byte, offset int64) int32 {
	size := int64(d.volume.pageSize)
	if offset == 0 && len(buffer) == sqliteHeaderSize && d.volume.mutant != mutantRealGeometry {
		// SQLite peeks here for the page size, before it asks the WAL, where a newer
		// page 1 may lie and this one be torn. Our header knows the answer.
		clear(buffer)
		writeGeometry(buffer, d.volume.pageSize)
		return sqlite3.SQLITE_OK
	}
	page := offset/size + 1
	if offset%size == 0 && int64(len(buffer)) == size {
		return d.readPage(page, buffer)
	}
	within := offset % size
	if within+int64(len(buffer)) > size {
		return sqlite3.SQLITE_IOERR_READ
	}
	code := d.readPage(page, d.unit)
	copy(buffer, d.unit[within:])
	return code
}

func (d *databaseFile) readPage(page int64, buffer []byte) int32 {
	v := d.volume
	if page > v.pages.Load() {
		clear(buffer)
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	sealed := d.ahead.take(v, page)
	if sealed == nil {
		sealed = buffer
		if _, err := v.file.ReadAt(sealed, v.pageOffset(page)); err != nil {
			clear(buffer)
			if errors.Is(err, io.EOF) { // cut off behind our back
				v.damage.Store(page)
				return sqlite3.SQLITE_IOERR_DATA
			}
			return sqlite3.SQLITE_IOERR_READ
		}
	}
	if !v.keys.page.openTo(buffer, sealed, pageData(&d.additional, page)) {
		clear(buffer)
		v.damage.Store(page)
		return sqlite3.SQLITE_IOERR_DATA
	}
	return sqlite3.SQLITE_OK
}

// write seals one page. Only a checkpoint writes pages: everything else goes to the
// WAL, so a page write at any other time is a journal mode this format does not have.
func (d *databaseFile) write(buffer []byte, offset int64) int32 {
	v := d.volume
	size := int64(v.pageSize)
	if int64(len(buffer)) != size || offset%size != 0 || !v.checkpointing.Load() {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	page := offset/size + 1
	if !validPage(page, buffer) {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	if err := d.fillHole(page); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
	}
	copy(d.unit, buffer)
	if err := d.writeUnit(page); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
	}
	return sqlite3.SQLITE_OK
}

// validPage refuses what would not come back as it was written: bytes in the reserved
// tail, and a page 1 whose geometry is not the file's or that leaves WAL mode.
func validPage(page int64, content []byte) bool {
	var zero [reservedSize]byte
	if !bytes.Equal(content[len(content)-reservedSize:], zero[:]) {
		return false
	}
	if page != 1 {
		return true
	}
	var want [24]byte
	writeGeometry(want[:], len(content))
	return bytes.Equal(content[:len(want)], want[:])
}

// writeUnit seals d.unit and writes it as page.
func (d *databaseFile) writeUnit(page int64) error {
	v := d.volume
	if err := v.keys.page.seal(d.unit, pageData(&d.additional, page)); err != nil {
		return err
	}
	return v.changePages(func() error {
		if _, err := v.file.WriteAt(d.unit, v.pageOffset(page)); err != nil {
			return err
		}
		if page > v.pages.Load() {
			v.pages.Store(page)
		}
		return nil
	})
}

// fillHole seals empty pages between the end of the file and page, and syncs them: a
// page of plain zeros must never be on the disk, and one that SQLite does not use (the
// page at 1 GiB) is never written again.
func (d *databaseFile) fillHole(page int64) error {
	first := d.volume.pages.Load() + 1
	if page <= first {
		return nil
	}
	for p := first; p < page; p++ {
		clear(d.unit)
		if err := d.writeUnit(p); err != nil {
			return err
		}
	}
	return d.volume.file.Sync()
}

func (d *databaseFile) truncate(size int64) int32 {
	v := d.volume
	pages := (size + int64(v.pageSize) - 1) / int64(v.pageSize)
	if pages >= v.pages.Load() {
		return sqlite3.SQLITE_OK
	}
	err := v.changePages(func() error {
		if err := v.file.Truncate(v.pageOffset(pages + 1)); err != nil {
			return err
		}
		v.pages.Store(pages)
		return nil
	})
	if err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_TRUNCATE)
	}
	return sqlite3.SQLITE_OK
}

func (d *databaseFile) sync() int32 {
	if err := d.volume.file.syncPages(); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_FSYNC)
	}
	return sqlite3.SQLITE_OK
}

func (d *databaseFile) size() (int64, int32) {
	return d.volume.pages.Load() * int64(d.volume.pageSize), sqlite3.SQLITE_OK
}

func (d *databaseFile) control(operation int32) int32 {
	switch operation {
	case sqlite3.SQLITE_FCNTL_CKPT_START:
		// SQLite ignores the answer; without the note every page write fails.
		if err := d.volume.beginCheckpoint(); err != nil {
			return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
		}
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_FCNTL_CKPT_DONE:
		d.volume.endCheckpoint()
		return sqlite3.SQLITE_OK
	}
	return sqlite3.SQLITE_NOTFOUND
}

func (d *databaseFile) close() {
	clear(d.unit)
}

// writeGeometry writes the first 24 bytes of a database header: WAL mode, 40 reserved
// bytes at the end of each page.
func writeGeometry(b []byte, pageSize int) {
	copy(b, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(b[16:], uint16(pageSize)) // 65536 would be written as 1; no vault has it
	b[18], b[19] = 2, 2                                  // write and read version: WAL
	b[20] = reservedSize
	b[21], b[22], b[23] = 64, 32, 32 // payload fractions, fixed
}

// emptyPage1 is the first page of an empty database.
func emptyPage1(pageSize int) []byte {
	b := make([]byte, pageSize)
	writeGeometry(b, pageSize)
	binary.BigEndian.PutUint32(b[24:], 1)                              // change counter
	binary.BigEndian.PutUint32(b[28:], 1)                              // size in pages
	binary.BigEndian.PutUint32(b[44:], 4)                              // schema format
	binary.BigEndian.PutUint32(b[56:], 1)                              // UTF-8
	binary.BigEndian.PutUint32(b[92:], 1)                              // the change counter bytes 28 are valid for
	binary.BigEndian.PutUint32(b[96:], 3054001)                        // SQLite's version
	b[100] = 13                                                        // a leaf of the schema table
	binary.BigEndian.PutUint16(b[105:], uint16(pageSize-reservedSize)) // no cell yet
	return b
}
