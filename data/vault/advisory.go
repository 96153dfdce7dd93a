package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

// advisoryFile keeps the advisory sector of both header copies: the failed attempts, which
// need no key, and the commit note, which does. Each write is the whole sector, so both
// writers go through here.
type advisoryFile struct {
	file File

	mu      sync.Mutex // held for a write, never for a sync or a key derivation: a commit may wait for it
	sectors [headerCopies][advisorySize]byte
}

// readAdvisory reads both sectors; what the file is too short for is zeros, and so is a
// damaged table of attempts, lest the next write give it a digest that is right.
func readAdvisory(file File) (*advisoryFile, error) {
	a := &advisoryFile{file: file}
	for i := range a.sectors {
		if _, err := file.ReadAt(a.sectors[i][:], advisoryOffset(i)); err != nil && !errors.Is(err, io.EOF) {
			return nil, fileError(err)
		}
		if _, ok := decodeAttempts(a.sectors[i][:]); !ok {
			clear(a.sectors[i][:offsetNoteSalts])
		}
	}
	return a, nil
}

func advisoryOffset(copyIndex int) int64 { return int64(copyIndex)*headerSize + offsetAdvisory }

// writeAttempts stores an encoded table in both sectors, synced. Each keeps its note.
func (a *advisoryFile) writeAttempts(table []byte) error {
	if err := a.writeBoth(0, table); err != nil {
		return err
	}
	return fileError(a.file.Sync())
}

// writeNote stores a commit note in the first sector, not synced: it is a witness, and a
// commit must not wait for a second disk write.
func (a *advisoryFile) writeNote(note []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	copy(a.sectors[0][offsetNoteSalts:], note)
	return a.write(0)
}

// withdrawNotes replaces the notes of both sectors, synced, before frames they attest are
// given up.
func (a *advisoryFile) withdrawNotes(note []byte) error {
	if err := a.writeBoth(offsetNoteSalts, note); err != nil {
		return err
	}
	return fileError(a.file.Sync())
}

// writeBoth puts part at an offset of both sectors and writes them.
func (a *advisoryFile) writeBoth(offset int, part []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.sectors {
		copy(a.sectors[i][offset:], part)
		if err := a.write(i); err != nil {
			return err
		}
	}
	return nil
}

// write writes sector i as it stands. Its owner holds mu.
func (a *advisoryFile) write(i int) error {
	sector := &a.sectors[i]
	copy(sector[:], advisoryMagic)
	digest := sha256.Sum256(sector[:offsetAttemptSum])
	copy(sector[offsetAttemptSum:], digest[:])
	_, err := a.file.WriteAt(sector[:], advisoryOffset(i))
	return fileError(err)
}

// noted returns how many frames of the WAL with these salts the notes attest.
func (a *advisoryFile) noted(noteKey []byte, salts uint64) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	frames := int64(0)
	for i := range a.sectors {
		if n, ok := decodeNote(noteKey, a.sectors[i][offsetNoteSalts:][:noteSize], salts); ok {
			frames = max(frames, n)
		}
	}
	return frames
}

// encodeNote says that so many frames of the WAL with these salts are durable. It is written
// only after the WAL's sync has returned, so no power cut can make it say too much.
func encodeNote(noteKey []byte, salts uint64, frames int64) []byte {
	b := make([]byte, noteSize)
	binary.BigEndian.PutUint64(b, salts)
	binary.BigEndian.PutUint64(b[offsetNoteFrames-offsetNoteSalts:], uint64(frames))
	copy(b[offsetNoteMAC-offsetNoteSalts:], mac(noteKey, b[:offsetNoteMAC-offsetNoteSalts]))
	return b
}

// decodeNote returns what an authentic note attests of the WAL with these salts. A note that
// is torn, missing or another WAL's attests nothing.
func decodeNote(noteKey, b []byte, salts uint64) (frames int64, ok bool) {
	if len(b) != noteSize || salts == 0 || binary.BigEndian.Uint64(b) != salts {
		return 0, false
	}
	signed := b[:offsetNoteMAC-offsetNoteSalts]
	if !hmac.Equal(b[len(signed):], mac(noteKey, signed)) {
		return 0, false
	}
	frames = int64(binary.BigEndian.Uint64(b[offsetNoteFrames-offsetNoteSalts:]))
	return frames, frames >= 0
}
