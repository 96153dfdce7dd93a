package vault

import (
	"encoding/binary"
	"errors"
	"math"
)

// An archive's map says for each page of the database which file holds it, and where in it.
type archiveMap struct {
	parts [][16]byte // file ids; the first is the archive itself
	runs  []pageRun  // in the order of the pages, without a gap
}

// pageRun is a run of pages that follow one another in the database and in a part.
type pageRun struct {
	count int64
	part  int   // index of parts
	first int64 // place of the run's first page among the part's own, from 0
}

// Limits of what is read from a file.
const (
	maxDatabasePages = 1<<32 - 2 // SQLite's own
	maxParts         = 4096
	maxManifestSize  = 4 << 20 // bytes
	sizePartID       = 16
	sizeRun          = 16 // count u32 | part u32 | first u64
)

var errMap = errors.New("map of an archive does not add up")

// add says where the next page lies.
func (m *archiveMap) add(part int, place int64) {
	if n := len(m.runs); n > 0 {
		last := &m.runs[n-1]
		if last.part == part && last.first+last.count == place && last.count < math.MaxUint32 {
			last.count++
			return
		}
	}
	m.runs = append(m.runs, pageRun{count: 1, part: part, first: place})
}

func (m *archiveMap) encode() []byte {
	b := make([]byte, 0, len(m.parts)*sizePartID+len(m.runs)*sizeRun)
	for _, id := range m.parts {
		b = append(b, id[:]...)
	}
	for _, r := range m.runs {
		b = binary.BigEndian.AppendUint32(b, uint32(r.count))
		b = binary.BigEndian.AppendUint32(b, uint32(r.part))
		b = binary.BigEndian.AppendUint64(b, uint64(r.first))
	}
	return b
}

// decodeMap reads a map of so many parts, which must cover pages pages, own of them in the archive itself, each once and in order.
func decodeMap(b []byte, parts int, pages, own int64) (archiveMap, error) {
	var m archiveMap
	if parts < 1 || len(b) < parts*sizePartID || (len(b)-parts*sizePartID)%sizeRun != 0 {
		return m, errMap
	}
	known := make(map[[16]byte]bool, parts)
	for ; len(m.parts) < parts; b = b[sizePartID:] {
		id := [16]byte(b)
		if known[id] {
			return m, errMap
		}
		known[id] = true
		m.parts = append(m.parts, id)
	}
	m.runs = make([]pageRun, 0, len(b)/sizeRun)
	covered, mine := int64(0), int64(0)
	for ; len(b) > 0; b = b[sizeRun:] {
		r := pageRun{count: int64(binary.BigEndian.Uint32(b)), part: int(binary.BigEndian.Uint32(b[4:])), first: int64(binary.BigEndian.Uint64(b[8:]))}
		if r.count == 0 || r.part >= parts || r.first < 0 || r.first > maxDatabasePages {
			return m, errMap
		}
		if r.part == 0 {
			if r.first != mine {
				return m, errMap
			}
			mine += r.count
		}
		covered += r.count
		m.runs = append(m.runs, r)
	}
	if covered != pages || mine != own {
		return m, errMap
	}
	return m, nil
}

// mapCursor walks a map page by page.
type mapCursor struct {
	runs   []pageRun
	within int64 // pages of runs[0] that were passed
}

// next returns where the next page lies; false behind the last.
func (c *mapCursor) next() (part int, place int64, ok bool) {
	if len(c.runs) == 0 {
		return 0, 0, false
	}
	r := c.runs[0]
	part, place = r.part, r.first+c.within
	if c.within++; c.within == r.count {
		c.runs, c.within = c.runs[1:], 0
	}
	return part, place, true
}
