package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options tune a vault. The zero value is what a practice should use, but for KDF,
// which Calibrate finds.
type Options struct {
	// KDF is the cost of passwords set through this vault; zero is FloorKDF. Each slot of
	// a file keeps the cost it was made with.
	KDF KDF
	// PageSize in bytes, for Create: 4096, 8192 or 16384; zero is DefaultPageSize.
	PageSize int
	// Suite for Create; zero is XAES256GCM.
	Suite Suite
	// Rand gives keys and nonces; nil is crypto/rand.
	Rand io.Reader
	// FS is the disk; nil is the system's.
	FS FileSystem
	// ReaderCount is the number of reading connections, 1 to 3; zero is 3.
	ReaderCount int
	// Now is the clock of failed attempts; nil counts them without making anyone wait.
	Now func() time.Time
	// AnyFolder allows a live file in a network or synced folder, for a look at a backup
	// that lies there. Work must not be done on such a file.
	AnyFolder bool
	// AcceptLoss opens a file whose newest WAL is damaged or missing, giving up the
	// transactions that cannot be read. The damaged WAL is kept beside the file.
	AcceptLoss bool

	cacheKiB int // page cache of one connection; zero is its share of pageCacheKiB
}

func (o Options) complete() (Options, error) {
	if o.KDF == (KDF{}) {
		o.KDF = FloorKDF
	}
	if o.PageSize == 0 {
		o.PageSize = DefaultPageSize
	}
	if o.Suite == 0 {
		o.Suite = XAES256GCM
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.FS == nil {
		o.FS = systemFiles{}
	}
	if o.ReaderCount == 0 {
		o.ReaderCount = maxReaders
	}
	if !o.KDF.Valid() {
		return o, fail(InvalidKDF, nil)
	}
	if !validPageSize(o.PageSize) || o.ReaderCount < 1 || o.ReaderCount > maxReaders ||
		(o.Suite != XAES256GCM && o.Suite != XChaCha20Poly1305) {
		return o, fail(InvalidOption, nil)
	}
	if o.cacheKiB == 0 {
		o.cacheKiB = pageCacheKiB / (o.ReaderCount + 1)
	}
	return o, nil
}

// Vault is an open practice file. Its methods may be called from any goroutine.
type Vault struct {
	options        Options
	volume         *volume
	dataKey        []byte
	name           string // in the VFS
	writer, reader *sql.DB

	mu       sync.Mutex // guards what follows
	identity Identity
	closed   bool
}

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
	v, err := create(path, file, first, o)
	if err != nil {
		file.Close()
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
	dataKey := make([]byte, keySize)
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

// Open opens a file with a user's name and password or with the recovery key.
//
// Errors: NotFound, Foreign, Newer, Damaged, InUse, WrongKey, TooSoon, RecoveryTypo,
// OldWAL, MissingWAL, NetworkFolder, SyncedFolder, ReadOnly, DiskFull, InvalidKDF, IO.
func Open(path string, key Key, o Options) (*Vault, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	if path, err = livePath(path, o); err != nil {
		return nil, err
	}
	file, err := openExisting(o.FS, path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	v, err := open(path, file, key, o)
	if err != nil {
		file.Close()
		return nil, err
	}
	return v, nil
}

// openExisting opens a file whose folder is not a file of that name.
func openExisting(files FileSystem, path string, flag int) (File, error) {
	file, err := files.OpenFile(path, flag, 0)
	if err != nil {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return nil, fail(Foreign, err)
		}
		return nil, fileError(err)
	}
	return file, nil
}

func open(path string, file File, key Key, o Options) (*Vault, error) {
	if err := file.Lock(); err != nil {
		return nil, fileError(err)
	}
	raw, copies, reasons, err := readHeaderCopies(file)
	if err != nil {
		return nil, err
	}
	attempts := attemptFile{file: file, now: o.Now, table: readAttempts(raw)}
	// A copy can be whole but stale, or made up by somebody without the key. The MAC
	// tells, so the newer is tried first and the other if that fails.
	order := []int{0, 1}
	if copies[0] == nil || (copies[1] != nil && copies[1].generation > copies[0].generation) {
		order = []int{1, 0}
	}
	var failure error
	for _, i := range order {
		if copies[i] == nil {
			continue
		}
		dataKey, identity, err := unlock(copies[i], key, &attempts)
		if err != nil {
			return nil, err
		}
		if !authentic(raw[i], headerMACKey(dataKey, copies[i])) {
			clear(dataKey)
			failure = fail(Damaged, errors.New("header MAC does not match"))
			continue
		}
		v, err := start(path, file, *copies[i], dataKey, identity, attempts.table, o)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(raw[0][:offsetAdvisory], raw[1][:offsetAdvisory]) {
			if err := v.repairHeader(); err != nil {
				return nil, errors.Join(err, v.Close())
			}
		}
		return v, nil
	}
	if failure == nil {
		failure = headerError(reasons)
	}
	return nil, failure
}

// repairHeader writes both copies anew after one was found damaged or behind.
func (v *Vault) repairHeader() error {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.write(v.volume.header.header, true)
}

func headerMACKey(dataKey []byte, h *header) []byte {
	return expand(dataKey, append(h.uuid[:], h.fileID[:]...), infoHeaderMAC, keySize)
}

// start builds the vault over an unlocked file. The file stays the caller's to close
// if it fails.
func start(path string, file File, h header, dataKey []byte, identity Identity, attempts attemptTable, o Options) (v *Vault, err error) {
	if err := register(); err != nil {
		return nil, err
	}
	keys, err := newFileKeys(dataKey, &h, o.Rand)
	if err != nil {
		return nil, err
	}
	size, err := file.Size()
	if err != nil {
		return nil, fileError(err)
	}
	vol := &volume{
		files: o.FS, path: path, file: file, pageSize: h.pageSize, keys: keys,
		header:   headerFile{file: file, macKey: keys.headerMAC, header: h},
		attempts: attemptFile{file: file, now: o.Now, table: attempts},
	}
	vol.pages.Store(max(0, size-databaseOffset) / int64(h.pageSize))
	if vol.pages.Load() == 0 {
		return nil, &Error{Kind: Damaged, Page: 1}
	}
	if err := vol.admitWAL(o.AcceptLoss); err != nil {
		return nil, err
	}
	v = &Vault{options: o, volume: vol, dataKey: dataKey, identity: identity, name: publish(vol)}
	defer func() {
		if err != nil {
			v.closePools()
			withdraw(v.name)
			keys.wipe()
			clear(dataKey)
			v = nil
		}
	}()
	if v.writer, err = newPool(v.name, false, o); err != nil {
		return nil, err
	}
	if v.reader, err = newPool(v.name, true, o); err != nil {
		return nil, err
	}
	// The first connection recovers the WAL.
	if err = v.writer.PingContext(context.Background()); err != nil {
		err = v.located(Classify(err))
	}
	return v, err
}

// located adds the damaged page to an error, if one was met.
func (v *Vault) located(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Kind == Damaged && e.Page == 0 {
		e.Page = v.volume.damage.Load()
	}
	return err
}

func (v *Vault) closePools() error {
	var errs []error
	for _, pool := range []*sql.DB{v.reader, v.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Close copies the WAL into the pages, closes all connections, lets go of the file and
// wipes the keys. What is in use of the pools must be finished before. A second Close
// does nothing.
func (v *Vault) Close() error {
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return nil
	}
	v.closed = true
	v.mu.Unlock()
	err := Classify(v.closePools())
	withdraw(v.name)
	err = errors.Join(err, fileError(v.volume.file.Close()))
	v.volume.keys.wipe()
	clear(v.dataKey)
	return err
}

func (v *Vault) isClosed() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.closed
}

// Writer is the pool of one connection that writes. Every transaction begun on it is
// immediate: it waits its turn when it begins, never in its middle.
func (v *Vault) Writer() *sql.DB { return v.writer }

// Reader is the pool of at most three connections that cannot write.
func (v *Vault) Reader() *sql.DB { return v.reader }

// UUID identifies the practice. A backup has the same.
func (v *Vault) UUID() [16]byte { return v.volume.uuid() }

// Generation counts the writes of the header: it grows whenever the file was worked
// with. A file with a lower one than was last seen is an older copy.
func (v *Vault) Generation() uint64 {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.header.generation
}

// Derive returns length bytes, at most 8160, that only a holder of the file's data key
// can compute: the same for the practice's file and its backups, different for each info.
// It panics on a closed vault, whose key is wiped.
func (v *Vault) Derive(info string, length int) []byte {
	if v.isClosed() {
		panic("vault: Derive on a closed vault")
	}
	uuid := v.UUID()
	return expand(v.dataKey, uuid[:], infoDerive+info, length)
}

func (v *volume) uuid() [16]byte { return v.header.header.uuid } // never changes

// livePath resolves path and refuses folders in which a live file is not safe.
func livePath(path string, o Options) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fail(IO, err)
	}
	if resolved, err := filepath.EvalSymlinks(absolute); err == nil {
		absolute = resolved
	}
	if o.AnyFolder {
		return absolute, nil
	}
	return absolute, CheckFolder(filepath.Dir(absolute))
}
