package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Kind says what went wrong. The set is closed.
type Kind uint8

const (
	_ Kind = iota
	// WrongKey: no slot opens with this name and password, or with this recovery key.
	WrongKey
	// TooSoon: too many failed attempts; Error.Wait says how long to wait.
	TooSoon
	// InUse: another window or computer has this file open.
	InUse
	// Foreign: the file is not a vault.
	Foreign
	// Newer: a newer version of the program wrote this file.
	Newer
	// Damaged: bytes are not what was written; Error.Page or Error.Frame says where, if known.
	Damaged
	// OldWAL: a -wal that does not belong to this state of the file lay beside it. It was
	// set aside under Error.Name and nothing was read from it; opening again works.
	OldWAL
	// MissingWAL: the -wal with the last saved work is gone or empty.
	MissingWAL
	// NetworkFolder: a live file may not be kept on a network drive.
	NetworkFolder
	// SyncedFolder: a live file may not be kept in a folder that a program synchronises.
	SyncedFolder
	// ReadOnly: the file, its folder or its disk cannot be written.
	ReadOnly
	// DiskFull: no space left.
	DiskFull
	// Exists: something is already there; it was not touched.
	Exists
	// NotFound: there is no such file, user or recovery key.
	NotFound
	// NameTaken: another user has this name, or this id.
	NameTaken
	// SlotsFull: all 24 key slots are taken.
	SlotsFull
	// LastSlot: the last user with a password cannot be removed.
	LastSlot
	// InvalidKDF: key derivation parameters below the floor or above the ceiling.
	InvalidKDF
	// InvalidOption: a page size or cipher that is not one of the known.
	InvalidOption
	// InvalidName: an empty or overlong name or password.
	InvalidName
	// RecoveryTypo: the recovery key was mistyped; Error.Group says in which group (1-based), 0 if groups are missing.
	RecoveryTypo
	// Busy: another connection kept the file locked for too long.
	Busy
	// Closed: the vault was closed.
	Closed
	// IO: the disk refused, for a reason not named above.
	IO
	// IsBackup: the file is an archive; it is restored, not worked on.
	IsBackup
	// MissingPart: another file that this archive needs is not beside it.
	MissingPart
	// DamagedPart: bytes of the archive Error.Name are not what was written; Error.Page says which page of the database, if known.
	DamagedPart
)

var kindNames = [...]string{
	WrongKey: "wrong_key", TooSoon: "too_soon", InUse: "in_use", Foreign: "foreign", Newer: "newer",
	Damaged: "damaged", OldWAL: "old_wal", MissingWAL: "missing_wal", NetworkFolder: "network_folder",
	SyncedFolder: "synced_folder", ReadOnly: "read_only", DiskFull: "disk_full", Exists: "exists",
	NotFound: "not_found", NameTaken: "name_taken", SlotsFull: "slots_full", LastSlot: "last_slot",
	InvalidKDF: "invalid_kdf", InvalidOption: "invalid_option", InvalidName: "invalid_name",
	RecoveryTypo: "recovery_typo", Busy: "busy", Closed: "closed", IO: "io",
	IsBackup: "is_backup", MissingPart: "missing_part", DamagedPart: "damaged_part",
}

// String returns the kind as a catalogue key, for example "wrong_key".
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "unknown"
}

// Kinds lists every kind there is, so that a test can see each has its sentence.
func Kinds() []Kind {
	var all []Kind
	for k, name := range kindNames {
		if name != "" {
			all = append(all, Kind(k))
		}
	}
	return all
}

// Error is every error of this package. Its text holds no path, no SQL and no key.
type Error struct {
	Kind  Kind
	Page  int64         // the damaged page, 1-based; 0 if none or unknown
	Frame int64         // the damaged WAL frame, 1-based; 0 if none or unknown
	Group int           // RecoveryTypo: the mistyped group, 1-based
	Wait  time.Duration // TooSoon: how long to wait
	Name  string        // OldWAL: the base name the WAL was set aside under; DamagedPart: that of the archive
	Err   error         // the cause, for errors.Is; not part of the text
}

func (e *Error) Error() string {
	text := "vault: " + e.Kind.String()
	if e.Page > 0 {
		text += fmt.Sprintf(" (page %d)", e.Page)
	}
	if e.Frame > 0 {
		text += fmt.Sprintf(" (WAL frame %d)", e.Frame)
	}
	// An errno is the only cause whose text is known to hold no path.
	var errno syscall.Errno
	if errors.As(e.Err, &errno) {
		text += ": " + errno.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, &Error{Kind: k}) compare kinds.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Page == 0 && t.Frame == 0 && t.Err == nil
}

// KindOf returns the kind of the first *Error in err's chain, 0 if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

func fail(kind Kind, cause error) *Error { return &Error{Kind: kind, Err: cause} }

// Classify turns an error that came up through database/sql into an *Error where it
// tells about the file (full disk, damage, read-only, busy, I/O). Others, such as a
// broken constraint, are returned unchanged.
func Classify(err error) error {
	var own *Error
	if err == nil || errors.As(err, &own) {
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch code := e.Code(); code & 0xff {
	case sqlite3.SQLITE_FULL:
		return fail(DiskFull, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fail(ReadOnly, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fail(Damaged, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return fail(Busy, err)
	case sqlite3.SQLITE_IOERR:
		if code == sqlite3.SQLITE_IOERR_DATA {
			return fail(Damaged, err)
		}
		return fail(IO, err)
	case sqlite3.SQLITE_CANTOPEN:
		return fail(IO, err)
	}
	return err
}

// fileError gives an error of the file system its kind.
func fileError(err error) error {
	var own *Error
	if err == nil || errors.As(err, &own) {
		return err
	}
	return fail(fileErrorKind(err), err)
}

func fileErrorKind(err error) Kind {
	switch {
	case isDiskFull(err):
		return DiskFull
	case errors.Is(err, fs.ErrExist):
		return Exists
	case errors.Is(err, fs.ErrNotExist):
		return NotFound
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return ReadOnly
	case errors.Is(err, os.ErrClosed):
		return Closed
	}
	return IO
}

// resultCode is what SQLite is told about an error of the file system.
func resultCode(err error, otherwise int32) int32 {
	switch fileErrorKind(err) {
	case DiskFull:
		return sqlite3.SQLITE_FULL
	case ReadOnly:
		return sqlite3.SQLITE_READONLY
	}
	return otherwise
}
