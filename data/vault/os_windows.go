package vault

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// replaceClosed: a file must be closed before another can be renamed over it.
const replaceClosed = true

// lockFile locks one byte far past the end of any file: a lock on Windows keeps others
// from reading the bytes it covers, and a backup program may read the file.
func lockFile(f *os.File) error {
	at := &windows.Overlapped{OffsetHigh: 0x40000000}
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return fail(InUse, err)
	}
	return err
}

// syncFolder does nothing: NTFS keeps the order of its names in its own journal, and
// Windows has no call for it.
func syncFolder(string) error { return nil }

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
