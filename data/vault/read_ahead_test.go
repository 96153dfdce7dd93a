package vault

import (
	"bytes"
	"testing"
)

// What is read ahead is what the file holds, at every step, and nothing is read ahead of a reader that jumps about.
func TestReadAhead(t *testing.T) {
	vault, _ := newVault(t, cheapKDF(t))
	v := vault.volume
	for _, statement := range []string{"CREATE TABLE t(x)", "INSERT INTO t VALUES(zeroblob(400000))", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := vault.Writer().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	last := v.pages.Load()
	if last < 90 {
		t.Fatalf("%d pages are too few for this test", last)
	}
	onDisk := func(page int64) []byte {
		unit := make([]byte, v.pageSize)
		if _, err := v.file.ReadAt(unit, v.pageOffset(page)); err != nil {
			t.Fatal(err)
		}
		return unit
	}
	var ahead readAhead
	step := func(page int64, atHand bool) {
		t.Helper()
		unit := ahead.take(v, page)
		if (unit != nil) != atHand {
			t.Errorf("page %d at hand: %v, want %v", page, unit != nil, atHand)
		}
		if unit != nil && !bytes.Equal(unit, onDisk(page)) {
			t.Errorf("page %d is not what the file holds", page)
		}
	}
	for _, page := range []int64{50, 12, 70, 30} {
		step(page, false)
	}
	step(31, false)
	step(33, true) // the second step in order: 33 to 48 are read
	step(36, true)
	step(35, true) // a short step back
	step(42, true)
	step(48, true)
	if err := v.changePages(func() error {
		_, err := v.file.WriteAt(make([]byte, v.pageSize), v.pageOffset(50))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	step(49, true) // read anew
	step(50, true)
	if err := v.changePages(func() error {
		_, err := v.file.WriteAt(onDisk(3), v.pageOffset(51))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	step(51, true) // it was at hand, and another
	step(20, false)
	step(last-1, false)
	step(last, false) // one step after a jump
}
