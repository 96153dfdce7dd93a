package vault

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// simDisk is a disk in memory that remembers every operation, so that it can tell what
// might be left of it had the power gone at any moment. It can also run full, and lie
// about having synced.
type simDisk struct {
	mu    sync.Mutex
	names map[string]*simInode
	log   []simOp
	next  int

	// lie, if set, is asked at each sync; true pretends. offset is that of the last write.
	lie func(name string, offset int64) bool

	writes int // so far
	fullAt int // the write from which on the disk is full; 0: never
}

type simInode struct {
	id      int
	content []byte
	locked  bool
	written int64 // offset of the last write
}

type simOpKind uint8

const (
	simWrite simOpKind = iota
	simTruncate
	simSync
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
	if inode := d.names[name]; inode != nil {
		return int64(len(inode.content)), nil
	}
	return 0, os.ErrNotExist
}

func (d *simDisk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
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
	d.names[to] = d.names[from]
	delete(d.names, from)
	d.log = append(d.log, simOp{kind: simRename, name: from, to: to})
	return nil
}

func (d *simDisk) SyncDir(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
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
	d.writes++
	if d.fullAt > 0 && d.writes >= d.fullAt {
		p = p[:len(p)/3] // some of it fits
		f.write(p, offset)
		return len(p), &os.PathError{Op: "write", Path: f.name, Err: errDiskFull()}
	}
	f.write(p, offset)
	return len(p), nil
}

func (f *simFile) write(p []byte, offset int64) {
	op := simOp{kind: simWrite, inode: f.inode.id, offset: offset, content: bytes.Clone(p)}
	f.disk.log = append(f.disk.log, op)
	f.inode.content = op.apply(f.inode.content)
	f.inode.written = offset
}

func (f *simFile) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	op := simOp{kind: simTruncate, inode: f.inode.id, offset: size}
	f.disk.log = append(f.disk.log, op)
	f.inode.content = op.apply(f.inode.content)
	return nil
}

func (f *simFile) Size() (int64, error) { return f.disk.Size(f.name) }

func (f *simFile) Sync() error {
	d := f.disk
	d.mu.Lock()
	defer d.mu.Unlock()
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

// cut returns a disk as it may be found after the power went at a moment. What was
// synced is there. Of what was not, with keep 0 nothing is, with 1 all is, and between
// each sector of each write is or is not by that chance, whatever their order.
func (d *simDisk) cut(moment int, keep float64, r *rand.Rand) *simDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	durable := map[int][]byte{}
	pending := map[int][]simOp{}
	names := map[string]int{}
	var pendingNames []simOp
	for _, op := range d.log[:moment] {
		switch op.kind {
		case simWrite, simTruncate:
			pending[op.inode] = append(pending[op.inode], op)
		case simSync:
			for _, p := range pending[op.inode] {
				durable[op.inode] = p.apply(durable[op.inode])
			}
			pending[op.inode] = nil
		case simSyncDir:
			for _, p := range pendingNames {
				p.applyName(names)
			}
			pendingNames = nil
		default:
			pendingNames = append(pendingNames, op)
		}
	}
	// A file system's journal keeps the order of names.
	kept := int(keep * float64(len(pendingNames)))
	if keep > 0 && keep < 1 {
		kept = r.IntN(len(pendingNames) + 1)
	}
	for _, p := range pendingNames[:kept] {
		p.applyName(names)
	}
	for _, inode := range slices.Sorted(mapKeys(pending)) {
		for _, p := range pending[inode] {
			durable[inode] = p.tear(durable[inode], keep, r)
		}
	}
	found := newSimDisk()
	for name, inode := range names {
		found.next++
		found.names[name] = &simInode{id: found.next, content: bytes.Clone(durable[inode])}
	}
	return found
}

func mapKeys(m map[int][]simOp) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (op *simOp) applyName(names map[string]int) {
	switch op.kind {
	case simCreate:
		names[op.name] = op.inode
	case simRemove:
		delete(names, op.name)
	case simRename:
		names[op.to] = names[op.name]
		delete(names, op.name)
	}
}

// tear applies an operation that was not synced, sector by sector or not at all.
func (op *simOp) tear(content []byte, keep float64, r *rand.Rand) []byte {
	if op.kind == simTruncate {
		if r.Float64() < keep {
			return op.apply(content)
		}
		return content
	}
	end := op.offset + int64(len(op.content))
	for at := op.offset; at < end; {
		stop := min(end, (at/simSector+1)*simSector)
		part := simOp{kind: simWrite, offset: at, content: op.content[at-op.offset : stop-op.offset]}
		switch {
		case r.Float64() < keep:
			content = part.apply(content)
		case r.IntN(4) == 0 && stop > int64(len(content)) && keep > 0:
			content = resize(content, stop) // the size arrived, the content did not
		}
		at = stop
	}
	return content
}

// isWAL is for lies.
func isWAL(name string) bool { return strings.HasSuffix(name, "-wal") }
