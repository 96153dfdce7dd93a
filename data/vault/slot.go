package vault

import (
	"bytes"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// slotKind tells what opens a slot.
type slotKind uint8

const (
	slotEmpty    slotKind = 0
	slotPassword slotKind = 1
	slotRecovery slotKind = 2
)

// slot is one way to open the file: the data key, wrapped under a key that Argon2id
// makes of a password.
type slot struct {
	kind       slotKind
	kdf        KDF
	nameTag    [16]byte
	userID     [16]byte
	salt       [32]byte
	commitment [32]byte // pins the wrapping key: an AEAD's tag alone can be made to fit many
	nonce      [chacha20poly1305.NonceSizeX]byte
	wrapped    [sizeSlotWrapped]byte
}

func (s *slot) encode(b []byte) {
	if s.kind == slotEmpty {
		clear(b)
		return
	}
	b[offsetSlotKind] = byte(s.kind)
	b[offsetSlotThreads] = s.kdf.Threads
	binary.BigEndian.PutUint32(b[offsetSlotMemory:], s.kdf.MemoryKiB)
	binary.BigEndian.PutUint32(b[offsetSlotPasses:], s.kdf.Passes)
	copy(b[offsetSlotNameTag:], s.nameTag[:])
	copy(b[offsetSlotUserID:], s.userID[:])
	copy(b[offsetSlotSalt:], s.salt[:])
	copy(b[offsetSlotCommitment:], s.commitment[:])
	copy(b[offsetSlotNonce:], s.nonce[:])
	copy(b[offsetSlotWrapped:], s.wrapped[:])
}

func (s *slot) decode(b []byte) error {
	*s = slot{kind: slotKind(b[offsetSlotKind])}
	switch s.kind {
	case slotEmpty:
		return nil
	case slotPassword, slotRecovery:
	default:
		return errField
	}
	s.kdf = KDF{
		MemoryKiB: binary.BigEndian.Uint32(b[offsetSlotMemory:]),
		Passes:    binary.BigEndian.Uint32(b[offsetSlotPasses:]),
		Threads:   b[offsetSlotThreads],
	}
	copy(s.nameTag[:], b[offsetSlotNameTag:])
	copy(s.userID[:], b[offsetSlotUserID:])
	copy(s.salt[:], b[offsetSlotSalt:])
	copy(s.commitment[:], b[offsetSlotCommitment:])
	copy(s.nonce[:], b[offsetSlotNonce:])
	copy(s.wrapped[:], b[offsetSlotWrapped:])
	return nil
}

// additional binds a wrapped key to its place: magic | uuid | slot index u8 | kind u8 |
// threads u8 | memory u32 | passes u32.
func (s *slot) additional(uuid [16]byte, index int) []byte {
	b := append([]byte(magic), uuid[:]...)
	b = append(b, byte(index), byte(s.kind), s.kdf.Threads)
	b = binary.BigEndian.AppendUint32(b, s.kdf.MemoryKiB)
	return binary.BigEndian.AppendUint32(b, s.kdf.Passes)
}

// newSlot wraps dataKey and userID under secret.
func newSlot(kind slotKind, kdf KDF, tag, userID [16]byte, secret, dataKey []byte, uuid [16]byte, index int, random io.Reader) (slot, error) {
	s := slot{kind: kind, kdf: kdf, nameTag: tag, userID: userID}
	if !kdf.Valid() {
		return s, fail(InvalidKDF, nil)
	}
	for _, b := range [][]byte{s.salt[:], s.nonce[:]} {
		if _, err := io.ReadFull(random, b); err != nil {
			return s, fmt.Errorf("draw slot salt: %w", err)
		}
	}
	key, commitment := slotKeys(kdf, secret, s.salt[:])
	defer clear(key)
	copy(s.commitment[:], commitment)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return s, fmt.Errorf("wrap data key: %w", err)
	}
	defer wipeCipher(aead)
	plaintext := append(append(make([]byte, 0, keySize+len(userID)), dataKey...), userID[:]...)
	defer clear(plaintext)
	copy(s.wrapped[:], aead.Seal(nil, s.nonce[:], plaintext, s.additional(uuid, index)))
	return s, nil
}

// newRecoverySlot wraps dataKey under a recovery key. It has 160 random bits: no cost of derivation adds to that.
func newRecoverySlot(code string, dataKey []byte, uuid [16]byte, index int, random io.Reader) (slot, error) {
	return newSlot(slotRecovery, FloorKDF, recoveryTag(uuid), [16]byte{}, []byte(code), dataKey, uuid, index, random)
}

// unwrap returns the data key, or nil if secret is not this slot's.
func (s *slot) unwrap(secret []byte, uuid [16]byte, index int) (dataKey []byte, err error) {
	if !s.kdf.Valid() {
		return nil, fail(InvalidKDF, nil)
	}
	key, commitment := slotKeys(s.kdf, secret, s.salt[:])
	defer clear(key)
	if subtle.ConstantTimeCompare(commitment, s.commitment[:]) != 1 {
		return nil, nil
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("unwrap data key: %w", err)
	}
	defer wipeCipher(aead)
	plaintext, err := aead.Open(nil, s.nonce[:], s.wrapped[:], s.additional(uuid, index))
	if err != nil || !bytes.Equal(plaintext[keySize:], s.userID[:]) {
		return nil, fail(Damaged, err) // the password was right: the commitment says so
	}
	return plaintext[:keySize:keySize], nil
}

// slotKeys derives the wrapping key and the commitment to it.
func slotKeys(kdf KDF, secret, salt []byte) (key, commitment []byte) {
	stretched := kdf.derive(secret, salt)
	defer clear(stretched)
	return expand(stretched, nil, infoSlotKey, keySize), expand(stretched, nil, infoSlotCommit, keySize)
}
