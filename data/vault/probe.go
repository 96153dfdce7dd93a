package vault

import (
	"os"
	"path/filepath"
)

// Info is what can be told of a file without a key, and without proof: whoever can
// write the file can change it.
type Info struct {
	UUID          [16]byte // the practice
	Version       int      // of the file format
	Generation    uint64
	PageSize      int // bytes
	Suite         Suite
	FileID        [16]byte
	Slots         int        // users and recovery key together
	Users         [][16]byte // whose password opens it: that of the time the file was written
	Recovery      bool       // a recovery key opens it
	DamagedHeader int        // 1 or 2 if that header copy is damaged; the other one serves
}

// Probe looks at the header of a file, and at nothing else. Errors: NotFound, Foreign,
// Newer, Damaged (both header copies), ReadOnly (no right to read), IO.
func Probe(path string) (Info, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Info{}, fail(IO, err)
	}
	file, err := openExisting(systemFiles{}, path, os.O_RDONLY)
	if err != nil {
		return Info{}, err
	}
	defer file.Close()
	_, copies, reasons, err := readHeaderCopies(file)
	if err != nil {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return Info{}, fail(Foreign, err)
		}
		return Info{}, err
	}
	best := -1
	var info Info
	for i, h := range copies {
		if h == nil {
			info.DamagedHeader = i + 1
		} else if best < 0 || h.generation > copies[best].generation {
			best = i
		}
	}
	if best < 0 {
		return Info{}, headerError(reasons)
	}
	damaged := info.DamagedHeader
	info = copies[best].info()
	info.DamagedHeader = damaged
	return info, nil
}

// info is what a header tells without a key.
func (h *header) info() Info {
	info := Info{Version: formatVersion, UUID: h.uuid, FileID: h.fileID, Generation: h.generation, PageSize: h.pageSize, Suite: h.suite}
	for _, s := range h.slots {
		switch s.kind {
		case slotPassword:
			info.Slots++
			info.Users = append(info.Users, s.userID)
		case slotRecovery:
			info.Slots++
			info.Recovery = true
		}
	}
	return info
}
