package vault

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// simDisk is a disk in memory that remembers every operation, so that it can tell what
// might be left of it had the power gone at any moment (sim_replay_test.go). It can also
// lie about having synced, and fail at any operation.
type simDisk struct {
	mu    sync.Mutex
	names map[string]*simInode
	log   []simOp
	next  int
	base  map[string]simInode // what was there when the history began

	// lie, if set, is asked at each sync; true pretends. offset is that of the last write.
	lie func(name string, offset int64) bool

	fault simFault
	calls []simCall // every call so far, failed or not
}

// simFault makes calls to the disk fail.
type simFault struct {
	at     int   // the call from which on, counted from 1; 0: none
	sticky bool  // and every call after it, until healed
	err    error // what they fail with
	hits   int   // how many have failed
}

// simCall is what was asked of the disk.
type simCall uint8

const (
	callOpen simCall = iota
	callCreate
	callSize
	callRead
	callWrite
	callTruncate
	callSync
	callRemove
	callRename
	callSyncDir
)

type simInode struct {
	id      int
	content []byte
	shared  bool // content belongs to a replay: to be cloned before it changes
	locked  bool
	written int64 // offset of the last write
}

type simOpKind uint8

const (
	simWrite simOpKind = iota
	simTruncate
	simSync
	simFailedSync
	simCreate
	simRemove
	simRename
	simSyncDir
)

type simOp struct {
	kind     simOpKind
	inode    int
	offset   int64 // or size
	content  []byte
	name, to string
}

const simSector = 512

func newSimDisk() *simDisk { return &simDisk{names: map[string]*simInode{}} }

func errDiskFull() error {
	if runtime.GOOS == "windows" {
		return syscall.Errno(112) // ERROR_DISK_FULL
	}
	return syscall.ENOSPC
}

// canFail reports whether a disk may answer a call with an error: one that is full can be read,
// and files removed.
func canFail(call simCall, err error) bool {
	if !errors.Is(err, errDiskFull()) {
		return true
	}
	return call == callCreate || call == callWrite || call == callTruncate || call == callSync || call == callRename || call == callSyncDir
}

// called counts a call and returns the error it shall fail with. The caller holds d.mu.
func (d *simDisk) called(call simCall, name string) error {
	d.calls = append(d.calls, call)
	f := &d.fault
	if f.at == 0 || len(d.calls) < f.at || (len(d.calls) > f.at && !f.sticky) || !canFail(call, f.err) {
		return nil
	}
	f.hits++
	return &os.PathError{Op: "simulated", Path: name, Err: f.err}
}

// heal ends all faults.
func (d *simDisk) heal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault.at = 0
}

// moment is a point in the disk's history.
func (d *simDisk) moment() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.log)
}

func (d *simDisk) OpenFile(name string, flag int, _ os.FileMode) (File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	inode := d.names[name]
	call := callOpen
	if inode == nil && flag&os.O_CREATE != 0 {
		call = callCreate
	}
	if err := d.called(call, name); err != nil {
		return nil, err
	}
	switch {
	case inode == nil && flag&os.O_CREATE == 0:
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	case inode != nil && flag&os.O_EXCL != 0:
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrExist}
	case inode == nil:
		d.next++
		inode = &simInode{id: d.next}
		d.names[name] = inode
		d.log = append(d.log, simOp{kind: simCreate, inode: inode.id, name: name})
	}
	return &simFile{disk: d, inode: inode, name: name}, nil
}

func (d *simDisk) Size(name string) (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(callSize, name); err != nil {
		return 0, err
	}
	if inode := d.names[name]; inode != nil {
		return int64(len(inode.content)), nil
	}
	return 0, os.ErrNotExist
}

func (d *simDisk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(callRemove, name); err != nil {
		return err
	}
	if d.names[name] == nil {
		return os.ErrNotExist
	}
	delete(d.names, name)
	d.log = append(d.log, simOp{kind: simRemove, name: name})
	return nil
}

func (d *simDisk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(callRename, from); err != nil {
		return err
	}
	d.names[to] = d.names[from]
	delete(d.names, from)
	d.log = append(d.log, simOp{kind: simRename, name: from, to: to})
	return nil
}

func (d *simDisk) SyncDir(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(callSyncDir, ""); err != nil {
		return err
	}
	d.log = append(d.log, simOp{kind: simSyncDir})
	return nil
}

type simFile struct {
	disk   *simDisk
	inode  *simInode
	name   string
	locked bool
}

func (f *simFile) ReadAt(p []byte, offset int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.called(callRead, f.name); err != nil {
		return 0, err
	}
	if offset >= int64(len(f.inode.content)) {
		return 0, io.EOF
	}
	n := copy(p, f.inode.content[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *simFile) WriteAt(p []byte, offset int64) (int, error) {
	d := f.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.called(callWrite, f.name)
	if err != nil {
		p = p[:len(p)/3] // some of it was written
	}
	f.change(simOp{kind: simWrite, inode: f.inode.id, offset: offset, content: bytes.Clone(p)})
	f.inode.written = offset
	return len(p), err
}

func (f *simFile) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.called(callTruncate, f.name); err != nil {
		return err
	}
	f.change(simOp{kind: simTruncate, inode: f.inode.id, offset: size})
	return nil
}

func (f *simFile) change(op simOp) {
	f.disk.log = append(f.disk.log, op)
	if f.inode.shared {
		f.inode.content, f.inode.shared = bytes.Clone(f.inode.content), false
	}
	f.inode.content = op.apply(f.inode.content)
}

func (f *simFile) Size() (int64, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.called(callSize, f.name); err != nil {
		return 0, err
	}
	return int64(len(f.inode.content)), nil
}

func (f *simFile) Sync() error {
	d := f.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(callSync, f.name); err != nil {
		d.log = append(d.log, simOp{kind: simFailedSync, inode: f.inode.id})
		return err
	}
	if d.lie == nil || !d.lie(f.name, f.inode.written) {
		d.log = append(d.log, simOp{kind: simSync, inode: f.inode.id})
	}
	return nil
}

func (f *simFile) Lock() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.inode.locked {
		return fail(InUse, nil)
	}
	f.inode.locked, f.locked = true, true
	return nil
}

func (f *simFile) Close() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.locked {
		f.inode.locked = false
	}
	return nil
}

// apply returns content as a finished write or truncation leaves it.
func (op *simOp) apply(content []byte) []byte {
	if op.kind == simTruncate {
		return resize(content, op.offset)
	}
	if end := op.offset + int64(len(op.content)); end > int64(len(content)) {
		content = resize(content, end)
	}
	copy(content[op.offset:], op.content)
	return content
}

func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size:size]
	}
	return slices.Grow(content, int(size)-len(content))[:size]
}

// isWAL is for lies.
func isWAL(name string) bool { return strings.HasSuffix(name, "-wal") }
