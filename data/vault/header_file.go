package vault

import (
	"errors"
	"io"
)

// headerFile reads and writes the two header copies of an open file. Its owner holds
// a mutex over it.
type headerFile struct {
	file   File
	macKey []byte
	header header // as last written
	// unsynced is the copy whose last write may not have reached the disk; the other
	// one has. Each write starts with it, so that a power cut finds one whole copy.
	unsynced int
	// found are the good copies as an earlier process left them, until the first write. They may
	// lie in the system's memory alone, not synced when that process was killed, or dropped by
	// a sync that failed. Written again just as they were, they are on the disk, and a power cut
	// in the midst of that hurts none that was.
	found [headerCopies][]byte
	// doubtful is true after a write that failed: the disk may have what it wrote or what was
	// before. No commit may stand on that, since it could be that its WAL was given up.
	doubtful bool
	mutant   mutant
}

// newHeaderFile is for a file whose header is h. The first write starts with the copy that is
// damaged or behind.
func newHeaderFile(file File, h header, macKey []byte, m mutant) (headerFile, error) {
	f := headerFile{file: file, macKey: macKey, header: h, mutant: m}
	raw, copies, _, err := readHeaderCopies(file)
	if err != nil {
		return f, err
	}
	for i, found := range copies {
		if found != nil && authentic(raw[i], macKey) {
			f.found[i] = raw[i][:offsetAdvisory]
		}
	}
	if f.found[0] != nil && (f.found[1] == nil || copies[1].generation < copies[0].generation) {
		f.unsynced = 1
	}
	return f, nil
}

// readHeaderCopies reads both copies of a practice's file as they are on disk. A copy
// that cannot be used is nil, with the reason in its place; an archive's never can.
func readHeaderCopies(file File) (raw [headerCopies][]byte, copies [headerCopies]*header, reasons [headerCopies]error, err error) {
	for i := range raw {
		b := make([]byte, headerSize)
		n, err := file.ReadAt(b, int64(i)*headerSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return raw, copies, reasons, fileError(err)
		}
		raw[i] = b[:n]
		copies[i], reasons[i] = decodeHeader(raw[i])
		if copies[i] != nil && copies[i].archive {
			copies[i], reasons[i] = nil, errArchive
		}
	}
	return raw, copies, reasons, nil
}

// newestFirst returns the places of the copies that can be used. A copy can be whole but
// stale, or made up by somebody without the key, which the MAC tells: so the newer is
// tried first, and the other if that fails.
func newestFirst(copies [headerCopies]*header) []int {
	switch {
	case copies[0] == nil && copies[1] == nil:
		return nil
	case copies[1] == nil:
		return []int{0}
	case copies[0] == nil:
		return []int{1}
	case copies[1].generation > copies[0].generation:
		return []int{1, 0}
	}
	return []int{0, 1}
}

// headerError is the error of a file neither of whose header copies can be used.
func headerError(reasons [headerCopies]error) error {
	for _, reason := range reasons {
		switch {
		case errors.Is(reason, errNewer):
			return fail(Newer, reason)
		case errors.Is(reason, errArchive):
			return fail(IsBackup, reason)
		}
	}
	for _, reason := range reasons {
		if !errors.Is(reason, errForeign) {
			return fail(Damaged, reason)
		}
	}
	return fail(Foreign, errForeign)
}

// write makes next the header of the file, with the next generation. It is durable
// when write returns; with both, in both copies.
func (f *headerFile) write(next header, both bool) error {
	if err := f.rewriteFound(); err != nil {
		return err
	}
	first := f.unsynced
	if f.mutant == mutantSyncedCopyFirst {
		first = 1 - first
	}
	next.generation = f.header.generation + 1
	encoded := next.encode(f.macKey)
	f.doubtful = true
	if err := f.writeCopy(first, encoded); err != nil {
		return err
	}
	if err := f.file.Sync(); err != nil {
		return fileError(err)
	}
	f.header = next
	f.unsynced = 1 - first
	if err := f.writeCopy(1-first, encoded); err != nil {
		return err
	}
	f.doubtful = false
	if both {
		return fileError(f.file.Sync())
	}
	return nil
}

// rewriteFound makes sure, once, that what was found is on the disk.
func (f *headerFile) rewriteFound() error {
	if f.found[0] == nil && f.found[1] == nil {
		return nil
	}
	for i, found := range f.found {
		if found == nil {
			continue
		}
		if err := f.writeCopy(i, found); err != nil {
			return err
		}
	}
	if err := f.file.Sync(); err != nil {
		return fileError(err)
	}
	f.found = [headerCopies][]byte{}
	return nil
}

func (f *headerFile) writeCopy(i int, encoded []byte) error {
	_, err := f.file.WriteAt(encoded, int64(i)*headerSize)
	return fileError(err)
}
