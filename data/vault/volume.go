package vault

import (
	"sync"
	"sync/atomic"
)

// volume is an open practice file as the VFS sees it: one file descriptor, its keys,
// and the state that all of this process's connections to it share. The operating
// system's lock on the file makes this process its only user, so that state never has
// to be read back from the disk.
type volume struct {
	files    FileSystem
	path     string // of the database file; the WAL's has "-wal" behind it
	file     *syncedFile
	mutant   mutant
	uuid     [16]byte
	pageSize int
	keys     *fileKeys

	headerMu  sync.Mutex // guards header
	header    headerFile
	attemptMu sync.Mutex // guards attempts
	attempts  attemptFile
	advisory  *advisoryFile

	pages         atomic.Int64  // whole pages in the file
	checkpointing atomic.Bool   // SQLite is between CKPT_START and CKPT_DONE: pages may be written
	pageMu        sync.Mutex    // held while pages change, so that Check never sees half of one
	pageChanges   atomic.Uint64 // odd while pages change, and never the same again after

	walMu    sync.Mutex // guards what follows
	walFile  File
	walUsers int
	walNamed bool // the folder was synced since the WAL was created

	walSalts   atomic.Uint64 // of the live WAL
	walFrames  atomic.Int64  // frames of the live WAL that are known to be whole
	walDurable atomic.Int64  // the last commit frame that was synced
	walNoted   atomic.Int64  // frames of the live WAL that the commit note attests

	index  walIndex
	locks  fileLocks
	damage atomic.Int64 // the last page that failed to open, for error messages
}

// maxPages is how many pages SQLite can count; a file may be made to look larger.
const maxPages = 1<<32 - 2

func newVolume(path string, file File, h header, dataKey []byte, attempts attemptTable, o Options) (*volume, error) {
	keys, err := newFileKeys(dataKey, &h, o.Rand)
	if err != nil {
		return nil, err
	}
	size, err := file.Size()
	if err != nil {
		keys.wipe()
		return nil, fileError(err)
	}
	watched := &syncedFile{File: file}
	advisory, err := readAdvisory(watched)
	if err != nil {
		keys.wipe()
		return nil, err
	}
	header, err := newHeaderFile(watched, h, keys.headerMAC, o.mutant)
	if err != nil {
		keys.wipe()
		return nil, err
	}
	v := &volume{
		files: o.FS, path: path, file: watched, mutant: o.mutant, uuid: h.uuid, pageSize: h.pageSize, keys: keys,
		header:   header,
		attempts: attemptFile{advisory: advisory, now: o.Now, table: attempts},
		advisory: advisory,
	}
	v.pages.Store(min(max(0, size-databaseOffset)/int64(h.pageSize), maxPages))
	return v, nil
}

func (v *volume) walPath() string { return v.path + "-wal" }

func (v *volume) frameSize() int64 { return int64(v.pageSize) + frameHeaderSize }

func (v *volume) frameOffset(frame int64) int64 {
	return walHeaderSize + (frame-1)*v.frameSize()
}

func (v *volume) pageOffset(page int64) int64 {
	return databaseOffset + (page-1)*int64(v.pageSize)
}

// wal returns what the header says of the WAL.
func (v *volume) wal() walState {
	v.headerMu.Lock()
	defer v.headerMu.Unlock()
	return v.header.header.wal
}

// updateWAL writes the header if change changes the state of the WAL.
func (v *volume) updateWAL(change func(*walState)) error {
	v.headerMu.Lock()
	defer v.headerMu.Unlock()
	next := v.header.header
	change(&next.wal)
	if next.wal == v.header.header.wal {
		return nil
	}
	return v.header.write(next, false)
}

// beginWAL makes salts those of the live WAL, before a byte of it is written. From here
// on no other WAL is ever read as this file's.
func (v *volume) beginWAL(salts uint64) error {
	err := v.updateWAL(func(w *walState) {
		if w.salts == salts {
			return
		}
		*w = walState{salts: salts, retired: w.newest()}
	})
	if err != nil {
		return err
	}
	v.walSalts.Store(salts)
	return nil
}

// newest returns the salts of the last WAL that was live.
func (w *walState) newest() uint64 {
	if w.salts != 0 {
		return w.salts
	}
	return w.retired
}

// retireWAL notes that every frame of the live WAL is in the pages and synced, before
// the WAL is emptied or removed.
func (v *volume) retireWAL() error {
	err := v.updateWAL(func(w *walState) { *w = walState{retired: w.newest()} })
	if err != nil {
		return err
	}
	v.walFrames.Store(0)
	v.walDurable.Store(0)
	v.walNoted.Store(0)
	return nil
}

// attestCommit notes a durable commit. In the header it notes the first one of a WAL: from now
// on the WAL may not go missing. Later ones are vouched for by the frames that follow them,
// and at once by the commit note.
//
// An error of that is none of the commit's, which is on the disk: were SQLite told of one, it
// would give up frames that the header may attest by now. The next commit tries again. But
// where an earlier write of the header failed, this one must mend it, or the commit fails.
func (v *volume) attestCommit(durable int64) error {
	v.headerMu.Lock()
	defer v.headerMu.Unlock()
	if v.header.doubtful {
		if err := v.header.write(v.header.header, false); err != nil {
			return err
		}
	}
	if next := v.header.header; next.wal.durable == 0 {
		next.wal.durable = durable
		_ = v.header.write(next, false)
	}
	v.noteCommit(durable)
	return nil
}

// noteCommit leaves the commit note: these frames were synced. A later note makes up for one
// that could not be written.
func (v *volume) noteCommit(frames int64) {
	if v.advisory.writeNote(encodeNote(v.keys.commitNote, v.walSalts.Load(), frames)) == nil {
		v.walNoted.Store(frames)
	}
}

// withdrawNote makes the commit note attest no more than these frames, durably.
func (v *volume) withdrawNote(frames int64) error {
	if err := v.advisory.withdrawNotes(encodeNote(v.keys.commitNote, v.wal().salts, frames)); err != nil {
		return err
	}
	v.walNoted.Store(frames)
	return nil
}

// beginCheckpoint notes, before the first page is overwritten, how many frames the
// pages may from now on need.
func (v *volume) beginCheckpoint() error {
	durable := v.walDurable.Load()
	err := v.updateWAL(func(w *walState) {
		w.durable = max(w.durable, durable)
		w.backfill = max(w.backfill, durable)
	})
	if err == nil {
		v.checkpointing.Store(true)
	}
	return err
}

// changePages runs change, which writes pages or cuts them off.
func (v *volume) changePages(change func() error) error {
	v.pageMu.Lock()
	defer v.pageMu.Unlock()
	v.pageChanges.Add(1)
	defer v.pageChanges.Add(1)
	return change()
}

func (v *volume) endCheckpoint() { v.checkpointing.Store(false) }
