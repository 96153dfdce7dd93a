package vault

import (
	"crypto/rand"
	"io"
	"time"
)

// Options tune a vault. The zero value is what a practice should use, but for UnlockTime.
type Options struct {
	// KDF is the least cost of passwords set through this vault; zero is FloorKDF. Where the
	// file has a slot that costs more, new ones cost as much. Each slot keeps the cost it was
	// made with.
	KDF KDF
	// UnlockTime is about how long one try at a password of a new file shall take on this
	// computer: Create measures (see Calibrate) and raises KDF to that. Zero leaves KDF as it
	// is. Half a second is what a person hardly notices and a guesser does.
	UnlockTime time.Duration
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

	closeFirst bool // Rekey closes the old file before it renames the new one over it

	cacheKiB int    // page cache of one connection; zero is its share of pageCacheKiB
	mutant   mutant // tests only: the guard to leave out
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
	o.closeFirst = o.closeFirst || replaceClosed
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
