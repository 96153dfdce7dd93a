package store_test

import (
	"testing"

	"satchel/data/store"
)

// released pins the text of every migration that a released version has run on somebody's file. The first release adds its own;
// from then on a file in this list never changes.
var released = map[string]string{}

func TestReleasedMigrationsNeverChange(t *testing.T) {
	found := 0
	for _, m := range store.Migrations() {
		if want, pinned := released[m.Name]; pinned {
			found++
			if got := m.Hash(); got != want {
				t.Errorf("%s changed: SHA-256 %s, released as %s", m.Name, got, want)
			}
		}
	}
	if found != len(released) {
		t.Errorf("%d of %d released migrations are still here", found, len(released))
	}
}
