package vault

import (
	"path/filepath"
	"reflect"
	"testing"
)

// What an open file says of itself is what it was made with, and what a look from outside sees.
func TestAbout(t *testing.T) {
	other := cheapKDF(t)
	other.Suite, other.PageSize = XChaCha20Poly1305, 8192
	for _, made := range []Options{cheapKDF(t), other} {
		path := filepath.Join(t.TempDir(), "practice")
		v, err := Create(path, NewSlot{ID: [16]byte{1}, Name: "a", Password: "b"}, made)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.NewRecoveryKey(); err != nil {
			t.Fatal(err)
		}
		about := v.About()
		wanted, err := made.complete()
		if err != nil || about.Suite != wanted.Suite || about.PageSize != wanted.PageSize || about.Slots != 2 || about.Version != formatVersion {
			t.Errorf("made with %+v, says %+v, %v", made, about, err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		seen, err := Probe(path)
		if about.Generation = seen.Generation; err != nil || !reflect.DeepEqual(seen, about) { // closing wrote the header
			t.Errorf("from inside %+v, from outside %+v, %v", about, seen, err)
		}
	}
	if XAES256GCM.String() != "XAES-256-GCM" || XChaCha20Poly1305.String() != "XChaCha20-Poly1305" || Suite(9).String() != "" {
		t.Error("a suite has a wrong name")
	}
}
