package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// An archive is one file of a practice's backups: the pages that changed since the archive before it, and a map that says in which
// archives the others lie. It is written once and never changed. ARCHIVE.md tells its format.
//
//	header copies | own pages | map | seals | manifest | trailer
//
// The pages are sealed as those of a practice's file, under keys of the archive's own file id. What is behind them is sealed in units,
// each bound to its section and its number.
const (
	archiveUnit    = 64 << 10 // of a section, sealed; the last one is shorter
	archiveTrailer = 256      // sealed
	sizeSeal       = tagSize

	sectionTrailer  = 0
	sectionMap      = 1
	sectionSeals    = 2
	sectionManifest = 3
)

// Archive is an archive whose key is known and whose header, trailer and map are proved.
type Archive struct {
	options  Options
	path     string
	file     File
	size     int64
	header   header
	dataKey  []byte
	keys     *fileKeys
	sections *sealer

	pages        int64 // of the database
	own          int64 // pages in this file
	manifestSize int64
	layout       archiveMap
	seals        []byte // of the own pages, once loaded
}

// ArchiveInfo tells of an archive. The fields behind Size are zero where it was looked at without a key.
type ArchiveInfo struct {
	Path       string
	UUID       [16]byte // the practice
	FileID     [16]byte // this archive
	Generation uint64   // of the practice's file
	PageSize   int      // bytes
	Users      [][16]byte
	Recovery   bool
	Size       int64 // bytes

	Pages int64      // of the database that it restores
	Own   int64      // pages in this file
	Parts [][16]byte // the other archives that it needs
}

// ProbeArchive looks at an archive's header without a key, and without proof. Errors: NotFound, Foreign, Newer, DamagedPart, ReadOnly, IO.
func ProbeArchive(path string, files FileSystem) (ArchiveInfo, error) {
	if files == nil {
		files = systemFiles{}
	}
	a, err := openArchiveFile(path, files)
	if err != nil {
		return ArchiveInfo{}, err
	}
	defer a.file.Close()
	_, copies, err := a.readHeader()
	if err != nil {
		return ArchiveInfo{}, err
	}
	a.header = *copies[newestFirst(copies)[0]]
	return a.Info(), nil
}

// OpenArchive opens an archive with a user's name and password or with the recovery key, as they were when it was made. Wrong ones
// are not counted: an archive is never written.
//
// Errors: as ProbeArchive's, and WrongKey, RecoveryTypo, InvalidKDF.
func OpenArchive(path string, key Key, o Options) (*Archive, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return openArchive(path, o, func(h *header) ([]byte, error) {
		dataKey, _, err := unlock(h, key, &attemptFile{advisory: &advisoryFile{file: nowhere{}}})
		return dataKey, err
	})
}

// OpenArchive opens an archive of this practice under the key that is in memory.
//
// Errors: as ProbeArchive's; Foreign for an archive of another practice, WrongKey for one sealed under an older key.
func (v *Vault) OpenArchive(path string) (*Archive, error) {
	if v.isClosed() {
		return nil, fail(Closed, nil)
	}
	return openArchive(path, v.options, func(h *header) ([]byte, error) {
		if h.uuid != v.UUID() {
			return nil, fail(Foreign, nil)
		}
		return bytes.Clone(v.dataKey), nil
	})
}

// nowhere takes the count of failed attempts.
type nowhere struct{ File }

func (nowhere) WriteAt(b []byte, _ int64) (int, error) { return len(b), nil }
func (nowhere) Sync() error                            { return nil }

func openArchiveFile(path string, files FileSystem) (*Archive, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fail(IO, err)
	}
	file, err := openExisting(files, path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	a := &Archive{path: path, file: file}
	if a.size, err = file.Size(); err != nil {
		file.Close()
		return nil, fileError(err)
	}
	return a, nil
}

func openArchive(path string, o Options, dataKey func(*header) ([]byte, error)) (*Archive, error) {
	a, err := openArchiveFile(path, o.FS)
	if err != nil {
		return nil, err
	}
	a.options = o
	if err := a.open(dataKey); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// readHeader reads both header copies; at least one is an archive's.
func (a *Archive) readHeader() (raw [headerCopies][]byte, copies [headerCopies]*header, err error) {
	var reasons [headerCopies]error
	for i := range raw {
		b := make([]byte, headerSize)
		n, err := a.file.ReadAt(b, int64(i)*headerSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return raw, copies, fileError(err)
		}
		raw[i] = b[:n]
		copies[i], reasons[i] = decodeHeader(raw[i])
		if copies[i] != nil && !copies[i].archive {
			copies[i], reasons[i] = nil, errForeign // a practice's file
		}
	}
	if copies[0] != nil || copies[1] != nil {
		return raw, copies, nil
	}
	err = headerError(reasons)
	if KindOf(err) == Damaged {
		err = a.damaged(0, err)
	}
	return raw, copies, err
}

// damaged is the error of bytes that are not what was written.
func (a *Archive) damaged(page int64, cause error) error {
	return &Error{Kind: DamagedPart, Page: page, Name: filepath.Base(a.path), Err: cause}
}

func (a *Archive) open(dataKeyOf func(*header) ([]byte, error)) error {
	raw, copies, err := a.readHeader()
	if err != nil {
		return err
	}
	for _, i := range newestFirst(copies) {
		dataKey, err := dataKeyOf(copies[i])
		if err != nil {
			return err
		}
		if authenticUnder(dataKey, raw[i], copies[i]) {
			a.header, a.dataKey = *copies[i], keepSecret(dataKey)
			break
		}
		clear(dataKey)
	}
	if a.dataKey == nil {
		return fail(WrongKey, errors.New("archive's MAC does not match"))
	}
	if err := a.makeKeys(); err != nil {
		return err
	}
	return a.readLayout()
}

// makeKeys derives the archive's keys from its data key.
func (a *Archive) makeKeys() (err error) {
	if a.keys, err = newFileKeys(a.dataKey, &a.header, a.options.Rand); err != nil {
		return err
	}
	key := expand(a.dataKey, append(a.header.uuid[:], a.header.fileID[:]...), infoArchive, keySize)
	defer clear(key)
	a.sections, err = newSealer(a.header.suite, key, a.options.Rand)
	return err
}

// readLayout reads the trailer and the map. The file has exactly the size that the trailer says, so that no number in it can ask for
// more memory than the file is long.
func (a *Archive) readLayout() error {
	unit := make([]byte, archiveTrailer)
	if _, err := a.file.ReadAt(unit, max(0, a.size-archiveTrailer)); err != nil && !errors.Is(err, io.EOF) {
		return fileError(err)
	}
	if !a.sections.open(unit, sectionData(sectionTrailer, 0)) {
		return a.damaged(0, errUnauthentic)
	}
	a.pages, a.own = int64(binary.BigEndian.Uint64(unit)), int64(binary.BigEndian.Uint64(unit[8:]))
	parts, runs := int64(binary.BigEndian.Uint32(unit[16:])), int64(binary.BigEndian.Uint32(unit[20:]))
	a.manifestSize = int64(binary.BigEndian.Uint64(unit[24:]))
	if a.pages < 1 || a.pages > maxDatabasePages || a.own < 0 || a.own > a.pages || parts < 1 || parts > maxParts ||
		runs < 1 || runs > a.pages || a.manifestSize < 0 || a.manifestSize > maxManifestSize {
		return a.damaged(0, errMap)
	}
	mapSize := parts*sizePartID + runs*sizeRun
	if a.mapOffset()+sealedSize(mapSize)+sealedSize(a.own*sizeSeal)+sealedSize(a.manifestSize)+archiveTrailer != a.size {
		return a.damaged(0, errMap)
	}
	b, err := a.readSection(sectionMap, a.mapOffset(), mapSize)
	if err != nil {
		return err
	}
	if a.layout, err = decodeMap(b, int(parts), a.pages, a.own); err != nil || a.layout.parts[0] != a.header.fileID {
		return a.damaged(0, errMap)
	}
	return nil
}

func (a *Archive) pageOffset(place int64) int64 {
	return databaseOffset + place*int64(a.header.pageSize)
}

func (a *Archive) mapOffset() int64 { return a.pageOffset(a.own) }

func (a *Archive) sealsOffset() int64 {
	return a.mapOffset() + sealedSize(int64(len(a.layout.parts)*sizePartID+len(a.layout.runs)*sizeRun))
}

func (a *Archive) manifestOffset() int64 { return a.sealsOffset() + sealedSize(a.own*sizeSeal) }

// sealedSize is the size of a section that holds so many bytes.
func sealedSize(plain int64) int64 {
	const most = archiveUnit - reservedSize
	return plain + (plain+most-1)/most*reservedSize
}

// sectionData is the additional data of a unit: section u64 | number of the unit u64, from 0.
func sectionData(section, number int64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(section)), uint64(number))
}

// readSection reads and opens a section that holds so many bytes.
func (a *Archive) readSection(section, offset, size int64) ([]byte, error) {
	plain := make([]byte, 0, size)
	for number := int64(0); size > 0; number++ {
		unit := make([]byte, min(archiveUnit, size+reservedSize))
		if _, err := a.file.ReadAt(unit, offset); err != nil {
			if errors.Is(err, io.EOF) {
				return nil, a.damaged(0, err)
			}
			return nil, fileError(err)
		}
		if !a.sections.open(unit, sectionData(section, number)) {
			return nil, a.damaged(0, errUnauthentic)
		}
		plain = append(plain, unit[:len(unit)-reservedSize]...)
		offset, size = offset+int64(len(unit)), size-int64(len(unit))+reservedSize
	}
	return plain, nil
}

// Manifest is what the archive's maker wrote into it.
func (a *Archive) Manifest() ([]byte, error) {
	return a.readSection(sectionManifest, a.manifestOffset(), a.manifestSize)
}

// loadSeals reads which version of each own page it was that the archive copied.
func (a *Archive) loadSeals() (err error) {
	if a.seals == nil {
		a.seals, err = a.readSection(sectionSeals, a.sealsOffset(), a.own*sizeSeal)
	}
	return err
}

// Info tells of the archive.
func (a *Archive) Info() ArchiveInfo {
	h := &a.header
	info := ArchiveInfo{Path: a.path, UUID: h.uuid, FileID: h.fileID, Generation: h.generation, PageSize: h.pageSize,
		Size: a.size, Pages: a.pages, Own: a.own}
	for _, s := range h.slots {
		switch s.kind {
		case slotPassword:
			info.Users = append(info.Users, s.userID)
		case slotRecovery:
			info.Recovery = true
		}
	}
	if len(a.layout.parts) > 0 {
		info.Parts = a.layout.parts[1:]
	}
	return info
}

// Close lets go of the file and wipes the keys.
func (a *Archive) Close() {
	a.file.Close() // it was only read
	if a.keys != nil {
		a.keys.wipe()
	}
	if a.sections != nil {
		a.sections.wipe()
	}
	a.wipeKey()
}

func (a *Archive) wipeKey() {
	wipeSecret(a.dataKey)
	a.dataKey = nil
}
