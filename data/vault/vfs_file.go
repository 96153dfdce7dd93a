package vault

import (
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// vfsFile is the sqlite3_file of this VFS. It lies in SQLite's memory, where no Go
// pointer may be, so it names the Go side by its place in openFiles.
type vfsFile struct {
	methods uintptr
	slot    int32
}

// openFile is the Go side of one file handle of one connection.
type openFile struct {
	content
	index indexUser
	lock  lockUser
}

// content is a file as SQLite reads and writes it, in plaintext. Answers are SQLite's
// result codes.
type content interface {
	read(buffer []byte, offset int64) int32
	write(buffer []byte, offset int64) int32
	truncate(size int64) int32
	sync() int32
	size() (int64, int32)
	control(operation int32) int32
	close()
}

// openFiles is a fixed table, so that looking a file up takes no lock. An open practice
// takes up to 8 places.
var openFiles [4096]atomic.Pointer[openFile]

func admit(o *openFile) (slot int32, ok bool) {
	for i := range openFiles {
		if openFiles[i].CompareAndSwap(nil, o) {
			return int32(i), true
		}
	}
	return 0, false
}

func openFileOf(file uintptr) *openFile {
	return openFiles[(*vfsFile)(pointer(file)).slot].Load()
}

// recovered turns a panic into an I/O error: unwinding through SQLite's code would
// leave its mutexes locked.
func recovered(code *int32) {
	if recover() != nil {
		*code = sqlite3.SQLITE_IOERR
	}
}

func bytesAt(address uintptr, length int32) []byte {
	return unsafe.Slice((*byte)(pointer(address)), length)
}

func fileClose(tls *libc.TLS, file uintptr) (code int32) {
	defer recovered(&code)
	f := (*vfsFile)(pointer(file))
	o := openFiles[f.slot].Swap(nil)
	o.index.detach(tls)
	o.lock.unlock(sqlite3.SQLITE_LOCK_NONE)
	o.close()
	f.methods = 0
	return sqlite3.SQLITE_OK
}

func fileRead(_ *libc.TLS, file, buffer uintptr, length int32, offset int64) (code int32) {
	defer recovered(&code)
	return openFileOf(file).read(bytesAt(buffer, length), offset)
}

func fileWrite(_ *libc.TLS, file, buffer uintptr, length int32, offset int64) (code int32) {
	defer recovered(&code)
	return openFileOf(file).write(bytesAt(buffer, length), offset)
}

func fileTruncate(_ *libc.TLS, file uintptr, size int64) (code int32) {
	defer recovered(&code)
	return openFileOf(file).truncate(size)
}

func fileSync(_ *libc.TLS, file uintptr, _ int32) (code int32) {
	defer recovered(&code)
	return openFileOf(file).sync()
}

func fileSize(_ *libc.TLS, file, result uintptr) (code int32) {
	defer recovered(&code)
	size, code := openFileOf(file).size()
	*(*int64)(pointer(result)) = size
	return code
}

func fileLock(_ *libc.TLS, file uintptr, level int32) (code int32) {
	defer recovered(&code)
	return openFileOf(file).lock.lock(level)
}

func fileUnlock(_ *libc.TLS, file uintptr, level int32) (code int32) {
	defer recovered(&code)
	openFileOf(file).lock.unlock(level)
	return sqlite3.SQLITE_OK
}

func fileCheckReservedLock(_ *libc.TLS, file, result uintptr) (code int32) {
	defer recovered(&code)
	*(*int32)(pointer(result)) = 0
	if openFileOf(file).lock.locks.reservedByAny() {
		*(*int32)(pointer(result)) = 1
	}
	return sqlite3.SQLITE_OK
}

func fileControl(_ *libc.TLS, file uintptr, operation int32, _ uintptr) (code int32) {
	defer recovered(&code)
	return openFileOf(file).control(operation)
}

func fileSectorSize(*libc.TLS, uintptr) int32 { return 4096 }

// fileDeviceCharacteristics says what SQLite's own VFSes say of any disk: a write that
// power cuts off leaves the bytes beside it alone.
func fileDeviceCharacteristics(*libc.TLS, uintptr) int32 {
	return sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE | sqlite3.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN
}

func fileShmMap(tls *libc.TLS, file uintptr, region, size, extend int32, result uintptr) (code int32) {
	defer recovered(&code)
	address, code := openFileOf(file).index.region(tls, int(region), int(size), extend != 0)
	*(*uintptr)(pointer(result)) = address
	return code
}

func fileShmLock(_ *libc.TLS, file uintptr, first, count, flags int32) (code int32) {
	defer recovered(&code)
	return openFileOf(file).index.lock(int(first), int(count), flags)
}

func fileShmBarrier(_ *libc.TLS, file uintptr) {
	openFileOf(file).index.barrier()
}

func fileShmUnmap(tls *libc.TLS, file uintptr, _ int32) (code int32) {
	defer recovered(&code)
	openFileOf(file).index.detach(tls)
	return sqlite3.SQLITE_OK
}
