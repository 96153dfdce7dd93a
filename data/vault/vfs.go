package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// vfsName is the name under which the vault's VFS is registered with SQLite.
const vfsName = "satchel-vault"

// The VFS opens no paths. SQLite is given "vault-7", or "vault-7-wal", and the number
// stands for a volume in this table.
var volumes = struct {
	sync.Mutex
	last int
	open map[string]*volume
}{open: map[string]*volume{}}

// publish makes a volume known to the VFS and returns the name to open it by.
func publish(v *volume) string {
	volumes.Lock()
	defer volumes.Unlock()
	volumes.last++
	name := fmt.Sprintf("vault-%d", volumes.last)
	volumes.open[name] = v
	return name
}

func withdraw(name string) {
	volumes.Lock()
	defer volumes.Unlock()
	delete(volumes.open, name)
}

func lookup(name string) *volume {
	volumes.Lock()
	defer volumes.Unlock()
	return volumes.open[strings.TrimSuffix(name, "-wal")]
}

// pointer turns an address in SQLite's memory, which Go's collector does not know, into
// a pointer.
func pointer(address uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

// callback returns the C function pointer of a package-level function. SQLite's code
// calls it with the types that the function has.
func callback[F any](function F) uintptr {
	return *(*uintptr)(unsafe.Pointer(&function))
}

// allocate returns a zeroed T in SQLite's memory. It is never freed.
func allocate[T any](tls *libc.TLS) *T {
	size := unsafe.Sizeof(*new(T))
	p := sqlite3.Xsqlite3_malloc64(tls, uint64(size))
	if p == 0 {
		panic("vault: out of memory")
	}
	clear(unsafe.Slice((*byte)(pointer(p)), size))
	return (*T)(pointer(p))
}

var (
	vfsMethods  uintptr // *sqlite3_io_methods
	registering sync.Once
	registered  error
)

// register makes the VFS known to SQLite, once for the process.
func register() error {
	registering.Do(func() {
		tls := libc.NewTLS() // never closed: SQLite keeps the VFS
		if code := sqlite3.Xsqlite3_initialize(tls); code != sqlite3.SQLITE_OK {
			registered = fmt.Errorf("initialize SQLite: code %d", code)
			return
		}
		methods := allocate[sqlite3.Tsqlite3_io_methods](tls)
		methods.FiVersion = 2 // with wal-index, without memory mapping
		methods.FxClose = callback(fileClose)
		methods.FxRead = callback(fileRead)
		methods.FxWrite = callback(fileWrite)
		methods.FxTruncate = callback(fileTruncate)
		methods.FxSync = callback(fileSync)
		methods.FxFileSize = callback(fileSize)
		methods.FxLock = callback(fileLock)
		methods.FxUnlock = callback(fileUnlock)
		methods.FxCheckReservedLock = callback(fileCheckReservedLock)
		methods.FxFileControl = callback(fileControl)
		methods.FxSectorSize = callback(fileSectorSize)
		methods.FxDeviceCharacteristics = callback(fileDeviceCharacteristics)
		methods.FxShmMap = callback(fileShmMap)
		methods.FxShmLock = callback(fileShmLock)
		methods.FxShmBarrier = callback(fileShmBarrier)
		methods.FxShmUnmap = callback(fileShmUnmap)
		vfsMethods = uintptr(unsafe.Pointer(methods))

		name, err := libc.CString(vfsName)
		if err != nil {
			registered = fmt.Errorf("register VFS: %w", err)
			return
		}
		system := (*sqlite3.Tsqlite3_vfs)(pointer(sqlite3.Xsqlite3_vfs_find(tls, 0)))
		vfs := allocate[sqlite3.Tsqlite3_vfs](tls)
		vfs.FiVersion = 2
		vfs.FszOsFile = int32(unsafe.Sizeof(vfsFile{}))
		vfs.FmxPathname = 64
		vfs.FzName = name
		vfs.FxOpen = callback(vfsOpen)
		vfs.FxDelete = callback(vfsDelete)
		vfs.FxAccess = callback(vfsAccess)
		vfs.FxFullPathname = callback(vfsFullPathname)
		vfs.FxRandomness = system.FxRandomness
		vfs.FxSleep = system.FxSleep
		vfs.FxCurrentTime = system.FxCurrentTime
		vfs.FxGetLastError = callback(vfsGetLastError)
		vfs.FxCurrentTimeInt64 = system.FxCurrentTimeInt64
		if code := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(vfs)), 0); code != sqlite3.SQLITE_OK {
			registered = fmt.Errorf("register VFS: code %d", code)
			return
		}
		if code := sqlite3.Xsqlite3_auto_extension(tls, callback(forbidAttach)); code != sqlite3.SQLITE_OK {
			registered = fmt.Errorf("register connection guard: code %d", code)
		}
	})
	return registered
}

// forbidAttach runs on every new connection of the process and takes the right to
// attach from those of a vault: ATTACH, and VACUUM INTO, which attaches, could name
// another VFS and write plaintext. An authorizer would see "ATTACH 'a'||'b'" as an
// empty name and cost time on each statement; a limit of none has no way round.
func forbidAttach(tls *libc.TLS, db, _, _ uintptr) int32 {
	var vfs uintptr
	cell := allocateCell(tls)
	defer sqlite3.Xsqlite3_free(tls, cell)
	if sqlite3.Xsqlite3_file_control(tls, db, 0, sqlite3.SQLITE_FCNTL_VFS_POINTER, cell) == sqlite3.SQLITE_OK {
		vfs = *(*uintptr)(pointer(cell))
	}
	if vfs != 0 && libc.GoString((*sqlite3.Tsqlite3_vfs)(pointer(vfs)).FzName) == vfsName {
		sqlite3.Xsqlite3_limit(tls, db, sqlite3.SQLITE_LIMIT_ATTACHED, 0)
	}
	return sqlite3.SQLITE_OK
}

// allocateCell returns room for one pointer in SQLite's memory.
func allocateCell(tls *libc.TLS) uintptr {
	return uintptr(unsafe.Pointer(allocate[uintptr](tls)))
}

func vfsOpen(_ *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) (code int32) {
	defer recovered(&code)
	f := (*vfsFile)(pointer(file))
	*f = vfsFile{}
	if name == 0 {
		return sqlite3.SQLITE_CANTOPEN // a temporary file: temp_store keeps them in memory
	}
	v := lookup(libc.GoString(name))
	if v == nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	o := &openFile{}
	switch {
	case flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0:
		o.content = newDatabaseFile(v)
	case flags&sqlite3.SQLITE_OPEN_WAL != 0:
		if err := v.openWAL(); err != nil {
			return resultCode(err, sqlite3.SQLITE_CANTOPEN)
		}
		o.content = newWALFile(v)
	default:
		return sqlite3.SQLITE_CANTOPEN // this format has no other files
	}
	o.index.index = &v.index
	o.lock.locks = &v.locks
	slot, ok := admit(o)
	if !ok {
		o.content.close()
		return sqlite3.SQLITE_CANTOPEN
	}
	f.methods, f.slot = vfsMethods, slot
	if outFlags != 0 {
		*(*int32)(pointer(outFlags)) = flags
	}
	return sqlite3.SQLITE_OK
}

func vfsDelete(_ *libc.TLS, _, name uintptr, _ int32) (code int32) {
	defer recovered(&code)
	path := libc.GoString(name)
	v := lookup(path)
	if v == nil || !strings.HasSuffix(path, "-wal") {
		return sqlite3.SQLITE_IOERR_DELETE_NOENT
	}
	if err := v.removeWAL(); err != nil {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	return sqlite3.SQLITE_OK
}

// vfsAccess knows the database and its WAL. A rollback journal beside the file, which
// SQLite would play back, is not ours and is never seen.
func vfsAccess(_ *libc.TLS, _, name uintptr, _ int32, result uintptr) (code int32) {
	defer recovered(&code)
	path := libc.GoString(name)
	exists := int32(0)
	if v := lookup(path); v != nil {
		exists = 1
		if strings.HasSuffix(path, "-wal") {
			_, err := v.files.Size(v.walPath())
			if errors.Is(err, fs.ErrNotExist) {
				exists = 0
			} else if err != nil {
				return sqlite3.SQLITE_IOERR_ACCESS
			}
		}
	}
	*(*int32)(pointer(result)) = exists
	return sqlite3.SQLITE_OK
}

func vfsFullPathname(_ *libc.TLS, _, name uintptr, size int32, result uintptr) (code int32) {
	defer recovered(&code)
	path := libc.GoString(name)
	if len(path) >= int(size) {
		return sqlite3.SQLITE_CANTOPEN
	}
	out := unsafe.Slice((*byte)(pointer(result)), size)
	out[copy(out, path)] = 0
	return sqlite3.SQLITE_OK
}

func vfsGetLastError(*libc.TLS, uintptr, int32, uintptr) int32 { return 0 }
