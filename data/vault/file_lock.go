package vault

import (
	"sync"

	sqlite3 "modernc.org/sqlite/lib"
)

// fileLocks are the rollback-mode locks between a volume's connections
// (sqlite.org/lockingv3.html). In WAL mode every connection holds a shared one, and the
// one that manages to turn its own into an exclusive one knows that it is the last.
type fileLocks struct {
	mu       sync.Mutex
	shared   int       // connections at shared or above
	reserved *lockUser // at reserved or above, at most one
	pending  *lockUser // waiting for, or holding, exclusive
}

type lockUser struct {
	locks *fileLocks
	level int32
}

func (u *lockUser) lock(level int32) int32 {
	l := u.locks
	l.mu.Lock()
	defer l.mu.Unlock()
	if u.level >= level {
		return sqlite3.SQLITE_OK
	}
	if u.level == sqlite3.SQLITE_LOCK_NONE {
		if l.pending != nil {
			return sqlite3.SQLITE_BUSY
		}
		l.shared++
		u.level = sqlite3.SQLITE_LOCK_SHARED
	}
	if level == sqlite3.SQLITE_LOCK_SHARED {
		return sqlite3.SQLITE_OK
	}
	if l.reserved != nil && l.reserved != u {
		return sqlite3.SQLITE_BUSY
	}
	l.reserved = u
	u.level = max(u.level, sqlite3.SQLITE_LOCK_RESERVED)
	if level == sqlite3.SQLITE_LOCK_RESERVED {
		return sqlite3.SQLITE_OK
	}
	l.pending = u
	u.level = sqlite3.SQLITE_LOCK_PENDING
	if l.shared > 1 {
		return sqlite3.SQLITE_BUSY
	}
	u.level = sqlite3.SQLITE_LOCK_EXCLUSIVE
	return sqlite3.SQLITE_OK
}

func (u *lockUser) unlock(level int32) {
	l := u.locks
	l.mu.Lock()
	defer l.mu.Unlock()
	if u.level <= level {
		return
	}
	if l.reserved == u {
		l.reserved = nil
	}
	if l.pending == u {
		l.pending = nil
	}
	if level == sqlite3.SQLITE_LOCK_NONE {
		l.shared--
	}
	u.level = level
}

// reservedByAny reports whether any connection holds a reserved lock.
func (l *fileLocks) reservedByAny() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.reserved != nil
}
