package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"testing"

	"pgregory.net/rapid"
)

// expand and mac are written out so that they leave nothing behind; they must be the standard library's.
func TestExpandIsHKDF(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret, salt := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "secret"), rapid.SliceOfN(rapid.Byte(), 0, 64).Draw(t, "salt")
		info, length := rapid.StringN(-1, -1, 100).Draw(t, "info"), rapid.IntRange(1, 300).Draw(t, "length")
		want, err := hkdf.Key(sha256.New, secret, salt, info, length)
		if err != nil {
			t.Fatal(err)
		}
		if got := expand(secret, salt, info, length); !bytes.Equal(got, want) {
			t.Fatalf("got %x, want %x", got, want)
		}
		m := hmac.New(sha256.New, salt)
		m.Write(secret)
		if got := mac(salt, secret); !bytes.Equal(got, m.Sum(nil)) {
			t.Fatalf("HMAC: got %x", got)
		}
	})
	for _, length := range []int{0, -1, 255*sha256.Size + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("length %d was accepted", length)
				}
			}()
			expand([]byte{1}, nil, "", length)
		}()
	}
}

// A secret's memory is zeros when it is handed out and after it was taken back, whoever had it before.
func TestSecrets(t *testing.T) {
	var held [][]byte
	for i := range 2 * secretPoolSize / secretSize {
		s := keepSecret(bytes.Repeat([]byte{byte(i) | 1}, secretSize))
		for _, other := range held {
			if &other[0] == &s[0] {
				t.Fatal("two secrets in one place")
			}
		}
		held = append(held, s)
	}
	for i, s := range held {
		if s[0] != byte(i)|1 || len(s) != secretSize || cap(s) != secretSize {
			t.Fatal("a secret changed")
		}
		wipeSecret(s)
	}
	for _, s := range held {
		if !allZero(s) {
			t.Fatal("a secret is still there")
		}
	}
	wipeSecret(nil)
}

func TestWipedCipherOpensNothing(t *testing.T) {
	for _, suite := range []Suite{XAES256GCM, XChaCha20Poly1305} {
		s, err := newSealer(suite, bytes.Repeat([]byte{7}, keySize), bytes.NewReader(make([]byte, 1000)))
		if err != nil {
			t.Fatal(err)
		}
		unit := make([]byte, 100)
		if err := s.seal(unit, nil); err != nil {
			t.Fatal(err)
		}
		aead := s.current.aead
		s.wipe()
		if s.open(bytes.Clone(unit), nil) {
			t.Error("opened after it was wiped")
		}
		if err := s.seal(unit, nil); KindOf(err) != Closed {
			t.Errorf("sealed after it was wiped: %v", err)
		}
		nonce := unit[len(unit)-aead.NonceSize():]
		if _, err := aead.Open(nil, nonce, unit[:len(unit)-nonceSize], nil); err == nil {
			t.Errorf("suite %d: the key is still in the cipher", suite)
		}
	}
}
