package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// header is what both header copies hold, decoded.
type header struct {
	suite      Suite
	pageSize   int
	archive    bool   // what lies behind is no database but an archive: see archive.go
	hints      uint32 // unknown optional features, kept as found
	generation uint64
	uuid       [16]byte
	fileID     [16]byte
	wal        walState
	// derivation is the sealed derivation secret of a file that was re-keyed, zero in any other.
	derivation [sizeDerivation]byte
	slots      [slotCount]slot
}

// walState is what the header knows of the WAL. Salts are SQLite's, as one number.
type walState struct {
	salts   uint64 // of the live WAL, 0 if there is none
	retired uint64 // of the WAL before it: all of it is in the pages, a leftover may be dropped
	// durable frames were synced and acknowledged: a live WAL that has fewer is damaged.
	durable int64
	// backfill frames may have been copied to the pages: without them the pages do not fit together.
	backfill int64
}

// Reasons why a header copy is refused.
var (
	errForeign = errors.New("no header of a vault")
	errNewer   = errors.New("header of a newer version")
	errDigest  = errors.New("header digest does not match")
	errField   = errors.New("header field out of range")
	errArchive = errors.New("header of an archive")
)

// encode writes h as one header copy, without the advisory area behind it.
func (h *header) encode(macKey []byte) []byte {
	b := make([]byte, offsetAdvisory)
	copy(b[offsetMagic:], magic)
	binary.BigEndian.PutUint16(b[offsetVersion:], formatVersion)
	binary.BigEndian.PutUint16(b[offsetSuite:], uint16(h.suite))
	binary.BigEndian.PutUint32(b[offsetPageSize:], uint32(h.pageSize))
	binary.BigEndian.PutUint32(b[offsetFeatures:], h.features())
	binary.BigEndian.PutUint32(b[offsetHints:], h.hints)
	binary.BigEndian.PutUint64(b[offsetGeneration:], h.generation)
	copy(b[offsetUUID:], h.uuid[:])
	copy(b[offsetFileID:], h.fileID[:])
	binary.BigEndian.PutUint64(b[offsetWALSalts:], h.wal.salts)
	binary.BigEndian.PutUint64(b[offsetWALRetired:], h.wal.retired)
	binary.BigEndian.PutUint64(b[offsetWALDurable:], uint64(h.wal.durable))
	binary.BigEndian.PutUint64(b[offsetWALBackfill:], uint64(h.wal.backfill))
	copy(b[offsetDerivation:], h.derivation[:])
	for i := range h.slots {
		h.slots[i].encode(b[offsetSlots+i*slotSize:][:slotSize])
	}
	copy(b[offsetHeaderMAC:], mac(macKey, b[:offsetHeaderMAC]))
	digest := sha256.Sum256(b[:offsetDigest])
	copy(b[offsetDigest:], digest[:])
	return b
}

// decodeHeader reads one header copy of at least offsetAdvisory bytes. The digest is
// checked, which needs no key; the MAC is for authentic.
func decodeHeader(b []byte) (*header, error) {
	if len(b) < offsetAdvisory || string(b[:len(magic)]) != magic {
		return nil, errForeign
	}
	digest := sha256.Sum256(b[:offsetDigest])
	if digest != [sha256.Size]byte(b[offsetDigest:]) {
		return nil, errDigest
	}
	version := binary.BigEndian.Uint16(b[offsetVersion:])
	if version == 0 {
		return nil, errField
	}
	features := binary.BigEndian.Uint32(b[offsetFeatures:])
	if version > formatVersion || features&^knownFeatures != 0 {
		return nil, errNewer
	}
	h := &header{
		suite:      Suite(binary.BigEndian.Uint16(b[offsetSuite:])),
		pageSize:   int(binary.BigEndian.Uint32(b[offsetPageSize:])),
		archive:    features&featureArchive != 0,
		hints:      binary.BigEndian.Uint32(b[offsetHints:]),
		generation: binary.BigEndian.Uint64(b[offsetGeneration:]),
		uuid:       [16]byte(b[offsetUUID:]),
		fileID:     [16]byte(b[offsetFileID:]),
		derivation: [sizeDerivation]byte(b[offsetDerivation:]),
		wal: walState{
			salts:    binary.BigEndian.Uint64(b[offsetWALSalts:]),
			retired:  binary.BigEndian.Uint64(b[offsetWALRetired:]),
			durable:  int64(binary.BigEndian.Uint64(b[offsetWALDurable:])),
			backfill: int64(binary.BigEndian.Uint64(b[offsetWALBackfill:])),
		},
	}
	if !validPageSize(h.pageSize) || (h.suite != XAES256GCM && h.suite != XChaCha20Poly1305) ||
		h.features() != features || h.wal.durable < 0 || h.wal.backfill < 0 || h.wal.backfill > h.wal.durable {
		return nil, errField
	}
	for i := range h.slots {
		if err := h.slots[i].decode(b[offsetSlots+i*slotSize:][:slotSize]); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// features are those that a reader of h must know.
func (h *header) features() uint32 {
	var features uint32
	if h.derivation != [sizeDerivation]byte{} {
		features |= featureDerivation
	}
	if h.archive {
		features |= featureArchive
	}
	return features
}

// authentic checks the MAC of an encoded header copy.
func authentic(b, macKey []byte) bool {
	return hmac.Equal(b[offsetHeaderMAC:][:sha256.Size], mac(macKey, b[:offsetHeaderMAC]))
}
