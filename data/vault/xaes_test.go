package vault

import (
	"bytes"
	"crypto/sha3"
	"encoding/hex"
	"testing"
)

// The vectors of c2sp.org/XAES-256-GCM.
func TestXAESVectors(t *testing.T) {
	nonce := []byte("ABCDEFGHIJKLMNOPQRSTUVWX")
	for _, vector := range []struct {
		key             byte
		additional, out string
	}{
		{1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"},
		{3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"},
	} {
		got := xaesSeal(t, bytes.Repeat([]byte{vector.key}, 32), nonce, []byte("XAES-256-GCM"), []byte(vector.additional))
		if hex.EncodeToString(got) != vector.out {
			t.Errorf("key %d: got %x, want %s", vector.key, got, vector.out)
		}
	}
}

// The accumulated random vectors of the same specification.
func TestXAESAccumulated(t *testing.T) {
	source, sum := sha3.NewSHAKE128(), sha3.NewSHAKE128()
	draw := func(n int) []byte {
		b := make([]byte, n)
		source.Read(b)
		return b
	}
	for range 10_000 {
		key, nonce := draw(32), draw(24)
		plaintext := draw(int(draw(1)[0]))
		additional := draw(int(draw(1)[0]))
		sum.Write(xaesSeal(t, key, nonce, plaintext, additional))
	}
	got := make([]byte, 32)
	sum.Read(got)
	if want := "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939"; hex.EncodeToString(got) != want {
		t.Errorf("got %x, want %s", got, want)
	}
}

func xaesSeal(t *testing.T, key, nonce, plaintext, additional []byte) []byte {
	t.Helper()
	x, err := newXAES(key)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := x.subkey([xaesPrefixSize]byte(nonce))
	if err != nil {
		t.Fatal(err)
	}
	return aead.Seal(nil, nonce[xaesPrefixSize:], plaintext, additional)
}
