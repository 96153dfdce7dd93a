package page

import (
	"bytes"
	"testing"
)

// Joined documents are drawn as they are one by one.
func TestJoin(t *testing.T) {
	every, plain := everyOp(t), plainDocument(t, "मीरा "+baybayin, "→")
	joined, err := Join(plain, every, plain)
	if err != nil {
		t.Fatal(err)
	}
	if len(joined.Sheets) != 3 || len(joined.Images) != 1 {
		t.Fatalf("%d sheets, %d pictures", len(joined.Sheets), len(joined.Images))
	}
	for i, alone := range []*Document{plain, every, plain} {
		want, err := Raster(alone, 0, 60, "")
		got, err2 := Raster(joined, i, 60, "")
		if err != nil || err2 != nil || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("sheet %d is drawn differently, %v, %v", i+1, err, err2)
		}
	}
	if _, err := PDF(joined, "Copy 1"); err != nil {
		t.Error(err)
	}
	if _, err := Join(); err != ErrNoPage {
		t.Errorf("nothing joined: %v", err)
	}
	if _, err := Join(plain, &Document{}); err == nil {
		t.Error("a document without a page is joined")
	}
}
