package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"io"
)

// fileKeys are the keys of one file, all from its data key.
type fileKeys struct {
	page, wal  *sealer
	headerMAC  []byte
	commitNote []byte
}

// newFileKeys derives the keys of a file: HKDF-SHA256 with the data key, the practice's
// uuid and the file's id as salt. Pages of a backup and of the live file, or of two
// practices, therefore never open in each other's place.
func newFileKeys(dataKey []byte, h *header, random io.Reader) (*fileKeys, error) {
	salt := append(h.uuid[:], h.fileID[:]...)
	derive := func(info string) []byte { return expand(dataKey, salt, info, keySize) }
	pageKey, walKey := derive(infoPage), derive(infoWAL)
	defer clear(pageKey)
	defer clear(walKey)
	page, err := newSealer(h.suite, pageKey, random)
	if err != nil {
		return nil, err
	}
	wal, err := newSealer(h.suite, walKey, random)
	if err != nil {
		return nil, err
	}
	return &fileKeys{page: page, wal: wal, headerMAC: derive(infoHeaderMAC), commitNote: derive(infoCommitNote)}, nil
}

func (k *fileKeys) wipe() {
	k.page.wipe()
	k.wal.wipe()
	clear(k.headerMAC)
	clear(k.commitNote)
}

// expand is HKDF-SHA256 (RFC 5869). length is in bytes, at most 8160.
func expand(secret, salt []byte, info string, length int) []byte {
	out, err := hkdf.Key(sha256.New, secret, salt, info, length)
	if err != nil {
		panic("vault: HKDF length out of range") // a constant of the caller, not data
	}
	return out
}

func mac(key, message []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(message)
	return m.Sum(nil)
}
