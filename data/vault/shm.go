package vault

import (
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// walIndex is the wal-index of a volume: what SQLite keeps in a -shm file when several
// processes share a database. Here one process owns it, so memory and a mutex do.
type walIndex struct {
	mu        sync.Mutex
	regions   []uintptr // 32 KiB each, from SQLite's allocator: the collector never moves them
	users     int
	shared    [sqlite3.SQLITE_SHM_NLOCK]int
	exclusive [sqlite3.SQLITE_SHM_NLOCK]bool
}

// indexUser is one connection's share in a walIndex: the locks it holds, as bit masks.
type indexUser struct {
	index             *walIndex
	attached          bool
	shared, exclusive uint16
}

// region returns the address of a region, 0 if it is not there and must not be made.
func (u *indexUser) region(tls *libc.TLS, number, size int, extend bool) (uintptr, int32) {
	x := u.index
	x.mu.Lock()
	defer x.mu.Unlock()
	if !u.attached {
		u.attached = true
		x.users++
	}
	for len(x.regions) <= number {
		if !extend {
			return 0, sqlite3.SQLITE_OK
		}
		p := sqlite3.Xsqlite3_malloc64(tls, uint64(size))
		if p == 0 {
			return 0, sqlite3.SQLITE_IOERR_NOMEM
		}
		clear(unsafe.Slice((*byte)(pointer(p)), size))
		x.regions = append(x.regions, p)
	}
	return x.regions[number], sqlite3.SQLITE_OK
}

// lock takes or releases count locks from first on.
func (u *indexUser) lock(first, count int, flags int32) int32 {
	x := u.index
	x.mu.Lock()
	defer x.mu.Unlock()
	mask := (uint16(1)<<count - 1) << first
	switch {
	case flags&sqlite3.SQLITE_SHM_UNLOCK != 0:
		u.release(mask)
	case flags&sqlite3.SQLITE_SHM_SHARED != 0:
		if u.shared&mask != 0 {
			break
		}
		if x.exclusive[first] {
			return sqlite3.SQLITE_BUSY
		}
		x.shared[first]++
		u.shared |= mask
	default:
		for i := first; i < first+count; i++ {
			own := u.shared>>i&1 != 0
			if (x.exclusive[i] && u.exclusive>>i&1 == 0) || x.shared[i] > 1 || (x.shared[i] == 1 && !own) {
				return sqlite3.SQLITE_BUSY
			}
		}
		for i := first; i < first+count; i++ {
			x.exclusive[i] = true
		}
		u.exclusive |= mask
	}
	return sqlite3.SQLITE_OK
}

func (u *indexUser) release(mask uint16) {
	x := u.index
	for i := range x.shared {
		bit := uint16(1) << i & mask
		if u.shared&bit != 0 {
			x.shared[i]--
		}
		if u.exclusive&bit != 0 {
			x.exclusive[i] = false
		}
	}
	u.shared &^= mask
	u.exclusive &^= mask
}

// barrier orders memory accesses. modernc's own memory barrier is empty, so this is the
// only fence between a writer of the index and its readers.
func (u *indexUser) barrier() {
	u.index.mu.Lock()
	//lint:ignore SA2001 entering and leaving is the fence
	u.index.mu.Unlock()
}

// detach gives up the share; the last one frees the index.
func (u *indexUser) detach(tls *libc.TLS) {
	x := u.index
	x.mu.Lock()
	defer x.mu.Unlock()
	if !u.attached {
		return
	}
	u.attached = false
	u.release(1<<sqlite3.SQLITE_SHM_NLOCK - 1)
	if x.users--; x.users == 0 {
		for _, p := range x.regions {
			sqlite3.Xsqlite3_free(tls, p)
		}
		x.regions = nil
	}
}
