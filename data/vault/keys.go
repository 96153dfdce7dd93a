package vault

import (
	"crypto/sha256"
	"crypto/subtle"
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
	return &fileKeys{page: page, wal: wal, headerMAC: keepSecret(derive(infoHeaderMAC)), commitNote: keepSecret(derive(infoCommitNote))}, nil
}

func (k *fileKeys) wipe() {
	k.page.wipe()
	k.wal.wipe()
	wipeSecret(k.headerMAC)
	wipeSecret(k.commitNote)
	k.headerMAC, k.commitNote = nil, nil
}

// expand is HKDF-SHA256 (RFC 5869). length is in bytes, at most 8160. It is the standard library's (a test compares them),
// but for what is left behind: every buffer that held key material is overwritten.
func expand(secret, salt []byte, info string, length int) []byte {
	if length <= 0 || length > 255*sha256.Size {
		panic("vault: HKDF length out of range") // a constant of the caller, not data
	}
	prk := mac(salt, secret)
	defer clear(prk)
	out := make([]byte, 0, (length+sha256.Size-1)/sha256.Size*sha256.Size)
	message := make([]byte, 0, sha256.Size+len(info)+1)
	for counter := byte(1); len(out) < length; counter++ {
		block := mac(prk, append(append(message, info...), counter))
		out = append(out, block...)
		message = append(message[:0], block...)
		clear(block)
	}
	clear(message[:cap(message)])
	clear(out[length:cap(out)])
	return out[:length:length]
}

// mac is HMAC-SHA256 (RFC 2104) for keys of up to 64 bytes.
func mac(key, message []byte) []byte {
	var pad [sha256.BlockSize]byte
	digest := sha256.New()
	defer wipeCipher(digest)
	hash := func(xor byte, message, sum []byte) []byte {
		for i := range pad {
			pad[i] = xor
		}
		subtle.XORBytes(pad[:], pad[:], key)
		digest.Reset()
		digest.Write(pad[:])
		clear(pad[:])
		digest.Write(message)
		return digest.Sum(sum)
	}
	inner := hash(0x36, message, make([]byte, 0, sha256.Size))
	return hash(0x5c, inner, inner[:0])
}
