package vault

import (
	"encoding/binary"
	"errors"
	"io"
)

// walScan is what a look at a whole WAL found, before SQLite reads it.
type walScan struct {
	committed int64 // frames up to the last whole transaction
	attested  int64 // frames that the frames themselves say were durable
	broken    int64 // the first frame that does not open or does not follow; 0 if none
	end       int64 // where the look ended, in bytes from the WAL's beginning
	pages     map[int64]bool
}

// brokenScanLimit is how many bytes of frames that do not open are read behind the first one,
// lest a file of any size keep the reader busy. FORMAT.md says why that is safe.
const brokenScanLimit = 64 << 20

// walHeader is the header of a WAL, in the clear (sqlite.org/fileformat2.html, 4.1).
type walHeader struct {
	salts     uint64
	pageSize  int
	bigEndian bool      // byte order of the checksums' words
	checksum  [2]uint32 // of the header, the start of the chain
}

var errWALHeader = errors.New("no header of a WAL")

func decodeWALHeader(b []byte) (walHeader, error) {
	var h walHeader
	if len(b) < walHeaderSize || binary.BigEndian.Uint32(b)&^1 != walMagic || binary.BigEndian.Uint32(b[4:]) != walVersion {
		return h, errWALHeader
	}
	h.bigEndian = b[3]&1 != 0
	h.pageSize = int(binary.BigEndian.Uint32(b[8:]))
	h.salts = binary.BigEndian.Uint64(b[16:])
	h.checksum = walChecksum(h.bigEndian, [2]uint32{}, b[:24])
	if h.checksum != [2]uint32{binary.BigEndian.Uint32(b[24:]), binary.BigEndian.Uint32(b[28:])} {
		return h, errWALHeader
	}
	return h, nil
}

// walChecksum continues SQLite's WAL checksum over b, a multiple of 8 bytes
// (sqlite.org/fileformat2.html, 4.2).
func walChecksum(bigEndian bool, sum [2]uint32, b []byte) [2]uint32 {
	s0, s1 := sum[0], sum[1]
	if bigEndian {
		for ; len(b) >= 8; b = b[8:] {
			s0 += binary.BigEndian.Uint32(b) + s1
			s1 += binary.BigEndian.Uint32(b[4:]) + s0
		}
	} else {
		for ; len(b) >= 8; b = b[8:] {
			s0 += binary.LittleEndian.Uint32(b) + s1
			s1 += binary.LittleEndian.Uint32(b[4:]) + s0
		}
	}
	return [2]uint32{s0, s1}
}

// scanWAL opens every frame of a WAL of size bytes and follows SQLite's chain of
// checksums. It reads on behind the first broken frame, for what later frames attest:
// a power cut can break only frames that nothing attests. After brokenScanLimit of frames
// that do not open it stops.
func scanWAL(file io.ReaderAt, size int64, head walHeader, wal *sealer) (walScan, error) {
	scan := walScan{pages: map[int64]bool{}}
	unit := make([]byte, frameHeaderSize+head.pageSize)
	var additional [16]byte
	sum := head.checksum
	var pending []int64 // pages of the transaction being read
	unopened := 0       // bytes of frames that did not open
	scan.end = walHeaderSize
	for frame := int64(1); walHeaderSize+frame*int64(len(unit)) <= size; frame++ {
		if _, err := file.ReadAt(unit, walHeaderSize+(frame-1)*int64(len(unit))); err != nil {
			return scan, fileError(err)
		}
		scan.end += int64(len(unit))
		if !wal.open(unit, frameData(&additional, head.salts, frame)) {
			if scan.broken == 0 {
				scan.broken = frame
			}
			if unopened += len(unit); unopened > brokenScanLimit {
				break
			}
			continue
		}
		scan.attested = max(scan.attested, int64(binary.BigEndian.Uint64(unit[8:])))
		if scan.broken != 0 {
			continue
		}
		sum = walChecksum(head.bigEndian, walChecksum(head.bigEndian, sum, unit[:8]), unit[frameHeaderSize:])
		if sum != [2]uint32{binary.BigEndian.Uint32(unit[16:]), binary.BigEndian.Uint32(unit[20:])} {
			scan.broken = frame
			continue
		}
		pending = append(pending, int64(binary.BigEndian.Uint32(unit)))
		if binary.BigEndian.Uint32(unit[4:]) == 0 {
			continue
		}
		scan.committed = frame
		for _, page := range pending {
			scan.pages[page] = true
		}
		pending = pending[:0]
	}
	return scan, nil
}
