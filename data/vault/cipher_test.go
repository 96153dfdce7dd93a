package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"
	"testing/iotest"
)

func testSealer(t testing.TB, suite Suite) *sealer {
	t.Helper()
	s, err := newSealer(suite, bytes.Repeat([]byte{7}, keySize), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealOpens(t *testing.T) {
	for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
		s := testSealer(t, suite)
		plain := bytes.Repeat([]byte("patient "), 32)
		unit := append(bytes.Clone(plain), make([]byte, reservedSize)...)
		var additional [8]byte
		if err := s.seal(unit, pageData(&additional, 3)); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(unit, []byte("patient")) {
			t.Fatal("plaintext left")
		}
		for bit := range len(unit) * 8 {
			flipped := bytes.Clone(unit)
			flipped[bit/8] ^= 1 << (bit % 8)
			if s.open(flipped, pageData(&additional, 3)) {
				t.Fatalf("suite %d: bit %d flipped and it opens", suite, bit)
			}
		}
		if s.open(bytes.Clone(unit), pageData(&additional, 4)) {
			t.Fatalf("suite %d: opens as another page", suite)
		}
		other, err := newSealer(suite, bytes.Repeat([]byte{8}, keySize), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if other.open(bytes.Clone(unit), pageData(&additional, 3)) {
			t.Fatalf("suite %d: opens under another key", suite)
		}
		if !s.open(unit, pageData(&additional, 3)) {
			t.Fatalf("suite %d: does not open", suite)
		}
		if !bytes.Equal(unit[:len(plain)], plain) || !allZero(unit[len(plain):]) {
			t.Fatalf("suite %d: opened to something else", suite)
		}
	}
}

// A nonce must never come twice, and its prefix must change every 2^20 seals.
func TestNoncesAreFresh(t *testing.T) {
	s := testSealer(t, XAES256GCM)
	seen := map[[nonceSize]byte]bool{}
	prefixes := map[[xaesPrefixSize]byte]bool{}
	for i := range 3000 {
		if i == 1000 {
			s.seals = sealsPerPrefix - 500 // as after a long day
		}
		var nonce [nonceSize]byte
		if _, err := s.nextNonce(nonce[:]); err != nil {
			t.Fatal(err)
		}
		if seen[nonce] {
			t.Fatalf("nonce %x came twice", nonce)
		}
		seen[nonce] = true
		prefixes[[xaesPrefixSize]byte(nonce[:])] = true
	}
	if len(prefixes) != 2 {
		t.Fatalf("%d prefixes, want 2", len(prefixes))
	}
}

func TestSealWithoutRandomnessFails(t *testing.T) {
	s, err := newSealer(XAES256GCM, make([]byte, keySize), iotest.ErrReader(errors.New("no randomness")))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.seal(make([]byte, 100), nil); err == nil {
		t.Fatal("sealed with a nonce that was not drawn")
	}
}
