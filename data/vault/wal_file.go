package vault

import (
	"encoding/binary"
	"errors"
	"io"

	sqlite3 "modernc.org/sqlite/lib"
)

// walFile is one connection's handle on the WAL.
//
// On disk the WAL has SQLite's geometry: a header of 32 bytes in the clear, then frames
// of 24 bytes and a page. But a frame is one sealed unit: its header and the page's
// content are encrypted together, tag and nonce lie in the page's reserved bytes. Of
// the 24 header bytes, the 8 that repeat the WAL's salts hold instead the number of
// the last commit frame that was durable when this frame was written; the salts are
// put back on reading. So a frame vouches for all commits before its own transaction.
//
// SQLite writes a frame header and the page behind it by two calls. The header waits
// in memory until the page comes; a header alone means that SQLite recomputes checksums
// within a transaction, and then the frame is opened and sealed again.
type walFile struct {
	volume     *volume
	additional [16]byte
	unit       []byte // frame header | page, plain or sealed

	loaded  int64 // the frame whose plaintext is in unit; 0: none
	pending int64 // the frame whose new header waits in header; 0: none
	header  [frameHeaderSize]byte
	commit  int64 // the last commit frame this handle wrote and has not synced
}

func newWALFile(v *volume) *walFile {
	return &walFile{volume: v, unit: make([]byte, v.frameSize())}
}

var errUnauthentic = errors.New("does not authenticate")

func (w *walFile) read(buffer []byte, offset int64) int32 {
	if err := w.flush(); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
	}
	w.loaded = 0
	v := w.volume
	if offset+int64(len(buffer)) <= walHeaderSize {
		return readClear(v.walFile, buffer, offset)
	}
	frame, within, ok := w.locate(offset, len(buffer))
	if !ok {
		return sqlite3.SQLITE_IOERR_READ
	}
	switch err := w.load(frame); {
	case err == nil:
		copy(buffer, w.unit[within:])
		return sqlite3.SQLITE_OK
	case errors.Is(err, errUnauthentic) || errors.Is(err, io.EOF):
		clear(buffer)
		if within == 0 && frame > v.walFrames.Load() {
			// Recovery asks for whole frames, and beyond those that the scan at opening
			// found whole lies only what a power cut left of a transaction that was never
			// acknowledged. An error would make the file unopenable; zeros end the log.
			return sqlite3.SQLITE_OK
		}
		return sqlite3.SQLITE_IOERR_DATA
	default:
		clear(buffer)
		return sqlite3.SQLITE_IOERR_READ
	}
}

// readClear reads what is not encrypted: the WAL header.
func readClear(file File, buffer []byte, offset int64) int32 {
	n, err := file.ReadAt(buffer, offset)
	clear(buffer[n:])
	switch {
	case n == len(buffer):
		return sqlite3.SQLITE_OK
	case errors.Is(err, io.EOF):
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_IOERR_READ
}

// locate splits an offset into the frame and the offset within it. A request never
// reaches into another frame.
func (w *walFile) locate(offset int64, length int) (frame, within int64, ok bool) {
	if offset < walHeaderSize {
		return 0, 0, false
	}
	size := w.volume.frameSize()
	frame = (offset-walHeaderSize)/size + 1
	within = (offset - walHeaderSize) % size
	return frame, within, within+int64(length) <= size
}

// load reads and opens a frame into w.unit.
func (w *walFile) load(frame int64) error {
	v := w.volume
	w.loaded = 0
	if _, err := v.walFile.ReadAt(w.unit, v.frameOffset(frame)); err != nil {
		return err
	}
	salts := v.walSalts.Load()
	if !v.keys.wal.open(w.unit, frameData(&w.additional, salts, frame)) {
		return errUnauthentic
	}
	binary.BigEndian.PutUint64(w.unit[8:], salts) // where the durable count was
	w.loaded = frame
	return nil
}

func (w *walFile) write(buffer []byte, offset int64) int32 {
	err := w.writeAt(buffer, offset)
	if err == nil {
		return sqlite3.SQLITE_OK
	}
	w.commit, w.pending = 0, 0
	if errors.Is(err, errUnauthentic) {
		return sqlite3.SQLITE_IOERR_DATA
	}
	return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
}

var errRequest = errors.New("write: not a WAL header, a frame header or a page")

func (w *walFile) writeAt(buffer []byte, offset int64) error {
	if offset == 0 && len(buffer) == walHeaderSize {
		return w.writeHeader(buffer)
	}
	frame, within, ok := w.locate(offset, len(buffer))
	if !ok {
		return errRequest
	}
	switch {
	case within == 0 && len(buffer) == frameHeaderSize:
		if err := w.flush(); err != nil {
			return err
		}
		copy(w.header[:], buffer)
		w.pending = frame
		return nil
	case within == frameHeaderSize && len(buffer) == w.volume.pageSize:
		if w.pending != frame {
			// A page written again within its transaction: it keeps its header, whose
			// checksum SQLite will recompute.
			if err := w.flush(); err != nil {
				return err
			}
			if err := w.load(frame); err != nil {
				return err
			}
			copy(w.header[:], w.unit)
		}
		w.pending, w.loaded = 0, 0
		copy(w.unit, w.header[:])
		copy(w.unit[frameHeaderSize:], buffer)
		return w.sealFrame(frame)
	}
	return errRequest
}

// flush writes a header that waited and was not followed by its page: SQLite has
// recomputed the checksum of a frame that is already there.
func (w *walFile) flush() error {
	frame := w.pending
	if frame == 0 {
		return nil
	}
	w.pending = 0
	if w.loaded != frame {
		if err := w.load(frame); err != nil {
			return err
		}
	}
	w.loaded = 0
	copy(w.unit, w.header[:])
	return w.sealFrame(frame)
}

// sealFrame seals the plaintext in w.unit and writes it, header and page in one write.
func (w *walFile) sealFrame(frame int64) error {
	v := w.volume
	salts := v.walSalts.Load()
	page := int64(binary.BigEndian.Uint32(w.unit))
	// Between writing a page a second time and recomputing the checksums, SQLite leaves
	// salts and checksum of the frames that follow zero.
	if own := binary.BigEndian.Uint64(w.unit[8:]); (own != salts && own != 0) || !validPage(page, w.unit[frameHeaderSize:]) {
		return errRequest
	}
	if frame <= w.commit {
		w.commit = 0
	}
	if binary.BigEndian.Uint32(w.unit[4:]) != 0 { // the database size: this frame commits
		w.commit = max(w.commit, frame)
	}
	if frame <= v.walNoted.Load() { // SQLite gave up a commit after its sync: it ran out of memory
		if err := v.withdrawNote(frame - 1); err != nil {
			return err
		}
	}
	if frame <= v.walDurable.Load() {
		v.walDurable.Store(frame - 1)
	}
	binary.BigEndian.PutUint64(w.unit[8:], uint64(v.walDurable.Load()))
	if err := v.keys.wal.seal(w.unit, frameData(&w.additional, salts, frame)); err != nil {
		return err
	}
	if _, err := v.walFile.WriteAt(w.unit, v.frameOffset(frame)); err != nil {
		return err
	}
	if frame > v.walFrames.Load() {
		v.walFrames.Store(frame)
	}
	return nil
}

// writeHeader starts a WAL anew. Its salts are durable in our header first.
func (w *walFile) writeHeader(buffer []byte) error {
	v := w.volume
	salts := binary.BigEndian.Uint64(buffer[16:])
	if binary.BigEndian.Uint32(buffer[8:]) != uint32(v.pageSize) || salts == 0 {
		return errRequest
	}
	w.loaded, w.pending, w.commit = 0, 0, 0
	if err := v.beginWAL(salts); err != nil {
		return err
	}
	v.walFrames.Store(0)
	v.walDurable.Store(0)
	v.walNoted.Store(0)
	_, err := v.walFile.WriteAt(buffer, 0)
	return err
}

func (w *walFile) truncate(size int64) int32 {
	w.loaded, w.pending, w.commit = 0, 0, 0
	if size == 0 {
		if err := w.volume.retireWAL(); err != nil {
			return resultCode(err, sqlite3.SQLITE_IOERR_TRUNCATE)
		}
	}
	if err := w.volume.walFile.Truncate(size); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_TRUNCATE)
	}
	return sqlite3.SQLITE_OK
}

func (w *walFile) sync() int32 {
	v := w.volume
	if err := w.flush(); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_WRITE)
	}
	commit := w.commit
	w.commit = 0
	if commit > 0 && v.mutant == mutantEarlyNote {
		v.noteCommit(commit)
	}
	if err := v.walFile.Sync(); err != nil {
		return resultCode(err, sqlite3.SQLITE_IOERR_FSYNC)
	}
	if commit > 0 {
		if err := v.attestCommit(commit); err != nil {
			return resultCode(err, sqlite3.SQLITE_IOERR_FSYNC)
		}
		v.walDurable.Store(commit)
	}
	return sqlite3.SQLITE_OK
}

func (w *walFile) size() (int64, int32) {
	size, err := w.volume.walFile.Size()
	if err != nil {
		return 0, sqlite3.SQLITE_IOERR_FSTAT
	}
	return size, sqlite3.SQLITE_OK
}

func (w *walFile) control(int32) int32 { return sqlite3.SQLITE_NOTFOUND }

func (w *walFile) close() {
	clear(w.unit)
	w.volume.releaseWAL()
}
