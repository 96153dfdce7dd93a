package vault

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/chacha20poly1305"
)

// sealsPerPrefix is after how many seals a fresh random nonce prefix is drawn.
const sealsPerPrefix = 1 << 20

// subkeyCacheSize is how many subkeys of XAES are kept for opening. A file holds one
// nonce prefix for each time it was open, and one for every 2^20 seals.
const subkeyCacheSize = 512

// sealer seals units in place: plaintext | room for tag 16 | room for nonce 24.
//
// A nonce is 12 random bytes, drawn anew at every unlock and every 2^20 seals, then
// 8 bytes of a counter, then 4 fresh random bytes. Within one prefix the counter
// rules out reuse; across prefixes 96 random bits do.
type sealer struct {
	extend  func(prefix [xaesPrefixSize]byte) (cipher.AEAD, error) // nil: the AEAD takes all 24 bytes
	direct  cipher.AEAD
	whole   func() // overwrites the key that extend goes by
	random  io.Reader
	subkeys [subkeyCacheSize]atomic.Pointer[subkey]

	use     sync.RWMutex // held for reading while a key is at work, for writing by wipe
	mu      sync.Mutex   // guards what follows: the nonce sequence
	current *subkey
	seals   uint64 // with the current prefix
}

type subkey struct {
	prefix [xaesPrefixSize]byte
	aead   cipher.AEAD
}

func newSealer(suite Suite, key []byte, random io.Reader) (*sealer, error) {
	s := &sealer{random: random}
	switch suite {
	case XAES256GCM:
		x, err := newXAES(key)
		if err != nil {
			return nil, err
		}
		s.extend, s.whole = x.subkey, x.wipe
	case XChaCha20Poly1305:
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			return nil, fmt.Errorf("make cipher: %w", err)
		}
		s.direct = aead
	default:
		return nil, fail(InvalidOption, nil)
	}
	return s, nil
}

// seal encrypts unit[:len-40] in place and fills in the tag and the nonce behind it.
// additional data are authenticated with it, not stored.
func (s *sealer) seal(unit, additional []byte) error {
	s.use.RLock()
	defer s.use.RUnlock()
	plaintext := len(unit) - reservedSize
	nonce := unit[plaintext+tagSize:]
	key, err := s.nextNonce(nonce)
	if err != nil {
		return err
	}
	aead, nonce := s.split(key, nonce)
	aead.Seal(unit[:0], nonce, unit[:plaintext], additional)
	return nil
}

// open authenticates a sealed unit and decrypts it in place, clearing the last 40
// bytes. If it answers false, the content of the unit is undefined.
func (s *sealer) open(unit, additional []byte) bool {
	return s.openTo(unit, unit, additional)
}

// openTo is open into plain, which is as long as unit, and is unit or lies apart from it.
func (s *sealer) openTo(plain, unit, additional []byte) bool {
	s.use.RLock()
	defer s.use.RUnlock()
	end := len(unit) - nonceSize
	key := s.direct
	if s.extend != nil {
		sub, err := s.subkeyFor([xaesPrefixSize]byte(unit[end:]))
		if err != nil {
			return false
		}
		key = sub.aead
	}
	if key == nil {
		return false // wiped
	}
	aead, nonce := s.split(key, unit[end:])
	if _, err := aead.Open(plain[:0], nonce, unit[:end], additional); err != nil {
		return false
	}
	clear(plain[len(plain)-reservedSize:])
	return true
}

// split returns the AEAD and the part of the nonce it takes.
func (s *sealer) split(key cipher.AEAD, nonce []byte) (cipher.AEAD, []byte) {
	if s.extend != nil {
		return key, nonce[xaesPrefixSize:]
	}
	return key, nonce
}

// nextNonce writes a nonce never used before and returns the AEAD that goes with it.
func (s *sealer) nextNonce(nonce []byte) (cipher.AEAD, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extend == nil && s.direct == nil {
		return nil, fail(Closed, nil)
	}
	if s.current == nil || s.seals == sealsPerPrefix {
		next := &subkey{aead: s.direct}
		if _, err := io.ReadFull(s.random, next.prefix[:]); err != nil {
			return nil, fmt.Errorf("draw nonce: %w", err)
		}
		if s.extend != nil {
			aead, err := s.extend(next.prefix)
			if err != nil {
				return nil, err
			}
			next.aead = aead
		}
		s.current, s.seals = next, 0
	}
	copy(nonce, s.current.prefix[:])
	binary.BigEndian.PutUint64(nonce[xaesPrefixSize:], s.seals)
	if _, err := io.ReadFull(s.random, nonce[nonceSize-4:nonceSize]); err != nil {
		return nil, fmt.Errorf("draw nonce: %w", err)
	}
	s.seals++
	return s.current.aead, nil
}

func (s *sealer) subkeyFor(prefix [xaesPrefixSize]byte) (*subkey, error) {
	place := &s.subkeys[binary.LittleEndian.Uint32(prefix[:])%subkeyCacheSize]
	if sub := place.Load(); sub != nil && sub.prefix == prefix {
		return sub, nil
	}
	aead, err := s.extend(prefix)
	if err != nil {
		return nil, err
	}
	sub := &subkey{prefix: prefix, aead: aead}
	place.Store(sub)
	return sub, nil
}

// wipe overwrites the keys and their schedules; nothing opens or seals after it. A subkey that made room for another in
// the cache may have been at work then: it stays in memory until that is reused.
func (s *sealer) wipe() {
	s.use.Lock()
	defer s.use.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole != nil {
		s.whole()
	}
	if s.direct != nil {
		wipeCipher(s.direct)
	}
	if s.current != nil {
		wipeCipher(s.current.aead)
	}
	for i := range s.subkeys {
		if sub := s.subkeys[i].Swap(nil); sub != nil {
			wipeCipher(sub.aead)
		}
	}
	s.current, s.extend, s.whole, s.direct = nil, nil, nil, nil
}

// pageData is the additional data of a page: its 1-based number.
func pageData(buffer *[8]byte, page int64) []byte {
	binary.BigEndian.PutUint64(buffer[:], uint64(page))
	return buffer[:]
}

// frameData is the additional data of a WAL frame: the WAL's salts and the frame's 1-based number.
func frameData(buffer *[16]byte, salts uint64, frame int64) []byte {
	binary.BigEndian.PutUint64(buffer[:8], salts)
	binary.BigEndian.PutUint64(buffer[8:], uint64(frame))
	return buffer[:]
}
