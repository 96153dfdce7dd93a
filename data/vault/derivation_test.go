package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// What Derive goes by after a re-key, read after FORMAT.md alone: none of the vault's constants.
func TestFormatDerivationSecret(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	first := bytes.Clone(v.dataKey)
	rekey(t, v, rekeyPlan)
	v = reopen(t, path, o)
	h := readFile(t, path)[:8192]
	if binary.BigEndian.Uint32(h[24:]) != 2 {
		t.Fatalf("features %d", binary.BigEndian.Uint32(h[24:]))
	}
	derive := func(secret []byte, info string) []byte {
		key, err := hkdf.Key(sha256.New, secret, h[40:56], info, 32)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	aead, err := chacha20poly1305.NewX(derive(v.dataKey, "satchel/1/derivation-key"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := aead.Open(nil, h[104:128], h[128:176], append([]byte("satchel/vault\r\n\x1a"), h[40:56]...))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(secret, first) {
		t.Error("the derivation secret is not the first data key")
	}
	if !bytes.Equal(v.Derive("own label", 32), derive(secret, "satchel/1/derive/own label")) {
		t.Error("Derive goes by something else")
	}
}

// A file whose header does not say that it has a derivation secret would be read with the wrong audit key.
func TestDerivationNeedsItsFeature(t *testing.T) {
	o := cheapKDF(t)
	v, path := newVault(t, o)
	rekey(t, v, rekeyPlan)
	clean := readFile(t, path)
	for name, c := range map[string]struct {
		change func(h []byte)
		want   Kind
	}{
		"the feature is taken off":     {func(h []byte) { h[offsetFeatures+3] = 0 }, Damaged},
		"the secret is taken out":      {func(h []byte) { clear(h[offsetDerivation:][:sizeDerivation]) }, Damaged},
		"a feature that is not known":  {func(h []byte) { h[offsetFeatures] = 0x80 }, Newer},
		"another secret is put inside": {func(h []byte) { h[offsetDerivation+30] ^= 1 }, Damaged},
	} {
		b := bytes.Clone(clean)
		for i := range headerCopies {
			h := b[i*headerSize:]
			c.change(h)
			digest := sha256.Sum256(h[:offsetDigest])
			copy(h[offsetDigest:], digest[:])
		}
		writeFile(t, path, b)
		if _, err := Open(path, doctorKey(), o); KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
