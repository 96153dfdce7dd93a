package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ArchivePlan says how an archive is to be written.
type ArchivePlan struct {
	// Base is what lies in the place already; nil writes every page. Where the seals of one of its parts can't be read, every page is
	// written, too.
	Base *Chain
	// Move names parts of Base whose pages are written anew, so that the part is needed no more.
	Move map[[16]byte]bool
	// Manifest is sealed into the archive as it is; at most 4 MiB.
	Manifest []byte
}

// archiveChunk is how many pages are read from the practice's file at once.
const archiveChunk = 256

// WriteArchive writes the snapshot as an archive into a new file and returns once it is on the disk. A page goes into it unless Base
// holds the very same seal of it: a page is sealed anew, under a new nonce, whenever it is written, so the tag in its place says which
// version it is.
//
// It never touches a file that is there already (Exists), and leaves nothing behind when it fails. progress may be nil; it counts
// the database's pages.
func (s *Snapshot) WriteArchive(ctx context.Context, path string, plan ArchivePlan, progress func(done, total int64)) (ArchiveInfo, error) {
	v := s.vault
	path, err := filepath.Abs(path)
	if err != nil {
		return ArchiveInfo{}, fail(IO, err)
	}
	if len(plan.Manifest) > maxManifestSize {
		return ArchiveInfo{}, fail(InvalidOption, nil)
	}
	files := v.options.FS
	file, err := files.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return ArchiveInfo{}, fileError(err)
	}
	w, err := s.newArchiveWriter(path, file, plan)
	if err == nil {
		defer w.wipe()
		err = w.write(ctx, plan.Manifest, progress)
	}
	if closing := file.Close(); err == nil {
		err = fileError(closing)
	}
	if err != nil {
		if leaving := ctx.Err(); leaving != nil {
			err = leaving // database/sql says it in its own words
		}
		return ArchiveInfo{}, errors.Join(Classify(err), removeCreated(files, path))
	}
	return w.archive.Info(), fileError(files.SyncDir(folderOf(path)))
}

type archiveWriter struct {
	snapshot *Snapshot
	archive  *Archive // as it becomes
	base     *Chain   // nil: none
	before   mapCursor
	move     []bool // by index of the base's parts
	parts    []int  // index of the base's parts -> index in the new map, 0 for not yet
	seals    []byte

	file   File
	offset int64  // where the buffer goes
	buffer []byte // what was not written yet
}

func (s *Snapshot) newArchiveWriter(path string, file File, plan ArchivePlan) (*archiveWriter, error) {
	v := s.vault
	v.volume.headerMu.Lock()
	h := v.volume.header.header
	v.volume.headerMu.Unlock()
	h.wal, h.archive = walState{}, true
	if _, err := io.ReadFull(v.options.Rand, h.fileID[:]); err != nil {
		return nil, fmt.Errorf("draw file id: %w", err)
	}
	a := &Archive{options: v.options, path: path, header: h, dataKey: cloneSecret(v.dataKey), pages: s.pages,
		manifestSize: int64(len(plan.Manifest)), layout: archiveMap{parts: [][16]byte{h.fileID}}}
	if err := a.makeKeys(); err != nil {
		a.wipeKey()
		return nil, err
	}
	w := &archiveWriter{snapshot: s, archive: a, file: file, buffer: make([]byte, 0, archiveChunk*h.pageSize)}
	if b := plan.Base; b != nil && b.head.header.pageSize == h.pageSize && len(b.parts) < maxParts && b.loadSeals() == nil {
		w.base, w.before = b, mapCursor{runs: b.head.layout.runs}
		w.parts, w.move = make([]int, len(b.parts)), make([]bool, len(b.parts))
		for i, part := range b.parts {
			w.move[i] = plan.Move[part.header.fileID]
		}
	}
	return w, nil
}

func (w *archiveWriter) wipe() {
	w.archive.keys.wipe()
	w.archive.sections.wipe()
	w.archive.wipeKey()
}

func (w *archiveWriter) write(ctx context.Context, manifest []byte, progress func(done, total int64)) error {
	encoded := w.archive.header.encode(w.archive.keys.headerMAC)
	advisory := make([]byte, headerSize-len(encoded))
	for range headerCopies {
		if err := w.put(encoded, advisory); err != nil {
			return err
		}
	}
	if err := w.writePages(ctx, progress); err != nil {
		return err
	}
	a := w.archive
	a.own = int64(len(w.seals) / sizeSeal)
	for _, section := range []struct {
		number int64
		plain  []byte
	}{{sectionMap, a.layout.encode()}, {sectionSeals, w.seals}, {sectionManifest, manifest}} {
		if err := w.writeSection(section.number, section.plain); err != nil {
			return err
		}
	}
	trailer := make([]byte, archiveTrailer-reservedSize)
	binary.BigEndian.PutUint64(trailer, uint64(a.pages))
	binary.BigEndian.PutUint64(trailer[8:], uint64(a.own))
	binary.BigEndian.PutUint32(trailer[16:], uint32(len(a.layout.parts)))
	binary.BigEndian.PutUint32(trailer[20:], uint32(len(a.layout.runs)))
	binary.BigEndian.PutUint64(trailer[24:], uint64(a.manifestSize))
	if err := w.writeSection(sectionTrailer, trailer); err != nil {
		return err
	}
	if err := w.flush(); err != nil {
		return err
	}
	a.size = w.offset
	return fileError(w.file.Sync())
}

// writePages goes through the practice's file from its beginning to its end.
func (w *archiveWriter) writePages(ctx context.Context, progress func(done, total int64)) error {
	s, volume, size := w.snapshot, w.snapshot.vault.volume, w.archive.header.pageSize
	buffer := make([]byte, archiveChunk*size)
	defer clear(buffer)
	for first := int64(1); first <= s.pages; first += archiveChunk {
		if err := ctx.Err(); err != nil {
			return err
		}
		count := min(archiveChunk, s.pages-first+1)
		n, err := volume.file.ReadAt(buffer[:count*int64(size)], volume.pageOffset(first))
		if err != nil && !errors.Is(err, io.EOF) {
			return fileError(err)
		}
		for i := range count {
			unit := buffer[int(i)*size:][:size]
			if err := w.takePage(ctx, first+i, unit, int(i+1)*size <= n); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(first+count-1, s.pages)
		}
	}
	return nil
}

// takePage decides about one page. unit is what lies in its place; inPlace is false where the file ends before.
func (w *archiveWriter) takePage(ctx context.Context, page int64, unit []byte, inPlace bool) error {
	s := w.snapshot
	inPlace = inPlace && !s.inWAL[page]
	var seal [sizeSeal]byte // zero, which matches nothing, for a page that is not in its place
	if inPlace {
		seal = [sizeSeal]byte(unit[len(unit)-reservedSize:])
	}
	if w.base != nil {
		if part, place, ok := w.before.next(); ok && inPlace && !w.move[part] && seal != [sizeSeal]byte{} &&
			bytes.Equal(w.base.parts[part].seals[place*sizeSeal:][:sizeSeal], seal[:]) {
			w.archive.layout.add(w.partOf(part), place)
			return nil
		}
	}
	var additional [8]byte
	if inPlace && !s.vault.volume.keys.page.open(unit, pageData(&additional, page)) {
		inPlace = false // SQLite is to say whether it is damaged
	}
	if !inPlace {
		seal = [sizeSeal]byte{}
		if err := s.readPage(ctx, page, unit); err != nil {
			return s.vault.located(err)
		}
	}
	if err := w.archive.keys.page.seal(unit, pageData(&additional, page)); err != nil {
		return err
	}
	w.archive.layout.add(0, int64(len(w.seals)/sizeSeal))
	w.seals = append(w.seals, seal[:]...)
	return w.put(unit)
}

// partOf returns the index in the new map of a part of the base.
func (w *archiveWriter) partOf(part int) int {
	if w.parts[part] == 0 {
		w.archive.layout.parts = append(w.archive.layout.parts, w.base.parts[part].header.fileID)
		w.parts[part] = len(w.archive.layout.parts) - 1
	}
	return w.parts[part]
}

func (w *archiveWriter) writeSection(section int64, plain []byte) error {
	for number := int64(0); len(plain) > 0; number++ {
		n := min(len(plain), archiveUnit-reservedSize)
		unit := make([]byte, n+reservedSize)
		copy(unit, plain[:n])
		if err := w.archive.sections.seal(unit, sectionData(section, number)); err != nil {
			return err
		}
		if err := w.put(unit); err != nil {
			return err
		}
		plain = plain[n:]
	}
	return nil
}

// put appends to the file, in large writes.
func (w *archiveWriter) put(pieces ...[]byte) error {
	for _, piece := range pieces {
		if len(w.buffer)+len(piece) > cap(w.buffer) {
			if err := w.flush(); err != nil {
				return err
			}
		}
		w.buffer = append(w.buffer, piece...)
	}
	return nil
}

func (w *archiveWriter) flush() error {
	if _, err := w.file.WriteAt(w.buffer, w.offset); err != nil {
		return fileError(err)
	}
	w.offset += int64(len(w.buffer))
	w.buffer = w.buffer[:0]
	return nil
}
