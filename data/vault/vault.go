package vault

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// Vault is an open practice file. Its methods may be called from any goroutine.
type Vault struct {
	options        Options
	volume         *volume
	dataKey        []byte // a secret of newSecret, as is derivation
	derivation     []byte // what Derive goes by
	opened         uint64 // the generation that was found
	name           string // in the VFS
	writer, reader *sql.DB

	mu       sync.Mutex // guards what follows
	identity Identity
	closed   bool
	rekeying bool // the header may not change
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
	if !o.AnyFolder && !stillAt(file, path) {
		return nil, fail(InUse, errors.New("replaced while it was being opened"))
	}
	defer scrubStack()
	scrubStack()
	raw, copies, reasons, err := readHeaderCopies(file)
	if err != nil {
		return nil, err
	}
	advisory, err := readAdvisory(file)
	if err != nil {
		return nil, err
	}
	attempts := attemptFile{advisory: advisory, now: o.Now, table: readAttempts(raw)}
	order := newestFirst(copies)
	if len(order) == 0 {
		return nil, headerError(reasons)
	}
	// One derivation, however many copies: a forged copy must not cost a second. The other one
	// serves in its place if the same slots open it.
	newest := copies[order[0]]
	dataKey, identity, err := unlock(newest, key, &attempts)
	if err != nil {
		return nil, err
	}
	dataKey = keepSecret(dataKey)
	for _, i := range order {
		if copies[i].slots != newest.slots || !authenticUnder(dataKey, raw[i], copies[i]) {
			continue
		}
		v, err := start(path, file, *copies[i], dataKey, identity, attempts.table, o)
		if err != nil {
			return nil, err
		}
		removeLeftover(o.FS, path, copies[i].uuid)
		if !bytes.Equal(raw[0][:offsetAdvisory], raw[1][:offsetAdvisory]) {
			if err := v.repairHeader(); err != nil {
				return nil, errors.Join(err, v.Close())
			}
		}
		return v, nil
	}
	wipeSecret(dataKey)
	return nil, fail(Damaged, errors.New("header MAC does not match"))
}

// repairHeader writes both copies anew after one was found damaged or behind.
func (v *Vault) repairHeader() error {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.write(v.volume.header.header, true)
}

// authenticUnder checks the MAC of a header copy by the data key alone.
func authenticUnder(dataKey, raw []byte, h *header) bool {
	key := expand(dataKey, append(h.uuid[:], h.fileID[:]...), infoHeaderMAC, keySize)
	defer clear(key)
	return authentic(raw, key)
}

// start builds the vault over an unlocked file, and has the data key, a secret, from then on. If it fails, the keys are
// wiped, and the file is the caller's to close.
func start(path string, file File, h header, dataKey []byte, identity Identity, attempts attemptTable, o Options) (_ *Vault, err error) {
	v := &Vault{options: o, dataKey: dataKey, identity: identity, opened: h.generation}
	defer func() {
		if err != nil {
			err = v.located(err)
			v.abort()
		}
	}()
	if err := register(); err != nil {
		return nil, err
	}
	if v.derivation, err = h.openDerivation(dataKey); err != nil {
		return nil, err
	}
	if v.volume, err = newVolume(path, file, h, dataKey, attempts, o); err != nil {
		return nil, err
	}
	if v.volume.pages.Load() == 0 {
		return nil, &Error{Kind: Damaged, Page: 1}
	}
	if err := v.volume.admitWAL(o.AcceptLoss); err != nil {
		return nil, err
	}
	v.name = publish(v.volume)
	if v.writer, err = newPool(v.name, false, o); err != nil {
		return nil, err
	}
	if v.reader, err = newPool(v.name, true, o); err != nil {
		return nil, err
	}
	// The first connection recovers the WAL.
	if err := v.writer.PingContext(context.Background()); err != nil {
		return nil, Classify(err)
	}
	return v, nil
}

// abort lets go of what start has got.
func (v *Vault) abort() {
	_ = v.closePools() // the error that led here is the one to tell
	withdraw(v.name)
	if v.volume != nil {
		v.volume.keys.wipe()
	}
	v.wipeSecrets()
}

func (v *Vault) wipeSecrets() {
	wipeSecret(v.dataKey)
	wipeSecret(v.derivation)
	v.dataKey, v.derivation = nil, nil
}

// located adds the damaged page to an error, if one was met.
func (v *Vault) located(err error) error {
	var e *Error
	if v.volume != nil && errors.As(err, &e) && e.Kind == Damaged && e.Page == 0 && e.Frame == 0 {
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
	v.wipeSecrets()
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
func (v *Vault) UUID() [16]byte { return v.volume.uuid }

// FileID identifies this file. A backup has its own, and so has the file that Rekey puts in its place.
func (v *Vault) FileID() [16]byte {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.header.fileID
}

// Generation counts the writes of the header: it grows whenever the file was worked
// with. A file with a lower one than was last seen is an older copy.
func (v *Vault) Generation() uint64 {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	return v.volume.header.header.generation
}

// OpenedGeneration is the generation that the file had when it was opened.
func (v *Vault) OpenedGeneration() uint64 { return v.opened }

// Derive returns length bytes, at most 8160, that only a holder of the file's data key
// can compute: the same for the practice's file and its backups, and after Rekey, different
// for each info. The caller wipes what it got. It panics on a closed vault, whose key is wiped.
func (v *Vault) Derive(info string, length int) []byte {
	if v.isClosed() {
		panic("vault: Derive on a closed vault")
	}
	uuid := v.UUID()
	return expand(v.derivation, uuid[:], infoDerive+info, length)
}

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
